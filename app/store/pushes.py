"""Named queries about browsers that want to be told when a draft waits. Nothing here commits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.store.accounts import token_hash
from app.store.database import vault_of
from app.store.tables import DraftRow, DraftState, PushRow, ThreadRow

MOST_BROWSERS = 20


@dataclass(frozen=True, slots=True)
class ToTell:
    """A browser to be told, and how many drafts have been written since it last was."""

    id: UUID
    subscription: Mapping[str, Any]
    drafts: int
    told_at: datetime


def add(session: Session, account_id: UUID, subscription: Mapping[str, Any], now: datetime) -> None:
    """Keep a browser's subscription; drafts that wait already are not told. Of very many, the oldest are forgotten."""
    endpoint_hash, row_id = token_hash(str(subscription["endpoint"])), uuid4()
    session.execute(delete(PushRow).where(PushRow.endpoint_hash == endpoint_hash))
    sealed = vault_of(session).seal(PushRow.subscription, row_id, json.dumps(dict(subscription)))
    session.add(
        PushRow(id=row_id, account_id=account_id, endpoint_hash=endpoint_hash, subscription=sealed, created_at=now, told_at=now)
    )
    session.flush()
    ids = session.scalars(select(PushRow.id).where(PushRow.account_id == account_id).order_by(PushRow.created_at.desc())).all()
    if old := ids[MOST_BROWSERS:]:
        session.execute(delete(PushRow).where(PushRow.id.in_(old)))


def remove(session: Session, push_id: UUID) -> None:
    """Forget a browser whose push service knows it no longer."""
    session.execute(delete(PushRow).where(PushRow.id == push_id))


def remove_all(session: Session, account_id: UUID) -> None:
    session.execute(delete(PushRow).where(PushRow.account_id == account_id))


def counted(session: Session, account_id: UUID) -> int:
    return session.scalar(select(func.count()).where(PushRow.account_id == account_id)) or 0


def to_tell(session: Session, at_most: int = 200) -> list[ToTell]:
    """Browsers whose user has an open draft that was written since they were last told."""
    vault = vault_of(session)
    query = (
        select(PushRow, func.count())
        .join(ThreadRow, ThreadRow.account_id == PushRow.account_id)
        .join(DraftRow, DraftRow.thread_id == ThreadRow.id)
        .where(DraftRow.state == DraftState.OPEN, DraftRow.written_at > PushRow.told_at)
        .group_by(PushRow.id)
        .limit(at_most)
    )
    return [
        ToTell(row.id, json.loads(vault.open(PushRow.subscription, row.id, row.subscription or b"")), many, row.told_at)
        for row, many in session.execute(query)
    ]


def claim(session: Session, one: ToTell, now: datetime) -> bool:
    """Take it upon this process to tell a browser; False when another has meanwhile."""
    query = update(PushRow).where(PushRow.id == one.id, PushRow.told_at == one.told_at).values(told_at=now)
    return session.execute(query.returning(PushRow.id)).scalar_one_or_none() is not None


def release(session: Session, one: ToTell) -> None:
    """Have it told later: its push service was out of order."""
    session.execute(update(PushRow).where(PushRow.id == one.id).values(told_at=one.told_at))
