"""Kill the program between any two steps of the draft path, with Google's own client library and our Graph client.

The boundaries: every HTTP request before it is made, every one after the provider has acted and before its answer is seen, and
every transaction before it begins, before its commit and after it. Each test crashes in a mailbox of its own each time, starts
the program again and looks at what lies in the mailbox then.

A dead program changes nothing more. So two crashes between which neither provider nor database has changed leave the same world
behind, and one of the two tells all: the first boundary, and each at which something had been written since the one before. With
``HEARBACK_CRASHES=all`` every single boundary has its turn; that takes minutes.
"""

from __future__ import annotations

import itertools
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from app.flow.connections import GoogleConnection, MicrosoftConnection
from app.flow.outstanding import catch_up
from app.flow.services import Services
from app.providers.google_oauth import LINK_SCOPES, GoogleOAuth
from app.providers.graph import GraphSession
from app.providers.microsoft_oauth import MicrosoftOAuth
from app.sandbox.exchange import Answer, Call
from app.sandbox.mail import Mail, MailStore, compose
from app.sandbox.microsoft import DirectAdapter, MicrosoftSandbox
from app.sandbox.server import DirectHttp, Sandbox
from app.store import accounts, drafts, journal, mailboxes
from app.store.database import Database
from app.store.tables import DraftRow, DraftState, ThreadRow
from tests.journeys.crashes import Boundaries, Crash, CrossedDatabase

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TUESDAY_WEEK = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
JANE = "Jane Doe <jane.doe@acme-talent.example>"
PROMISE = (
    "Hi Ada,\n\nthank you for the interview for the Data Engineer position yesterday. The hiring manager is meeting the other "
    "candidates, and I will get back to you with a decision by Friday.\n\nBest regards,\nJane Doe\nTalent Acquisition, Acme\n"
)
REJECTION = "Hi Ada,\n\nunfortunately we have decided to move forward with another candidate. We wish you all the best.\n\nJane\n"
CLIENT, SECRET, CALLBACK = "hearback", "a secret", "https://hearback.example/connect/microsoft/callback"
ROOT = "http://sandbox.example"
EVERY_CRASH = os.environ.get("HEARBACK_CRASHES") == "all"


class LastBoundary(Boundaries):
    """Once it has crashed the program is dead: nothing it tries on its way out reaches a provider or the database."""

    def cross(self, name: str) -> None:
        if 0 < self.crash_at <= len(self.names):
            raise Crash(name)
        super().cross(name)


@dataclass
class Town:
    """The sandbox in this process, a database, and the time."""

    name: str
    database: Database
    time: list[datetime] = field(default_factory=lambda: [MONDAY])
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.sandbox = Sandbox(MailStore(lambda: self.time[0]))
        self.microsoft = MicrosoftSandbox(self.sandbox.store, self.sandbox.faults)
        self.sandbox.add_door(self.microsoft)
        self.sandbox.google.oauth.add_client(CLIENT, SECRET)
        self.microsoft.oauth.add_client(CLIENT, SECRET)

    @property
    def provider(self) -> str:
        return self.name.partition(",")[0]

    def services(self, boundaries: Boundaries | None = None) -> Services:
        """The program, freshly started; it dies at the boundary that is given."""

        def crossed(call: Call) -> Answer:
            if boundaries is None:
                return self.sandbox.answer(call)
            name = f"{call.method} {_operation(call.path)}"
            boundaries.cross(name)
            answer = self.sandbox.answer(call)
            boundaries.cross(f"{name} done")
            return answer

        graph = GraphSession()
        graph.mount("https://", DirectAdapter(crossed))
        google = GoogleConnection(
            GoogleOAuth(CLIENT, SECRET, token_uri=f"{ROOT}/token"),
            api_endpoint=ROOT,
            http=lambda: DirectHttp(crossed),
            sleep=lambda seconds: None,
        )
        microsoft = MicrosoftConnection(MicrosoftOAuth(CLIENT, SECRET, session=graph), session=graph, clock=lambda: self.time[0])
        database = CrossedDatabase.of(self.database, boundaries) if boundaries else self.database
        return Services(
            database, {"google": google, "microsoft": microsoft}, lambda: self.time[0], ROOT, frozenset({"*"}), jitter=lambda: 0.0
        )

    def credentials(self, address: str) -> str:
        if self.provider == "google":
            return json.dumps({"refresh_token": self.sandbox.google.oauth.allow(CLIENT, address, LINK_SCOPES)})
        session = GraphSession()
        session.mount("https://", DirectAdapter(self.sandbox.answer))
        oauth = MicrosoftOAuth(CLIENT, SECRET, session=session)
        started = oauth.start_linking(CALLBACK)
        page = session.get(started.url).text
        fields = {name: value.replace("&amp;", "&") for name, value in re.findall(r'name="([^"]+)" value="([^"]*)">', page)}
        decided = session.post(
            started.url.split("?")[0], data={**fields, "account": address, "decision": "allow"}, allow_redirects=False
        )
        query = {name: values[0] for name, values in parse_qs(urlsplit(decided.headers["location"]).query).items()}
        return oauth.finish_linking(started.pending, query, self.time[0]).cache


