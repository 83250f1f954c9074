"""Windows of a month or longer, or of a part of one: months, quarters, halves, years, seasons; and holidays by name.

Each function takes a parsed term and the circumstances in which it was said.
"""

from __future__ import annotations

from datetime import date, timedelta

from app.detection.dates_window import FRIDAY, Said, Term, Window, add_months, month_end
from app.detection.holiday_names import last_day_of
from app.detection.workdays import WorkCalendar


def _month_part(year: int, month: int, part: str) -> tuple[date, date]:
    first, last = date(year, month, 1), month_end(year, month)
    ends = {"early": first.replace(day=10), "mid": first.replace(day=20), "first_half": first.replace(day=15)}
    starts = {"mid": first.replace(day=11), "late": first.replace(day=21)}
    return starts.get(part, first), ends.get(part, last)


PART_NAMES = {"early": "the 10th", "mid": "the 20th", "late": "its last day", "first_half": "the 15th"}


def month(term: Term, said: Said) -> Window:
    _, month, part, year = term
    first, last = _month_part(year or said.on.year, month, part)
    if year is None and last < said.on:
        first, last = _month_part(said.on.year + 1, month, part)
    return Window(first, last, f"in a month: {PART_NAMES.get(part, 'its last day')}")


def month_from_now(term: Term, said: Said) -> Window:
    _, offset, part = term
    base = add_months(said.on.replace(day=1), offset)
    first, last = _month_part(base.year, base.month, part)
    if last < said.on:
        base = add_months(base, 1)
        first, last = _month_part(base.year, base.month, part)
    return Window(max(first, min(said.on, last)), last, f"in a month: {PART_NAMES.get(part, 'its last day')}")


def quarter(term: Term, said: Said) -> Window:
    _, number, part, year = term
    months = 6 if term[0] == "half_year" else 3
    start = date(year or said.on.year, (number - 1) * months + 1, 1)
    if year is None and add_months(start, months) <= said.on:
        start = start.replace(year=start.year + 1)
    return _stretch(start, months, part, "quarter" if months == 3 else "half year")


def _stretch(start: date, months: int, part: str, name: str) -> Window:
    length = {
        "early": 2 if months == 12 else max(1, months // 3),
        "mid": max(1, 2 * months // 3),
        "first_half": max(1, months // 2),
    }.get(part, months)
    return Window(
        start,
        add_months(start, length) - timedelta(days=1),
        f"the last day of that {name}" if length == months else f"a part of that {name}",
    )


def quarter_from_now(term: Term, said: Said) -> Window:
    start = add_months(date(said.on.year, (said.on.month - 1) // 3 * 3 + 1, 1), 3 * term[1])
    return _stretch(start, 3, term[2], "quarter")


def year_from_now(term: Term, said: Said) -> Window:
    window = _stretch(date(said.on.year + term[1], 1, 1), 12, term[2], "year")
    if window.deadline < said.on:
        return _stretch(date(said.on.year + 1, 1, 1), 12, term[2], "year")
    return window


def year(term: Term, said: Said) -> Window:  # noqa: ARG001 - every kind has the same signature
    return _stretch(date(term[1], 1, 1), 12, term[2], "year")


def new_year_start(term: Term, said: Said) -> Window:  # noqa: ARG001
    """Friday of January's first full working week: the first Monday to Friday without a holiday among its days."""
    for year in (said.on.year, said.on.year + 1):
        monday = _first_full_week(year, said.workdays)
        if monday + timedelta(days=FRIDAY) >= said.on:
            break
    rule = "“in the new year” means Friday of January's first full working week"
    return Window(max(date(year, 1, 1), min(said.on, monday)), monday + timedelta(days=FRIDAY), rule)


def _first_full_week(year: int, workdays: WorkCalendar) -> date:
    """Its Monday; the first Monday of January where holidays leave no week of the month whole."""
    first = date(year, 1, 1)
    begin = first + timedelta(days=-first.weekday() % 7)
    for monday in (begin + timedelta(weeks=n) for n in range(4)):
        week = [monday + timedelta(days=i) for i in range(FRIDAY + 1)]
        if all(workdays.is_working_day(day) for day in week if day.weekday() in workdays.working_weekdays):
            return monday
    return begin


def season(term: Term, said: Said) -> Window:
    _, name, part, year = term
    start_month = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}[name]
    if said.workdays.southern:
        start_month = (start_month + 5) % 12 + 1
    start = date((year or said.on.year) - 1, start_month, 1)
    if year is not None:
        start = start.replace(year=year)
    while year is None and add_months(start, 3) <= said.on:
        start = start.replace(year=start.year + 1)
    return _stretch(start, 3, part, name)


def holiday(term: Term, said: Said) -> Window:
    day = last_day_of(term[1], said.on, said.workdays, term[2])
    return Window(day, day, "that holiday")
