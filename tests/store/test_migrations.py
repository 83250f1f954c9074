"""The migrations make exactly the tables that the program speaks of, on both databases, and can be undone."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from app.store.database import Database, DatabaseNotReady, metadata, open_engine
from app.store.encryption import Vault
from app.store.migrations import downgrade, is_current, upgrade


def test_the_migrations_make_the_tables_of_this_version(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    assert differences == []
    assert is_current(database.engine)


def test_the_migrations_run_down_and_up_again(database: Database) -> None:
    downgrade(database.engine, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    upgrade(database.engine)
    assert is_current(database.engine)


def test_a_database_without_tables_is_told_in_a_sentence(tmp_path: object, sealing_key: str) -> None:
    database = Database(open_engine(f"sqlite:///{tmp_path}/empty.db"), Vault([sealing_key]))
    with pytest.raises(DatabaseNotReady, match="hearback migrate"):
        database.open()
    database.close()
