"""Forget conversations that have been closed for long. Nothing here commits."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from app.detection.verdict import Status
from app.store.tables import DraftRow, DraftState, JournalRow, MailboxRow, ThreadRow
from app.store.threads import note_seen

LIVE = (DraftState.CLAIMED, DraftState.OPEN)


def forget_closed(session: Session, now: datetime, keep: timedelta, at_most: int = 200) -> int:
    """Delete what was read in conversations closed for ``keep``; the answer is how many there were.

    Quote, names, subject and readings go with the row, and so do the reasons and draft texts in the journal; its bare lines
    stay. Left is a hash that says "read". A conversation with a draft of ours still in the mailbox waits for the draft's end.
    """
    rows = session.execute(
        select(ThreadRow.id, ThreadRow.mailbox_id, ThreadRow.provider_thread_id)
        .join(MailboxRow, MailboxRow.id == ThreadRow.mailbox_id)
        .where(
            ThreadRow.status == Status.CLOSED,
            ThreadRow.status_since_at <= now - keep,
            ThreadRow.last_mail_at <= now - keep,
            ~exists().where(DraftRow.thread_id == ThreadRow.id, DraftRow.state.in_(LIVE)),
        )
        .limit(at_most)
    ).all()
    ids = [row.id for row in rows]
    if not ids:
        return 0
    session.execute(update(JournalRow).where(JournalRow.thread_id.in_(ids)).values(why=None, kept_text=None))
    session.execute(delete(ThreadRow).where(ThreadRow.id.in_(ids)))
    for row in rows:
        note_seen(session, row.mailbox_id, [row.provider_thread_id], now.date())
    return len(ids)
