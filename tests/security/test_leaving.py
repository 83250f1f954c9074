"""Leaving leaves nothing: a database from which somebody is gone equals one in which nobody ever was."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from app.flow import link
from app.store.database import Database
from app.store.kept import sections
from app.store.retention import forget_closed
from app.store.tables import AccountRow, Base, JournalRow, MailboxRow, MailboxState, ReadingRow, SeenRow, ThreadRow
from tests.journeys.conftest import JANE, PROMISE, REJECTION, Street
from tests.journeys.conftest import street as street

KEEP = timedelta(days=90)
LONG_AGO = datetime.now(UTC) - 2 * KEEP
OF_NOBODY = {"index_key"}


@pytest.fixture
def linked(street: Street) -> Street:
    street.promise = street.deliver(JANE, PROMISE)
    street.sign_in()
    street.connect("google")
    street.connect("microsoft")
    street.work()
    street.at(10)
    assert len(street.drafts()) == 1
    return street


def counted(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {t.name: session.scalar(select(func.count()).select_from(t)) or 0 for t in Base.metadata.sorted_tables}


def test_deleting_an_account_leaves_an_empty_database_and_no_draft(linked: Street) -> None:
    assert counted(linked.services.database)["reading"] > 0
    with linked.services.database.read() as session:
        account_id = session.scalar(select(AccountRow.id))
    assert account_id is not None
    link.delete_account(linked.services, account_id, linked.now)
    assert {name for name, rows in counted(linked.services.database).items() if rows} == OF_NOBODY
    assert linked.drafts() == []


def test_disconnecting_leaves_nothing_that_was_read(linked: Street) -> None:
    with linked.services.database.read() as session:
        account_id = session.scalar(select(AccountRow.id))
    assert account_id is not None
    for mailbox_id in linked.mailbox_ids:
        link.unlink(linked.services, account_id, mailbox_id, linked.now)
    left = {name for name, rows in counted(linked.services.database).items() if rows}
    assert left <= {"account", "web_session", "journal", "oauth_flow", *OF_NOBODY}
    with linked.services.database.read() as session:
        assert session.scalars(select(JournalRow.kept_text).where(JournalRow.kept_text.is_not(None))).all() == []


def test_a_conversation_closed_for_long_loses_quote_and_names(linked: Street) -> None:
    linked.deliver(JANE, REJECTION, reply_to=linked.promise)
    linked.go(hours=1)
    database = linked.services.database
    with database.write() as session:
        assert session.scalar(select(ThreadRow.status)) == "closed"
        assert forget_closed(session, linked.now + KEEP - timedelta(days=2), KEEP) == 0
    with database.write() as session:
        assert forget_closed(session, linked.now + KEEP + timedelta(days=1), KEEP) == 1
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ThreadRow)) == 0
        assert session.scalar(select(func.count()).select_from(ReadingRow)) == 0
        assert session.scalar(select(func.count()).select_from(SeenRow)) == 1
        assert session.scalars(select(JournalRow.kept_text).where(JournalRow.kept_text.is_not(None))).all() == []


def test_a_service_that_only_looks_now_and_then_forgets_as_well(linked: Street) -> None:
    """``hearback sync`` from a timer, on a day long after: there is no worker that would do it."""
    linked.deliver(JANE, REJECTION, reply_to=linked.promise)
    linked.go(hours=1)
    database = linked.services.database
    with database.write() as session:
        session.execute(update(MailboxRow).values(state=MailboxState.PAUSED))
        session.execute(update(ThreadRow).values(status_since_at=LONG_AGO, last_mail_at=LONG_AGO))
    settings = linked.settings.model_copy(update={"database_url": str(database.engine.url)})
    environment = {f"HEARBACK_{name.upper()}": value for name, value in settings if isinstance(value, str) and value}
    secrets = {
        "HEARBACK_KEYS": ",".join(settings.secret_keys()),
        "HEARBACK_ALLOW": "*",
        "HEARBACK_GOOGLE_CLIENT_SECRET": "secret",
        "HEARBACK_MICROSOFT_CLIENT_SECRET": "secret",
    }
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "sync"], env={**os.environ, **environment, **secrets}, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert counted(database)["thread"] == counted(database)["reading"] == 0


def test_an_open_conversation_is_never_forgotten(linked: Street) -> None:
    with linked.services.database.write() as session:
        assert forget_closed(session, linked.now + 10 * KEEP, KEEP) == 0


def test_every_table_is_explained_to_those_whose_data_it_is() -> None:
    assert {name for section in sections() for name in section.plain}
    assert len(sections()) == len(Base.metadata.sorted_tables)
