"""The background work of one process: queue, sweep, waker and, where there can be several processes, the lease.

Started by the web service itself (``serve``) or alone (``worker``). Stopping lets running jobs end for some seconds; whatever
has not ended by then is outstanding still, and found by whoever works next.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.engine import make_url

from app.jobs.lease import Lease
from app.jobs.only_one import OnlyOne
from app.jobs.queue import JobQueue
from app.jobs.sweep import Sweeper
from app.jobs.waker import Waker
from app.jobs.work import Work

log = logging.getLogger(__name__)


class Worker:
    """All background work of a process."""

    def __init__(
        self,
        work: Work,
        database_url: str,
        *,
        works: bool = True,
        push: bool = False,
        at_once: int = 8,
        sweep_every: timedelta = timedelta(seconds=5),
        on_lost: Callable[[], None] | None = None,
    ) -> None:
        """
        Args:
            database_url: of our own database; dbos keeps its tables beside it.
            works: False in a web process that only enqueues (several processes on Postgres).
            push: whether providers can reach us, so that watches are worth having.
            on_lost: stops the process when its lease is lost; by default it only stops working.
        """
        services = work.services
        url = make_url(database_url)
        self._alone = url.get_backend_name() == "sqlite"
        # On SQLite the name stays the same, so that dbos takes up at the next start what a killed process left.
        self.executor_id = "local" if self._alone else f"worker-{uuid4().hex[:12]}"
        self._only_one = OnlyOne(Path(url.database or "hearback.db")) if self._alone and works else None
        self.queue = JobQueue(
            jobs_database(database_url),
            self.executor_id,
            sync=work.sync,
            tend=work.tend,
            watch=work.watch,
            at_once=at_once,
            listens=works,
        )
        self._waker = Waker(self.queue)
        self._sweeper = Sweeper(services, self.queue, push=push, every=sweep_every, alone=self._alone) if works else None
        self._lease = (
            Lease(services.database, self.executor_id, services.clock, on_dead=self._bury, on_lost=self._lost)
            if works and not self._alone
            else None
        )
        self._on_lost = on_lost
        self.lost = threading.Event()

    def start(self) -> None:
        """Raises AlreadyRunning where another process works on the same SQLite file."""
        if self._only_one is not None:
            self._only_one.take()
        try:
            self.queue.open()
        except BaseException:
            if self._only_one is not None:
                self._only_one.give_back()
            raise
        if self._lease is not None:
            self._lease.start()
        self._waker.start()
        if self._sweeper is not None:
            self._sweeper.start()

    def wake(self, mailbox_id: UUID) -> None:
        """Have a mailbox looked at soon; returns at once and never fails."""
        self._waker.wake(mailbox_id)

    def stop(self, wait_seconds: int = 8) -> None:
        """Stop within about ``wait_seconds``; nothing is lost."""
        if self._sweeper is not None:
            self._sweeper.stop()
        self._waker.stop()
        self.queue.close(wait_seconds)
        if self._lease is not None:
            # What has not ended goes to whoever takes over the lease when it expires, in some seconds.
            self._lease.stop(give_back=self.queue.is_idle and not self.lost.is_set())
        if self._only_one is not None:
            self._only_one.give_back()

    def _bury(self, executor_ids: list[str]) -> None:
        dropped = self.queue.drop_jobs_of(executor_ids)
        log.warning("jobs of dead workers are outstanding again", extra={"workers": len(executor_ids), "jobs": dropped})

    def _lost(self) -> None:
        self.lost.set()
        if self._sweeper is not None:
            self._sweeper.stop()
        if self._on_lost is not None:
            self._on_lost()


def jobs_database(database_url: str) -> str:
    """Where dbos keeps its tables: its own file beside a SQLite database, the same database on Postgres."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "hearback.db")
        return f"sqlite:///{file.with_name(file.stem + '-jobs.db')}"
    return url.render_as_string(hide_password=False)
