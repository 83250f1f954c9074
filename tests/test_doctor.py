"""Every fault that an installation can have, injected once, is named rightly; a healthy one is called healthy."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import requests
from sqlalchemy import select, update
from typer.testing import CliRunner

from app.cli import app
from app.doctor import Line, State, examine, examine_environment, outward_session
from app.main import build_connections
from app.sandbox.microsoft import MicrosoftSandbox
from app.store.database import Database, open_engine
from app.store.encryption import Vault, new_key
from app.store.tables import MailboxRow, ThreadRow
from tests.journeys.conftest import ADA, JANE, PROMISE, URL, Street
from tests.journeys.conftest import street as street

pytestmark = pytest.mark.usefixtures("sqlite_only")


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def sqlite_only() -> None:
    """What the doctor looks at is the same on both databases."""


@dataclass
class Outside(requests.adapters.HTTPAdapter):
    """Our own public address, answered by the app in this process; its clock is the test's."""

    street: Street

    def __post_init__(self) -> None:
        super().__init__()

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        assert request.url is not None
        own = self.street.browser.request(
            request.method or "GET", request.url.removeprefix(URL), content=request.body, follow_redirects=False
        )
        answer = requests.Response()
        answer.status_code, answer._content, answer.url = own.status_code, own.content, request.url
        answer.headers.update(own.headers)
        return answer


class Dated(requests.Session):
    """Puts the test's clock into the answers of the sandbox, whose dates are those of today."""

    def __init__(self, http: requests.Session, at: datetime) -> None:
        super().__init__()
        self.adapters, self._at = http.adapters, at

    def send(self, request: Any, **kwargs: Any) -> requests.Response:
        answer = super().send(request, **kwargs)
        answer.headers["date"] = format_datetime(self._at, usegmt=True)
        return answer


@pytest.fixture
def ask(street: Street) -> Iterator[Callable[..., list[Line]]]:
    def examined(*, clock_off: timedelta = timedelta(0), **settings: Any) -> list[Line]:
        changed = street.settings.model_copy(update=settings)
        services = street.services
        if settings:
            services = replace(services, connections=build_connections(changed))
        http = outward_session(changed)
        http.mount(URL, Outside(street))
        return list(examine(changed, services, Dated(http, street.now + clock_off)))

    return examined


def microsoft_oauth(street: Street) -> Any:
    return next(door.oauth for door in street.sandbox.doors if isinstance(door, MicrosoftSandbox))


def faults(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.about, line.sentence) for line in lines if line.state is State.FAULT]


def only_fault(lines: list[Line]) -> tuple[str, str]:
    found = faults(lines)
    assert len(found) == 1, found
    return found[0]


@pytest.fixture
def linked(street: Street) -> Street:
    street.deliver(JANE, PROMISE)
    street.sign_in()
    street.connect()
    street.work()
    return street


def test_a_healthy_installation_has_no_fault(linked: Street, ask: Callable[..., list[Line]]) -> None:
    lines = ask()
    assert faults(lines) == []
    assert {
        "configuration",
        "database",
        "keys",
        "clock",
        "google client",
        "microsoft client",
        "public address",
        "mailboxes",
        "queue",
    } <= {line.about for line in lines}


def test_missing_settings_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HEARBACK_KEYS", "HEARBACK_ALLOW", "HEARBACK_GOOGLE_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    about, sentence = only_fault(list(examine_environment()))
    assert about == "configuration"
    assert "HEARBACK_KEYS" in sentence


