"""A service with both add-ons, one user with a Gmail and an Outlook mailbox in memory, and hosts that sign with keys of ours."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from app.addons.api import api_routes, everybody
from app.addons.google import google_routes
from app.addons.identity import GoogleCallers, OutlookCallers
from app.addons.outlook import OFFICE_JS, Pane, outlook_routes
from app.addons.surface import Surface
from app.flow.outstanding import Report, catch_up
from app.flow.services import Services
from app.providers.push_tokens import SigningKeys
from app.store import accounts, mailboxes, threads
from app.store.database import Database
from app.store.tables import MailboxRow, ThreadRow
from app.web.errors import add_error_pages
from app.web.protection import Protection
from tests.flow.memory_mailbox import MailService, MemoryConnection, MemoryMailbox

HERE = Path(__file__).parent
PUBLIC_URL = "https://hearback.example"
SERVICE_ACCOUNT = "service-4711@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"
ADDON_CLIENT, ADDIN_CLIENT = "addon.apps.example", "5f3c1f7e-6a53-4f0e-9d6c-2b8f7a4e9d10"
TENANT, PERSON = "72f988bf-86f1-41af-91ab-2d7cd011db47", "9b1d3a56-0d67-4f0b-8d3f-0f6f5f1f2a3b"
ADA, BOB = "100000000000000000001", "100000000000000000002"
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
GMAIL_THREAD = "17f1f9ecfa0002ff"
"""What thread-f:1725434928461513471 of the recorded events is at the Gmail API."""
OUTLOOK_THREAD = "AAQkAGI1AAAA-x_1="
PROMISE = (
    "Hello Ada,\n\nthank you for the interview for the position of Data Engineer. We will get back to you by Friday.\n\n"
    "Best regards,\nJane Doe\nTalent Acquisition, Acme"
)
NEWS = "Hello Ada,\n\nthe train to the lake leaves at nine, bring your boots.\n\nSee you, Kim"
VALIDATOR = Draft202012Validator(json.loads((HERE / "card_schema.json").read_text(encoding="utf-8")))


def event(name: str) -> dict[str, Any]:
    """A recorded event of a host."""
    found: dict[str, Any] = json.loads((HERE / "events" / f"{name}.json").read_text(encoding="utf-8"))
    return found


@lru_cache
def signing_key(which: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def published_keys() -> SigningKeys:
    numbers = jwt.algorithms.RSAAlgorithm.to_jwk(signing_key("published").public_key(), as_dict=True)
    return SigningKeys("", fetch=lambda: {"keys": [{**numbers, "kid": "k1"}]})


def signed(claims: dict[str, Any], key: str = "published", kid: str = "k1") -> str:
    return jwt.encode(claims, signing_key(key), algorithm="RS256", headers={"kid": kid})


def system_token(path: str, key: str = "published", **lies: Any) -> str:
    """Google's own token for one address of ours; tokens live by the real clock, as signatures do."""
    now = int(time.time())
    claims = {
        "iss": "https://accounts.google.com",
        "aud": PUBLIC_URL + path,
        "email": SERVICE_ACCOUNT,
        "email_verified": True,
        "sub": "9",
        "iat": now,
        "exp": now + 3600,
    }
    return signed({**claims, **lies}, key)


def user_token(subject: str = ADA, key: str = "published", **lies: Any) -> str:
    now = int(time.time())
    claims = {"iss": "https://accounts.google.com", "aud": ADDON_CLIENT, "sub": subject, "iat": now, "exp": now + 3600}
    return signed({**claims, **lies}, key)


def access_token(key: str = "published", **lies: Any) -> str:
    """What nested app authentication gives to the task pane."""
    now = int(time.time())
    claims = {
        "iss": f"https://login.microsoftonline.com/{TENANT}/v2.0",
        "aud": ADDIN_CLIENT,
        "azp": ADDIN_CLIENT,
        "ver": "2.0",
        "tid": TENANT,
        "oid": PERSON,
        "scp": "access_as_user",
        "iat": now,
        "nbf": now,
        "exp": now + 3600,
    }
    claims = {**claims, **lies}
    return signed({name: value for name, value in claims.items() if value is not None}, key)


class OutlookLike(MemoryMailbox):
    """A mailbox that translates Outlook's ordinary ids, as Graph does."""

    def immutable_id(self, item_id: str) -> str:
        self._call("immutable_id")
        return self._service.immutable.get(item_id, "")  # type: ignore[attr-defined]


class OutlookConnection(MemoryConnection):
    def open(self, link: Any, tokens: Any) -> MemoryMailbox:
        return OutlookLike(self.services[link.address])


