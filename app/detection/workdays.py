"""Working days and public holidays of a region, from the holidays package (its public category)."""

from __future__ import annotations

from datetime import date

MONDAY_TO_FRIDAY = frozenset({0, 1, 2, 3, 4})


class WorkCalendar:
    """Which days are worked in a region.

    Args:
        region: ISO 3166-1 country, optionally with a subdivision (``DE``, ``DE-BY``, ``GB-ENG``, ``US-CA``). An unknown one has no
            holidays; ``known`` tells.
        working_weekdays: Monday is 0.
    """

    def __init__(self, region: str, working_weekdays: frozenset[int] = MONDAY_TO_FRIDAY) -> None:
        self.region = region
        self.working_weekdays = working_weekdays

    @property
    def known(self) -> bool:
        """Whether public holidays of this region are known."""
        raise NotImplementedError

    def is_working_day(self, day: date) -> bool:
        raise NotImplementedError

    def add(self, day: date, n: int) -> date:
        """The n-th working day after ``day`` (before it, when n is negative); ``day`` itself when n is 0."""
        raise NotImplementedError

    def next_working_day(self, day: date) -> date:
        """``day`` itself when it is worked, else the first working day after it."""
        raise NotImplementedError
