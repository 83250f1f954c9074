"""Named queries behind the journal's pages. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store.database import vault_of
from app.store.journal import Entry
from app.store.tables import JournalRow


def of_thread(session: Session, account_id: UUID, thread_id: UUID, at_most: int = 30) -> list[Entry]:
    """What was done in one of somebody's threads, the latest first."""
    query = select(JournalRow).where(JournalRow.account_id == account_id, JournalRow.thread_id == thread_id)
    return _opened(session, session.scalars(query.order_by(JournalRow.at.desc(), JournalRow.id).limit(at_most)).all())


def page_of(session: Session, account_id: UUID, skip: int, at_most: int) -> list[Entry]:
    """One page of somebody's journal, the latest first."""
    query = select(JournalRow).where(JournalRow.account_id == account_id)
    query = query.order_by(JournalRow.at.desc(), JournalRow.id).offset(skip).limit(at_most)
    return _opened(session, session.scalars(query).all())


def counted(session: Session, account_id: UUID) -> int:
    return session.scalar(select(func.count()).where(JournalRow.account_id == account_id)) or 0


def _opened(session: Session, rows: Sequence[JournalRow]) -> list[Entry]:
    vault = vault_of(session)
    return [
        Entry(
            row.at,
            row.event,
            vault.open_or(JournalRow.why, row.id, row.why),
            row.thread_id,
            row.draft_id,
            vault.open_or(JournalRow.kept_text, row.id, row.kept_text),
            row.id,
            row.mailbox_id,
        )
        for row in rows
    ]
