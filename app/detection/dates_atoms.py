"""The grammar's first two levels: counts, fractions and lists of weekdays; then dates, weeks, months and spans."""

from __future__ import annotations

from typing import Any

from app.detection.dates_cascade import JUNK, Built, Level, Match
from app.detection.dates_lexicon import ARTICLE, COUNTED, PLURAL, RANGE, WEAK

Term = tuple[Any, ...]
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MOST_DAYS = 400

# ---- Level 1: counts, lists of weekdays, fractions


def _count(m: Match) -> Built:
    low, high = m["a"], m["b"] if m["b"] is not None else m["a"]
    if not high >= low:
        return None
    flags = COUNTED | (RANGE if high > low else 0) | (m.flags & ARTICLE)
    few = m.token("a")
    if few is not None and few.symbol == "F" and few.value == 3 and high == 3:
        return ("F", 3, flags)
    return ("n", (low, high), flags)


def _weekdays(m: Match) -> Built:
    days = tuple(token.value for token in m.all("all") if token.symbol == "W")
    if (
        len(days) == 2
        and days[0] == 0
        and days[1] > 2
        and any(token.symbol in "r-" or token.value == "to" for token in m.all("all"))
    ):
        return JUNK  # "du lundi au vendredi", "lunes-jueves": hours of work
    return ("W", days, RANGE if len(days) > 1 else m.flags & WEAK)


def _and_half(m: Match) -> Built:
    """two and a half; zwei und eine halbe, dos y media."""
    return ("N", m["n"] + 0.5, COUNTED) if m["c"] == "and" and m["h"] == 0.5 and isinstance(m["n"], int) else None


HALVES = Level((r"(?P<n>N)(?P<c>c)(?P<h>N)", _and_half))

COUNTS = Level(
    (r"(?P<a>[NF])\(N\)", _count),
    (r"A{0,2}(?P<a>[NF])(?:[-c/]|,c?)A?(?P<b>[NF])(?![)\-/.]N)[A+]{0,2}", _count),
    (r"A{1,2}(?P<a>[NF])[A+]{0,2}", _count),
    (r"(?P<a>[NF])[A+]{0,2}", _count),
    (r"(?P<all>W(?:[.]?(?:,?c|[-/,])[RAl]{0,2}t?W){0,6})", _weekdays),
    (r"E[-/c]t?(?P<e>E)", lambda m: ("E", m["e"], 0)),
)

# ---- Level 2: dates, weeks, months, spans


def day_and_month(day: int, month: int | None, year: int | None) -> Term | None:
    """A date as said, when there can be such a day."""
    if not 1 <= day <= (MONTH_DAYS[month - 1] if month else 31):
        return None
    return ("date", day, month, year)


def _date(m: Match) -> Built:
    """14 March, 14th of March 2026, March the 14th; 3-5 June."""
    counted = m.token("d")
    assert counted is not None
    days = counted.value if counted.symbol == "n" else (counted.value, counted.value)
    if m["d2"] is not None:
        second = m.token("d2")
        days = (days[0], second.value[1] if second and second.symbol == "n" else m["d2"])
    if counted.flags & ARTICLE or not all(isinstance(day, int) for day in days):
        return None
    year = m["y"]
    if m["yy"] is not None:  # 6-Mar-26
        low, high = m["yy"]
        if low != high or high not in range(20, 60):
            return None
        year = 2000 + high
    terms = [day_and_month(day, m["m"], year) for day in days]
    if None in terms or (counted.symbol == "n" and counted.value[0] != counted.value[1] and days[0] >= days[1]):
        return None
    return ("d", terms[0], 0) if terms[0] == terms[1] else ("d", ("either", *terms), RANGE)


def _ordinal_date(m: Match) -> Built:
    """the 14th; whether it is a day and no "2nd interview" is asked when the wording is complete."""
    term = day_and_month(m["d"], None, None)
    token = m.token("d")
    flags = (WEAK if m.before() != "t" and m.token("t") is None else 0) | PLURAL
    if term is None or token is None or (token.symbol == "O" and not token.flags & PLURAL and token.value < 10):
        return None
    return ("d", term, flags)


def _figures(m: Match) -> Built:
    token = m.token("z")
    assert token is not None
    if token.value[0] == "ymd":
        _, year, month, day = token.value
        term = day_and_month(day, month, year)
        return None if term is None else ("d", term, 0)
    return ("d", token.value, token.flags)


