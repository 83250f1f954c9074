"""Scan an exported mailbox: every thread judged, a draft written for each that is due. Offline; the export is not changed.

The same chain that a linked mailbox passes, without a database: read, judge, ask the mailbox for answers elsewhere, judge
again, write. What the user did not tell (name, zone, region, own addresses) is proposed from the mail itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.conversation import Candidate, Draft, Message, Reply
from app.detection import answer_sources, judge, read
from app.detection.owner import likely_name, likely_zone, region_of
from app.detection.reading import Reading
from app.detection.verdict import Status, TimingRules, Verdict
from app.followup.reply import reply_for
from app.providers.archive import Archive
from app.providers.mime import EPOCH

ELSEWHERE_SINCE = timedelta(days=1)
"""How far before a thread's first message mail elsewhere is looked at: an answer cannot come before the promise."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One recruiter thread of a scan: what is thought of it, and the draft that was written, if one was."""

    thread_id: str
    subject: str
    verdict: Verdict
    reply: Reply | None = None
    draft: Draft | None = None


def scan(
    archive: Archive,
    candidate: Candidate,
    rules: TimingRules,
    now: datetime,
    *,
    progress: Callable[[int, int], None] | None = None,
    mark: Callable[[], str] = lambda: "",
) -> Iterator[Finding]:
    """Judge every thread of the archive; yields recruiter threads only, as they are found.

    Args:
        progress: called with (threads judged, threads in all).
        mark: makes a fresh Message-ID for each draft.
    """
    thread_ids = archive.changes(None, EPOCH).thread_ids
    for done, thread_id in enumerate(thread_ids, 1):
        finding = _judge_thread(archive, thread_id, candidate, rules, now)
        if progress:
            progress(done, len(thread_ids))
        if finding.verdict.recruiter:
            if finding.reply is not None:
                reply = replace(finding.reply, mark=mark())
                known = [d for d in archive.drafts_in(thread_id) if d.mark]
                # A second scan into the same folder finds the draft of the first one and writes no other.
                draft = known[0] if known else archive.create_draft(reply) if archive.can_draft else None
                finding = replace(finding, reply=reply, draft=draft)
            yield finding


def _judge_thread(archive: Archive, thread_id: str, candidate: Candidate, rules: TimingRules, now: datetime) -> Finding:
    thread = archive.thread(thread_id)
    readings = [read(m, candidate) for m in thread.messages if m.sent_at <= now and not archive.is_ours(m)]
    verdict = judge(readings, (), candidate, rules, now)
    if verdict.status in (Status.WAITING, Status.DUE, Status.UNATTENDED, Status.FOLLOWED_UP, Status.EXPIRED, Status.DRAFT_EXISTS):
        verdict = judge(readings, _elsewhere(archive, thread_id, readings, candidate, now), candidate, rules, now)
    reply = reply_for(verdict, readings, candidate) if verdict.status is Status.DUE else None
    return Finding(thread_id, thread.subject, verdict, reply)


def _elsewhere(archive: Archive, thread_id: str, readings: list[Reading], candidate: Candidate, now: datetime) -> list[Reading]:
    people, domains = answer_sources(readings, candidate)
    since = min(r.sent_at for r in readings) - ELSEWHERE_SINCE
    return [
        read(m, candidate) for m in archive.mail_from(people, domains, since) if m.thread_id != thread_id and m.sent_at <= now
    ]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the mail itself says about its owner; each may be empty where it says nothing."""

    addresses: tuple[str, ...]
    name: str
    timezone: str
    region: str


def propose(envelopes: Iterator[Message], addresses: tuple[str, ...] = ()) -> Proposal:
    """Propose who the owner is: by what the sent folder says, else by whom most mail is addressed to.

    The zone is the one whose offsets fit most of the owner's own Date headers (summer and winter told apart); the region is
    that zone's country. Neither is certain: both are printed, and an argument overrides them.
    """
    messages = list(envelopes)
    own = tuple(a.lower() for a in addresses) or _likely_addresses(messages)
    mine = [m for m in messages if m.sender is not None and m.sender.address in own]
    names = Counter(m.sender.name for m in mine if m.sender is not None and m.sender.name)
    addressed = Counter(p.name for m in messages for p in m.to if p.address in own and p.name and "@" not in p.name)
    timezone = likely_zone([m.sent_at for m in mine], own)
    return Proposal(own, likely_name(names or addressed), timezone, region_of(timezone))


def _likely_addresses(messages: list[Message]) -> tuple[str, ...]:
    sent = Counter(m.sender.address for m in messages if m.folder == "sent" and m.sender is not None)
    if sent:
        return tuple(address for address, count in sent.most_common() if count >= 0.02 * sent.total())
    received = Counter(p.address for m in messages for p in (*m.to, *m.cc))
    return tuple(address for address, _ in received.most_common(1))


def looks_like_address(value: str) -> bool:
    return re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", value) is not None
