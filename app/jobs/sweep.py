"""What is outstanding, read from the columns that say so, and turned into wake-ups.

This is what makes jobs safe to lose: whatever a push, a timer or a killed process forgot is found here within seconds. Each
query walks a partial index from its beginning and is bounded, so a sweep costs what is outstanding, not what is stored.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.jobs.queue import JobQueue
from app.store import accounts, mailboxes, threads
from app.store.database import Database

log = logging.getLogger(__name__)

AT_MOST = 500
"""Rows of each kind a sweep takes up; the next one takes the rest."""
WATCH_MARGIN = timedelta(days=6)
"""Watches live seven days; renewing when six are left means once a day, as Google advises."""
KEEP_FINISHED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Rows that want something done, by what it is."""

    mailboxes: tuple[UUID, ...]
    threads: tuple[UUID, ...]
    watches: tuple[UUID, ...]


def outstanding(database: Database, now: datetime, poll_every: timedelta, *, push: bool) -> Outstanding:
    """What there is to do at ``now``.

    Args:
        poll_every: a mailbox not read for this long is read even when nothing was pushed.
        push: whether this installation has a public address that providers can push to.
    """
    with database.read() as session:
        dirty = mailboxes.to_sync(session, now, now - poll_every, AT_MOST)
        tended = [
            *threads.to_draft(session, now, AT_MOST),
            *threads.to_wake(session, now, AT_MOST),
            *threads.to_attend(session, now, AT_MOST),
        ]
        watches = mailboxes.to_watch(session, now + WATCH_MARGIN, AT_MOST) if push else []
    return Outstanding(tuple(dirty), tuple(dict.fromkeys(tended)), tuple(watches))


class Sweeper:
    """Sweeps every few seconds in a thread of its own. Several processes may: what they enqueue twice is one job."""

    def __init__(
        self,
        database: Database,
        queue: JobQueue,
        clock: Callable[[], datetime],
        *,
        poll_every: timedelta,
        push: bool,
        every: timedelta = timedelta(seconds=5),
    ) -> None:
        self._database, self._queue, self._clock = database, queue, clock
        self._poll_every, self._push, self._every = poll_every, push, every
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
        now = self._clock()
        found = outstanding(self._database, now, self._poll_every, push=self._push)
        for mailbox_id in found.mailboxes:
            self._queue.sync_mailbox(mailbox_id)
        for thread_id in found.threads:
            self._queue.tend_thread(thread_id)
        for mailbox_id in found.watches:
            self._queue.renew_watch(mailbox_id)
        if self._cleaned_at is None or now - self._cleaned_at > KEEP_FINISHED / 2:
            self._cleaned_at = now
            self._queue.forget_finished(now - KEEP_FINISHED)
            with self._database.write() as session:
                accounts.forget_expired(session, now)
        return found

    def _run(self) -> None:
        while not self._stop.wait(self._every.total_seconds()):
            try:
                self.sweep()
            except SQLAlchemyError as fault:
                # The database is away; the next sweep finds everything still outstanding.
                log.warning("a sweep failed", extra={"fault": type(fault).__qualname__})
