"""From a text to tokens of time: words and numbers, each with a one-letter class that the grammar's patterns are written in.

The lexicon of a language is data: ``words/dates_<language>.toml``. A text without any word that can start or hold a date is
dismissed after one split, which is what most mail is.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

LANGUAGES = ("en", "de", "fr", "es")

WEAK = 1  # may mean something else: needs a relation word or a neighbour
PLURAL = 2
RANGE = 4  # "2-3", "a week or two"
COUNTED = 8  # comes with a number, a fraction or "another"
SECTION = {
    "ignore": "J", "undated": "V", "term": "P", "holiday": "H", "week": "K", "week_ending": "R", "week_of": "!", "calendar_week": "#",
    "day": "D", "weekday": "W", "month": "M", "part": "E", "time": "T", "quarter": "Q", "half_year": "Q", "season": "S", "weekend": "e",
    "span": "s", "few": "F", "next": "X", "this": "I", "last": "L", "ago": "@", "hence": "%", "earliest": "j", "latest": "l",
    "relation": "R", "clause": "C", "more": "+", "about": "A", "per": "p", "connector": "c", "ordinal": "O", "article": "t", "glue": "o",
    "unit": "u", "units": "u", "number": "N",
}  # fmt: skip
UNIT = {"minute": "h", "hour": "h", "day": "u", "workday": "k", "week": "w", "month": "m", "quarter": "q", "year": "y"}
PUNCTUATION = {",": ",", "(": "(", ")": ")", ".": ".", "-": "-", "–": "-", "—": "-", "/": "/", ":": ":", "&": "c", "@": "x"}
# Any of these classes, and nothing else, can be the core of a wording.
TRIGGERS = frozenset({"V", "P", "H", "K", "!", "#", "D", "W", "M", "T", "Q", "S", "e", "s", "u", "k", "w", "m", "q", "y", "h"})
# What is left when a stretch was classified: without one of these nothing is to be found in it.
CORE = TRIGGERS | {"Z", "O", "N", "Y"}

TOKEN = re.compile(r"\d+|[^\W\d_]+|\n[ \t\r>]*\n|[^\w\s]")
ISO = re.compile(r"(20\d\d)([-/.])(\d\d?)\2(\d\d?)(?![\d])")
DMY = re.compile(r"(\d\d?)([./-]) ?(\d\d?)\2 ?(20\d\d|\d\d)(?![\d:])")
CLOCK = re.compile(
    r"(?:[01]?\d|2[0-4])(?:[:.h][0-5]\d(?!\d)(?: ?(?:[ap]\.?m\b\.?|uhr\b|hs?\b|hrs\b|horas?\b|heures?\b))?| ?(?:[ap]m\b|[ap]\.m\.|uhr\b|o'clock\b|noon\b))"
)
# "à 17.30", "a las 17.30": a point in figures that is one of the clock, and no price.
AT_THE_HOUR = re.compile(r"(?:\ba|\blas|\bvers|\bat|\bum) $")
PRICE = re.compile(r" ?(?:[€$£%]|eur|chf|usd)")
HOUR_H = re.compile(r"(?:[01]?\d|2[0-3]) ?h\b")
DM_SLASH = re.compile(r"(\d\d?)/(\d\d?)(?![\d/%])")
DM_DOTS = re.compile(r"(\d\d?)\. ?(\d\d?)\.(?!\d)")
DM_DOT = re.compile(r"(\d\d?)\.(\d\d)(?!\d|\.\d)")
HALF = re.compile(r"(\d{1,2})(?:[.,]5(?= ?[^\W\d_])| ?½| 1/2(?![\d/]))")
JUNK = re.compile(r"\d+(?:[ ./-]\d{2,}){2,}|\d+[.,]\d+|\d+ ?[%€$£k°](?!\w)|\d{5,}")
ORDINAL_END = {
    "en": re.compile(r"(\d{1,2})(?:st|nd|rd|th)\b"),
    "de": re.compile(r"(\d{1,2})\.(?!\d)"),
    "fr": re.compile(r"(\d{1,2})(?:er|re|ere|e|eme|nd|nde)\b"),
    "es": re.compile(r"(\d{1,2})(?:o|a|er|º|ª|°)(?!\w)"),
}


class Token(NamedTuple):
    """A piece of text with its class (one letter), what it means, and where it stands."""

    symbol: str
    value: Any
    start: int
    end: int
    flags: int = 0


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
DAY_ARTICLE = frozenset({"le", "du", "au", "el", "del", "al", "dia"})
WORD = re.compile(r"[^\W\d_]+")
# Figures that can be a date without a word of time beside them; a bare number (group 1) only behind an article.
_DATES = r"\d\d-\d\d?-\d\d?|\d?[/.-]\d\d?[/.-]\d\d|\d?/\d\d?"
FIGURES = {
    "en": re.compile(rf"\d(?:{_DATES}|\d?(?:st|nd|rd|th)\b|\d ?h\b)"),
    "de": re.compile(rf"\d(?:{_DATES}|\d ?h\b|\d?\. ?\d\d?\.|\d?\.\d\d\b|(\d?\.))"),
    "fr": re.compile(rf"\d(?:{_DATES}|\d?\.\d\d\b|\d? ?[hj]\b|(\d?\b))|\b20[2-4]\d\b|\bs\d\d?\b"),
    "es": re.compile(rf"\d(?:{_DATES}|\d?\.\d\d\b|\d? ?hs?\b|(\d?\b))|\b20[2-4]\d\b"),
}
_ARTICLES = (
    " am",
    " zum",
    " den",
    " dem",
    " vom",
    "bis",
    " ab",
    " der",
    "oder",
    " le",
    " du",
    " au",
    "u'au",
    " el",
    "del",
    " al",
    "dia",
    "/mo",
    "/di",
    "/do",
)
# Short or common words that are of time only in company.
_QUARTERS = ("q1", "q2", "q3", "q4")
SPOTS = {
    "en": (*_QUARTERS, "h1", "h2", "w/c", "w/b", "w/e", "2moro", "2day", "2morrow", "2nite", " sun", " mar ", "-mar", " mar.", "in the morning", "half a year", "in a sec", "in a min", "in a while",
           "in a bit", "in a moment", "before long", "x-mas", "when i ", "when we ", "once i ", "once we ", "soon as i ", "soon as we ", "of business",
           "-of-business", "of day", "-of-day", "of play", "-of-play", "this morning", "this afternoon", "this evening", " the year", "this year", "next year", "new year", "year end", "year-end", "of year", "year's end", "t-giving"),
    "de": (*_QUARTERS, "in kuerze", "in kurze", " jahr", "jahres", "ende d. m", "ende d.m", " std", " am we", "dem we", "ubers we", "na wo", "na. wo", "nachste wo", "nachster wo", "kommende wo", "diese wo", "mo. oder", "mo oder",
           "di. oder", "di oder", "mi oder", "do oder", "do. oder", *(f"{word} {day}" for word in ("bis", "am", "vor", "ab", "nach", "zum", "spatestens")
           for day in ("mo", "di", "mi", "do", "fr", "sa", "so")), "mo/di", "di/mi", "mi/do", "do/fr"),
    "fr": (*_QUARTERS, "t1", "t2", "t3", "t4", "s1", "ce soir", "ce matin", "ce midi", "annee", " an ", " an.", " an,", "lun ", "mar ", "mer ", "jeu ", "ven ",
           "lun.", " mar.", " mer.", "jeu.", "ven.", " sam.", " dim.", "j+", "s+1", "s+2"),
    "es": (*_QUARTERS, "t1", "t2", "t3", "t4", " ano", "esta tarde", "esta noche", "cuanto antes", "lun ", "mar ", "vie ",
           "lun.", "mie.", "jue.", "vie.", "sab.", " dom.", "largo de la tarde", "largo de la manana", "so de la tarde", "so de la manana"),
}  # fmt: skip
BEFORE, BEHIND = 64, 56  # characters looked at on either side of a trigger


def windows(folded: str, lex: Lexicon) -> list[list[tuple[str, int]]]:
    """The stretches of the text that can hold a date, as raw tokens with their offsets; none for most texts."""
    hits = lex.triggers.intersection(WORD.findall(folded))
    marks = []
    for match in FIGURES[lex.language].finditer(folded):
        at = match.start()
        if match.lastindex is None or (" " + folded[max(0, at - 5) : at]).rstrip().endswith(_ARTICLES):
            marks.append(at)
    for spot in SPOTS[lex.language]:
        at = folded.find(spot)
        while at >= 0:
            marks.append(at)
            at = folded.find(spot, at + len(spot))
    for word in hits:
        at = folded.find(word)
        size = len(word)
        while at >= 0:
            if not (folded[at - 1 : at].isalpha() or folded[at + size : at + size + 1].isalpha()):
                marks.append(at)
            at = folded.find(word, at + size)
    if not marks:
        return []
    marks.sort()
    stretches: list[list[tuple[str, int]]] = []
    low, high = _around(folded, marks[0])
    for mark in marks[1:]:
        if mark - BEFORE <= high:
            high = max(high, _around(folded, mark)[1])
            continue
        stretches.append([(match.group(), match.start()) for match in TOKEN.finditer(folded, low, high)])
        low, high = _around(folded, mark)
    stretches.append([(match.group(), match.start()) for match in TOKEN.finditer(folded, low, high)])
    return stretches


def _around(folded: str, mark: int) -> tuple[int, int]:
    """The stretch around a mark, from a space to a space."""
    low, high = max(0, mark - BEFORE), min(len(folded), mark + BEHIND)
    if low:
        low = folded.find(" ", low, mark)
        low = mark if low < 0 else low
    if high < len(folded):
        space = folded.rfind(" ", mark, high)
        # No space: a line of figures or of a script that has none; take it as far as the next one, or cut it.
        high = space if space > 0 and space - mark > 30 else high
    return low, high


def tokens(folded: str, raw: list[tuple[str, int]], lex: Lexicon) -> list[Token]:
    """Classify a stretch of raw tokens: numbers and dates in figures first, then the longest phrase of the lexicon."""
    found: list[Token] = []
    phrases = lex.phrases
    n = len(raw)
    i = 0
    while i < n:
        word, at = raw[i]
        if word[0].isdecimal():
            token = _figure(folded, at, word, lex.language) or None
            phrase = _phrase(raw, i, phrases.get(word))
            if phrase is not None and (token is None or phrase[0].end >= token.end):
                found.append(phrase[0])
                i = phrase[1]
                continue
            if token is not None and token.symbol == "N" and token.value in range(32) and i and raw[i - 1][0] in DAY_ARTICLE:
                token = token._replace(symbol="O", flags=PLURAL)
            token = token or Token("J", None, at, at + len(word))
            found.append(token)
            while i < n and raw[i][1] < token.end:
                i += 1
            continue
        phrase = _phrase(raw, i, phrases.get(word))
        if phrase is not None:
            if word == "sept" and found and found[-1].symbol in "NOE":
                phrase = (phrase[0]._replace(symbol="M", value=9), phrase[1])  # French: seven, or September behind a day
            found.append(phrase[0])
            i = phrase[1]
            continue
        found.append(Token("|" if word[0] == "\n" else PUNCTUATION.get(word, "x"), word, at, at + len(word)))
        i += 1
    return found


def _phrase(raw: list[tuple[str, int]], i: int, node: dict[str, Any] | None) -> tuple[Token, int] | None:
    """The longest phrase of the lexicon that begins at a token, and the index behind it."""
    if node is None:
        return None
    at = raw[i][1]
    found: tuple[Any, int] | None = None
    n = len(raw)
    while True:
        i += 1
        if "" in node:
            found = (node[""], i)
        if i >= n:
            break
        node = node.get(raw[i][0])
        if node is None:
            break
    if found is None:
        return None
    (symbol, value, flags), behind = found
    last, last_at = raw[behind - 1]
    return Token(symbol, value, at, last_at + len(last), flags), behind


# "version 3.6", "Zimmer 2.14": figures with a name.
_NAMED = re.compile(
    r"\b(?:version|release|room|zimmer|raum|kapitel|punkt|seite|page|section|abschnitt|absatz|artikel|ziffer|chapter|hausnummer|§) $"
)
_NAME = re.compile(r"\d+(?:[./-]\d+)*\.?")


def _figure(folded: str, at: int, word: str, language: str) -> Token | None:
    """A number in figures: a date, a time of day, an ordinal, a count; or junk (amounts, telephone numbers, ids)."""
    before = folded[at - 1] if at else " "
    if before in "$€£#_" or (before.isalpha() and before not in "qkwhst"):
        return None
    if before == " " and _NAMED.search(folded, max(0, at - 16), at) and (match := _NAME.match(folded, at)):
        return Token("J", None, at, match.end())
    if match := ISO.match(folded, at):
        return _numeric(match.end(), at, ("ymd", int(match[1]), int(match[3]), int(match[4])))
    if match := DMY.match(folded, at):
        year = int(match[4])
        return _numeric(match.end(), at, ("numeric", int(match[1]), int(match[3]), year if year > 99 else 2000 + year, match[2]))
    if match := CLOCK.match(folded, at):
        dotted = "." in match[0] and ":" not in match[0] and match[0].replace(".", "").isdigit()
        at_the_hour = dotted and AT_THE_HOUR.search(folded, max(0, at - 6), at) and not PRICE.match(folded, match.end())
        if not dotted or at_the_hour:
            return Token("T", "clock", at, match.end())
    if language in ("fr", "es") and (match := HOUR_H.match(folded, at)) and int(word) != 24:
        return Token("T", "clock", at, match.end())
    if match := DM_SLASH.match(folded, at):
        token = _numeric(match.end(), at, ("numeric", int(match[1]), int(match[2]), None, "/"), WEAK)
        if token.symbol == "Z":
            return token
    if language == "de" and (match := DM_DOTS.match(folded, at)):
        return _numeric(match.end(), at, ("numeric", int(match[1]), int(match[2]), None, "."))
    if language != "en" and (match := DM_DOT.match(folded, at)):
        return _numeric(match.end(), at, ("numeric", int(match[1]), int(match[2]), None, "."), WEAK)
    if match := HALF.match(folded, at):
        return Token("N", int(match[1]) + 0.5, at, match.end(), WEAK)
    if match := JUNK.match(folded, at):
        return Token("J", None, at, match.end())
    number = int(word)
    if (match := ORDINAL_END[language].match(folded, at)) and 1 <= number <= 53:
        return Token("O", number, at, match.end(), PLURAL)
    if len(word) == 4 and 2000 <= number <= 2059:
        return Token("Y", number, at, at + 4)
    if len(word) <= 3 and 0 < number <= 400:
        return Token("N", number, at, at + len(word), WEAK)
    return None


def _numeric(end: int, at: int, value: tuple[Any, ...], flags: int = 0) -> Token:
    if value[0] == "ymd":
        good = 1 <= value[2] <= 12 and 1 <= value[3] <= 31
    else:
        day_first, month_first = 1 <= value[1] <= 31 and 1 <= value[2] <= 12, 1 <= value[2] <= 31 and 1 <= value[1] <= 12
        good = day_first or (month_first and value[4] != ".")
        if value[1] > 12 and end - at == len("14/03"):
            flags = 0  # nothing but a date is written so
    return Token("Z" if good else "J", value, at, end, flags)
