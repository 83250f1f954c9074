"""Public mail that no recruiter wrote: nothing of it may break the reader, pass for a recruiter thread, or get a draft."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.detection import judge, read
from app.detection.verdict import Status, TimingRules
from bench.public_mail import folder, load

PLACE = folder()
pytestmark = pytest.mark.skipif(
    PLACE is None, reason="the public mail is not on this machine; set HEARBACK_PUBLIC_MAIL to its folder"
)


def test_public_mail_is_read_without_error_and_gets_no_draft() -> None:
    assert PLACE is not None
    recruiter, strangers, drafts = [], 0, []
    for mail in load(PLACE):
        verdict = judge(
            [read(mail.message, mail.candidate)], (), mail.candidate, TimingRules(), mail.message.sent_at + timedelta(days=20)
        )
        if not mail.hiring:
            strangers += 1
            if verdict.recruiter:
                recruiter.append(mail.message.id)
            if verdict.status is Status.DUE:
                drafts.append(mail.message.id)
    assert strangers == 2088
    assert drafts == []
    assert len(recruiter) <= 0.005 * strangers, recruiter
