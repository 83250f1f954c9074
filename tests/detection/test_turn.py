"""Whose turn it is: answers, requests, ends, follow-ups. Every thread begins with a promise for Friday, 6 March 2026."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.detection.reading import Reading
from app.detection.verdict import Verdict
from tests.detection.letters import reading_of

Judge = Callable[..., Verdict]

LATE = "2026-03-12T12:00:00+00:00"


def promise() -> Reading:
    return reading_of("m1", "2026-03-02T10:00:00+00:00", "Hi Nora, thanks for the interview. We'll let you know by Friday. Ann")


def later(text: str, **more: object) -> Reading:
    return reading_of("m2", "2026-03-05T10:00:00+00:00", text, **more)  # type: ignore[arg-type]


def test_without_any_answer_the_thread_is_due(judged: Judge) -> None:
    assert judged(LATE, promise()).status == "due"


def test_a_human_message_without_a_new_promise_answers(judged: Judge) -> None:
    assert (
        judged(LATE, promise(), later("Hi Nora, the director is keen on your profile and has read your report.")).status
        == "answered"
    )


def test_a_bare_courtesy_leaves_the_promise_in_force(judged: Judge) -> None:
    assert judged(LATE, promise(), later("You're welcome, Nora. Have a lovely weekend!")).status == "due"


def test_a_request_makes_it_my_turn_until_i_write(judged: Judge) -> None:
    asks = later("Hi Nora, which mornings next week suit you for a final interview?")
    reply = reading_of("m3", "2026-03-05T18:00:00+00:00", "Tuesday and Thursday mornings, thanks.", sender="me")
    assert judged(LATE, promise(), asks).status == "my_turn"
    assert judged(LATE, promise(), asks, reply).status == "answered"


def test_a_small_request_that_i_met_leaves_the_promise_in_force(judged: Judge) -> None:
    asks = later("Hi Nora, can you send me a copy of your certificate please?")
    reply = reading_of("m3", "2026-03-05T18:00:00+00:00", "Attached.", sender="me")
    assert judged(LATE, promise(), asks).status == "my_turn"
    assert judged(LATE, promise(), asks, reply).status == "due"


def test_their_thanks_show_that_what_i_sent_has_arrived_but_end_no_task(judged: Judge) -> None:
    asks = later("Hi Nora, could you send the link to your portfolio again?")
    reply = reading_of("m3", "2026-03-05T11:00:00+00:00", "It has moved, look at the second page.", sender="me")
    thanks = reading_of("m4", "2026-03-05T11:05:00+00:00", "Got it, thanks!")
    assert judged(LATE, promise(), asks, reply, thanks).status == "due"
    test = later("Hi Nora, please complete the online assessment at https://tests.example/7.")
    interest = reading_of("m3", "2026-03-05T11:00:00+00:00", "Looks like fun, I'll find an evening for it.", sender="me")
    assert judged(LATE, promise(), test, interest, thanks).status == "my_turn"


def test_accepting_an_invitation_in_the_calendar_is_all_that_it_wants_of_me(judged: Judge) -> None:
    invitation = later("Please choose a picture book, any you like, and bring it.", calendar="REQUEST")
    accepted = reading_of("m3", "2026-03-05T12:00:00+00:00", "Accepted: Interview", sender="me", calendar="REPLY")
    assert judged(LATE, promise(), invitation, accepted).status == "answered"


def test_after_the_last_follow_up_no_day_is_named(judged: Judge) -> None:
    first = reading_of("m2", "2026-03-10T10:00:00+00:00", "Hi Ann, is there any news?", sender="me")
    second = reading_of("m3", "2026-03-19T10:00:00+00:00", "Hi Ann, is the role still open?", sender="me")
    once, twice = judged(LATE, promise(), first), judged("2026-03-30T12:00:00+00:00", promise(), first, second)
    assert (once.status, once.due_on is not None) == ("followed_up", True)
    assert (twice.status, twice.due_on) == ("followed_up", None)


def test_the_latest_dated_promise_wins(judged: Judge) -> None:
    verdict = judged(LATE, promise(), later("Sorry Nora, we need another week. Ann"))
    assert verdict.status == "waiting"
    assert verdict.promise is not None
    assert verdict.promise.message_id == "m2"


def test_an_undated_promise_does_not_shorten_a_dated_one(judged: Judge) -> None:
    dated = reading_of("m1", "2026-03-02T10:00:00+00:00", "We'll let you know by 27 March.")
    verdict = judged(LATE, dated, later("Still waiting on the board, will update you soon."))
    assert verdict.promise is not None
    assert verdict.promise.message_id == "m1"


def test_automatic_mail_never_answers(judged: Judge) -> None:
    note = later(
        "I am out of the office today.", headers={"auto-submitted": "auto-replied"}, subject="Automatic reply: Data Analyst"
    )
    assert judged(LATE, promise(), note).status == "due"


def test_an_out_of_office_of_the_promiser_moves_the_deadline_to_the_day_of_return(judged: Judge) -> None:
    note = later(
        "I am out of the office and will be back on Monday, 16 March.",
        headers={"auto-submitted": "auto-replied"},
        subject="Automatic reply: Data Analyst",
    )
    verdict = judged(LATE, promise(), note)
    assert verdict.status == "waiting"
    assert verdict.promise is not None
    assert verdict.promise.deadline.isoformat() == "2026-03-16"


@pytest.mark.parametrize(
    "text",
    [
        "Dear Nora, we have decided to go with another candidate.",
        "The position has been filled.",
        "We are delighted to offer you the position of Data Analyst.",
    ],
)
def test_an_outcome_closes(judged: Judge, text: str) -> None:
    assert judged(LATE, promise(), later(text)).status == "closed"


def test_a_new_promise_after_a_rejection_opens_the_thread_again(judged: Judge) -> None:
    no = reading_of("m2", "2026-03-03T10:00:00+00:00", "We have decided to go with another candidate.")
    again = reading_of(
        "m3", "2026-03-05T10:00:00+00:00", "Things changed, we would like to reconsider you. I'll call you by Monday with news."
    )
    assert judged("2026-03-09T12:00:00+00:00", promise(), no, again).status == "waiting"


def test_my_withdrawal_closes(judged: Judge) -> None:
    mine = reading_of("m2", "2026-03-03T10:00:00+00:00", "Dear Ann, I would like to withdraw my application. Nora", sender="me")
    assert judged(LATE, promise(), mine).status == "closed"


def test_my_note_before_the_deadline_changes_nothing_and_one_after_it_is_a_follow_up(judged: Judge) -> None:
    before = reading_of("m2", "2026-03-03T10:00:00+00:00", "Thank you Ann, it was a pleasure. Nora", sender="me")
    after = reading_of("m3", "2026-03-11T10:00:00+00:00", "Hi Ann, is there any news? Nora", sender="me")
    assert judged(LATE, promise(), before).status == "due"
    assert judged(LATE, promise(), before, after).status == "followed_up"


def test_an_answer_in_another_thread_of_the_same_organisation_counts(judged: Judge) -> None:
    other = reading_of(
        "x1", "2026-03-05T10:00:00+00:00", "Hi Nora, I lead the data team; you are in the final two and I told the board so.",
        sender="Bo Lind <bo.lind@brightfirm.example>", subject="Hello", thread="t2",
    )  # fmt: skip
    assert judged(LATE, promise(), elsewhere=[other]).status == "answered"


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("Stranger <bo@elsewhere.example>", {}),
        (
            "Brightfirm News <news@brightfirm.example>",
            {"list-unsubscribe": "<mailto:u@brightfirm.example>", "precedence": "bulk"},
        ),
    ],
)
def test_strangers_and_bulk_mail_do_not_answer(judged: Judge, sender: str, headers: dict[str, str]) -> None:
    other = reading_of(
        "x1",
        "2026-03-05T10:00:00+00:00",
        "Our spring collection is here.",
        sender=sender,
        subject="Spring",
        thread="t2",
        headers=headers,
    )
    assert judged(LATE, promise(), elsewhere=[other]).status == "due"


def test_webmail_is_no_organisation(judged: Judge) -> None:
    first = reading_of(
        "m1", "2026-03-02T10:00:00+00:00", "We'll let you know by Friday about the job.", sender="Mike <mike.builder@gmail.com>"
    )
    other = reading_of(
        "x1", "2026-03-05T10:00:00+00:00", "are you coming on sunday?", sender="Jess <jess@gmail.com>", subject="sat", thread="t2"
    )
    assert judged(LATE, first, elsewhere=[other]).status == "due"


def test_an_invitation_answers_and_my_acceptance_of_one_does_not_follow_up(judged: Judge) -> None:
    invitation = later("Final interview, Thursday 3pm", calendar="REQUEST", subject="Invitation: interview")
    assert judged(LATE, promise(), invitation).status == "answered"


def test_an_unsent_draft_of_mine_stands_in_the_way(judged: Judge) -> None:
    draft = reading_of("d1", "2026-03-11T10:00:00+00:00", "Hi Ann, I wanted to", sender="me", draft=True)
    assert judged(LATE, promise(), draft).status == "draft_exists"


def test_nobody_to_answer_means_unattended(judged: Judge) -> None:
    first = reading_of(
        "m1",
        "2026-03-02T10:00:00+00:00",
        "Thank you for interviewing. We will let you know by Friday.",
        sender="Bright Careers <no-reply@ashbyhq.com>",
    )
    assert judged(LATE, first).status == "unattended"


def test_a_silence_clause_closes_when_it_has_run_out_unless_a_person_wrote_since(judged: Judge) -> None:
    clause = reading_of(
        "m1", "2026-02-02T10:00:00+00:00",
        "Thank you for your application. If you have not heard from us within four weeks, please assume that you have not been successful.",
        sender="Recruitment <recruitment@brightfirm.example>", headers={"auto-submitted": "auto-replied"},
    )  # fmt: skip
    person = reading_of(
        "m2", "2026-02-20T10:00:00+00:00", "Hi Nora, I have passed your profile to the team lead for a closer look."
    )
    assert judged("2026-02-20T12:00:00+00:00", clause).status == "no_promise"
    assert judged(LATE, clause).status == "closed"
    assert judged(LATE, clause, person).status != "closed"


def test_a_rejection_that_a_system_sends_by_itself_is_no_absence(judged: Judge) -> None:
    said = "Hallo Nora Hale,\n\nnach sorgfältiger Prüfung haben wir uns für eine andere Person entschieden.\n\nDiese Nachricht wurde automatisch versendet."
    sent = later(
        said, sender="Brightfirm Karriere <noreply@brightfirm.personio.de>", headers={"auto-submitted": "auto-generated"}
    )
    assert sent.automatic != "out_of_office"
    assert judged(LATE, promise(), sent).status == "closed"


def test_my_thanks_for_a_call_after_the_deadline_show_that_they_have_answered(judged: Judge) -> None:
    thanks = reading_of(
        "m2", "2026-03-09T18:00:00+00:00", "Hi Ann, thank you for your call today. I understand it is on hold.", sender="me"
    )
    assert judged(LATE, promise(), thanks).status == "answered"
    sooner = reading_of("m2", "2026-03-03T18:00:00+00:00", "Hi Ann, thank you for your call today.", sender="me")
    assert judged(LATE, promise(), sooner).status == "due"


def test_mail_to_many_from_the_same_house_answers_nothing(judged: Judge) -> None:
    offers = later(
        "Book before 30 September and save 25 % on midweek stays.",
        sender="Bright Firm Resort <hello@brightfirm.example>",
        subject="Spring by the bay",
        thread="t2",
        headers={"precedence": "bulk", "list-unsubscribe": "<https://news.brightfirm.example/u/1>"},
    )
    assert judged(LATE, promise(), elsewhere=(offers,)).status == "due"
