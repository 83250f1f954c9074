"""Named queries about private feeds: their secret address, and what they tell. Nothing here commits."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from app.detection.verdict import Status
from app.store.accounts import token_hash
from app.store.database import vault_of
from app.store.tables import DraftRow, DraftState, FeedRow, ThreadRow

AT_MOST = 200


def secret_of(session: Session, account_id: UUID) -> str:
    """The secret part of somebody's feed addresses; empty where there is none."""
    row = session.scalar(select(FeedRow).where(FeedRow.account_id == account_id))
    return vault_of(session).open_or(FeedRow.secret, row.id, row.secret) if row else ""


def renew(session: Session, account_id: UUID, now: datetime) -> str:
    """Make a new secret address; the old one, if any, is worth nothing from now on."""
    revoke(session, account_id)
    secret, row_id = secrets.token_urlsafe(32), uuid4()
    sealed = vault_of(session).seal(FeedRow.secret, row_id, secret)
    session.add(FeedRow(id=row_id, account_id=account_id, secret=sealed, secret_hash=token_hash(secret), created_at=now))
    session.flush()
    return secret


def revoke(session: Session, account_id: UUID) -> None:
    session.execute(delete(FeedRow).where(FeedRow.account_id == account_id))


def account_behind(session: Session, secret: str) -> UUID | None:
    """Whose feed this secret opens."""
    return session.scalar(select(FeedRow.account_id).where(FeedRow.secret_hash == token_hash(secret)))


def open_drafts(session: Session, account_id: UUID) -> list[tuple[DraftRow, ThreadRow]]:
    """The drafts that wait, the latest first, with their threads."""
    query = select(DraftRow, ThreadRow).join(ThreadRow, ThreadRow.id == DraftRow.thread_id)
    query = query.where(ThreadRow.account_id == account_id, DraftRow.state == DraftState.OPEN)
    rows = session.execute(query.options(joinedload(ThreadRow.mailbox)).order_by(DraftRow.written_at.desc()).limit(AT_MOST))
    return [(row[0], row[1]) for row in rows]


def follow_ups(session: Session, account_id: UUID) -> list[ThreadRow]:
    """The threads with a follow-up day, the soonest first."""
    query = select(ThreadRow).where(
        ThreadRow.account_id == account_id,
        ThreadRow.due_on.is_not(None),
        ThreadRow.status.in_((Status.WAITING, Status.FOLLOWED_UP, Status.DUE)),
    )
    return list(session.scalars(query.options(joinedload(ThreadRow.mailbox)).order_by(ThreadRow.due_on).limit(AT_MOST)))
