"""Broken mail and broken requests: the parsers answer or refuse with a sentence, and the service never says 5xx."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime

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

ADA = Candidate("Ada Lovelace", frozenset({"ada@gmail.example"}), "Europe/Berlin", "DE")
HEAD = b"From: Jane <jane@acme.example>\r\nTo: ada@gmail.example\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nMessage-ID: <1@x>\r\nSubject: Hi\r\n"

BROKEN = [
    b"",
    b"\r\n",
    b"\x00" * 1000,
    HEAD,
    HEAD + b"Content-Type: multipart/mixed\r\n\r\nno boundary",
    HEAD + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n--a\r\n--a",
    HEAD + b"Content-Type: text/plain; charset=klingon\r\n\r\nwords",
    HEAD + b'Content-Type: text/plain; charset="utf\x00-8"\r\n\r\nwords',
    HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n====not base64====",
    HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 5000,
    HEAD + b"Content-Type: text/html\r\n\r\n<style><script><!-- <table><td><blockquote",
    HEAD + b"\r\n" + b"> " * 20000 + b"end",
    HEAD + b"\r\n" + b"I will get back to you by " * 3000,
    HEAD + b"\r\n" + b"a" * 200_000,
    HEAD.replace(b"Mon, 2 Mar 2026", b"Xyz, 99 Foo 0000") + b"\r\nhello",
    HEAD.replace(b"jane@acme.example", b"@@@,,;;<<>>") + b"\r\nhello",
    HEAD.replace(b"Subject: Hi", b"Subject: =?utf-8?B?////?= =?x?Q?=?=") + b"\r\nhello",
    b"Subject" * 5000 + b": x\r\n\r\nhello",
    HEAD
    + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
    + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 200,
]


def taken(raw: bytes) -> None:
    """Parse and read as a mailbox would; a fault with a sentence is an answer as well."""
    try:
        message = mime.read_message(raw)
    except AppError:
        return
    read(message, ADA)


@pytest.mark.parametrize("number", range(len(BROKEN)))
def test_broken_mail_is_read_or_refused(number: int) -> None:
    taken(BROKEN[number])


@settings(max_examples=150, deadline=5000, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=3000))
def test_any_bytes_after_a_header_are_read_or_refused(body: bytes) -> None:
    taken(HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + body)
    taken(HEAD + body)


@settings(max_examples=150, deadline=5000, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=1500))
def test_any_text_is_read(text: str) -> None:
    taken(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode("utf-8", "surrogatepass"))


def test_memory_does_not_grow_with_broken_mail() -> None:
    for _ in range(3):
        taken(BROKEN[10])
    tracemalloc.start()
    for _ in range(100):
        for raw in (BROKEN[4], BROKEN[5], BROKEN[8], BROKEN[10], BROKEN[15]):
            taken(raw)
    grown, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 3_000_000


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
