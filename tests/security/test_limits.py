"""What is too much is refused before anything is done, and what is nobody's host is never called."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient

from app.flow.services import Services
from app.main import create_app
from app.outgoing import is_allowed, outgoing_hosts
from app.settings import Settings, load_settings
from app.store.database import Database
from app.web import limiting
from app.web.limiting import API_PERSON, LONGEST_BODY, SIGN_IN, SIGN_IN_PERSON, SIGN_IN_SESSION, Rates, address_of
from tests.addons.world import ADA as ADA_ID
from tests.addons.world import BOB as BOB_ID
from tests.addons.world import PERSON, TENANT, access_token, event, new_world, texts, user_token
from tests.journeys.conftest import ADA, Street
from tests.journeys.conftest import street as street

URL = "http://localhost:8000"


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def settings(sealing_key: str) -> Settings:
    return load_settings(None, public_url=URL, keys=(sealing_key,))


@pytest.fixture
def browser(sqlite_database: Database, settings: Settings) -> Iterator[TestClient]:
    services = Services(sqlite_database, {}, lambda: datetime(2026, 3, 2, tzinfo=UTC), URL)
    with TestClient(create_app(settings, services, background=False), base_url=URL, follow_redirects=False) as client:
        yield client


def test_signing_in_too_often_is_refused_and_other_pages_are_not(browser: TestClient) -> None:
    answers = [browser.get("/sign-in/google").status_code for _ in range(SIGN_IN.amount + 1)]
    assert answers[-1] == 429
    assert 429 not in answers[:-1]
    assert browser.get("/").status_code == 200


def test_one_browser_cannot_begin_what_a_whole_house_may(browser: TestClient) -> None:
    cookie = {"cookie": "hearback-browser=one"}
    answers = [browser.get("/sign-in/google", headers=cookie).status_code for _ in range(SIGN_IN_SESSION.amount + 1)]
    assert (answers[-1], 429 in answers[:-1]) == (429, False)
    assert browser.get("/sign-in/google", headers={"cookie": "hearback-browser=another"}).status_code != 429


def test_one_account_cannot_sign_in_over_and_over_from_wherever(street: Street) -> None:
    for _ in range(SIGN_IN_PERSON.amount):
        street.browser.cookies.clear()
        street.sign_in()
    street.browser.cookies.clear()
    refused = street.through_consent("/sign-in/google", ADA["google"])
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "60"
    assert street.browser.get("/my-data", follow_redirects=False).status_code == 303, "somebody was signed in all the same"
    street.sign_in("microsoft")


def test_connecting_over_and_over_is_refused(street: Street) -> None:
    street.sign_in()
    answers = [
        street.browser.get("/connect/google", follow_redirects=False).status_code
        for _ in range(SIGN_IN_PERSON.amount)  # Signing in was the first.
    ]
    assert (answers[-1], 429 in answers[:-1]) == (429, False)


@pytest.mark.parametrize("host", ["gmail", "outlook"])
def test_one_person_in_an_add_on_is_held_back_whatever_tokens_they_show(sqlite_database: Database, host: str) -> None:
    rates = Rates()
    world = new_world(sqlite_database, allows=rates.allows_person)
    provider, subject = ("google", ADA_ID) if host == "gmail" else ("microsoft", f"{TENANT}:{PERSON}")
    for _ in range(API_PERSON.amount - 1):
        assert rates.allows_person(provider, subject)
    if host == "gmail":
        assert "wait a minute" not in texts(world.google("/home", event("google_home")).json())
        assert "wait a minute" in texts(world.google("/home", event("google_home")).json())
        other = world.google("/home", event("google_home"), user=user_token(BOB_ID))
        assert "wait a minute" not in texts(other.json())
    else:
        assert world.api("/home").status_code == 200
        assert world.api("/home", token=access_token(iat=1)).status_code == 429
        assert world.api("/home", token=access_token(oid="another-person")).status_code == 200


def test_where_a_proxy_counts_nothing_is_too_often() -> None:
    rates = Rates(counted=False)
    assert all(rates.allow(SIGN_IN, "anybody") for _ in range(10 * SIGN_IN.amount))


def test_a_body_that_does_not_arrive_is_given_up(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pieces, and then silence for as long as the caller likes."""
    monkeypatch.setattr(limiting, "SLOWEST_BODY_SECONDS", 0.2)
    said: list[dict[str, Any]] = []

    async def call() -> None:
        pieces = [{"type": "http.request", "body": b"form_token", "more_body": True}] * 2

        async def receive() -> dict[str, Any]:
            return pieces.pop() if pieces else await anyio.sleep_forever()  # type: ignore[func-returns-value]

        async def send(message: Any) -> None:
            said.append(message)

        scope = {
            "type": "http", "method": "POST", "path": "/hooks/google", "query_string": b"", "headers": [], "client": ("::1", 1),
        }  # fmt: skip
        with anyio.fail_after(20):
            await browser.app(scope, receive, send)

    anyio.run(call)
    assert said[0]["status"] == 408


