"""Wake-ups from web requests, gathered and enqueued a moment later, so that a push is answered without touching the queue."""

from __future__ import annotations

import logging
import threading
from uuid import UUID

from app.jobs.queue import JobQueue

log = logging.getLogger(__name__)


class Waker:
    """Collects mailboxes and enqueues each once. What is lost with the process is found by the sweep: ``dirty_at`` is set."""

    def __init__(self, queue: JobQueue, gather_seconds: float = 0.2) -> None:
        self._queue = queue
        self._gather_seconds = gather_seconds
        self._waiting: set[UUID] = set()
        self._guard = threading.Lock()
        self._woken = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="waker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self, mailbox_id: UUID) -> None:
        """Ask for a look at this mailbox soon; returns at once."""
        with self._guard:
            self._waiting.add(mailbox_id)
        self._woken.set()

    def stop(self) -> None:
        self._stopped = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopped:
            self._woken.wait()
            threading.Event().wait(self._gather_seconds)
            self._woken.clear()
            with self._guard:
                waiting, self._waiting = self._waiting, set()
            for mailbox_id in waiting:
                try:
                    self._queue.sync_mailbox(mailbox_id)
                except Exception as fault:
                    log.warning("a wake-up was lost; the sweep will find it", extra={"fault": type(fault).__qualname__})
