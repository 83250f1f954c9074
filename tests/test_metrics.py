"""The figures for Prometheus: what happened, what is the case, and nothing of anybody's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from prometheus_client import generate_latest

from app.flow.services import Services
from app.jobs.work import Work
from app.metrics import Metrics, Standing
from app.store import accounts, mailboxes
from app.store.database import Database
from app.store.tables import MailboxState

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def test_a_failing_sync_is_counted_by_the_kind_of_its_fault(sqlite_database: Database) -> None:
    metrics = Metrics()
    Work(Services(sqlite_database, {}, lambda: NOW, "http://localhost", observe=metrics.step)).sync(uuid4())
    assert metrics.registry.get_sample_value("hearback_steps_total", {"verb": "sync", "outcome": "Unknown"}) == 1


def test_lags_and_mailboxes_are_asked_of_the_database_and_name_nobody(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        account = accounts.add_account(session, "google", "s", "ada@x.example", NOW)
        row = mailboxes.add_mailbox(
            session,
            account_id=account.id,
            provider="google",
            subject="s",
            address="ada@x.example",
            owner_name="Ada",
            credentials="{}",
            timezone="UTC",
            region="",
            now=NOW - timedelta(minutes=2),
        )
        row.state = MailboxState.ACTIVE
    metrics = Metrics()
    metrics.registry.register(Standing(Services(sqlite_database, {}, lambda: NOW, "http://localhost")))
    assert metrics.registry.get_sample_value("hearback_mailboxes", {"state": "active"}) == 1
    assert metrics.registry.get_sample_value("hearback_push_lag_seconds") == 120
    assert metrics.registry.get_sample_value("hearback_due_lag_seconds") == 0
    assert metrics.registry.get_sample_value("hearback_lapses") == 0
    said = generate_latest(metrics.registry).decode()
    assert "ada" not in said
    assert str(account.id) not in said


def test_a_database_that_is_away_is_a_figure_and_no_failed_scrape(sqlite_database: Database, tmp_path: object) -> None:
    from app.store.database import open_engine

    gone = Database(open_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"), sqlite_database.vault)
    metrics = Metrics()
    metrics.registry.register(Standing(Services(gone, {}, lambda: NOW, "http://localhost")))
    assert metrics.registry.get_sample_value("hearback_database_up") == 0
