"""Whose process is alive: every worker on Postgres holds a lease, and takes over what a dead one was at.

dbos finds the unfinished jobs of a killed process only when a process of the same name starts again. Workers come and go with
new names, so each renews a row every two seconds; a row not renewed for six is somebody dead (or stopped so long that it must
count as dead). Whoever deletes that row frees its jobs. A process that finds its own row gone has lost its jobs to another,
and must stop at once rather than work beside it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from app.store import leases
from app.store.database import Database

log = logging.getLogger(__name__)

TTL = timedelta(seconds=6)
RENEW_EVERY = timedelta(seconds=2)


class Lease:
    """Keeps one process's lease and notices dead others, in a thread of its own."""

    def __init__(
        self,
        database: Database,
        executor_id: str,
        clock: Callable[[], datetime],
        *,
        on_dead: Callable[[list[str]], None],
        on_lost: Callable[[], None],
        ttl: timedelta = TTL,
        renew_every: timedelta = RENEW_EVERY,
    ) -> None:
        """
        Args:
            on_dead: gets the ids of processes that died; called by exactly one living process.
            on_lost: called when this process must stop: it was taken for dead, or could not renew for longer than ``ttl``.
        """
        self._database, self._executor_id, self._clock = database, executor_id, clock
        self._on_dead, self._on_lost = on_dead, on_lost
        self._ttl, self._renew_every = ttl, renew_every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease", daemon=True)
        self._renewed_at = clock()

    def start(self) -> None:
        now = self._clock()
        with self._database.write() as session:
            leases.take(session, self._executor_id, now, now + self._ttl)
        self._renewed_at = now
        self._thread.start()

    def stop(self, *, give_back: bool = True) -> None:
        """Give the lease back, so that nobody has to wait for it to expire.

        Args:
            give_back: False lets it expire, so that somebody takes over the jobs that had not ended.
        """
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=self._renew_every.total_seconds())
        if not give_back:
            return
        with self._database.write() as session:
            leases.give_back(session, self._executor_id)

    def beat(self) -> bool:
        """Renew once and take over the dead. False when this process must stop."""
        now = self._clock()
        if now - self._renewed_at > self._ttl:
            return False  # We were stopped for so long that others may have our jobs already.
        with self._database.write() as session:
            if not leases.renew(session, self._executor_id, now, now + self._ttl):
                return False
            dead = leases.take_over(session, now)
        self._renewed_at = now
        if dead:
            log.warning("took over from dead workers", extra={"count": len(dead)})
            self._on_dead(dead)
        return True

    def _run(self) -> None:
        while not self._stop.wait(self._renew_every.total_seconds()):
            try:
                alive = self.beat()
            except Exception as fault:
                # A database that is away for a moment is no reason to stop; one that stays away is, by the check of beat().
                log.warning("the lease could not be renewed", extra={"fault": type(fault).__qualname__})
                alive = self._clock() - self._renewed_at <= self._ttl
            if not alive:
                log.error("this worker lost its lease and stops")
                self._on_lost()
                return
