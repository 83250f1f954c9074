"""Tell English, German, French and Spanish apart by their function words.

Short mail is decided by few words, so a tie goes to the default and a neighbour (Italian, Dutch, Portuguese ...) wins only
when it is plainly ahead. A larger identifier is no better on a line or two, and costs 100 MB.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from app.detection.words.cut import Cut
from app.detection.words.language import FUNCTION_WORDS

LANGUAGES = ("en", "de", "fr", "es")
OTHER = "other"

# The first screen of a mail says its language.
_READ = 900
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_chunks = Cut("[a-z']")
_ASIDE = re.compile(r"https?://\S+|(?<!\S)\S[^\s@]*@\S+")


_Shares = tuple[tuple[str, float], ...]


def _weights() -> dict[str, _Shares]:
    """Each word's share for each language that has it: a word that three languages share says little."""
    owners: dict[str, list[str]] = {}
    for language, words in FUNCTION_WORDS.items():
        for word in set(words.split()):
            owners.setdefault(word, []).append(language)
    return {word: tuple((language, 1.0 / len(found)) for language in found) for word, found in owners.items()}


_WEIGHTS = _weights()
_ELISION: _Shares = (("fr", 0.5),)
_SHARES: list[_Shares] = [(), *dict.fromkeys((_ELISION, *_WEIGHTS.values()))]
"""What a word can say: nothing, or one of the few ways in which languages share words."""
_PLACES = {said: place for place, said in enumerate(_SHARES)}


class _Words(dict[str, int]):
    """The place in the list of shares of each word that was looked up, remembered for the next time; -1 for several words."""

    def __missing__(self, chunk: str) -> int:
        word = chunk.strip("'")
        said = _WEIGHTS.get(word.replace("’", "'"), ())
        if not said and word[1:2] in "'’" and word[:1] in "ldjnscmtq":
            said = _ELISION  # l'équipe, d'accord, n'avons
        if len(self) > _MOST_WORDS:
            self.clear()
        self[chunk] = place = -1 if word.count("'") > 1 else _PLACES[said]
        return place


_MOST_WORDS = 20_000
_KNOWN = _Words()


_LEVEL = 1e-9


def _added_up(said: Iterable[tuple[int, int]]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for place, times in said:
        for language, share in _SHARES[place]:
            scores[language] = scores.get(language, 0.0) + times * share
    return scores


def language_of(text: str, default: str = "en") -> str:
    """Return ``en``, ``de``, ``fr`` or ``es``; ``other`` for a text plainly in none of them; ``default`` when too short to say."""
    head = text[:_READ]
    if "@" in head or "://" in head:
        head = _ASIDE.sub(" ", head)
    lower = head.lower()
    words = _chunks(lower) if lower.isascii() else _WORD.findall(lower)
    said = Counter(map(_KNOWN.__getitem__, words))
    if -1 in said:
        words = _WORD.findall(lower)
        said = Counter(map(_KNOWN.__getitem__, words))
    hits = len(words) - said.pop(0, 0)
    scores = _added_up(said.items())
    if not scores:
        letters = [char for char in head if char.isalpha()]
        return OTHER if len(letters) >= 20 and sum(char > "\u024f" for char in letters) > len(letters) // 2 else default
    ranked = sorted(scores, key=lambda language: -scores[language])
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < _LEVEL:
        # Two that are level are told apart by the last digit of a sum in the order of the words, which is as good as any.
        scores = _added_up((_KNOWN[word], 1) for word in words)
        ranked = sorted(scores, key=lambda language: -scores[language])
    best = ranked[0]
    ahead = scores[best] - (scores[ranked[1]] if len(ranked) > 1 else 0.0)
    if best not in LANGUAGES:
        # A neighbour must be plainly ahead of all four, in more than a handful of words.
        best_of_four = max(LANGUAGES, key=lambda language: scores.get(language, 0.0))
        if scores[best] >= 2.5 and scores[best] >= 1.3 * scores.get(best_of_four, 0.0):
            return OTHER
        best = best_of_four
        return best if scores.get(best, 0.0) >= 1.0 else default
    if scores.get(default, 0.0) >= scores[best] - 0.01:
        return default
    if scores[best] < 1.0 and (hits < 2 or ahead < 0.4):
        return default
    return best
