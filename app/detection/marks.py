"""What each sentence has to say, found in one walk over its words: the closer look of promises.py and asks.py starts from here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.detection.sentences import Sentence
from app.detection.words import de, en, es, fr, plain
from app.detection.words.promises import PROMISES
from app.detection.words.scanner import Scanner
from app.detection.words.turn_words import TurnWords

TURNS: dict[str, TurnWords] = {"en": en.EN, "de": de.DE, "fr": fr.FR, "es": es.ES}

_PROMISING = ("respond", "step", "verbless", "extension", "silence", "closing", "not_before")
_TURNING = ("rejected", "filled", "cancelled", "offered", "request", "next_step", "other_role")
_SCANNERS = {
    language: {
        False: Scanner(
            {
                **{name: getattr(promising, name) for name in _PROMISING},
                **{name: getattr(TURNS[language], name) for name in _TURNING},
            }
        ),
        True: Scanner({"reported_response": promising.reported_response}),
    }
    for language, promising in PROMISES.items()
}


_INNER_STOP = re.compile(r"(?<=\d)\.(?=\s+\w)|(?<=\b\w)\.(?=\s?\w)|(?<=\b\w\w)\.(?=\s\w)")


def without_inner_stops(text: str) -> str:
    """The same text, as long, with a full stop left only where a sentence may end: none in "am 30. September" or "Dr. Huber"."""
    return _INNER_STOP.sub("·", text) if "." in text else text


class Marked(NamedTuple):
    """A sentence, its text made plain, and a match of each pattern that occurs in it, by name."""

    sentence: Sentence
    text: str
    has: dict[str, re.Match[str]]


def mark(sentences: Sequence[Sentence], language: str, *, mine: bool) -> list[Marked]:
    """Scan sentences of their mail, or of mine."""
    scanner = _SCANNERS.get(language, _SCANNERS["en"])[mine]
    out = []
    for sentence in sentences:
        text = plain(sentence.text)
        out.append(Marked(sentence, text, scanner.scan(without_inner_stops(text))))
    return out
