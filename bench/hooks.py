"""How many pushes a second are verified, marked and acknowledged, beside an empty route of the same server in the same run.

    .venv/bin/python bench/hooks.py [--seconds 4] [--clients 4] [--database-url URL]

The floor: a verified Pub/Sub push reaches at least half the rate of an empty FastAPI route.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import socket
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI, Response

from app.providers.push_tokens import GooglePushTokens, SigningKeys
from app.store import accounts, mailboxes
from app.store.database import Database, open_engine
from app.store.encryption import Vault, new_key
from app.store.migrations import upgrade
from app.web.hooks import hooks

AUDIENCE, ACCOUNT = "https://hearback.example/hooks/google", "push@project.iam.gserviceaccount.example"
FLOOR, ROUNDS = 0.5, 8
KEY = rsa.generate_private_key(65537, 2048)


def published() -> dict[str, Any]:
    return {"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "k1", "alg": "RS256"}]}


def build(database_url: str) -> FastAPI:
    """The hooks on a database with a thousand mailboxes, and an empty route beside them."""
    engine = open_engine(database_url)
    upgrade(engine)
    database = Database(engine, Vault([new_key()]))
    database.open()
    now = datetime.now(UTC)
    with database.write() as session:
        account = accounts.add_account(session, "google", "bench", "bench@gmail.example", now)
        for n in range(1000):
            mailboxes.add_mailbox(
                session,
                account_id=account.id,
                provider="google",
                subject=str(n),
                address=f"ada{n}@gmail.example",
                owner_name="Ada",
                credentials="token",
                timezone="UTC",
                region="",
                now=now,
            )
    checks = GooglePushTokens(SigningKeys("", fetch=published), audience=AUDIENCE, account=ACCOUNT)
    app = FastAPI()
    app.include_router(hooks(database, lambda: datetime.now(UTC), lambda _: None, google=checks, microsoft=False))

    @app.post("/empty")
    def empty() -> Response:
        return Response(status_code=204)

    return app


def token() -> str:
    now = datetime.now(UTC)
    claims = {"iss": "https://accounts.google.com", "aud": AUDIENCE, "email": ACCOUNT, "email_verified": True, "iat": now}
    return jwt.encode({**claims, "exp": now + timedelta(hours=1)}, KEY, "RS256", headers={"kid": "k1"})


def push(n: int) -> bytes:
    data = base64.b64encode(json.dumps({"emailAddress": f"ada{n % 1000}@gmail.example", "historyId": n}).encode()).decode()
    return json.dumps({"message": {"data": data, "messageId": str(n)}, "subscription": "s"}).encode()


def measure(port: int, path: str, clients: int, seconds: float) -> tuple[float, float, float]:
    """(answers a second, median and 99th percentile in milliseconds)."""
    bearer, times = f"Bearer {token()}", list[float]()
    until = time.monotonic() + seconds

    def client(first: int) -> None:
        connection, n = http.client.HTTPConnection("127.0.0.1", port), first
        while time.monotonic() < until:
            began = time.perf_counter()
            connection.request("POST", path, push(n), {"Authorization": bearer, "Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 204, answer.status
            times.append(time.perf_counter() - began)
            n += clients

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / seconds, statistics.median(times) * 1000, statistics.quantiles(times, n=100)[98] * 1000


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--database-url")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = build(asked.database_url or f"sqlite:///{folder}/bench.db")
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        port, paths = listener.getsockname()[1], ("/empty", "/hooks/google")
        for path in paths:
            measure(port, path, asked.clients, 1)
        # In turns, since other programs on the machine come and go.
        found = [{path: measure(port, path, asked.clients, asked.seconds / ROUNDS) for path in paths} for _ in range(ROUNDS)]
        for path in paths:
            rate, median, worst = (statistics.median(figures) for figures in zip(*(one[path] for one in found), strict=True))
            print(f"{path:15} {rate:8.0f}/s   median {median:6.2f} ms   99 % {worst:6.2f} ms")
        share = statistics.median(one["/hooks/google"][0] / one["/empty"][0] for one in found)
        print(f"a verified push reaches {share:.0%} of the rate of an empty route (floor {FLOOR:.0%})")
        server.should_exit = True
        thread.join(5)
    return 0 if share >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
