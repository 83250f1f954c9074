"""Detection: what one message says (:func:`read`) and what a thread comes to at an instant (:func:`judge`).

Pure: no I/O, no clock, no settings. Everything that a verdict rests on is in its arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.conversation import Candidate, Message
from app.detection.reading import Reading
from app.detection.verdict import NO_CORRECTIONS, Corrections, Status, TimingRules, Verdict

READER_VERSION = 1
"""Raised whenever read() finds more or other things: readings of an older version are worth reading again."""


def read(message: Message, candidate: Candidate) -> Reading:
    """Read one message: the costly step, done once and stored."""
    return Reading(
        id=message.id,
        thread_id=message.thread_id,
        sent_at=message.sent_at,
        sender=message.sender,
        to=message.to,
        cc=message.cc,
        reply_to=message.reply_to,
        subject=message.subject,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        references=message.references,
        mine=message.mine or candidate.is_me(message.sender),
        draft=message.draft,
        folder=message.folder,
        calendar=message.calendar or "",
    )


def judge(
    readings: Sequence[Reading],
    elsewhere: Sequence[Reading],
    candidate: Candidate,
    rules: TimingRules,
    now: datetime,
    corrections: Corrections = NO_CORRECTIONS,
) -> Verdict:
    """Say where one thread stands at ``now``, and why.

    Args:
        readings: the thread's messages, in any order, unsent drafts included.
        elsewhere: mail in other threads or other linked mailboxes that may answer this one's promise; more than needed is fine.
    """
    return Verdict(Status.NOT_RECRUITER, recruiter=False)


def answer_sources(readings: Sequence[Reading], candidate: Candidate) -> tuple[frozenset[str], frozenset[str]]:
    """Addresses and organisation domains whose mail in other threads could answer this thread's promise."""
    return frozenset(), frozenset()
