"""Ask a provider to push changes to us, renew that wish, end it. Without push the mailbox is polled; nothing else differs."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from app.flow.services import Services
from app.providers.mailbox import NoPush, Watch
from app.store import mailboxes

RENEW_EVERY = timedelta(days=1)
"""Gmail's push ends after seven days and Google asks for a daily renewal; Graph's ends within seven days as well."""
TRY_AGAIN = timedelta(days=1)


def watch_mailbox(services: Services, mailbox_id: UUID, now: datetime) -> bool:
    """Start or renew the push of a mailbox; False where it has none and is polled. Raises AccessRevoked, TryLater."""
    with services.opened(services.link(mailbox_id), now) as box:
        try:
            watch = box.watch()
        except NoPush:
            watch = None
    with services.database.write() as session:
        if watch is None:
            mailboxes.set_watch(session, mailbox_id, "", "", now + RENEW_EVERY + TRY_AGAIN)
        else:
            mailboxes.set_watch(session, mailbox_id, watch.id, watch.secret, watch.expires_at)
    return watch is not None


def unwatch_mailbox(services: Services, mailbox_id: UUID, now: datetime) -> None:
    """End the push of a mailbox."""
    with services.database.read() as session:
        row = mailboxes.mailbox(session, mailbox_id)
        if row is None or row.watch_expires_at is None:
            return
        watch = Watch(row.watch_id, row.watch_expires_at)
    with services.opened(services.link(mailbox_id), now) as box:
        box.unwatch(watch)
    with services.database.write() as session:
        mailboxes.set_watch(session, mailbox_id, "", "", None)
