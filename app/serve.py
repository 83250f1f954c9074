"""``hearback serve``, ``worker`` and ``sync``: the processes of the service, their signals, and how they end.

On SQLite one process does everything; on Postgres web processes and workers scale apart. SIGTERM ends any of them within ten
seconds: what has not ended by then is outstanding in the database still, and whoever works next finds it.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType

import uvicorn
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from app.errors import AppError
from app.flow.outstanding import Report, catch_up
from app.flow.services import Services
from app.jobs.only_one import OnlyOne
from app.logs import tell_uncaught_too
from app.main import build_services, build_worker, create_app
from app.metrics import Metrics
from app.outgoing import allow_only, listens_on, outgoing_hosts
from app.settings import Settings
from app.store import accounts, leases, mailboxes, retention
from app.store.database import Database, DatabaseNotReady
from app.store.migrations import upgrade

log = logging.getLogger(__name__)

ENDS_WITHIN_SECONDS = 9.5
"""From a signal to the end, whatever a provider or a job is still at: process supervisors kill after ten."""
REQUESTS_SECONDS, JOBS_SECONDS = 2, 5


class NeedsPostgres(AppError):
    """A SQLite file serves one process that does everything, so nothing was started. Run `hearback serve` alone, or set HEARBACK_DATABASE_URL to Postgres."""


class DatabaseAway(AppError):
    """The database did not answer, so nothing was started. Check HEARBACK_DATABASE_URL and that the server runs; then start again."""

    status = 503


class LeaseLost(AppError):
    """This worker was cut off from the database for so long that others took over its jobs, so it ended. Nothing was lost; start it again."""


def serve(settings: Settings, *, host: str, port: int, works: bool) -> None:
    """Serve pages and pushes until a signal, doing the background work as well where ``works``.

    Raises:
        NeedsPostgres, AlreadyRunning, SettingsFault, DatabaseNotReady.
    """
    settings.require_service()
    file = sqlite_file(settings)
    if file is not None and not works:
        raise NeedsPostgres
    metrics = Metrics() if settings.metrics_port else None
    services = opened(settings, metrics=metrics)
    lost = threading.Event()

    def give_up() -> None:
        lost.set()
        os.kill(os.getpid(), signal.SIGTERM)

    app = create_app(settings, services, works=works, on_lost=give_up, metrics=metrics)
    # uvicorn sends the signal on to whoever had it before; ours has been obeyed by then.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level=settings.log_level.lower(),
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=REQUESTS_SECONDS,
    )
    listens_on(host)
    _Server(config).run()
    services.database.close()
    if lost.is_set():
        raise LeaseLost


def work(settings: Settings, say: Callable[[str], None]) -> None:
    """Do the background work until a signal; any number of such processes may run on one Postgres.

    Raises:
        NeedsPostgres, LeaseLost, SettingsFault, DatabaseNotReady.
    """
    settings.require_service()
    if sqlite_file(settings) is not None:
        raise NeedsPostgres
    services = opened(settings, metrics=Metrics() if settings.metrics_port else None)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    worker = build_worker(settings, services, on_lost=ended.set)
    worker.start()
    say(f"Worker {worker.executor_id} is at work.")
    ended.wait()
    _end_for_sure()
    worker.stop(0 if worker.lost.is_set() else JOBS_SECONDS)
    services.database.close()
    if worker.lost.is_set():
        raise LeaseLost


def sync(settings: Settings) -> Report | int:
    """Look at every mailbox once and do what is outstanding: here, or by living workers, of whom the answer then tells how many.

    Raises:
        AlreadyRunning, SettingsFault, DatabaseNotReady.
    """
    settings.require_service()
    file = sqlite_file(settings)
    only_one = OnlyOne(file) if file is not None else None
    if only_one is not None:
        only_one.take()
    try:
        services = opened(settings, checked=True)
        now = services.clock()
        with services.database.write() as session:
            living = leases.living(session, now)
            for mailbox_id in mailboxes.working(session):
                mailboxes.mark_dirty(session, mailbox_id, now)
            # Where this command is all that runs, nobody else lets closed conversations and old sessions go.
            accounts.forget_expired(session, now)
            retention.forget_closed(session, now, settings.keep_closed)
        return len(living) if living else catch_up(services, now)
    finally:
        if only_one is not None:
            only_one.give_back()


def opened(settings: Settings, *, checked: bool = False, metrics: Metrics | None = None) -> Services:
    """The services on an open database; a SQLite file is made, or brought to this version, on the way.

    Args:
        checked: the caller holds the SQLite file already.
    """
    tell_uncaught_too()
    services = build_services(settings, metrics=metrics)
    allow_only(outgoing_hosts(settings))
    file = sqlite_file(settings)
    if file is not None:
        if not checked:
            only_one = OnlyOne(file)
            only_one.take()
            only_one.give_back()
        upgrade(services.database.engine)
    open_when_there(services.database, settings.database_wait)
    if metrics is not None:
        listens_on(settings.metrics_host)
        metrics.serve(services, settings.metrics_host, settings.metrics_port)
    return services


def open_when_there(database: Database, patience: timedelta, pause: Callable[[float], object] = time.sleep) -> None:
    """Open a database, waiting for a server that is still starting or a migration that is still running.

    Raises:
        DatabaseAway, DatabaseNotReady: after that long.
    """
    left = patience.total_seconds()
    while True:
        try:
            return database.open()
        except (OperationalError, DatabaseNotReady) as fault:
            if left <= 0:
                if isinstance(fault, DatabaseNotReady):
                    raise
                raise DatabaseAway from fault
            log.warning("the database is not there yet", extra={"fault": type(fault).__qualname__})
        pause(min(2.0, left))
        left -= 2.0


def sqlite_file(settings: Settings) -> Path | None:
    """The SQLite file the settings name; None on Postgres."""
    url = make_url(settings.database_url)
    return Path(url.database or "hearback.db") if url.get_backend_name() == "sqlite" else None


class _Server(uvicorn.Server):
    """uvicorn, ended for sure some seconds after a signal."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        _end_for_sure()
        super().handle_exit(sig, frame)


def _end_for_sure() -> None:
    """End this process soon, even when a thread hangs in a call to a provider. Its job stays outstanding."""
    end = threading.Timer(ENDS_WITHIN_SECONDS, os._exit, (0,))
    end.daemon = True
    end.start()
