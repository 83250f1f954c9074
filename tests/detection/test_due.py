"""Deadlines, the day of writing, and the day a follow-up is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from app.detection.due import Calendar, known_offsets
from app.detection.verdict import TimingRules, Verdict
from tests.detection.letters import ME, reading_of

Judge = Callable[..., Verdict]
PROMISE = "Hi Nora, thanks for the interview. We'll let you know by Friday. Ann"


def test_friday_s_deadline_gives_tuesday_s_draft_at_nine(judged: Judge) -> None:
    verdict = judged("2026-03-10T08:59:00+00:00", reading_of("m1", "2026-03-02T10:00:00+00:00", PROMISE))
    assert verdict.status == "waiting"
    assert verdict.due_on == date(2026, 3, 10)
    assert verdict.due_at == datetime(2026, 3, 10, 9, tzinfo=UTC) == verdict.wake_at
    assert judged("2026-03-10T09:00:00+00:00", reading_of("m1", "2026-03-02T10:00:00+00:00", PROMISE)).status == "due"


def test_public_holidays_of_the_region_are_no_working_days(judged: Judge) -> None:
    verdict = judged("2026-04-03T10:00:00+01:00", reading_of("m1", "2026-03-30T10:00:00+01:00", PROMISE))
    assert verdict.promise is not None
    assert verdict.promise.deadline == date(2026, 4, 3)
    assert verdict.due_on == date(2026, 4, 8)


def test_the_grace_is_a_timing_rule(judged: Judge) -> None:
    first = reading_of("m1", "2026-03-02T10:00:00+00:00", PROMISE)
    assert judged("2026-03-09T12:00:00+00:00", first, rules=TimingRules(grace_days=1, draft_at=time(8, 0))).status == "due"
    assert judged("2026-03-09T12:00:00+00:00", first, rules=TimingRules(grace_days=5)).due_on == date(2026, 3, 13)


def test_an_undated_promise_is_due_seven_working_days_later_without_grace(judged: Judge) -> None:
    soon = reading_of("m1", "2026-03-02T10:00:00+00:00", "Hi Nora, thanks for the interview, you will hear from us soon.")
    verdict = judged("2026-03-03T10:00:00+00:00", soon)
    assert verdict.due_on == date(2026, 3, 11)
    assert judged("2026-03-20T10:00:00+00:00", soon, rules=TimingRules(undated_days=None)).status == "no_promise"


def test_nothing_is_drafted_more_than_thirty_days_after_the_deadline(judged: Judge) -> None:
    first = reading_of("m1", "2026-03-02T10:00:00+00:00", PROMISE)
    assert judged("2026-04-05T12:00:00+01:00", first).status == "due"
    assert judged("2026-04-06T12:00:00+01:00", first).status == "expired"


def test_the_second_follow_up_is_due_seven_working_days_after_the_first_and_there_is_no_third(judged: Judge) -> None:
    first = reading_of("m1", "2026-03-02T10:00:00+00:00", PROMISE)
    mine = reading_of("m2", "2026-03-10T10:00:00+00:00", "Hi Ann, is there any news on the role? Nora", sender="me")
    again = reading_of("m3", "2026-03-19T10:00:00+00:00", "Hi Ann, any update? Nora", sender="me")
    assert judged("2026-03-18T12:00:00+00:00", first, mine).status == "followed_up"
    verdict = judged("2026-03-19T12:00:00+00:00", first, mine)
    assert (verdict.status, verdict.follow_up, verdict.due_on) == ("due", 2, date(2026, 3, 19))
    assert verdict.lapse != judged("2026-03-10T12:00:00+00:00", first).lapse
    assert judged("2026-04-10T12:00:00+01:00", first, mine, again).status == "followed_up"


def test_a_promise_conditional_on_me_counts_from_the_day_i_did_my_part(judged: Judge) -> None:
    task = reading_of(
        "m1",
        "2026-03-02T10:00:00+00:00",
        "The task for the analyst role is attached. Once it's in, we will get back to you within three working days.",
    )
    mine = reading_of("m2", "2026-03-11T22:00:00+00:00", "Here is my solution. Nora", sender="me")
    assert judged("2026-03-20T10:00:00+00:00", task).status == "my_turn"
    verdict = judged("2026-03-12T10:00:00+00:00", task, mine)
    assert verdict.promise is not None
    assert verdict.promise.deadline == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ("2026-03-02T23:30:00-05:00", date(2026, 3, 2)),
        ("2026-06-02T23:30:00+00:00", date(2026, 6, 3)),
        ("2026-03-02T23:30:00+01:00", date(2026, 3, 2)),
    ],
)
def test_the_day_of_writing_is_that_of_the_date_header_and_utc_says_nothing(sent: str, day: date) -> None:
    assert Calendar(ME, TimingRules(), {}).written_on(reading_of("m1", sent, PROMISE)) == day


def test_other_mail_of_the_sender_shows_their_zone() -> None:
    seen = reading_of("m0", "2026-03-01T10:00:00+11:00", "Hello")
    late = reading_of("m1", "2026-03-02T20:00:00+00:00", PROMISE)
    assert Calendar(ME, TimingRules(), known_offsets([seen, late])).written_on(late) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("sender", "sent", "deadline"),
    [
        ("Ann <ann@brightfirm.de>", "2026-02-26T10:00:00+01:00", date(2026, 6, 3)),
        ("Ann <ann@brightfirm.com>", "2026-02-26T10:00:00-05:00", date(2026, 3, 6)),
    ],
)
def test_three_slash_six_is_read_as_the_sender_s_region_writes_it(judged: Judge, sender: str, sent: str, deadline: date) -> None:
    verdict = judged("2026-02-27T10:00:00+00:00", reading_of("m1", sent, "We will let you know by 3/6.", sender=sender))
    assert verdict.promise is not None
    assert verdict.promise.deadline == deadline


def test_a_step_that_follows_another_is_never_before_it(judged: Judge) -> None:
    verdict = judged(
        "2026-03-03T10:00:00+00:00", reading_of("m1", "2026-03-02T10:00:00+00:00", "I see the director on Friday and will call you Tuesday with the decision.")
    )  # fmt: skip
    assert verdict.promise is not None
    assert verdict.promise.deadline >= date(2026, 3, 6)
