"""Does a mail sound like one about a candidacy? Weighed words and pairs of words, one more piece of evidence for recruiter.py.

Lists of hiring words miss "the partners liked you, we'll ring Friday", and lists of words against trip over an estimator's job
("Pricing") or a post in customer service. Each word and pair of the subject and of the first lines speaks a little for or against:
logistic regression, fitted offline by bench/train_recruiter.py on mails written for this project and on public mail. The weights
are a file one can read, words/mail_kind.json.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from app.detection.words import plain
from app.detection.words.cut import Cut

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_FIGURE = re.compile(r"\d+")
_words_and_signs = Cut("[a-z#]")
_READ_CHARS = 1200
_FEW = 70
_STEM = 5


def mail_terms(subject: str, text: str, *, mine: bool) -> set[str]:
    """Words, their beginnings and pairs of the own words, and those of the subject marked as such; figures are one word.

    Args:
        mine: I wrote it: what a candidate writes speaks for, the same from somebody else against.
    """
    said = _words(text[:_READ_CHARS])
    named = _words(subject)
    terms = {*said, *map(" ".join, pairwise(said)), *_stems(said)}
    if mine:
        terms = {f"m:{term}" for term in terms}
    terms.update(f"s:{word}" for word in named)
    terms.update("s:" + " ".join(both) for both in pairwise(named))
    terms.update(f"s:{stem}" for stem in _stems(named))
    return terms


def loudness(terms: int) -> float:
    """How much each of so many terms says: those of a long mail speak more softly, and a handful is no crowd."""
    return 4.0 / math.sqrt(max(_FEW, terms))


def sounds_like_hiring(subject: str, text: str, *, mine: bool) -> float:
    """How much the words of a mail speak for a candidacy (above 0) or against it, in the units of recruiter_weights.json."""
    count, total = 0, 0
    for tokens, mark in ((_words(text[:_READ_CHARS]), _MINE if mine else ""), (_words(subject), _SUBJECT)):
        speaks = _weights(mark)
        singles, doubles = set(tokens), set(pairwise(tokens))
        singles |= _stems(singles)
        count += len(singles) + len(doubles)
        total += sum(map(speaks.words.__getitem__, speaks.known_words & singles))
        total += sum(map(speaks.pairs.__getitem__, speaks.known_pairs & doubles))
    return loudness(count) * total / _SCALE


def _stems(words: Iterable[str]) -> set[str]:
    """How long words begin: what "interviewers" says, "interviewing" says as well."""
    return {word[:_STEM] + "*" for word in words if len(word) > _STEM}


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = plain(text)
        if not text.isascii():
            return ["#" if token.isdigit() else token for token in _TOKEN.findall(text.lower())]
    return _words_and_signs(_FIGURE.sub(" # ", text.lower().replace("#", " ")))


_SCALE = 10_000
"""Weights are added up as whole numbers: quicker, and the same in whatever order."""
_MINE, _SUBJECT = "m:", "s:"


class _Weights:
    """What the words and the pairs speak whose terms begin with a mark: those of the subject, of my words, or (no mark) of theirs."""

    def __init__(self, mark: str) -> None:
        stored: dict[str, float] = json.loads(files("app.detection.words").joinpath("mail_kind.json").read_text(encoding="utf-8"))
        self.words: dict[str, int] = {}
        self.pairs: dict[tuple[str, ...], int] = {}
        for term, weight in stored.items():
            if (term[:2] if term[:2] in (_MINE, _SUBJECT) else "") == mark:
                both = tuple(term[len(mark) :].split(" "))
                if len(both) == 1:
                    self.words[both[0]] = round(weight * _SCALE)
                else:
                    self.pairs[both] = round(weight * _SCALE)
        # What two sets share is found sooner than what a set and a dictionary do.
        self.known_words, self.known_pairs = frozenset(self.words), frozenset(self.pairs)


@lru_cache(maxsize=3)
def _weights(mark: str) -> _Weights:
    return _Weights(mark)
