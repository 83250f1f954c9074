"""The program under simulation: its real jobs on a database of its own, two Gmail mailboxes and one Outlook mailbox without sockets.

It can be killed at every boundary (a transaction, a call to a provider, and the answer of one) and started again on the same
database, as often as the run wishes.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import google.auth._exponential_backoff
from sqlalchemy import select

from app.flow.services import Arrival, Begun, Services, Tokens
from app.jobs.work import Work
from app.providers.gmail import GmailMailbox
from app.providers.google_oauth import LINK_SCOPES, GoogleOAuth
from app.providers.graph import CallSlots, GraphSession
from app.providers.mailbox import AccessRevoked, Mailbox
from app.providers.outlook import OutlookMailbox
from app.sandbox.exchange import Answer, Call
from app.sandbox.mail import MailStore
from app.sandbox.microsoft import DirectAdapter, MicrosoftSandbox
from app.sandbox.server import DirectHttp, Sandbox
from app.store import accounts, mailboxes
from app.store.database import Database, open_engine
from app.store.encryption import Vault
from app.store.mailboxes import Link
from app.store.tables import MailboxRow, MailboxState
from tests.journeys.crashes import Boundaries, Crash, CrossedDatabase

# google-auth waits between attempts at a token by the real clock, which stands still here.
google.auth._exponential_backoff.time = SimpleNamespace(sleep=lambda _: None)

ROOT = "http://sandbox.example"
CLIENT, SECRET = "11111111-2222-3333-4444-555555555555", "a secret"
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ADA_GMAIL, ADA_OUTLOOK, BEA_GMAIL = "ada@gmail.example", "ada@outlook.example", "bea@gmail.example"
SAID = {
    "rate_limit": "429",
    "forbidden_rate_limit": "403 for too many calls",
    "server_error": "5xx",
    "lost_before": "no answer, nothing done",
    "lost_after": "no answer, but done",
    "expire_cursor": "cursor or delta link expired",
}
OWNERS = {ADA_GMAIL: "Ada", ADA_OUTLOOK: "Ada", BEA_GMAIL: "Bea"}


class Program:
    """The providers, which never die, and the program, which does.

    Attributes:
        now: what every clock says.
        revoked: accounts whose owner has taken the permission back.
        crashed: at which kinds of boundaries the program was killed, and how often.
        struck: which faults met a call of the program, by provider, and how often.
        at_call: told of every call before it is made; the run may act in the middle of a job through it.
    """

    def __init__(self, template: Path, folder: Path, key: str) -> None:
        self.now = START
        self.store = MailStore(lambda: self.now)
        self.sandbox = Sandbox(self.store)
        self.microsoft = MicrosoftSandbox(self.store, self.sandbox.faults)
        self.sandbox.add_door(self.microsoft)
        self.sandbox.google.oauth.add_client(CLIENT, SECRET)
        self.microsoft.oauth.add_client(CLIENT, SECRET, [])
        self.store.add_account(ADA_GMAIL, "Ada Lovelace")
        self.store.add_account(BEA_GMAIL, "Bea Byron")
        self.microsoft.oauth.add_account(ADA_OUTLOOK, "Ada Lovelace")
        self.revoked: set[str] = set()
        self.crashed: Counter[str] = Counter()
        self.struck: Counter[str] = Counter()
        self.at_call: Callable[[Call], None] = lambda _: None
        self.boundaries = Boundaries()
        shutil.copyfile(template, folder / "simulated.db")
        # One engine for all starts: it remembers the SQL it has compiled, which is most of what a start would cost.
        self._engine, self._key = open_engine(f"sqlite:///{folder / 'simulated.db'}"), key
        self.ids: dict[str, UUID] = {}
        self.restart()
        self._link_all()

    # Life and death

    def restart(self, crash_at: int = 0) -> None:
        """Start the program anew on the same database, to die at the so-manieth boundary (0: not at all)."""
        self.boundaries = Boundaries(crash_at)
        self.database = Database(self._engine, Vault([self._key]))
        self.database.open()
        crossed = CrossedDatabase.of(self.database, self.boundaries)
        self.services = Services(
            crossed,
            {"google": _Google(self), "microsoft": _Microsoft(self)},
            lambda: self.now,
            "http://localhost:8000",
            frozenset({"*"}),
            poll_every=timedelta(hours=6),
            wake=lambda _: None,
            jitter=lambda: 0.5,
        )
        self.work = Work(self.services)

    def run(self, job: Callable[[], object]) -> bool:
        """Run a job; False when the program died of it, and was started again."""
        try:
            job()
        except Crash as crash:
            self.crashed[str(crash)] += 1
            self.restart()
            return False
        return True

    def end(self) -> None:
        self.database.close()

    # Mailboxes

    def _link_all(self) -> None:
        with self.database.write() as session:
            users = {
                name: accounts.add_account(session, "google", name, f"{name.lower()}@gmail.example", self.now).id
                for name in ("Ada", "Bea")
            }
            for address, owner in OWNERS.items():
                row = mailboxes.add_mailbox(
                    session,
                    account_id=users[owner],
                    provider="microsoft" if address == ADA_OUTLOOK else "google",
                    subject=address,
                    address=address,
                    owner_name="Ada Lovelace" if owner == "Ada" else "Bea Byron",
                    credentials=self._credentials(address),
                    timezone="UTC",
                    region="",
                    now=self.now,
                )
                self.ids[address] = row.id

    def _credentials(self, address: str) -> str:
        if address == ADA_OUTLOOK:
            return "its owner has agreed"
        return json.dumps({"refresh_token": self.sandbox.google.oauth.allow(CLIENT, address, LINK_SCOPES)})

    def revoke(self, address: str) -> None:
        """The owner takes the permission back at the provider."""
        self.revoked.add(address)
        if address == ADA_OUTLOOK:
            self.microsoft.oauth.revoke_account(address)
        else:
            self.sandbox.google.oauth.revoke_account(address)

    def relink(self, address: str) -> None:
        """The owner connects the mailbox again."""
        self.revoked.discard(address)
        with self.database.write() as session:
            row = mailboxes.mailbox(session, self.ids[address])
            assert row is not None
            mailboxes.relink(session, row, self._credentials(address), self.now)

    def to_relink(self) -> list[str]:
        """Mailboxes whose owner has been told to connect them again."""
        with self.database.read() as session:
            lost = set(session.scalars(select(MailboxRow.id).where(MailboxRow.state == MailboxState.NEEDS_RELINK)))
        return [address for address, row_id in self.ids.items() if row_id in lost]

    def push(self, address: str) -> None:
        with self.database.write() as session:
            mailboxes.mark_dirty(session, self.ids[address], self.now)

    # The way to the providers

    def answer(self, call: Call) -> Answer:
        name = f"{call.method} {_kind(call.path)}"
        self.at_call(call)
        self.boundaries.cross(name)
        before = len(self.sandbox.faults.struck)
        try:
            answer = self.sandbox.answer(call)
        finally:
            provider = "Outlook" if call.path.startswith("/v1.0") else "Gmail"
            for _, action in self.sandbox.faults.struck[before:]:
                if provider == "Outlook" and action == "forbidden_rate_limit":
                    action = "rate_limit"  # Graph has no other word for it.
                self.struck[f"{provider}: {SAID[action]}"] += 1
        self.boundaries.cross(f"{name} done")
        return answer


def _kind(path: str) -> str:
    """A path with its ids left out, for counting."""
    return "/".join(
        part if (part.isalpha() and len(part) < 20) or part.startswith(("v1", "$")) else "*"
        for part in path.strip("/").split("/")
    )


class _Connection:
    title = "Simulated"

    def __init__(self, program: Program) -> None:
        self._program = program

    def begin(self, purpose: str, redirect_uri: str, login_hint: str = "") -> Begun:
        raise NotImplementedError

    def finish(self, purpose: str, pending: Mapping[str, Any], query: Mapping[str, str], now: datetime) -> Arrival:
        raise NotImplementedError

    def revoke(self, link: Link) -> None:
        raise NotImplementedError


class _Google(_Connection):
    def open(self, link: Link, tokens: Tokens) -> Mailbox:
        oauth = GoogleOAuth(CLIENT, SECRET, token_uri=f"{ROOT}/token")
        return GmailMailbox(
            link.address,
            oauth.credentials(link.credentials),
            save=tokens.save,
            api_endpoint=ROOT,
            http=DirectHttp(self._program.answer),
            sleep=lambda _: None,
            jitter=lambda: 0.5,
        )


class _Microsoft(_Connection):
    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._slots = CallSlots()

    def open(self, link: Link, tokens: Tokens) -> Mailbox:
        session = GraphSession()
        session.trust_env = False  # Looking for proxies takes longer than the call.
        session.mount("https://", DirectAdapter(self._program.answer))
        return OutlookMailbox(
            _Agreed(self._program, link.address),
            session=session,
            slots=self._slots.of(str(link.id)),
            clock=lambda: self._program.now,
        )


class _Agreed:
    """Tokens of an account as long as its owner agrees."""

    def __init__(self, program: Program, address: str) -> None:
        self._program, self._address = program, address
        self._token, self._given_at = "", START

    def access_token(self, refused: str | None = None) -> str:
        if self._address in self._program.revoked:
            raise AccessRevoked
        now = self._program.now
        if not self._token or refused or not self._given_at <= now < self._given_at + timedelta(minutes=30):
            scopes = ["openid", "profile", "User.Read", "Mail.ReadWrite"]
            self._token, self._given_at = self._program.microsoft.oauth.allow(CLIENT, self._address, scopes)[0], now
        return self._token
