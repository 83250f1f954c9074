"""The web app: settings in, routes mounted, resources opened and closed. A composition root."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import anyio.to_thread
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from app.addons.api import api_routes
from app.addons.google import google_routes
from app.addons.identity import GoogleCallers, OutlookCallers
from app.addons.outlook import FRAME_ANCESTORS, Pane, outlook_routes
from app.addons.surface import Surface
from app.flow.connections import GoogleConnection, MicrosoftConnection
from app.flow.push_keys import PushKeys, push_keys
from app.flow.services import Connection, Services, nobody_counts
from app.providers.gmail_quota import GmailQuota, unspent
from app.providers.google_http import OneAttemptHttp
from app.providers.google_oauth import ISSUERS, GoogleOAuth
from app.providers.graph import GraphSession, OtherHost
from app.providers.microsoft_oauth import MicrosoftOAuth
from app.providers.outlook import PushAddresses
from app.providers.push_tokens import GooglePushTokens, SigningKeys
from app.settings import Settings, SettingsFault, load_settings, loopback_http_allowed
from app.store import leases
from app.store.database import Database, open_engine
from app.store.encryption import Vault
from app.web import health, hooks
from app.web.access_log import AccessLog, unobserved
from app.web.asking import Asks
from app.web.errors import add_error_pages
from app.web.limiting import Limiting, Rates
from app.web.pages import PAGES
from app.web.protection import Protection
from app.web.rendering import STATIC

if TYPE_CHECKING:
    from app.jobs.worker import Worker
    from app.metrics import Metrics


def utc_now() -> datetime:
    return datetime.now(UTC)


def build_services(settings: Settings, clock: Callable[[], datetime] = utc_now, metrics: Metrics | None = None) -> Services:
    """Join database, providers and clock as the settings say. Nothing is opened or asked yet. Raises SettingsFault."""
    engine = open_engine(
        settings.database_url, pool_size=settings.database_pool_size, busy_timeout=settings.database_busy_timeout
    )
    database = Database(engine, Vault(settings.require_keys()))
    return Services(
        database=database,
        connections=build_connections(
            settings, GmailQuota(share=LivingWorkers(database, clock), spent=metrics.units if metrics else unspent), clock
        ),
        clock=clock,
        public_url=settings.public_url,
        allow=frozenset(settings.allow),
        first_look=settings.first_look,
        poll_every=settings.poll_every,
        session_length=settings.session_length,
        keep_closed=settings.keep_closed,
        sign_in_time=settings.sign_in_time,
        push=build_push(settings),
        observe=metrics.step if metrics else nobody_counts,
    )


def build_push(settings: Settings) -> PushKeys | None:
    """The keys for browsers' notifications; None where there are none. Raises SettingsFault for a text that is no key."""
    private = settings.push_key.get_secret_value()
    try:
        return push_keys(private, settings.push_contact or settings.public_url) if private else None
    except ValueError as fault:
        raise SettingsFault(f"HEARBACK_PUSH_KEY is wrong, so nothing was started: {fault}.") from None


class LivingWorkers:
    """How many worker processes share Google's limit: counted in the database now and then, and never less than this one."""

    def __init__(self, database: Database, clock: Callable[[], datetime], every: timedelta = timedelta(seconds=30)) -> None:
        self._database, self._clock, self._every = database, clock, every
        self._counted_at: datetime | None = None
        self._count = 1

    def __call__(self) -> int:
        now = self._clock()
        if not self._database.is_sqlite and (self._counted_at is None or now - self._counted_at > self._every):
            self._counted_at = now
            with self._database.read() as session:
                self._count = max(1, len(leases.living(session, now)))
        return self._count


def build_connections(
    settings: Settings, quota: GmailQuota | None = None, clock: Callable[[], datetime] = utc_now
) -> dict[str, Connection]:
    """The providers that are set up."""
    loopback_http_allowed(settings)
    seconds = settings.provider_timeout.total_seconds()
    found: dict[str, Connection] = {}
    if settings.google_client_id:
        oauth = GoogleOAuth(
            settings.google_client_id,
            settings.google_client_secret.get_secret_value(),
            auth_uri=settings.google_auth_uri,
            token_uri=settings.google_token_uri,
            revoke_uri=settings.google_revoke_uri,
            certs_uri=settings.google_certs_uri,
            issuers=tuple({settings.google_issuer, *(ISSUERS if settings.google_issuer in ISSUERS else ())}),
        )
        found["google"] = GoogleConnection(
            oauth,
            api_endpoint=settings.gmail_api_endpoint,
            web=settings.gmail_web,
            topic=settings.google_pubsub_topic,
            quota=quota,
            http=partial(OneAttemptHttp, seconds),
        )
    if settings.microsoft_client_id:
        session = GraphSession(read_seconds=seconds)
        if settings.microsoft_login_endpoint:
            parts = urlsplit(settings.microsoft_authority)
            session.mount(f"{parts.scheme}://{parts.netloc}", OtherHost(settings.microsoft_login_endpoint))
        found["microsoft"] = MicrosoftConnection(
            MicrosoftOAuth(
                settings.microsoft_client_id,
                settings.microsoft_client_secret.get_secret_value(),
                authority=settings.microsoft_authority,
                session=session,
            ),
            root=settings.graph_endpoint,
            clock=clock,
            push=PushAddresses(f"{settings.public_url}/hooks/microsoft", f"{settings.public_url}/hooks/microsoft/lifecycle")
            if settings.secure
            else None,
        )
    return found


