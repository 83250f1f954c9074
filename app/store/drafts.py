"""Named queries about our drafts: claims, what was written, how it ended. Nothing here commits.

The database, not the program, guarantees that a thread has at most one open draft of ours (a partial unique index) and that a
lapse gets one at most (a unique constraint). A claim is held by one run until ``claimed_until``; every step of a run asks
whether it still holds it.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.conversation import Draft
from app.store.database import vault_of
from app.store.tables import DraftRow, DraftState, ThreadRow

HELD_FOR = timedelta(minutes=5)


def drafts_of(session: Session, thread_ids: Collection[UUID]) -> dict[UUID, list[DraftRow]]:
    """Every draft of ours in these threads, the first first, in one query."""
    found: dict[UUID, list[DraftRow]] = defaultdict(list)
    for row in session.scalars(select(DraftRow).where(DraftRow.thread_id.in_(thread_ids)).order_by(DraftRow.created_at)):
        found[row.thread_id].append(row)
    return found


def open_draft(session: Session, thread_id: UUID) -> DraftRow | None:
    """The draft of ours that lies in the thread's mailbox, as far as we know."""
    return session.scalar(select(DraftRow).where(DraftRow.thread_id == thread_id, DraftRow.state == DraftState.OPEN))


def draft(session: Session, draft_id: UUID) -> DraftRow | None:
    return session.get(DraftRow, draft_id)


def claim(session: Session, row: ThreadRow, lapse: str, follow_up: int, mark: str, now: datetime) -> DraftRow | None:
    """Claim the one draft of a lapse for this run; None when somebody holds it, or it has been written or refused.

    A claim whose time is over is taken over together with its mark and its count of attempts, so that the new run can look
    for what the old one may have left in the mailbox. A draft that we took away ourselves may be claimed anew.

    Args:
        mark: see :func:`new_mark`; used unless an older claim is taken over.
    """
    stale = and_(DraftRow.state == DraftState.CLAIMED, or_(DraftRow.claimed_until.is_(None), DraftRow.claimed_until <= now))
    holder = uuid4()
    taken = session.execute(
        update(DraftRow)
        .where(DraftRow.thread_id == row.id, stale)
        .values(claim=holder, claimed_until=now + HELD_FOR)
        .returning(DraftRow.id)
    ).scalar_one_or_none()
    if taken is not None:
        return _fresh(session, taken)
    try:
        with session.begin_nested():
            again = session.execute(
                update(DraftRow)
                .where(DraftRow.thread_id == row.id, DraftRow.lapse == lapse, DraftRow.state == DraftState.REMOVED)
                .values(
                    state=DraftState.CLAIMED,
                    mark=mark,
                    claim=holder,
                    claimed_until=now + HELD_FOR,
                    attempts=0,
                    provider_draft_id="",
                    removing_at=None,
                    ended_at=None,
                    fingerprint=None,
                    intended=None,
                )
                .returning(DraftRow.id)
            ).scalar_one_or_none()
            if again is not None:
                return _fresh(session, again)
            fresh = DraftRow(
                id=uuid4(),
                thread_id=row.id,
                mailbox_id=row.mailbox_id,
                lapse=lapse,
                follow_up=follow_up,
                state=DraftState.CLAIMED,
                mark=mark,
                claim=holder,
                claimed_until=now + HELD_FOR,
                attempts=0,
                provider_draft_id="",
                provider_message_id="",
                open_url="",
                created_at=now,
            )
            session.add(fresh)
    except IntegrityError:
        return None
    return fresh


def _fresh(session: Session, draft_id: UUID) -> DraftRow:
    return session.scalars(select(DraftRow).where(DraftRow.id == draft_id).execution_options(populate_existing=True)).one()


def new_mark(address: str) -> str:
    """A private mark for a draft: a Message-ID like any other of the owner's domain, random, meaning nothing to anybody else."""
    return f"<{secrets.token_hex(16)}@{address.rpartition('@')[2] or 'localhost'}>"


def _held(row: DraftRow) -> ColumnElement[bool]:
    return and_(DraftRow.id == row.id, DraftRow.claim == row.claim, DraftRow.state == DraftState.CLAIMED)