@dataclass
class Home:
    """One mailbox in the town: on Monday Jane promised Friday, and drafts come by themselves."""

    town: Town
    address: str
    account_id: UUID
    mailbox_id: UUID
    promise: Mail

    @classmethod
    def new(cls, town: Town) -> Home:
        town.time[0] = MONDAY
        name = f"ada{next(town.numbers)}"
        address = f"{name}@mail.example"
        store = town.sandbox.store
        if town.provider == "google":
            store.add_account(address, "Ada Lovelace")
        else:
            town.microsoft.oauth.add_account(address, "Ada Lovelace")
        raw = compose(JANE, [f"Ada Lovelace <{address}>"], "Data Engineer at Acme", PROMISE, sent_at=MONDAY)
        promise = store.deliver(address, raw, received_at=MONDAY)
        with town.database.write() as session:
            account = accounts.add_account(session, town.provider, f"subject of {name}", address, MONDAY)
            session.flush()
            row = mailboxes.add_mailbox(
                session,
                account_id=account.id,
                provider=town.provider,
                subject=f"subject of {name}",
                address=address,
                owner_name="Ada Lovelace",
                credentials=town.credentials(address),
                timezone="UTC",
                region="",
                now=MONDAY,
            )
        home = cls(town, address, account.id, row.id, promise)
        catch_up(town.services(), town.time[0])
        return home

    def answered(self) -> None:
        """Jane writes what she had promised to."""
        store, now = self.town.sandbox.store, self.town.time[0]
        to = [f"Ada Lovelace <{self.address}>"]
        raw = compose(JANE, to, "Re: Data Engineer at Acme", REJECTION, sent_at=now, parent=self.promise)
        store.deliver(self.address, raw, received_at=now)

    def crashes(self, boundaries: Boundaries, at: datetime) -> None:
        """Do what is outstanding at that instant, and die on the way."""
        self.town.time[0] = at
        services = self.town.services(boundaries)
        with suppress(Crash):
            catch_up(services, at)

    def restarts(self, rounds: int = 2) -> None:
        """Start again ten minutes later, and work until nothing is left."""
        services = self.town.services()
        for _ in range(rounds):
            self.town.time[0] += timedelta(minutes=10)
            report = catch_up(services, self.town.time[0])
            assert report.faults == [], report.faults

    def drafts(self) -> list[Mail]:
        return self.town.sandbox.store.drafts(self.address)

    def rows(self) -> list[DraftRow]:
        with self.town.database.read() as session:
            found = [row.id for row in session.query(ThreadRow).where(ThreadRow.mailbox_id == self.mailbox_id)]
            return [row for rows in drafts.drafts_of(session, found).values() for row in rows]

    def forget(self) -> None:
        with self.town.database.write() as session:
            accounts.delete_account(session, self.account_id)

    # What must hold whatever happened

    def was_left_alone(self) -> None:
        """The mail that was answered is as unread as it was, and nothing was sent."""
        assert not self.town.sandbox.store.get(self.address, self.promise.number).read, "the promise has been marked as read"
        assert sum(self.town.sandbox.store.send_requests.values()) == 0

    def has_one_draft(self) -> None:
        found = self.drafts()
        assert len(found) == 1, f"{len(found)} drafts"
        assert [row.state for row in self.rows()] == [DraftState.OPEN]
        assert found[0].thread == self.promise.thread, "it is not in the thread"
        assert found[0].header("to") == JANE
        assert found[0].text.startswith("Hi Jane")
        # A double that is taken away later is still one: whoever had looked meanwhile has seen it.
        changes = self.town.sandbox.store.changes(self.address)
        made = {change.mail.number for change in changes if change.mail.draft and change.mail.text.startswith("Hi Jane")}
        assert len(made) == 1, f"{len(made)} drafts were written, one after the other"
        with self.town.database.read() as session:
            events = [entry.event for entry in journal.entries(session, self.account_id)]
        assert events.count("draft_written") == 1, events

    def has_no_draft(self) -> None:
        assert self.drafts() == [], "a draft, or half of one, is left"
        # A claim under which nothing was begun stands in nobody's way: the next lapse takes it over.
        told = [row.state for row in self.rows() if row.state != DraftState.CLAIMED or row.attempts]
        assert set(told) <= {DraftState.REMOVED}, told