def build_worker(
    settings: Settings, services: Services, *, works: bool = True, on_lost: Callable[[], None] | None = None
) -> Worker:
    """The background work of this process, not started yet.

    Args:
        works: False in a web process on Postgres that leaves the work to worker processes.
        on_lost: called when this process must end, because other workers have taken over its jobs.
    """
    # dbos costs most of a second to import, which commands and pages that start no work need not pay.
    from app.jobs.work import Work
    from app.jobs.worker import Worker

    return Worker(
        Work(services),
        settings.database_url,
        works=works,
        push=pushes(settings),
        at_once=settings.jobs_at_once,
        sweep_every=settings.sweep_every,
        on_lost=on_lost,
    )


def pushes(settings: Settings) -> bool:
    """Whether Google or Microsoft can reach us, so that watches are worth having."""
    return bool(settings.google_pubsub_topic) or (bool(settings.microsoft_client_id) and settings.secure)


def build_hooks(settings: Settings, services: Services, rates: Rates) -> APIRouter:
    """The addresses for pushes; each is closed as long as its settings are empty."""
    google = None
    if settings.google_push_audience and settings.google_push_account:
        google = GooglePushTokens(
            SigningKeys(settings.google_certs_uri, timeout_seconds=settings.provider_timeout.total_seconds()),
            audience=settings.google_push_audience,
            account=settings.google_push_account,
            issuer=settings.google_issuer,
        )
    return hooks.hooks(
        services.database,
        services.clock,
        services.wake,
        google=google,
        microsoft=bool(settings.microsoft_client_id) and settings.secure,
        rates=rates,
    )


def build_addons(settings: Settings, services: Services, rates: Rates) -> list[APIRouter]:
    """Gmail's cards, Outlook's task pane and the API behind both; each does not exist as long as its settings are empty."""
    surface = Surface(services, settings.gmail_web)
    seconds = settings.provider_timeout.total_seconds()
    google = outlook = None
    if settings.google_addon_client_id:
        google = GoogleCallers(
            SigningKeys(settings.google_certs_uri, timeout_seconds=seconds),
            public_url=settings.public_url,
            service_account=settings.google_addon_account,
            client_id=settings.google_addon_client_id,
            issuer=settings.google_issuer,
        )
    if settings.outlook_addin_client_id:
        outlook = OutlookCallers(
            SigningKeys(settings.microsoft_keys_uri, timeout_seconds=seconds),
            client_id=settings.outlook_addin_client_id,
            issuer=settings.microsoft_issuer,
        )
    pane = Pane(
        settings.public_url,
        settings.outlook_addin_client_id,
        settings.office_js,
        settings.outlook_frame_ancestors or FRAME_ANCESTORS,
    )
    return [
        google_routes(services, surface, google, rates.allows_person),
        api_routes(services, surface, outlook, rates.allows_person),
        outlook_routes(pane),
    ]


def create_app(
    settings: Settings | None = None,
    services: Services | None = None,
    *,
    background: bool = True,
    works: bool = True,
    on_lost: Callable[[], None] | None = None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """The whole web app. Raises SettingsFault when something needed is missing.

    Args:
        services: by default built from the settings and opened with the app; given ones belong to the caller.
        background: open the job queue with the app, so that pushes and pages wake the work.
        works: also do the work in this process, as a single process on SQLite does; otherwise only enqueue it.
        on_lost: see :func:`build_worker`.
        metrics: where requests are counted.
    """
    settings = settings or load_settings()
    if services is None:
        settings.require_service()
    built = services or build_services(settings)
    worker: Worker | None = None
    if background:
        woken: list[Worker] = []
        built = replace(built, wake=lambda mailbox_id: woken[0].wake(mailbox_id))
        worker = build_worker(settings, built, works=works, on_lost=on_lost)
        woken.append(worker)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if services is None:
            await anyio.to_thread.run_sync(built.database.open)
        if worker is not None:
            await anyio.to_thread.run_sync(worker.start)
        yield
        if worker is not None:
            await anyio.to_thread.run_sync(worker.stop)
        if services is None:
            built.database.close()

    app = FastAPI(title="Hearback", lifespan=lifespan, docs_url=None, redoc_url=None)
    rates = Rates(counted=settings.limit_rates)
    app.state.services, app.state.rates = built, rates
    app.add_middleware(Asks, public_url=settings.public_url)
    app.add_middleware(Limiting, rates=rates)
    app.add_middleware(Protection, public_url=settings.public_url)
    app.add_middleware(AccessLog, observe=metrics.request if metrics else unobserved)
    add_error_pages(app)
    for router in routers():
        app.include_router(router)
    app.include_router(build_hooks(settings, built, rates))
    for router in build_addons(settings, built, rates):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def routers() -> list[Any]:
    """Every group of routes."""
    return [health.router, *PAGES]
