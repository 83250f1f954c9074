"""Write the one draft of a lapse, and look after it until it is sent, thrown away or no longer wanted.

Writing, step by step; the program may be killed between any two of them:

1. *claim* the row: the database lets one run at a time have the one open draft of a thread;
2. *look* at the live thread in all folders, and for answers elsewhere, and judge again;
3. *search* for what an earlier run with the same mark may have left in the mailbox: adopt it instead of writing another;
4. *note* what is about to be written, then *create* it, unsent, and read it back;
5. *record* it. A run that lost its claim meanwhile takes its own draft back.

Taking away: look again, keep the text in the journal, look once more immediately before, delete, record. Gmail's delete asks no
conditions, so an edit made in the instant between that look and the delete would be lost; docs/decisions/0005 says why we accept it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from app import detection
from app.conversation import Draft, Reply
from app.detection.reading import Reading
from app.detection.verdict import Status
from app.errors import AppError
from app.flow.decide import Hindrance, Plan, fingerprint, plan_draft
from app.flow.look import Elsewhere, Look, look_at, look_elsewhere
from app.flow.review import Judged, judge_threads, load
from app.flow.services import Services, Unknown
from app.flow.sync import keep_look, our_marks
from app.followup.reply import reply_for
from app.providers.mailbox import DraftRefused, ThreadGone
from app.store import accounts, drafts, journal, mailboxes, threads
from app.store.tables import DraftRow, DraftState, ThreadRow

log = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(hours=6)
"""How often an open draft is looked at when the mailbox says nothing about it."""


class Result(StrEnum):
    """What came of a wish to write or to look after a draft."""

    WRITTEN = "written"
    FOUND = "found"
    NOT_NOW = "not_now"
    HELD = "held"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result, in a word for programs and a sentence for people."""

    result: Result
    sentence: str
    draft_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A thread whose draft this run may write."""

    row: ThreadRow
    draft: DraftRow
    marks: set[str]
    draft_ids: set[str]
    judged: Judged


def write_drafts(services: Services, mailbox_id: UUID, now: datetime) -> list[Outcome]:
    """Do as told: write every proposed draft of a mailbox, and let drafts come by themselves from now on."""
    with services.database.write() as session:
        row = mailboxes.mailbox(session, mailbox_id)
        if row is None:
            raise Unknown
        if row.told_at is None:
            row.told_at = now
            session.flush()
            journal.note(session, account_id=row.account_id, mailbox_id=row.id, event="told_to_write", at=now)
        judge_threads(session, load(session, threads.ids_in_mailbox(session, mailbox_id)), now)
        due = threads.due_in_mailbox(session, mailbox_id)
    return [write_draft(services, thread_id, now, asked=True) for thread_id in due]


def write_draft(services: Services, thread_id: UUID, now: datetime, *, asked: bool = False) -> Outcome:
    """Write the draft of a thread that is due, if everything still says so.

    Args:
        asked: the user asks for it, so it does not matter whether drafts come by themselves.

    Raises:
        Unknown, NotLinked, AccessRevoked, TryLater. After these the claim is free again and nothing is doubled.
    """
    claimed = _claim(services, thread_id, now, asked=asked)
    if isinstance(claimed, Outcome):
        return claimed
    try:
        return _write_claimed(services, claimed, now, asked=asked)
    except AppError:
        # The next run takes the claim over at once, and searches for what this one may have left.
        with services.database.write() as session:
            drafts.release(session, claimed.draft)
        raise


def _claim(services: Services, thread_id: UUID, now: datetime, *, asked: bool) -> _Claimed | Outcome:
    with services.database.write() as session:
        rows = load(session, [thread_id])
        if not rows:
            raise Unknown
        (judged,) = judge_threads(session, rows, now)
        plan = _plan(judged, asked=asked)
        pending = any(draft.state == DraftState.CLAIMED and draft.attempts for draft in judged.drafts)
        # A claim under which something may have been written is followed up even when nothing is due any more.
        if not pending and (plan.at is None or plan.at > now):
            return _not_now(plan)
        mark = drafts.new_mark(mailboxes.address_of(session, judged.row.mailbox))
        draft = drafts.claim(session, judged.row, judged.verdict.lapse, judged.verdict.follow_up, mark, now)
        if draft is None:
            return Outcome(Result.HELD, "This draft is being written just now, or has been written before.")
        marks, draft_ids = our_marks(drafts.drafts_of(session, [thread_id])[thread_id])
        return _Claimed(judged.row, draft, marks, draft_ids, judged)


def _write_claimed(services: Services, claimed: _Claimed, now: datetime, *, asked: bool) -> Outcome:
    row, draft = claimed.row, claimed.draft
    link = services.link(row.mailbox_id)
    with services.opened(link, now) as box:
        try:
            look = look_at(box, row.provider_thread_id, claimed.judged.candidate, claimed.marks, claimed.draft_ids)
        except ThreadGone:
            look = None
    if look is None:
        return _thread_is_gone(services, claimed, now)
    elsewhere = _look_elsewhere(services, claimed, look, now)
    judged = _judge_live(services, claimed, look, elsewhere, now)
    plan = _plan(judged, asked=asked)
    with services.opened(link, now) as box:
        if draft.attempts:
            found = box.find_draft(draft.mark, row.provider_thread_id)
            if found is not None:
                return _adopt(services, judged, draft, found, now)
        if plan.at is None or plan.at > now:
            return _give_up(services, judged, draft, plan)
        reply = _reply(services, judged, draft)
        if reply is None:
            return _give_up(services, judged, draft, Plan(None, Hindrance.NOBODY))
        with services.database.write() as session:
            verdict = judged.verdict
            if not drafts.begin_writing(session, draft, verdict.lapse, verdict.follow_up, fingerprint(reply), now):
                return Outcome(Result.HELD, "Another run has taken this draft over.")
        try:
            written = box.create_draft(reply)
        except DraftRefused as refusal:
            return _refused(services, judged, draft, refusal, now)
        except ThreadGone:
            return _thread_is_gone(services, claimed, now)
        if _record(services, judged, draft, written, now, edited=False):
            return Outcome(Result.WRITTEN, _why(judged), draft.id)
        # Our claim ran out while we were writing, and another run has recorded its own: ours must not stay beside it.
        log.warning("the claim on draft %s was lost while it was written; it is taken back", draft.id)
        with services.database.write() as session:
            for fresh in load(session, [row.id]):
                fresh.attend_at = now  # Should we die on the next line.
        box.delete_draft(written.id)
        return Outcome(Result.HELD, "Another run has written this draft.")


def _plan(judged: Judged, *, asked: bool) -> Plan:
    own = [written for written in judged.written if written.state != DraftState.CLAIMED]
    # A draft of this very lapse that we took away ourselves does not keep the user from asking for it again.
    if asked:
        own = [w for w in own if not (w.state == DraftState.REMOVED and w.lapse == judged.verdict.lapse)]
    return plan_draft(
        judged.verdict, own, judged.row.followed_up_at, judged.standing, judged.candidate, judged.rules, asked=asked
    )


def _not_now(plan: Plan) -> Outcome:
    hindrance = plan.hindrance or Hindrance.NOT_DUE
    return Outcome(Result.NOT_NOW, str(hindrance.value))


def _look_elsewhere(services: Services, claimed: _Claimed, look: Look, now: datetime) -> list[Elsewhere]:
    promise = claimed.judged.verdict.promise
    since_on = promise.made_on if promise else min((r.sent_at.date() for r in look.readings), default=now.date())
    thread_in = (claimed.row.mailbox_id, claimed.row.provider_thread_id)
    own = _merged(claimed.judged.readings.own, look.readings)
    return look_elsewhere(services, claimed.row.account_id, thread_in, own, claimed.judged.candidate, since_on, now)


def _merged(kept: Sequence[Reading], live: Sequence[Reading]) -> list[Reading]:
    return list({reading.id: reading for reading in [*kept, *live]}.values())


def _judge_live(services: Services, claimed: _Claimed, look: Look, elsewhere: Sequence[Elsewhere], now: datetime) -> Judged:
    with services.database.write() as session:
        (row,) = load(session, [claimed.row.id])
        for mailbox_id in {one.mailbox_id for one in elsewhere}:
            mail = [one.reading for one in elsewhere if one.mailbox_id == mailbox_id]
            threads.save_readings(session, row, mailbox_id, mail, detection.READER_VERSION, elsewhere=True)
        return keep_look(session, row.id, row.mailbox_id, look, now)


def _reply(services: Services, judged: Judged, draft: DraftRow) -> Reply | None:
    with services.database.read() as session:
        account = judged.row.mailbox.account
        templates = accounts.templates_of(session, account)
    reply = reply_for(judged.verdict, judged.readings.live, judged.candidate, judged.candidate.addresses, templates or None)
    return replace(reply, mark=draft.mark) if reply else None


def _give_up(services: Services, judged: Judged, draft: DraftRow, plan: Plan) -> Outcome:
    with services.database.write() as session:
        drafts.drop(session, draft)
    log.info("no draft in thread %s: %s", judged.row.id, plan.hindrance)
    return _not_now(plan)


def _record(services: Services, judged: Judged, draft: DraftRow, written: Draft, now: datetime, *, edited: bool) -> bool:
    with services.database.write() as session:
        if not drafts.record(session, draft, written, fingerprint(written), now, edited=edited):
            return False
        (row,) = load(session, [judged.row.id])
        row.due_at, row.attend_at = None, now + LOOK_AGAIN
        if judged.verdict.status != Status.DUE:
            row.attend_at = now
        _note(session, row, draft.id, "draft_written", _why(judged), now)
    return True


def _adopt(services: Services, judged: Judged, draft: DraftRow, found: Draft, now: datetime) -> Outcome:
    """Take over what an earlier run left in the mailbox: as ours when it reads as we meant it, as the user's otherwise."""
    with services.database.read() as session:
        edited = not drafts.is_ours(session, draft, fingerprint(found))
    if not _record(services, judged, draft, found, now, edited=edited):
        return Outcome(Result.HELD, "Another run has taken this draft over.")
    return Outcome(Result.FOUND, _why(judged), draft.id)


