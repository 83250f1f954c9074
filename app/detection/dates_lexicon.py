"""The time words of a language, each with a one-letter class that the grammar's patterns are written in.

The lexicon is data: ``words/dates_<language>.toml``. It is read at the first text in that language.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "de", "fr", "es")

WEAK = 1  # may mean something else: needs a relation word or a neighbour
PLURAL = 2
RANGE = 4  # "2-3", "a week or two"
ARTICLE = 16  # "a", which counts and names no day: "in May a decision"
COUNTED = 8  # comes with a number, a fraction or "another"
# Flags of a finished wording, beside those of its tokens.
SPAN, FEW, MONTH, HENCE, AHEAD = 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12
SECTION = {
    "ignore": "J", "undated": "V", "term": "P", "holiday": "H", "week": "K", "week_ending": "R", "week_of": "!", "calendar_week": "#",
    "day": "D", "weekday": "W", "month": "M", "part": "E", "time": "T", "quarter": "Q", "half_year": "Q", "season": "S", "weekend": "e",
    "span": "s", "few": "F", "next": "X", "this": "I", "last": "L", "ago": "@", "hence": "%", "earliest": "j", "latest": "l",
    "relation": "R", "clause": "C", "more": "+", "about": "A", "per": "p", "connector": "c", "ordinal": "O", "article": "t", "glue": "o",
    "unit": "u", "units": "u", "number": "N",
}  # fmt: skip
UNIT = {"minute": "h", "hour": "h", "day": "u", "workday": "k", "week": "w", "month": "m", "quarter": "q", "year": "y"}
# Any of these classes, and nothing else, can be the core of a wording.
TRIGGERS = frozenset({"V", "P", "H", "K", "!", "#", "D", "W", "M", "T", "Q", "S", "e", "s", "u", "k", "w", "m", "q", "y", "h"})
# What is left when a stretch was classified: without one of these nothing is to be found in it.
CORE = TRIGGERS | {"Z", "O", "N", "Y"}

TOKEN = re.compile(r"\d+|[^\W\d_]+|\n[ \t\r>]*\n|[^\w\s]")


class _Fold(dict[int, int]):
    """Lower case without accents, one character for one, so that offsets stay true."""

    def __missing__(self, code: int) -> int:
        low = chr(code).lower()
        base = unicodedata.normalize("NFD", low)[0] if low else chr(code)
        folded = {
            "ß": "s",
            "’": "'",
            "‘": "'",
            "´": "'",
            "`": "'",
            "ʼ": "'",
            "‑": "-",
            "œ": "o",
            "æ": "a",
            "\u00a0": " ",
            "\u202f": " ",
        }.get(low, base)
        self[code] = result = ord(folded[0])
        return result


_FOLD = _Fold()


def fold(text: str) -> str:
    """The text in lower case and without accents, of the same length."""
    return text.lower() if text.isascii() else text.translate(_FOLD)


def _german_spellings(phrase: str, section: str) -> set[str]:
    """With umlauts spelt out, and ordinals in their other endings."""
    spelt = {phrase}
    if section == "ordinal" and phrase.endswith("ten"):
        spelt |= {phrase[:-1], phrase[:-1] + "r"}
    for umlaut, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        spelt |= {form.replace(umlaut, pair) for form in spelt}
    return spelt


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The time words of a language.

    Attributes:
        phrases: a tree of words; under the empty string of a node is what the phrase that ends there means.
        triggers: words without one of which no wording can be.
        takes: words before a bare span that make it a time one waits ("give us two weeks").
    """

    language: str
    phrases: dict[str, Any]
    triggers: frozenset[str]
    takes: frozenset[str] = field(default=frozenset())


_MONTHS = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember")
_NTH = {1: "erst", 2: "zweit", 3: "dritt", 4: "viert", -1: "letzt"}


def _german_months() -> dict[str, dict[Any, list[str]]]:
    """Compounds of months: Märzende, Mitte der ersten Maiwoche, in der zweiten Aprilhälfte."""
    whole: dict[Any, list[str]] = {}
    weeks: dict[Any, list[str]] = {}
    for month, name in enumerate(_MONTHS, start=1):
        for part, ends in (("late", ["ende"]), ("mid", ["mitte"]), ("early", ["anfang", "beginn"])):
            whole[("month", month, part, None)] = [name + end for end in ends]
        whole[("month", month, "first_half", None)] = [f"{nth}{name}hälfte" for nth in ("ersten ", "erste ", "1. ")]
        whole[("month", month, "late", None)] += [f"{nth}{name}hälfte" for nth in ("zweiten ", "zweite ", "2. ")]
        whole[("month", month, "late", None)] += [f"letzten {name}tage", f"letzten {name}tagen"]
        whole[("month", month, "early", None)] += [f"ersten {name}tage", f"ersten {name}tagen"]
        for n, stem in _NTH.items():
            weeks[("week", ("nth", n, ("month", month, "", None)), "")] = [f"{stem}{end} {name}woche" for end in ("en", "e")]
    return {"term": whole, "week": weeks}


