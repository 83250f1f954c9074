"""A promise made on the telephone, which only the user can tell us, counts like one in writing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app import detection
from app.conversation import Candidate, Message, Person
from app.detection.verdict import Corrections, Status, TimingRules, Verdict

ADA = Candidate("Ada Lovelace", frozenset({"ada@mail.example"}), "UTC", "")
JANE = Person("Jane Doe", "jane@acme.example")
SAID = Corrections(recruiter=True, said_on=date(2026, 3, 4), said_by=date(2026, 3, 13))


def mail(number: int, day: int, text: str, *, mine: bool = False) -> Message:
    ada = Person("Ada Lovelace", "ada@mail.example")
    return Message(
        id=f"m{number}",
        thread_id="t1",
        sent_at=datetime(2026, 3, day, 9, tzinfo=UTC),
        sender=ada if mine else JANE,
        to=(JANE if mine else ada,),
        subject="Your application",
        message_id=f"<{number}@acme.example>",
        text=text,
        mine=mine,
        folder="sent" if mine else "inbox",
    )


def verdict(now: datetime, corrections: Corrections, *more: Message) -> Verdict:
    first = mail(1, 2, "Hello Ada,\n\nthank you for the interview. We will get back to you by Friday.\n\nBest regards,\nJane Doe")
    readings = [detection.read(message, ADA) for message in (first, *more)]
    return detection.judge(readings, (), ADA, TimingRules(), now, corrections)


def on(day: int) -> datetime:
    return datetime(2026, 3, day, 10, tzinfo=UTC)


def test_the_day_they_named_takes_the_place_of_the_one_in_writing() -> None:
    found = verdict(on(4), SAID)
    assert found.status == Status.WAITING
    assert found.promise is not None
    assert found.promise.deadline == date(2026, 3, 13)
    assert found.due_on == date(2026, 3, 17)
    assert verdict(on(17), SAID).status == Status.DUE


def test_it_follows_an_answer_and_has_a_lapse_of_its_own() -> None:
    """They wrote, then called: a draft for the written promise must not stand in the way of one for the spoken."""
    answer = mail(2, 3, "Hello Ada,\n\nthe team liked the conversation very much and speaks with others now.\n\nJane")
    assert verdict(on(4), Corrections(recruiter=True), answer).status == Status.ANSWERED
    found = verdict(on(17), SAID, answer)
    assert found.status == Status.DUE
    assert found.lapse != verdict(on(10), Corrections(recruiter=True)).lapse
    assert found.counterpart == "m2"


def test_what_they_write_afterwards_answers_it() -> None:
    later = mail(2, 9, "Hello Ada,\n\nthe team liked the conversation very much and speaks with others now.\n\nJane")
    assert verdict(on(17), SAID, later).status == Status.ANSWERED


def test_a_promise_they_write_afterwards_is_the_one_in_force() -> None:
    later = mail(2, 9, "Hello Ada,\n\nwe will let you know by 20 March.\n\nBest regards,\nJane Doe")
    found = verdict(on(17), SAID, later)
    assert found.promise is not None
    assert found.promise.deadline == date(2026, 3, 20)


@pytest.mark.parametrize("change", ["other date", "no promise"])
def test_it_can_be_corrected_like_any_other(change: str) -> None:
    found = verdict(on(4), SAID)
    assert found.promise is not None
    name = found.promise.message_id
    if change == "other date":
        again = verdict(
            on(4), Corrections(recruiter=True, said_on=SAID.said_on, said_by=SAID.said_by, deadlines=((name, date(2026, 3, 18)),))
        )
        assert again.promise is not None
        assert again.promise.deadline == date(2026, 3, 18)
    else:
        again = verdict(
            on(4), Corrections(recruiter=True, said_on=SAID.said_on, said_by=SAID.said_by, not_promises=frozenset({name}))
        )
        assert again.promise is not None
        assert again.promise.deadline == date(2026, 3, 6)


def test_what_is_to_be_said_only_tomorrow_is_not_said_yet() -> None:
    assert SAID.said_on is not None
    before = datetime.combine(SAID.said_on - timedelta(days=1), datetime.min.time(), UTC)
    found = verdict(before + timedelta(hours=12), SAID)
    assert found.promise is not None
    assert found.promise.deadline == date(2026, 3, 6)
