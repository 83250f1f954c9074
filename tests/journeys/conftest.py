"""A street in which the whole product lives: the sandbox on a socket, the web app, one visitor with a browser, and a clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

import pytest
import requests
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from app.flow.outstanding import Report, catch_up
from app.flow.services import Services
from app.main import build_connections, create_app
from app.providers.graph import GraphSession
from app.sandbox.mail import Folder, Mail, MailStore
from app.sandbox.microsoft import DirectAdapter, MicrosoftSandbox
from app.sandbox.server import DirectHttp, Sandbox
from app.settings import Settings, load_settings
from app.store import mailboxes
from app.store.database import Database
from app.store.tables import MailboxRow, ThreadRow

URL = "http://localhost:8000"
ADA = {"google": "ada@gmail.example", "microsoft": "ada@outlook.example"}
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
JANE = "Jane Doe <jane.doe@acme-talent.example>"
PROMISE = (
    "Hi Ada,\n\nthank you for the interview for the Data Engineer position yesterday. The hiring manager is meeting the other "
    "candidates, and I will get back to you with a decision by Friday.\n\nBest regards,\nJane Doe\nTalent Acquisition, Acme\n"
)
REJECTION = "Hi Ada,\n\nunfortunately we have decided to move forward with another candidate. We wish you all the best.\n\nJane\n"


@dataclass
class Street:
    """Everything together; times are the test's own."""

    sandbox: Sandbox
    settings: Settings
    services: Services
    browser: TestClient
    time: list[datetime]
    provider: str = "google"
    counter: list[int] = field(default_factory=lambda: [0])
    promise: str = ""

    @property
    def now(self) -> datetime:
        return self.time[0]

    @property
    def address(self) -> str:
        """Ada's address at the provider that this street is about."""
        return ADA[self.provider]

    # The visitor

    def through_consent(self, path: str, account: str, **decisions: str) -> requests.Response:
        """Follow a link of ours to the provider's page, decide there, and come back."""
        away = self.browser.get(path, follow_redirects=False)
        assert away.status_code == 303, away.text
        authority = self.settings.microsoft_authority.rpartition("/")[0]
        page = requests.get(away.headers["location"].replace(authority, self.sandbox.url), timeout=20)
        form = LexborHTMLParser(page.text).css_first("form")
        assert form is not None, page.text
        fields = [
            (str(f.attributes.get("name")), str(f.attributes.get("value") or ""))
            for f in form.css("input[name]")
            if f.attributes.get("value") != decisions.get("untick")
        ]
        fields += [("account", account), ("decision", decisions.get("decision", "allow"))]
        action = str(form.attributes.get("action"))
        decided = requests.post(f"{self.sandbox.url}{action}", data=fields, allow_redirects=False, timeout=20)
        self.callback = decided.headers["location"].removeprefix(URL)
        return self.browser.get(self.callback)  # type: ignore[return-value]

    def sign_in(self, provider: str = "google") -> None:
        answer = self.through_consent(f"/sign-in/{provider}", ADA[provider])
        assert answer.status_code == 200, answer.text

    def connect(self, provider: str = "") -> None:
        provider = provider or self.provider
        answer = self.through_consent(f"/connect/{provider}", ADA[provider])
        assert answer.status_code == 200, answer.text

    def page(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.browser.get("/threads").text)

    def press(self, action_ends: str) -> None:
        """Press the button of the form that goes to such an address."""
        form = self.page().css_first(f"form[action$='{action_ends}']")
        assert form is not None, f"no form for {action_ends}"
        fields = {str(f.attributes.get("name")): str(f.attributes.get("value") or "") for f in form.css("input[name]")}
        answer = self.browser.post(str(form.attributes.get("action")), data=fields, headers={"Origin": URL})
        assert answer.status_code == 200, answer.text

    # Their mail

    def deliver(
        self,
        sender: str,
        text: str,
        *,
        at: datetime | None = None,
        subject: str = "Data Engineer at Acme",
        reply_to: str = "",
        to: str = "",
        folder: Folder = "inbox",
        thread: int | None = None,
    ) -> str:
        """Let a message arrive; the answer is its Message-ID."""
        self.counter[0] += 1
        at = at or self.now
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, to or f"Ada Lovelace <{self.address}>"
        mail["Subject"] = f"Re: {subject}" if reply_to else subject
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{self.counter[0]}@acme-talent.example>"
        if reply_to:
            mail["In-Reply-To"] = mail["References"] = reply_to
        mail.set_content(text)
        address = re.sub(r".*<|>.*", "", to) if to else self.address
        self.sandbox.store.deliver(address, mail.as_bytes(), folder, received_at=at, thread=thread)
        return str(mail["Message-ID"])

    def drafts(self, provider: str = "") -> list[Mail]:
        return list(self.sandbox.store.drafts(ADA[provider or self.provider]))

    def edit(self, draft: Mail) -> None:
        """Ada puts a word of her own into a draft."""
        raw = draft.raw.replace(b"Hi Jane,", b"Hi dear Jane,")
        assert raw != draft.raw
        self.sandbox.store.replace_draft(self.address, draft.draft or 0, raw)

    def statuses(self) -> list[str]:
        with self.services.database.read() as session:
            return sorted(session.scalars(select(ThreadRow.status)))

    # Time

    def go(self, **later: float) -> Report:
        self.time[0] += timedelta(**later)
        return self.work()

    def at(self, day: int, hour: int = 10) -> Report:
        self.time[0] = datetime(2026, 3, day, hour, tzinfo=UTC)
        return self.work()

    def work(self) -> Report:
        """Do what is outstanding, as the background of a running service does."""
        with self.services.database.write() as session:
            for mailbox_id in session.scalars(select(MailboxRow.id)):
                mailboxes.mark_dirty(session, mailbox_id, self.now)
        report = catch_up(self.services, self.now)
        catch_up(self.services, self.now)
        return report

    @property
    def mailbox_ids(self) -> list[UUID]:
        with self.services.database.read() as session:
            return list(session.scalars(select(MailboxRow.id)))

    @property
    def sends(self) -> int:
        return sum(dict(self.sandbox.store.send_requests).values())


