"""From a text to tokens of time: words and numbers, each with its class (:mod:`app.detection.dates_lexicon`).

A text without any word that can start or hold a date is dismissed after one split, which is what most mail is.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from app.detection.dates_lexicon import PLURAL, TOKEN, WEAK, Lexicon
from app.detection.words.cut import Cut

PUNCTUATION = {",": ",", "(": "(", ")": ")", ".": ".", "-": "-", "–": "-", "—": "-", "/": "/", ":": ":", "&": "c", "@": "x"}
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


DAY_ARTICLE = frozenset({"le", "du", "au", "el", "del", "al", "dia"})
_words = Cut(r"[^\W\d_]")
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


class Signs(NamedTuple):
    """What in a text shows that there may be a time: words, short pieces, figures."""

    words: frozenset[str]
    spots: tuple[str, ...]
    figures: bool


def signs_in(folded: str, lex: Lexicon) -> Signs | None:
    """What to look for in every sentence of a text; None where none of them can hold a time."""
    words = lex.triggers.intersection(_words(folded))
    spots = tuple([spot for spot in SPOTS[lex.language] if spot in folded])
    figures = FIGURES[lex.language].search(folded) is not None
    return Signs(words, spots, figures) if words or spots or figures else None


def windows(folded: str, lex: Lexicon, signs: Signs) -> list[list[tuple[str, int]]]:
    """The stretches of the text that can hold a date, as raw tokens with their offsets; none for most texts.

    Args:
        signs: what :func:`signs_in` found in the text, or in one that it is part of.
    """
    marks = []
    if signs.figures:
        for match in FIGURES[lex.language].finditer(folded):
            at = match.start()
            if match.lastindex is None or (" " + folded[max(0, at - 5) : at]).rstrip().endswith(_ARTICLES):
                marks.append(at)
    for spot in signs.spots:
        at = folded.find(spot)
        while at >= 0:
            marks.append(at)
            at = folded.find(spot, at + len(spot))
    for word in signs.words:
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
