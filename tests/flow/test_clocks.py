"""Clocks that disagree: mail whose date is ahead of our own clock, by the sender's doing or because ours was set back."""

from __future__ import annotations

from datetime import timedelta

from app.store.database import Database
from tests.flow.world import MONDAY, RECRUITER, World, waiting_world


def ahead_world(database: Database) -> World:
    """A recruiter whose clock is fifty minutes ahead of ours promises Friday; drafts may be written."""
    world = World.new(database)
    world.go()
    world.tell()
    world.mail.deliver("t1", RECRUITER, "the job: promise 2026-03-06", at=MONDAY + timedelta(minutes=56))
    world.go(minutes=6)
    return world


def test_a_promise_dated_ahead_of_our_clock_is_not_forgotten(database: Database) -> None:
    world = ahead_world(database)
    assert world.status() == "waiting"
    world.at(10)
    assert len(world.our_drafts()) == 1


def test_an_answer_dated_ahead_of_our_clock_is_heard_at_once(database: Database) -> None:
    world = waiting_world(database)
    world.mail.deliver("t1", RECRUITER, "we have news", at=world.now + timedelta(hours=1))
    world.go(minutes=6)
    assert world.status() == "answered"
    world.at(10)
    assert world.our_drafts() == []


def test_an_answer_elsewhere_dated_years_ahead_is_heard_at_once(database: Database) -> None:
    world = waiting_world(database)
    world.mail.deliver("t7", "boss@acme.example", "hello there", at=world.now + timedelta(days=900))
    world.go(minutes=6)
    assert world.status() == "answered"
    world.at(10)
    assert world.our_drafts() == []


def test_an_answer_elsewhere_takes_the_draft_away_that_a_promise_dated_ahead_of_our_clock_has_got(database: Database) -> None:
    world = ahead_world(database)
    world.go(minutes=51)
    world.at(10)
    assert len(world.our_drafts()) == 1
    world.mail.deliver("t7", "boss@acme.example", "hello there")
    world.go(minutes=6)
    world.go(minutes=6)
    assert world.status() == "answered"
    assert world.our_drafts() == []
