"""The only module that knows dbos: what may be enqueued, and how often.

A job is a wake-up, never the truth: it carries a row id, and the columns ``dirty_at``, ``due_at``, ``wake_at``, ``attend_at`` and
``watch_expires_at`` say what there is to do. So a job may be lost, doubled or late; the sweep finds what is outstanding. That
is why the jobs of a dead process are simply deleted: their dedupe ids become free, and the sweep enqueues anew.

dbos holds a deduplication id until the job *ends*, so there is one job a mailbox at a time, waiting or running. It cannot
combine that with partitioned queues, and it keeps finished rows for ever (we delete them). Its SQLite file is meant for one
process. Nothing but ids and job names reaches its tables: jobs return nothing and let no exception out, because dbos would
store the text of either.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from dbos import DBOS, DBOSConfig, DBOSConfiguredInstance, SetEnqueueOptions
from dbos import error as dbos_error

log = logging.getLogger(__name__)

APPLICATION_VERSION = "1"
"""Pinned by hand: dbos's default is a digest of the workflows' source, and workers only take jobs of their own version."""

MAILBOX_QUEUE, THREAD_QUEUE = "mailboxes", "threads"
Work = Callable[[UUID], None]


@DBOS.dbos_class("HearbackJobs")
class _Jobs(DBOSConfiguredInstance):
    """The jobs by name, bound to what they do. dbos finds this one instance by its name when it runs a job."""

    def __init__(self) -> None:
        super().__init__("jobs")
        self.sync: Work = _nothing
        self.tend: Work = _nothing
        self.watch: Work = _nothing

    @DBOS.workflow(name="sync_mailbox")
    def sync_mailbox(self, mailbox_id: str) -> None:
        _run("sync_mailbox", self.sync, mailbox_id)

    @DBOS.workflow(name="tend_thread")
    def tend_thread(self, thread_id: str) -> None:
        _run("tend_thread", self.tend, thread_id)

    @DBOS.workflow(name="renew_watch")
    def renew_watch(self, mailbox_id: str) -> None:
        _run("renew_watch", self.watch, mailbox_id)


def _nothing(_: UUID) -> None:
    """What a job does in a process that only enqueues."""


_running: set[tuple[str, str]] = set()
"""The jobs at work in this process; the queue runs each at most once at a time."""


def _run(name: str, work: Work, row_id: str) -> None:
    _running.add((name, row_id))
    try:
        work(UUID(row_id))
    except Exception as fault:  # The last place where it can be seen; its text may hold mail, so only its kind is told.
        log.error(
            "a job failed",
            extra={"job": name, "row_id": row_id, "fault": type(fault).__qualname__},
            exc_info=log.isEnabledFor(logging.DEBUG),
        )
    finally:
        _running.discard((name, row_id))


_jobs: _Jobs | None = None


def _the_jobs() -> _Jobs:
    """dbos registers instances by name for the life of a process, so there is one."""
    global _jobs
    if _jobs is None:
        _jobs = _Jobs()
    return _jobs


class JobQueue:
    """dbos, opened for one process. Only one can be open in a process."""

    def __init__(
        self,
        database_url: str,
        executor_id: str,
        *,
        sync: Work = _nothing,
        tend: Work = _nothing,
        watch: Work = _nothing,
        at_once: int = 8,
        listens: bool = True,
    ) -> None:
        """
        Args:
            database_url: where dbos keeps its own tables: a SQLite file beside ours, or our Postgres (in a schema ``dbos``).
            at_once: jobs that run at the same time in this process.
            listens: False in a web process that leaves the work to others.
        """
        self._config: DBOSConfig = {
            "name": "hearback",
            "system_database_url": database_url,
            "executor_id": executor_id,
            "application_version": APPLICATION_VERSION,
            "log_level": "ERROR",
            "enable_otlp": False,
            "max_executor_threads": at_once + 4,
            "scheduler_polling_interval_sec": 30.0,
        }
        self._work = (sync, tend, watch)
        self._at_once = at_once
        self._listens = listens
        self.executor_id = executor_id

    def open(self) -> None:
        jobs = _the_jobs()
        jobs.sync, jobs.tend, jobs.watch = self._work
        DBOS(config=self._config)
        DBOS.listen_queues([MAILBOX_QUEUE, THREAD_QUEUE] if self._listens else [])
        DBOS.launch()
        for name in (MAILBOX_QUEUE, THREAD_QUEUE):
            DBOS.register_queue(name, worker_concurrency=max(1, self._at_once // 2), polling_interval_sec=0.5)

    def close(self, wait_seconds: int = 8) -> None:
        """Stop taking jobs and let running ones end; what has not ended by then is taken up again by whoever starts next."""
        DBOS.destroy(workflow_completion_timeout_sec=wait_seconds)

    def sync_mailbox(self, mailbox_id: UUID) -> None:
        self._enqueue(MAILBOX_QUEUE, "sync", _the_jobs().sync_mailbox, mailbox_id)

    def tend_thread(self, thread_id: UUID) -> None:
        self._enqueue(THREAD_QUEUE, "tend", _the_jobs().tend_thread, thread_id)

    def renew_watch(self, mailbox_id: UUID) -> None:
        self._enqueue(MAILBOX_QUEUE, "watch", _the_jobs().renew_watch, mailbox_id)

    def _enqueue(self, queue: str, kind: str, job: Callable[[str], None], row_id: UUID) -> None:
        try:
            with SetEnqueueOptions(deduplication_id=f"{kind}-{row_id}", app_version=APPLICATION_VERSION):
                DBOS.enqueue_workflow(queue, job, str(row_id))
        except dbos_error.DBOSQueueDeduplicatedError:
            pass  # It waits or runs already; whoever enqueues has set the column that the running job looks at before it ends.

    def drop_jobs_of(self, executor_ids: Iterable[str]) -> int:
        """Delete what dead processes were at, so that the sweep enqueues it for the living. Returns how many jobs there were."""
        ids = list(executor_ids)
        if not ids:
            return 0
        dead = DBOS.list_workflows(executor_id=ids, status=["PENDING"], load_input=False, load_output=False)
        if dead:
            DBOS.delete_workflows([job.workflow_id for job in dead])
        return len(dead)

    def drop_orphans(self, living: Iterable[str]) -> int:
        """Delete running jobs of processes that hold no lease. Returns how many there were."""
        known = {self.executor_id, *living}
        running = DBOS.list_workflows(status=["PENDING"], load_input=False, load_output=False)
        orphans = [job.workflow_id for job in running if job.executor_id not in known]
        if orphans:
            DBOS.delete_workflows(orphans)
        return len(orphans)

    @property
    def is_idle(self) -> bool:
        """Whether no job is at work in this process."""
        return not _running

    def forget_finished(self, before: datetime, at_most: int = 1000) -> int:
        """Delete finished jobs; dbos keeps them for ever otherwise. Returns how many went."""
        done = DBOS.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
            completed_before=before.isoformat(),
            limit=at_most,
            load_input=False,
            load_output=False,
        )
        if done:
            DBOS.delete_workflows([job.workflow_id for job in done])
        return len(done)

    def waiting(self) -> int:
        """Jobs that wait or run, for metrics."""
        return len(DBOS.list_workflows(status=["ENQUEUED", "PENDING"], load_input=False, load_output=False))
