"""Real worker processes on Postgres, killed with -9 again and again while they write: no draft doubled, none lost.

The sandbox answers over a socket from this process, so it survives its clients as Google does.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from app.providers.google_oauth import LINK_SCOPES
from app.sandbox.mail import MailStore, compose
from app.sandbox.server import Sandbox
from app.store import accounts, leases, mailboxes
from app.store.database import Database, open_engine
from app.store.encryption import Vault
from app.store.tables import DraftRow, DraftState, MailboxRow

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.skipif(
        "HEARBACK_KILLS" not in os.environ,
        reason="KILLED WORKERS NOT TESTED: minutes of real processes against the clock; set HEARBACK_KILLS to a number, such as 30",
    ),
]

KILLS = int(os.environ.get("HEARBACK_KILLS") or "0")
A_KILL = 3
"""Mailboxes with a lapsed promise each that are added before each kill."""
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

    def all_drafted(self) -> bool:
        with self.database.write() as session:
            # A claim that a killed worker holds runs for minutes: time that the test need not wait out.
            stale = datetime.now(UTC) - timedelta(seconds=1)
            claimed = update(DraftRow).where(
                DraftRow.state == DraftState.CLAIMED, DraftRow.created_at < datetime.now(UTC) - timedelta(seconds=20)
            )
            session.execute(claimed.values(claimed_until=stale))
            session.execute(update(MailboxRow).where(MailboxRow.retry_at.is_not(None)).values(retry_at=None))
            open_drafts = session.scalar(select(func.count()).select_from(DraftRow).where(DraftRow.state == DraftState.OPEN))
        return open_drafts == len(self.addresses)

    def wait_until_drafted(self, seconds: float = 150) -> None:
        deadline = time.monotonic() + seconds
        while not self.all_drafted():
            assert time.monotonic() < deadline, f"{self.counts()} of {len(self.addresses)} drafts after {seconds} s"
            time.sleep(0.5)

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
        time.sleep(dice.uniform(0.3, 3.0))
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
        if dice.random() < 0.5:
            survivor.kill()
            survivor.wait()
            survivor = factory.start_worker()
    factory.wait_until_drafted()
    counts = factory.counts()
    assert counts == [1] * len(counts)
    assert sum(factory.sandbox.store.send_requests.values()) == 0
    print(f"{KILLS} workers and more killed with -9, {len(counts)} promises: 0 double drafts, 0 lost")


def test_two_workers_take_over_from_each_other(factory: Factory) -> None:
    first, second = factory.start_worker(), factory.start_worker()
    for _ in range(4):
        factory.add_lapsed_promise()
    time.sleep(1)
    os.kill(first.pid, signal.SIGKILL)
    factory.wait_until_drafted()
    deadline = time.monotonic() + 15
    while True:
        with factory.database.read() as session:
            rows = leases.living(session, datetime.min.replace(tzinfo=UTC))
        if len(rows) == 1:
            break
        assert time.monotonic() < deadline, "the dead worker's lease was not taken over within 15 seconds"
        time.sleep(0.2)
    third = factory.start_worker()
    os.kill(second.pid, signal.SIGKILL)
    factory.add_lapsed_promise()
    factory.wait_until_drafted()
    assert third.poll() is None
    assert factory.counts() == [1] * 5


def test_a_worker_that_was_stopped_beyond_its_lease_ends_itself(factory: Factory) -> None:
    sleeper, awake = factory.start_worker(), factory.start_worker()
    sleeper.send_signal(signal.SIGSTOP)
    time.sleep(10)
    sleeper.send_signal(signal.SIGCONT)
    assert sleeper.wait(timeout=15) == 2
    assert awake.poll() is None
