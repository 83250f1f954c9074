"""A start with a database that is not there yet waits for it, and says so plainly when it never comes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.serve import DatabaseAway, open_when_there
from app.store.database import Database, DatabaseNotReady, open_engine
from app.store.encryption import Vault, new_key
from app.store.migrations import upgrade


def test_a_start_waits_until_the_migration_has_run(tmp_path: Path) -> None:
    database = Database(open_engine(f"sqlite:///{tmp_path / 'new.db'}"), Vault([new_key()]))
    pauses: list[float] = []

    def migrated_meanwhile(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            upgrade(database.engine)

    open_when_there(database, timedelta(seconds=60), migrated_meanwhile)
    assert len(pauses) == 3
    assert database.vault.hash("address", "a@b.example")


def test_a_database_that_never_gets_its_tables_is_told_so(tmp_path: Path) -> None:
    database = Database(open_engine(f"sqlite:///{tmp_path / 'new.db'}"), Vault([new_key()]))
    with pytest.raises(DatabaseNotReady):
        open_when_there(database, timedelta(seconds=4), lambda _: None)


def test_a_server_that_never_answers_is_told_so() -> None:
    database = Database(open_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"), Vault([new_key()]))
    with pytest.raises(DatabaseAway, match="HEARBACK_DATABASE_URL"):
        open_when_there(database, timedelta(seconds=2), lambda _: None)
