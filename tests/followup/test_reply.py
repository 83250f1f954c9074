"""Who gets the follow-up, under which subject, in answer to which message."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.conversation import Reply
from app.detection import judge
from app.detection.reading import Reading
from app.detection.verdict import TimingRules
from app.followup.reply import reply_for
from tests.detection.letters import ME, reading_of

SENT = "2026-03-02T10:00:00+00:00"
PROMISE = "Hi Nora, thanks for the interview. We'll let you know by Friday. Ann"


def reply_to(*readings: Reading) -> Reply:
    verdict = judge(readings, [], ME, TimingRules(), datetime.fromisoformat("2026-03-12T12:00:00+00:00"))
    reply = reply_for(verdict, readings, ME)
    assert reply is not None
    return reply


def test_it_goes_to_the_promiser_with_the_hiring_side_in_copy_and_never_to_me() -> None:
    reply = reply_to(reading_of("m1", SENT, PROMISE, cc=("Bo <bo@brightfirm.example>", "Nora <nora@hale.example>")))
    assert [person.address for person in reply.to] == ["ann@brightfirm.example"]
    assert [person.address for person in reply.cc] == ["bo@brightfirm.example"]
    assert reply.sender.address == "nora@hale.example"


def test_reply_to_is_honoured() -> None:
    reply = reply_to(
        reading_of(
            "m1",
            SENT,
            PROMISE,
            sender="Ann <no-reply@us.greenhouse-mail.io>",
            headers={"reply-to": "Ann <ann@brightfirm.example>"},
        )
    )
    assert [person.address for person in reply.to] == ["ann@brightfirm.example"]


def test_a_promise_that_only_i_report_goes_to_whom_i_wrote() -> None:
    mine = reading_of(
        "m1", SENT, "Dear Ann, thank you for the interview. You mentioned you'd decide by Friday. Nora", sender="me"
    )
    assert [person.address for person in reply_to(mine).to] == ["ann@brightfirm.example"]


def test_it_answers_the_last_message_that_is_not_in_the_bin() -> None:
    first = reading_of("m1", SENT, PROMISE)
    thanks = reading_of("m2", "2026-03-02T12:00:00+00:00", "Thanks Ann!", sender="me")
    binned = reading_of("m3", "2026-03-03T12:00:00+00:00", "You're welcome!", folder="trash")
    reply = reply_to(first, thanks, binned)
    assert reply.parent_id == "m2"
    assert reply.in_reply_to == "<m2@mail.example>"
    assert reply.references[-1] == "<m2@mail.example>"


@pytest.mark.parametrize("subject", ["Data Analyst", "Re: Data Analyst", "RE: Re: Data Analyst"])
def test_subject_has_one_reply_mark(subject: str) -> None:
    assert reply_to(reading_of("m1", SENT, PROMISE, subject=subject)).subject.upper() == "RE: DATA ANALYST"
