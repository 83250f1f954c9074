"""Turn templates into answers. Everything that goes into a page is escaped; pages need no JavaScript.

Days and numbers are written as the visitor's locale writes them; sentences come from the catalogue beside this module
(``texts/en.toml``), where a translation of it would go as well.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta, get_day_names
from babel.numbers import format_decimal
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.web.asking import asking
from app.web.sessions import Visitor

HERE = Path(__file__).parent
STATIC = HERE / "static"
TEXTS = HERE / "texts"


class _Pages(Environment):
    """An environment in which ``t.threads.clear`` is the sentence of that name, and not what every dict can do."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


_environment = _Pages(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@cache
def catalogue(language: str) -> dict[str, Any]:
    """All sentences of the pages in a language; English where there is no translation."""
    path = TEXTS / f"{language}.toml"
    return tomllib.loads((path if path.exists() else TEXTS / "en.toml").read_text(encoding="utf-8"))


def texts() -> dict[str, Any]:
    """The sentences for the visitor at hand."""
    return catalogue(asking().locale.language)


def day(value: date | None) -> str:
    """``Fri, 6 Mar`` in the visitor's way; with the year where it is not this one's neighbourhood."""
    if value is None:
        return ""
    locale = asking().locale
    if locale.language == "en" and locale.territory in (None, "US", "CA"):
        return format_date(value, "EEE, MMM d", locale=locale)
    if locale.language == "en":
        return format_date(value, "EEE d MMM", locale=locale)
    return format_date(value, {"de": "EEE, d. MMM"}.get(locale.language, "EEE d MMM"), locale=locale)


def long_day(value: date | None) -> str:
    return format_date(value, "full", locale=asking().locale) if value else ""


def clock(value: time) -> str:
    return format_time(value, "short", locale=asking().locale)


WRITTEN_DAY = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")


def with_days(sentence: str) -> str:
    """A sentence of the detection's with the days in it (2026-03-06) as the visitor writes them."""

    def spoken(found: re.Match[str]) -> str:
        try:
            return day(date.fromisoformat(found[0]))
        except ValueError:
            return found[0]

    return WRITTEN_DAY.sub(spoken, sentence)


def moment(value: datetime | None, timezone: str = "UTC") -> str:
    """Day and time of an instant, in a zone."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(timezone))
    return f"{day(local.date())}, {format_time(local, 'short', locale=asking().locale)}"


def ago(value: datetime, now: datetime) -> str:
    return format_timedelta(value - now, add_direction=True, locale=asking().locale)


def number(value: int) -> str:
    return format_decimal(value, locale=asking().locale)


def weekday_name(value: int) -> str:
    return str(get_day_names("wide", locale=asking().locale)[value])


def fill(text: str, **values: Any) -> str:
    """Put values into a sentence of the catalogue."""
    return text.format(**values)


def counted(forms: dict[str, str], n: int, **values: Any) -> str:
    """The form of a sentence for a number: ``zero``, ``one`` and so on as the locale's plural rule says, else ``other``."""
    form = "zero" if n == 0 and "zero" in forms else asking().locale.plural_form(n)
    return forms.get(form, forms["other"]).format(n=number(n), **values)


_environment.filters |= {
    "day": day,
    "long_day": long_day,
    "clock": clock,
    "with_days": with_days,
    "moment": moment,
    "number": number,
    "weekday": weekday_name,
    "fill": fill,
    "counted": counted,
}


def page(template: str, visitor: Visitor | None, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from a template; ``visitor`` is None for somebody who is not signed in."""
    at = asking()
    html = _environment.get_template(template).render(visitor=visitor, t=texts(), at=at, **values)
    answer = HTMLResponse(html, status_code=status)
    if at.told is not None:
        answer.delete_cookie(at.cookie, path="/", httponly=True, samesite="lax", secure=at.cookie.startswith("__Host-"))
    return answer


def fragment(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A part of a page, for a page that is already open."""
    return HTMLResponse(
        _environment.get_template(template).render(t=texts(), at=asking(), visitor=None, **values), status_code=status
    )
