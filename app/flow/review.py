"""Judge threads from what is stored: no mailbox is asked. Run when rules, corrections, the clock or the mail have changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import detection
from app.conversation import Candidate, Person
from app.detection.reading import Reading
from app.detection.verdict import Corrections, Status, TimingRules, Verdict
from app.flow.decide import LEAVES_DRAFT, Standing, Written, plan_draft
from app.flow.services import Services
from app.store import accounts, drafts, mailboxes, threads
from app.store.database import vault_of
from app.store.tables import AccountRow, DraftRow, DraftState, MailboxRow, MailboxState, ThreadRow
from app.store.threads import Readings

BATCH = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """A thread with all that its verdict rests on."""

    row: ThreadRow
    verdict: Verdict
    readings: Readings
    candidate: Candidate
    rules: TimingRules
    standing: Standing
    drafts: Sequence[DraftRow]

    @property
    def written(self) -> tuple[Written, ...]:
        return tuple(Written(row.lapse, row.state, row.written_at, row.ended_at) for row in self.drafts)


def review_threads(services: Services, thread_ids: Collection[UUID], now: datetime) -> int:
    """Judge these threads again; the answer is how many there were."""
    done = 0
    for batch in _batches(list(thread_ids)):
        with services.database.write() as session:
            done += len(judge_threads(session, load(session, batch), now))
    return done


def review_account(services: Services, account_id: UUID, now: datetime) -> int:
    """Judge all of somebody's threads again, after a rule or a choice of theirs has changed. Fetches nothing."""
    with services.database.read() as session:
        ids = threads.ids_of_account(session, account_id)
    return review_threads(services, ids, now)


def review_mailbox(services: Services, mailbox_id: UUID, now: datetime) -> int:
    """Judge all threads of a mailbox again, after its zone or region has changed. Fetches nothing."""
    with services.database.read() as session:
        ids = threads.ids_in_mailbox(session, mailbox_id)
    return review_threads(services, ids, now)


def correct_thread(services: Services, thread_id: UUID, corrections: Corrections, now: datetime) -> Verdict:
    """Take over what the user says about a thread, and judge it again."""
    with services.database.write() as session:
        (row,) = load(session, [thread_id])
        threads.correct(row, corrections)
        return judge_threads(session, [row], now)[0].verdict


def load(session: Session, thread_ids: Collection[UUID]) -> list[ThreadRow]:
    """Threads with their mailboxes and accounts, in one query."""
    if not thread_ids:
        return []
    query = select(ThreadRow).where(ThreadRow.id.in_(thread_ids))
    return list(session.scalars(query.options(joinedload(ThreadRow.mailbox).joinedload(MailboxRow.account))))


def judge_threads(session: Session, rows: Sequence[ThreadRow], now: datetime) -> list[Judged]:
    """Judge and keep the verdicts, in a fixed number of queries. The rows carry their mailboxes and accounts."""
    ids = [row.id for row in rows]
    read, ours = threads.readings_of(session, ids), drafts.drafts_of(session, ids)
    candidates: dict[UUID, Candidate] = {}
    choosy = {row.account_id for row in rows}
    choosy = {account_id for account_id in choosy if accounts.has_preferences(session, account_id)}
    judged = []
    for row in rows:
        mailbox, account = row.mailbox, row.mailbox.account
        if mailbox.id not in candidates:
            candidates[mailbox.id] = candidate_for(session, mailbox)
        candidate, rules, readings = candidates[mailbox.id], accounts.rules_of(account), read[row.id]
        corrections = threads.corrections_of(row)
        if corrections.recruiter is None and row.account_id in choosy:
            corrections = replace(corrections, recruiter=preferred(session, row.account_id, readings.own, candidate))
        own, elsewhere = arrived(readings.own, now), arrived(readings.elsewhere, now)
        verdict = detection.judge(own, elsewhere, candidate, rules, now, corrections)
        one = Judged(row, verdict, readings, candidate, rules, standing_of(mailbox, account), ours.get(row.id, []))
        _keep(session, one, now)
        judged.append(one)
    return judged


