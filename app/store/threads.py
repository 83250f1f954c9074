"""Named queries about threads, what was read in them and who may answer them. Nothing here commits.

Lists cost a fixed number of queries, however many threads they hold.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, true, update
from sqlalchemy.orm import Session, joinedload

from app.conversation import Person
from app.detection.reading import Reading
from app.detection.verdict import Corrections, Status, Verdict
from app.store.database import vault_of
from app.store.mailboxes import WORKING
from app.store.summaries import Summary, corrections_from_json, corrections_to_json, summary_from_text, summary_to_text
from app.store.tables import DraftRow, DraftState, MailboxRow, ReadingRow, SeenRow, SourceRow, ThreadRow


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read for one thread.

    Attributes:
        own: the thread's messages, those included that have since been deleted.
        live: those of them that are still in the mailbox.
        elsewhere: mail in other threads or mailboxes that may answer it.
    """

    own: tuple[Reading, ...] = ()
    live: tuple[Reading, ...] = ()
    elsewhere: tuple[Reading, ...] = ()


def thread(session: Session, thread_id: UUID) -> ThreadRow | None:
    """A thread with its mailbox and account."""
    return session.scalar(
        select(ThreadRow).where(ThreadRow.id == thread_id).options(joinedload(ThreadRow.mailbox).joinedload(MailboxRow.account))
    )


def threads_known(session: Session, mailbox_id: UUID, provider_thread_ids: Collection[str]) -> dict[str, ThreadRow]:
    """Those of the provider's threads that we keep, by the provider's id."""
    found: dict[str, ThreadRow] = {}
    ids = list(provider_thread_ids)
    for start in range(0, len(ids), 500):
        rows = session.scalars(
            select(ThreadRow).where(
                ThreadRow.mailbox_id == mailbox_id, ThreadRow.provider_thread_id.in_(ids[start : start + 500])
            )
        )
        found |= {row.provider_thread_id: row for row in rows}
    return found


def within_conversation(session: Session, mailbox_id: UUID, conversation_id: str) -> list[ThreadRow]:
    """The threads that one conversation of the provider's holds: Outlook puts unrelated mail into one, and each gets a suffix."""
    start = f"{conversation_id}|"
    named = ThreadRow.provider_thread_id
    query = select(ThreadRow).where(
        ThreadRow.mailbox_id == mailbox_id, or_(named == conversation_id, func.substr(named, 1, len(start)) == start)
    )
    return list(session.scalars(query))


def of_message(session: Session, mailbox_id: UUID, message_id: str) -> ThreadRow | None:
    """The thread that holds the provider's message of that id, where it is one that we keep."""
    query = select(ThreadRow).join(ReadingRow, ReadingRow.thread_id == ThreadRow.id)
    return session.scalar(
        query.where(
            ReadingRow.mailbox_id == mailbox_id, ReadingRow.message_id == message_id, ReadingRow.elsewhere.is_(False)
        ).limit(1)
    )


def add_thread(
    session: Session, mailbox: MailboxRow, provider_thread_id: str, reader_version: int, last_mail_at: datetime, now: datetime
) -> ThreadRow:
    row = ThreadRow(
        id=uuid4(),
        account_id=mailbox.account_id,
        mailbox_id=mailbox.id,
        provider_thread_id=provider_thread_id,
        status=Status.NO_PROMISE,
        status_since_at=now,
        follow_up=1,
        lapse="",
        corrections={},
        last_mail_at=last_mail_at,
        judged_at=now,
        reader_version=reader_version,
    )
    session.add(row)
    session.flush()
    return row


def forget_thread(session: Session, row: ThreadRow) -> None:
    """Delete a thread and what was read in it."""
    session.execute(delete(ThreadRow).where(ThreadRow.id == row.id))
    session.expunge(row)


