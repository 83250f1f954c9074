"""Regular expressions that are compiled at their first use: all of them together would hold up every start by half a second."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Pattern:
    """Several regular expressions of which any may match, as one; by default blind to case.

    Its methods are those of the compiled pattern, and as quick from the second call on.
    """

    def __init__(self, *parts: str, flags: int = re.IGNORECASE) -> None:
        self.parts = parts
        self.flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{part})" for part in self.parts), self.flags)

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        return self.compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        return self.compiled.fullmatch

    @cached_property
    def findall(self) -> Callable[..., list[str]]:
        return self.compiled.findall

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self.compiled.finditer

    @cached_property
    def sub(self) -> Callable[..., str]:
        return self.compiled.sub


any_of = Pattern
"""For text that :func:`app.detection.words.plain` has made plain."""
