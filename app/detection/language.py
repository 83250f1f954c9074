"""Tell English, German, French and Spanish apart by their function words.

Short mail is decided by few words, so a tie goes to the default and a neighbour (Italian, Dutch, Portuguese ...) wins only
when it is plainly ahead. A larger identifier is no better on a line or two, and costs 100 MB.
"""

from __future__ import annotations

import re

from app.detection.words.language import FUNCTION_WORDS

LANGUAGES = ("en", "de", "fr", "es")
OTHER = "other"

# The first screen of a mail says its language.
_READ = 900
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ASIDE = re.compile(r"https?://\S+|\S+@\S+")


def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """Each word's share for each language that has it: a word that three languages share says little."""
    owners: dict[str, list[str]] = {}
    for language, words in FUNCTION_WORDS.items():
        for word in set(words.split()):
            owners.setdefault(word, []).append(language)
    return {word: tuple((language, 1.0 / len(found)) for language in found) for word, found in owners.items()}


_WEIGHTS = _weights()


class _Words(dict[str, "tuple[tuple[str, float], ...] | None"]):
    """What each word that was looked up says, remembered for the next time."""

    def __missing__(self, word: str) -> tuple[tuple[str, float], ...] | None:
        said = _WEIGHTS.get(word.replace("’", "'"))
        if said is None and word[1:2] in "'’" and word[:1] in "ldjnscmtq":
            said = (("fr", 0.5),)  # elisions: l'équipe, d'accord, n'avons
        if len(self) > _MOST_WORDS:
            self.clear()
        self[word] = said
        return said


_MOST_WORDS = 20_000
_KNOWN = _Words()


def language_of(text: str, default: str = "en") -> str:
    """Return ``en``, ``de``, ``fr`` or ``es``; ``other`` for a text plainly in none of them; ``default`` when too short to say."""
    head = text[:_READ]
    if "@" in head or "://" in head:
        head = _ASIDE.sub(" ", head)
    words = _WORD.findall(head.lower())
    scores: dict[str, float] = {}
    hits = 0
    for weights in filter(None, map(_KNOWN.__getitem__, words)):
        hits += 1
        for language, share in weights:
            scores[language] = scores.get(language, 0.0) + share
    if not scores:
        letters = [char for char in head if char.isalpha()]
        return OTHER if len(letters) >= 20 and sum(char > "\u024f" for char in letters) > len(letters) // 2 else default
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
