"""The part of OData that mail clients use: ``$filter``, ``$select`` and ``$orderby`` over rows of JSON.

Enough of https://docs.oasis-open.org/odata/odata/v4.01/ for and, or, not, parentheses, the six comparisons, startswith, contains,
endswith, and ``any`` over extended properties; anything else is refused, as Graph does with what it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Row = dict[str, Any]
Test = Callable[[Row], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<time>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))|(?P<number>-?\d+)"
    r"|(?P<word>[A-Za-z_][\w/.]*)|(?P<sign>[(),:]))"
)
_ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: _alike(a) == _alike(b),
    "ne": lambda a, b: _alike(a) != _alike(b),
    "ge": lambda a, b: a is not None and a >= b,
    "gt": lambda a, b: a is not None and a > b,
    "le": lambda a, b: a is not None and a <= b,
    "lt": lambda a, b: a is not None and a < b,
}
_FUNCTIONS: Mapping[str, Callable[[str, str], bool]] = {
    "startswith": lambda a, b: a.startswith(b),
    "endswith": lambda a, b: a.endswith(b),
    "contains": lambda a, b: b in a,
}


class BadQuery(ValueError):
    """A query that Graph would not understand."""


def parse_filter(text: str) -> Test:
    """A test for rows. Raises BadQuery."""
    parser = _Parser(_tokens(text))
    test = parser.either()
    parser.end()
    return test


def first_property(text: str) -> str:
    """The property that a filter names first: $orderby has to begin with it."""
    return next((value for kind, value in _tokens(text) if kind == "word" and value not in ("not", *_FUNCTIONS)), "")


def select(row: Row, wanted: str) -> Row:
    """The row reduced to the members named, the id and the annotations. Casts to a derived type lose their prefix."""
    if not wanted:
        return row
    names = {name.strip().rpartition("/")[2] for name in wanted.split(",")} | {"id"}
    return {name: value for name, value in row.items() if name in names or name.startswith("@")}


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise BadQuery(f"Invalid filter clause at position {at}")
        found.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return found


def _alike(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _member(row: Any, path: str) -> Any:
    for name in path.split("/"):
        row = row.get(name) if isinstance(row, dict) else None
    return row


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    def either(self) -> Test:
        test = self._both()
        while self._taken("or"):
            left, right = test, self._both()
            test = lambda row, left=left, right=right: left(row) or right(row)  # type: ignore[misc]  # noqa: E731
        return test

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise BadQuery(f"Unexpected '{self._tokens[self._at][1]}'")

    def _both(self) -> Test:
        test = self._single()
        while self._taken("and"):
            left, right = test, self._single()
            test = lambda row, left=left, right=right: left(row) and right(row)  # type: ignore[misc]  # noqa: E731
        return test

    def _single(self) -> Test:
        if self._taken("not"):
            inner = self._single()
            return lambda row: not inner(row)
        if self._taken("("):
            inner = self.either()
            self._expect(")")
            return inner
        kind, name = self._next()
        if kind != "word":
            raise BadQuery(f"Unexpected '{name}'")
        if name.lower() in _FUNCTIONS:
            return self._function(_FUNCTIONS[name.lower()])
        if name.lower().endswith("/any"):
            return self._any(name[:-4])
        compare = _ORDERED.get(self._next()[1])
        if compare is None:
            raise BadQuery("An operator is missing")
        value = self._value()
        return lambda row: compare(_member(row, name), value)

    def _function(self, function: Callable[[str, str], bool]) -> Test:
        self._expect("(")
        path = self._next()[1]
        self._expect(",")
        value = str(self._value()).casefold()
        self._expect(")")
        return lambda row: function(str(_member(row, path) or "").casefold(), value)

    def _any(self, collection: str) -> Test:
        self._expect("(")
        variable = self._next()[1]
        self._expect(":")
        inner = self.either()
        self._expect(")")
        return lambda row: any(inner({variable: one}) for one in row.get(collection) or [])

    def _value(self) -> Any:
        kind, text = self._next()
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return int(text)
        if text in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[text]
        if kind == "time":
            return text.replace("+00:00", "Z")
        raise BadQuery(f"A value is missing before '{text}'")

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise BadQuery("The filter clause ends too early")
        self._at += 1
        return self._tokens[self._at - 1]

    def _taken(self, word: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at][1].lower() == word and self._tokens[self._at][0] != "text":
            self._at += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._taken(sign):
            raise BadQuery(f"'{sign}' is missing")