def _operation(path: str) -> str:
    """The path without what differs from mailbox to mailbox."""
    return re.sub(r"/(r-?\d+|[0-9a-f]{12,}|AA[\w-]+=?)(?=/|$)", "/*", path).removeprefix("/gmail/v1/users").removeprefix("/v1.0")


EVERYWHERE = pytest.mark.parametrize("town", ["google", "microsoft", "microsoft, marks lost"], indirect=True)


@pytest.fixture
def town(sqlite_database: Database, request: pytest.FixtureRequest) -> Town:
    """A town at each provider, and at a Microsoft that does not take our mark when it makes a reply, only when one is changed."""
    town = Town(request.param, sqlite_database)
    town.microsoft.api.marks_replies = "lost" not in request.param
    return town


def _every(town: Town, run: Callable[[Home, Boundaries], None], capsys: pytest.CaptureFixture[str], what: str) -> Counter[str]:
    """Run once without a crash to see which boundaries there are, then once for each crash; the answer is what was crossed."""

    def one(crash_at: int) -> list[str]:
        home, boundaries = Home.new(town), LastBoundary(crash_at)
        try:
            run(home, boundaries)
            home.was_left_alone()
        except AssertionError as wrong:
            raise AssertionError(f"after a crash at boundary {crash_at} ({boundaries.names[-1]}): {wrong}") from wrong
        home.forget()
        return boundaries.names

    names = one(0)
    crashes = [i for i, name in enumerate(names, start=1) if i == 1 or EVERY_CRASH or _has_written(name)]
    for crash_at in crashes:
        died = one(crash_at)
        assert died[-1] == names[crash_at - 1], "the runs differ"
    calls = sum(_is_call(name) for name in names)
    with capsys.disabled():
        print(
            f"\n{town.name}, {what}: {calls} boundaries of calls and {len(names) - calls} of transactions, "
            f"crashed at {len(crashes)} of them",
            end=" ",
        )
    return Counter(names)


def _is_call(name: str) -> bool:
    return "/" in name


def _has_written(name: str) -> bool:
    """Whether provider or database may have changed just before this boundary."""
    return name == "committed" or (name.endswith(" done") and _is_call(name) and not name.startswith("GET "))


@EVERYWHERE
def test_a_crash_anywhere_while_a_draft_is_written_ends_with_exactly_one(town: Town, capsys: Any) -> None:
    def run(home: Home, boundaries: Boundaries) -> None:
        home.crashes(boundaries, TUESDAY_WEEK)
        home.restarts()
        home.has_one_draft()

    crossed = _every(town, run, capsys, "a draft written")
    created = "POST /me/drafts done" if town.provider == "google" else "POST /me/messages/*/createReply done"
    assert crossed[created] == 1
    assert crossed.total() > 50


@EVERYWHERE
def test_an_answer_between_crash_and_restart_leaves_no_draft_and_no_half_of_one(town: Town, capsys: Any) -> None:
    def run(home: Home, boundaries: Boundaries) -> None:
        home.crashes(boundaries, TUESDAY_WEEK)
        home.answered()
        home.restarts()
        home.has_no_draft()

    assert _every(town, run, capsys, "answered after the crash").total() > 50


@pytest.mark.parametrize("town", ["google", "microsoft"], indirect=True)
def test_a_crash_anywhere_while_a_draft_is_taken_away_ends_without_it_and_with_its_text_kept(town: Town, capsys: Any) -> None:
    def run(home: Home, boundaries: Boundaries) -> None:
        home.crashes(Boundaries(), TUESDAY_WEEK)
        home.has_one_draft()
        home.town.time[0] += timedelta(hours=2)
        home.answered()
        home.crashes(boundaries, home.town.time[0])
        home.restarts()
        home.has_no_draft()
        with home.town.database.read() as session:
            kept = [entry.kept_text for entry in journal.entries(session, home.account_id) if entry.kept_text]
        assert any("Data Engineer" in text for text in kept), "its text is lost"

    crossed = _every(town, run, capsys, "a draft taken away")
    deleted = "DELETE /me/drafts/* done" if town.provider == "google" else "DELETE /me/messages/* done"
    assert crossed[deleted] == 1
