"""What a time expression resolves to, what it is resolved by, and the arithmetic of days that this takes."""

from __future__ import annotations

import math
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.detection.workdays import WorkCalendar

Term = tuple[Any, ...]
FRIDAY = 4
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Window:
    """First and last local day of a promise; ``rule`` says in plain words which reading was taken."""

    first_on: date
    deadline: date
    rule: str


@dataclass(frozen=True, slots=True)
class Said:
    """The circumstances of a promise: when it was written, where, and with which word before the date."""

    on: date
    relation: str
    workdays: WorkCalendar
    day_first: bool


def days(n: float) -> timedelta:
    return timedelta(days=math.ceil(n))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, n: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_weekday(after: date, weekday: int) -> date:
    """The next such weekday after a day, never that day itself."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)
