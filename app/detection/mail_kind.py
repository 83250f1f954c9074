"""Does a mail sound like one about a candidacy? Weighed words and pairs of words, one more piece of evidence for recruiter.py.

Lists of hiring words miss "the partners liked you, we'll ring Friday", and lists of words against trip over an estimator's job
("Pricing") or a post in customer service. Each word and pair of the subject and of the first lines speaks a little for or against:
logistic regression, fitted offline by bench/train_mail_kind.py on mails written for this project and on public mail. The weights
are a file one can read, words/mail_kind.json.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files

from app.detection.words import plain

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_READ_CHARS = 1200


def mail_terms(subject: str, text: str, *, mine: bool) -> set[str]:
    """Words and pairs of the own words, and words of the subject marked as such; figures are one word.

    Args:
        mine: I wrote it; a word of its own.
    """
    said = _words(text[:_READ_CHARS])
    named = _words(subject)
    terms = set(said)
    terms.update(map(" ".join, zip(said, said[1:], strict=False)))
    terms.update(f"s:{word}" for word in named)
    terms.update("s:" + " ".join(both) for both in zip(named, named[1:], strict=False))
    if mine:
        terms.add("=mine")
    return terms


def sounds_like_hiring(subject: str, text: str, *, mine: bool) -> float:
    """The log odds that a mail is about a candidacy, by its words alone; 0 where nothing tells."""
    weights = _weights()
    known = mail_terms(subject, text, mine=mine) & weights.keys()
    return weights["="] + sum(weights[term] for term in known)


def _words(text: str) -> list[str]:
    return ["#" if token.isdigit() else token for token in _TOKEN.findall(plain(text).lower())]


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """What each term adds to the log odds; ``=`` is where they start."""
    stored: dict[str, float] = json.loads(files("app.detection.words").joinpath("mail_kind.json").read_text(encoding="utf-8"))
    return stored