def test_a_database_that_is_not_there_is_named(street: Street, ask: Callable[..., list[Line]]) -> None:
    gone = Database(open_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"), Vault([new_key()]))
    object.__setattr__(street.services, "database", gone)
    about, sentence = only_fault(ask())
    assert about == "database"
    assert "does not answer" in sentence


def test_missing_migrations_are_named(street: Street, ask: Callable[..., list[Line]], tmp_path: Any) -> None:
    empty = Database(open_engine(f"sqlite:///{tmp_path / 'empty.db'}"), Vault([new_key()]))
    object.__setattr__(street.services, "database", empty)
    about, sentence = only_fault(ask())
    assert about == "database"
    assert "hearback migrate" in sentence


def test_a_lost_key_is_named(linked: Street, ask: Callable[..., list[Line]]) -> None:
    other = Database(linked.services.database.engine, Vault([new_key()]))
    object.__setattr__(linked.services, "database", other)
    about, sentence = only_fault(ask())
    assert about == "keys"
    assert "not in HEARBACK_KEYS" in sentence


def test_an_older_key_still_in_use_is_told(linked: Street, ask: Callable[..., list[Line]], sealing_key: str) -> None:
    both = Database(linked.services.database.engine, Vault([new_key(), sealing_key]))
    both.open()
    object.__setattr__(linked.services, "database", both)
    lines = ask()
    assert faults(lines) == []
    assert any(line.about == "keys" and "keys rotate" in line.sentence for line in lines)


def test_a_wrong_clock_is_named(street: Street, ask: Callable[..., list[Line]]) -> None:
    about, sentence = only_fault(ask(clock_off=timedelta(minutes=7)))
    assert about == "clock"
    assert "420 seconds" in sentence


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_a_redirect_address_that_is_not_registered_is_named(
    street: Street, ask: Callable[..., list[Line]], provider: str
) -> None:
    oauth = street.sandbox.google.oauth if provider == "google" else microsoft_oauth(street)
    oauth.add_client("hearback", "secret", [f"{URL}/sign-in/{provider}/callback"])
    about, sentence = only_fault(ask())
    assert about == f"{provider} client"
    assert f"{URL}/connect/{provider}/callback is not registered" in sentence


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_a_wrong_client_secret_is_named(street: Street, ask: Callable[..., list[Line]], provider: str) -> None:
    from pydantic import SecretStr

    about, sentence = only_fault(ask(**{f"{provider}_client_secret": SecretStr("expired")}))
    assert about == f"{provider} client"
    assert "client secret" in sentence


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_an_unknown_client_is_named(street: Street, ask: Callable[..., list[Line]], provider: str) -> None:
    about, sentence = only_fault(ask(**{f"{provider}_client_id": "stranger"}))
    assert about == f"{provider} client"
    assert "CLIENT_ID" in sentence


def test_googles_error_page_is_read_out_of_its_address() -> None:
    from app.doctor import consent_page

    class Page(requests.Session):
        def get(self, url: Any, **kwargs: Any) -> requests.Response:
            answer = requests.Response()
            packed = base64.urlsafe_b64encode(b"\n\x15redirect_uri_mismatch").decode().rstrip("=")
            answer.url, answer._content = f"https://accounts.example/error?authError={packed}", b"<html>"
            return answer

    assert "redirect_uri_mismatch" in consent_page(Page(), "https://accounts.example/")


def test_a_consent_screen_in_testing_is_named(street: Street, ask: Callable[..., list[Line]]) -> None:
    street.sandbox.google.oauth.in_testing = True
    street.sign_in()
    street.connect()
    street.work()
    about, sentence = only_fault(ask())
    assert about == "consent screen"
    assert "In production" in sentence


def test_an_api_that_is_not_switched_on_is_named(linked: Street, ask: Callable[..., list[Line]]) -> None:
    linked.sandbox.google.api.switched_off = True
    about, sentence = only_fault(ask())
    assert about == "mailboxes"
    assert "Gmail API is not switched on" in sentence


def test_missing_scopes_are_named(street: Street, ask: Callable[..., list[Line]]) -> None:
    street.sign_in()
    refused = street.through_consent("/connect/google", ADA["google"], untick="https://www.googleapis.com/auth/gmail.readonly")
    assert refused.status_code == 403
    about, sentence = only_fault(ask())
    assert about == "connecting"
    assert "scopes" in sentence


def test_a_tenant_that_blocks_consent_is_named(street: Street, ask: Callable[..., list[Line]]) -> None:
    street.sign_in()
    away = street.browser.get("/connect/microsoft", follow_redirects=False)
    state = away.headers["location"].split("state=")[1].split("&")[0]
    answer = street.browser.get(
        f"/connect/microsoft/callback?state={state}&error=access_denied&error_description=AADSTS90094:+admin+consent+required"
    )
    assert answer.status_code == 403
    about, sentence = only_fault(ask())
    assert about == "connecting"
    assert "administrator" in sentence


def test_a_public_address_that_leads_elsewhere_is_named(street: Street, ask: Callable[..., list[Line]]) -> None:
    for client in (street.sandbox.google.oauth, microsoft_oauth(street)):
        client.add_client("hearback", "secret", [])
    about, sentence = only_fault(ask(public_url="http://127.0.0.1:9"))
    assert about == "public address"
    assert "does not lead to this service" in sentence


def test_a_hook_that_keeps_the_handshake_is_named(street: Street) -> None:
    from app.doctor import Patient, public_address

    class Proxy(requests.Session):
        def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
            answer = requests.Response()
            answer.status_code, answer._content = 200, b'{"status": "ok"}'
            return answer

    settings = street.settings.model_copy(update={"public_url": "https://hearback.example"})
    about, sentence = only_fault(list(public_address(Patient(settings, street.services, Proxy()))))
    assert about == "hooks"
    assert "handshake" in sentence


@pytest.mark.parametrize(
    ("topic", "audience", "account", "word"),
    [
        ("projects/p/topics/t", "", "", "go together"),
        ("p/t", "a", "x@p.iam.gserviceaccount.com", "projects/<project>/topics/<topic>"),
        ("projects/p/topics/t", "a", "me@gmail.example", "service account"),
        ("projects/p/topics/t", "a", "x@p.iam.gserviceaccount.com", "instead of refusing it"),
    ],
)
def test_a_push_that_cannot_work_is_named(
    street: Street, ask: Callable[..., list[Line]], topic: str, audience: str, account: str, word: str
) -> None:
    about, sentence = only_fault(ask(google_pubsub_topic=topic, google_push_audience=audience, google_push_account=account))
    assert about == "Pub/Sub"
    assert word in sentence


def test_a_topic_that_google_refuses_is_named(linked: Street) -> None:
    from app.doctor import Patient, mailboxes

    linked.sandbox.google.api.closed_topics.add("projects/p/topics/t")
    settings = linked.settings.model_copy(update={"google_pubsub_topic": "projects/p/topics/t"})
    services = replace(linked.services, connections=build_connections(settings))
    about, sentence = only_fault(list(mailboxes(Patient(settings, services, requests.Session()))))
    assert about == "Pub/Sub"
    assert "gmail-api-push@system.gserviceaccount.com" in sentence


def test_a_lapsed_watch_is_named(linked: Street) -> None:
    from app.doctor import Patient, watches

    with linked.services.database.write() as session:
        session.execute(update(MailboxRow).values(watch_expires_at=linked.now - timedelta(hours=1)))
    settings = linked.settings.model_copy(update={"google_pubsub_topic": "projects/p/topics/t"})
    about, sentence = only_fault(list(watches(Patient(settings, linked.services, requests.Session()))))
    assert about == "watches"
    assert "lapsed" in sentence


def test_a_mailbox_that_must_be_linked_again_is_named(linked: Street, ask: Callable[..., list[Line]]) -> None:
    linked.sandbox.google.oauth.revoke_account(ADA["google"])
    linked.go(hours=2)
    about, sentence = only_fault(ask())
    assert about == "mailboxes"
    assert "connected again" in sentence


def test_work_that_nobody_does_is_named(linked: Street, ask: Callable[..., list[Line]]) -> None:
    with linked.services.database.write() as session:
        session.execute(update(MailboxRow).values(dirty_at=linked.now - timedelta(minutes=40)))
    about, sentence = only_fault(ask())
    assert about == "queue"
    assert "40 minutes" in sentence


def test_drafts_that_nobody_writes_are_named(linked: Street, ask: Callable[..., list[Line]]) -> None:
    with linked.services.database.write() as session:
        session.execute(update(ThreadRow).values(due_at=linked.now - timedelta(minutes=40)))
        assert session.scalar(select(ThreadRow.id)) is not None
    about, sentence = only_fault(ask())
    assert about == "queue"
    assert "writing drafts" in sentence


def test_a_used_up_quota_is_named(linked: Street, ask: Callable[..., list[Line]]) -> None:
    with linked.services.database.write() as session:
        session.execute(update(MailboxRow).values(failures=5, retry_at=linked.now + timedelta(minutes=30)))
    about, sentence = only_fault(ask())
    assert about == "quota"
    assert "quota page" in sentence


def test_no_line_names_an_address_or_a_subject(linked: Street, ask: Callable[..., list[Line]]) -> None:
    linked.sandbox.google.oauth.revoke_account(ADA["google"])
    linked.go(hours=2)
    said = " ".join(line.sentence for line in ask())
    assert ADA["google"] not in said
    assert "Acme" not in said
    with linked.services.database.read() as session:
        assert session.scalar(select(MailboxRow.id)) is not None


@pytest.mark.parametrize(("state", "code"), [(State.OK, 0), (State.NOTE, 0), (State.FAULT, 1)])
def test_the_exit_code_tells_whether_something_is_wrong(monkeypatch: pytest.MonkeyPatch, state: State, code: int) -> None:
    monkeypatch.setattr("app.doctor.examine_environment", lambda: iter([Line(State.OK, "a", "Well."), Line(state, "b", "So.")]))
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == code
    assert "So." in done.output
