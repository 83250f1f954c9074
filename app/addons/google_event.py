"""What Gmail tells an add-on, read with forgiveness: any part may be missing, and none of it is proof of anything.

The shape: https://developers.google.com/workspace/add-ons/reference/event-object. The ids of an open message are not those of the
Gmail API: ``thread-f:`` and ``msg-f:`` carry the API's id in decimal (reported by several projects, not documented by Google), the
``-a`` forms, given to what the user began in this very browser, cannot be converted at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.addons.surface import Sought

_PREFIXES = ("thread-f:", "msg-f:")
_HEX = frozenset("0123456789abcdef")
LONGEST_ID = 100


@dataclass(frozen=True, slots=True)
class Event:
    """One call of the add-on host.

    Attributes:
        user_token: says whose inbox it is, once verified; empty where the user has not agreed to that.
        has_message: whether a message is open at all.
        parameters: of the button that was pressed, as our own card wrote them; to be checked like anything from outside.
        day: what the card's date picker held.
    """

    host: str
    locale: str
    user_token: str
    has_message: bool
    sought: Sought
    parameters: Mapping[str, str]
    day: date | None


def read_event(body: Any) -> Event:
    """The event in a request's body, whatever that is."""
    common = _mapping(body, "commonEventObject")
    gmail = _mapping(body, "gmail")
    thread, message = _text(gmail, "threadId"), _text(gmail, "messageId")
    parameters = {str(key): value for key, value in _mapping(common, "parameters").items() if isinstance(value, str)}
    return Event(
        host=_text(common, "hostApp"),
        locale=_text(common, "userLocale") or "en",
        user_token=_text(_mapping(body, "authorizationEventObject"), "userIdToken"),
        has_message=bool(thread or message),
        sought=Sought(thread_id=api_id(thread), message_id=api_id(message)),
        parameters=parameters,
        day=_day(_mapping(_mapping(common, "formInputs"), "day")),
    )


def api_id(given: str) -> str:
    """The Gmail API's id of what the host names ``given``; empty where there is no telling."""
    for prefix in _PREFIXES:
        number = given.removeprefix(prefix)
        if number != given:
            return format(int(number), "x") if number.isascii() and number.isdecimal() and len(number) <= 20 else ""
    return given if given and len(given) <= LONGEST_ID and set(given) <= _HEX else ""


def _day(answer: Mapping[str, Any]) -> date | None:
    """The day a picker holds: milliseconds of midnight UTC, under one of two names by the kind of picker."""
    for name in ("dateInput", "dateTimeInput"):
        value = _mapping(answer, name).get("msSinceEpoch")
        try:
            return datetime.fromtimestamp(int(value) / 1000, UTC).date()  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError, OSError):
            continue
    return None


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""