def _entries(language: str) -> list[tuple[str, str, Any, int]]:
    """Phrase, class, value and flags of every phrase of the language's file; the first entry of a phrase wins."""
    data = tomllib.loads((files("app.detection.words") / f"dates_{language}.toml").read_text("utf-8"))
    if language == "de":
        for section, compounds in _german_months().items():
            data[section] |= compounds
    joins = {fold(phrase) for phrase in data.get("connector", {}).get("or", [])}
    weak = {fold(word) for word in data.get("weak", {}).get("words", [])}
    found: dict[str, tuple[str, Any, int]] = {}
    for section, symbol in SECTION.items():
        for key, phrases in data.get(section, {}).items():
            for phrase in phrases:
                letter, value, flags = symbol, _value(section, key), 0
                if section in ("unit", "units"):
                    letter, flags = UNIT[key], PLURAL if section == "units" else 0
                elif section == "number" and phrase in ("a", "an", "un", "una", "une", "ein", "eine"):
                    flags = ARTICLE
                elif section == "week_ending":
                    value = "by"
                if section in ("number", "ordinal") and " " in phrase:
                    found.setdefault(fold(phrase).replace(" ", "-"), (letter, value, flags))
                for spelt in _german_spellings(phrase.lower(), section) if language == "de" else (phrase,):
                    form = fold(spelt)
                    if letter == "R" and form in joins:
                        letter = "r"
                    found.setdefault(form, (letter, value, flags | (WEAK if form in weak else 0)))
    return [(form, *entry) for form, entry in found.items()]


def _value(section: str, key: Any) -> Any:
    if isinstance(key, tuple):
        return key
    if section == "span":
        count, unit = key.split()
        return ("span", int(count), int(count), unit)
    if section == "week":
        return ("week", int(key), "")
    if section in ("number", "few"):
        number = float(key)
        return int(number) if number.is_integer() else number
    if section == "term":
        return (key,)
    if section == "quarter":
        return ("quarter", int(key))
    if section == "half_year":
        return ("half_year", int(key))
    return int(key) if key.isdigit() else key


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, read once; English for one that we have not."""
    language = language if language in LANGUAGES else "en"
    phrases: dict[str, Any] = {}
    triggers: set[str] = set()
    entries = [(tuple(TOKEN.findall(form)), symbol, value, flags) for form, symbol, value, flags in _entries(language)]
    for words, symbol, value, flags in entries:
        node = phrases
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault("", (symbol, value, flags))
        if (
            (symbol in TRIGGERS or (symbol == "O" and value > 9))
            and len(words) == 1
            and words[0].isalpha()
            and words[0] not in NO_TRIGGER
        ):
            triggers.add(words[0])
    for words, symbol, value, _ in entries:
        if (symbol in TRIGGERS and symbol != "T") or value == "eod":
            rare = [word for word in words if len(word) > 2 and word.isalpha() and word not in NO_TRIGGER]
            if rare and triggers.isdisjoint(words):
                triggers.add(max(rare, key=len))
    data = tomllib.loads((files("app.detection.words") / f"dates_{language}.toml").read_text("utf-8"))
    takes = {fold(word) for words in data.get("takes", {}).values() for word in words}
    return Lexicon(language, phrases, frozenset(triggers), frozenset(takes))


# Words that stand in phrases of time but are too common, or too short, to look closer at each of them.
NO_TRIGGER = frozenset(
    "a i s h j am pm an as at by in of on or so the to we it is be can when hear know have one two first second last part time full "
    "morning noon night evening afternoon night's tarde noche temprano matin soir midi uhr fruh abends mittag an re les des una uno "
    "year years ano anos ans jahr jahre jahren annee annees moment momento minute minutes min sec second seconds some some so do mi di "
    "and c e p w q k o t no this out more new before three update short down late later early end close without while turn thanks "
    "course half bit mas lunch current year's news possible without some ends coming ahead handful moro in plus ce apres er tres long temps nouveau "
    "mas antes esta cuanto cuando durante largo wo uber ueber zwischen neue neuen dieses diesem sobald ende fin final tag kurze "
    "date business time order line next after when once opportunity afternoon evening "
    "mo fr sa sun mar mer sam dim vie dom set ago lun jeu ven dem gleich schnell vite directly quickly".split()
)
