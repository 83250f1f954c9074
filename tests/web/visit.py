"""Somebody at the pages without a browser: one signed-in client for each user, on a mailbox in memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from app.store import accounts
from app.web.asking import Asks
from app.web.errors import add_error_pages
from app.web.pages import PAGES
from app.web.protection import Protection
from app.web.sessions import SESSION_COOKIE, form_token
from tests.flow.world import World

URL = "http://localhost:8000"


@dataclass
class Visit:
    """A signed-in visitor of a world's pages."""

    world: World
    client: TestClient
    token: str

    @classmethod
    def to(cls, world: World) -> Visit:
        app = FastAPI()
        app.state.services = world.services
        app.add_middleware(Asks, public_url=URL)
        app.add_middleware(Protection, public_url=URL)
        add_error_pages(app)
        for router in PAGES:
            app.include_router(router)
        with world.services.database.write() as session:
            cookie = accounts.start_session(session, world.account_id, world.now, timedelta(days=90))
        client = TestClient(app, base_url=URL, headers={"accept": "text/html", "accept-language": "en-GB"})
        client.cookies.set(SESSION_COOKIE, cookie)
        return cls(world, client, form_token(cookie))

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def post(self, path: str, token: str | None = None, **fields: str) -> Response:
        return self.client.post(path, data={"form_token": self.token if token is None else token, **fields})

    def thread_id(self, provider_thread_id: str = "t1") -> str:
        return str(self.world.row(provider_thread_id).id)


def label(answer: Response) -> str:
    """The status on a thread's page."""
    found = re.search(r'<span class="label [a-z_]+">([^<]+)</span>', answer.text)
    return found[1] if found else ""
