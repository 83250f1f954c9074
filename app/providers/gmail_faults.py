"""Google's errors, sorted by what is to be done about them (developers.google.com/workspace/gmail/api/guides/handle-errors)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import google.auth.exceptions
import httplib2
import requests
from googleapiclient.errors import HttpError

from app.providers.google_oauth import refresh_fault
from app.providers.mailbox import AccessRevoked, TryLater

# Quota errors come as 403 or as 429.
_RATE = frozenset(["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "concurrentLimitExceeded"])
_DAY_SECONDS = 3600.0
_RETRY_AFTER = re.compile(r"Retry after (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)Z")


class Gone(Exception):
    """404: there is no such thing, or no longer. Never leaves the Gmail adapter."""


class Rejected(Exception):
    """400: Google does not take what was said. Never leaves the Gmail adapter."""


@contextmanager
def mapped_faults() -> Iterator[None]:
    """Raise the mailbox's own errors in place of the libraries'."""
    try:
        yield
    except HttpError as fault:
        raise fault_of(fault) from fault
    except google.auth.exceptions.GoogleAuthError as fault:
        raise refresh_fault(fault) from fault
    except (requests.RequestException, httplib2.HttpLib2Error, OSError) as fault:
        raise TryLater from fault
    except json.JSONDecodeError as fault:
        raise TryLater from fault


def fault_of(fault: HttpError) -> Exception:
    """What an HTTP error of the Gmail API means."""
    status = int(fault.resp.status)
    message, reason = _said(fault)
    if status == 404:
        return Gone(message)
    if status == 401:
        return AccessRevoked()
    if status == 429 or status >= 500 or status in (408, 409) or reason in _RATE:
        return TryLater(after_seconds=after_seconds(fault.resp, message))
    if reason == "dailyLimitExceeded":
        return TryLater(
            "Google's daily limit for this application is used up. Nothing was lost; we go on tomorrow.", _DAY_SECONDS
        )
    if reason == "accessNotConfigured":
        return TryLater(
            "The Gmail API is not switched on for this application. Nothing was lost; whoever runs it has to enable it."
        )
    if reason == "failedPrecondition":
        return AccessRevoked("This Google account has no Gmail mailbox that we could read. Please connect another account.")
    if status == 403 and "Cloud PubSub" in message:
        return Rejected(message)  # The topic refuses Gmail; the mailbox itself is fine.
    if status == 403 and reason == "domainPolicy":
        return AccessRevoked("Your organisation does not allow this application to reach Gmail. Please ask your administrator.")
    if status == 403:
        return AccessRevoked(
            "Google no longer lets us read this mailbox and write drafts in it. Nothing was lost; please connect it again."
        )
    return Rejected(message)


def after_seconds(response: Any, message: str) -> float | None:
    """How long Google asks to wait: the Retry-After header, or the instant at the end of some messages."""
    given = str(response.get("retry-after", "")).strip()
    if given.isdigit():
        return float(given)
    named = _RETRY_AFTER.search(message)
    try:
        then = datetime.fromisoformat(named[1]).replace(tzinfo=UTC) if named else parsedate_to_datetime(given)
        answered = parsedate_to_datetime(str(response.get("date", "")))
    except (ValueError, TypeError, IndexError):
        return None
    if then.tzinfo is None or answered.tzinfo is None:
        return None
    return max(0.0, (then - answered).total_seconds())


def _said(fault: HttpError) -> tuple[str, str]:
    """(message, reason)."""
    try:
        error = json.loads(fault.content)["error"]
        errors = error.get("errors") or [{}]
        details = [d.get("reason") for d in error.get("details") or [] if d.get("reason")]
        return str(error.get("message", "")), str(errors[0].get("reason") or next(iter(details), ""))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return "", ""
