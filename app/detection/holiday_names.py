"""Holidays as people name them, in any region: the day on which each is over."""

from __future__ import annotations

from datetime import date, timedelta

from app.detection.workdays import WorkCalendar

# The day of the year on which it is over, everywhere.
FIXED = {
    "christmas": (12, 26), "new_year": (1, 1), "epiphany": (1, 6), "all_saints": (11, 1), "assumption": (8, 15), "unity_day": (10, 3),
    "bastille": (7, 14), "canada_day": (7, 1), "australia_day": (1, 26), "anzac": (4, 25), "st_patrick": (3, 17), "juneteenth": (6, 19),
    "independence_day": (7, 4), "veterans": (11, 11), "armistice": (11, 11), "may_day": (5, 1), "columbus_es": (10, 12),
    "constitution_es": (12, 8), "christmas_eve": (12, 24), "new_year_eve": (12, 31), "saint_john": (6, 24), "swiss_day": (8, 1), "victory_1945": (5, 8),
}  # fmt: skip
# Days after Easter Sunday.
EASTER = {
    "maundy_thursday": -3,
    "easter_monday": 1,
    "good_friday": -2,
    "easter": 0,
    "ascension": 39,
    "pentecost": 50,
    "corpus_christi": 60,
    "carnival": -46,
    "holy_week": 0,
}
# The n-th weekday of a month; -1 is the last one.
NTH = {
    "thanksgiving": (11, 3, 4),
    "labor_day": (9, 0, 1),
    "memorial_day": (5, 0, -1),
    "mlk": (1, 0, 3),
    "presidents": (2, 0, 3),
    "columbus": (10, 0, 2),
}
# Moving holidays by their English names in the holidays package, and a country where they are listed.
MOVING = {
    "diwali": (("diwali", "deepavali"), "IN"), "holi": (("holi",), "NP"), "eid": (("eid al-fitr",), "AE"), "eid_adha": (("eid al-adha",), "AE"),
    "dussehra": (("dussehra", "dasara"), "IN"), "lunar_new_year": (("chinese new year", "spring festival", "lunar new year"), "SG"),
    "passover": (("passover", "pesach"), "IL"), "rosh_hashanah": (("rosh hashanah",), "IL"), "yom_kippur": (("yom kippur",), "IL"),
    "hanukkah": (("hanukkah",), "IL"), "victoria_day": (("victoria day",), "CA"),
}  # fmt: skip


def easter_sunday(year: int) -> date:
    """Gregorian Easter (the anonymous algorithm printed in Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    month, day = divmod(
        h + (32 + 2 * e + 2 * i - h - k) % 7 - 7 * ((a + 11 * h + 22 * ((32 + 2 * e + 2 * i - h - k) % 7)) // 451) + 114, 31
    )
    return date(year, month, day + 1)


def _in_year(name: str, year: int, workdays: WorkCalendar) -> date | None:
    """The last day of a holiday in a year; None where that year has none."""
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in EASTER:
        return easter_sunday(year) + timedelta(days=EASTER[name])
    if name in NTH:
        month, weekday, n = NTH[name]
        if name == "thanksgiving" and workdays.region[:2].upper() == "CA":
            month, weekday, n = 10, 0, 2
        if n > 0:
            first = date(year, month, 1)
            return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    if name in MOVING:
        words, country = MOVING[name]
        return workdays.holiday_named(words, year) or WorkCalendar(country).holiday_named(words, year)
    return None


def _the_holidays(on: date, workdays: WorkCalendar) -> date:
    """The end of the season's holidays: Easter's or Pentecost's in the three weeks before them, New Year's otherwise."""
    for day in (easter_sunday(on.year), easter_sunday(on.year) + timedelta(days=50)):
        if timedelta(0) <= day - on <= timedelta(days=21) and any(
            workdays.is_holiday(day + timedelta(days=i)) for i in (-2, 0, 1)
        ):
            return day
    return date(on.year if (on.month, on.day) == (1, 1) else on.year + 1, 1, 1)


def last_day_of(name: str, on: date, workdays: WorkCalendar, year: int | None = None) -> date:
    """The day on which a holiday that is named on a day is over: the next such day on or after it.

    ``bank_holiday`` is the region's next public holiday; a region without any has its next Friday week, the later reading of
    a word that cannot be read there.
    """
    if name == "bank_holiday":
        return workdays.next_holiday(on) or on + timedelta(days=(4 - on.weekday()) % 7 + 7)
    if name == "holidays":
        return _the_holidays(on, workdays)
    for candidate in (year,) if year else range(on.year, on.year + 4):
        day = _in_year(name, candidate, workdays)
        if day is not None and (year or day >= on):
            return day
    return on + timedelta(days=30)