def _bare_week(m: Match) -> Built:
    """début de semaine, au milieu de la semaine: the next such part of a week."""
    part = {"early": ("start_of_week",), "mid": ("midweek",)}.get(m["e"])
    return ("P", part, 0) if part else _week(m)


def _week(m: Match) -> Built:
    if m["l"] is not None:
        return ("P", ("past",), 0)
    which = m["x"]
    offset = {"coming": 1, "next": 1, "after_next": 2, 0: 0, None: 0}[which]
    rolling = m.token("t") is not None and offset == 1 and m["e"] is None
    return ("K", ("week", offset, "rolling" if rolling else m["e"] or ""), 0)


_LATER = {
    "start_of_week": ("week", 1, "early"),
    "midweek": ("week", 1, "mid"),
    "end_of_month": ("month_from_now", 1, "late"),
    "mid_month": ("month_from_now", 1, "mid"),
    "start_of_month": ("month_from_now", 1, "early"),
    "month_on": ("month_from_now", 1, ""),
    "new_year_start": ("new_year_start",),
    "end_of_quarter": ("quarter_from_now", 1, "late"),
    "end_of_year": ("year_from_now", 1, "late"),
}


def _postponed(m: Match) -> Built:
    """An idiom for this week or month and a "next" behind it: début de semaine prochaine, fin du mois prochain."""
    value = m["k"]
    offset = 2 if m["x"] == "after_next" else 1
    if value[0] == "week":
        return ("K", ("week", offset, value[2]), 0) if value[1] == 0 else None
    later = _LATER.get(value[0])
    if later is None:
        return None
    return ("K" if later[0] == "week" else "P", later if len(later) < 3 else (later[0], offset, later[2]), 0)


PARTS_OF_WEEK = {"start_of_week": "early", "midweek": "mid"}


def _after_next_week(m: Match) -> Built:
    """the end of the week after next, when "the end of the week" was one phrase."""
    part = PARTS_OF_WEEK.get(m["k"][0]) or (m["k"][2] if m["k"][:2] == ("week", 0) else None)
    return ("K", ("week", 2, part), 0) if m["r"] == "after" and part is not None else None


def _month(m: Match) -> Built:
    return ("B", ("month", m["m"], m["e"] or "", m["y"]), 0 if m["e"] or m["y"] else m.flags & WEAK)


def _relative_month(m: Match) -> Built:
    if m["l"] is not None:
        return ("P", ("past",), 0)
    offset = {"coming": 1, "next": 1, "after_next": 2, 0: 0, None: 0}[m["x"]]
    if m["x"] is None and m["e"] is None:
        return None
    return ("B", ("month_from_now", offset, m["e"] or ""), 0)


def _span(m: Match) -> Built:
    token = m.token("n")
    unit = m.token("u")
    assert token is not None
    assert unit is not None
    if token.symbol == "F" and m["n2"] is None:
        return ("f", ("span", 3, 3, unit.value), COUNTED) if unit.flags & PLURAL else None
    low, high = token.value if token.symbol == "n" else (token.value, token.value)
    if m["n2"] is not None and m["c"] == "and":
        if m["n2"] not in (0.5, (0.5, 0.5)):
            return None
        low = high = high + 0.5  # a week and a half
    elif m["n2"] is not None:
        second = m["n2"]
        high = second[1] if isinstance(second, tuple) else second
    if m["half"] is not None:
        if m["half"] not in (0.5, (0.5, 0.5)):
            return None  # "in vier Wochen eine Antwort": the article of what follows
        high = low = high + 0.5
    if unit.value in ("minute",) and high < 1:
        return None
    if high > MOST_DAYS:
        return JUNK
    # "a 45 minute call", "3 month contract": a count of one thing that is none of time.
    if high > 1 and not unit.flags & PLURAL and m["n2"] is None and m["half"] is None and unit.value not in ("quarter",):
        return ("g", ("span", low, high, unit.value), token.flags)
    return ("s", ("span", low, high, unit.value), (token.flags & RANGE) | (RANGE if high > low else 0) | COUNTED)


def _figures_span(m: Match) -> Built:
    """2/3 semanas: figures that could be a date, were there no unit behind them."""
    value = m["z"]
    if value[0] != "numeric" or value[3] is not None or value[4] == "." or value[1] >= value[2]:
        return None
    return ("s", ("span", value[1], value[2], m["u"]), COUNTED | RANGE)


def _half_more(m: Match) -> Built:
    """semana y media, mes y medio."""
    return ("s", ("span", 1.5, 1.5, m["u"]), COUNTED) if m["c"] == "and" and m["h"] in (0.5, (0.5, 0.5)) else None


