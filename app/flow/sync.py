"""Read what is new in a mailbox: the last weeks at first, then its changes.

The way of a change, in order:

1. the provider lists the threads that changed, with messages that it had at hand (``heads``);
2. an unknown thread is judged by its heads; only one that may be about a candidacy is fetched whole (``heads.py``);
3. a known thread takes over the new heads; without any, or when we start over, it is fetched;
4. mail of somebody whose answer another thread waits for is laid beside that thread as well;
5. each touched thread is judged; when it holds a promise that has not been asked about, every linked mailbox of the user is
   asked for answers elsewhere;
6. the cursor is stored. A crash before that repeats the portion, which changes nothing a second time;
7. a few threads that an older version of the reader has read are read again.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app import detection
from app.conversation import Candidate, Person
from app.detection.owner import likely_name, likely_zone, region_of
from app.detection.reading import Reading
from app.detection.verdict import NO_CORRECTIONS, Corrections, Status, TimingRules
from app.flow.heads import Head, worth_fetching
from app.flow.look import Look, look_at, look_elsewhere
from app.flow.review import Judged, candidate_for, judge_threads, load, preferred
from app.flow.services import NotLinked, Services, Unknown
from app.providers.mailbox import Changes, CursorExpired, Mailbox, ThreadGone
from app.store import accounts, drafts, mailboxes, threads
from app.store.database import vault_of
from app.store.mailboxes import Link
from app.store.tables import DraftRow, DraftState, MailboxRow, MailboxState

log = logging.getLogger(__name__)

ASKS_ELSEWHERE = frozenset(
    {Status.WAITING, Status.DUE, Status.FOLLOWED_UP, Status.UNATTENDED, Status.DRAFT_EXISTS, Status.EXPIRED}
)

READ_AGAIN_AT_ONCE = 5
"""Threads that a sync reads anew because the reader has improved: 200 of the 6,000 units that Gmail allows a minute."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did: threads listed, recruiter threads touched, whether it was the first look, and threads read anew."""

    threads: int = 0
    touched: int = 0
    first: bool = False
    read_again: int = 0


@dataclass(frozen=True, slots=True)
class _Owner:
    """What reading in one mailbox needs to know of its owner."""

    link: Link
    candidate: Candidate
    rules: TimingRules


def sync_mailbox(services: Services, mailbox_id: UUID, now: datetime) -> SyncReport:
    """Read all that is new in a mailbox and judge the threads it touches. Writes no draft.

    Raises:
        Unknown, NotLinked, AccessRevoked, TryLater.
    """
    with services.database.read() as session:
        row = mailboxes.mailbox(session, mailbox_id)
        if row is None:
            raise Unknown
        link = mailboxes.link_of(session, row)
        if link is None or row.state == MailboxState.NEEDS_RELINK:
            raise NotLinked
        cursor, dirty_at, is_first = mailboxes.cursor_of(session, row), row.dirty_at, row.state == MailboxState.FIRST_LOOK
        since = min(row.linked_at, now) - services.first_look if is_first else now - services.first_look
    seen, touched, start_over = 0, set[UUID](), cursor is None
    while True:
        with services.opened(link, now) as box:
            if is_first and seen == 0:
                _learn_owner(services, mailbox_id, box.addresses())
            try:
                changes = box.changes(cursor, since)
            except CursorExpired:
                log.info("mailbox %s forgot its cursor; the last weeks are read again", mailbox_id)
                start_over, changes = True, box.changes(None, since)
            # Most polls find nothing, and cost nothing here.
            news = changes.thread_ids or changes.heads
            found = _take_over(services, box, _owner(services, link), changes, now, start_over=start_over) if news else set()
        # Other mailboxes are asked when this one is closed, so that a fault there is not taken for one here.
        for thread_id in found:
            ask_elsewhere(services, thread_id, now)
        touched |= found
        seen += len(changes.thread_ids)
        cursor = changes.cursor
        with services.database.write() as session:
            row = mailboxes.mailbox(session, mailbox_id)
            if row is None:
                raise Unknown
            mailboxes.set_cursor(session, row, cursor)
            if changes.complete:
                _finish(row, now, dirty_at)
        if changes.complete:
            break
    if is_first:
        _finish_first_look(services, mailbox_id, now)
    return SyncReport(seen, len(touched), is_first, read_again(services, link, now))


def _finish(row: MailboxRow, now: datetime, dirty_at: datetime | None) -> None:
    row.synced_at, row.failures, row.retry_at = now, 0, None
    # Whoever marked it again while we were reading must find the mark.
    if row.dirty_at == dirty_at:
        row.dirty_at = None


