"""What the log says, and what it cannot be made to say."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from app.logs import configure


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    kept, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure("DEBUG", stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:] = kept
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_the_ids_at_hand(log: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r1", mailbox_id="m1"):
        logging.getLogger("app.flow.sync").info("read %s messages", 3, extra={"fault": "TryLater"})
    (line,) = lines(log)
    assert line["event"] == "read 3 messages"
    assert (line["request_id"], line["mailbox_id"], line["fault"], line["level"]) == ("r1", "m1", "TryLater", "info")


@pytest.mark.parametrize(
    "secret",
    [
        "ada.lovelace@gmail.example",
        "GET /v1/users/ada.lovelace%40gmail.example/profile",
        '"ada.lovelace the first"@gmail.example',
        "GET /callback?code=4/0AX4XfWh&state=abc",
        "Bearer ya29.a0AfH6SMBx",
        "refresh_token=1//0gabcdefg",
        '{"access_token": "opaque"}',
        "eyJhbGciOi.eyJzdWIi.c2ln",
        "0123456789abcdefABCDEF0123456789abcdef",
    ],
)
@pytest.mark.parametrize("way", ["message", "argument", "extra", "nested"])
def test_addresses_tokens_and_queries_do_not_reach_the_log(log: io.StringIO, secret: str, way: str) -> None:
    logger = logging.getLogger("app.x")
    if way == "message":
        logger.warning(f"saw {secret} here")
    elif way == "argument":
        logger.warning("saw %s here", secret)
    elif way == "extra":
        logger.warning("saw", extra={"what": secret})
    else:
        logger.warning("saw", extra={"what": {"inner": [secret]}})
    for part in ("ada.lovelace", "0AX4XfWh", "a0AfH6SMBx", "0gabcdefg", "opaque", "eyJzdWIi", "0123456789abcdefABCDEF"):
        assert part not in log.getvalue()


def test_a_fault_is_told_by_kind_and_place_and_never_by_its_words(log: io.StringIO) -> None:
    try:
        try:
            raise KeyError("canary subject of a mail")
        except KeyError as fault:
            raise ValueError("canary body of a mail") from fault
    except ValueError:
        logging.getLogger("app.x").exception("it broke")
    (line,) = lines(log)
    assert line["fault"] == "ValueError < KeyError"
    assert any("test_logs.py" in place for place in line["places"])
    assert "canary" not in log.getvalue()


def test_names_of_values_are_cleaned_as_values_are(log: io.StringIO) -> None:
    logging.getLogger("app.x").warning("saw", extra={"what": {"ada.lovelace@gmail.example": 1}})
    assert "ada.lovelace" not in log.getvalue()


@pytest.mark.parametrize("place", ["the main thread", "another thread", "a finalizer"])
def test_a_fault_that_nobody_caught_is_told_without_its_words(place: str) -> None:
    program = {
        "the main thread": "raise ValueError('canary body of a mail')",
        "another thread": "t = threading.Thread(target=lambda: int('canary')); t.start(); t.join()",
        "a finalizer": "x = type('X', (), {'__del__': lambda self: int('canary')})(); del x",
    }[place]
    head = "import threading\nfrom app.logs import configure, tell_uncaught_too\nconfigure('INFO')\ntell_uncaught_too()\n"
    done = subprocess.run([sys.executable, "-c", head + program], capture_output=True, text=True, timeout=60)
    (line,) = done.stderr.splitlines()
    assert json.loads(line)["fault"] == "ValueError"
    assert "canary" not in done.stderr + done.stdout


def test_libraries_are_heard_only_when_something_is_wrong(log: io.StringIO) -> None:
    logging.getLogger("requests_oauthlib").debug("token %s", "opaque")
    logging.getLogger("urllib3").info("GET /x")
    logging.getLogger("urllib3").warning("pool is full")
    assert [line["event"] for line in lines(log)] == ["pool is full"]
