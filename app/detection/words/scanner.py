"""Search one text for many patterns at once, in one walk over its words.

A pattern of many alternatives costs time at every character. Nearly all of ours begin with a word, and few words of a mail are
such beginnings; so the first letters that each alternative can begin with are worked out once, from its parse tree, and a pattern
is tried only where a word begins with them. What cannot be indexed so is searched for in the usual way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from app.detection.words.cut import Cut
from app.detection.words.pattern import Pattern

_LETTERS = 5
_MOST = 4000
_MOST_WORDS = 20_000
_WORD = re.compile(r"[^\W_]+")
_words = Cut(r"[^\W_]")
Regex = re.Pattern[str]
_Begins = set[tuple[str, bool]]
"""Beginnings of what a piece of a pattern matches; True where the next piece continues it."""
_Letters = frozenset[str] | None
"""Letters of which one must begin the next word; None where any may, or none."""
_Nexts = dict[str, _Letters]
_Tried = tuple[str, Regex, _Letters]


class Scanner:
    """Several named patterns, searched together."""

    def __init__(self, patterns: Mapping[str, Pattern]) -> None:
        self._patterns = dict(patterns)
        self._open: dict[str, list[_Tried]] = {}
        self._whole: dict[str, list[_Tried]] = {}
        self._others: list[tuple[str, Regex, tuple[str, ...]]] = []
        self._by_word = _Known(self)
        self._is_ready = False

    def _prepare(self) -> None:
        """Take the patterns apart: at the first search, for it takes long, and most programs read one language or two."""
        opening: dict[str, list[_Tried]] = {}
        whole: dict[str, list[_Tried]] = {}
        others: list[tuple[str, Regex, tuple[str, ...]]] = []
        for name, pattern in self._patterns.items():
            plain: list[str] = []
            nexts: dict[str, _Nexts] = {}
            some_open: dict[str, list[str]] = {}
            some_whole: dict[str, list[str]] = {}
            for part in pattern.parts:
                begins = _beginnings(part, pattern.flags)
                if not begins:
                    plain.append(part)
                else:
                    nexts[part] = _next_letters(part, pattern.flags)
                for letters, word_ends in begins:
                    if (letters, True) not in begins or word_ends:
                        some_whole.setdefault(letters, []).append(part)
                    if not word_ends:
                        some_open.setdefault(letters, []).append(part)
            if plain:
                others.append((name, re.compile("|".join(f"(?:{part})" for part in plain), re.IGNORECASE), _needed_by_all(plain)))
            compiled: dict[tuple[str, ...], Regex] = {}
            for some, starts in ((some_open, opening), (some_whole, whole)):
                for begin, parts in some.items():
                    key = tuple(parts)
                    if key not in compiled:
                        compiled[key] = re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)
                    follow = _all_of([nexts[part].get(begin) for part in parts]) if starts is whole else None
                    starts.setdefault(begin, []).append((name, compiled[key], follow))
        # Two threads that come at once do the same work and find the same.
        self._open, self._whole, self._others, self._is_ready = opening, whole, others, True

    def scan(self, text: str) -> dict[str, re.Match[str]]:
        """A match of each pattern that occurs, by name."""
        if not self._is_ready:
            self._prepare()
        found: dict[str, re.Match[str]] = {}
        lower = small = text.lower()
        if len(lower) != len(text):
            lower = text
        end, behind = len(lower), 0
        places: dict[_Entry, list[tuple[int, str]]] = {}
        for entry in filter(None, map(self._by_word.__getitem__, _words(lower))):
            token = entry.token
            at = lower.find(token, behind)
            while (at and lower[at - 1].isalnum()) or (at + len(token) < end and lower[at + len(token)].isalnum()):
                at = lower.find(token, at + 1)  # That was a piece of another word.
            behind = at + len(token)
            starts = places.get(entry)
            if starts is None:
                starts = places[entry] = []
            following = lower[behind + 1 : behind + 2]
            if entry.follow is None or following in entry.follow:
                starts.append((at, following))
        for entry, starts in places.items():
            if starts:
                for name, pattern, follow in entry.tried:
                    if name not in found:
                        for at, following in starts:
                            if (follow is None or following in follow) and (match := pattern.match(text, at)):
                                found[name] = match
                                break
        for name, pattern, needed in self._others:
            if name not in found and (not needed or _holds(small, needed)) and (match := pattern.search(text)):
                found[name] = match
        return found

    def each(self, name: str, text: str) -> Iterator[re.Match[str]]:
        """Every match of one of the patterns, left to right, none overlapping."""
        if not self._is_ready:
            self._prepare()
        pattern = self._patterns[name]
        lower = text.lower()
        if name in {other for other, _, _ in self._others} or len(lower) != len(text):
            yield from pattern.finditer(text)
            return
        behind = 0
        for word in _WORD.finditer(lower):
            entry = self._by_word[word.group()]
            at = word.start()
            if entry and at >= behind and name in entry.names and (match := pattern.match(text, at)):
                yield match
                behind = match.end()

    def may_begin_with(self, word: str) -> bool:
        """Whether a match of any of the patterns may begin with a word, hyphens and all; those that cannot be indexed are one word long."""
        if not self._is_ready:
            self._prepare()
        first = _WORD.match(word)
        if first is not None and self._by_word[first.group()] is not None:
            return True
        return any(pattern.match(word) for _, pattern, _ in self._others)

    def look_up(self, token: str) -> _Entry | None:
        """The patterns that may begin with a word; None without any."""
        tried: list[_Tried] = []
        for length in range(1, min(_LETTERS, len(token) - 1) + 1):
            tried += self._open.get(token[:length], ())
        tried += self._whole.get(token, ())
        return _Entry(token, tuple(tried)) if tried else None


class _Entry:
    """A word, the patterns that may begin with it, and the letters of which one then begins the next word (None: any)."""

    __slots__ = ("follow", "names", "token", "tried")

    def __init__(self, token: str, tried: tuple[_Tried, ...]) -> None:
        self.token = token
        self.tried = tried
        self.names = frozenset(name for name, _, _ in tried)
        self.follow = _all_of([follow for _, _, follow in tried])


class _Known(dict[str, "_Entry | None"]):
    """What has been looked up before."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__()
        self._scanner = scanner

    def __missing__(self, token: str) -> _Entry | None:
        if len(self) > _MOST_WORDS:
            self.clear()
        self[token] = found = self._scanner.look_up(token)
        return found


