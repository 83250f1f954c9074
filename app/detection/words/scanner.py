"""Search one text for many patterns at once, in one walk over its words.

A pattern of many alternatives costs time at every character. Nearly all of ours begin with a word, and few words of a mail are
such beginnings; so the first letters that each alternative can begin with are worked out once, from its parse tree, and a pattern
is tried only where a word begins with them. What cannot be indexed so is searched for in the usual way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from app.detection.words.promise_words import Pattern, parts_of

_LETTERS = 5
_MOST = 4000
_MOST_WORDS = 20_000
_WORD = re.compile(r"[^\W_]+")
_Begins = set[tuple[str, bool]]
"""Beginnings of what a piece of a pattern matches; True where the next piece continues it."""


class Scanner:
    """Several named patterns, searched together."""

    def __init__(self, patterns: Mapping[str, Pattern]) -> None:
        self._patterns = dict(patterns)
        self._by_beginning: dict[str, list[tuple[str, Pattern]]] = {}
        self._others: list[tuple[str, Pattern]] = []
        self._by_word: dict[str, tuple[tuple[str, Pattern], ...]] = {}
        self._is_ready = False

    def _prepare(self) -> None:
        """Take the patterns apart: at the first search, for it takes long, and most programs read one language or two."""
        starts: dict[str, list[tuple[str, Pattern]]] = {}
        others: list[tuple[str, Pattern]] = []
        for name, pattern in self._patterns.items():
            plain: list[str] = []
            by_beginning: dict[str, list[str]] = {}
            for part in parts_of(pattern):
                begins = _beginnings(part, pattern.flags)
                if not begins:
                    plain.append(part)
                for begin in begins:
                    by_beginning.setdefault(begin, []).append(part)
            if plain:
                others.append((name, re.compile("|".join(f"(?:{part})" for part in plain), re.IGNORECASE)))
            compiled: dict[tuple[str, ...], Pattern] = {}
            for begin, some in by_beginning.items():
                key = tuple(some)
                if key not in compiled:
                    compiled[key] = re.compile("|".join(f"(?:{part})" for part in some), re.IGNORECASE)
                starts.setdefault(begin, []).append((name, compiled[key]))
        # Two threads that come at once do the same work and find the same.
        self._by_beginning, self._others, self._is_ready = starts, others, True

    def scan(self, text: str) -> dict[str, re.Match[str]]:
        """A match of each pattern that occurs, by name."""
        if not self._is_ready:
            self._prepare()
        found: dict[str, re.Match[str]] = {}
        lower = text.lower()
        if len(lower) != len(text):
            lower = text
        known = self._by_word
        for token in dict.fromkeys(_WORD.findall(lower)):
            tried = known.get(token)
            if tried is None:
                tried = self._look_up(token)
            if not tried:
                continue
            at = lower.find(token)
            while at >= 0:
                if not at or not lower[at - 1].isalnum():
                    for name, pattern in tried:
                        if name not in found and (match := pattern.match(text, at)):
                            found[name] = match
                at = lower.find(token, at + 1)
        for name, pattern in self._others:
            if name not in found and (match := pattern.search(text)):
                found[name] = match
        return found

    def _look_up(self, token: str) -> tuple[tuple[str, Pattern], ...]:
        """The patterns that may begin with a word, remembered for the next time."""
        tried: list[tuple[str, Pattern]] = []
        for length in range(1, min(_LETTERS, len(token)) + 1):
            tried += self._by_beginning.get(token[:length], ())
        if len(self._by_word) > _MOST_WORDS:
            self._by_word.clear()
        self._by_word[token] = tuple(tried)
        return self._by_word[token]


def begins_with_letters(part: str) -> bool:
    """Whether a pattern can be looked up by the first letters of its matches."""
    return bool(_beginnings(part, re.IGNORECASE))


def _beginnings(part: str, flags: int) -> frozenset[str]:
    """The first letters of every match of a pattern; empty where they cannot be told."""
    begins = _walk(_parser.parse(part, flags))
    out: set[str] = set()
    for begin, _ in begins:
        word = _WORD.match(begin)
        if not word:
            return frozenset()
        out.add(word.group()[:_LETTERS].lower())
    return frozenset(out) if len(out) <= _MOST else frozenset()


def _walk(items: Iterable[tuple[Any, Any]]) -> _Begins:
    begins: _Begins = {("", True)}
    for code, value in items:
        if not any(is_open for _, is_open in begins):
            break
        piece = _piece(code, value)
        grown: _Begins = set()
        for begin, is_open in begins:
            if not is_open or len(begin) >= _LETTERS:
                grown.add((begin, False))
                continue
            grown |= {(begin + more, more_open) for more, more_open in piece}
        if len(grown) > _MOST:
            return {("", False)}
        begins = grown
    return begins


def _piece(code: Any, value: Any) -> _Begins:
    if code is op.LITERAL:
        return {(chr(value).lower(), True)}
    if code is op.IN:
        return _charset(value)
    if code is op.BRANCH:
        return set().union(*(_walk(branch) for branch in value[1]))
    if code is op.SUBPATTERN:
        return _walk(value[-1])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, inner = value
        begins = _walk(inner)
        if high != 1:
            begins = {(begin, False) for begin, _ in begins}
        return begins if low else begins | {("", True)}
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return {("", True)}
    return {("", False)}


def _charset(value: Any) -> _Begins:
    chars: _Begins = set()
    for code, item in value:
        if code is op.LITERAL:
            chars.add((chr(item).lower(), True))
        elif code is op.RANGE and item[1] - item[0] < 12:
            chars |= {(chr(number).lower(), True) for number in range(item[0], item[1] + 1)}
        else:
            return {("", False)}
    return chars