@dataclass
class AddonWorld:
    """Ada with her mailboxes, the time, and a client that calls as the hosts do."""

    services: Services
    connections: dict[str, MemoryConnection]
    time: list[datetime]
    client: TestClient
    woken: list[UUID]
    account_id: UUID
    boxes: dict[str, UUID] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.time[0]

    @property
    def mail(self) -> MailService:
        return self.connections["google"].services["ada@mail.example"]

    @property
    def outlook(self) -> MailService:
        return self.connections["microsoft"].services["ada@outlook.example"]

    def link(self, provider: str, subject: str, address: str, account_id: UUID | None = None) -> MailService:
        service = MailService(address, lambda: self.time[0])
        service.immutable = {}  # type: ignore[attr-defined]
        self.connections[provider].services[address] = service
        with self.services.database.write() as session:
            row = mailboxes.add_mailbox(
                session,
                account_id=account_id or self.account_id,
                provider=provider,
                subject=subject,
                address=address,
                owner_name="Ada Lovelace",
                credentials="token",
                timezone="UTC",
                region="",
                now=self.now,
            )
        self.boxes[address] = row.id
        return service

    def account(self, subject: str, name: str) -> UUID:
        with self.services.database.write() as session:
            return accounts.add_account(session, "google", subject, f"{name}@mail.example", self.now).id

    def go(self, **later: float) -> Report:
        self.time[0] += timedelta(**later)
        return catch_up(self.services, self.now)

    def row(self, provider_thread_id: str = GMAIL_THREAD) -> ThreadRow:
        with self.services.database.read() as session:
            found = [row for row in threads.listed(session, self.account_id) if row.provider_thread_id == provider_thread_id]
        return found[0]

    def mailbox(self, address: str = "ada@mail.example") -> MailboxRow:
        with self.services.database.read() as session:
            row = mailboxes.mailbox(session, self.boxes[address])
            assert row
            return row

    # As Google calls

    def google(self, path: str, body: Any, *, system: str | None = None, user: str | None = None) -> Any:
        """The status and the answer of a call; a card is held against the published shapes."""
        full = f"/addons/google{path}"
        if isinstance(body, dict) and isinstance(body.get("authorizationEventObject"), dict):
            given = body["authorizationEventObject"]
            if given.get("userIdToken") == "USER":
                given["userIdToken"] = user_token() if user is None else user
        headers = {"Authorization": f"Bearer {system_token(full) if system is None else system}"}
        answer = self.client.post(full, json=body, headers=headers)
        if answer.status_code == 200:
            VALIDATOR.validate(answer.json())
        return answer

    def press(self, thread: str, name: str, day_ms: int | None = None, **parameters: str) -> dict[str, Any]:
        """Press a button of the card; the answer."""
        body = event("google_act")
        body["commonEventObject"]["parameters"] = {"action": name, "thread": thread, **parameters}
        if day_ms is None:
            del body["commonEventObject"]["formInputs"]
        else:
            body["commonEventObject"]["formInputs"] = {"day": {"dateInput": {"msSinceEpoch": str(day_ms)}}}
        answer = self.google("/act", body)
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    # As the task pane calls

    def api(self, path: str, body: Any = None, token: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {access_token() if token is None else token}", "Sec-Fetch-Site": "same-origin"}
        if body is None:
            return self.client.get(f"/addons/api{path}", headers=headers)
        return self.client.post(f"/addons/api{path}", json=body, headers=headers)


def new_world(
    database: Database,
    public_url: str = PUBLIC_URL,
    office_js: str = OFFICE_JS,
    allows: Callable[[str, str], bool] = everybody,
) -> AddonWorld:
    clock, woken = [MONDAY], []
    connections: dict[str, MemoryConnection] = {"google": MemoryConnection(), "microsoft": OutlookConnection()}
    services = Services(database, connections, lambda: clock[0], public_url, frozenset({"*"}), wake=woken.append)
    surface = Surface(services, "https://mail.google.com/mail/u/")
    app = FastAPI(title="Hearback")
    app.add_middleware(Protection, public_url=public_url)
    add_error_pages(app)
    keys = published_keys()
    google = GoogleCallers(keys, public_url=public_url, service_account=SERVICE_ACCOUNT, client_id=ADDON_CLIENT)
    app.include_router(google_routes(services, surface, google, allows))
    app.include_router(api_routes(services, surface, OutlookCallers(keys, client_id=ADDIN_CLIENT), allows))
    app.include_router(outlook_routes(Pane(public_url, ADDIN_CLIENT, office_js)))
    with database.write() as session:
        account = accounts.add_account(session, "google", ADA, "ada@mail.example", MONDAY)
    world = AddonWorld(services, connections, clock, TestClient(app, base_url=public_url), woken, account.id)
    world.link("google", ADA, "ada@mail.example")
    world.link("microsoft", f"{TENANT}:{PERSON}", "ada@outlook.example")
    return world


def promised(world: AddonWorld) -> AddonWorld:
    """On Monday a recruiter promises Friday, in each of the two mailboxes."""
    world.mail.deliver(GMAIL_THREAD, "jane@acme.example", PROMISE, at=MONDAY - timedelta(hours=1))
    world.outlook.deliver(OUTLOOK_THREAD, "joe@corp.example", PROMISE, at=MONDAY - timedelta(hours=1))
    world.go()
    return world


def texts(answer: Any) -> str:
    """Everything a card says, one string."""
    if isinstance(answer, dict):
        return " ".join(texts(value) for key, value in answer.items() if key not in ("onClick", "imageUrl", "knownIcon"))
    if isinstance(answer, list):
        return " ".join(texts(value) for value in answer)
    return str(answer)


def buttons(answer: Any) -> dict[str, dict[str, Any]]:
    """The buttons of a card, by their labels."""
    found: dict[str, dict[str, Any]] = {}
    if isinstance(answer, dict):
        if "onClick" in answer and "wrapText" not in answer:
            found[answer["text"]] = answer["onClick"]
        for value in answer.values():
            found |= buttons(value)
    elif isinstance(answer, list):
        for value in answer:
            found |= buttons(value)
    return found