def save_verdict(
    session: Session, row: ThreadRow, verdict: Verdict, subject: str, counterpart: Person | None, now: datetime
) -> None:
    """Keep a verdict: what is sorted and swept by in the open, what names anybody sealed."""
    vault = vault_of(session)
    if row.status != verdict.status:
        row.status, row.status_since_at = verdict.status, now
    row.lapse, row.follow_up = verdict.lapse[:600], verdict.follow_up
    row.deadline_on = verdict.promise.deadline if verdict.promise else None
    row.due_on, row.wake_at, row.judged_at = verdict.due_on, verdict.wake_at, now
    row.summary = vault.seal(ThreadRow.summary, row.id, summary_to_text(Summary(verdict, subject)))
    row.person_hash = vault.hash("person", counterpart.address) if counterpart else None
    row.domain_hash = vault.hash("domain", counterpart.domain) if counterpart else None


def summary_of(session: Session, row: ThreadRow) -> Summary | None:
    return summary_from_text(vault_of(session).open(ThreadRow.summary, row.id, row.summary)) if row.summary else None


def corrections_of(row: ThreadRow) -> Corrections:
    return corrections_from_json(row.corrections)


def correct(row: ThreadRow, corrections: Corrections) -> None:
    """Keep what the user said about a thread; judge it again afterwards."""
    row.corrections = corrections_to_json(corrections)


# What was read


def save_readings(
    session: Session,
    row: ThreadRow,
    mailbox_id: UUID,
    readings: Iterable[Reading],
    reader_version: int,
    *,
    elsewhere: bool = False,
) -> int:
    """Keep readings of messages, each once; the answer is how many of them were new."""
    vault = vault_of(session)
    by_id = {reading.id: reading for reading in readings}
    known = {
        found.message_id: found
        for found in session.scalars(
            select(ReadingRow).where(
                ReadingRow.thread_id == row.id, ReadingRow.mailbox_id == mailbox_id, ReadingRow.message_id.in_(by_id)
            )
        )
    }
    for reading in by_id.values():
        kept = known.get(reading.id)
        if kept is None:
            kept = ReadingRow(id=uuid4(), thread_id=row.id, mailbox_id=mailbox_id, message_id=reading.id, elsewhere=elsewhere)
            session.add(kept)
        kept.sent_at, kept.draft, kept.gone_at, kept.reader_version = reading.sent_at, reading.draft, None, reader_version
        kept.reading = vault.seal(ReadingRow.reading, kept.id, json.dumps(reading.to_json(), ensure_ascii=False))
        if not (reading.draft or elsewhere) and reading.sent_at > row.last_mail_at:
            row.last_mail_at = reading.sent_at
    session.flush()
    return len(by_id) - len(known)


def keep_only_live(session: Session, row: ThreadRow, live_ids: Collection[str], now: datetime) -> None:
    """Note which of the thread's messages are no longer in the mailbox. Drafts go; all else stays, marked as gone."""
    own = session.execute(
        select(ReadingRow.id, ReadingRow.message_id, ReadingRow.draft, ReadingRow.gone_at).where(
            ReadingRow.thread_id == row.id, ReadingRow.elsewhere.is_(False)
        )
    ).all()
    lost = [
        (reading_id, draft) for reading_id, message_id, draft, gone_at in own if message_id not in live_ids and gone_at is None
    ]
    if drafts := [reading_id for reading_id, draft in lost if draft]:
        session.execute(delete(ReadingRow).where(ReadingRow.id.in_(drafts)))
    if gone := [reading_id for reading_id, draft in lost if not draft]:
        session.execute(update(ReadingRow).where(ReadingRow.id.in_(gone)).values(gone_at=now))


def readings_of(session: Session, thread_ids: Collection[UUID]) -> dict[UUID, Readings]:
    """All that was read for these threads, oldest first, in one query."""
    vault = vault_of(session)
    own: dict[UUID, list[Reading]] = defaultdict(list)
    live: dict[UUID, list[Reading]] = defaultdict(list)
    elsewhere: dict[UUID, list[Reading]] = defaultdict(list)
    rows = session.scalars(
        select(ReadingRow).where(ReadingRow.thread_id.in_(thread_ids)).order_by(ReadingRow.sent_at, ReadingRow.id)
    )
    for row in rows:
        reading = Reading.from_json(json.loads(vault.open(ReadingRow.reading, row.id, row.reading or b"")))
        if row.elsewhere:
            elsewhere[row.thread_id].append(reading)
            continue
        own[row.thread_id].append(reading)
        if row.gone_at is None:
            live[row.thread_id].append(reading)
    return {i: Readings(tuple(own[i]), tuple(live[i]), tuple(elsewhere[i])) for i in thread_ids}


