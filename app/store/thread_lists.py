"""Named queries behind the list of conversations. Each costs the same for fifty threads and for thousands, but for a search:
names are sealed, so a search opens every summary of the account. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.detection.verdict import Status
from app.store.database import vault_of
from app.store.summaries import Summary, summary_from_text
from app.store.tables import DraftRow, DraftState, MailboxRow, ThreadRow

GROUPS: dict[str, tuple[Status, ...]] = {
    "ready": (Status.DUE, Status.DRAFT_EXISTS),
    "yours": (Status.MY_TURN,),
    "waiting": (Status.WAITING, Status.FOLLOWED_UP),
    "unattended": (Status.UNATTENDED,),
    "undated": (Status.NO_PROMISE,),
    "answered": (Status.ANSWERED,),
    "closed": (Status.CLOSED, Status.EXPIRED),
    "apart": (Status.NOT_RECRUITER,),
}
"""The lists a person looks at, by name, and the statuses in each."""

SOONEST_FIRST = frozenset({"ready", "waiting"})


@dataclass(frozen=True, slots=True)
class Found:
    """A page of threads.

    Attributes:
        total: how many there are on all pages.
    """

    rows: Sequence[ThreadRow]
    total: int


def group_of(status: str) -> str:
    """The list in which a thread of this status stands."""
    return next(name for name, statuses in GROUPS.items() if status in statuses)


def counts(session: Session, account_id: UUID, mailbox_id: UUID | None = None) -> dict[str, int]:
    """How many threads each list holds."""
    query = select(ThreadRow.status, func.count()).where(ThreadRow.account_id == account_id).group_by(ThreadRow.status)
    if mailbox_id is not None:
        query = query.where(ThreadRow.mailbox_id == mailbox_id)
    found = dict.fromkeys(GROUPS, 0)
    for status, many in session.execute(query):
        found[group_of(status)] += many
    return found


def in_group(
    session: Session, account_id: UUID, group: str, *, mailbox_id: UUID | None = None, skip: int = 0, at_most: int = 25
) -> list[ThreadRow]:
    """One page of a list: what comes soonest first where a day matters, the latest mail first elsewhere."""
    query = select(ThreadRow.id).where(ThreadRow.account_id == account_id, ThreadRow.status.in_(GROUPS[group]))
    if mailbox_id is not None:
        query = query.where(ThreadRow.mailbox_id == mailbox_id)
    order = (ThreadRow.due_on, ThreadRow.id) if group in SOONEST_FIRST else (ThreadRow.last_mail_at.desc(), ThreadRow.id)
    # Sorted by their keys alone: whole rows carry sealed text, and thousands of those would be moved to show a few.
    ids = session.scalars(query.order_by(*order).offset(skip).limit(at_most)).all()
    rows = session.scalars(select(ThreadRow).where(ThreadRow.id.in_(ids)).options(joinedload(ThreadRow.mailbox)))
    by_id = {row.id: row for row in rows}
    return [by_id[i] for i in ids]


def search(
    session: Session,
    account_id: UUID,
    words: str,
    *,
    group: str = "",
    mailbox_id: UUID | None = None,
    skip: int = 0,
    at_most: int = 25,
) -> Found:
    """Threads whose person, organisation, role or subject holds every one of these words, the latest mail first."""
    wanted = words.casefold().split()
    vault = vault_of(session)
    query = select(ThreadRow.id, ThreadRow.summary).where(ThreadRow.account_id == account_id, ThreadRow.summary.is_not(None))
    if mailbox_id is not None:
        query = query.where(ThreadRow.mailbox_id == mailbox_id)
    statuses = GROUPS[group] if group else tuple(s for s in Status if s is not Status.NOT_RECRUITER)
    query = query.where(ThreadRow.status.in_(statuses)).order_by(ThreadRow.last_mail_at.desc(), ThreadRow.id)
    hits: list[UUID] = []
    for thread_id, sealed in session.execute(query):
        summary = summary_from_text(vault.open(ThreadRow.summary, thread_id, sealed or b""))
        if _speaks_of(summary, wanted):
            hits.append(thread_id)
    shown = hits[skip : skip + at_most]
    rows = session.scalars(select(ThreadRow).where(ThreadRow.id.in_(shown)).options(joinedload(ThreadRow.mailbox)))
    by_id = {row.id: row for row in rows}
    return Found([by_id[i] for i in shown], len(hits))


def _speaks_of(summary: Summary, wanted: Sequence[str]) -> bool:
    verdict = summary.verdict
    text = " ".join((verdict.person, verdict.organisation, verdict.role, summary.subject)).casefold()
    return all(word in text for word in wanted)


def proposals(session: Session, account_id: UUID) -> dict[UUID, int]:
    """How many drafts are proposed in each mailbox that has not been told to write any."""
    open_ones = select(DraftRow.thread_id).where(DraftRow.state.in_((DraftState.OPEN, DraftState.CLAIMED)))
    rows = session.execute(
        select(ThreadRow.mailbox_id, func.count())
        .join(MailboxRow, MailboxRow.id == ThreadRow.mailbox_id)
        .where(
            ThreadRow.account_id == account_id,
            ThreadRow.status == Status.DUE,
            MailboxRow.told_at.is_(None),
            ThreadRow.id.not_in(open_ones),
        )
        .group_by(ThreadRow.mailbox_id)
    )
    return {row[0]: row[1] for row in rows}


def progress(session: Session, mailbox_id: UUID) -> tuple[int, int]:
    """How many recruiter threads, and how many promises, have been found in a mailbox so far."""
    found = session.execute(
        select(func.count(), func.count(ThreadRow.deadline_on)).where(
            ThreadRow.mailbox_id == mailbox_id, ThreadRow.status != Status.NOT_RECRUITER
        )
    ).one()
    return found[0], found[1]
