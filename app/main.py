"""The web app: settings in, routes mounted, resources opened and closed. A composition root."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import anyio.to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import SQLAlchemyError

from app.flow.connections import GoogleConnection, MicrosoftConnection
from app.flow.outstanding import catch_up, renew_watches
from app.flow.services import Connection, Services
from app.providers.google_oauth import ISSUERS, GoogleOAuth
from app.providers.graph import GraphSession, OtherHost
from app.providers.microsoft_oauth import MicrosoftOAuth
from app.settings import Settings, load_settings, loopback_http_allowed
from app.store.database import Database, open_engine
from app.store.encryption import Vault
from app.web import health, sign_in, threads_page
from app.web.errors import add_error_pages
from app.web.protection import Protection
from app.web.rendering import STATIC

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 15.0


def utc_now() -> datetime:
    return datetime.now(UTC)


def build_services(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Services:
    """Join database, providers and clock as the settings say. Nothing is opened or asked yet. Raises SettingsFault."""
    engine = open_engine(
        settings.database_url, pool_size=settings.database_pool_size, busy_timeout=settings.database_busy_timeout
    )
    return Services(
        database=Database(engine, Vault(settings.require_keys())),
        connections=build_connections(settings),
        clock=clock,
        public_url=settings.public_url,
        allow=frozenset(settings.allow),
        first_look=settings.first_look,
        poll_every=settings.poll_every,
        session_length=settings.session_length,
        sign_in_time=settings.sign_in_time,
    )


def build_connections(settings: Settings) -> dict[str, Connection]:
    """The providers that are set up."""
    loopback_http_allowed(settings)
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
            oauth, api_endpoint=settings.gmail_api_endpoint, web=settings.gmail_web, topic=settings.google_pubsub_topic
        )
    if settings.microsoft_client_id:
        session = GraphSession()
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
        )
    return found


class Background:
    """Does what is outstanding, in one thread of this process: woken by name, and every so often by itself."""

    def __init__(self, services: Services, every_seconds: float = LOOK_EVERY_SECONDS) -> None:
        self._services = services
        self._every = every_seconds
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hearback-background", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self, _mailbox_id: UUID | None = None) -> None:
        self._awake.set()

    def stop(self, seconds: float = 10.0) -> None:
        """Finish the step at hand and end."""
        self._stopping.set()
        self._awake.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            try:
                catch_up(self._services, self._services.clock())
                renew_watches(self._services, self._services.clock())
            except SQLAlchemyError as fault:
                log.error("the database could not be used: %s", type(fault).__name__)
            except Exception:
                # A fault in one round must not end all rounds; what is outstanding stays so in the database.
                log.exception("a round of background work failed")
            self._awake.wait(self._every)


def create_app(settings: Settings | None = None, services: Services | None = None, *, background: bool = True) -> FastAPI:
    """The whole web app. Raises SettingsFault when something needed is missing.

    Args:
        services: by default built from the settings and opened with the app; given ones belong to the caller.
        background: also do in this process what is outstanding, as a single process on SQLite does.
    """
    settings = settings or load_settings()
    if services is None:
        settings.require_service()
    built = services or build_services(settings)
    worker: Background | None = None
    if background:
        woken: list[Background] = []
        built = replace(built, wake=lambda mailbox_id: woken[0].wake(mailbox_id))
        worker = Background(built)
        woken.append(worker)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if services is None:
            await anyio.to_thread.run_sync(built.database.open)
        if worker is not None:
            worker.start()
        yield
        if worker is not None:
            await anyio.to_thread.run_sync(worker.stop)
        if services is None:
            built.database.close()

    app = FastAPI(title="Hearback", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.services = built
    app.add_middleware(Protection, public_url=settings.public_url)
    add_error_pages(app)
    for router in routers():
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def routers() -> list[Any]:
    """Every group of routes."""
    return [health.router, sign_in.router, threads_page.router]