def readings_in(session: Session, mailbox_id: UUID) -> dict[UUID, Readings]:
    """All that was read for the threads of a mailbox."""
    return readings_of(session, ids_in_mailbox(session, mailbox_id))


# Who may answer a thread from elsewhere


def set_sources(session: Session, row: ThreadRow, people: Collection[str], domains: Collection[str]) -> None:
    """Keep, as hashes, whose mail in other threads may answer this one."""
    vault = vault_of(session)
    session.execute(delete(SourceRow).where(SourceRow.thread_id == row.id))
    hashes = {vault.hash("person", p) for p in people} | {vault.hash("domain", d) for d in domains}
    session.add_all(SourceRow(thread_id=row.id, source_hash=h, account_id=row.account_id) for h in hashes)


def threads_answered_by(session: Session, account_id: UUID, senders: Collection[Person]) -> dict[str, set[UUID]]:
    """The threads that mail of these senders may answer, by sender address. A domain answers for its subdomains."""
    vault = vault_of(session)
    addresses: dict[bytes, set[str]] = defaultdict(set)
    for sender in senders:
        addresses[vault.hash("person", sender.address)].add(sender.address)
        parts = sender.domain.split(".")
        for start in range(max(1, len(parts) - 1)):
            addresses[vault.hash("domain", ".".join(parts[start:]))].add(sender.address)
    found: dict[str, set[UUID]] = defaultdict(set)
    hashes = list(addresses)
    for start in range(0, len(hashes), 500):
        rows = session.execute(
            select(SourceRow.source_hash, SourceRow.thread_id).where(
                SourceRow.account_id == account_id, SourceRow.source_hash.in_(hashes[start : start + 500])
            )
        )
        for source_hash, thread_id in rows:
            for address in addresses[bytes(source_hash)]:
                found[address].add(thread_id)
    return found


# Conversations that are not about a candidacy


def note_seen(session: Session, mailbox_id: UUID, provider_thread_ids: Collection[str], on: date) -> None:
    """Remember that these were read and are none of ours; nothing else of them is kept."""
    vault = vault_of(session)
    hashes = {vault.hash("seen", f"{mailbox_id}|{thread_id}") for thread_id in provider_thread_ids}
    if not hashes:
        return
    known = {
        bytes(found)
        for found in session.scalars(
            select(SeenRow.thread_hash).where(SeenRow.mailbox_id == mailbox_id, SeenRow.thread_hash.in_(hashes))
        )
    }
    if known:
        session.execute(
            update(SeenRow).where(SeenRow.mailbox_id == mailbox_id, SeenRow.thread_hash.in_(known)).values(judged_on=on)
        )
    session.add_all(SeenRow(mailbox_id=mailbox_id, thread_hash=h, judged_on=on) for h in hashes - known)


def seen_on(session: Session, mailbox_id: UUID, provider_thread_id: str) -> date | None:
    """The day on which this conversation was judged to be none of ours; None when it never was."""
    thread_hash = vault_of(session).hash("seen", f"{mailbox_id}|{provider_thread_id}")
    return session.scalar(select(SeenRow.judged_on).where(SeenRow.mailbox_id == mailbox_id, SeenRow.thread_hash == thread_hash))


def forget_seen(session: Session, mailbox_id: UUID, provider_thread_id: str) -> None:
    thread_hash = vault_of(session).hash("seen", f"{mailbox_id}|{provider_thread_id}")
    session.execute(delete(SeenRow).where(SeenRow.mailbox_id == mailbox_id, SeenRow.thread_hash == thread_hash))


# Lists


def listed(
    session: Session, account_id: UUID, at_most: int = 200, status: Sequence[str] = (), mailbox_id: UUID | None = None
) -> list[ThreadRow]:
    """Somebody's recruiter threads, the latest mail first, with their mailboxes; those of one mailbox only, if wished."""
    query = select(ThreadRow).where(ThreadRow.account_id == account_id)
    if mailbox_id is not None:
        query = query.where(ThreadRow.mailbox_id == mailbox_id)
    query = query.where(ThreadRow.status.in_(status)) if status else query.where(ThreadRow.status != Status.NOT_RECRUITER)
    return list(
        session.scalars(query.options(joinedload(ThreadRow.mailbox)).order_by(ThreadRow.last_mail_at.desc()).limit(at_most))
    )


