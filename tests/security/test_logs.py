"""What the log says, and what it cannot be made to say."""

from __future__ import annotations

import io
import json
import logging
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


def test_libraries_are_heard_only_when_something_is_wrong(log: io.StringIO) -> None:
    logging.getLogger("requests_oauthlib").debug("token %s", "opaque")
    logging.getLogger("urllib3").info("GET /x")
    logging.getLogger("urllib3").warning("pool is full")
    assert [line["event"] for line in lines(log)] == ["pool is full"]
