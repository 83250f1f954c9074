"""What a card costs with 50 and with 5,000 threads: the one beside a message, the homepage, and the task pane's answer.

    python bench/addons.py

Each surface is asked in turn for the small account and the large one, so that both feel the same machine; the median counts.
The floor: at most twice the time.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from app import detection
from app.addons import google_cards as cards
from app.addons.api import shown_json
from app.addons.identity import Caller
from app.addons.surface import Sought, Surface
from app.addons.view import ThreadView
from app.conversation import Candidate, Message, Person
from app.detection.verdict import TimingRules
from app.flow.services import Services
from app.store import accounts, mailboxes, threads
from app.store.database import Database, open_engine
from app.store.encryption import Vault, new_key
from app.store.migrations import upgrade

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
TEXT = "Hello Ada,\n\nthank you for the interview for the post of Data Engineer. We will get back to you by Friday.\n\nJane Doe, Acme"
ADDRESSES = cards.Addresses(
    "https://h.example/act", "https://h.example/home", "https://h.example/settings", "https://h.example/logo.png"
)
FLOOR = 2.0


def filled(database: Database, subject: str, count: int) -> None:
    """An account with a Gmail and an Outlook mailbox, and ``count`` waiting threads in each."""
    me = f"{subject}@mail.example"
    candidate = Candidate("Ada", frozenset({me}), "UTC", "")
    message = Message(
        "m", "t", MONDAY, Person("Jane Doe", "jane@acme.example"), (Person("", me),), subject="Data Engineer", text=TEXT
    )
    reading = detection.read(message, candidate)
    verdict = detection.judge([reading], (), candidate, TimingRules(), MONDAY)
    with database.write() as session:
        account = accounts.add_account(session, "google", subject, me, MONDAY)
        for provider in ("google", "microsoft"):
            box = mailboxes.add_mailbox(
                session,
                account_id=account.id,
                provider=provider,
                subject=subject,
                address=f"{provider}.{me}",
                owner_name="Ada",
                credentials="token",
                timezone="UTC",
                region="",
                now=MONDAY,
            )
            box.synced_at, box.state = MONDAY, "active"
            for number in range(count):
                at = MONDAY + timedelta(minutes=number)
                row = threads.add_thread(session, box, f"{number:016x}", detection.READER_VERSION, at, MONDAY)
                threads.save_verdict(session, row, verdict, "Data Engineer", None, MONDAY)


def surfaces(surface: Surface) -> dict[str, Callable[[str], object]]:
    """What is measured, by name; each takes the account."""

    def gmail(subject: str) -> object:
        shown = surface.message(Caller("google", subject), Sought(thread_id=f"{7:016x}"), MONDAY, "en")
        assert isinstance(shown, ThreadView)
        return json.dumps(cards.pushed(cards.thread_card(shown, ADDRESSES, MONDAY.date())))

    def home(subject: str) -> object:
        return json.dumps(cards.pushed(cards.home_card(surface.home(Caller("google", subject), "en"), ADDRESSES)))

    def outlook(subject: str) -> object:
        shown = surface.message(Caller("microsoft", subject), Sought(thread_id=f"{7:016x}"), MONDAY, "en")
        assert isinstance(shown, ThreadView)
        return shown_json(shown).model_dump_json()

    return {"card beside a message": gmail, "homepage card": home, "task pane": outlook}


def timed(work: Callable[[str], object], subject: str) -> float:
    started = time.perf_counter()
    work(subject)
    return time.perf_counter() - started


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--few", type=int, default=50)
    options.add_argument("--many", type=int, default=5000)
    options.add_argument("--rounds", type=int, default=200)
    chosen = options.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'bench.db'}")
        upgrade(engine)
        database = Database(engine, Vault([new_key()]))
        database.open()
        filled(database, "few", chosen.few)
        filled(database, "many", chosen.many)
        services = Services(database, {}, lambda: MONDAY, "https://h.example", wake=_nobody)
        for name, work in surfaces(Surface(services, "https://mail.google.com/mail/u/")).items():
            taken: dict[str, list[float]] = {"few": [], "many": []}
            for turn in range(chosen.rounds + 10):
                for subject, times in taken.items():
                    seconds = timed(work, subject)
                    if turn >= 10:
                        times.append(seconds)
            few, many = (statistics.median(taken[subject]) * 1000 for subject in ("few", "many"))
            worst = max(worst, many / few)
            print(f"{name:22} {chosen.few} threads {few:6.2f} ms   {chosen.many} threads {many:6.2f} ms   x {many / few:.2f}")
        database.close()
    print(f"{'held' if worst <= FLOOR else 'NOT HELD'}: at most x {FLOOR} (worst x {worst:.2f})")
    return 0 if worst <= FLOOR else 1


def _nobody(_mailbox_id: UUID) -> None:
    """Nobody waits to be woken here."""


if __name__ == "__main__":
    sys.exit(main())
