"""How the list of conversations grows: its page with 5,000 threads beside the one with 50, in the same run, on SQLite.

``python bench/pages.py`` prints the medians, and ends with 1 when the large one takes more than three times as long.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.conversation import Person
from app.detection.verdict import Promise, Reason, Status, Verdict
from app.flow.services import Services
from app.store import accounts, mailboxes, threads
from app.store.database import Database, open_engine
from app.store.encryption import Vault, new_key
from app.store.migrations import upgrade
from app.web.asking import Asks
from app.web.pages import PAGES
from app.web.sessions import SESSION_COOKIE

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FEW, MANY, MOST_TIMES = 50, 5_000, 3.0
ROUNDS = 40
PAGES_SHOWN = ("/threads", "/threads?show=waiting", "/threads?show=answered")
STATUSES = (Status.DUE, Status.WAITING, Status.MY_TURN, Status.ANSWERED, Status.CLOSED, Status.NO_PROMISE)


def fill(database: Database, name: str, many: int) -> str:
    """An account with so many threads; the answer is the cookie of a signed-in browser."""
    with database.write() as session:
        account = accounts.add_account(session, "google", name, f"{name}@mail.example", NOW)
        box = mailboxes.add_mailbox(
            session, account_id=account.id, provider="google", subject=name, address=f"{name}@mail.example", owner_name="Ada",
            credentials="none", timezone="UTC", region="", now=NOW,
        )  # fmt: skip
        for number in range(many):
            _thread(session, box, number)
        return accounts.start_session(session, account.id, NOW, timedelta(days=1))


def _thread(session: object, box: object, number: int) -> None:
    status = STATUSES[number % len(STATUSES)]
    promised = date(2026, 11, 2) + timedelta(days=number % 20)
    promise = Promise(f"m{number}", "We will get back to you by Friday.", promised, promised, True, promised, rule="that Friday")
    verdict = Verdict(
        status, True, promise, promised + timedelta(days=4), NOW, None, f"m{number}|1", 1, f"m{number}", "en", "Engineer",
        f"Acme {number}", f"Jane {number}", (Reason("promise", "They promised:", promise.quote),),
    )  # fmt: skip
    at = NOW - timedelta(minutes=number)
    row = threads.add_thread(session, box, f"t{number}", 1, at, NOW)  # type: ignore[arg-type]
    threads.save_verdict(session, row, verdict, f"Interview {number}", Person("Jane", f"jane{number}@acme.example"), NOW)  # type: ignore[arg-type]


def seconds(client: TestClient, cookie: str, path: str) -> float:
    client.cookies.clear()
    client.cookies.set(SESSION_COOKIE, cookie)
    began = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - began
    if answer.status_code != 200 or "thread-" not in answer.text:
        raise SystemExit(f"{path} was not answered with threads ({answer.status_code})")
    return taken


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="hearback-pages-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'pages.db'}")
        upgrade(engine)
        database = Database(engine, Vault([new_key()]))
        database.open()
        app = FastAPI()
        app.state.services = Services(database, {}, lambda: NOW, "http://localhost")
        app.add_middleware(Asks, public_url="http://localhost")
        for router in PAGES:
            app.include_router(router)
        client = TestClient(app, base_url="http://localhost")
        small, large = fill(database, "few", FEW), fill(database, "many", MANY)
        worst = 0.0
        for path in PAGES_SHOWN:
            seconds(client, small, path)
            # By turns, so that whatever else the machine does burdens both alike.
            turns = [(seconds(client, small, path), seconds(client, large, path)) for _ in range(ROUNDS)]
            few, many = (statistics.median(column) for column in zip(*turns, strict=True))
            worst = max(worst, many / few)
            print(
                f"{path:28} {FEW} threads {few * 1000:6.1f} ms   {MANY} threads {many * 1000:6.1f} ms   {many / few:4.2f} times"
            )
        database.close()
    print(f"worst {worst:.2f} times; at most {MOST_TIMES} wanted")
    return int(worst > MOST_TIMES)


if __name__ == "__main__":
    sys.exit(main())
