"""Reading forms: whole numbers, days and times, each either a value or a sentence for beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Annotated

from fastapi import Depends, Request

from app.web.rendering import texts

MOST_FIELDS = 100
LONGEST_VALUE = 20_000


async def _filled(request: Request) -> Mapping[str, list[str]]:
    """The fields of a form as they were typed. Asynchronous because reading a body is; the routes are not."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value[:LONGEST_VALUE])
    return found


Filled = Annotated[Mapping[str, list[str]], Depends(_filled)]


@dataclass(slots=True)
class Form:
    """What was typed, and what is wrong with it, by field."""

    typed: Mapping[str, list[str]]
    faults: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return (self.typed.get(name) or [""])[-1].strip()

    def on(self, name: str) -> bool:
        return bool(self.typed.get(name))

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked that stands before something drastic: only by the very value that our page gives it."""
        return self.typed.get(name) == ["yes"]

    def whole(self, name: str, lowest: int, highest: int, otherwise: int) -> int:
        """A whole number within bounds; the fault is noted and ``otherwise`` given for anything else."""
        text = self.text(name)
        if text.isascii() and text.isdigit() and len(text) < 9 and lowest <= int(text) <= highest:
            return int(text)
        self.faults[name] = texts()["faults"]["whole"].format(lowest=lowest, highest=highest)
        return otherwise

    def day(self, name: str) -> date | None:
        """A day; None for an empty field, and with a fault for anything that is no day of these times."""
        text = self.text(name)
        if not text:
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or not 2000 <= found.year <= 2100:
            self.faults[name] = texts()["faults"]["day"]
            return None
        return found

    def time(self, name: str, otherwise: time) -> time:
        text = self.text(name)
        try:
            found = time.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.tzinfo is not None:
            self.faults[name] = texts()["faults"]["time"]
            return otherwise
        return found.replace(second=0, microsecond=0)
