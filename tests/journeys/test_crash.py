"""A crash between any two provider or database calls ends, after a restart, with exactly what was to be."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.store import drafts, journal
from app.store.database import Database
from app.store.tables import DraftState
from tests.flow.conftest import _plain_detection  # noqa: F401 - what a message means is plain here
from tests.flow.memory_mailbox import MemoryMailbox
from tests.flow.world import RECRUITER, World, drafted_world, waiting_world
from tests.journeys.crashes import Boundaries, Crash, CrossedDatabase, at_every_boundary

_names = (f"user{n}" for n in itertools.count())


def _crash_and_restart(world: World, database: Database, boundaries: Boundaries, day: int, hour: int = 10) -> World:
    """Do the outstanding work, die on the way, start again ten minutes later and work until nothing is left."""
    crossed = world.restarted(CrossedDatabase.of(database, boundaries))
    crossed.mail.at = boundaries.cross
    try:
        crossed.at(day, hour)
    except Crash:
        pass
    finally:
        crossed.mail.at = lambda name: None
    restarted = world.restarted(database)
    for _ in range(3):
        restarted.go(minutes=10)
    return restarted


def _every(
    database: Database, prepare: Callable[[Database, str], World], check: Callable[[World], None], day: int, hour: int = 10
) -> Counter[str]:
    crossed: Counter[str] = Counter()

    def run(boundaries: Boundaries) -> None:
        world = prepare(database, next(_names))
        restarted = _crash_and_restart(world, database, boundaries, day, hour)
        where = boundaries.names[-1] if boundaries.names else "nowhere"
        try:
            check(restarted)
        except AssertionError as wrong:
            raise AssertionError(f"after a crash at boundary {len(boundaries.names)} ({where}): {wrong}") from wrong
        world.forget()

    for name in at_every_boundary(run):
        crossed[name] += 1
    return crossed


def test_a_crash_anywhere_while_a_draft_is_written_ends_with_exactly_one(database: Database) -> None:
    def check(world: World) -> None:
        assert len(world.our_drafts()) == 1, f"{len(world.our_drafts())} drafts"
        assert world.mail.created == 1, f"{world.mail.created} drafts were made, one after another"
        assert world.states() == [DraftState.OPEN], world.states()
        assert world.events().count("draft_written") == 1, world.events()

    crossed = _every(database, waiting_world, check, day=10)
    assert crossed["create_draft"] == crossed["create_draft done"] == 1
    assert sum(crossed.values()) > 30, crossed
    print(f"{sum(crossed.values())} boundaries of the draft path, one crash at each, 0 double drafts, 0 lost")


def test_a_crash_anywhere_while_a_draft_is_taken_away_ends_without_it_and_with_its_text_kept(database: Database) -> None:
    def answered(database: Database, name: str) -> World:
        world = drafted_world(database, name)
        world.mail.deliver("t1", RECRUITER, "we have news", at=world.now + timedelta(hours=1))
        return world

    def check(world: World) -> None:
        assert world.our_drafts() == [], "the draft is still there"
        assert world.states() == [DraftState.REMOVED], world.states()
        with world.services.database.read() as session:
            kept = [entry.kept_text for entry in journal.entries(session, world.account_id) if entry.kept_text]
        assert kept, "its text is lost"

    crossed = _every(database, answered, check, day=10, hour=12)
    assert crossed["delete_draft"] == crossed["delete_draft done"] == 1


def test_a_crash_anywhere_in_the_first_look_loses_no_thread_and_no_draft(sqlite_database: Database) -> None:
    def linked(database: Database, name: str) -> World:
        world = World.new(database, name)
        world.mail.deliver("t1", RECRUITER, "the job: promise 2026-03-06")
        return world

    def check(world: World) -> None:
        assert world.our_drafts() == [], "the promise has not even lapsed"
        world.at(10)
        assert len(world.our_drafts()) == 1, "the thread or its draft is lost"

    crossed = _every(sqlite_database, linked, check, day=2)
    assert sum(crossed.values()) > 20


def test_an_answer_that_comes_between_crash_and_restart_leaves_no_draft(sqlite_database: Database) -> None:
    def run(boundaries: Boundaries) -> None:
        world = waiting_world(sqlite_database, next(_names))
        crossed = world.restarted(CrossedDatabase.of(sqlite_database, boundaries))
        crossed.mail.at = boundaries.cross
        try:
            crossed.at(10)
        except Crash:
            pass
        finally:
            crossed.mail.at = lambda name: None
        world.mail.deliver("t1", RECRUITER, "we have news")
        for _ in range(4):
            world.go(minutes=10)
        assert world.our_drafts() == [], boundaries.names[-3:]
        world.forget()

    assert len(list(at_every_boundary(run))) > 30


@pytest.mark.parametrize("mutation", ["claim", "orphan search", "second look"])
def test_without_one_of_the_safeguards_the_crash_tests_would_fail(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, mutation: str
) -> None:
    """The tests above can fail: each safeguard, taken out, is missed by one of them."""
    from app.flow import draft as flow

    if mutation == "orphan search":
        monkeypatch.setattr(MemoryMailbox, "find_draft", lambda self, mark, thread_id: None)
        with pytest.raises(AssertionError, match="2 drafts were made"):
            test_a_crash_anywhere_while_a_draft_is_written_ends_with_exactly_one(sqlite_database)
    elif mutation == "claim":
        # A run that does not care whether the draft is claimed writes beside another run.
        monkeypatch.setattr(drafts, "begin_writing", lambda *arguments: True)
        world = waiting_world(sqlite_database, next(_names))
        other = []

        def meanwhile(name: str) -> None:
            if name == "create_draft" and not other:
                other.append(name)
                world.time[0] += timedelta(minutes=6)
                flow.write_draft(world.services, world.row().id, world.now)

        world.mail.at = meanwhile
        world.at(10)
        assert world.mail.calls["create_draft"] == 2
    else:
        monkeypatch.setattr(
            flow, "keep_look", lambda session, thread_id, mailbox_id, look, now: _unlooked(session, thread_id, now)
        )
        world = waiting_world(sqlite_database, next(_names))
        world.time[0] += timedelta(days=8, hours=1)
        world.mail.deliver("t1", RECRUITER, "we have news")
        flow.write_draft(world.services, world.row().id, world.now)
        assert len(world.our_drafts()) == 1


def _unlooked(session: object, thread_id: object, now: object) -> object:
    from app.flow.review import judge_threads, load

    return judge_threads(session, load(session, [thread_id]), now)[0]  # type: ignore[arg-type, list-item]


def test_two_runs_at_once_write_one_draft(sqlite_database: Database) -> None:
    """The second run starts while the first is about to create, both within the claim's time and after it."""
    from app.flow.draft import write_draft

    for pause in (timedelta(0), timedelta(minutes=6)):
        world = waiting_world(sqlite_database, next(_names))
        nested: list[object] = []

        def meanwhile(name: str, world: World = world, pause: timedelta = pause, nested: list[object] = nested) -> None:
            if name == "create_draft" and not nested:
                nested.append(name)
                world.time[0] += pause
                nested.append(write_draft(world.services, world.row().id, world.now))

        world.mail.at = meanwhile
        world.at(10)
        world.mail.at = lambda name: None
        for _ in range(3):
            world.go(minutes=10)
        assert len(nested) == 2
        assert len(world.our_drafts()) == 1, pause
        assert world.states() == [DraftState.OPEN]
        world.forget()
