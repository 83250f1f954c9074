"""Broken mail and broken requests: the parsers answer or refuse with a sentence, and the service never says 5xx."""

from __future__ import annotations

import base64
import gc
import json
import signal
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.conversation import Candidate
from app.detection import read
from app.errors import AppError
from app.flow.services import Services
from app.main import create_app
from app.providers import mime
from app.settings import load_settings
from app.store.database import Database
from tests.addons.world import PUBLIC_URL, access_token, event, new_world, promised, system_token, user_token
from tests.security.broken_mail import BY_HAND, HEAD, damaged, pythons_own
from tests.web.test_hooks import House, change
from tests.web.test_hooks import token as push_token

ADA = Candidate("Ada Lovelace", frozenset({"ada@gmail.example"}), "Europe/Berlin", "DE")


def taken(raw: bytes) -> None:
    """Parse and read as a mailbox would; a fault with a sentence is an answer as well."""
    try:
        message = mime.read_message(raw)
    except AppError:
        return
    read(message, ADA)


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """Whatever hangs is ended by an alarm, far beyond the time that any of these takes."""

    def ring(*_: object) -> None:
        raise TimeoutError("this hangs")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(240)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("breakage", BY_HAND)
def test_broken_mail_is_read_or_refused(breakage: str) -> None:
    taken(BY_HAND[breakage])


def test_good_mail_after_an_accident_is_read_or_refused() -> None:
    for raw in damaged():
        taken(raw)


def test_the_breakages_that_python_tests_itself_with_are_read_or_refused() -> None:
    found = pythons_own()
    if not found:
        pytest.skip("PYTHON'S OWN BROKEN MAIL NOT TRIED: this Python came without its tests")
    assert len(found) > 30
    for path in found:
        taken(path.read_bytes())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=3000))
def test_any_bytes_after_a_header_are_read_or_refused(body: bytes) -> None:
    taken(HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + body)
    taken(HEAD + body)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=1500))
def test_any_text_is_read(text: str) -> None:
    taken(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode("utf-8", "surrogatepass"))


def test_memory_does_not_grow_with_broken_mail() -> None:
    some = [raw for raw in BY_HAND.values() if len(raw) < 30_000] + list(damaged(many=20))
    assert grown_by(lambda: [taken(raw) for raw in some], 3) < 1_500_000


def grown_by(work: Callable[[], object], times: int) -> int:
    """Bytes held after doing something often, beyond those held after doing it a few times."""
    work()
    gc.collect()
    tracemalloc.start()
    try:
        for _ in range(times):
            work()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@pytest.fixture
def client(sqlite_database: Database, sealing_key: str) -> Iterator[TestClient]:
    url = "https://hearback.example"
    found = load_settings(
        None,
        public_url=url,
        keys=(sealing_key,),
        microsoft_client_id="x",
        microsoft_client_secret="y",
        outlook_addin_client_id="z",
        google_push_audience="a",
        google_push_account="b@c.iam.gserviceaccount.com",
        limit_rates=False,
    )
    services = Services(sqlite_database, {}, lambda: datetime(2026, 3, 2, tzinfo=UTC), url)
    with TestClient(create_app(found, services, background=False), base_url=url, raise_server_exceptions=False) as browser:
        yield browser


def test_no_request_that_fits_the_openapi_or_breaks_it_is_answered_5xx(client: TestClient) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    tried = 0
    for operation in schema.get_all_operations():
        found = operation.ok()

        @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=found.as_strategy())
        def call(case: schemathesis.Case) -> None:
            given_ = case.as_transport_kwargs(base_url="https://hearback.example")
            given_.pop("cookies", None)
            answer = client.request(**given_)
            assert answer.status_code < 500, (case.method, case.path, answer.status_code)

        call()
        tried += 1
    assert tried >= 10


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=st.binary(max_size=500), path=st.sampled_from(["/hooks/google", "/hooks/microsoft", "/hooks/microsoft/lifecycle"]))
def test_no_push_whatever_is_in_it_is_answered_5xx(client: TestClient, body: bytes, path: str) -> None:
    assert client.post(path, content=body).status_code < 500


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMED = ("message", "data", "emailAddress", "value", "subscriptionId", "clientState", "lifecycleEvent", "resource")
PUSHED = st.dictionaries(st.sampled_from(NAMED), JSON | st.lists(st.dictionaries(st.sampled_from(NAMED), JSON), max_size=3))


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(push=JSON | PUSHED, inner=JSON | PUSHED)
def test_no_verified_push_whatever_is_in_it_is_answered_5xx(sqlite_database: Database, push: Any, inner: Any) -> None:
    """Signed as Google signs, so that it is read at all."""
    house = pushed_house(sqlite_database)
    packed = base64.b64encode(json.dumps(inner).encode()).decode()
    for body in (push, {"message": {"data": packed}}, {"message": inner}):
        assert house.google(push_token(), body=json.dumps(body).encode()) < 500
        assert house.web.post("/hooks/microsoft", json=body).status_code < 500
    assert house.graph(*([change(), inner] if isinstance(inner, dict) else [change()])) < 500


@cache
def pushed_house(database: Database) -> House:
    return House(database)


def test_no_proved_caller_of_an_add_on_is_answered_5xx_whatever_they_say(sqlite_database: Database) -> None:
    """As verified people, whose mailbox has a thread: behind the proof lies most of the code."""
    world = promised(new_world(sqlite_database))
    own = str(world.row().id)
    schema = schemathesis.openapi.from_asgi("/openapi.json", world.client.app)
    tried, answered = 0, Counter[int]()
    for operation in schema.get_all_operations():
        found = operation.ok()

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=found.as_strategy(), mine=st.booleans(), extra=JSON)
        def call(case: schemathesis.Case, mine: bool, extra: Any) -> None:
            said = case.as_transport_kwargs(base_url=PUBLIC_URL)
            said.pop("cookies", None)
            if mine and "thread_id" in case.path:
                said["url"] = PUBLIC_URL + case.path.replace("{thread_id}", own).replace("{entry_id}", own)
            google = case.path.startswith("/addons/google")
            if google and isinstance(said.get("json"), dict):
                said["json"]["authorizationEventObject"] = {"userIdToken": user_token()}
                if mine:
                    said["json"]["commonEventObject"] = {"parameters": {"action": "snooze", "thread": own}, "formInputs": extra}
            proof = system_token(case.path) if google else access_token()
            said["headers"] = {**dict(said.get("headers") or {}), "authorization": f"Bearer {proof}"}
            answer = world.client.request(**said)
            answered[answer.status_code] += 1
            assert answer.status_code < 500, (case.method, case.path, answer.status_code, answer.text)

        call()
        tried += 1
    assert tried >= 9
    assert answered[200] > 50, f"hardly anybody got behind the proof: {answered}"


def test_memory_does_not_grow_with_requests(sqlite_database: Database) -> None:
    world = promised(new_world(sqlite_database))
    thread = str(world.row().id)

    def ask() -> None:
        assert world.api("/home").status_code == 200
        assert world.api(f"/threads/{thread}/actions", {"action": "nonsense"}).status_code == 422
        assert world.google("/message", event("google_message")).status_code == 200

    assert grown_by(ask, 20) < 1_500_000