def counted(session: Session, account_id: UUID) -> dict[str, int]:
    """How many of somebody's threads have which status."""
    rows = session.execute(
        select(ThreadRow.status, func.count()).where(ThreadRow.account_id == account_id).group_by(ThreadRow.status)
    )
    return {row.status: row[1] for row in rows}


def ids_in_mailbox(session: Session, mailbox_id: UUID) -> list[UUID]:
    return list(session.scalars(select(ThreadRow.id).where(ThreadRow.mailbox_id == mailbox_id)))


def ids_of_account(session: Session, account_id: UUID) -> list[UUID]:
    return list(session.scalars(select(ThreadRow.id).where(ThreadRow.account_id == account_id)))


def due_in_mailbox(session: Session, mailbox_id: UUID) -> list[UUID]:
    """The threads for which a draft is wanted, whether or not we have been told to write it."""
    return list(
        session.scalars(
            select(ThreadRow.id)
            .where(ThreadRow.mailbox_id == mailbox_id, ThreadRow.status == Status.DUE)
            .order_by(ThreadRow.due_on)
        )
    )


# What is outstanding: read by the sweep; each walks a partial index from its beginning


def _outstanding(
    session: Session, column: ColumnElement[datetime | None], now: datetime, at_most: int, *, asks: bool = True
) -> list[UUID]:
    """Threads whose column says so; where the provider has to be asked, not of mailboxes that wish to be left alone.

    The mailbox is looked up for each thread found. A join would let Postgres read every mailbox there is, as bench/due.py showed.
    """
    rested = or_(MailboxRow.retry_at.is_(None), MailboxRow.retry_at <= now) if asks else true()
    works = select(and_(MailboxRow.state.in_(WORKING), rested)).where(MailboxRow.id == ThreadRow.mailbox_id).scalar_subquery()
    return list(
        session.scalars(select(ThreadRow.id).where(column.is_not(None), column <= now, works).order_by(column).limit(at_most))
    )


def to_wake(session: Session, now: datetime, at_most: int) -> list[UUID]:
    """Threads whose verdict time alone has changed."""
    return _outstanding(session, ThreadRow.wake_at, now, at_most, asks=False)  # type: ignore[arg-type]


def to_draft(session: Session, now: datetime, at_most: int) -> list[UUID]:
    """Threads for which a draft is outstanding."""
    return _outstanding(session, ThreadRow.due_at, now, at_most)  # type: ignore[arg-type]


def to_attend(session: Session, now: datetime, at_most: int) -> list[UUID]:
    """Threads with an open draft of ours that has to be looked at."""
    return _outstanding(session, ThreadRow.attend_at, now, at_most)  # type: ignore[arg-type]


def to_read_again(session: Session, reader_version: int, at_most: int, mailbox_id: UUID | None = None) -> list[UUID]:
    """Live threads that an older reader has read, of one mailbox or of all, the latest mail first."""
    query = select(ThreadRow.id).where(
        ThreadRow.reader_version < reader_version, ThreadRow.gone_at.is_(None), ThreadRow.status != Status.CLOSED
    )
    if mailbox_id is not None:
        query = query.where(ThreadRow.mailbox_id == mailbox_id)
    return list(session.scalars(query.order_by(ThreadRow.last_mail_at.desc()).limit(at_most)))


def rejudge_soon(session: Session, account_id: UUID, now: datetime) -> None:
    """Have all of somebody's threads judged again at the next sweep, from what is stored."""
    session.execute(update(ThreadRow).where(ThreadRow.account_id == account_id).values(wake_at=now))


def ids_with_open_draft(session: Session, mailbox_id: UUID) -> list[UUID]:
    """The threads of a mailbox in which a draft of ours lies."""
    return list(
        session.scalars(select(DraftRow.thread_id).where(DraftRow.mailbox_id == mailbox_id, DraftRow.state == DraftState.OPEN))
    )
