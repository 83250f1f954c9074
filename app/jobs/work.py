"""What the jobs do: the verbs of ``flow``, with what their faults mean for a job. A job never fails: what is left stays
outstanding in the database, with ``retry_at`` where the provider wants to be left alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

from structlog.contextvars import bound_contextvars

from app.errors import AppError
from app.flow.attend import attend_draft
from app.flow.draft import Outcome, write_draft
from app.flow.review import review_threads
from app.flow.services import Services
from app.flow.sync import sync_mailbox
from app.flow.watch import watch_mailbox
from app.store import mailboxes, threads

log = logging.getLogger(__name__)

ROUNDS = 20
"""Looks a sync job takes before it lets others have their turn; the sweep brings it back."""


class Work:
    """The jobs of one installation."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def sync(self, mailbox_id: UUID) -> None:
        """Read what is new, again while new wake-ups come in: the queue swallows those that arrive while this job runs."""
        for _ in range(ROUNDS):
            now = self.services.clock()
            if not self._done("sync", mailbox_id, partial(sync_mailbox, self.services, mailbox_id, now)):
                return
            with self.services.database.read() as session:
                dirty_at = mailboxes.dirty_at(session, mailbox_id)
            if dirty_at is None or dirty_at <= now:
                return

    def tend(self, thread_id: UUID) -> None:
        """Judge a thread again, look after its draft, and write one when it is due."""
        now = self.services.clock()
        review_threads(self.services, [thread_id], now)
        if self._outstanding(thread_id, "attend_at"):
            self._done("attend", thread_id, partial(attend_draft, self.services, thread_id, now))
        if self._outstanding(thread_id, "due_at"):
            self._done("draft", thread_id, partial(write_draft, self.services, thread_id, now))

    def watch(self, mailbox_id: UUID) -> None:
        """Start or renew the push of a mailbox."""
        now = self.services.clock()
        self._done("watch", mailbox_id, partial(watch_mailbox, self.services, mailbox_id, now))

    def _outstanding(self, thread_id: UUID, column: str) -> bool:
        with self.services.database.read() as session:
            row = threads.thread(session, thread_id)
            at = getattr(row, column) if row is not None else None
        return at is not None and at <= self.services.clock()

    def _done(self, verb: str, row_id: UUID, step: Callable[[], object]) -> bool:
        """Run one step; False after a fault of normal business, which is told in the log by its kind alone."""
        began, outcome = time.monotonic(), "broken"
        with bound_contextvars(**{"mailbox_id" if verb in ("sync", "watch") else "thread_id": str(row_id), "verb": verb}):
            try:
                done = step()
                outcome = str(done.result) if isinstance(done, Outcome) else "done"
            except AppError as fault:
                outcome = type(fault).__qualname__
                log.warning("put off", extra={"fault": outcome})
                return False
            finally:
                self.services.observe(verb, outcome, time.monotonic() - began)
        return True
