"""One HTTP call and its answer as plain values, so that the sandbox answers over a socket and inside a test alike."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Call:
    """A request. Header names are in lower case; ``path`` is percent-decoded."""

    method: str
    path: str
    query: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def of(cls, method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes | str | None = None) -> Call:
        parts = urlsplit(url)
        content = body.encode() if isinstance(body, str) else body or b""
        lower = {name.lower(): value for name, value in (headers or {}).items()}
        return cls(method.upper(), unquote(parts.path), parse_qs(parts.query, keep_blank_values=True), lower, content)

    def one(self, name: str, default: str = "") -> str:
        """The query parameter's first value."""
        return self.query.get(name, [default])[0]

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)

    def field(self, name: str, default: str = "") -> str:
        """The form field's first value."""
        return self.form.get(name, [default])[0]

    def json(self) -> Any:
        """The JSON body. Raises ValueError."""
        return json.loads(self.body) if self.body else {}


@dataclass(frozen=True, slots=True)
class Answer:
    """A response."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
        body = json.dumps(value, ensure_ascii=False).encode()
        return cls(status, body, {"content-type": "application/json; charset=UTF-8", **(headers or {})})

    @classmethod
    def html(cls, page: str, status: int = 200) -> Answer:
        return cls(status, page.encode(), {"content-type": "text/html; charset=utf-8", "cache-control": "no-store"})

    @classmethod
    def redirect(cls, url: str) -> Answer:
        return cls(303, b"", {"location": url})


class AnswerLost(Exception):
    """The caller gets no answer in time, whether or not the call was acted on.

    Attributes:
        hold_seconds: how long the connection hangs before a gateway gives up with 504.
    """

    def __init__(self, hold_seconds: float = 0) -> None:
        super().__init__("the answer was lost on its way")
        self.hold_seconds = hold_seconds


Handler = Callable[..., Answer]


class Routes:
    """A table of (method, path with ``{names}``) and what answers there; names are given to the handler as keywords."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, re.Pattern[str], Handler]] = []

    def add(self, method: str, path: str, handler: Handler) -> None:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)
        self._rows.append((method, re.compile(pattern), handler))

    def find(self, method: str, path: str) -> tuple[Handler, dict[str, str]] | None:
        for known, pattern, handler in self._rows:
            match = pattern.fullmatch(path)
            if match and known == method:
                return handler, match.groupdict()
        return None