def _keep(session: Session, judged: Judged, now: datetime) -> None:
    row, verdict = judged.row, judged.verdict
    subject = judged.readings.own[0].subject if judged.readings.own else ""
    threads.save_verdict(session, row, verdict, subject, counterpart_of(verdict, judged.readings.own), now)
    ahead = first_ahead(judged.readings, now)
    if ahead is not None:
        row.wake_at = min(ahead, row.wake_at or ahead)
    row.followed_up_at = followed_up_at(judged) or row.followed_up_at
    plan = plan_draft(verdict, judged.written, row.followed_up_at, judged.standing, judged.candidate, judged.rules)
    row.due_at = plan.at
    unsure = [draft for draft in judged.drafts if draft.state == DraftState.CLAIMED and draft.attempts]
    if unsure:
        # A run that ended early may have left a draft in the mailbox: that is looked for even when none is due any more.
        row.due_at = unsure[0].claimed_until or now
    if row.gone_at is not None:
        row.due_at = row.wake_at = None
    is_open = any(draft.state == DraftState.OPEN for draft in judged.drafts)
    if is_open and verdict.status not in LEAVES_DRAFT and (row.attend_at is None or row.attend_at > now):
        row.attend_at = now


def arrived(readings: Sequence[Reading], now: datetime) -> list[Reading]:
    """Mail dated later than now counts as written now: it is here, so its sender's clock is wrong, and an answer is an answer."""
    return [r if r.sent_at <= now else replace(r, sent_at=now.astimezone(r.sent_at.tzinfo)) for r in readings]


def first_ahead(readings: Readings, now: datetime) -> datetime | None:
    """The next instant of mail dated later than now, for a clock is wrong somewhere: then the day it was written is known for good."""
    sent = (reading.sent_at for reading in (*readings.own, *readings.elsewhere) if not reading.draft)
    return min((at for at in sent if at > now), default=None)


def followed_up_at(judged: Judged) -> datetime | None:
    """When the user last followed up in the thread, by themselves or with a draft of ours."""
    sent = [draft.ended_at for draft in judged.drafts if draft.state == DraftState.SENT and draft.ended_at]
    promise = judged.verdict.promise
    if judged.verdict.status == Status.FOLLOWED_UP or judged.verdict.follow_up > 1:
        sent += [
            reading.sent_at
            for reading in judged.readings.own
            if reading.mine and not reading.draft and (promise is None or reading.sent_at.date() > promise.deadline)
        ]
    return max(sent, default=None)


def counterpart_of(verdict: Verdict, readings: Sequence[Reading]) -> Person | None:
    """Who the promise is from."""
    return next((reading.sender for reading in readings if reading.id == verdict.counterpart), None)


def candidate_for(session: Session, mailbox: MailboxRow) -> Candidate:
    """The owner with the addresses of all their linked mailboxes: mail between two of them is their own."""
    own = mailboxes.candidate_of(session, mailbox)
    others = [mailboxes.candidate_of(session, other).addresses for other in mailboxes.mailboxes_of(session, mailbox.account_id)]
    sign_off = vault_of(session).open_or(AccountRow.sign_off, mailbox.account.id, mailbox.account.sign_off)
    return replace(own, addresses=own.addresses.union(*others), name=sign_off or own.name)


def standing_of(mailbox: MailboxRow, account: AccountRow) -> Standing:
    return Standing(
        told=mailbox.told_at is not None,
        automatic=account.automatic,
        working=mailbox.state in (MailboxState.FIRST_LOOK, MailboxState.ACTIVE),
        absent_from_on=account.absent_from_on,
        absent_until_on=account.absent_until_on,
    )


def preferred(session: Session, account_id: UUID, readings: Sequence[Reading], candidate: Candidate) -> bool | None:
    """What the user said about the senders of these messages, or their organisations."""
    if not accounts.has_preferences(session, account_id):
        return None
    senders = [reading.sender for reading in readings if reading.sender and not candidate.is_me(reading.sender)]
    return accounts.preference_for(session, account_id, {s.address for s in senders}, {s.domain for s in senders if s.domain})


def _batches(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
