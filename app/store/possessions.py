"""Everything that is kept of somebody: in numbers, and as a document to take away. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store import accounts, choices, journal_lists, mailboxes, threads
from app.store.database import vault_of
from app.store.summaries import corrections_to_json
from app.store.tables import (
    AccountRow,
    DraftRow,
    JournalRow,
    MailboxRow,
    PreferenceRow,
    ReadingRow,
    SeenRow,
    SessionRow,
    ThreadRow,
)

BATCH = 200


@dataclass(frozen=True, slots=True)
class Browser:
    """A signed-in browser."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    this_one: bool


def numbers(session: Session, account_id: UUID) -> dict[str, int]:
    """How much is kept of somebody, by kind."""

    def of_account(table: Any) -> int:
        return session.scalar(select(func.count()).select_from(table).where(table.account_id == account_id)) or 0

    def of_mailboxes(table: Any) -> int:
        query = select(func.count()).select_from(table).join(MailboxRow, MailboxRow.id == table.mailbox_id)
        return session.scalar(query.where(MailboxRow.account_id == account_id)) or 0

    return {
        "mailboxes": of_account(MailboxRow),
        "threads": of_account(ThreadRow),
        "readings": of_mailboxes(ReadingRow),
        "seen": of_mailboxes(SeenRow),
        "drafts": of_mailboxes(DraftRow),
        "preferences": of_account(PreferenceRow),
        "journal": of_account(JournalRow),
    }


def browsers(session: Session, account_id: UUID, token: str) -> list[Browser]:
    """Where somebody is signed in, the latest used first; ``token`` is the cookie of the browser that asks."""
    here = accounts.token_hash(token)
    rows = session.scalars(select(SessionRow).where(SessionRow.account_id == account_id).order_by(SessionRow.last_seen_at.desc()))
    return [Browser(row.id, row.created_at, row.last_seen_at, bytes(row.token_hash) == here) for row in rows]


def export(session: Session, account_id: UUID) -> dict[str, Any]:
    """Everything that is kept of somebody, opened, but for what opens their mailbox."""
    row = session.get(AccountRow, account_id)
    if row is None:
        return {}
    return {
        "account": {
            "email": accounts.email_of(session, row),
            "signs_in_with": row.provider,
            "created_at": row.created_at.isoformat(),
            "rules_that_differ_from_the_defaults": row.rules,
            "drafts_come_by_themselves": row.automatic,
            "absent_from_on": _text(row.absent_from_on),
            "absent_until_on": _text(row.absent_until_on),
            "sign_off": choices.sign_off_of(session, row),
            "templates": accounts.templates_of(session, row),
        },
        "preferences": [
            {"kind": one.kind, "value": one.value, "recruiter": one.recruiter, "created_at": one.created_at.isoformat()}
            for one in choices.preferences(session, account_id)
        ],
        "mailboxes": [_mailbox(session, one) for one in mailboxes.mailboxes_of(session, account_id)],
        "threads": list(_threads(session, account_id)),
        "journal": [
            {"at": one.at.isoformat(), "event": one.event, "why": one.why, "thread": _text(one.thread_id), "kept": one.kept_text}
            for one in journal_lists.page_of(session, account_id, 0, 1_000_000)
        ],
        "sessions": [
            {"created_at": one.created_at.isoformat(), "last_seen_at": one.last_seen_at.isoformat()}
            for one in browsers(session, account_id, "")
        ],
        "other_conversations_that_were_read": numbers(session, account_id)["seen"],
    }


def _mailbox(session: Session, row: MailboxRow) -> dict[str, Any]:
    candidate = mailboxes.candidate_of(session, row)
    return {
        "id": str(row.id),
        "provider": row.provider,
        "address": mailboxes.address_of(session, row),
        "own_addresses": sorted(candidate.addresses),
        "name": candidate.name,
        "state": row.state,
        "time_zone": row.timezone,
        "region": row.region,
        "linked_at": row.linked_at.isoformat(),
    }


def _threads(session: Session, account_id: UUID) -> Iterator[dict[str, Any]]:
    ids = threads.ids_of_account(session, account_id)
    vault = vault_of(session)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        read = threads.readings_of(session, batch)
        for row in session.scalars(select(ThreadRow).where(ThreadRow.id.in_(batch))):
            yield {
                "id": str(row.id),
                "mailbox": str(row.mailbox_id),
                "status": row.status,
                "due_on": _text(row.due_on),
                "verdict": vault.open_or(ThreadRow.summary, row.id, row.summary),
                "corrections": corrections_to_json(threads.corrections_of(row)),
                "readings": [reading.to_json() for reading in (*read[row.id].own, *read[row.id].elsewhere)],
            }


def _text(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
