"""Countries, their parts and time zones: the choices of a form, and what to propose in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

import holidays
from babel.core import Locale

from app.detection.reading import Reading
from app.detection.workdays import WorkCalendar


@cache
def zones() -> tuple[str, ...]:
    """The names of zones that a person would choose: cities, and UTC."""
    regions = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return (*sorted(name for name in available_timezones() if name.startswith(regions)), "UTC")


@cache
def parts() -> dict[str, tuple[str, ...]]:
    """Countries whose holidays are known, each with its parts that have holidays of their own."""
    return {
        country: tuple(part for part in found if part == part.upper())
        for country, found in holidays.list_supported_countries(include_aliases=False).items()
        if len(country) == 2
    }


def countries(locale: Locale) -> list[tuple[str, str]]:
    """Code and name of every country whose holidays are known, by name."""
    names = locale.territories
    return sorted(((code, str(names.get(code, code))) for code in parts()), key=lambda pair: pair[1].casefold())


@cache
def zones_of_countries() -> dict[str, tuple[str, ...]]:
    """The zones of each country, the most populous first, from the zone table of tzdata."""
    found: dict[str, list[str]] = {}
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: tuple(names) for country, names in found.items()}


def propose(own_mail: Sequence[Reading], locale: Locale, known_zone: str, known_region: str) -> tuple[str, str]:
    """Zone and country to propose: what is known, else what the browser's language and the offset of one's own mail suggest."""
    country = known_region or (locale.territory or "")
    if country.partition("-")[0] not in parts():
        country = ""
    if known_zone and known_zone != "UTC":
        return known_zone, country
    latest = max((reading for reading in own_mail if reading.mine), key=lambda reading: reading.sent_at, default=None)
    here = zones_of_countries().get(country.partition("-")[0], ())
    if latest is not None and latest.sent_at.utcoffset():
        for zone in here:
            if _offset_in(zone, latest.sent_at) == latest.sent_at.utcoffset():
                return zone, country
    return (here[0] if here else "UTC"), country


def _offset_in(zone: str, at: datetime) -> object:
    return at.astimezone(ZoneInfo(zone)).utcoffset()


def next_holidays(region: str, after: date, at_most: int = 5) -> list[tuple[date, str]]:
    """The next public holidays of a region, with their English names."""
    calendar = WorkCalendar(region)
    ahead = [(day, name) for year in (after.year, after.year + 1) for day, name in sorted(calendar.holidays(year).items())]
    return [(day, name) for day, name in ahead if day > after][:at_most]
