"""What each sentence has to say, found in one walk over its words: the closer look of promises.py and asks.py starts from here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.detection.dates import Wording, find, signs_of_time
from app.detection.dates_lexer import Signs
from app.detection.sentence_kind import kinds
from app.detection.sentences import Sentence
from app.detection.words import de, en, es, fr, plain
from app.detection.words.promises import PROMISES
from app.detection.words.scanner import Scanner
from app.detection.words.turn_words import TurnWords

TURNS: dict[str, TurnWords] = {"en": en.EN, "de": de.DE, "fr": fr.FR, "es": es.ES}

_PROMISING = (
    "respond", "step", "verbless", "extension", "silence", "closing", "not_before", "banned", "banned_sentence", "hangs_on_others",
    "hangs_on_me", "after_that", "undated", "calls", "outcome", "appointment", "silence_effect", "hour", "commits", "bare", "addressed",
    "away",
)  # fmt: skip
_TURNING = (
    "rejected", "filled", "cancelled", "offered", "request", "next_step", "other_role", "no_request", "availability", "document",
    "decision", "task", "detail", "courtesy", "maybe",
)  # fmt: skip
_MINE = ("reported_response", "reported", "request_of_mine")
_MY_TURN = ("withdrew", "declined", "accepted", "defers", "courtesy", "delivers")
_SCANNERS = {
    language: {
        False: Scanner(
            {
                **{name: getattr(promising, name) for name in _PROMISING},
                **{name: getattr(TURNS[language], name) for name in _TURNING},
            }
        ),
        True: Scanner(
            {
                **{name: getattr(promising, name) for name in _MINE},
                **{name: getattr(TURNS[language], name) for name in _MY_TURN},
            }
        ),
    }
    for language, promising in PROMISES.items()
}

_INNER_STOP = re.compile(r"(?<=\d)\.(?=\s+\w)|(?<=\b\w)\.(?=\s?\w)|(?<=\b\w\w)\.(?=\s\w)")


def without_inner_stops(text: str) -> str:
    """The same text, as long, with a full stop left only where a sentence may end: none in "am 30. September" or "Dr. Huber"."""
    return _INNER_STOP.sub("·", text) if text.find(".", 0, -1) >= 0 else text


_GREETING = re.compile(
    r"\b(?:good (?:morning|afternoon|evening|day)|guten (?:morgen|tag|abend)|buen[oa]s? (?:d[ií]as?|tardes?|noches?))\b,?",
    re.IGNORECASE,
)
"""A wish for the time of day is no time of anything."""


@dataclass(frozen=True)
class Marked:
    """A sentence, its text made plain (:func:`_told_whether`), and a match of each pattern that occurs in it, by name."""

    sentence: Sentence
    text: str
    has: dict[str, re.Match[str]]
    language: str
    mine: bool
    signs_of_time: Signs | None
    """Those of all the sentences it stands among."""

    @cached_property
    def times(self) -> tuple[Wording, ...]:
        """Its time expressions."""
        if self.signs_of_time is None:
            return ()
        text = self.text
        lower = text.lower()
        if ("good " in lower or "guten " in lower or "buen" in lower) and _GREETING.search(text):
            text = _GREETING.sub(lambda match: "#" * len(match.group()), text)
        return find(text, self.language, self.signs_of_time)

    @property
    def quote(self) -> str:
        """The sentence as one shows it."""
        return plain(self.sentence.text).strip()[:200]

    @cached_property
    def kinds(self) -> dict[str, float]:
        """How probable each kind of sentence is (:mod:`app.detection.sentence_kind`)."""
        return kinds(self.text, self.times, self.signs, self.language, mine=self.mine)

    @property
    def signs(self) -> list[str]:
        """The names of all patterns that occur in it, those included that only a closer look searches for."""
        signs = list(self.has)
        if self.text.rstrip(" )\"'").endswith("?"):
            signs.append("question")
        return signs


_TO_TELL = {
    "en": re.compile(
        r"\b(?:(?P<sure>even|to say|say|tell (?:you|u)|hear|find out|about(?= if\b)|as to(?= if\b)|regarding(?= if\b))|know|confirm|decide|advise|inform you|update you)"
        r"(?P<between>(?: (?!(?:and|but|i|we|you|he|she|they|it|more|if)\b)[\w'/.-]+){0,7}?) (?P<if>if)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:(?P<sure>pour dire|vous dire|te dire)|dire|dis|dit|dirai|dirons|confirme\w*|savoir|saur\w+|informe\w*)"
        r"(?P<between>(?: (?!(?:et|mais|je|nous|vous|il|elle|on|si)\b)[\w'/.-]+){0,7}?) (?P<if>si)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:(?P<sure>decirte|decirle|contarte)|digo|dir[eé]|diremos|decimos|confirm\w+|cuento|contamos|avis\w+|comunic\w+|inform\w+|notific\w+|sabr[aá]s?|saber)"
        r"(?P<between>(?: (?!(?:y|pero|yo|nosotros|t[uú]|usted|[eé]l|ella|si)\b)[\w'/.-]+){0,7}?) (?P<if>si)\b",
        re.IGNORECASE,
    ),
}


_IN_FRONT = re.compile(r"[^.,;:!?()]{1,30}")
"""What may stand between a time and the verb that it belongs to: "on Friday I'll let you know if"."""
_IF = {"en": " if", "fr": " si", "es": " si"}


def _told_whether(text: str, language: str) -> str:
    """The same text, as long, with the "if" of "I'll tell you by Friday if they want you" written "wh": it is what I am told, no condition."""
    pattern = _TO_TELL.get(language)
    match = pattern.search(text) if pattern and _IF[language] in text.lower() else None
    if match is None:
        return text
    if not match["sure"]:
        times = find(text, language)
        between = any(match.start("between") <= w.start + 1 and w.end <= match.start("if") for w in times)
        if not between and not any(w.dated and _IN_FRONT.fullmatch(text, w.end, match.start()) for w in times):
            return text
    return f"{text[: match.start('if')]}wh{text[match.end('if') :]}"


def mark(sentences: Sequence[Sentence], language: str, *, mine: bool) -> list[Marked]:
    """Scan sentences of their mail, or of mine."""
    known = language if language in _SCANNERS else "en"
    scanner = _SCANNERS[known][mine]
    texts = [_told_whether(plain(sentence.text).replace("(?)", "   "), known) for sentence in sentences]
    signs = signs_of_time(" ".join(texts), known)
    return [
        Marked(sentence, text, scanner.scan(without_inner_stops(text)), known, mine, signs)
        for sentence, text in zip(sentences, texts, strict=True)
    ]