def _finish_first_look(services: Services, mailbox_id: UUID, now: datetime) -> None:
    """Propose where the owner lives and judge by it. Where there is nothing to propose, drafts come by themselves from now on."""
    with services.database.write() as session:
        row = mailboxes.mailbox(session, mailbox_id)
        if row is None:
            return
        _learn_place(session, row)
        row.state = MailboxState.ACTIVE
        session.flush()
        ids = threads.ids_in_mailbox(session, mailbox_id)
        judge_threads(session, load(session, ids), now)
        session.flush()
        if row.told_at is None and not threads.due_in_mailbox(session, mailbox_id):
            row.told_at = now
            session.flush()
            judge_threads(session, load(session, ids), now)


def _learn_owner(services: Services, mailbox_id: UUID, aliases: frozenset[str]) -> None:
    with services.database.write() as session:
        row = mailboxes.mailbox(session, mailbox_id)
        if row is not None:
            mailboxes.set_owner(session, row, aliases, None)


def _learn_place(session: Session, row: MailboxRow) -> None:
    """Propose name, zone and region by the owner's own mail, where they have not said so themselves."""
    own = mailboxes.candidate_of(session, row)
    mine = [
        r for found in threads.readings_in(session, row.id).values() for r in found.own if r.mine and r.sender and not r.draft
    ]
    if not own.name:
        names = Counter(r.sender.name.strip() for r in mine if r.sender and r.sender.name.strip())
        mailboxes.set_owner(session, row, own.addresses, likely_name(names))
    if row.place_confirmed_at is None and row.timezone == "UTC" and not row.region:
        row.timezone = likely_zone([r.sent_at for r in mine], sorted(own.addresses))
        row.region = region_of(row.timezone)


def _owner(services: Services, link: Link) -> _Owner:
    with services.database.read() as session:
        row = mailboxes.mailbox(session, link.id)
        if row is None:
            raise Unknown
        return _Owner(link, candidate_for(session, row), accounts.rules_of(row.account))


def _take_over(
    services: Services, box: Mailbox, owner: _Owner, changes: Changes, now: datetime, *, start_over: bool
) -> set[UUID]:
    """Bring one portion of changes into the store; the answer is the recruiter threads it touched."""
    at_hand: dict[str, list[Head]] = defaultdict(list)
    for message in changes.heads:
        if not message.draft:
            at_hand[message.thread_id].append(Head(message, detection.read(message, owner.candidate)))
    heads = {provider_id: [head.reading for head in found] for provider_id, found in at_hand.items()}
    with services.database.read() as session:
        known = threads.threads_known(session, owner.link.id, changes.thread_ids)
        quiet = set(changes.quiet_ids)
        whole = {p for p in known if start_over or p in quiet or not heads.get(p)}
        fresh: list[str] = []
        others: list[str] = []
        for provider_id in changes.thread_ids:
            if provider_id not in known:
                if provider_id in changes.quiet_ids and not heads.get(provider_id):
                    continue
                found = at_hand.get(provider_id, [])
                wanted = not found or _is_worth_fetching(session, owner, provider_id, found, now)
                (fresh if wanted else others).append(provider_id)
    with services.database.write() as session:
        threads.note_seen(session, owner.link.id, others, now.date())
    touched: set[UUID] = set()
    news = {reading.id: reading for found in heads.values() for reading in found}
    for provider_id in [*sorted(whole), *fresh]:
        fetched = _fetch(services, box, owner, provider_id, now)
        news |= {reading.id: reading for reading in fetched.readings if not reading.draft}
        if fetched.thread_id is not None:
            touched.add(fetched.thread_id)
    appended = {known[provider_id].id: heads[provider_id] for provider_id in known if provider_id not in whole}
    answered = _lay_beside(services, owner, news.values(), now)
    touched |= _append(services, owner, appended, now)
    _attend_soon(services, [row.id for row in known.values()], now)
    return touched | answered


def _is_worth_fetching(session: Session, owner: _Owner, provider_id: str, heads: Sequence[Head], now: datetime) -> bool:
    readings = [head.reading for head in heads]
    preference = preferred(session, owner.link.account_id, readings, owner.candidate)
    if _may_be_recruiter(readings, owner, now, preference):
        return True
    if preference is False:
        return False
    seen = threads.seen_on(session, owner.link.id, provider_id) is not None
    return worth_fetching(heads, owner.candidate, seen=seen)


def _may_be_recruiter(readings: Sequence[Reading], owner: _Owner, now: datetime, preference: bool | None) -> bool:
    corrections = NO_CORRECTIONS if preference is None else Corrections(recruiter=preference)
    return detection.judge(readings, (), owner.candidate, owner.rules, now, corrections).recruiter


