"""Leases: a dead worker's jobs go to exactly one living worker, and a worker that was taken for dead stops."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.jobs.lease import TTL, Lease
from app.store import leases
from app.store.database import Database

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Process:
    """A worker process whose clock we hold; its lease beats only when told."""

    def __init__(self, database: Database, name: str) -> None:
        self.now = START
        self.buried: list[str] = []
        self.lease = Lease(database, name, lambda: self.now, on_dead=self.buried.extend, on_lost=lambda: None)
        with database.write() as session:
            leases.take(session, name, self.now, self.now + TTL)

    def beat(self, after: timedelta) -> bool:
        self.now = START + after
        return self.lease.beat()


def test_a_dead_workers_jobs_go_to_exactly_one_living_worker(database: Database) -> None:
    one, two, dead = (Process(database, name) for name in ("one", "two", "dead"))
    for seconds in (2, 4, 6):
        assert one.beat(timedelta(seconds=seconds))
        assert two.beat(timedelta(seconds=seconds))
    assert one.buried == two.buried == []
    for seconds in (8, 10):
        assert one.beat(timedelta(seconds=seconds))
        assert two.beat(timedelta(seconds=seconds))
    assert one.buried + two.buried == ["dead"]
    assert not dead.beat(timedelta(seconds=10)), "it was taken over, so it must stop"


def test_a_worker_that_slept_longer_than_its_lease_stops_even_if_nobody_noticed(database: Database) -> None:
    alone = Process(database, "alone")
    assert alone.beat(timedelta(seconds=5))
    assert not alone.beat(timedelta(seconds=60))


def test_a_worker_that_leaves_in_good_order_is_nobodys_dead(database: Database) -> None:
    one, two = Process(database, "one"), Process(database, "two")
    two.lease.stop()
    assert one.beat(timedelta(seconds=5))
    assert one.beat(timedelta(seconds=10))
    assert one.buried == []
    with database.read() as session:
        assert leases.living(session, START + timedelta(seconds=10)) == ["one"]
