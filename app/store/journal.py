"""What we did in a mailbox, when and why; the texts of drafts we took away. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.database import vault_of
from app.store.tables import JournalRow


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal, opened."""

    at: datetime
    event: str
    why: str
    thread_id: UUID | None
    draft_id: UUID | None
    kept_text: str = ""
    id: UUID | None = None
    mailbox_id: UUID | None = None


def note(
    session: Session,
    *,
    account_id: UUID,
    event: str,
    at: datetime,
    why: str = "",
    mailbox_id: UUID | None = None,
    thread_id: UUID | None = None,
    draft_id: UUID | None = None,
    kept_text: str | None = None,
) -> UUID:
    """Write one line and answer its id. ``event`` is a plain word without names; what names a person goes into ``why``, sealed."""
    vault, row_id = vault_of(session), uuid4()
    session.add(
        JournalRow(
            id=row_id,
            account_id=account_id,
            mailbox_id=mailbox_id,
            thread_id=thread_id,
            draft_id=draft_id,
            at=at,
            event=event,
            why=vault.seal(JournalRow.why, row_id, why) if why else None,
            kept_text=None if kept_text is None else vault.seal(JournalRow.kept_text, row_id, kept_text),
        )
    )
    return row_id


def entry(session: Session, account_id: UUID, entry_id: UUID) -> Entry | None:
    """One line of somebody's own journal."""
    row = session.get(JournalRow, entry_id)
    return _opened(session, row) if row is not None and row.account_id == account_id else None


def entries(session: Session, account_id: UUID, at_most: int = 100) -> list[Entry]:
    """Somebody's journal, the latest first."""
    rows = session.scalars(
        select(JournalRow).where(JournalRow.account_id == account_id).order_by(JournalRow.at.desc(), JournalRow.id).limit(at_most)
    )
    return [_opened(session, row) for row in rows]


def _opened(session: Session, row: JournalRow) -> Entry:
    vault = vault_of(session)
    return Entry(
        row.at,
        row.event,
        vault.open_or(JournalRow.why, row.id, row.why),
        row.thread_id,
        row.draft_id,
        vault.open_or(JournalRow.kept_text, row.id, row.kept_text),
        row.id,
    )
