"""The log: one JSON object a line, with the ids of request and mailbox, and without anything that is anybody's.

Two walls stand between mail and the log. Our own lines name ids and kinds of faults only. Whatever comes in all the same, from
us or from a library, passes :func:`redact`: addresses, tokens and query strings go. Of a traceback the places stay and the
messages go, for libraries like to quote what they choked on; that holds for faults which nobody caught as well, which Python
would print as they are. Foreign libraries speak from WARNING on, however chatty we are: at DEBUG some of them print whole
requests with their tokens.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

log = logging.getLogger(__name__)

OWN = ("app", "uvicorn.error")
LONGEST_TEXT = 2000

# As people write addresses, with a quoted first part, and as libraries put them into paths (%40).
ADDRESS = re.compile(r"(?i)(?:\"[^\"\n]*\"|[^\s<>\"'(),;:/]+)(?:@|%40)[^\s<>\"'(),;:/]+")
QUERY = re.compile(r"\?[^\s\"'<>]+")
TOKEN = re.compile(
    r"(?i)\b(?:bearer|basic)\s+[\w.~+/=-]+|\beyJ[\w-]+\.[\w.-]+|\bya29\.[\w.-]+|\b1//[\w-]+"
    r"|\b(?:access_token|refresh_token|id_token|client_secret|code|state|assertion)['\"]?\s*[=:]\s*['\"]?[^\s'\"&,}]+"
)
# Long random-looking texts are keys, tokens or cookies; uuids, with their dashes, are shorter pieces.
RANDOM = re.compile(r"\b(?=[\w+/]*\d)(?=[\w+/]*[A-Za-z])[\w+/]{32,}={0,2}")

Event = MutableMapping[str, Any]


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send everything that is logged in this process to ``stream`` (standard error) as JSON, redacted."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter())
    handler.addFilter(heard)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "dbos"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.captureWarnings(True)


def tell_uncaught_too() -> None:
    """Have faults that nobody catches logged like all others, in whichever thread, for as long as this process lives."""
    sys.excepthook = told_uncaught
    threading.excepthook = lambda given: told_uncaught(given.exc_type, given.exc_value, given.exc_traceback)
    sys.unraisablehook = lambda given: told_uncaught(given.exc_type, given.exc_value, given.exc_traceback)


def told_uncaught(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
    """Log a fault that nobody caught, like any other: its kind and places, never its words."""
    if issubclass(kind, KeyboardInterrupt):
        return
    given = (kind, fault, trace) if fault is not None else None
    log.error("nobody caught a fault", exc_info=given, extra={"in_thread": threading.current_thread().name})


def formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            faults_without_words,
            redact,
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
        keep_exc_info=False,
        keep_stack_info=False,
    )


def heard(record: logging.LogRecord) -> bool:
    """Our own lines at every level that is set; foreign ones from WARNING on."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] == "app" or record.name in OWN


def faults_without_words(_logger: Any, _method: str, event: Event) -> Event:
    """Put kinds and places of a fault and its causes in place of the traceback, without any message."""
    given = event.pop("exc_info", None) or getattr(event.get("_record"), "exc_info", None)
    event.pop("stack_info", None)
    if not given:
        return event
    fault = given[1] if isinstance(given, tuple) else given if isinstance(given, BaseException) else sys.exc_info()[1]
    if fault is None:
        return event
    event["fault"] = chain(fault)
    event["places"] = places(fault.__traceback__)
    return event


def chain(fault: BaseException | None) -> str:
    """``KeyError < ValueError``: the kind of a fault, then those of its causes."""
    kinds: list[str] = []
    while fault is not None and len(kinds) < 8:
        kinds.append(type(fault).__qualname__)
        fault = fault.__cause__ or fault.__context__
    return " < ".join(kinds)


def places(trace: TracebackType | None) -> list[str]:
    """``app/flow/sync.py:71 sync_mailbox``, the innermost last."""
    return [f"{short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)[-15:]]


def short(path: str) -> str:
    return "/".join(path.split("/")[-3:])


def redact(_logger: Any, _method: str, event: Event) -> Event:
    """Take addresses, tokens and query strings out of every text of a line."""
    return {key: cleaned(value) for key, value in event.items() if not key.startswith("_")} | {
        key: value for key, value in event.items() if key.startswith("_")
    }


def cleaned(value: Any) -> Any:
    if isinstance(value, str):
        for pattern, instead in ((QUERY, "?…"), (TOKEN, "…"), (ADDRESS, "…@…"), (RANDOM, "…")):
            value = pattern.sub(instead, value)
        return value[:LONGEST_TEXT]
    if isinstance(value, dict):
        return {cleaned(str(key)): cleaned(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned(inner) for inner in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return cleaned(str(value))
