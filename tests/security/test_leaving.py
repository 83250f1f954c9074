"""Leaving leaves nothing: a database from which somebody is gone equals one in which nobody ever was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.flow import link
from app.store.database import Database
from app.store.kept import sections
from app.store.retention import forget_closed
from app.store.tables import AccountRow, Base, JournalRow, ReadingRow, SeenRow, ThreadRow
from tests.journeys.conftest import JANE, PROMISE, REJECTION, Street
from tests.journeys.conftest import street as street

KEEP = timedelta(days=90)
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


def test_an_open_conversation_is_never_forgotten(linked: Street) -> None:
    with linked.services.database.write() as session:
        assert forget_closed(session, linked.now + 10 * KEEP, KEEP) == 0


def test_every_table_is_explained_to_those_whose_data_it_is() -> None:
    assert {name for section in sections() for name in section.plain}
    assert len(sections()) == len(Base.metadata.sorted_tables)
