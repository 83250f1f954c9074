"""A Google sandbox without sockets for tests: a clock that stands still, every Gmail answer held to Google's own schema."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from gmail_schema import schema_of_answer, validator
from google.oauth2.credentials import Credentials

from app.conversation import Person, Reply
from app.providers.gmail import GmailMailbox
from app.providers.google_oauth import LINK_SCOPES, GoogleOAuth
from app.sandbox import gmail_json as gj
from app.sandbox.exchange import Answer, Call
from app.sandbox.mail import Mail, MailStore, compose, new_message_id
from app.sandbox.server import DirectHttp, Sandbox

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ME = "ada@mail.example"
ALIAS = "ada.lovelace@alias.example"
RITA = "Rita Recruit <rita@acme.example>"
CLIENT, SECRET = "client-1.apps.example", "a secret"
ROOT = "http://sandbox.example"


class GoogleWorld:
    """Ada's Gmail account, and Hearback's way to it.

    Attributes:
        asked: every call to the API.
        compared: how many answers were held to the schema.
    """

    def __init__(self) -> None:
        self.now = NOW
        self.store = MailStore(lambda: self.now)
        self.sandbox = Sandbox(self.store)
        self.google = self.sandbox.google
        self.faults = self.sandbox.faults
        self.google.oauth.add_client(CLIENT, SECRET)
        self.store.add_account(ME, "Ada Lovelace", [ALIAS])
        self.asked: list[Call] = []
        self.compared = 0
        self.slept: list[float] = []
        self.saved: list[str] = []

    def answer(self, call: Call) -> Answer:
        self.asked.append(call)
        answer = self.sandbox.answer(call)
        if call.path.startswith("/gmail/") and answer.status < 300 and answer.body:
            validator(schema_of_answer(call.method, call.path)).validate(json.loads(answer.body))
            self.compared += 1
        return answer

    @property
    def oauth(self) -> GoogleOAuth:
        return GoogleOAuth(CLIENT, SECRET, token_uri=f"{ROOT}/token")

    def credentials(self, scopes: tuple[str, ...] = LINK_SCOPES) -> Credentials:
        token = self.google.oauth.allow(CLIENT, ME, scopes)
        return self.oauth.credentials(json.dumps({"refresh_token": token}))

    def mailbox(self, credentials: Credentials | None = None, **other: Any) -> GmailMailbox:
        """The product's mailbox on this sandbox. Waiting is noted, not done."""
        return GmailMailbox(
            ME,
            credentials or self.credentials(),
            **{
                "save": self.saved.append,
                "api_endpoint": ROOT,
                "http": DirectHttp(self.answer),
                "sleep": self.slept.append,
                "jitter": lambda: 0.5,
                **other,
            },
        )

    # Mail

    def receive(self, text: str, *, sender: str = RITA, subject: str = "Interview", **other: Any) -> Mail:
        """A mail to Ada; ``parent`` makes it an answer, ``days_ago`` and ``minutes_ago`` date it, ``folder`` places it."""
        at = self.now - timedelta(days=other.pop("days_ago", 0), minutes=other.pop("minutes_ago", 0))
        where = {name: other.pop(name) for name in ("folder", "thread", "read") if name in other}
        raw = compose(sender, other.pop("to", [f"Ada Lovelace <{ME}>"]), subject, text, sent_at=at, **other)
        return self.store.deliver(ME, raw, received_at=at, **where)

    def send(self, text: str, *, to: str = RITA, subject: str = "Interview", **other: Any) -> Mail:
        return self.receive(text, sender=f"Ada Lovelace <{ME}>", subject=subject, to=[to], folder="sent", **other)

    def count(self, method: str) -> int:
        """Calls of an API method, such as ``messages.get``."""
        return self.google.api.calls[ME, method]


def reply_to(mail: Mail, *, sender: str = ME, text: str = "Is there any news?\n\nKind regards\nAda", **other: Any) -> Reply:
    """What Hearback would write, with a fresh mark."""
    values: dict[str, Any] = {
        "thread_id": gj.hex_id(mail.thread),
        "parent_id": gj.hex_id(mail.number),
        "sender": Person("Ada Lovelace", sender),
        "to": (Person("Rita Recruit", "rita@acme.example"),),
        "cc": (),
        "subject": "Re: " + mail.subject,
        "body": text,
        "in_reply_to": mail.message_id,
        "references": (*mail.references[::-1], mail.message_id),
        "mark": new_message_id(sender),
    }
    return Reply(**{**values, **other})
