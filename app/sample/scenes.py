"""The scenes of the sample mailbox: one TOML file a thread, dated in whole weeks before the week of the scan.

A day is written ``"-2 Wed"``: the Wednesday of the second week before the scan's own. That keeps "by Friday" true in whatever
week the mailbox is looked at. In texts, ``{date +3 Fri}`` becomes the calendar date in the language of the message.

A file (all but ``status``, ``subject`` and ``message`` may be left out):

    status = "due"                  # what the thread should be found to be
    alone = "due"                   # the same, where the owner's other mailbox is not linked; by default ``status``
    account = "gmail"               # gmail or outlook: the mailbox that holds it
    language = "en"
    zone = "Europe/London"          # of the other side; the owner's own mail has the owner's zone
    subject = "Data Product Manager"

    [people]
    hannah = "Hannah Price <hannah.price@larkfield.example>"

    [[message]]
    from = "hannah"                 # or "me"
    at = "-2 Wed 09:14"
    program = "outlook"             # gmail, outlook, apple or machine: how HTML, quotes and Message-ID look; by default gmail,
                                    # and for the owner's own mail the account's
    form = "html"                   # text, html or both
    quote = true                    # whether the message before is quoted below
    text = '''...'''                # a line of two dashes begins the signature
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from app.sample.calendar_words import in_letter

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PROGRAMS = ("gmail", "outlook", "apple", "machine")
ACCOUNTS = ("gmail", "outlook")
_DAY = r"([+-]?\d+) (Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_PLACEHOLDER = re.compile(r"\{date " + _DAY + r"\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a scene, with its dates resolved.

    Attributes:
        sender, to, cc, reply_to: addresses with names, as in a header; ``sender`` is ``Name <address>``.
        text: the writer's own words and signature, without any quote.
        invitation: for a calendar request: ``start``, ``end`` (aware), ``title``, ``place``.
    """

    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    reply_to: str
    at: datetime
    subject: str
    text: str
    program: str
    form: str
    quote: bool
    language: str
    folder: str
    mine: bool
    headers: Mapping[str, str]
    invitation: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Scene:
    """One thread of the sample mailbox."""

    key: str
    status: str
    alone: str
    account: str
    lines: tuple[Line, ...]


def day_of(words: str, monday: date) -> date:
    """``"-2 Wed"`` as a date, ``monday`` being the Monday of the week of the scan (week 0). Raises ValueError."""
    match = re.fullmatch(_DAY, words.strip())
    if match is None:
        raise ValueError(f"not a day of the sample mailbox: {words!r}")
    return monday + timedelta(weeks=int(match[1]), days=WEEKDAYS.index(match[2]))


def instant_of(words: str, monday: date, zone: str) -> datetime:
    """``"-2 Wed 09:14"`` as an instant with the zone's UTC offset on that day."""
    day, _, clock = words.rpartition(" ")
    hour, minute = clock.split(":")
    on = day_of(day, monday)
    local = datetime(on.year, on.month, on.day, int(hour), int(minute), tzinfo=ZoneInfo(zone))
    # A fixed offset, as a Date header carries it.
    return datetime.fromisoformat(local.isoformat())


def read_scenes(monday: date, addresses: Mapping[str, str], name: str, zone: str) -> tuple[Scene, ...]:
    """Every scene, by file name.

    Args:
        addresses: the owner's address by account.
        name, zone: the owner's.
    """
    folder = resources.files("app.sample").joinpath("threads")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(
        _scene(f.name.removesuffix(".toml"), tomllib.loads(f.read_text("utf-8")), monday, addresses, name, zone) for f in files
    )


def _scene(key: str, told: dict[str, Any], monday: date, addresses: Mapping[str, str], name: str, zone: str) -> Scene:
    account = told.get("account", "gmail")
    if account not in ACCOUNTS:
        raise ValueError(f"{key}: no such account: {account!r}")
    people = {**told.get("people", {}), "me": f"{name} <{addresses[account]}>"}
    lines: list[Line] = []
    for number, message in enumerate(told["message"]):
        language = message.get("language", told.get("language", "en"))
        mine = message["from"] == "me"
        subject = _filled(message.get("subject", ("" if number == 0 else "Re: ") + told["subject"]), monday, language)
        others = [p for p in people if p != "me"]
        to = message.get("to", others[:1] if mine else ["me"])
        program = message.get("program", account if mine else "gmail")
        if program not in PROGRAMS:
            raise ValueError(f"{key}: no such mail program: {program!r}")
        their_zone = zone if mine else message.get("zone", told.get("zone", zone))
        lines.append(
            Line(
                sender=people[message["from"]],
                to=tuple(people[p] for p in to),
                cc=tuple(people[p] for p in message.get("cc", ())),
                reply_to=people[message["reply_to"]] if "reply_to" in message else "",
                at=instant_of(message["at"], monday, their_zone),
                subject=subject,
                text=_filled(message["text"].strip("\n"), monday, language),
                program=program,
                form=message.get("form", "text"),
                quote=message.get("quote", False),
                language=language,
                folder=message.get("folder", "sent" if mine else "inbox"),
                mine=mine,
                headers={k: _filled(v, monday, language) for k, v in message.get("headers", {}).items()},
                invitation=_invitation(message.get("invitation"), monday, zone),
            )
        )
    status = told["status"]
    return Scene(key, status, told.get("alone", status), account, tuple(lines))


def _filled(text: str, monday: date, language: str) -> str:
    return _PLACEHOLDER.sub(lambda m: in_letter(day_of(f"{m[1]} {m[2]}", monday), language), text)


def _invitation(told: Mapping[str, Any] | None, monday: date, zone: str) -> Mapping[str, Any] | None:
    if told is None:
        return None
    start = instant_of(told["start"], monday, zone)
    return {
        "start": start,
        "end": start + timedelta(minutes=told.get("minutes", 45)),
        "title": told["title"],
        "place": told.get("place", ""),
    }
