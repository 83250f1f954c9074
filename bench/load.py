"""Load: pages, verified pushes and both add-ons together against a real service on loopback; errors and memory at the end.

The service is a process of its own (``hearback serve``) on a fresh SQLite file with one signed-in account, its Gmail and its
Outlook mailbox and 400 conversations. Every call goes all the way: pushes and add-on tokens are signed with a key that a little
server here publishes as Google's and Microsoft's, each push wakes a sync, and that server answers it as a quiet Gmail does.
Limits of rates are off, since all callers have one address here. ``python bench/load.py --minutes 10 --callers 2`` ends by itself.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import psutil
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import select, update

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.store import accounts, mailboxes
from app.store.database import Database, open_engine
from app.store.encryption import Vault, new_key
from app.store.migrations import upgrade
from app.store.tables import ThreadRow
from bench.pages import _thread

KEY = rsa.generate_private_key(65537, 2048)
TENANT, PERSON, SUBJECT = "72f988bf-86f1-41af-91ab-2d7cd011db47", "9b1d3a56-0d67-4f0b-8d3f-0f6f5f1f2a3b", "100000000000000000001"
ADDRESS, THREADS = "load@gmail.example", 400
ACCOUNT, ADDON, ADDIN = "load@load.iam.gserviceaccount.com", "addon.load.example", "5f3c1f7e-6a53-4f0e-9d6c-2b8f7a4e9d10"
Call = Callable[[requests.Session], requests.Response]


class Outside(BaseHTTPRequestHandler):
    """Google and Microsoft, as far as a quiet mailbox and verified tokens need them."""

    protocol_version = "HTTP/1.1"
    syncs = 0

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.endswith(("/certs", "/keys")):
            numbers = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
            self.say({"keys": [{**numbers, "kid": "load", "alg": "RS256"}]})
        elif path.endswith("/history"):
            Outside.syncs += 1
            self.say({"historyId": "1000"})
        elif path.endswith("/profile"):
            self.say({"emailAddress": ADDRESS, "messagesTotal": 1, "threadsTotal": 1, "historyId": "1000"})
        elif path.endswith("/sendAs"):
            self.say({"sendAs": [{"sendAsEmail": ADDRESS, "isPrimary": True}]})
        else:
            self.say({})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.say({"access_token": "load", "expires_in": 3600, "token_type": "Bearer"})

    def say(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@dataclass(frozen=True)
class Prepared:
    """What the callers need to know of the database."""

    cookie: str
    thread_id: str


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--callers", type=int, default=4)
    given = parser.parse_args()
    outside = ThreadingHTTPServer(("127.0.0.1", 0), Outside)
    threading.Thread(target=outside.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="hearback-load-") as folder:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        key, url = new_key(), f"sqlite:///{Path(folder) / 'load.db'}"
        prepared = prepare(url, key)
        env = {**os.environ, **environment(f"http://127.0.0.1:{outside.server_port}", port, url, key)}
        program = [str(Path(sys.executable).with_name("hearback")), "serve", "--port", str(port)]
        with (Path(folder) / "log").open("w") as log:
            service = subprocess.Popen(program, env=env, cwd=folder, stderr=log)
        try:
            address = f"http://localhost:{port}"
            wait(address)
            failed = press(calls(address, prepared), prepared.cookie, service.pid, given.minutes, given.callers)
        finally:
            service.terminate()
            service.wait(timeout=20)
        said = (Path(folder) / "log").read_text().splitlines()
        print(
            f"{Outside.syncs} syncs; the service logged {len(said)} warnings and errors",
            *sorted({json.loads(line)["event"] for line in said})[:5],
        )
    outside.shutdown()
    return failed


def environment(outside: str, port: int, database: str, key: str) -> dict[str, str]:
    values = {
        "DATABASE_URL": database,
        "KEYS": key,
        "ALLOW": "*",
        "PUBLIC_URL": f"http://localhost:{port}",
        "GOOGLE_CLIENT_ID": "load",
        "GOOGLE_CLIENT_SECRET": "load",
        "GOOGLE_AUTH_URI": f"{outside}/auth",
        "GOOGLE_TOKEN_URI": f"{outside}/token",
        "GOOGLE_REVOKE_URI": f"{outside}/revoke",
        "GOOGLE_CERTS_URI": f"{outside}/certs",
        "GMAIL_API_ENDPOINT": outside,
        "GOOGLE_PUSH_AUDIENCE": "load",
        "GOOGLE_PUSH_ACCOUNT": ACCOUNT,
        "GOOGLE_ADDON_CLIENT_ID": ADDON,
        "GOOGLE_ADDON_ACCOUNT": ACCOUNT,
        "OUTLOOK_ADDIN_CLIENT_ID": ADDIN,
        "MICROSOFT_KEYS_URI": f"{outside}/keys",
        "LIMIT_RATES": "false",
        "LOG_LEVEL": "WARNING",
    }
    return {f"HEARBACK_{name}": value for name, value in values.items()}


def prepare(url: str, key: str) -> Prepared:
    """A database with one account, its two mailboxes and their conversations."""
    database = Database(open_engine(url), Vault([key]))
    upgrade(database.engine)
    database.open()
    now = datetime.now(UTC)
    tokens = {"token": "load", "refresh_token": "load", "expiry": (now + timedelta(days=1)).replace(tzinfo=None).isoformat()}
    with database.write() as session:
        account = accounts.add_account(session, "google", SUBJECT, ADDRESS, now)
        for provider, subject, state in (("google", SUBJECT, "active"), ("microsoft", f"{TENANT}:{PERSON}", "paused")):
            box = mailboxes.add_mailbox(
                session, account_id=account.id, provider=provider, subject=subject, address=f"{provider}.{ADDRESS}"
                if provider == "microsoft" else ADDRESS, owner_name="Ada", credentials=json.dumps(tokens), timezone="UTC",
                region="", now=now,
            )  # fmt: skip
            box.state, box.synced_at, box.dirty_at, box.place_confirmed_at = state, now, None, now
            for number in range(THREADS // 2):
                _thread(session, box, number)
            mailboxes.set_cursor(session, box, "1000")
        # Nothing is due: it is the pages, pushes and add-ons that are under load, not the writing of drafts.
        session.flush()
        session.execute(update(ThreadRow).values(due_at=None, wake_at=None, attend_at=None))
        thread_id = session.scalars(select(ThreadRow.id).where(ThreadRow.mailbox_id == box.id)).first()
        cookie = accounts.start_session(session, account.id, now, timedelta(days=1))
    database.close()
    return Prepared(cookie, str(thread_id))


def signed(**claims: Any) -> str:
    now = int(time.time())
    return jwt.encode(
        {"iss": "https://accounts.google.com", "iat": now, "nbf": now, "exp": now + 86_000, **claims},
        KEY,
        "RS256",
        {"kid": "load"},
    )


def calls(address: str, prepared: Prepared) -> dict[str, tuple[int, Call]]:
    """What is asked, by name, with the status that is expected of it."""
    issuer = f"https://login.microsoftonline.com/{TENANT}/v2.0"
    who = {"aud": ADDIN, "azp": ADDIN, "ver": "2.0", "tid": TENANT, "oid": PERSON, "scp": "access_as_user"}
    pane = {"authorization": "Bearer " + signed(iss=issuer, **who)}
    push = {"authorization": "Bearer " + signed(aud="load", email=ACCOUNT, email_verified=True)}
    data = base64.b64encode(json.dumps({"emailAddress": ADDRESS, "historyId": 1001}).encode()).decode()
    card = {"authorization": "Bearer " + signed(aud=f"{address}/addons/google/home", email=ACCOUNT, email_verified=True)}
    event = {
        "commonEventObject": {"hostApp": "GMAIL"},
        "authorizationEventObject": {"userIdToken": signed(aud=ADDON, sub=SUBJECT)},
    }

    def page(path: str) -> tuple[int, Call]:
        return 200, lambda http: http.get(address + path, timeout=30)

    return {
        "list": page("/threads"),
        "search": page("/threads?q=jane"),
        "thread": page(f"/threads/{prepared.thread_id}"),
        "settings": page("/settings"),
        "my data": page("/my-data"),
        "landing": (200, lambda http: http.get(f"{address}/privacy", timeout=30)),
        "readyz": page("/readyz"),
        "push, verified": (
            204,
            lambda http: http.post(f"{address}/hooks/google", json={"message": {"data": data}}, headers=push, timeout=30),
        ),
        "push, forged": (403, lambda http: http.post(f"{address}/hooks/google", json={"message": {"data": data}}, timeout=30)),
        "pane's list": (200, lambda http: http.get(f"{address}/addons/api/home", headers=pane, timeout=30)),
        "pane's action": (
            200,
            lambda http: http.post(
                f"{address}/addons/api/threads/{prepared.thread_id}/actions",
                json={"action": "answered"},
                headers=pane,
                timeout=30,
            ),
        ),
        "card": (200, lambda http: http.post(f"{address}/addons/google/home", json=event, headers=card, timeout=30)),
    }


def wait(address: str) -> None:
    for _ in range(600):
        try:
            if requests.get(f"{address}/readyz", timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise SystemExit("the service did not start")


def press(asked: dict[str, tuple[int, Call]], cookie: str, pid: int, minutes: float, callers: int) -> int:
    answered, wrong = Counter[str](), Counter[str]()
    slowest: dict[str, float] = {}
    guard, until = threading.Lock(), time.monotonic() + minutes * 60

    def call() -> None:
        with requests.Session() as http:
            http.headers["accept"] = "text/html"
            http.cookies.set("hearback", cookie)
            while time.monotonic() < until:
                for name, (expected, ask) in asked.items():
                    began = time.monotonic()
                    try:
                        status = str(ask(http).status_code)
                    except requests.RequestException as fault:
                        status = type(fault).__name__
                    with guard:
                        answered[name] += 1
                        slowest[name] = max(slowest.get(name, 0.0), time.monotonic() - began)
                        if status != str(expected):
                            wrong[f"{name}: {status}"] += 1

    process, memory = psutil.Process(pid), list[float]()
    threads = [threading.Thread(target=call) for _ in range(callers)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        memory.append(process.memory_info().rss / 1e6)
        time.sleep(min(5, minutes * 6))
    seconds, total = time.monotonic() - began, answered.total()
    quarter, half = max(1, len(memory) // 4), len(memory) // 2
    print(
        f"{total} requests of {len(asked)} kinds in {seconds / 60:.1f} minutes ({total / seconds:.0f} a second), "
        f"{wrong.total()} errors {dict(wrong.most_common(5)) or ''}"
    )
    print("slowest answers in seconds: " + ", ".join(f"{name} {took:.1f}" for name, took in slowest.items()))
    print(
        f"memory of the service: {memory[quarter]:.0f} MB after a quarter, {memory[half]:.0f} MB after a half, "
        f"{memory[-1]:.0f} MB at the end, at most {max(memory):.0f} MB"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
