"""Time expressions in promises: what was said, and which days that means.

Two steps, kept apart so that a mailbox can be judged again without being read again:

* :func:`find` parses a text into :class:`Wording` objects. They say *what* was said ("Friday of next week", "five to seven
  working days"), never when that is, and go into JSON.
* :func:`resolve` turns a wording, the day it was written and a calendar of working days into a :class:`Window`.

It abstains rather than guesses: what is no deadline ("5 years of experience", "a 45 minute call") is not found at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.detection.workdays import WorkCalendar

Term = tuple[Any, ...]
"""A kind and its parameters, nested at will: ``("weekday", (4,), "next")``. JSON lists and Term tuples map onto each other."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A time expression as it was written.

    Attributes:
        start, end: offsets into the text that was searched; relation words ("by") and times of day are inside.
        text: ``text[start:end]``, verbatim.
        term: what was said; its first item is the kind.
        relation: how the promise hangs on it: ``by``, ``before``, ``on``, ``in``, ``within``, ``after``, ``from`` ("from Monday
            on"), ``until``, ``since``, ``not_before``, or empty. "once she is back on Monday" is ``after``.
        past: it looks back ("last week", "two days ago", "since Monday"): never a deadline.
        anchor: the words a span counts from when that is no date ("the closing date" in "within two weeks of the closing
            date"); the caller knows or does not know that day. Empty: it counts from the day of writing.
    """

    start: int
    end: int
    text: str
    term: Term
    relation: str = ""
    past: bool = False
    anchor: str = ""

    @property
    def kind(self) -> str:
        """The first item of the term: ``day``, ``weekday``, ``week``, ``span``, ``date``, ..., ``undated``."""
        return str(self.term[0])

    @property
    def dated(self) -> bool:
        """Whether :func:`resolve` can give days for it that lie ahead: neither "soon" nor "last week"."""
        return not self.past and self.term[0] != "undated"

    def to_json(self) -> dict[str, Any]:
        """Plain, small JSON; empty parts are left out."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Wording:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Window:
    """First and last local day of a promise; ``rule`` says in plain words which reading was taken."""

    first_on: date
    deadline: date
    rule: str


def find(text: str, language: str) -> tuple[Wording, ...]:
    """All time expressions of a text, left to right, none overlapping.

    Args:
        language: ``en``, ``de``, ``fr`` or ``es``; any other is searched as English.
    """
    raise NotImplementedError


def resolve(wording: Wording, written_on: date, workdays: WorkCalendar, *, day_first: bool) -> Window:
    """The days a wording means when written on that day.

    Args:
        day_first: how "3/6" is read where both readings are dates.

    Raises:
        ValueError: the wording is undated or looks back (``wording.dated`` is False).
    """
    raise NotImplementedError


def not_before(window: Window, step: Window) -> Window:
    """The window of a step that follows another one: never earlier than the step it follows."""
    raise NotImplementedError


def second_working_day_after(window: Window, workdays: WorkCalendar) -> Window:
    """What "after that" means when ``window`` is the event: the second working day after it."""
    raise NotImplementedError