def _hour(m: Match) -> Built:
    """à onze heures: a time of day, no span."""
    return ("T", "clock", 0) if m["r"] == "on" and m["n"][1] <= 24 else None


def _counted(m: Match) -> int:
    """The number of "week three of April"."""
    return int(m["n"][1] if isinstance(m["n"], tuple) else m["n"])


def _weeks(m: Match) -> Built:
    """KW 12/13, which looks like figures of a date."""
    value = m["z"]
    if value[0] != "numeric" or value[3] is not None or not value[1] < value[2] <= 53:
        return None
    return ("K", ("week", ("iso", value[2], None), m["e"] or ""), 0)


UNITS = "[ukwmhyq]"
ATOMS = Level(
    (rf"t?(?P<d>[On])[.]?(?:(?:[-c/]R?t?|t|R)(?P<d2>[On]))?[.]?[-/o]?t?(?P<m>M)[.]?(?:[-/,]?o?(?P<y>Y))?(?!{UNITS})", _date),
    (rf"(?P<d>n)-(?P<m>M)-(?P<yy>n)(?!M|{UNITS})", _date),
    (rf"(?P<m>M)[.]?[-/]?t?(?P<d>[On])(?:[-c/]t?(?P<d2>[On]))?(?:,?(?P<y>Y))?(?!{UNITS}|[.]?[:%])", _date),
    (r"(?P<t>t)?(?P<d>[O])", _ordinal_date),
    (r"(?P<m>M),(?P<d>O)(?P<d2>O)?(?:,?(?P<y>Y))?", _date),
    (r"(?P<z>Z)", _figures),
    (r"(?:(?P<e>E)[-oR]?t?)?(?P<m>M)[.]?(?:,?o?(?P<y>Y))?", _month),
    (r"(?:(?P<e>E)[-oR]?)?(?P<t>t)?(?P<x>[XI])w", _week),
    (r"(?:(?P<e>E)[-oR]?)?t?(?:w(?P<x>X))", _week),
    (r"(?:(?P<e>E)[-oR]?)(?:tw|w(?![.]?n(?![ukwmhyq])))", _bare_week),
    (r"t?w(?P<n>[nO])[oR]t?(?P<m>M)", lambda m: ("K", ("week", ("nth", _counted(m), ("month", m["m"], "", None)), ""), 0)),
    (r"(?:(?P<e>E)[-oR]?)?t?(?P<x>[XI])#(?![.]?[nO])", _week),
    (r"(?:(?P<e>E)[-oR]?t?)?#[.]?(?P<z>Z)", _weeks),
    (r"(?P<k>[KP])(?P<x>X)", _postponed),
    (r"(?P<k>[KP])(?P<r>R)X(?![WwmMBeKuD])", _after_next_week),
    (r"K[oR]?(?P<k>K)", lambda m: ("K", m["k"], 0)),
    (r"(?:t?(?P<l>L)w|t?w(?P<l2>L))(?!o?t?[Mm]|ot?X)", lambda _: ("P", ("past",), 0)),
    (r"(?:(?P<e>E)[-oR]?)?t?(?P<x>[XI])m", _relative_month),
    (r"(?:(?P<e>E)[-oR]?)?t?m(?P<x>X)", _relative_month),
    (r"(?:(?P<e>E)[-oR]?)t?m(?![ap])", _relative_month),
    (r"t?(?:L[mqye]|[mqye]L)", lambda _: ("P", ("past",), 0)),
    (r"(?:(?P<n>[nF])(?P<u>[ukwmhyq])(?P<c>c)(?P<n2>[nF]))(?![ukwmhyq])", _span),
    (r"(?P<n>[n])(?P<u>[ukwmhyq])c?(?P<half>n)(?![ukwmhyq])", _span),
    (r"(?:(?P<n>[nF])[o]?(?P<u>[ukwmhyq]))", _span),
    (r"t?X(?P<u>[ukwm])c(?P<n>n)", lambda m: ("s", ("span", 1, m["n"][1], m["u"]), COUNTED | RANGE)),
    (r"(?P<u>[uwmy])(?P<c>c)(?P<h>n)(?![ukwmhyq])", _half_more),
    (r"(?P<z>Z)(?P<u>[ukwmh])", _figures_span),
    (r"(?P<r>R)t?(?P<n>n)(?P<u>h)", _hour),
    (r"t?(?P<n>n)X(?P<u>[ukwm])", _span),
    (r"n?s", lambda m: ("s", m.tokens[m.match.end() - 1].value, COUNTED)),
)