def test_health_is_never_refused(browser: TestClient) -> None:
    assert {browser.get("/healthz").status_code for _ in range(1000)} == {200}


def test_one_session_cannot_use_up_what_others_need(browser: TestClient) -> None:
    answers = [browser.get("/", headers={"cookie": "hearback=greedy"}).status_code for _ in range(602)]
    assert answers[-1] == 429
    assert browser.get("/", headers={"cookie": "hearback=modest"}).status_code == 200


@pytest.mark.parametrize("path", ["/hooks/microsoft", "/sign-out", "/addons/api/message"])
def test_a_body_that_is_too_long_is_refused(browser: TestClient, path: str) -> None:
    assert browser.post(path, content=b"x" * (LONGEST_BODY + 1)).status_code == 413


def test_a_body_that_lies_about_its_length_is_refused(browser: TestClient) -> None:
    answer = browser.post(
        "/sign-out", content=(b"x" * 65536 for _ in range(17)), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code in (401, 413)


def test_an_ipv6_caller_is_counted_by_network() -> None:
    assert address_of({"client": ("2001:db8::1", 1)}) == address_of({"client": ("2001:db8::ffff", 1)})
    assert address_of({"client": ("192.0.2.1", 1)}) != address_of({"client": ("192.0.2.2", 1)})


def test_only_configured_hosts_may_be_called(settings: Settings) -> None:
    hosts = outgoing_hosts(settings)
    for host in ("gmail.googleapis.com", "graph.microsoft.com", "login.microsoftonline.com", "wns2-par02p.notify.windows.com"):
        assert is_allowed(host, hosts)
    for host in ("evil.example", "169.254.169.254", "localhost", "gmail.googleapis.com.evil.example", "notify.windows.com"):
        assert not is_allowed(host, hosts)


def test_every_address_in_the_settings_is_known_to_the_gate(settings: Settings) -> None:
    """A new setting that holds an address must be thought of."""
    from urllib.parse import urlsplit

    not_called = {"public_url", "database_url", "google_issuer", "microsoft_issuer", "gmail_web", "outlook_web", "office_js"}
    hosts = outgoing_hosts(settings)
    for name, value in settings:
        if isinstance(value, str) and value.startswith("http") and name not in not_called:
            assert urlsplit(value).hostname in hosts, f"{name} names a host that outgoing_hosts does not"


@pytest.mark.parametrize(
    "library", ["requests.get('http://{}/')", "urllib.request.urlopen('http://{}/')", "socket.create_connection(('{}', 80))"]
)
@pytest.mark.parametrize("host", ["evil.example", "169.254.169.254"])
def test_a_stranger_is_never_connected_to_by_whatever_library(library: str, host: str) -> None:
    program = (
        "import requests, urllib.request, socket\n"
        "from app.outgoing import allow_only\n"
        "allow_only(frozenset({'gmail.googleapis.com'}))\n"
        f"{library.format(host)}\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "is not a host of this service's settings" in done.stderr
