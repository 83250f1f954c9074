"""Look at a live thread, and for answers in other threads and mailboxes. Asks the providers; keeps nothing."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from app import detection
from app.conversation import Candidate, Draft
from app.detection.reading import Reading
from app.flow.services import Services
from app.providers.mailbox import AccessRevoked, Mailbox
from app.store import mailboxes
from app.store.mailboxes import Link
from app.store.tables import MailboxState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """A live thread.

    Attributes:
        readings: its messages, the owner's own drafts among them, ours and those thrown away left out.
        ours: our drafts in it, by the marks and ids that were given.
        others: every other unsent draft in it.
    """

    readings: tuple[Reading, ...]
    ours: tuple[Draft, ...] = ()
    others: tuple[Draft, ...] = ()


def look_at(
    box: Mailbox, provider_thread_id: str, candidate: Candidate, marks: Collection[str] = (), draft_ids: Collection[str] = ()
) -> Look:
    """The thread as it is now, in every folder. Raises ThreadGone.

    Args:
        marks, draft_ids: of our drafts that are still open; a draft that the user has made their own is none of ours any more.
    """
    thread = box.thread(provider_thread_id)
    ours: tuple[Draft, ...] = ()
    others: tuple[Draft, ...] = ()
    if any(message.draft for message in thread.messages):
        drafts = box.drafts_in(provider_thread_id)
        ours = tuple(draft for draft in drafts if (draft.mark and draft.mark in marks) or draft.id in draft_ids)
        others = tuple(draft for draft in drafts if draft not in ours)
    hidden = {draft.message_id for draft in ours} | {draft.id for draft in ours}
    # Outlook keeps what was thrown away among the deleted items, and still calls it a draft; nobody is at work on it.
    messages = [m for m in thread.messages if not (m.draft and (m.id in hidden or m.folder == "trash"))]
    return Look(tuple(detection.read(message, candidate) for message in messages), ours, others)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A message in another thread, or in another mailbox of the same user."""

    mailbox_id: UUID
    reading: Reading


def linked_mailboxes(services: Services, account_id: UUID) -> list[Link]:
    """What opens each of somebody's mailboxes that can be opened."""
    with services.database.read() as session:
        rows = [row for row in mailboxes.mailboxes_of(session, account_id) if row.state != MailboxState.NEEDS_RELINK]
        return [link for row in rows if (link := mailboxes.link_of(session, row))]


def look_elsewhere(
    services: Services,
    account_id: UUID,
    thread_in: tuple[UUID, str],
    readings: Sequence[Reading],
    candidate: Candidate,
    since_on: date,
    now: datetime,
) -> list[Elsewhere]:
    """Mail by which the same people or organisations may have answered in another thread or mailbox. Raises TryLater.

    A mailbox that no longer lets us in is left out, and its user is told to connect it again.

    Args:
        thread_in: the mailbox and the provider's id of the thread itself, which is not elsewhere.
    """
    people, domains = detection.answer_sources(readings, candidate)
    if not people and not domains:
        return []
    since = datetime.combine(since_on, time(), UTC) - timedelta(days=1)
    found: list[Elsewhere] = []
    for link in linked_mailboxes(services, account_id):
        try:
            with services.opened(link, now) as box:
                for message in box.mail_from(people, domains, since):
                    if message.draft or (link.id, message.thread_id) == thread_in:
                        continue
                    found.append(Elsewhere(link.id, detection.read(message, candidate)))
        except AccessRevoked:
            log.warning("mailbox %s has to be linked again; its mail was left out", link.id)
    return found