@dataclass(frozen=True, slots=True)
class _Fetched:
    """A thread fetched whole: its id with us if it is about a candidacy, and all that was read in it in any case."""

    thread_id: UUID | None = None
    readings: tuple[Reading, ...] = ()


def _fetch(services: Services, box: Mailbox, owner: _Owner, provider_id: str, now: datetime) -> _Fetched:
    """Fetch one thread whole, and keep it if it is about a candidacy."""
    marks, draft_ids = _our_marks(services, owner.link.id, provider_id)
    try:
        look: Look | None = look_at(box, provider_id, owner.candidate, marks, draft_ids)
    except ThreadGone:
        look = None
    with services.database.write() as session:
        row = threads.threads_known(session, owner.link.id, [provider_id]).get(provider_id)
        if look is None:
            if row is not None:
                (loaded,) = load(session, [row.id])
                threads.keep_only_live(session, loaded, (), now)
                loaded.gone_at = now
                judge_threads(session, [loaded], now)
            return _Fetched()
        if row is None:
            preference = preferred(session, owner.link.account_id, look.readings, owner.candidate)
            if not look.readings or not _may_be_recruiter(look.readings, owner, now, preference):
                threads.note_seen(session, owner.link.id, [provider_id], now.date())
                return _Fetched(None, look.readings)
            mailbox = mailboxes.mailbox(session, owner.link.id)
            if mailbox is None:
                raise Unknown
            threads.forget_seen(session, owner.link.id, provider_id)
            first_at = min(reading.sent_at for reading in look.readings)
            row = threads.add_thread(session, mailbox, provider_id, detection.READER_VERSION, first_at, now)
        return _Fetched(keep_look(session, row.id, owner.link.id, look, now).row.id, look.readings)


def read_again(services: Services, link: Link, now: datetime, at_most: int = READ_AGAIN_AT_ONCE) -> int:
    """Read some threads anew that an older version of the reader has read; the answer is how many. A later sync does the rest.

    Raises:
        AccessRevoked, TryLater.
    """
    with services.database.read() as session:
        rows = load(session, threads.to_read_again(session, detection.READER_VERSION, at_most, link.id))
        stale = [(row.id, row.provider_thread_id) for row in rows]
    if not stale:
        return 0
    with services.opened(link, now) as box:
        owner = _owner(services, link)
        for _, provider_id in stale:
            _fetch(services, box, owner, provider_id, now)
    for thread_id, _ in stale:
        # Mail elsewhere was read by the older version as well, so it is asked for again.
        with services.database.write() as session:
            for row in load(session, [thread_id]):
                row.sources_hash = None
        ask_elsewhere(services, thread_id, now)
    return len(stale)


def read_thread(
    services: Services, mailbox_id: UUID, provider_thread_id: str, now: datetime, *, recruiter: bool = False
) -> UUID | None:
    """Read one thread that the user is looking at, however old it is; the answer is its id, None when it is none of ours.

    Args:
        recruiter: the user says that it is about their candidacy, so it is kept whatever we think of it.

    Raises:
        Unknown, NotLinked, AccessRevoked, TryLater.
    """
    link = services.link(mailbox_id)
    with services.opened(link, now) as box:
        if recruiter:
            _adopt(services, box, mailbox_id, provider_thread_id, now)
        thread_id = _fetch(services, box, _owner(services, link), provider_thread_id, now).thread_id
    if thread_id is not None:
        ask_elsewhere(services, thread_id, now)
    return thread_id


def _adopt(services: Services, box: Mailbox, mailbox_id: UUID, provider_thread_id: str, now: datetime) -> None:
    """Keep a thread because the user says so. Raises Unknown where the mailbox does not hold it."""
    try:
        sent = [message.sent_at for message in box.thread(provider_thread_id).messages]
    except ThreadGone as gone:
        raise Unknown from gone
    with services.database.write() as session:
        mailbox = mailboxes.mailbox(session, mailbox_id)
        if mailbox is None or not sent:
            raise Unknown
        row = threads.threads_known(session, mailbox_id, [provider_thread_id]).get(provider_thread_id)
        if row is None:
            row = threads.add_thread(session, mailbox, provider_thread_id, detection.READER_VERSION, min(sent), now)
        threads.correct(row, replace(threads.corrections_of(row), recruiter=True))
        threads.forget_seen(session, mailbox_id, provider_thread_id)


def keep_look(session: Session, thread_id: UUID, mailbox_id: UUID, look: Look, now: datetime) -> Judged:
    """Keep what a look at a live thread has shown, and judge the thread."""
    (row,) = load(session, [thread_id])
    threads.save_readings(session, row, mailbox_id, look.readings, detection.READER_VERSION)
    threads.keep_only_live(session, row, {reading.id for reading in look.readings}, now)
    row.gone_at, row.reader_version = None, detection.READER_VERSION
    return judge_threads(session, [row], now)[0]


