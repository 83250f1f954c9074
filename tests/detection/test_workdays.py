"""Working days and holidays of a region."""

from __future__ import annotations

from datetime import date

import pytest

from app.detection.holiday_names import easter_sunday, last_day_of
from app.detection.workdays import WorkCalendar


def test_a_public_holiday_is_no_working_day_where_it_is_one() -> None:
    ascension = date(2026, 5, 14)
    assert not WorkCalendar("DE").is_working_day(ascension)
    assert WorkCalendar("GB-ENG").is_working_day(ascension)


def test_a_holiday_of_one_state_is_worked_in_the_others() -> None:
    corpus_christi = date(2026, 6, 4)
    assert not WorkCalendar("DE-BY").is_working_day(corpus_christi)
    assert WorkCalendar("DE-BE").is_working_day(corpus_christi)


def test_an_unknown_region_has_no_holidays_and_says_so() -> None:
    calendar = WorkCalendar("ZZ")
    assert not calendar.known
    assert calendar.is_working_day(date(2026, 12, 25))
    assert WorkCalendar("DE").known


def test_an_unknown_subdivision_has_its_countrys_holidays() -> None:
    assert not WorkCalendar("DE-XX").is_working_day(date(2026, 5, 1))


def test_working_days_are_counted_over_weekends_and_holidays() -> None:
    calendar = WorkCalendar("GB-ENG")
    assert calendar.add(date(2026, 4, 1), 2) == date(2026, 4, 7)  # Good Friday, the weekend and Easter Monday lie between
    assert calendar.add(date(2026, 4, 7), -2) == date(2026, 4, 1)
    assert calendar.add(date(2026, 4, 4), 0) == date(2026, 4, 4)
    assert calendar.next_working_day(date(2026, 4, 3)) == date(2026, 4, 7)
    assert calendar.next_working_day(date(2026, 4, 7)) == date(2026, 4, 7)


def test_a_week_can_have_other_working_days() -> None:
    sunday_to_thursday = WorkCalendar("AE", frozenset({6, 0, 1, 2, 3}))
    assert sunday_to_thursday.is_working_day(date(2026, 3, 8))
    assert not sunday_to_thursday.is_working_day(date(2026, 3, 6))


def test_a_week_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="working day"):
        WorkCalendar("DE", frozenset())


@pytest.mark.parametrize(
    ("name", "on", "region", "day"),
    [
        ("thanksgiving", date(2026, 11, 12), "US", date(2026, 11, 26)),
        ("thanksgiving", date(2026, 9, 1), "CA", date(2026, 10, 12)),
        ("easter", date(2026, 3, 4), "DE", date(2026, 4, 5)),
        ("easter", date(2026, 4, 6), "DE", date(2027, 3, 28)),
        ("pentecost", date(2026, 5, 4), "DE", date(2026, 5, 25)),
        ("diwali", date(2026, 10, 4), "IN", date(2026, 11, 8)),
        ("diwali", date(2026, 10, 4), "GB-ENG", date(2026, 11, 8)),
        ("all_saints", date(2026, 10, 4), "FR", date(2026, 11, 1)),
        ("bank_holiday", date(2026, 4, 20), "GB-ENG", date(2026, 5, 4)),
        ("holidays", date(2026, 12, 16), "US", date(2027, 1, 1)),
        ("memorial_day", date(2026, 5, 1), "US", date(2026, 5, 25)),
    ],
)
def test_holidays_are_known_by_the_names_people_use(name: str, on: date, region: str, day: date) -> None:
    assert last_day_of(name, on, WorkCalendar(region)) == day


def test_easter_is_computed_as_the_calendars_print_it() -> None:
    printed = {2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2028: (4, 16), 2038: (4, 25)}
    assert {year: (easter_sunday(year).month, easter_sunday(year).day) for year in printed} == printed
