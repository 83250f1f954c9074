"""The engine of the date grammar: rules over classes of tokens, rewritten level by level.

Each level is a list of rules. A rule's pattern is a regular expression over the tokens' classes (one letter each), and its builder
says what the matched tokens mean, or None. At each place the longest match wins; what it matched becomes one token of the next level
(finite-state cascades: Abney, "Partial parsing via finite-state cascades", 1996). Every repetition in a pattern is bounded, so that
cost grows with the length of the text and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from app.detection.dates_lexer import Token


class Match:
    """The tokens a rule matched, by the names of its groups."""

    def __init__(self, match: re.Match[str], tokens: list[Token]) -> None:
        self.match = match
        self.tokens = tokens

    def __getitem__(self, group: str) -> Any:
        """The value of the group's first token; None when the group is absent or did not match."""
        token = self.token(group)
        return None if token is None else token.value

    def token(self, group: str) -> Token | None:
        start, end = self.match.span(group) if group in self.match.re.groupindex else (-1, -1)
        return self.tokens[start] if start < end else None

    def all(self, group: str) -> list[Token]:
        start, end = self.match.span(group)
        return self.tokens[start:end]

    @property
    def flags(self) -> int:
        flags = 0
        for token in self.tokens[self.match.start() : self.match.end()]:
            flags |= token.flags
        return flags

    def before(self) -> str:
        """The class of the token in front; empty at the start."""
        at = self.match.start()
        return self.tokens[at - 1].symbol if at else ""


Built = tuple[str, Any, int] | None
Builder = Callable[[Match], Built]
JUNK: Built = ("J", None, 0)
"""What a rule makes of tokens that are no time."""


class Level:
    """Rules that are tried together."""

    def __init__(self, *rules: tuple[str, Builder]) -> None:
        self.rules = [(_both_roles(pattern), build) for pattern, build in rules]

    @cached_property
    def search(self) -> Callable[[str, int], re.Match[str] | None]:
        """Where any of the rules may match; compiled at the first use, as those below."""
        return re.compile("|".join(f"(?:{_GROUP.sub('(?:', pattern)})" for pattern, _ in self.rules)).search

    @cached_property
    def starting(self) -> dict[str, list[tuple[re.Pattern[str], Builder]]]:
        """The rules by the classes of token that they can begin with."""
        found: dict[str, list[tuple[re.Pattern[str], Builder]]] = {}
        for pattern, build in self.rules:
            rule = re.compile(pattern), build
            for symbol in first_symbols(pattern):
                found.setdefault(symbol, []).append(rule)
        return found

    def rewrite(self, tokens: list[Token]) -> list[Token]:
        """The tokens with every matched stretch replaced by one token."""
        symbols = "".join(token.symbol for token in tokens)
        found: list[Token] = []
        at = 0
        while place := self.search(symbols, at):
            begin = place.start()
            best: tuple[int, Built] = (0, None)
            for pattern, build in self.starting.get(symbols[begin], ()):
                match = pattern.match(symbols, begin)
                if match and match.end() > best[0] and (built := build(Match(match, tokens))) is not None:
                    best = (match.end(), built)
            end, built = best
            if built is None:
                found += tokens[at : begin + 1]
                at = begin + 1
                continue
            found += tokens[at:begin]
            symbol, value, flags = built
            found.append(Token(symbol, value, tokens[begin].start, tokens[end - 1].end, flags))
            at = end
        return found + tokens[at:]


_GROUP = re.compile(r"\(\?P<\w+>")


def _both_roles(pattern: str) -> str:
    """Let a word that is both relation and connector ("bis", "à"; class r) stand for either, R or c."""

    def widened(match: re.Match[str]) -> str:
        found = match.group()
        if found.startswith(("[", "(?P<")):
            return found.replace("R", "Rr").replace("c", "cr") if found.startswith("[") else found
        return {"R": "[Rr]", "c": "[cr]"}[found]

    return re.sub(r"\[[^\]]*\]|\(\?P<\w+>|[Rc]", widened, pattern)


_ITEM = re.compile(r"\(\?!|\(\?P<\w+>|\(\?:|\(|\)|\||\[[^\]]*\]|\\?.")
_OPTIONAL = re.compile(r"\?|\*|\{0,\d+\}")
_QUANTIFIER = re.compile(r"[?*+]|\{\d+(?:,\d+)?\}")


def first_symbols(pattern: str) -> frozenset[str]:
    """The classes with which a match of the pattern can begin (the FIRST set of the small dialect that the grammar uses)."""
    found, _, _ = _first(pattern, 0)
    return frozenset(found)


def _first(pattern: str, at: int) -> tuple[set[str], bool, int]:
    """First set, whether nothing matches too, and where the alternatives that begin at ``at`` end."""
    every: set[str] = set()
    empty_any = False
    firsts: set[str] = set()
    empty = True
    while at < len(pattern):
        item = _ITEM.match(pattern, at)
        assert item is not None
        text, at = item.group(), item.end()
        if text == ")":
            break
        if text == "|":
            every |= firsts
            empty_any |= empty
            firsts, empty = set(), True
            continue
        if text.startswith("("):
            inner, inner_empty, at = _first(pattern, at)
            if text == "(?!":
                continue
        else:
            inner, inner_empty = set(text.strip("[]") if text.startswith("[") else text.lstrip("\\")), False
        quantifier = _QUANTIFIER.match(pattern, at)
        if quantifier:
            at = quantifier.end()
            inner_empty |= bool(_OPTIONAL.fullmatch(quantifier.group()))
        if empty:
            firsts |= inner
            empty = inner_empty
    return every | firsts, empty_any | empty, at