def _append(services: Services, owner: _Owner, appended: dict[UUID, list[Reading]], now: datetime) -> set[UUID]:
    """Add new messages to threads that we know, and judge these."""
    if not appended:
        return set()
    with services.database.write() as session:
        rows = load(session, appended)
        for row in rows:
            threads.save_readings(session, row, owner.link.id, appended[row.id], detection.READER_VERSION)
        return {judged.row.id for judged in judge_threads(session, rows, now)}


def _lay_beside(services: Services, owner: _Owner, readings: Iterable[Reading], now: datetime) -> set[UUID]:
    """Lay new mail beside each thread elsewhere that waits for its sender, and judge these threads."""
    theirs = [
        reading for reading in readings if reading.sender and not reading.mine and not owner.candidate.is_me(reading.sender)
    ]
    senders: dict[str, Person] = {reading.sender.address: reading.sender for reading in theirs if reading.sender}
    if not senders:
        return set()
    with services.database.write() as session:
        waiting = threads.threads_answered_by(session, owner.link.account_id, list(senders.values()))
        beside: dict[UUID, list[Reading]] = defaultdict(list)
        for reading in theirs:
            for thread_id in waiting.get(reading.sender.address if reading.sender else "", ()):
                beside[thread_id].append(reading)
        rows = load(session, beside)
        judged = []
        for row in rows:
            new = [r for r in beside[row.id] if (row.mailbox_id, row.provider_thread_id) != (owner.link.id, r.thread_id)]
            if new:
                threads.save_readings(session, row, owner.link.id, new, detection.READER_VERSION, elsewhere=True)
                judged.append(row)
        return {one.row.id for one in judge_threads(session, judged, now)} if judged else set()


def ask_elsewhere(services: Services, thread_id: UUID, now: datetime) -> None:
    """When a thread holds a promise that has not been asked about: ask every linked mailbox for answers, and judge again."""
    with services.database.write() as session:
        row = threads.thread(session, thread_id)
        summary = threads.summary_of(session, row) if row else None
        if row is None or summary is None or summary.verdict.promise is None or row.status not in ASKS_ELSEWHERE:
            return
        promise = summary.verdict.promise
        readings = threads.readings_of(session, [thread_id])[thread_id]
        candidate = candidate_for(session, row.mailbox)
        people, domains = detection.answer_sources(readings.own, candidate)
        asked = vault_of(session).hash("sources", "|".join([promise.message_id, *sorted(people), *sorted(domains)]))
        if row.sources_hash is not None and bytes(row.sources_hash) == asked:
            return
        threads.set_sources(session, row, people, domains)
        thread_in, account_id = (row.mailbox_id, row.provider_thread_id), row.account_id
    found = look_elsewhere(services, account_id, thread_in, readings.own, candidate, promise.made_on, now)
    with services.database.write() as session:
        rows = load(session, [thread_id])
        for row in rows:
            for mailbox_id in {one.mailbox_id for one in found}:
                mail = [one.reading for one in found if one.mailbox_id == mailbox_id]
                threads.save_readings(session, row, mailbox_id, mail, detection.READER_VERSION, elsewhere=True)
            row.sources_hash = asked
        if found:
            judge_threads(session, rows, now)


def _our_marks(services: Services, mailbox_id: UUID, provider_id: str) -> tuple[set[str], set[str]]:
    """Marks and provider ids of our open or claimed drafts in a thread."""
    with services.database.read() as session:
        row = threads.threads_known(session, mailbox_id, [provider_id]).get(provider_id)
        return our_marks(drafts.drafts_of(session, [row.id]).get(row.id, []) if row else [])


def our_marks(rows: Sequence[DraftRow]) -> tuple[set[str], set[str]]:
    """Marks and provider ids of those of our drafts that are still ours: claimed or open."""
    mine = [row for row in rows if row.state in (DraftState.CLAIMED, DraftState.OPEN)]
    return {row.mark for row in mine}, {row.provider_draft_id for row in mine if row.provider_draft_id}


def _attend_soon(services: Services, thread_ids: Sequence[UUID], now: datetime) -> None:
    """Have our open drafts in these threads looked at: what changed may have been they."""
    if not thread_ids:
        return
    with services.database.write() as session:
        ours = drafts.drafts_of(session, thread_ids)
        for row in load(session, [i for i, rows in ours.items() if any(r.state == DraftState.OPEN for r in rows)]):
            row.attend_at = now
