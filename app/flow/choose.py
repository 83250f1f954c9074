"""Change what somebody chose, and say beforehand what it would change: timing rules, absence, pauses, whom to treat as a recruiter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import detection
from app.conversation import Candidate
from app.detection.verdict import Status
from app.flow.decide import Plan, Standing, Written, plan_draft
from app.flow.review import candidate_for, preferred, review_account, standing_of
from app.flow.services import Services, Unknown
from app.store import accounts, choices, drafts, journal, mailboxes, threads
from app.store.choices import Choices
from app.store.tables import DraftState, MailboxRow, ThreadRow
from app.store.threads import Readings

MAY_CHANGE = (
    Status.DUE, Status.WAITING, Status.FOLLOWED_UP, Status.EXPIRED, Status.NO_PROMISE, Status.UNATTENDED, Status.DRAFT_EXISTS,
)  # fmt: skip
"""Threads in these may get a draft under other rules."""
LOOKED_AT = 400
AT_ONCE = 500
"""So many threads are judged anew while the visitor waits; more are left to the background."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What would become of the drafts.

    Attributes:
        today: drafts that would be written today, or are already outstanding.
        later: of those whose day would change, how many would wait until which day.
        dropped: drafts that would have come and would not any more.
        changed: how many threads have another day, or none, or one for the first time.
    """

    today: int = 0
    later: tuple[tuple[date, int], ...] = ()
    dropped: int = 0
    changed: int = 0
    by_themselves: bool = True


def preview(services: Services, account_id: UUID, wished: Choices, now: datetime) -> Effects:
    """Say what these choices would change, from what is stored; nothing is kept and no mailbox is asked."""
    with services.database.read() as session:
        query = select(ThreadRow).where(
            ThreadRow.account_id == account_id, ThreadRow.status.in_(MAY_CHANGE), ThreadRow.gone_at.is_(None)
        )
        query = query.options(joinedload(ThreadRow.mailbox).joinedload(MailboxRow.account))
        rows = list(session.scalars(query.order_by(ThreadRow.last_mail_at.desc()).limit(LOOKED_AT)))
        ids = [row.id for row in rows]
        read, ours = threads.readings_of(session, ids), drafts.drafts_of(session, ids)
        candidates: dict[UUID, Candidate] = {}
        today, dropped, changed = 0, 0, 0
        later: Counter[date] = Counter()
        for row in rows:
            box = row.mailbox
            if box.id not in candidates:
                candidates[box.id] = candidate_for(session, box)
            candidate = candidates[box.id]
            zone = ZoneInfo(box.timezone)
            this_day = now.astimezone(zone).date()
            known = choices_of(row)
            # The proposals of a first look count like drafts: what the rules say about them is what the visitor wants to see.
            standing = replace(standing_of(box, box.account), told=True, automatic=True)
            own = tuple(
                Written(d.lapse, d.state, d.written_at, d.ended_at) for d in ours.get(row.id, ()) if d.state != DraftState.CLAIMED
            )
            before = _day_of(session, row, read[row.id], own, candidate, known, standing, now, zone, this_day)
            after = _day_of(session, row, read[row.id], own, candidate, wished, standing, now, zone, this_day)
            today += after == this_day
            if before == after:
                continue
            changed += 1
            if after is None:
                dropped += 1
            elif after != this_day:
                later[after] += 1
    return Effects(today, tuple(sorted(later.items())), dropped, changed, wished.automatic)


def choices_of(row: ThreadRow) -> Choices:
    account = row.mailbox.account
    return Choices(accounts.rules_of(account), account.automatic, account.absent_from_on, account.absent_until_on)


def _day_of(
    session: Session,
    row: ThreadRow,
    read: Readings,
    own: Sequence[Written],
    candidate: Candidate,
    wished: Choices,
    standing: Standing,
    now: datetime,
    zone: ZoneInfo,
    today: date,
) -> date | None:
    """The day on which a thread's draft would be written under these choices; today for one that is outstanding."""
    corrections = threads.corrections_of(row)
    if corrections.recruiter is None:
        corrections = replace(corrections, recruiter=preferred(session, row.account_id, read.own, candidate))
    verdict = detection.judge(read.own, read.elsewhere, candidate, wished.rules, now, corrections)
    standing = replace(standing, absent_from_on=wished.absent_from_on, absent_until_on=wished.absent_until_on)
    plan: Plan = plan_draft(verdict, own, row.followed_up_at, standing, candidate, wished.rules)
    return max(plan.at.astimezone(zone).date(), today) if plan.at is not None else None


def choose(services: Services, account_id: UUID, wished: Choices, now: datetime) -> None:
    """Keep these choices and judge everything anew by them. Raises Unknown."""
    with services.database.write() as session:
        row = accounts.account(session, account_id)
        if row is None:
            raise Unknown
        choices.set_choices(row, wished)
        journal.note(session, account_id=account_id, event="settings_changed", at=now)
    judge_anew(services, account_id, now)


def judge_anew(services: Services, account_id: UUID, now: datetime) -> None:
    """Judge all threads again: at once where there are few, in the background where there are thousands."""
    with services.database.write() as session:
        many = len(threads.ids_of_account(session, account_id))
        if many > AT_ONCE:
            threads.rejudge_soon(session, account_id, now)
        boxes = [row.id for row in mailboxes.mailboxes_of(session, account_id)]
    if many <= AT_ONCE:
        review_account(services, account_id, now)
    for mailbox_id in boxes:
        services.wake(mailbox_id)


def pause(services: Services, account_id: UUID, mailbox_id: UUID, now: datetime, *, on: bool) -> None:
    """Pause a mailbox, or resume it. Raises Unknown."""
    with services.database.write() as session:
        row = mailboxes.mailbox(session, mailbox_id)
        if row is None or row.account_id != account_id:
            raise Unknown
        if on:
            choices.pause(row)
        else:
            choices.resume(row, now)
        journal.note(session, account_id=account_id, mailbox_id=mailbox_id, event="settings_changed", at=now)
    judge_anew(services, account_id, now)


def prefer(services: Services, account_id: UUID, kind: str, value: str, recruiter: bool | None, now: datetime) -> None:
    """Remember whether a sender or an organisation is treated as a recruiter; None forgets it."""
    with services.database.write() as session:
        accounts.prefer(session, account_id, kind, value, recruiter, now)
    judge_anew(services, account_id, now)