def _refused(services: Services, judged: Judged, draft: DraftRow, refusal: DraftRefused, now: datetime) -> Outcome:
    with services.database.write() as session:
        drafts.end(session, draft, DraftState.REFUSED, now)
        (row,) = load(session, [judged.row.id])
        row.due_at = None
        _note(session, row, draft.id, "draft_refused", refusal.sentence, now)
    return Outcome(Result.REFUSED, refusal.sentence, draft.id)


def _thread_is_gone(services: Services, claimed: _Claimed, now: datetime) -> Outcome:
    with services.database.write() as session:
        drafts.drop(session, claimed.draft)
        (row,) = load(session, [claimed.row.id])
        threads.keep_only_live(session, row, (), now)
        row.gone_at = now
        judge_threads(session, [row], now)
    return Outcome(Result.GONE, ThreadGone().sentence)


def _why(judged: Judged) -> str:
    """The verdict's reasons as one text for the journal."""
    return " ".join(str(reason) for reason in judged.verdict.reasons)


def _note(session: Session, row: ThreadRow, draft_id: UUID, event: str, why: str, now: datetime, kept: str | None = None) -> None:
    journal.note(
        session,
        account_id=row.account_id,
        mailbox_id=row.mailbox_id,
        thread_id=row.id,
        draft_id=draft_id,
        event=event,
        at=now,
        why=why,
        kept_text=kept,
    )
