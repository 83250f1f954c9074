"""Verdicts as a whole: reasons, corrections, laws that hold for every mailbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.detection import answer_sources, judge
from app.detection.verdict import Corrections, Status, TimingRules, Verdict
from tests.detection.letters import ME, reading_of

Judge = Callable[..., Verdict]
PROMISE = "Hi Nora, thanks for the interview. We'll let you know by Friday. Ann"
SENT = "2026-03-02T10:00:00+00:00"
LATE = "2026-03-12T12:00:00+00:00"


def test_every_verdict_says_why(judged: Judge) -> None:
    told = " ".join(str(reason) for reason in judged(LATE, reading_of("m1", SENT, PROMISE)).reasons)
    assert "We'll let you know by Friday." in told
    assert "2026-03-06" in told
    assert "2026-03-10" in told


def test_user_corrections_win(judged: Judge) -> None:
    first = reading_of("m1", SENT, PROMISE)
    assert judged(LATE, first, corrections=Corrections(recruiter=False)).status == Status.NOT_RECRUITER
    assert judged(LATE, first, corrections=Corrections(not_promises=frozenset({"m1"}))).status == Status.NO_PROMISE
    moved = judged(LATE, first, corrections=Corrections(deadlines=(("m1", date(2026, 3, 20)),)))
    assert (moved.status, moved.due_on) == (Status.WAITING, date(2026, 3, 24))
    answered = Corrections(answered_at=datetime(2026, 3, 9, tzinfo=UTC))
    assert judged(LATE, first, corrections=answered).status == Status.ANSWERED
    assert judged(LATE, first, corrections=Corrections(snoozed_until=date(2026, 3, 18))).due_on == date(2026, 3, 18)
    assert judged(LATE, first, corrections=Corrections(never=True)).status != Status.DUE


def test_a_promise_made_aloud_counts_when_the_user_tells_us(judged: Judge) -> None:
    chat = reading_of("m1", SENT, "Hi Nora, thanks for the interview and for the samples. Ann")
    told = Corrections(said_on=date(2026, 3, 2), said_by=date(2026, 3, 6))
    assert judged(LATE, chat).status == Status.NO_PROMISE
    verdict = judged(LATE, chat, corrections=told)
    assert (verdict.status, verdict.due_on) == (Status.DUE, date(2026, 3, 10))


def test_done_outside_mail_ends_my_turn(judged: Judge) -> None:
    task = reading_of(
        "m1", SENT, "Please complete the test on our portal. Once it's in we'll get back to you within three working days."
    )
    done = Corrections(done_at=datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert judged(LATE, task).status == Status.MY_TURN
    verdict = judged(LATE, task, corrections=done)
    assert verdict.status == Status.DUE
    assert verdict.promise is not None
    assert verdict.promise.deadline == date(2026, 3, 6)


def test_without_a_promise_a_follow_up_is_due_only_when_the_rules_want_it(judged: Judge) -> None:
    chat = reading_of("m1", SENT, "Hi Nora, thanks for the interview and for the samples. Ann")
    mine = reading_of("m2", "2026-03-03T10:00:00+00:00", "My pleasure, Ann. Nora", sender="me")
    assert judged("2026-03-20T12:00:00+00:00", chat, mine).status == Status.NO_PROMISE
    assert judged("2026-03-20T12:00:00+00:00", chat, mine, rules=TimingRules(no_promise_days=10)).status == Status.DUE


def test_judging_is_monotone_in_time_until_something_happens() -> None:
    first = reading_of("m1", SENT, PROMISE)
    order = [Status.WAITING, Status.DUE, Status.EXPIRED]
    seen: list[Status] = []
    for hour in range(0, 24 * 60, 7):
        now = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(hours=hour)
        seen.append(judge([first], [], ME, TimingRules(), now).status)
    assert [order.index(status) for status in seen] == sorted(order.index(status) for status in seen)
    assert set(seen) == set(order)


def test_waking_at_wake_at_is_enough(judged: Judge) -> None:
    first = reading_of("m1", SENT, PROMISE)
    verdict = judged("2026-03-03T10:00:00+00:00", first)
    assert verdict.wake_at is not None
    just_before = verdict.wake_at - timedelta(seconds=1)
    assert judged(just_before.isoformat(), first).status == verdict.status
    assert judged(verdict.wake_at.isoformat(), first).status == Status.DUE


@pytest.mark.parametrize("weeks", [1, 2, 5])
def test_a_promise_moved_by_weeks_moves_its_deadline_by_weeks(judged: Judge, weeks: int) -> None:
    moved = reading_of("m1", (datetime.fromisoformat(SENT) + timedelta(weeks=weeks)).isoformat(), PROMISE)
    early, late = judged(LATE, reading_of("m1", SENT, PROMISE)), judged("2026-05-01T12:00:00+00:00", moved)
    assert early.promise is not None
    assert late.promise is not None
    assert late.promise.deadline - early.promise.deadline == timedelta(weeks=weeks)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: text + "\n\n--\nAnn Cole\nBrightfirm Ltd | We aim to answer all enquiries within two working days.",
        lambda text: text + "\n\nOn Mon, 2 Mar 2026 at 09:00, Nora Hale <nora@hale.example> wrote:\n> Will I hear by Wednesday?",
        lambda text: "[EXTERNAL] Do not click links.\n\n" + text,
        lambda text: text + "\n\nSent from my iPhone",
        lambda text: text.replace("'", "’"),
        lambda text: text.upper(),
    ],
)
def test_signatures_quotes_banners_and_typography_change_nothing(judged: Judge, wrap: Callable[[str], str]) -> None:
    plain, wrapped = judged(LATE, reading_of("m1", SENT, PROMISE)), judged(LATE, reading_of("m1", SENT, wrap(PROMISE)))
    assert (plain.status, plain.due_on) == (wrapped.status, wrapped.due_on)


def test_answers_are_asked_of_people_and_organisations_not_of_webmail_or_unattended_addresses() -> None:
    first = reading_of("m1", SENT, PROMISE, cc=("Bo <bo@gmail.com>", "no-reply@brightfirm.example"))
    people, domains = answer_sources([first], ME)
    assert people == {"ann@brightfirm.example", "bo@gmail.com"}
    assert domains == {"brightfirm.example"}


def test_the_case_it_all_began_with(judged: Judge) -> None:
    """They would be calling people this week to schedule second interviews; a week later nobody has called."""
    theirs = reading_of(
        "m1", SENT, "Hi Nora, good interview today. We are calling people this week to schedule second interviews. Ann"
    )
    mine = reading_of(
        "m2", SENT, "Dear Ann, thank you for the interview. You said they would be calling people this week to schedule second interviews. Nora", sender="me"
    )  # fmt: skip
    for only in (theirs, mine):
        verdict = judged(LATE, only)
        assert (verdict.status, verdict.due_on) == (Status.DUE, date(2026, 3, 10))


def test_of_two_mails_of_one_second_the_answer_comes_after_what_it_answers(judged: Judge) -> None:
    """In whatever order a mailbox or a database hands them out, and whatever their ids."""
    promise = reading_of("m9", SENT, PROMISE)
    rejection = reading_of("m1", SENT, "Hi Nora, unfortunately we have decided to move forward with another candidate. Ann")
    rejection = replace(rejection, in_reply_to=promise.message_id, references=(promise.message_id,))
    assert judged(LATE, promise, rejection).status == Status.CLOSED
    assert judged(LATE, rejection, promise).status == Status.CLOSED
