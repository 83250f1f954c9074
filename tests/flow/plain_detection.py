"""Detection by plain words, so that tests of the flow say what a message means without leaning on how it is detected.

``job`` in a text makes a recruiter's thread; ``promise 2026-03-06`` promises that day; ``soon`` asks nothing; ``rejected`` closes;
``ask`` makes it my turn. Anything else they write after a promise answers it. Mail dated later than now says nothing yet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.conversation import Candidate, Message, Person, Reply
from app.detection.reading import Ask, Evidence, Outcome, Pledge, Reading
from app.detection.verdict import NO_CORRECTIONS, Corrections, Promise, Reason, Status, TimingRules, Verdict
from app.detection.workdays import WorkCalendar

_DAY = re.compile(r"promise (\d{4}-\d\d-\d\d)")


def read(message: Message, candidate: Candidate) -> Reading:
    text = message.text or ""
    mine = message.mine or candidate.is_me(message.sender)
    promise = _DAY.search(text)
    return Reading(
        id=message.id,
        thread_id=message.thread_id,
        sent_at=message.sent_at,
        sender=message.sender,
        to=message.to,
        subject=message.subject,
        message_id=message.message_id,
        mine=mine,
        draft=message.draft,
        evidence=(Evidence("job", 9.0),) if "job" in text else (),
        pledges=(Pledge(quote=promise.group(0)),) if promise and not mine else (),
        outcome=Outcome("rejected", "rejected") if "rejected" in text else None,
        asks=(Ask("detail", "ask"),) if re.search(r"\bask\b", text) else (),
    )


def judge(
    readings: Sequence[Reading],
    elsewhere: Sequence[Reading],
    candidate: Candidate,
    rules: TimingRules,
    now: datetime,
    corrections: Corrections = NO_CORRECTIONS,
) -> Verdict:
    sent = sorted((r for r in readings if not r.draft and r.sent_at <= now), key=lambda r: r.sent_at)
    elsewhere = [r for r in elsewhere if r.sent_at <= now]
    recruiter = any(r.evidence for r in readings) if corrections.recruiter is None else corrections.recruiter
    if not recruiter:
        return Verdict(Status.NOT_RECRUITER, recruiter=False)
    holder = next((r for r in reversed(sent) if r.pledges and r.id not in corrections.not_promises), None)
    if any(r.outcome for r in sent):
        return Verdict(Status.CLOSED, recruiter=True)
    theirs = [r for r in sent if not r.mine]
    if theirs and theirs[-1].asks and not any(r.mine and r.sent_at > theirs[-1].sent_at for r in sent):
        return Verdict(Status.MY_TURN, recruiter=True)
    if holder is None:
        return Verdict(Status.NO_PROMISE, recruiter=True)
    deadline = date.fromisoformat(holder.pledges[0].quote.split()[1])
    promise = Promise(holder.id, holder.pledges[0].quote, deadline, deadline, True, holder.sent_at.date(), rule="by a day")
    later = [r for r in [*theirs, *elsewhere] if r.sent_at > holder.sent_at and not r.mine and r is not holder]
    if later or corrections.answered_at:
        return Verdict(Status.ANSWERED, recruiter=True, promise=promise)
    zone = ZoneInfo(candidate.timezone)
    calendar = WorkCalendar(candidate.region, rules.working_weekdays)
    followed = [r for r in sent if r.mine and r.sent_at.astimezone(zone).date() > deadline]
    number = min(len(followed) + 1, rules.follow_ups)
    since, days = (deadline, rules.grace_days) if not followed else (followed[-1].sent_at.date(), rules.second_after_days)
    due_on = calendar.add(since, days)
    due_at = datetime.combine(due_on, rules.draft_at, zone).astimezone(UTC)
    expires_at = due_at + timedelta(days=rules.give_up_after_days)
    status, wake_at = (Status.FOLLOWED_UP if followed else Status.WAITING), due_at
    if len(followed) >= rules.follow_ups:
        return Verdict(Status.FOLLOWED_UP, recruiter=True, promise=promise)
    if now >= expires_at:
        return Verdict(Status.EXPIRED, recruiter=True, promise=promise)
    if now >= due_at:
        status, wake_at = (Status.DRAFT_EXISTS if any(r.draft for r in readings) else Status.DUE), expires_at
    return Verdict(
        status,
        recruiter=True,
        promise=promise,
        due_on=due_on,
        due_at=due_at,
        wake_at=wake_at,
        lapse=f"{holder.id}/{number}",
        follow_up=number,
        counterpart=holder.id,
        person=holder.sender.name if holder.sender else "",
        reasons=(Reason("promise", "They promised a day.", promise.quote),),
    )


def answer_sources(readings: Sequence[Reading], candidate: Candidate) -> tuple[frozenset[str], frozenset[str]]:
    theirs = [r.sender for r in readings if r.sender and not r.mine]
    return frozenset(p.address for p in theirs), frozenset(p.domain for p in theirs)


def reply_for(
    verdict: Verdict,
    readings: Sequence[Reading],
    candidate: Candidate,
    own_addresses: frozenset[str] = frozenset(),
    templates: object = None,
) -> Reply | None:
    parent = next((r for r in readings if r.id == verdict.counterpart), None)
    if parent is None or parent.sender is None:
        return None
    me = Person(candidate.name, sorted(candidate.addresses)[0])
    body = f"Hello,\n\nis there any news?\n\n{candidate.name}\n"
    return Reply(parent.thread_id, parent.id, me, (parent.sender,), (), f"Re: {parent.subject}", body, parent.message_id)