@contextmanager
def opened_street(database: Database, sealing_key: str) -> Iterator[Street]:
    """Sign-in goes over sockets, as a browser needs them; the mail APIs are called directly, which is ten times as quick."""
    time = [MONDAY]
    sandbox = Sandbox(MailStore(lambda: time[0]))
    microsoft = MicrosoftSandbox(sandbox.store, sandbox.faults)
    sandbox.add_door(microsoft)
    sandbox.store.add_account(ADA["google"], "Ada Lovelace")
    microsoft.oauth.add_account(ADA["microsoft"], "Ada Lovelace")
    with sandbox:
        callbacks = [f"{URL}/{path}/{provider}/callback" for path in ("sign-in", "connect") for provider in ADA]
        sandbox.google.oauth.add_client("hearback", "secret", callbacks)
        microsoft.oauth.add_client("hearback", "secret", callbacks)
        settings = load_settings(
            None,
            public_url=URL,
            keys=(sealing_key,),
            allow=("gmail.example", "outlook.example"),
            google_client_id="hearback",
            google_client_secret="secret",
            google_auth_uri=f"{sandbox.url}/o/oauth2/v2/auth",
            google_token_uri=f"{sandbox.url}/token",
            google_revoke_uri=f"{sandbox.url}/revoke",
            google_certs_uri=f"{sandbox.url}/oauth2/v3/certs",
            gmail_api_endpoint=sandbox.url,
            gmail_web=f"{sandbox.url}/inbox",
            microsoft_client_id="hearback",
            microsoft_client_secret="secret",
            microsoft_login_endpoint=sandbox.url,
            graph_endpoint=f"{sandbox.url}/v1.0",
        )
        connections = build_connections(settings, clock=lambda: time[0])
        graph = GraphSession()
        graph.mount("http://", DirectAdapter(sandbox.answer))
        vars(connections["google"])["_http"] = lambda: DirectHttp(sandbox.answer)
        vars(connections["google"])["_sleep"] = lambda seconds: None
        vars(connections["microsoft"])["_session"] = graph
        services = Services(database, connections, lambda: time[0], URL, frozenset(settings.allow), wake=lambda _: None)
        app = create_app(settings, services, background=False)
        with TestClient(app, base_url=URL, headers={"accept": "text/html"}) as browser:
            yield Street(sandbox, settings, services, browser, time)
        assert sum(dict(sandbox.store.send_requests).values()) == 0, "something asked to send mail"


@pytest.fixture
def street(sqlite_database: Database, sealing_key: str) -> Iterator[Street]:
    with opened_street(sqlite_database, sealing_key) as opened:
        yield opened


@pytest.fixture(params=["google", "microsoft"])
def either_street(street: Street, request: pytest.FixtureRequest) -> Street:
    """The same street, once for a Gmail mailbox and once for an Outlook one."""
    street.provider = request.param
    return street


@pytest.fixture
def linked(either_street: Street) -> Street:
    """On Monday Jane promised Friday; Ada is signed in and has connected her mailbox."""
    return promised(either_street)


def promised(street: Street) -> Street:
    street.promise = street.deliver(JANE, PROMISE)
    street.sign_in()
    street.connect()
    street.work()
    return street


def revoke(street: Street) -> None:
    """The user takes the permission back at the provider."""
    if street.provider == "google":
        street.sandbox.google.oauth.revoke_account(street.address)
    else:
        microsoft_of(street).oauth.revoke_account(street.address)


def microsoft_of(street: Street) -> MicrosoftSandbox:
    return next(door for door in street.sandbox.doors if isinstance(door, MicrosoftSandbox))
