"""A Microsoft sandbox without sockets for tests: a clock that stands still, every Graph answer held to Microsoft's schema."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from graph_schema import GraphSchema

from app.providers.graph import CallSlots, GraphSession
from app.providers.mailbox import Watch
from app.providers.microsoft_oauth import Linked, MicrosoftOAuth, Started
from app.providers.microsoft_tokens import MicrosoftTokens
from app.providers.outlook import OutlookMailbox, PushAddresses
from app.sandbox import graph_json as gj
from app.sandbox.exchange import Answer, Call
from app.sandbox.mail import Mail, MailStore, compose
from app.sandbox.microsoft import DirectAdapter, MicrosoftSandbox

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLIENT, SECRET = "11111111-2222-3333-4444-555555555555", "a secret"
LINKED = "https://hearback.example/connect/microsoft/callback"
SIGNED_IN = "https://hearback.example/sign-in/microsoft/callback"
ME = "ada@outlook.example"
TENANT = "7a1b2c3d-0000-4000-8000-00000000aaaa"
SCHEMA = GraphSchema()


class StoredCache:
    """A TokenStore in memory; ``locked`` is a real lock between threads."""

    def __init__(self, cache: str) -> None:
        self.cache = cache
        self.saves = 0
        self._lock = threading.Lock()

    def load(self) -> str:
        return self.cache

    def save(self, cache: str) -> None:
        self.cache = cache
        self.saves += 1

    @contextmanager
    def locked(self) -> Iterator[StoredCache]:
        with self._lock:
            yield self


class FixedToken:
    def __init__(self, token: str) -> None:
        self.token = token

    def access_token(self, refused: str | None = None) -> str:
        return self.token


class ConsentedTokens:
    """Tokens of an account that has agreed, however late it has become."""

    def __init__(self, world: MicrosoftWorld, account: str) -> None:
        self._world, self._account = world, account

    def access_token(self, refused: str | None = None) -> str:
        scopes = ["openid", "profile", "User.Read", "Mail.ReadWrite"]
        return self._world.sandbox.oauth.allow(CLIENT, self._account, scopes)[0]


class MicrosoftWorld:
    def __init__(self, clock: datetime | None = NOW) -> None:
        self.now = clock or datetime.now(UTC)
        self.store = MailStore(lambda: self.now)
        self.hooks: dict[str, Any] = {}
        self.posted: list[tuple[str, Any]] = []
        self.sandbox = MicrosoftSandbox(self.store, post=self._post)
        self.sandbox.oauth.add_client(CLIENT, SECRET, [LINKED, SIGNED_IN])
        self.sandbox.oauth.add_account(ME, "Ada Lovelace", aliases=["ada.l@outlook.example"])
        self.compared = 0
        self.asked: list[Call] = []
        self.slots = CallSlots()

    # Reaching it

    def answer(self, call: Call) -> Answer | None:
        self.asked.append(call)
        answer = self.sandbox.answer(call)
        if answer is not None and call.path.startswith("/v1.0/") and answer.status < 300 and answer.body:
            self.compared += SCHEMA.check_answer(call.path, json.loads(answer.body))
        return answer

    def session(self) -> requests.Session:
        session = GraphSession()
        session.mount("https://", DirectAdapter(self.answer))
        return session

    def oauth(self, **other: Any) -> MicrosoftOAuth:
        return MicrosoftOAuth(**{"client_id": CLIENT, "client_secret": SECRET, "session": self.session(), **other})

    def walk(self, started: Started, account: str = ME, decision: str = "allow") -> dict[str, str]:
        """What a person does on Microsoft's page; gives the query of the callback."""
        session = self.session()
        page = session.get(started.url)
        assert page.status_code == 200, page.text
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
        fields = {name: value.replace("&amp;", "&") for name, value in fields.items()}
        action = re.findall(r'action="([^"]+)"', page.text)[0]
        done = session.post(
            "https://login.microsoftonline.com" + action,
            data={**fields, "account": account, "decision": decision},
            allow_redirects=False,
        )
        assert done.status_code == 303, done.text
        return {name: values[0] for name, values in parse_qs(urlsplit(done.headers["location"]).query).items()}

    def link(self, account: str = ME) -> Linked:
        oauth = self.oauth()
        started = oauth.start_linking(LINKED)
        return oauth.finish_linking(started.pending, self.walk(started, account), self.now)

    def mailbox(
        self, account: str = ME, *, push: bool = False, watching: Watch | None = None, through: Any = None
    ) -> OutlookMailbox:
        """The product's mailbox on this sandbox, with tokens as consent would have given them."""
        addresses = PushAddresses(
            "https://hearback.example/hooks/microsoft", "https://hearback.example/hooks/microsoft/lifecycle"
        )
        return OutlookMailbox(
            through or ConsentedTokens(self, account),
            session=self.session(),
            slots=self.slots.of(account),
            push=addresses if push else None,
            watching=watching,
            clock=lambda: self.now,
        )

    def tokens(self, stored: StoredCache) -> MicrosoftTokens:
        return MicrosoftTokens(self.oauth(), stored)

    # Mail

    def receive(
        self, text: str, *, sender: str = "Rita Recruit <rita@acme.example>", subject: str = "Interview", **other: Any
    ) -> Mail:
        """A mail to Ada; ``parent`` makes it an answer, ``thread`` puts it into a conversation, days_ago dates it."""
        at = self.now - timedelta(days=other.pop("days_ago", 0), minutes=other.pop("minutes_ago", 0))
        where = {name: other.pop(name) for name in ("folder", "thread", "read") if name in other}
        to = other.pop("to", ["Ada Lovelace <ada@outlook.example>"])
        raw = compose(sender, to, subject, text, sent_at=at, **other)
        return self.store.deliver(ME, raw, received_at=at, **where)

    def send(self, text: str, *, to: str = "Rita Recruit <rita@acme.example>", subject: str = "Interview", **other: Any) -> Mail:
        return self.receive(text, sender=f"Ada Lovelace <{ME}>", subject=subject, to=[to], folder="sent", **other)

    def _post(self, url: str, **how: Any) -> requests.Response:
        self.posted.append((url, how))
        response = requests.Response()
        hook = self.hooks.get(url.split("?")[0])
        if hook is not None:
            return hook(url, **how)
        response.status_code = 200 if "params" in how else 202
        response.headers["content-type"] = "text/plain; charset=utf-8"
        response._content = how.get("params", {}).get("validationToken", "").encode()
        return response


class OutlookBench:
    """Outlook, as the sandbox plays it, for the contract that every mailbox keeps."""

    name = "outlook"
    cannot: frozenset[str] = frozenset()
    me = ME
    alias = "ada.l@outlook.example"

    def __init__(self) -> None:
        self.world = MicrosoftWorld()
        self.store = self.world.store
        self.mailbox = self.world.mailbox()

    def thread_id(self, mail: Mail) -> str:
        return gj.conversation_id(mail.thread)

    def message_id(self, mail: Mail) -> str:
        return gj.immutable_id(mail.number)

    def pass_time(self, by: timedelta) -> None:
        self.world.now += by

    def now(self) -> datetime:
        return self.world.now
