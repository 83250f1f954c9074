"""Turn templates into answers. Everything that goes into a page is escaped; pages need no JavaScript."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.web.sessions import Visitor

HERE = Path(__file__).parent
STATIC = HERE / "static"

_environment = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def _day(value: date | None) -> str:
    return f"{value:%a} {value.day} {value:%b %Y}" if value else ""


def _moment(value: datetime | None, timezone: str = "UTC") -> str:
    return f"{_day(value.astimezone(ZoneInfo(timezone)).date())}, {value.astimezone(ZoneInfo(timezone)):%H:%M}" if value else ""


_environment.filters |= {"day": _day, "moment": _moment}


def page(template: str, visitor: Visitor | None, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from a template; ``visitor`` is None for somebody who is not signed in."""
    return HTMLResponse(_environment.get_template(template).render(visitor=visitor, **values), status_code=status)
