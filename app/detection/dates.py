"""Time expressions in promises: what was said, and which days that means.

Two steps, kept apart so that a mailbox can be judged again without being read again:

* :func:`find` parses a text into :class:`Wording` objects. They say *what* was said ("Friday of next week", "five to seven
  working days"), never when that is, and go into JSON.
* :func:`resolve` turns a wording, the day it was written and a calendar of working days into a :class:`Window`.

It abstains rather than guesses: what is no deadline ("5 years of experience", "a 45 minute call") is not found at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.detection.dates_grammar import LEVELS
from app.detection.dates_lexer import Signs, Token, signs_in, tokens, windows
from app.detection.dates_lexicon import AHEAD, CORE, FEW, HENCE, MONTH, PLURAL, RANGE, SPAN, WEAK, Lexicon, fold, lexicon
from app.detection.dates_names import has_a_length, is_no_day_ahead
from app.detection.dates_resolve import not_before, second_working_day_after, window_of
from app.detection.dates_things import describes_a_thing, is_told_carelessly, lasts
from app.detection.dates_window import Window
from app.detection.workdays import WorkCalendar

__all__ = ["Term", "Window", "Wording", "find", "not_before", "resolve", "second_working_day_after"]

Term = tuple[Any, ...]
"""A kind and its parameters, nested at will: ``("weekday", (4,), "next")``. JSON lists and terms map onto each other."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A time expression as it was written.

    Attributes:
        start, end: offsets into the text that was searched; relation words ("by") and times of day are inside.
        text: ``text[start:end]``, verbatim.
        term: what was said; its first item is the kind.
        relation: how the promise hangs on it: ``by``, ``before``, ``on``, ``in``, ``within``, ``over``, ``after``, ``from`` ("from
            Monday on"), ``until``, ``since``, ``not_before``, or empty. "once she is back on Monday" is ``after``.
        past: it looks back ("last week", "two days ago", "since Monday"): never a deadline.
        anchor: the words a span counts from when that is no date ("the closing date" in "within two weeks of the closing
            date"); the caller knows or does not know that day. Empty: it counts from the day of writing.
    """

    start: int
    end: int
    text: str
    term: Term
    relation: str = ""
    past: bool = False
    anchor: str = ""

    @property
    def kind(self) -> str:
        """The first item of the term: ``day``, ``weekday``, ``week``, ``span``, ``date``, ..., ``undated``."""
        return str(self.term[0])

    @property
    def dated(self) -> bool:
        """Whether :func:`resolve` can give days for it that lie ahead: neither "soon" nor "last week"."""
        return not self.past and self.term[0] != "undated"

    def to_json(self) -> dict[str, Any]:
        """Plain, small JSON; empty parts are left out."""
        stored: dict[str, Any] = {"at": [self.start, self.end], "text": self.text, "term": _listed(self.term)}
        if self.relation:
            stored["relation"] = self.relation
        if self.past:
            stored["past"] = True
        if self.anchor:
            stored["anchor"] = self.anchor
        return stored

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Wording:
        """The wording that :meth:`to_json` wrote."""
        start, end = stored["at"]
        relation, past, anchor = stored.get("relation", ""), stored.get("past", False), stored.get("anchor", "")
        return cls(start, end, stored["text"], _tupled(stored["term"]), relation, past, anchor)


def _listed(term: Any) -> Any:
    return [_listed(part) for part in term] if isinstance(term, tuple) else term


def _tupled(term: Any) -> Any:
    return tuple(_tupled(part) for part in term) if isinstance(term, list) else term


def resolve(wording: Wording, written_on: date, workdays: WorkCalendar, *, day_first: bool) -> Window:
    """The days a wording means when written on that day.

    Args:
        day_first: how "3/6" is read where both readings are dates.

    Raises:
        ValueError: the wording is undated or looks back (``wording.dated`` is False).
    """
    if not wording.dated:
        raise ValueError(f"“{wording.text}” names no day ahead.")
    return window_of(wording.term, wording.relation, written_on, workdays, day_first)


def signs_of_time(text: str, language: str) -> Signs | None:
    """What in a text shows that any of its sentences may hold a time; None where none can."""
    return signs_in(fold(text), lexicon(language))


def find(text: str, language: str, signs: Signs | None = None) -> tuple[Wording, ...]:
    """All time expressions of a text, left to right, none overlapping.

    Args:
        language: ``en``, ``de``, ``fr`` or ``es``; any other is searched as English.
        signs: those of a longer text that this is a part of (:func:`signs_of_time`), where they are known.
    """
    folded = fold(text)
    lex = lexicon(language)
    signs = signs or signs_in(folded, lex)
    if signs is None:
        return ()
    found: list[Wording] = []
    for stretch in windows(folded, lex, signs):
        level = _rewritten(tokens(folded, stretch, lex))
        for i, token in enumerate(level):
            wording = _accepted(text, folded, level, i, token, lex)
            if wording is not None and wording.kind == "week_after":
                wording = _the_week_after(wording, found, level[i + 1 : i + 2])
            if wording is not None and (not found or wording.start >= found[-1].end):
                found.append(wording)
    return tuple(found)


_REACH = 160  # characters back to what "the week after" may follow


def _the_week_after(wording: Wording, found: list[Wording], following: list[Token]) -> Wording | None:
    """ "We interview in the week of the 16th and decide the week after": one week behind the time before it."""
    if wording.text.endswith("after") and following and following[0].symbol == "x" and str(following[0].value).isalpha():
        return None  # the week after we met
    earlier = found[-1] if found else None
    if earlier is None or not earlier.dated or wording.start - earlier.end > _REACH:
        return wording if "following" not in wording.text.lower() else replace(wording, term=("week", 1, ""))
    return replace(wording, term=("week", ("of", ("after", ("span", 1, 1, "week"), earlier.term)), ""))


def _rewritten(flat: list[Token]) -> list[Token]:
    """The tokens with every time expression among them made one: no rule reaches over a plain word, so runs suffice."""
    symbols = "".join([token.symbol for token in flat])
    level: list[Token] = []
    at = 0
    for run in RUN.finditer(symbols):
        begin, end = run.span()
        if CORE.isdisjoint(symbols[begin:end]):
            continue
        part = flat[begin:end]
        for rules in LEVELS:
            part = rules.rewrite(part)
        level += flat[at:begin]
        level += part
        at = end
    return level + flat[at:] if level else []


RUN = re.compile(r"[^x|;J]+")
# "within the next week" is seven days; "in der nächsten Woche" is next week.
_ROLLING = frozenset({("within", "en"), ("in", "en"), ("over", "en"), ("within", "de")})
_CLAUSE = 9  # words between "once" and its date
# What may follow "the 2nd" when that is a day: anything but the noun it numbers.
_AFTER_DAY = frozenset(
    "at and or to if as so but when with for from because once then by after before is we i you they he she will at in on the about re "
    "herum regarding concerning whether either latest now instead just since unless our that this which who please thanks thank kind best "
    "oder und um wenn dann so wir ich sie er es bei nach ou et pour si nous je vous elle il au o y e para si te le les nos"
    " os la lo los las me se nous vous on tu nosotros usted ustedes bis spatestens bereits von vom per auf ab mit zu zum zur uber ihnen ihr dir euch uns an mich a de avec des en con un una".split()
)
_NUMBERED = frozenset(
    "interview interviews round rounds stage stages floor party person candidate candidates call time option choice year half edition street "
    "avenue anniversary attempt part step position place level line team language phase reminder email e-mail grade century position role "
    "entretien tour etage phase candidat etape etages personne entrevista ronda planta fase candidato candidata persona vez etapa puesto "
    "stock runde gesprach stufe platz kandidat stelle person schritt".split()
)


def _accepted(text: str, folded: str, level: list[Token], i: int, token: Token, lex: Lexicon) -> Wording | None:
    if token.symbol == "V":
        return Wording(token.start, token.end, text[token.start : token.end], ("undated",))
    if token.symbol != "%" or not isinstance(token.value, tuple):
        return None
    term, relation, is_for, _ = token.value
    start, end = token.start, token.end
    while text[end - 1] in " ,(":
        end -= 1
    while text[start] in " ,":
        start += 1
    after = level[i + 1] if i + 1 < len(level) else None
    anchor = ""
    if term[0] == "week" and term[2] == "rolling" and (relation, lex.language) not in _ROLLING:
        term = (*term[:2], "")
    past = term == ("past",) or relation == "since"
    if term == ("past",) and is_for:
        return None
    before = level[i - 1] if i else None
    if (
        not relation
        and term[0] in ("weekend", "week", "day", "holiday", "weekday", "new_year_start")
        and before is not None
        and before[:2] == ("J", 0)
    ):
        return None  # "have a great" weekend
    if token.flags & (SPAN | FEW) and not past:
        if (is_for and relation in ("for", "")) or (after is not None and after.symbol in "po" and after.symbol == "p"):
            return None
        if lex.language in ("fr", "es") and _lasts(folded, relation, after, token):
            return None
        if relation == "over" and not token.flags & AHEAD:
            return None  # "four shifts over two days" is a length
        if term[0] == "span" and term[3] in ("minute", "year") and relation not in ("in", "within", "by"):
            return None
        if lex.language == "de" and relation == "before":
            past = True
        if lex.language == "en" and _AT_HOME.match(folded, end):
            return None  # "60k, car, two days from home"
        if after is not None and (after.symbol == "@" or (after.symbol == "R" and after.value == "since")):
            past = True
        elif after is not None and after.symbol in "oR" and after.value in ("of", "after", "from", "following", 0, "over"):
            anchor, end = _anchor(text, after.end, end)
            if not anchor and after.symbol == "o" and relation != "within":
                return None
        if (
            not relation
            and not anchor
            and not past
            and not token.flags & (HENCE | AHEAD)
            and not _asked_for(folded, start, token, term, lex)
        ):
            return None
    elif is_for and term[0] in ("season", "holiday", "year") and folded.startswith("for ", start):
        return None  # "the roster for the summer"
    elif is_for:
        relation = "on" if relation == "for" else relation
    if not relation:
        capital = (
            lex.language == "en"
            and token.symbol == "%"
            and text[start:end] in ("Mon", "Wed")
            and text[:start].rstrip()[-1:].isalpha()
        )
        told = lex.language == "en" and term[0] == "weekday" and is_told_carelessly(folded, start, end)
        if (token.flags & WEAK and not capital and not told) or (
            token.flags & MONTH and term[0] == "month" and not term[2] and not term[3]
        ):
            return None
        if token.flags & PLURAL and not _is_day(folded, end):
            return None
    elif token.flags & PLURAL and not _is_day(
        folded, end, relation not in ("", "on", "in", "for") or (lex.language == "de" and _small(text, end))
    ):
        return None
    if term[0] in ("month", "date") and not term[-1] and _BYGONE.match(folded, end):
        return None
    if lex.language in ("fr", "es") and not past and is_no_day_ahead(text, folded, start, end, term, relation, level, i):
        return None
    if lex.language in ("en", "de") and not past and describes_a_thing(folded, start, end, term, relation, lex.language):
        return None
    on_return = _ON_RETURN.search(folded, max(0, start - 24), start + 3) is not None
    if relation == "after" and on_return:
        relation = "on"
    if not past and relation in ("", "on", "in", "for", "between") and not on_return and folded[token.start] != ",":
        # Behind a comma the clause is over: "luego de revisarlo, el lunes te llamo" is on Monday.
        relation = _clause(folded, level, i, lex.language) or relation
    return Wording(start, end, text[start:end], term, relation, past, anchor)


def _lasts(folded: str, relation: str, after: Token | None, token: Token) -> bool:
    """Whether a French or Spanish span says how long or how much: "25 jours de congés", "sur 13 mois", "à 39h"."""
    if relation not in ("", "on") or token.flags & HENCE:
        return False
    if relation == "on" and _IN.search(folded, token.start, token.end) is None:
        return True
    counted = after is not None and after.symbol == "o"
    following = _WORD.match(folded, after.end) if counted and after is not None else None
    return following is not None and following[1] not in _OF_WAITING


_BYGONE = re.compile(r" (?:del? |of )?1[89]\d\d\b")  # "en mars 1985"
_IN = re.compile(r"\b(?:dans|en|sous|dentro|plazo|d'ici)\b")
_OF_WAITING = frozenset("delai reflexion traitement attente plus plazo espera mas proceso".split())


def _anchor(text: str, at: int, end: int) -> tuple[str, int]:
    """The words a span counts from, up to the next stop, five words at most."""
    stop = at
    for _ in range(5):
        while stop < len(text) and text[stop] in " \n":
            stop += 1
        word = stop
        while word < len(text) and (text[word].isalnum() or text[word] in "'’-"):
            word += 1
        if word == stop:
            break
        stop = word
        if word < len(text) and text[word] in ".,;:!?)":
            break
    anchor = text[at:stop].strip()
    return (anchor, at + len(text[at:stop].rstrip())) if anchor else ("", end)


def _asked_for(folded: str, start: int, token: Token, term: Term, lex: Lexicon) -> bool:
    """Whether a span without a relation word is a time one waits: a range, working days, or "give us", "it takes"."""
    if term[0] == "either" and all(part[0] == "span" for part in term[1:]):
        term = term[-1]
    if term[0] == "either" or (has_a_length(folded, start) if lex.language in ("fr", "es") else lasts(folded, start)):
        return False
    unit = term[3]
    if unit == "hour" and token.flags & RANGE and term[2] >= 24:
        return True
    if unit == "hour" and term[2] >= 24 and _AT_MOST.match(folded, token.end):
        return True
    if unit in ("hour", "minute", "year"):
        return any(word in lex.takes for word in _PLAIN.findall(folded, max(0, start - 40), start)[-3:])
    if unit == "workday" or token.flags & RANGE:
        return True
    said = folded[token.start : token.end].split()
    if _AT_MOST.match(folded, token.end):
        return True
    return any(word in lex.takes for word in _PLAIN.findall(folded, max(0, start - 40), start)[-3:]) or any(
        w in lex.takes for w in said
    )


_AT_MOST = re.compile(
    r",? (?:promise|tops|max\b|at (?:the )?most|and (?:then )?(?:you|i|we)(?:'ll|ll| will)|then (?:you|i|we)(?:'ll|ll| will))"
)
_PLAIN = re.compile(r"[^\s\-'’]+")


def _small(text: str, end: int) -> bool:
    """Whether the next word is in small letters: in German no noun that "the 9th" could number ("am 9. rufen wir an")."""
    following = _WORD.match(text, end)
    return following is not None and following[1][:1].islower()


def _is_day(folded: str, end: int, related: bool = False) -> bool:
    """Whether "the 14th" is a day, judged by the word behind it; after "by" or "until" only a numbered noun speaks against it."""
    following = _WORD.match(folded, end)
    word = following[1] if following else ""
    return not word or word in _AFTER_DAY or (related and word not in _NUMBERED)


_WORD = re.compile(r" *([^\W_]*)")


_AT_HOME = re.compile(r" ?(?:a week |per week )?(?:from home|at home|in the office|on[- ]?site|on-campus|wfh|remote(?:ly)?)\b")
_ON_RETURN = re.compile(
    r"\b(?:up)?on (?:my|our|his|her|their) return,? (?:on )?$|\bbei (?:meiner|unserer) ruckkehr (?:am )?$|\ba mon retour,? (?:le )?$|\ba mi (?:vuelta|regreso),? (?:el )?$"
)
_NO_RELATION = re.compile(r"\bquant (?:a la |au |aux )?(?:suite\b|[^ ]*$)|\b(?:the|a|this|that|your|our|each|per|first|by) post$")
_SET_FOR = re.compile(
    r" ?(?:fixee?s?|prevue?s?|programmee?s?|scheduled|set|held|due|angesetzt|geplant|previst[ao]s?|fijad[ao]s?|programad[ao]s?)\b"
)
_SUBJECT = re.compile(r"\b(?:sie|ihnen|wir|ich|dir|du|vous|nous|je|on|te|le|les|os|usted|ustedes)\b(?<! que vous)(?<! que nous)")
_REFERS = re.compile(r"(?:that|this|which|it|das|dem|diesem|cela|ca|quoi|ello|eso|esto)\b")


def _clause(folded: str, level: list[Token], i: int, language: str) -> str:
    """The relation of a clause that the date closes: "once she is back on Monday" is after Monday."""
    for back in range(i - 1, max(-1, i - 1 - _CLAUSE), -1):
        token = level[back]
        if token.symbol == "C":
            return str(token.value)
        if token.symbol == "R" and token.value in ("after", "until", "day_after"):
            if _NO_RELATION.search(folded, max(0, token.start - 14), token.end):
                return ""  # "quant à la suite de la procédure", "the budget for the post"
            if language != "en" and _SUBJECT.search(folded, token.end, level[i].start):
                return ""  # "Nach Abschluss der Vorauswahl werden Sie in der 8. Kalenderwoche informiert."
            if back + 1 < i and _REFERS.match(folded, level[back + 1].start):
                return ""  # "We decide after that and inform you in week 39."
            return "after" if token.value == "day_after" else str(token.value)
        if token.symbol == "," and _SET_FOR.match(folded, token.end):
            continue  # "après les auditions, fixées au mercredi 27 mai"
        if token.symbol in ".,|%:(V" or token.value in (";", "!", "?"):
            return ""
    return ""
