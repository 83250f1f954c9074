"""Real worker processes on Postgres, killed with -9 again and again while they write: no draft doubled, none lost.

The sandbox answers over a socket from this process, so it survives its clients as Google does. Nothing here waits for a time to
pass: workers are killed after so many calls, and the test ends when all is done, or when nothing has moved for minutes.
``HEARBACK_KILLS`` says how many workers are killed; 4 without it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from app.providers.google_oauth import LINK_SCOPES
from app.sandbox.mail import MailStore, compose
from app.sandbox.server import Sandbox
from app.store import accounts, leases, mailboxes
from app.store.database import Database, open_engine
from app.store.encryption import Vault
from app.store.tables import DraftRow, DraftState, MailboxRow, ThreadRow

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

KILLS = int(os.environ.get("HEARBACK_KILLS") or "4")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
A_KILL = 3
"""Mailboxes with a lapsed promise each that are added before each kill."""
STUCK_SECONDS = 240
"""Nothing has moved for so long: then nothing will. No measure of speed, only the end of hope."""
PROMISE = (
    "Hi Ada,\n\nthank you for the interview for the Data Engineer position yesterday. The hiring manager is meeting the other "
    "candidates, and I will get back to you with a decision by {day}.\n\nBest regards,\nJane Doe\nTalent Acquisition\n"
)


class Factory:
    """A sandbox, a database and workers that come and go."""

    def __init__(self, postgres_url: str, key: str, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        sandbox.google.oauth.add_client("client", "secret")
        self.database = Database(open_engine(postgres_url, pool_size=5), Vault([key]))
        self.database.open()
        self.workers: list[subprocess.Popen[str]] = []
        self.addresses: list[str] = []
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HEARBACK_")},
            "HEARBACK_KEYS": key,
            "HEARBACK_ALLOW": "*",
            "HEARBACK_DATABASE_URL": postgres_url,
            "HEARBACK_GOOGLE_CLIENT_ID": "client",
            "HEARBACK_GOOGLE_CLIENT_SECRET": "secret",
            "HEARBACK_GOOGLE_AUTH_URI": f"{sandbox.url}/o/oauth2/v2/auth",
            "HEARBACK_GOOGLE_TOKEN_URI": f"{sandbox.url}/token",
            "HEARBACK_GMAIL_API_ENDPOINT": sandbox.url,
            "HEARBACK_SWEEP_EVERY": "PT0.5S",
        }

    def start_worker(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "app.cli", "worker"]
        worker = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.workers.append(worker)
        assert worker.stdout is not None
        assert "is at work" in worker.stdout.readline()
        return worker

    def add_lapsed_promise(self) -> None:
        """A mailbox in which somebody promised an answer three weeks ago, and whose owner has said that drafts may come."""
        number, now = len(self.addresses), datetime.now(UTC)
        address = f"ada{number}@gmail.example"
        self.addresses.append(address)
        self.sandbox.store.add_account(address, "Ada Lovelace")
        said_at = now - timedelta(days=21)
        day = (said_at + timedelta(days=2)).strftime("%d %B")
        raw = compose(
            f"Jane Doe <jane@firm{number}.example>", [address], "Data Engineer", PROMISE.format(day=day), sent_at=said_at
        )
        self.sandbox.store.deliver(address, raw, received_at=said_at)
        token = self.sandbox.google.oauth.allow("client", address, LINK_SCOPES)
        with self.database.write() as session:
            account = accounts.add_account(session, "google", address, address, now)
            row = mailboxes.add_mailbox(
                session,
                account_id=account.id,
                provider="google",
                subject=address,
                address=address,
                owner_name="Ada Lovelace",
                credentials=json.dumps({"refresh_token": token}),
                timezone="UTC",
                region="",
                now=now,
            )
            row.told_at = now

    def calls(self) -> int:
        """How many calls the sandbox has had."""
        return sum(self.sandbox.google.api.calls.values())

    def wait_for_calls(self, many: int) -> None:
        """Wait until so many more calls have come, or everything is drafted and no more will."""
        wanted = self.calls() + many
        self.wait_until(lambda: self.calls() >= wanted or self.open_drafts() == len(self.addresses))

    def wait_until_drafted(self) -> None:
        self.wait_until(lambda: self.open_drafts() == len(self.addresses))
        # A worker that was overtaken takes its own draft back.
        self.wait_until(lambda: self.counts() == [1] * len(self.addresses))

    def open_drafts(self) -> int:
        with self.database.read() as session:
            query = select(func.count()).select_from(DraftRow).where(DraftRow.state == DraftState.OPEN)
            return session.scalar(query) or 0

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Wait as long as calls come in. What the dead have left behind is made free to take: it would be minutes later anyhow."""
        calls, moved_at, tries = self.calls(), time.monotonic(), 0
        while not holds():
            time.sleep(0.1)
            if self.calls() != calls:
                calls, moved_at, tries = self.calls(), time.monotonic(), 0
            still = time.monotonic() - moved_at
            if still > 5 * (tries + 1):
                self._free()
                tries += 1
            assert still < STUCK_SECONDS, (
                f"nothing moves: {self.counts()} drafts in the mailboxes, {self.open_drafts()} in our books"
            )

    def _free(self) -> None:
        for statement in (
            update(DraftRow).where(DraftRow.state == DraftState.CLAIMED).values(claimed_until=LONG_AGO),
            update(ThreadRow).where(ThreadRow.due_at.is_not(None)).values(due_at=LONG_AGO),
            update(MailboxRow).where(MailboxRow.retry_at.is_not(None)).values(retry_at=None),
        ):
            # Rows in any order, in the midst of living workers: whoever is refused tries again, and here that is us.
            with suppress(OperationalError), self.database.write() as session:
                session.execute(statement)

    def leases(self) -> int:
        with self.database.read() as session:
            return len(leases.living(session, LONG_AGO))

    def counts(self) -> list[int]:
        return [len(self.sandbox.store.drafts(address)) for address in self.addresses]

    def close(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                worker.kill()
            worker.wait()
        self.database.close()


@pytest.fixture
def factory(postgres_url: str, sealing_key: str) -> Iterator[Factory]:
    with Sandbox(MailStore(), latency_seconds=0.02) as sandbox:
        one = Factory(postgres_url, sealing_key, sandbox)
        yield one
        one.close()


def test_workers_killed_at_any_moment_double_no_draft_and_lose_none(factory: Factory) -> None:
    dice = random.Random(20260302)
    survivor = factory.start_worker()
    for _ in range(KILLS):
        victim = factory.start_worker()
        for _ in range(A_KILL):
            factory.add_lapsed_promise()
        factory.wait_for_calls(dice.randint(1, 60))
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
        if dice.random() < 0.5:
            survivor.kill()
            survivor.wait()
            survivor = factory.start_worker()
    factory.wait_until_drafted()
    counts = factory.counts()
    assert sum(factory.sandbox.store.send_requests.values()) == 0
    print(
        f"{sum(worker.returncode == -signal.SIGKILL for worker in factory.workers)} workers killed with -9, {len(counts)} promises: 0 double drafts, 0 lost"
    )


def test_two_workers_take_over_from_each_other(factory: Factory) -> None:
    first, second = factory.start_worker(), factory.start_worker()
    for _ in range(4):
        factory.add_lapsed_promise()
    factory.wait_for_calls(5)
    first.kill()
    first.wait()
    factory.wait_until_drafted()
    factory.wait_until(lambda: factory.leases() == 1)
    third = factory.start_worker()
    second.kill()
    second.wait()
    factory.add_lapsed_promise()
    factory.wait_until_drafted()
    assert third.poll() is None
    assert factory.counts() == [1] * 5


def test_a_worker_that_was_stopped_beyond_its_lease_ends_itself(factory: Factory) -> None:
    sleeper, awake = factory.start_worker(), factory.start_worker()
    factory.wait_until(lambda: factory.leases() == 2)
    sleeper.send_signal(signal.SIGSTOP)
    factory.wait_until(lambda: factory.leases() == 1)
    sleeper.send_signal(signal.SIGCONT)
    assert sleeper.wait(timeout=STUCK_SECONDS) == 2
    assert awake.poll() is None
