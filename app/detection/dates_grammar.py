"""The grammar of time expressions: tokens of time, rewritten level by level into wordings.

Each level is a list of rules. A rule's pattern is a regular expression over the tokens' classes (one letter each, see
``dates_lexicon.SECTION``), and its builder says what the matched tokens mean, or None. At each place the longest match wins; what it
matched becomes one token of the next level (finite-state cascades: Abney, "Partial parsing via finite-state cascades", 1996).
Levels: counts and lists of weekdays; dates, weeks and months; days in weeks; spans from days; relations, ranges, times of day.
"""

from __future__ import annotations

from typing import Any

from app.detection.dates_atoms import ATOMS, COUNTS, HALVES
from app.detection.dates_cascade import Built, Level, Match
from app.detection.dates_days import RELATIVE
from app.detection.dates_lexicon import FEW, HENCE, MONTH, SPAN

Term = tuple[Any, ...]

# ---- Level 4: spans that count from a day


def _counted_from(m: Match) -> Built:
    token = m.token("r")
    if token is None or (token.symbol in "Rr" and token.value not in ("after", "from")) or m["p"] == ("past",):
        return None
    return ("P", ("after", m["s"], m["p"]), 0)


COUNTED_FROM = Level((r"(?P<s>s)(?P<r>[oR])t?(?P<p>[PKB])", _counted_from))

# ---- Level 5: relations, ranges, times of day


def _wording(m: Match) -> Built:
    parts = m.all("all")
    terms: list[Term] = []
    relations: list[str] = []
    flags = 0
    connected = False
    for at, token in enumerate(parts):
        if token.symbol == "l" and terms and any(later.symbol in "PKB" for later in parts[at:]):
            terms, relations = [], []  # "next week, at the latest Wednesday": the limit is what counts
        if token.symbol in "PKBsf":
            terms.append(token.value)
            if len(terms) == 1:
                flags |= token.flags | {"s": SPAN, "f": FEW, "B": MONTH}.get(token.symbol, 0)
        elif token.symbol in "Rr" and not terms:
            relations.append(token.value)
        elif token.symbol == "l":
            relations.append("by")
        elif token.symbol == "j":
            relations.append("not_before")
        elif token.symbol == "%":
            flags |= HENCE
        elif token.symbol in "cr-/" and terms:
            connected = True
    if not terms:
        terms = [("day", 0)]
    if connected and "between" not in relations and len(terms) > 1 and any(t.symbol == "c" and t.value == "and" for t in parts):
        return None
    if terms[0][0] == "weekday":
        terms = [_mardi(term) for term in terms]
    term = terms[0] if len(terms) == 1 else ("either", *terms)
    if "day_after" in relations:
        term, relations = ("after", ("span", 1, 1, "day"), term), []
    first = next((r for r in relations if r), "")
    strong = [r for r in relations if r in ("by", "before", "after", "not_before", "until", "since", "from", "within")]
    if any(token.symbol == "l" for token in parts) or {"after", "by"} <= set(strong):
        strong = ["by"]  # "right after, by the 27th at the latest"
    return ("%", (term, strong[0] if strong else first, "for" in relations, "from" in relations), flags)


def _mardi(term: Term) -> Term:
    """ "lun o mar": the month that Spanish shortens like a Tuesday is none beside a weekday."""
    return ("weekday", (1,), "coming") if term == ("month", 3, "", None) else term


def _hour_alone(m: Match) -> Built:
    """By close of play: today. In the morning, behind no other hour ("at 6 in the morning"): tomorrow."""
    said = m.tokens[m.match.end() - 1].value
    if said == "morrow":
        return (
            None if m.match.end() - m.match.start() > 1 or m.before() in ("T", "n") else ("%", (("day", 1), "", False, False), 0)
        )
    return ("%", (("day", 0), "by", False, False), 0) if said == "eod" else None


ONE = "[PKBsf]"
WORDING = Level(
    (
        rf"(?P<all>l?(?:[RA,]t?){{0,3}}(?:T[.]?[Ro]?A?t?){{0,2}}R?t?A{{0,2}}{ONE}(?:(?:,?c|[-/]|,[lA])R{{0,2}}t?A?{ONE}){{0,4}}%?(?:,?[(]?R?t?A?T[)]?){{0,2}},?[(]?[lj]?)",
        _wording,
    ),
    (r"(?P<all>(?:R[At]{0,2}){0,2}[PKB],R?t?[PKB],?l)", _wording),
    (
        r"(?P<all>(?:R[At]{0,2}){0,2}T)",
        lambda m: _hour_alone(m),
    ),
)

LEVELS = (HALVES, COUNTS, ATOMS, RELATIVE, COUNTED_FROM, WORDING)
"""In this order the tokens are rewritten."""
