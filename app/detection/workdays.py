"""Working days and public holidays of a region, from the holidays package (its public category)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

MONDAY_TO_FRIDAY = frozenset({0, 1, 2, 3, 4})
ONE_DAY = timedelta(days=1)

# Where the summer is at the turn of the year.
SOUTHERN = frozenset({"AU", "NZ", "ZA", "AR", "CL", "UY", "PY", "BO", "PE", "BW", "NA", "ZW", "MZ"})


@lru_cache(maxsize=512)
def public_holidays(region: str, year: int) -> dict[date, str] | None:
    """The public holidays of a region in a year with their names in English, or None when the region is unknown.

    An unknown subdivision of a known country falls back to the country's own holidays.
    """
    country, _, subdivision = region.strip().upper().replace("_", "-").partition("-")
    country = {"UK": "GB"}.get(country, country)
    supported = holidays.list_supported_countries()
    if country not in supported:
        return None
    subdiv = subdivision if subdivision in supported[country] else None
    language = holidays.list_localized_countries().get(country, [])
    english = next((code for code in ("en_US", "en_GB", "en") if code in language), None)
    found = holidays.country_holidays(country, subdiv=subdiv, years=year, language=english)
    return {day: name for day, name in found.items() if day.year == year}


class WorkCalendar:
    """Which days are worked in a region.

    Args:
        region: ISO 3166-1 country, optionally with a subdivision (``DE``, ``DE-BY``, ``GB-ENG``, ``US-CA``). An unknown one has no
            holidays; ``known`` tells.
        working_weekdays: Monday is 0.

    Raises:
        ValueError: no weekday is worked, so that no working day would ever come.
    """

    def __init__(self, region: str, working_weekdays: frozenset[int] = MONDAY_TO_FRIDAY) -> None:
        if not working_weekdays & frozenset(range(7)):
            raise ValueError("At least one day of the week must be a working day.")
        self.region = region
        self.working_weekdays = working_weekdays
        self._years: dict[int, dict[date, str]] = {}

    @property
    def known(self) -> bool:
        """Whether public holidays of this region are known."""
        return public_holidays(self.region, 2026) is not None

    @property
    def southern(self) -> bool:
        """Whether the seasons there are those of the southern hemisphere."""
        return self.region[:2].upper() in SOUTHERN

    def holidays(self, year: int) -> dict[date, str]:
        """Public holidays of a year: day and English name."""
        if year not in self._years:
            self._years[year] = public_holidays(self.region, year) or {}
        return self._years[year]

    def is_holiday(self, day: date) -> bool:
        return day in self.holidays(day.year)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.working_weekdays and day not in self.holidays(day.year)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after ``day`` (before it, when n is negative); ``day`` itself when n is 0."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            if self.is_working_day(day):
                left -= 1
        return day

    def next_working_day(self, day: date) -> date:
        """``day`` itself when it is worked, else the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def next_holiday(self, after: date) -> date | None:
        """The first public holiday after a day that is not a Saturday or Sunday; None within two years: the region has none."""
        for year in (after.year, after.year + 1, after.year + 2):
            ahead = [day for day in self.holidays(year) if day > after and day.weekday() in self.working_weekdays]
            if ahead:
                return min(ahead)
        return None

    def holiday_named(self, words: tuple[str, ...], year: int) -> date | None:
        """The public holiday of a year whose English name holds one of these lower-case words, the last such day; or None."""
        days = [day for day, name in self.holidays(year).items() if any(word in name.lower() for word in words)]
        return max(days) if days else None
