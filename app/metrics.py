"""Figures for Prometheus, on a port of their own: never under the public address, and never with anybody's id or address.

What happens is counted as it happens, in each process. What is the case (mailboxes, lapses, lags) is asked of the database
when somebody scrapes, so it is right after any crash.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.detection.verdict import Status
from app.flow.services import Services
from app.store.tables import DraftRow, DraftState, MailboxRow, MailboxState, ThreadRow

WORKING = (MailboxState.ACTIVE, MailboxState.FIRST_LOOK)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._steps = Counter(
            "hearback_steps", "Steps of the background work, by what came of them.", ["verb", "outcome"], registry=self.registry
        )
        self._seconds = Histogram(
            "hearback_step_seconds",
            "How long a step took.",
            ["verb"],
            buckets=(0.1, 0.5, 1, 5, 15, 60, 300),
            registry=self.registry,
        )
        self._requests = Counter("hearback_requests", "Answered requests.", ["method", "route", "status"], registry=self.registry)
        self._request_seconds = Histogram("hearback_request_seconds", "How long an answer took.", registry=self.registry)
        self._units = Counter("hearback_gmail_quota_units", "Gmail quota units spent.", registry=self.registry)

    def step(self, verb: str, outcome: str, seconds: float) -> None:
        """A sync, a draft or another step has ended; ``outcome`` is a plain word or the kind of a fault."""
        self._steps.labels(verb, outcome).inc()
        self._seconds.labels(verb).observe(seconds)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method if method in ("GET", "HEAD", "POST") else "other", route, str(status)).inc()
        self._request_seconds.observe(seconds)

    def units(self, units: int) -> None:
        self._units.inc(units)

    def serve(self, services: Services, host: str, port: int) -> None:
        """Answer scrapes until the process ends."""
        self.registry.register(Standing(services))
        start_http_server(port, addr=host, registry=self.registry)


class Standing(Collector):
    """What is the case, as the database says."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def describe(self) -> Iterator[Metric]:
        return iter(())

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("hearback_database_up", "Whether the database answers.")
        try:
            found = list(self._ask(self._services.clock()))
        except SQLAlchemyError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from found

    def _ask(self, now: datetime) -> Iterator[Metric]:
        with self._services.database.read() as session:
            boxes = GaugeMetricFamily("hearback_mailboxes", "Linked mailboxes.", labels=["state"])
            for state, count in session.execute(select(MailboxRow.state, func.count()).group_by(MailboxRow.state)):
                boxes.add_metric([state], count)
            yield boxes
            yield GaugeMetricFamily(
                "hearback_lapses",
                "Threads whose promise has lapsed without an answer.",
                value=session.scalar(select(func.count()).select_from(ThreadRow).where(ThreadRow.status == Status.DUE)) or 0,
            )
            yield GaugeMetricFamily(
                "hearback_open_drafts",
                "Drafts of ours that lie unsent in mailboxes.",
                value=session.scalar(select(func.count()).select_from(DraftRow).where(DraftRow.state == DraftState.OPEN)) or 0,
            )
            dirty = session.scalar(select(func.min(MailboxRow.dirty_at)).where(MailboxRow.state.in_(WORKING)))
            due = session.scalar(select(func.min(ThreadRow.due_at)))
            yield GaugeMetricFamily("hearback_push_lag_seconds", "Age of the oldest news not yet read.", value=lag(now, dirty))
            yield GaugeMetricFamily("hearback_due_lag_seconds", "Age of the oldest draft not yet written.", value=lag(now, due))


def lag(now: datetime, since: datetime | None) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
