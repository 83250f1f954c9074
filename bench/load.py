"""Load: pages, pushes and the health page together against a real service on loopback; errors and memory at the end.

The service is a process of its own (``hearback serve``) on a fresh SQLite file, with one account that is signed in. Limits of
rates are off, since all callers have one address here. Run: ``python bench/load.py --minutes 10 --callers 4``.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import requests

from app.store import accounts
from app.store.database import Database, open_engine
from app.store.encryption import Vault, new_key
from app.store.migrations import upgrade

EXPECTED = {
    ("GET", "/threads"): 200,
    ("GET", "/settings"): 200,
    ("GET", "/my-data"): 200,
    ("GET", "/privacy"): 200,
    ("GET", "/readyz"): 200,
    ("POST", "/hooks/google"): 403,  # unsigned: verified and refused, which is the dear part
    ("GET", "/addons/api/home"): 401,  # without a token
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--callers", type=int, default=4)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hearback-load-") as folder, socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        probe.close()
        key = new_key()
        url, address = f"sqlite:///{Path(folder) / 'load.db'}", f"http://localhost:{port}"
        cookie = prepare(url, key)
        env = os.environ | {
            "HEARBACK_DATABASE_URL": url,
            "HEARBACK_KEYS": key,
            "HEARBACK_ALLOW": "*",
            "HEARBACK_PUBLIC_URL": address,
            "HEARBACK_GOOGLE_CLIENT_ID": "load",
            "HEARBACK_GOOGLE_CLIENT_SECRET": "load",
            "HEARBACK_GOOGLE_PUSH_AUDIENCE": "load",
            "HEARBACK_GOOGLE_PUSH_ACCOUNT": "load@load.iam.gserviceaccount.com",
            "HEARBACK_GOOGLE_ADDON_CLIENT_ID": "",
            "HEARBACK_OUTLOOK_ADDIN_CLIENT_ID": "load",
            "HEARBACK_LIMIT_RATES": "false",
            "HEARBACK_LOG_LEVEL": "WARNING",
        }
        program = [str(Path(sys.executable).with_name("hearback")), "serve", "--port", str(port)]
        service = subprocess.Popen(program, env=env, cwd=folder, stderr=subprocess.DEVNULL)
        try:
            wait(address)
            return press(address, cookie, service.pid, given.minutes, given.callers)
        finally:
            service.terminate()
            service.wait(timeout=20)


def prepare(url: str, key: str) -> str:
    """A database with one account; the answer is the cookie of its browser."""
    database = Database(open_engine(url), Vault([key]))
    upgrade(database.engine)
    database.open()
    now = datetime.now(UTC)
    with database.write() as session:
        row = accounts.add_account(session, "google", "load", "load@load.example", now)
        cookie = accounts.start_session(session, row.id, now, timedelta(days=1))
    database.close()
    return cookie


def wait(address: str) -> None:
    for _ in range(600):
        try:
            if requests.get(f"{address}/readyz", timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise SystemExit("the service did not start")


def press(address: str, cookie: str, pid: int, minutes: float, callers: int) -> int:
    answered: Counter[tuple[str, str, int]] = Counter()
    wrong: list[str] = []
    guard, until = threading.Lock(), time.monotonic() + minutes * 60

    def call() -> None:
        with requests.Session() as http:
            http.headers["accept"] = "text/html"
            http.cookies.set("hearback", cookie)
            while time.monotonic() < until:
                for (method, path), expected in EXPECTED.items():
                    try:
                        status = http.request(
                            method, address + path, data=b"{}" if method == "POST" else None, timeout=20
                        ).status_code
                    except requests.RequestException as fault:
                        status = -1
                        wrong.append(type(fault).__name__)
                    with guard:
                        answered[method, path, status] += 1
                        if status != expected:
                            wrong.append(f"{method} {path}: {status}")

    process, memory = psutil.Process(pid), []
    threads = [threading.Thread(target=call) for _ in range(callers)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        memory.append(process.memory_info().rss / 1e6)
        time.sleep(min(5, minutes * 6))
    seconds, total = time.monotonic() - began, sum(answered.values())
    quarter = max(1, len(memory) // 4)
    print(
        f"{total} requests in {seconds / 60:.1f} minutes ({total / seconds:.0f} a second), {len(wrong)} errors {Counter(wrong).most_common(5)}"
    )
    print(f"memory: {memory[quarter]:.0f} MB after a quarter, {memory[-1]:.0f} MB at the end, at most {max(memory):.0f} MB")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
