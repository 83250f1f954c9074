"""From a parsed time expression to its window of days: the deadline table, row by row."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from app.detection import dates_stretches as stretches
from app.detection.dates_window import FRIDAY, WEEKDAYS, Said, Term, Window, add_months, days, monday_of, month_end, next_weekday
from app.detection.workdays import WorkCalendar

PART_OF_WEEK = {"": 4, "early": 1, "mid": 2, "first_half": 2, "late": 4, "any": 4, "rolling": 4}
WEEK_NAMES = {0: "this week", 1: "next week", 2: "the week after next"}


def not_before(window: Window, step: Window) -> Window:
    """The window of a step that follows another one: never earlier than the step it follows."""
    if window.deadline >= step.deadline:
        return replace(window, first_on=max(window.first_on, step.first_on))
    return Window(step.first_on, step.deadline, f"{window.rule}, and not before the step it follows")


def second_working_day_after(window: Window, workdays: WorkCalendar) -> Window:
    """What "after that" means when ``window`` is the event: the second working day after it."""
    rule = f"“after” means the second working day after it ({window.rule})"
    return Window(window.deadline + timedelta(days=1), workdays.add(window.deadline, 2), rule)


def window_of(term: Term, relation: str, written_on: date, workdays: WorkCalendar, day_first: bool) -> Window:
    """The window of a term with its relation word."""
    said = Said(written_on, relation, workdays, day_first)
    window = _window(term, said)
    if relation in ("after", "from"):
        if term[0] == "holiday":
            deadline = workdays.add(window.deadline, 5)
            return Window(window.deadline + timedelta(days=1), deadline, "“after” a holiday means the fifth working day after it")
        if relation == "after" and term[0] != "span":
            return second_working_day_after(window, workdays)
        if relation == "from" and window.first_on == window.deadline and term[0] != "span":
            late = workdays.add(window.deadline, 2)
            return Window(window.first_on, late, "“from” a day on means two working days from it")
    if relation == "before":
        return replace(window, rule=f"“before” means that day at the latest ({window.rule})")
    return window


def _window(term: Term, said: Said) -> Window:
    return _KINDS[term[0]](term, said)


def _day(term: Term, said: Said) -> Window:
    day = said.on + timedelta(days=term[1])
    return Window(day, day, {0: "the same day", 1: "the next day", 2: "two days later"}.get(term[1], f"{term[1]} days later"))


def _weekday(term: Term, said: Said) -> Window:
    _, weekdays, which = term
    start = monday_of(said.on) + timedelta(days=6) if which == "next" else said.on
    found = []
    for weekday in weekdays:
        start = next_weekday(start, weekday)
        found.append(start)
    name = WEEKDAYS[weekdays[-1]]
    rule = f"{name} of next calendar week" if which == "next" else f"the next {name} after the day of writing"
    return Window(found[0], found[-1], rule)


def _weekday_in(term: Term, said: Said) -> Window:
    _, weekdays, week = term
    monday, name = _monday(week, said)
    found = [monday + timedelta(days=weekday) for weekday in weekdays]
    if week[1] == 0 and found[-1] < said.on:
        found = [next_weekday(said.on, weekdays[-1])]
    return Window(min(found), max(found), f"{WEEKDAYS[max(found).weekday()]} of {name}")


def _monday(week: Term, said: Said) -> tuple[date, str]:
    """The Monday of a week and what the week is called."""
    base = week[1]
    if isinstance(base, int):
        if base == 0 and said.on.weekday() > FRIDAY:
            return monday_of(said.on) + timedelta(days=7), "the coming week"
        return monday_of(said.on) + timedelta(weeks=base), WEEK_NAMES[base]
    if base[0] == "of":
        day = _window(base[1], said).deadline
        monday = monday_of(day)
        # The week "of" a Sunday begins with it in many offices: the later reading. So does one whose Friday is over.
        if day.weekday() == 6 or monday + timedelta(days=FRIDAY) < said.on <= day:
            monday += timedelta(days=7)
        return monday, "the week of that date"
    if base[0] == "iso":
        return _iso_monday(base[1], base[2], said.on), f"calendar week {base[1]}"
    month = _window(base[2], said)
    first = month.deadline.replace(day=1)
    if base[1] == -1:
        return monday_of(month.deadline), "the last week of that month"
    first_monday = first + timedelta(days=-first.weekday() % 7)
    return first_monday + timedelta(weeks=base[1] - 1), f"week {base[1]} of that month"


def _iso_monday(number: int, year: int | None, on: date) -> date:
    for candidate in (year,) if year else (on.year, on.year + 1, on.year + 2):
        try:
            monday = date.fromisocalendar(candidate, number, 1)
        except ValueError:
            monday = date.fromisocalendar(candidate, 52, 1)
        if year or monday + timedelta(days=FRIDAY) >= on:
            return monday
    raise AssertionError("a calendar week comes every year")


def _week(term: Term, said: Said) -> Window:
    monday, name = _monday(term, said)
    part = term[2]
    end = monday + timedelta(days=PART_OF_WEEK[part])
    if isinstance(term[1], tuple) and term[1][0] == "nth" and term[1][1] == -1:
        end = min(end, _window(term[1][2], said).deadline)
    if isinstance(term[1], tuple) and term[1][0] == "nth" and end < said.on:
        later = _next_such_month(term[1][2], said)
        if later is not None:
            return _week(("week", ("nth", term[1][1], later), part), said)
    first = monday + timedelta(days={"mid": 2, "late": 3}.get(part, 0))
    if term[1] == 0:
        if end < said.on:
            end = monday + timedelta(days=FRIDAY)
        first = max(first, min(said.on, end))
    if part == "rolling" and said.relation in ("in", "within", "over"):
        return Window(said.on, said.on + timedelta(days=7), "a week means seven days after the day of writing")
    words = {
        "early": "the beginning of ",
        "mid": "the middle of ",
        "late": "the end of ",
        "first_half": "the first half of ",
    }.get(part, "")
    return Window(first, end, f"“{words}{name}” means {WEEKDAYS[end.weekday()]} of that week")


def _span(term: Term, said: Said) -> Window:
    _, low, high, unit = term
    return Window(_counted(said.on, low, unit, said), _counted(said.on, high, unit, said), _span_rule(high, unit))


def _span_rule(n: float, unit: str) -> str:
    name = {"workday": "working day"}.get(unit, unit)
    return f"{n:g} {name}{'s' if n != 1 else ''} after the day of writing"


def _counted(start: date, n: float, unit: str, said: Said) -> date:
    if unit == "workday":
        return said.workdays.add(start, math.ceil(n))
    if unit in ("month", "quarter", "year"):
        months = n * {"month": 1, "quarter": 3, "year": 12}[unit]
        return add_months(start, int(months)) + days((months - int(months)) * 30)
    if unit == "minute":
        return start
    return start + days(n * {"hour": 1 / 24, "day": 1, "week": 7}[unit])


def _after(term: Term, said: Said) -> Window:
    _, span, base = term
    start = _window(base, said)
    _, low, high, unit = span
    rule = f"{high:g} {unit}{'s' if high != 1 else ''} after {start.rule}"
    return Window(_counted(start.first_on, low, unit, said), _counted(start.deadline, high, unit, said), rule)


def _rolled(day: int, month: int | None, year: int | None, on: date) -> date:
    """The date with that day, month and year; without a year the next one on or after the day of writing."""
    if month is None:
        probe = on.replace(day=1)
        while True:
            if day <= monthrange(probe.year, probe.month)[1] and probe.replace(day=day) >= on:
                return probe.replace(day=day)
            probe = add_months(probe, 1)
    years = (year,) if year is not None else range(on.year, on.year + 9)
    for candidate in years:
        if day <= monthrange(candidate, month)[1] and (year is not None or date(candidate, month, day) >= on):
            return date(candidate, month, day)
    return month_end(years[0], month)


def _date(term: Term, said: Said) -> Window:
    found = _rolled(term[1], term[2], term[3], said.on)
    return Window(found, found, "the date as written" if term[3] else "the next such date on or after the day of writing")


def _numeric(term: Term, said: Said) -> Window:
    _, a, b, year, mark = term
    day_first = said.day_first or mark == "."
    day, month = (a, b) if (day_first and b <= 12) or a > 12 else (b, a)
    found = _rolled(day, month, year, said.on)
    both = a <= 12 and b <= 12 and a != b and mark != "."
    order = f", read {'day' if day == a else 'month'} first" if both else ""
    return Window(found, found, f"the date as written{order}")


def _weekday_date(term: Term, said: Said) -> Window:
    _, weekday, written = term
    exact = _window(written, said)
    later = exact.deadline + timedelta(days=(weekday - exact.deadline.weekday()) % 7)
    if later == exact.deadline or later - exact.deadline > timedelta(days=3):
        return exact
    return Window(exact.first_on, later, "weekday and date disagree: the later one")


def _either(term: Term, said: Said) -> Window:
    parts: list[Window] = []
    for part in term[1:]:
        if part[0] == "weekday" and parts and part[2] == "coming":
            parts.append(_weekday(part, replace(said, on=parts[-1].deadline)))
        else:
            parts.append(_window(part, said))
    last = max(parts, key=lambda window: window.deadline)
    if _climbs(term[1:]) and last is not parts[-1]:
        # "3-5 March", written on the 4th: the 3rd is past, the range is not.
        return Window(said.on, parts[-1].deadline, f"the later of the two: {parts[-1].rule}")
    return Window(min(part.first_on for part in parts), last.deadline, f"the later of the two: {last.rule}")


def _climbs(terms: tuple[Term, ...]) -> bool:
    """Whether these are dates without a year in rising order."""
    keys = [(term[2] or 0, term[1]) for term in terms if term[0] == "date" and term[3] is None]
    keys += [(term[1], 0) for term in terms if term[0] == "month" and term[3] is None]
    return len(keys) == len(terms) and keys == sorted(keys)


def _weekend(term: Term, said: Said) -> Window:
    saturday = monday_of(said.on) + timedelta(days=5 + 7 * term[1])
    if said.relation in ("by", "before") and term[1] == 0:
        return _week(("week", 0, "late"), said)
    return Window(saturday, saturday + timedelta(days=1), "“the weekend” means its Sunday")


def _weekend_of(term: Term, said: Said) -> Window:
    """The weekend that a date lies in, or before: "the weekend of 25 April"."""
    day = _window(term[1], said).deadline
    saturday = day + timedelta(days=-1 if day.weekday() == 6 else (5 - day.weekday()) % 7)
    if said.relation in ("by", "before"):
        friday = saturday - timedelta(days=1)
        return Window(friday, friday, "by a weekend means its Friday")
    return Window(saturday, saturday + timedelta(days=1), "“the weekend” means its Sunday")


def _coming(term: Term, said: Said) -> Window:
    if term[1] == "day":
        if said.relation == "in" and len(term) > 2:
            return _span(("span", 3, 3, "day"), said)
        return Window(said.on, said.workdays.add(said.on, 5), "“the coming days” means five working days")
    if term[1] == "week":
        return Window(said.on, said.on + timedelta(days=21), "“the coming weeks” means three weeks")
    return Window(said.on, add_months(said.on, 3), "“the coming months” means three months")


def _to(term: Term) -> Callable[[Term, Said], Window]:
    return lambda _term, said: _window(term, said)


_KINDS: dict[str, Callable[[Term, Said], Window]] = {
    "day": _day, "weekday": _weekday, "weekday_in": _weekday_in, "week": _week, "span": _span, "after": _after, "date": _date,
    "numeric": _numeric, "weekday_date": _weekday_date, "either": _either, "month": stretches.month, "month_from_now": stretches.month_from_now,
    "quarter": stretches.quarter, "half_year": stretches.quarter, "quarter_from_now": stretches.quarter_from_now, "year_from_now": stretches.year_from_now, "year": stretches.year,
    "new_year_start": stretches.new_year_start, "weekend": _weekend, "weekend_of": _weekend_of, "season": stretches.season, "holiday": stretches.holiday, "coming": _coming,
    "end_of_year": _to(("year_from_now", 0, "")), "end_of_month": _to(("month_from_now", 0, "late")),
    "end_of_quarter": _to(("quarter_from_now", 0, "")), "week_from_now": _to(("span", 1, 1, "week")),
    "coming_days": _to(("coming", "day")), "coming_weeks": _to(("coming", "week")), "coming_months": _to(("coming", "month")),
    "week_after": _to(("week", 2, "")), "first_of_month": _to(("day_of_month", 1, 1)), "mid_month": _to(("month_from_now", 0, "mid")), "start_of_month": _to(("month_from_now", 0, "early")),
    "start_of_week": lambda _term, said: _start_of_week(said),
    "rentree": _to(("month", 9, "early", None)), "vuelta_verano": _to(("month", 9, "early", None)),
    "this_or_next_week": _to(("week", 1, "")),
    "midweek": lambda _term, said: _weekday(("weekday", (2,), "coming"), said),
    "month_on": _to(("span", 1, 1, "month")),
    "named_day": lambda term, said: _named_day(term, said),
    "day_of_month": lambda term, said: _day_of_month(term, said),
    "weekday_after": lambda term, said: _weekday_after(term, said),
    "nth_weekday": lambda term, said: _nth_weekday(term, said),
}  # fmt: skip


def _next_such_month(month: Term, said: Said) -> Term | None:
    """The month a year on (a month on, for "this month") when no year was named."""
    if month[0] == "month" and month[3] is None:
        return (*month[:3], _window(month, said).deadline.year + 1)
    return ("month_from_now", 1, month[2]) if month[0] == "month_from_now" and month[1] == 0 else None


def _weekday_after(term: Term, said: Said) -> Window:
    """The Tuesday after Easter; never a public holiday, because the holiday may last that long."""
    day = next_weekday(_window(term[2], said).deadline, term[1])
    while said.workdays.is_holiday(day):
        day += timedelta(days=7)
    return Window(day, day, f"the {WEEKDAYS[term[1]]} after it")


def _nth_weekday(term: Term, said: Said) -> Window:
    _, n, weekdays, month = term
    last = _window(month, said).deadline
    if n < 0:
        day = last - timedelta(days=(last.weekday() - weekdays[-1]) % 7)
        if day < said.on and (later := _next_such_month(month, said)) is not None:
            return _nth_weekday((*term[:3], later), said)
        return Window(day, day, f"the last {WEEKDAYS[weekdays[-1]]} of the month")
    first = last.replace(day=1)
    day = first + timedelta(days=(weekdays[-1] - first.weekday()) % 7 + 7 * (n - 1))
    if day < said.on and (later := _next_such_month(month, said)) is not None:
        return _nth_weekday((*term[:3], later), said)
    return Window(day, day, f"that {WEEKDAYS[weekdays[-1]]} of the month")


def _named_day(term: Term, said: Said) -> Window:
    """A day by two names ("demain, mardi"): that day when both names agree, the later one when they do not."""
    day = _day(("day", term[1]), said)
    named = _window(term[2], said)
    if term[2][0] == "weekday" and day.deadline.weekday() == term[2][1][-1]:
        return day
    return max(day, named, key=lambda window: window.deadline)


def _start_of_week(said: Said) -> Window:
    """Monday or Tuesday of this week while they lie ahead, of the next one otherwise."""
    return _week(("week", 0 if said.on.weekday() == 0 or said.on.weekday() > FRIDAY else 1, "early"), said)


def _day_of_month(term: Term, said: Said) -> Window:
    base = add_months(said.on.replace(day=1), term[2])
    day = base.replace(day=min(term[1], monthrange(base.year, base.month)[1]))
    if day < said.on:
        day = add_months(day, 1)
    return Window(day, day, "that day of the month named")
