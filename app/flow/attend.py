"""Look after an open draft of ours: sent, thrown away, edited, or no longer wanted and to be taken away.

An edited draft is sacred. An untouched one is taken away when an answer came or the thread closed or expired; its text stays in
the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.conversation import Draft
from app.flow.decide import QUIET, Care, Seen, care_for_draft, fingerprint
from app.flow.draft import LOOK_AGAIN
from app.flow.look import Look, look_at
from app.flow.review import Judged, candidate_for, judge_threads, load
from app.flow.services import Services, Unknown
from app.flow.sync import keep_look, our_marks
from app.providers.mailbox import Mailbox, ThreadGone
from app.store import drafts, journal
from app.store.tables import DraftRow, DraftState, ThreadRow

SAME_MOMENT = timedelta(minutes=1)
ENDINGS = {
    Care.SENT: (DraftState.SENT, "draft_sent", "You sent the draft, or answered yourself."),
    Care.DELETED: (
        DraftState.DELETED,
        "draft_deleted_by_user",
        "You threw the draft away; there will be no other for this promise.",
    ),
    Care.REMOVED: (DraftState.REMOVED, "draft_removed", "The draft was no longer needed."),
    Care.KEEP: (DraftState.KEPT, "draft_kept", "The draft is no longer needed, but you had edited it, so it was left alone."),
}


@dataclass(frozen=True, slots=True)
class _Case:
    """An open draft, with the thread as it is now."""

    judged: Judged
    draft: DraftRow
    found: Draft | None
    seen: Seen


def attend_draft(services: Services, thread_id: UUID, now: datetime) -> Care:
    """Look at the open draft of a thread and do what is due about it.

    Raises:
        Unknown, NotLinked, AccessRevoked, TryLater.
    """
    with services.database.read() as session:
        rows = load(session, [thread_id])
        if not rows:
            raise Unknown
        row, draft = rows[0], drafts.open_draft(session, thread_id)
        ours = drafts.drafts_of(session, [thread_id]).get(thread_id, [])
    if draft is None:
        with services.database.write() as session:
            for row in load(session, [thread_id]):
                row.attend_at = None
        return Care.NOTHING
    with services.opened(services.link(row.mailbox_id), now) as box:
        found = _find(box, row, draft)
        judged, look = _look(services, box, row, ours, now)
        _take_doubles_away(services, box, draft, found, look)
        case = _Case(judged, draft, found, _seen(services, draft, found, look))
        care = care_for_draft(judged.verdict.status, case.seen, now)
        if care is Care.REMOVE:
            return _remove(services, box, case, now)
    _settle(services, case, care, now)
    return care


def take_away(services: Services, thread_id: UUID, now: datetime) -> bool:
    """Take the untouched open draft of a thread away because the user asks for it; False when they have edited it."""
    with services.database.read() as session:
        rows = load(session, [thread_id])
        if not rows:
            raise Unknown
        row, draft = rows[0], drafts.open_draft(session, thread_id)
        ours = drafts.drafts_of(session, [thread_id]).get(thread_id, [])
    if draft is None:
        return True
    with services.opened(services.link(row.mailbox_id), now) as box:
        found = _find(box, row, draft)
        judged, look = _look(services, box, row, ours, now)
        case = _Case(judged, draft, found, _seen(services, draft, found, look))
        if case.seen.there and case.seen.untouched and not case.seen.edited_before:
            return _remove(services, box, case, now) is Care.REMOVE
    return not case.seen.there


def _find(box: Mailbox, row: ThreadRow, draft: DraftRow) -> Draft | None:
    """The draft, by its id or, should the mailbox have given it another one, by our mark."""
    return box.draft(draft.provider_draft_id) or box.find_draft(draft.mark, row.provider_thread_id)


def _take_doubles_away(services: Services, box: Mailbox, draft: DraftRow, found: Draft | None, look: Look) -> None:
    """A run that was suspended beyond its claim, and died before it took its own draft back, has left it beside the recorded one.

    On Outlook it may be half-made, for a reply is made and filled in two calls: a draft in which nothing is written is nobody's.
    """
    if found is None:
        return
    for double in look.ours:
        if double.id != found.id and double.mark == draft.mark:
            with services.database.read() as session:
                untouched = drafts.is_untouched(session, draft, fingerprint(double))
            if untouched or not double.text:
                box.delete_draft(double.id)


def _look(services: Services, box: Mailbox, row: ThreadRow, ours: list[DraftRow], now: datetime) -> tuple[Judged, Look]:
    marks, draft_ids = our_marks(ours)
    with services.database.read() as session:
        (fresh,) = load(session, [row.id])
        candidate = candidate_for(session, fresh.mailbox)
    try:
        look = look_at(box, row.provider_thread_id, candidate, marks, draft_ids)
    except ThreadGone:
        with services.database.write() as session:
            (fresh,) = load(session, [row.id])
            fresh.gone_at = now
            return judge_threads(session, [fresh], now)[0], Look(())
    with services.database.write() as session:
        return keep_look(session, row.id, row.mailbox_id, look, now), look


def _seen(services: Services, draft: DraftRow, found: Draft | None, look: Look) -> Seen:
    # A Date header has no fractions of a second, and the sender's clock is not ours.
    written_at = draft.written_at - SAME_MOMENT if draft.written_at else None
    sent = written_at is not None and any(
        reading.mine and not reading.draft and reading.sent_at >= written_at for reading in look.readings
    )
    if found is None:
        # Sent just as we wrote it: its own Message-ID or id is now that of a message, whatever the clocks say.
        names = {draft.mark, draft.provider_message_id}
        sent = sent or any(not r.draft and (r.id in names or draft.mark in r.message_id) for r in look.readings)
        return Seen(there=False, sent=sent, removing=draft.removing_at is not None)
    with services.database.read() as session:
        untouched = drafts.is_untouched(session, draft, fingerprint(found))
    changed = found.changed_at if found.changed_at != draft.provider_changed_at else None
    return Seen(
        there=True,
        untouched=untouched,
        moved=changed is not None or found.message_id != draft.provider_message_id,
        edited_before=draft.edited_at is not None,
        activity_at=draft.activity_at,
        changed_at=changed,
        sent=sent,
    )


def _remove(services: Services, box: Mailbox, case: _Case, now: datetime) -> Care:
    """Take an untouched draft away. Its text is in the journal before it goes."""
    draft, found = case.draft, case.found
    assert found is not None
    why = " ".join(str(reason) for reason in case.judged.verdict.reasons) or "It was no longer needed."
    with services.database.write() as session:
        if not drafts.begin_removing(session, draft, now):
            return Care.NOTHING
        _note(session, case.judged.row, draft, "draft_removing", why, now, kept=found.text)
    latest = box.draft(found.id)
    if latest is not None:
        with services.database.read() as session:
            same = latest.message_id == found.message_id and drafts.is_untouched(session, draft, fingerprint(latest))
        if not same:
            with services.database.write() as session:
                drafts.note_activity(session, draft, latest, now, edited=True)
                _look_next(session, case.judged.row, now + QUIET)
            return Care.KEEP
        box.delete_draft(latest.id)
    _end(services, case, Care.REMOVED, now)
    return Care.REMOVE


def _settle(services: Services, case: _Case, care: Care, now: datetime) -> None:
    if care in ENDINGS:
        _end(services, case, care, now)
        return
    with services.database.write() as session:
        if case.found is not None and (case.seen.moved or not case.seen.untouched):
            drafts.note_activity(session, case.draft, case.found, case.seen.changed_at or now, edited=not case.seen.untouched)
        _look_next(session, case.judged.row, now + (QUIET if care is Care.WAIT else LOOK_AGAIN))


def _end(services: Services, case: _Case, care: Care, now: datetime) -> None:
    state, event, why = ENDINGS[care]
    with services.database.write() as session:
        if drafts.end(session, case.draft, state, now):
            _note(session, case.judged.row, case.draft, event, why, now)
        rows = load(session, [case.judged.row.id])
        judge_threads(session, rows, now)
        for row in rows:
            row.attend_at = None


def _look_next(session: Session, row: ThreadRow, at: datetime) -> None:
    for fresh in load(session, [row.id]):
        fresh.attend_at = at


def _note(
    session: Session, row: ThreadRow, draft: DraftRow, event: str, why: str, now: datetime, kept: str | None = None
) -> None:
    journal.note(
        session,
        account_id=row.account_id,
        mailbox_id=row.mailbox_id,
        thread_id=row.id,
        draft_id=draft.id,
        event=event,
        at=now,
        why=why,
        kept_text=kept,
    )
