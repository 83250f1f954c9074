"""Which worker processes are alive: each renews its own row, and whoever finds an expired one takes it over, once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.store.tables import LeaseRow


def take(session: Session, executor_id: str, now: datetime, expires_at: datetime) -> None:
    """Enter a fresh process."""
    session.add(LeaseRow(executor_id=executor_id, renewed_at=now, expires_at=expires_at))


def renew(session: Session, executor_id: str, now: datetime, expires_at: datetime) -> bool:
    """Say that the process still lives; False when its lease was taken over, and its jobs with it."""
    renewed = session.execute(
        update(LeaseRow).where(LeaseRow.executor_id == executor_id).values(renewed_at=now, expires_at=expires_at)
    )
    return bool(renewed.rowcount)  # type: ignore[attr-defined]


def give_back(session: Session, executor_id: str) -> None:
    """Leave in good order."""
    session.execute(delete(LeaseRow).where(LeaseRow.executor_id == executor_id))


def take_over(session: Session, now: datetime) -> list[str]:
    """Remove every expired lease and name whose it was. Of several processes that ask at once, each dead one goes to one."""
    dead = list(session.scalars(select(LeaseRow.executor_id).where(LeaseRow.expires_at < now).with_for_update(skip_locked=True)))
    if dead:
        session.execute(delete(LeaseRow).where(LeaseRow.executor_id.in_(dead)))
    return dead


def living(session: Session, now: datetime) -> list[str]:
    """The processes whose lease holds."""
    return list(session.scalars(select(LeaseRow.executor_id).where(LeaseRow.expires_at >= now)))
