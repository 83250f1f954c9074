"""What is outstanding, and doing all of it once, here and now.

The columns of the database say what is outstanding; a wake-up may be lost, doubled or late. :func:`catch_up` is the whole
background work of a small installation, of tests and of ``hearback sync``; job workers run the same steps one by one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.errors import AppError
from app.flow.attend import attend_draft
from app.flow.draft import Outcome, Result, write_draft
from app.flow.review import review_threads
from app.flow.services import Services
from app.flow.sync import sync_mailbox
from app.flow.watch import RENEW_EVERY, watch_mailbox
from app.store import mailboxes, threads

log = logging.getLogger(__name__)

AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Ids of what has to be done at an instant."""

    sync: tuple[UUID, ...]
    review: tuple[UUID, ...]
    attend: tuple[UUID, ...]
    draft: tuple[UUID, ...]


@dataclass(slots=True)
class Report:
    """What :func:`catch_up` has done."""

    synced: int = 0
    reviewed: int = 0
    attended: int = 0
    written: list[Outcome] = field(default_factory=list)
    faults: list[AppError] = field(default_factory=list)


def outstanding(services: Services, now: datetime, at_most: int = AT_MOST) -> Outstanding:
    """What has to be done now, at most so much of each kind; costs four index look-ups."""
    with services.database.read() as session:
        return Outstanding(
            tuple(mailboxes.to_sync(session, now, now - services.poll_every, at_most)),
            tuple(threads.to_wake(session, now, at_most)),
            tuple(threads.to_attend(session, now, at_most)),
            tuple(threads.to_draft(session, now, at_most)),
        )


def catch_up(services: Services, now: datetime) -> Report:
    """Do all that is outstanding, once: read what is new, judge again, look after drafts, write those that are due."""
    report = Report()
    for mailbox_id in outstanding(services, now).sync:
        if _tried(report, sync_mailbox, services, mailbox_id, now) is not None:
            report.synced += 1
    report.reviewed = review_threads(services, outstanding(services, now).review, now)
    for thread_id in outstanding(services, now).attend:
        if _tried(report, attend_draft, services, thread_id, now) is not None:
            report.attended += 1
    for thread_id in outstanding(services, now).draft:
        outcome = _tried(report, write_draft, services, thread_id, now)
        if outcome is not None and outcome.result in (Result.WRITTEN, Result.FOUND, Result.REFUSED):
            report.written.append(outcome)
    return report


def renew_watches(services: Services, now: datetime) -> Report:
    """Renew every push that ends within six days, so that each is renewed daily."""
    report = Report()
    with services.database.read() as session:
        ids = mailboxes.to_watch(session, now + timedelta(days=7) - RENEW_EVERY, AT_MOST)
    for mailbox_id in ids:
        _tried(report, watch_mailbox, services, mailbox_id, now)
    return report


def _tried(report: Report, step: Callable[..., Any], *arguments: Any) -> Any:
    """Run one step; a fault of normal business stops this step only, and is told in the report and the log."""
    try:
        return step(*arguments)
    except AppError as fault:
        log.warning("%s: %s", step.__name__, type(fault).__name__)
        report.faults.append(fault)
        return None
