"""The service as real processes: what starts, what is refused with a sentence, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
import requests

Environment = dict[str, str]


@pytest.fixture
def environment(tmp_path: Path, sealing_key: str) -> Environment:
    """Settings of a whole service on a SQLite file that is not there yet."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("HEARBACK_")},
        "HEARBACK_KEYS": sealing_key,
        "HEARBACK_ALLOW": "*",
        "HEARBACK_GOOGLE_CLIENT_ID": "client",
        "HEARBACK_GOOGLE_CLIENT_SECRET": "secret",
        "HEARBACK_DATABASE_URL": f"sqlite:///{tmp_path / 'service.db'}",
    }


def hearback(environment: Environment, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments], env=environment, capture_output=True, text=True, timeout=60
    )


class Served:
    """A running ``hearback serve`` on a port of its own."""

    def __init__(self, environment: Environment, *arguments: str, log: IO[str] | int = subprocess.PIPE) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port), *arguments],
            env=environment,
            stderr=log,
            text=True,
        )
        for _ in range(300):
            if self.process.poll() is not None:
                raise AssertionError(self.process.stderr.read() if self.process.stderr else "")
            try:
                if self.get("/readyz").status_code == 200:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError("it did not answer")

    def get(self, path: str) -> requests.Response:
        return requests.get(f"http://127.0.0.1:{self.port}{path}", timeout=10)

    def end(self) -> int:
        """Send SIGTERM; the exit code. Raises subprocess.TimeoutExpired after the ten seconds we promise."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=10)


@pytest.fixture
def served(environment: Environment) -> Iterator[Served]:
    one = Served(environment)
    yield one
    if one.process.poll() is None:
        one.process.kill()
        one.process.wait()


def test_serve_needs_no_more_than_settings_and_ends_in_good_order_on_sigterm(served: Served) -> None:
    assert served.get("/healthz").json() == {"status": "ok"}
    assert served.end() == 0


def test_beside_a_running_service_on_sqlite_nothing_else_works(served: Served, environment: Environment) -> None:
    for command in (["sync"], ["serve", "--port", "0"]):
        refused = hearback(environment, *command)
        assert refused.returncode == 2, refused.stderr
        assert "already running on this database" in refused.stderr
    assert served.end() == 0
    done = hearback(environment, "sync")
    assert done.returncode == 0, done.stderr
    assert "Nothing was sent" in done.stdout


@pytest.mark.parametrize("command", [["worker"], ["serve", "--no-worker"]])
def test_web_and_work_apart_are_refused_on_sqlite_with_a_sentence(environment: Environment, command: list[str]) -> None:
    refused = hearback(environment, *command)
    assert refused.returncode == 2
    assert "A SQLite file serves one process" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_hooks_without_secrets_do_not_exist(served: Served) -> None:
    for path in ("/hooks/google", "/hooks/microsoft", "/hooks/microsoft/lifecycle"):
        assert requests.post(f"http://127.0.0.1:{served.port}{path}", json={}, timeout=10).status_code == 404
    served.end()


def test_migrate_goes_up_and_down_and_names_what_it_needs(environment: Environment) -> None:
    assert hearback(environment, "migrate").returncode == 0
    assert "Name the revision" in hearback(environment, "migrate", "down").stderr
    assert hearback(environment, "migrate", "down", "base").returncode == 0
    unknown = hearback(environment, "migrate", "up", "nonsense")
    assert unknown.returncode == 2
    assert "not changed" in unknown.stderr


def test_keys_new_prints_a_key_that_starts_the_service(environment: Environment) -> None:
    key = hearback(environment, "keys", "new").stdout.strip()
    assert hearback({**environment, "HEARBACK_KEYS": key}, "sync").returncode == 0


@pytest.mark.postgres
def test_web_and_workers_run_apart_on_postgres_and_a_worker_ends_on_sigterm(environment: Environment, postgres_url: str) -> None:
    apart = {**environment, "HEARBACK_DATABASE_URL": postgres_url}
    web = Served(apart, "--no-worker")
    worker = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "worker"], env=apart, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert worker.stdout is not None
    assert "is at work" in worker.stdout.readline()
    assert "1 running worker will" in hearback(apart, "sync").stdout
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0
    assert "Nothing was sent" in hearback(apart, "sync").stdout, "its lease should have been given back"
    assert web.end() == 0


def test_keys_are_rotated_while_the_service_runs(environment: Environment, sealing_key: str) -> None:
    new = hearback(environment, "keys", "new").stdout.strip()
    assert hearback(environment, "sync").returncode == 0
    both = {**environment, "HEARBACK_KEYS": f"{new},{sealing_key}"}
    served = Served(both)
    try:
        rotated = hearback(both, "keys", "rotate")
        assert rotated.returncode == 0, rotated.stderr
        assert "1 private fields were sealed anew" in rotated.stdout
        assert served.get("/readyz").status_code == 200
        assert served.get("/privacy").status_code == 200
    finally:
        assert served.end() == 0
    assert hearback({**environment, "HEARBACK_KEYS": new}, "sync").returncode == 0
    refused = hearback(environment, "sync")
    assert refused.returncode == 2
    assert "not in HEARBACK_KEYS" in refused.stderr


def test_figures_are_answered_on_a_port_of_their_own_and_nowhere_else(environment: Environment) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    served = Served({**environment, "HEARBACK_METRICS_PORT": str(port)})
    try:
        served.get("/privacy?who=ada@gmail.example")
        figures = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
        assert 'hearback_requests_total{method="GET",route="/privacy",status="200"} 1.0' in figures
        for name in ("steps", "mailboxes", "lapses", "open_drafts", "push_lag_seconds", "due_lag_seconds", "gmail_quota_units"):
            assert f"# TYPE hearback_{name} " in figures or f"# TYPE hearback_{name}_total " in figures, name
        assert "ada" not in figures
        assert served.get("/metrics").status_code == 404
    finally:
        served.end()


def test_a_running_service_connects_to_nobody_who_is_not_in_its_settings(environment: Environment) -> None:
    program = (
        "import socket\n"
        "from app.serve import opened\n"
        "from app.settings import load_settings\n"
        "opened(load_settings(None))\n"
        "socket.getaddrinfo('evil.example', 443)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert "StrangeHost: evil.example is not a host" in done.stderr, done.stderr


def test_a_service_at_debug_level_says_nothing_of_what_it_is_asked(environment: Environment, tmp_path: Path) -> None:
    said = tmp_path / "said"
    with said.open("w") as file:
        served = Served({**environment, "HEARBACK_LOG_LEVEL": "DEBUG"}, log=file)
        for path in (
            "/sign-in/google/callback?code=Papageientaucher1&state=x",
            "/threads?q=Papageientaucher2",
            "/Papageientaucher3",
        ):
            served.get(path)
        with socket.create_connection(("127.0.0.1", served.port)) as raw:
            raw.sendall(b"GET /Papageientaucher4 HTTP/9.9\r\nCookie: Papageientaucher5\r\n\r\n")
            raw.recv(1000)
        served.end()
    text = said.read_text()
    assert text.count('"event": "answered"') >= 3
    assert "Papageientaucher" not in text


@pytest.mark.postgres
def test_a_service_whose_database_went_away_lives_and_says_that_it_is_not_ready(
    environment: Environment, postgres_url: str
) -> None:
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    served = Served({**environment, "HEARBACK_DATABASE_URL": postgres_url}, "--no-worker")
    name = make_url(postgres_url).database
    administrator = create_engine(make_url(postgres_url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with administrator.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        assert served.get("/readyz").status_code == 503
        assert served.get("/healthz").status_code == 200
        assert "again in a minute" in served.get("/feeds/x/drafts.atom").text
    finally:
        administrator.dispose()
        served.process.kill()
        served.process.wait()