def begin_writing(session: Session, row: DraftRow, lapse: str, follow_up: int, intended: str, now: datetime) -> bool:
    """Note what is about to be put into the mailbox, and for which lapse, before it is; False when the claim has been lost."""
    intended_hash = vault_of(session).hash("fingerprint", intended)
    return (
        session.execute(
            update(DraftRow)
            .where(_held(row))
            .values(
                lapse=lapse,
                follow_up=follow_up,
                intended=intended_hash,
                attempts=DraftRow.attempts + 1,
                claimed_until=now + HELD_FOR,
            )
            .returning(DraftRow.id)
        ).scalar_one_or_none()
        is not None
    )


def record(session: Session, row: DraftRow, written: Draft, fingerprint: str, now: datetime, *, edited: bool) -> bool:
    """Note the draft that now lies in the mailbox, as it was read back; False when the claim has been lost."""
    return (
        session.execute(
            update(DraftRow)
            .where(_held(row))
            .values(
                state=DraftState.OPEN,
                claim=None,
                claimed_until=None,
                provider_draft_id=written.id,
                provider_message_id=written.message_id,
                provider_changed_at=written.changed_at,
                open_url=written.open_url,
                fingerprint=vault_of(session).hash("fingerprint", fingerprint),
                written_at=now,
                activity_at=now if edited else None,
                edited_at=now if edited else None,
            )
            .returning(DraftRow.id)
        ).scalar_one_or_none()
        is not None
    )


def is_ours(session: Session, row: DraftRow, intended: str) -> bool:
    """Whether what was found in the mailbox reads exactly as what we were about to write."""
    return row.intended is not None and bytes(row.intended) == vault_of(session).hash("fingerprint", intended)


def is_untouched(session: Session, row: DraftRow, fingerprint: str) -> bool:
    """Whether the draft still reads as it did when we had written it."""
    return row.fingerprint is not None and bytes(row.fingerprint) == vault_of(session).hash("fingerprint", fingerprint)


def release(session: Session, row: DraftRow) -> None:
    """Let go of a claim after a passing fault: the next run takes it over at once, and looks for what may lie there."""
    session.execute(update(DraftRow).where(_held(row)).values(claim=None, claimed_until=None))


def drop(session: Session, row: DraftRow) -> None:
    """Give a claim up for good: nothing lies in the mailbox, and nothing is to be written now."""
    session.execute(delete(DraftRow).where(_held(row)))


def end(session: Session, row: DraftRow, state: DraftState, now: datetime) -> bool:
    """Say how a claimed or open draft ended; False when another run has said so already."""
    return (
        session.execute(
            update(DraftRow)
            .where(DraftRow.id == row.id, DraftRow.state.in_((DraftState.OPEN, DraftState.CLAIMED)))
            .values(state=state, ended_at=now, claim=None, claimed_until=None)
            .returning(DraftRow.id)
        ).scalar_one_or_none()
        is not None
    )


def begin_removing(session: Session, row: DraftRow, now: datetime) -> bool:
    """Note that we are about to take an open draft away; False when it is no longer open."""
    return (
        session.execute(
            update(DraftRow)
            .where(DraftRow.id == row.id, DraftRow.state == DraftState.OPEN)
            .values(removing_at=now)
            .returning(DraftRow.id)
        ).scalar_one_or_none()
        is not None
    )


def spare(session: Session, row: DraftRow) -> None:
    """Note that we did not take it away after all."""
    session.execute(update(DraftRow).where(DraftRow.id == row.id).values(removing_at=None))


def note_activity(session: Session, row: DraftRow, seen: Draft, now: datetime, *, edited: bool) -> None:
    """Note that the user has been at work on an open draft."""
    values = {
        "provider_draft_id": seen.id,
        "provider_message_id": seen.message_id,
        "provider_changed_at": seen.changed_at,
        "activity_at": now,
        "removing_at": None,
    }
    if edited and row.edited_at is None:
        values["edited_at"] = now
    session.execute(update(DraftRow).where(DraftRow.id == row.id, DraftRow.state == DraftState.OPEN).values(values))
