"""Times in the names of English and German things: "the Friday rota", "Spring menu", "Die Montag-Besprechung", "four weeks' notice".

They are written like the time of a promise and name no day ahead: a bare day, weekend, season or feast before the noun it describes,
and the length of what has one by contract. A relation word makes the same words a time again ("after the Thursday meeting").
"""

from __future__ import annotations

import re
from typing import Any

Term = tuple[Any, ...]

_DESCRIBES = frozenset(
    {"weekday", "weekday_date", "season", "holiday", "weekend", "new_year_start", "end_of_month", "end_of_year"}
)
_THING = re.compile(
    r"(?:(?:morning|afternoon|evening|night|lunch|day|lunchtime)s? )?[-–]? ?"
    r"(?:meeting|call|interview|rota|rotas|roster|shift|menu|roast|brunch|lunch(?:es)? (?:rush|service|menu)|dinner|team|crew|group|gang|"
    r"service|session|slot|stand-?up|stand up|huddle|party|parties|temp|job|trading|trade|sale|market|internship|intern|analyst|associate|"
    r"programme|program|scheme|school|class|classe|lesson|lecture|seminar|course|camp|collection|range|season|rush|hire|staff|worker|work|"
    r"girl|boy|lad|people|opening|closing|hour|delivery|order|bonus|campaign|event|fair|show|visit|appointment|review|catch-?up|"
    r"catch up|sync|retro|planning|demo|training|induction|workshop|club|run|round|edition|issue|paper|newsletter|boot|framework|"
    r"semester|intake|cohort|cover|rate|premium|pay|supplement|off|drinks|social|quiz|special|deal|specials|"
    r"clinic|surgery|ward round|mass|practice|match|game)(?:s|es)?\b(?! (?:i|we|you|they|he|she|it)\b)",
    re.IGNORECASE,
)
_HYPHENATED = re.compile(r" ?- ?(?!und\b|oder\b|bis\b)[^\W\d_]{3,}")
_LASTING = re.compile(
    r"(?:notice(?: period)?|contract|probation(?:ary period)?|internship|placement|apprenticeship|fixed[- ]term|holiday allowance|annual leave|"
    r"maternity (?:cover|leave)|secondment|warranty|sabbatical|commute|kundigungsfrist|probezeit|vertrag|vertragslaufzeit|laufzeit|"
    r"befristung|praktikum|urlaubsanspruch|elternzeit|einarbeitung|ausbildung|lehrzeit|resturlaub|arbeitsvertrag|"
    r"projektdauer|vertragsdauer|elternzeitvertretung|anfahrt)"
    r"\b[^.!?;\n]{0,30}$"
)
_TOLD = re.compile(r"\b(?:hear|let you know|answer|decision|decide|feedback|antwort|entscheid\w*|bescheid|ruckmeldung|meld\w*)\b")


def describes_a_thing(folded: str, start: int, end: int, term: Term, relation: str, language: str) -> bool:
    """Whether a wording without a relation word only says which thing the noun behind it is."""
    if relation and not folded.startswith("for ", start):
        return False
    if term[0] not in _DESCRIBES:
        return False
    if language == "de":
        return bool(_HYPHENATED.match(folded, end)) and term[0] != "weekday_date"
    return bool(_THING.match(folded, end + 1)) if folded[end : end + 1] == " " else False


_BEFORE_DAY = re.compile(
    r"\b(?:know|call|ring|text|email|tell|msg|message|touch|back|speak|decide|u|you|ya|there|from|us|it|hopefully|prob|probably|defo|maybe|"
    r"latest|earliest|in|trialling|meeting|seeing|interviewing|one|again|next|say|by|till|til|or|and) $"
)
_BEHIND_DAY = re.compile(
    r"(?: ?(?:am|pm|morning|arvo|aft|afternoon|eve|evening|night|lunchtime|either|or|at|latest|once|when|after|to|if|whether|hopefully|with|and|"
    r"mon|tue|tues|wed|thu|thurs|fri|sat|sun|x+|ok|thx|thanks|cheers|end)\b| ?[.,!?;)]|$|\n)"
)


def is_told_carelessly(folded: str, start: int, end: int) -> bool:
    """Whether "mon", "wed", "sat" or "sun" is a day, as in mail typed on a telephone: "will let u know mon either way"."""
    return bool(_BEFORE_DAY.search(folded, max(0, start - 16), start) and _BEHIND_DAY.match(folded, end))


def lasts(folded: str, start: int) -> bool:
    """Whether a span is how long a contract or a notice period is: such a word stands before it, and none of answers."""
    before = folded[max(0, start - 70) : start]
    match = _LASTING.search(before)
    return match is not None and not _TOLD.search(before, match.start())
