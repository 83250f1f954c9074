"""What is outstanding, read from the columns that say so, and turned into wake-ups.

This is what makes jobs safe to lose: whatever a push, a timer or a killed process forgot is found here within seconds. Each
query walks a partial index from its beginning and is bounded, so a sweep costs what is outstanding, not what is stored.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from app.flow.notify import tell_browsers
from app.flow.outstanding import AT_MOST, Outstanding, outstanding
from app.flow.services import Services
from app.jobs.queue import JobQueue
from app.store import accounts, leases, mailboxes, retention

log = logging.getLogger(__name__)

WATCH_MARGIN = timedelta(days=6)
"""Watches live seven days; renewing when six are left means once a day, as Google advises."""
KEEP_FINISHED = timedelta(minutes=10)


class Sweeper:
    """Sweeps every few seconds in a thread of its own. Several processes may: what they enqueue twice is one job."""

    def __init__(
        self,
        services: Services,
        queue: JobQueue,
        *,
        push: bool,
        every: timedelta = timedelta(seconds=5),
        alone: bool = True,
    ) -> None:
        """
        Args:
            push: whether providers can reach us, so that watches are worth having.
            alone: False where other worker processes come and go, whose jobs may be left behind.
        """
        self._services, self._queue = services, queue
        self._push, self._every, self._alone = push, every, alone
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweep", daemon=True)
        self._cleaned_at: datetime | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def sweep(self) -> Outstanding:
        """Enqueue what is outstanding, once; now and then tidy up as well."""
        now = self._services.clock()
        found = outstanding(self._services, now)
        for mailbox_id in found.sync:
            self._queue.sync_mailbox(mailbox_id)
        for thread_id in dict.fromkeys((*found.draft, *found.attend, *found.review)):
            self._queue.tend_thread(thread_id)
        if self._push:
            with self._services.database.read() as session:
                watches = mailboxes.to_watch(session, now + WATCH_MARGIN, AT_MOST)
            for mailbox_id in watches:
                self._queue.renew_watch(mailbox_id)
        if self._cleaned_at is None or now - self._cleaned_at > KEEP_FINISHED / 2:
            self._cleaned_at = now
            self._queue.forget_finished(now - KEEP_FINISHED)
            with self._services.database.write() as session:
                accounts.forget_expired(session, now)
                retention.forget_closed(session, now, self._services.keep_closed)
                living = leases.living(session, now)
            if not self._alone:
                self._queue.drop_orphans(living)
        return found

    def _run(self) -> None:
        while not self._stop.wait(self._every.total_seconds()):
            try:
                self.sweep()
                tell_browsers(self._services, self._services.clock())
            except Exception as fault:
                # The database is away, say; the next sweep finds everything still outstanding. Without sweeps nothing would.
                log.warning("a sweep failed", extra={"fault": type(fault).__qualname__})
