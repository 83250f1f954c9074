"""What other sites may not do in a visitor's name, and what nobody may see."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Message

from app.flow.services import Services
from app.main import create_app
from app.settings import SettingsFault, load_settings
from app.store import accounts
from app.store.database import Database
from app.web.errors import add_error_pages
from app.web.pages import PAGES

URL = "http://localhost:8000"
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def services(sqlite_database: Database) -> Services:
    return Services(sqlite_database, {}, lambda: NOW, URL)


@pytest.fixture
def browser(services: Services, sealing_key: str) -> Iterator[TestClient]:
    app = create_app(load_settings(None, public_url=URL, keys=(sealing_key,)), services, background=False)
    with TestClient(app, base_url=URL, follow_redirects=False) as client:
        yield client


@pytest.fixture
def token(services: Services) -> str:
    with services.database.write() as session:
        account = accounts.add_account(session, "google", "s", "ada@x.example", NOW)
        return accounts.start_session(session, account.id, NOW, services.session_length)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": URL}, 303),
        ({"Origin": URL}, 303),
        ({}, 303),
    ],
)
def test_a_form_from_another_site_is_refused(browser: TestClient, token: str, headers: dict[str, str], status: int) -> None:
    from app.web.sessions import form_token

    browser.cookies.set("hearback", token)
    answer = browser.post("/sign-out", data={"form_token": form_token(token)}, headers=headers)
    assert answer.status_code == status


def test_a_form_without_the_token_of_this_browser_is_refused(browser: TestClient, token: str) -> None:
    browser.cookies.set("hearback", token)
    assert browser.post("/sign-out", data={"form_token": "0" * 64}).status_code == 403
    assert browser.post("/sign-out").status_code == 422


def test_nobody_sees_or_changes_anything_without_signing_in(browser: TestClient) -> None:
    assert browser.get("/threads").status_code == 401
    assert browser.get("/threads", headers={"accept": "text/html"}).headers["location"] == "/"
    assert browser.get("/connect/google").status_code == 401
    assert browser.post(f"/mailboxes/{uuid4()}/write-drafts", data={"form_token": "x"}).status_code == 401


@pytest.mark.parametrize("mailbox_id", ["7ef0bf24-da1f-4390-b838-183f6ac4e018", "7", "..", "%00"])
def test_what_is_not_yours_looks_as_if_it_did_not_exist(browser: TestClient, token: str, mailbox_id: str) -> None:
    from app.web.sessions import form_token

    browser.cookies.set("hearback", token)
    for action in ("write-drafts", "disconnect", "place"):
        data = {"form_token": form_token(token), "timezone": "UTC"}
        assert browser.post(f"/mailboxes/{mailbox_id}/{action}", data=data).status_code == 404


def test_an_old_session_is_worth_nothing(browser: TestClient, services: Services) -> None:
    with services.database.write() as session:
        account = accounts.add_account(session, "google", "s", "ada@x.example", NOW)
        old = accounts.start_session(session, account.id, NOW - services.session_length, services.session_length)
    browser.cookies.set("hearback", old)
    assert browser.get("/threads").status_code == 401


def test_every_answer_carries_a_strict_policy(browser: TestClient) -> None:
    for path in ("/", "/healthz", "/nothing", "/static/hearback.css"):
        headers = browser.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"


def test_an_unknown_provider_is_not_found(browser: TestClient) -> None:
    assert browser.get("/sign-in/nobody").status_code == 404
    assert browser.get("/sign-in/nobody/callback").status_code == 404


def test_health_and_readiness_are_told(browser: TestClient) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}
    assert browser.get("/readyz").status_code == 200


def test_over_https_cookies_are_bound_to_the_host(sqlite_database: Database, sealing_key: str) -> None:
    from tests.flow.memory_mailbox import MemoryConnection

    services = Services(sqlite_database, {"memory": MemoryConnection()}, lambda: NOW, "https://hearback.example")
    settings = load_settings(None, public_url="https://hearback.example", keys=(sealing_key,))
    with TestClient(
        create_app(settings, services, background=False), base_url="https://hearback.example", follow_redirects=False
    ) as client:
        answer = client.get("/sign-in/memory")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-hearback-browser=")
    assert {"Secure", "HttpOnly", "SameSite=lax"} <= set(cookie.split("; "))
    assert "max-age=63072000" in answer.headers["strict-transport-security"]


def test_without_settings_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsFault):
        create_app(load_settings(None))


def test_a_browser_that_leaves_before_its_form_is_read_is_no_fault_of_ours(
    services: Services, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = FastAPI()
    app.state.services = services
    add_error_pages(app)
    for router in PAGES:
        app.include_router(router)
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/settings/wording/preview/en_1",
        "query_string": b"",
        "headers": [(b"cookie", f"hearback={token}".encode()), (b"content-type", b"application/x-www-form-urlencoded")],
    }
    coming: list[Message] = [{"type": "http.request", "body": b"form_tok", "more_body": True}, {"type": "http.disconnect"}]
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 499
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
