"""What the user can do about a thread, each with its way back: the same verbs behind the pages, the card and the task pane.

A correction is kept with the thread and wins over what was read; what stood there before goes into the journal, so that any of
them can be undone. Threads are only found through the account that owns them: somebody else's is as unknown as one that does
not exist.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.conversation import Person
from app.detection.reading import Reading
from app.detection.verdict import Corrections, Status
from app.errors import AppError
from app.flow.attend import take_away
from app.flow.draft import Result, write_draft
from app.flow.review import counterpart_of, judge_threads, load
from app.flow.services import Services, Unknown
from app.store import accounts, drafts, journal, threads
from app.store.summaries import corrections_from_json, corrections_to_json
from app.store.tables import ThreadRow

FARTHEST = timedelta(days=366)
"""How far ahead a day may lie: more is a slip of the keyboard."""


class Action(StrEnum):
    """The verbs, by the names that forms and cards use."""

    WRITE = "write"
    TAKE_AWAY = "take_away"
    SNOOZE = "snooze"
    ANSWERED = "answered"
    DONE = "done"
    OTHER_DATE = "other_date"
    NOT_A_PROMISE = "not_a_promise"
    SAID_BY = "said_by"
    NOT_RECRUITER = "not_recruiter"
    NEVER_SENDER = "never_sender"
    NEVER_ORGANISATION = "never_organisation"
    RECRUITER = "recruiter"
    NEVER = "never"


NEEDS_DAY = frozenset({Action.SNOOZE, Action.OTHER_DATE, Action.SAID_BY})

SENTENCES: dict[Action, str] = {
    Action.SNOOZE: "Nothing will be written here before that day.",
    Action.ANSWERED: "Noted: they have answered. Nothing will be written here unless they promise something new.",
    Action.DONE: "Noted: you have done what they asked. Now it is their turn.",
    Action.OTHER_DATE: "The date is changed.",
    Action.NOT_A_PROMISE: "Noted: that was no promise.",
    Action.SAID_BY: "Noted: they said so.",
    Action.NOT_RECRUITER: "This conversation is left alone from now on.",
    Action.NEVER_SENDER: "Mail from this person is left alone from now on.",
    Action.NEVER_ORGANISATION: "Mail from this organisation is left alone from now on.",
    Action.RECRUITER: "This conversation counts as one about your candidacy from now on.",
    Action.NEVER: "No draft will ever be written in this conversation.",
}


class BadDay(AppError):
    """That day cannot be used. Nothing was changed; choose one from today on."""

    status = 422


class NothingToCorrect(AppError):
    """There is no promise in this conversation to correct. Nothing was changed."""

    status = 409


class CannotUndo(AppError):
    """This can no longer be undone, because the conversation was changed again since. Nothing was changed."""

    status = 409


@dataclass(frozen=True, slots=True)
class Told:
    """What came of an action: a sentence for the user, and what undoes it, if anything can."""

    sentence: str
    undo: UUID | None = None


def act(services: Services, account_id: UUID, thread_id: UUID, action: Action, now: datetime, day: date | None = None) -> Told:
    """Do what the user asks about one thread of theirs.

    Args:
        day: for the actions of NEEDS_DAY: until when to wait, the last day of the promise, or the last day they named aloud.

    Raises:
        Unknown: no such thread, or not theirs.
        BadDay, NothingToCorrect, and for writing and taking away NotLinked, AccessRevoked, TryLater.
    """
    with services.database.read() as session:
        _owned(session, account_id, thread_id)
    if action is Action.WRITE:
        return _write(services, thread_id, now)
    if action is Action.TAKE_AWAY:
        return _take_away(services, thread_id, now)
    with services.database.write() as session:
        row = _owned(session, account_id, thread_id)
        (judged,) = judge_threads(session, [row], now)
        today = now.astimezone(ZoneInfo(row.mailbox.timezone)).date()
        _check_day(action, day, today)
        before: dict[str, Any] = {"corrections": corrections_to_json(threads.corrections_of(row)), "preference": None}
        if action in (Action.NEVER_SENDER, Action.NEVER_ORGANISATION):
            whom = counterpart_of(judged.verdict, judged.readings.own) or _somebody(judged.readings.own, judged.candidate.is_me)
            kind, value = ("sender", whom.address) if action is Action.NEVER_SENDER else ("organisation", whom.domain)
            before["preference"] = [kind, value]
            accounts.prefer(session, account_id, kind, value, False, now)
            threads.rejudge_soon(session, account_id, now)
        else:
            message = judged.verdict.promise.message_id if judged.verdict.promise else ""
            threads.correct(row, corrected(threads.corrections_of(row), action, now, message, day, today))
        judge_threads(session, [row], now)
        entry = journal.note(
            session,
            account_id=account_id,
            mailbox_id=row.mailbox_id,
            thread_id=row.id,
            event=f"told_{action}",
            at=now,
            why=SENTENCES[action],
            kept_text=json.dumps(before | {"after": corrections_to_json(threads.corrections_of(row))}),
        )
    return Told(SENTENCES[action], entry)


def undo(services: Services, account_id: UUID, entry_id: UUID, now: datetime) -> Told:
    """Put back what stood there before an action. Raises Unknown, CannotUndo, and what act() raises about the mailbox.

    A written draft is taken away again while it is untouched; one that was taken away is written anew, if it is still due.
    """
    with services.database.read() as session:
        entry = journal.entry(session, account_id, entry_id)
        if entry is None or entry.thread_id is None or not entry.event.startswith("told_"):
            raise Unknown
        row = _owned(session, account_id, entry.thread_id)
        opened = drafts.open_draft(session, row.id)
    if entry.event in (f"told_{Action.WRITE}", f"told_{Action.TAKE_AWAY}"):
        was_written = entry.event == f"told_{Action.WRITE}"
        if (opened.id if opened else None) != (entry.draft_id if was_written else None):
            raise CannotUndo
        return replace(_take_away(services, row.id, now) if was_written else _write(services, row.id, now), undo=None)
    with services.database.write() as session:
        row = _owned(session, account_id, entry.thread_id)
        kept: dict[str, Any] = json.loads(entry.kept_text)
        if corrections_to_json(threads.corrections_of(row)) != kept["after"]:
            raise CannotUndo
        if kept["preference"]:
            accounts.prefer(session, account_id, kept["preference"][0], kept["preference"][1], None, now)
            threads.rejudge_soon(session, account_id, now)
        threads.correct(row, corrections_from_json(kept["corrections"]))
        judge_threads(session, [row], now)
        journal.note(
            session,
            account_id=account_id,
            mailbox_id=row.mailbox_id,
            thread_id=row.id,
            event="undone",
            at=now,
            why="Undone at your wish.",
        )
    return Told("Undone.")


def _write(services: Services, thread_id: UUID, now: datetime) -> Told:
    outcome = write_draft(services, thread_id, now, asked=True)
    if outcome.result not in (Result.WRITTEN, Result.FOUND):
        return Told(outcome.sentence)
    return Told(outcome.sentence, _note_draft(services, thread_id, outcome.draft_id, Action.WRITE, now))


def _take_away(services: Services, thread_id: UUID, now: datetime) -> Told:
    with services.database.read() as session:
        opened = drafts.open_draft(session, thread_id)
    if not take_away(services, thread_id, now):
        return Told("You have edited this draft, so it is yours: it was left alone.")
    sentence = "The draft is taken away; its text is in your journal."
    return Told(sentence, _note_draft(services, thread_id, opened.id, Action.TAKE_AWAY, now) if opened else None)


def _note_draft(services: Services, thread_id: UUID, draft_id: UUID | None, action: Action, now: datetime) -> UUID:
    """Say in the journal that the user asked for it; the id of that line is what undoes it."""
    with services.database.write() as session:
        (row,) = load(session, [thread_id])
        return journal.note(
            session,
            account_id=row.account_id,
            mailbox_id=row.mailbox_id,
            thread_id=row.id,
            draft_id=draft_id,
            event=f"told_{action}",
            at=now,
        )


def corrected(
    known: Corrections, action: Action, now: datetime, promise_message: str, day: date | None, today: date
) -> Corrections:
    """The corrections of a thread after an action. Raises NothingToCorrect where it needs a promise and there is none."""
    needs_promise: dict[Action, Callable[[], Corrections]] = {
        Action.OTHER_DATE: lambda: replace(
            known, deadlines=(*((m, on) for m, on in known.deadlines if m != promise_message), (promise_message, day or today))
        ),
        Action.NOT_A_PROMISE: lambda: replace(known, not_promises=known.not_promises | {promise_message}),
    }
    if action in needs_promise:
        if not promise_message:
            raise NothingToCorrect
        return needs_promise[action]()
    changes: dict[Action, dict[str, Any]] = {
        Action.SNOOZE: {"snoozed_until": day},
        Action.ANSWERED: {"answered_at": now},
        Action.DONE: {"done_at": now},
        Action.SAID_BY: {"said_on": today, "said_by": day, "answered_at": None},
        Action.NOT_RECRUITER: {"recruiter": False},
        Action.RECRUITER: {"recruiter": True},
        Action.NEVER: {"never": True},
    }
    return replace(known, **changes[action])


def _check_day(action: Action, day: date | None, today: date) -> None:
    if action not in NEEDS_DAY:
        return
    earliest = today - FARTHEST if action is Action.OTHER_DATE else today
    if day is None or not earliest <= day <= today + FARTHEST:
        raise BadDay


def _owned(session: Session, account_id: UUID, thread_id: UUID) -> ThreadRow:
    rows = load(session, [thread_id])
    if not rows or rows[0].account_id != account_id:
        raise Unknown
    return rows[0]


def _somebody(readings: Sequence[Reading], is_me: Callable[[Person | None], bool]) -> Person:
    """The other side of a thread without a promise: its latest sender who is not the owner. Raises NothingToCorrect."""
    for reading in sorted(readings, key=lambda r: r.sent_at, reverse=True):
        if reading.sender is not None and not is_me(reading.sender):
            return reading.sender
    raise NothingToCorrect


def offered(status: Status, *, has_promise: bool, has_draft: bool) -> tuple[Action, ...]:
    """The actions that make sense for a thread, the likeliest first."""
    if status is Status.NOT_RECRUITER:
        return (Action.RECRUITER,)
    out: list[Action] = []
    if has_draft:
        out.append(Action.TAKE_AWAY)
    elif status is Status.DUE:
        out.append(Action.WRITE)
    if status is Status.MY_TURN:
        out.append(Action.DONE)
    if status in (Status.DUE, Status.WAITING, Status.UNATTENDED, Status.FOLLOWED_UP):
        out += [Action.SNOOZE, Action.ANSWERED]
    if has_promise:
        out += [Action.OTHER_DATE, Action.NOT_A_PROMISE]
    out += [Action.SAID_BY, Action.NOT_RECRUITER, Action.NEVER_SENDER, Action.NEVER_ORGANISATION, Action.NEVER]
    return tuple(out)
