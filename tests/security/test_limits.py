"""What is too much is refused before anything is done, and what is nobody's host is never called."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from app.flow.services import Services
from app.main import create_app
from app.outgoing import is_allowed, outgoing_hosts
from app.settings import Settings, load_settings
from app.store.database import Database
from app.web.limiting import LONGEST_BODY, SIGN_IN, address_of

URL = "http://localhost:8000"


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
