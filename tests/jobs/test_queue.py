"""The queue: one job a row at a time, nothing kept of what has ended, a dead process's jobs freed. On SQLite and on Postgres."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.jobs.queue import JobQueue
from app.jobs.worker import jobs_database

Open = Callable[..., JobQueue]


@pytest.fixture
def open_queue(database_url: str) -> Iterator[Open]:
    opened: list[JobQueue] = []

    def start(**work: Callable[[UUID], None]) -> JobQueue:
        queue = JobQueue(jobs_database(database_url), "local", **work)
        queue.open()
        opened.append(queue)
        return queue

    yield start
    for queue in opened:
        queue.close(2)


class Gate:
    """A job that says when it has begun and waits to be let go."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Semaphore(0), threading.Semaphore(0)
        self.runs: list[UUID] = []
        self.at_once = self.most_at_once = 0
        self._guard = threading.Lock()

    def __call__(self, row_id: UUID) -> None:
        with self._guard:
            self.runs.append(row_id)
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
        self.begun.release()
        assert self.may_end.acquire(timeout=20)
        with self._guard:
            self.at_once -= 1


def test_a_mailbox_is_never_synced_twice_at_once_and_a_second_wish_is_one_job(open_queue: Open) -> None:
    gate, mailbox = Gate(), uuid4()
    queue = open_queue(sync=gate)
    queue.sync_mailbox(mailbox)
    assert gate.begun.acquire(timeout=20)
    queue.sync_mailbox(mailbox)
    queue.sync_mailbox(mailbox)
    assert queue.waiting() == 1
    gate.may_end.release()
    wait_until(lambda: queue.waiting() == 0)
    queue.sync_mailbox(mailbox)
    assert gate.begun.acquire(timeout=20)
    gate.may_end.release()
    wait_until(lambda: queue.waiting() == 0)
    assert gate.runs == [mailbox, mailbox]
    assert gate.most_at_once == 1


def test_two_mailboxes_are_synced_side_by_side(open_queue: Open) -> None:
    gate = Gate()
    queue = open_queue(sync=gate)
    for _ in range(2):
        queue.sync_mailbox(uuid4())
    assert gate.begun.acquire(timeout=20)
    assert gate.begun.acquire(timeout=20)
    gate.may_end.release(2)
    wait_until(lambda: queue.waiting() == 0)
    assert gate.most_at_once == 2


def test_a_job_that_fails_is_over_and_leaves_no_text_behind(open_queue: Open, database_url: str) -> None:
    canary = "recruiter-canary@firm.example"
    done = threading.Event()

    def fail(_: UUID) -> None:
        done.set()
        raise RuntimeError(canary)

    queue = open_queue(tend=fail)
    queue.tend_thread(uuid4())
    assert done.wait(20)
    wait_until(lambda: queue.waiting() == 0)
    from dbos import DBOS

    rows = DBOS.list_workflows()
    assert [row.status for row in rows] == ["SUCCESS"]
    assert canary not in repr([vars(row) for row in rows])


def test_finished_jobs_are_forgotten_and_waiting_ones_are_not(open_queue: Open) -> None:
    gate = Gate()
    queue = open_queue(sync=gate, tend=lambda _: None)
    queue.tend_thread(uuid4())
    wait_until(lambda: queue.waiting() == 0)
    queue.sync_mailbox(uuid4())
    assert gate.begun.acquire(timeout=20)
    assert queue.forget_finished(datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert queue.waiting() == 1
    gate.may_end.release()
    wait_until(lambda: queue.waiting() == 0)


def test_the_jobs_of_a_dead_process_make_room_for_the_living(open_queue: Open) -> None:
    gate, mailbox = Gate(), uuid4()
    queue = open_queue(sync=gate)
    queue.sync_mailbox(mailbox)
    assert gate.begun.acquire(timeout=20)
    assert queue.drop_jobs_of(["local"]) == 1
    queue.sync_mailbox(mailbox)
    assert gate.begun.acquire(timeout=20), "the dead process's job still held the mailbox"
    gate.may_end.release(2)
    wait_until(lambda: queue.waiting() == 0)


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that other threads bring about."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.05)):
        if holds():
            return
        pause.wait(0.05)
    raise AssertionError("waited in vain")