def _holds(text: str, needed: tuple[str, ...]) -> bool:
    for one in needed:  # noqa: SIM110 - any() with a generator takes twice as long
        if one in text:
            return True
    return False


def begins_with_letters(part: str) -> bool:
    """Whether a pattern can be looked up by the first letters of its matches."""
    return bool(_beginnings(part, re.IGNORECASE))


def _beginnings(part: str, flags: int) -> frozenset[tuple[str, bool]]:
    """The first letters of every match of a pattern, and whether the word ends behind them; empty where they cannot be told."""
    begins = _walk(_parser.parse(part, flags))
    out: set[tuple[str, bool]] = set()
    for begin, _ in begins:
        word = _WORD.match(begin)
        if not word:
            return frozenset()
        letters = word.group()[:_LETTERS].lower()
        out.add((letters, word.end() < len(begin) and word.end() <= _LETTERS))
    return frozenset(out) if len(out) <= _MOST else frozenset()


def _next_letters(part: str, flags: int) -> _Nexts:
    """The letters that can begin the second word of a match, by its first word."""
    out: _Nexts = {}
    for begin, _ in _walk(_parser.parse(part, flags), _LETTERS + 3):
        word = _WORD.match(begin)
        if not word:
            return {}
        behind = begin[word.end() :].lower()
        first = word.group().lower()
        known = frozenset(behind[1]) if len(behind) > 1 and behind[1].isalnum() else None
        out[first] = _all_of([known, out.get(first, frozenset())])
    return out


def _all_of(letters: Iterable[_Letters]) -> _Letters:
    out: frozenset[str] = frozenset()
    for some in letters:
        if some is None:
            return None
        out |= some
    return out


def _walk(items: Iterable[tuple[Any, Any]], longest: int = _LETTERS) -> _Begins:
    begins: _Begins = {("", True)}
    for code, value in items:
        if not any(is_open for _, is_open in begins):
            break
        piece = _piece(code, value, longest)
        grown: _Begins = set()
        for begin, is_open in begins:
            if not is_open or len(begin) >= longest:
                grown.add((begin, False))
                continue
            grown |= {(begin + more, more_open) for more, more_open in piece}
        if len(grown) > _MOST:
            return {("", False)}
        begins = grown
    return begins


def _piece(code: Any, value: Any, longest: int) -> _Begins:
    if code is op.LITERAL:
        return {(chr(value).lower(), True)}
    if code is op.IN:
        return _charset(value)
    if code is op.BRANCH:
        return set().union(*(_walk(branch, longest) for branch in value[1]))
    if code is op.SUBPATTERN:
        return _walk(value[-1], longest)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, inner = value
        begins = _walk(inner, longest)
        if high != 1:
            begins = {(begin, False) for begin, _ in begins}
        return begins if low else begins | {("", True)}
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return {("", True)}
    return {("", False)}


_MOST_NEEDED = 120


def _needed_by_all(parts: Iterable[str]) -> tuple[str, ...]:
    """Pieces of text without one of which none of the patterns matches; empty where that cannot be told."""
    out: set[str] = set()
    for part in parts:
        needed = _needed(_parser.parse(part, re.IGNORECASE))
        if not needed:
            return ()
        out |= needed
    # A text that holds "would" holds "oul": the shorter piece asks for both.
    return (
        tuple(sorted(one for one in out if not any(other != one and other in one for other in out)))
        if len(out) <= _MOST_NEEDED
        else ()
    )


def _needed(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Of all sets of pieces of which every match holds one, the one that most seldom occurs by chance: the longest pieces, few of them."""
    candidates: list[frozenset[str]] = []
    run = ""
    for code, value in items:
        if code is op.LITERAL:
            run += chr(value).lower()
            continue
        if run:
            candidates.append(frozenset({run}))
            run = ""
        if code is op.BRANCH:
            branches = [_needed(branch) for branch in value[1]]
            if all(branches):
                candidates.append(frozenset().union(*branches))
        elif code is op.SUBPATTERN:
            candidates.append(_needed(value[-1]))
        elif code is op.IN:
            candidates.append(_needed_of_set(value))
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0]:
            candidates.append(_needed(value[2]))
    if run:
        candidates.append(frozenset({run}))
    return max(candidates, key=_worth, default=frozenset())


def _needed_of_set(value: Any) -> frozenset[str]:
    if len(value) > 4 or any(code is not op.LITERAL and (code, item) != (op.CATEGORY, op.CATEGORY_DIGIT) for code, item in value):
        return frozenset()
    return frozenset().union(*([chr(item).lower()] if code is op.LITERAL else "0123456789" for code, item in value))


def _worth(pieces: frozenset[str]) -> tuple[int, int]:
    if not pieces or any(len(one) == 1 and (one.isalpha() or one.isspace()) for one in pieces):
        return (0, 0)
    return (min(4, min(map(len, pieces))), -len(pieces))


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
