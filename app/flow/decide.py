"""What to do, decided from plain values: no I/O, no clock. The pipelines beside this module do it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.conversation import Candidate, Draft, Person, Reply
from app.detection.verdict import Status, TimingRules, Verdict
from app.detection.workdays import WorkCalendar

COOL_DOWN_WORKING_DAYS = 7
QUIET = timedelta(minutes=15)
"""A draft on which the user was at work less than this ago is never taken away."""

LEAVES_DRAFT = frozenset({Status.DUE, Status.DRAFT_EXISTS, Status.UNATTENDED})
"""Only in these is an open draft of ours still wanted, or at least no bother."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the user lets us do in a mailbox."""

    told: bool
    automatic: bool
    working: bool
    absent_from_on: date | None = None
    absent_until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A draft of ours, present or past."""

    lapse: str
    state: str
    written_at: datetime | None
    ended_at: datetime | None


class Hindrance(StrEnum):
    """Why no draft may be written now; each is a sentence."""

    NOT_DUE = "Nothing is due in this conversation any more."
    WRITTEN = "The draft for this promise has been written before; there is one a lapse."
    COOLING = "There was a draft or a follow-up in this conversation less than seven working days ago."
    NOT_TOLD = "Drafts are only proposed until you say so."
    AWAY = "You are away, or the mailbox is paused."
    NOBODY = "There is nobody in this conversation to whom an answer could go."


@dataclass(frozen=True, slots=True)
class Plan:
    """When a draft is to be written: from ``at`` on, or not at all and why."""

    at: datetime | None
    hindrance: Hindrance | None = None


ENDED_FOR_GOOD = frozenset({"open", "sent", "deleted_by_user", "kept", "refused"})


def plan_draft(
    verdict: Verdict,
    written: Sequence[Written],
    followed_up_at: datetime | None,
    standing: Standing,
    candidate: Candidate,
    rules: TimingRules,
    *,
    asked: bool = False,
) -> Plan:
    """Say from when a draft is outstanding in a thread.

    Args:
        asked: the user asks for it now; then it matters neither whether drafts come by themselves nor whether they are away.
    """
    if verdict.due_at is None or verdict.status not in (Status.DUE, Status.WAITING, Status.FOLLOWED_UP) or not verdict.lapse:
        return Plan(None, Hindrance.NOT_DUE)
    if any(w.lapse == verdict.lapse and w.state in ENDED_FOR_GOOD for w in written) or any(w.state == "open" for w in written):
        return Plan(None, Hindrance.WRITTEN)
    if not asked:
        if not standing.working:
            return Plan(None, Hindrance.AWAY)
        if not (standing.told and standing.automatic):
            return Plan(None, Hindrance.NOT_TOLD)
    at = verdict.due_at
    cool = cool_until(written, followed_up_at, candidate, rules)
    hindrance = None
    if cool is not None and cool > at:
        at, hindrance = cool, Hindrance.COOLING
    back = None if asked else _back_at(at, standing, candidate, rules)
    if back is not None and back > at:
        at, hindrance = back, Hindrance.AWAY
    return Plan(at, hindrance)


def cool_until(
    written: Sequence[Written], followed_up_at: datetime | None, candidate: Candidate, rules: TimingRules
) -> datetime | None:
    """The first instant at which another draft may follow the last draft or follow-up in a thread."""
    instants = [w.written_at for w in written if w.written_at] + [w.ended_at for w in written if w.state == "sent" and w.ended_at]
    latest = max([*instants, *([followed_up_at] if followed_up_at else [])], default=None)
    if latest is None:
        return None
    zone = ZoneInfo(candidate.timezone)
    calendar = WorkCalendar(candidate.region, rules.working_weekdays)
    day = calendar.add(latest.astimezone(zone).date(), COOL_DOWN_WORKING_DAYS)
    return local_instant(day, rules, zone)


def local_instant(day: date, rules: TimingRules, zone: ZoneInfo) -> datetime:
    """The instant at which drafts may appear on a day."""
    return datetime.combine(day, rules.draft_at, zone).astimezone(UTC)


def _back_at(at: datetime, standing: Standing, candidate: Candidate, rules: TimingRules) -> datetime | None:
    """When the user is back, if ``at`` falls into their absence."""
    if standing.absent_until_on is None:
        return None
    zone = ZoneInfo(candidate.timezone)
    day = at.astimezone(zone).date()
    if day > standing.absent_until_on or (standing.absent_from_on is not None and day < standing.absent_from_on):
        return None
    calendar = WorkCalendar(candidate.region, rules.working_weekdays)
    return local_instant(calendar.next_working_day(standing.absent_until_on + timedelta(days=1)), rules, zone)


class Care(StrEnum):
    """What to do about an open draft of ours."""

    NOTHING = "nothing"
    NOTE_EDIT = "note_edit"
    WAIT = "wait"
    REMOVE = "remove"
    KEEP = "keep"
    SENT = "sent"
    REMOVED = "removed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Seen:
    """An open draft of ours, as we know it and as the mailbox shows it now.

    Attributes:
        there: it lies in the mailbox.
        untouched: its words and people are those we wrote.
        moved: the mailbox says that it was saved again since, even if nothing differs.
        edited_before: we have noticed an edit before; it stays edited, whatever it reads like now.
        activity_at: when we last noticed the user at work on it.
        changed_at: when the mailbox says it was changed, if it does and it was since we wrote it.
        removing: we were about to take it away.
        sent: a message of the user's has gone out in the thread since it was written.
    """

    there: bool
    untouched: bool = True
    moved: bool = False
    edited_before: bool = False
    activity_at: datetime | None = None
    changed_at: datetime | None = None
    removing: bool = False
    sent: bool = False


def care_for_draft(status: Status, seen: Seen, now: datetime) -> Care:
    """Decide about an open draft: an untouched one goes when it is no longer wanted, an edited one is sacred."""
    if not seen.there:
        if seen.sent:
            return Care.SENT
        return Care.REMOVED if seen.removing else Care.DELETED
    wanted = status in LEAVES_DRAFT
    if seen.edited_before or not seen.untouched:
        return Care.KEEP if not wanted else Care.NOTE_EDIT
    if wanted:
        return Care.NOTE_EDIT if seen.moved else Care.NOTHING
    latest = max(
        [at for at in (seen.activity_at, seen.changed_at, now if seen.moved and not seen.changed_at else None) if at],
        default=None,
    )
    if latest is not None and now - latest < QUIET:
        return Care.WAIT
    return Care.REMOVE


_SPACE = re.compile(r"\s+")
_REPLY_PREFIX = re.compile(r"^\s*(?:(?:re|aw|sv|antw|tr)\s*:\s*)+", re.IGNORECASE)


def fingerprint(content: Draft | Reply) -> str:
    """What makes a draft the one we wrote: its visible text, addressees and subject, spellings of white space aside.

    The answer is text with personal content; it is kept only as a keyed hash.
    """
    text = content.text if isinstance(content, Draft) else content.body
    return json.dumps(
        [_plain(text), _addresses(content.to), _addresses(content.cc), _plain(_REPLY_PREFIX.sub("", content.subject))]
    )


def _plain(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text).replace("\u200b", "").replace("\ufeff", "")).strip()


def _addresses(persons: Sequence[Person]) -> list[str]:
    return sorted(person.address for person in persons)
