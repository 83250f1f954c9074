"""A draft comes to the minute at which its owner's day says so, on either side of a change of their clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.jobs.work import Work
from app.store.database import Database
from app.store.tables import MailboxRow
from tests.flow.conftest import _plain_detection  # noqa: F401 - what a message means is plain here
from tests.flow.world import RECRUITER, World


@pytest.mark.parametrize(
    ("zone", "promised", "due_at"),
    [
        ("Europe/Berlin", "2026-03-20", "2026-03-24T08:00"),  # in winter time
        ("Europe/Berlin", "2026-03-27", "2026-03-31T07:00"),  # over the night in which an hour is missing
        ("Europe/Berlin", "2026-10-16", "2026-10-20T07:00"),  # in summer time
        ("Europe/Berlin", "2026-10-23", "2026-10-27T08:00"),  # over the night with an hour twice
        ("America/New_York", "2026-03-06", "2026-03-10T13:00"),
        ("America/New_York", "2026-10-30", "2026-11-03T14:00"),
        ("Asia/Kolkata", "2026-03-27", "2026-03-31T03:30"),
        ("Australia/Lord_Howe", "2026-04-03", "2026-04-06T22:30"),  # where the clocks move by half an hour
    ],
)
def test_a_draft_comes_at_nine_on_its_owners_clock(sqlite_database: Database, zone: str, promised: str, due_at: str) -> None:
    due = datetime.fromisoformat(due_at).replace(tzinfo=UTC)
    said = datetime.fromisoformat(promised).replace(tzinfo=UTC) - timedelta(days=3, hours=-10)
    world = World.new(sqlite_database, now=said)
    with sqlite_database.write() as session:
        row = session.get(MailboxRow, world.mailbox_id)
        assert row is not None
        row.timezone = zone
    world.mail.deliver("t1", RECRUITER, f"the job: promise {promised}", at=said - timedelta(hours=1))
    world.go()
    world.tell()
    assert world.row().due_at == due
    work = Work(world.services)
    world.time[0] = due - timedelta(minutes=1)
    work.tend(world.row().id)
    assert world.our_drafts() == []
    world.time[0] = due
    work.tend(world.row().id)
    assert len(world.our_drafts()) == 1
