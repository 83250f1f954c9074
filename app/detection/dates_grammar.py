"""The grammar of time expressions: tokens of time, rewritten level by level into wordings.

Each level is a list of rules. A rule's pattern is a regular expression over the tokens' classes (one letter each, see
``dates_lexer.SECTION``), and its builder says what the matched tokens mean, or None. At each place the longest match wins; what it
matched becomes one token of the next level (finite-state cascades: Abney, "Partial parsing via finite-state cascades", 1996).
Levels: counts and lists of weekdays; dates, weeks and months; days in weeks; spans from days; relations, ranges, times of day.
"""

from __future__ import annotations

from typing import Any

from app.detection.dates_cascade import Built, Level, Match
from app.detection.dates_lexer import COUNTED, PLURAL, RANGE, WEAK, Token

Term = tuple[Any, ...]
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MOST_DAYS = 400
# Flags of a finished wording, beside those of its tokens.
SPAN, FEW, MONTH, HENCE, AHEAD = 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12


JUNK: Built = ("J", None, 0)

# ---- Level 1: counts, lists of weekdays, fractions


def _count(m: Match) -> Built:
    low, high = m["a"], m["b"] if m["b"] is not None else m["a"]
    if not high >= low:
        return None
    flags = COUNTED | (RANGE if high > low else 0)
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
    if not all(isinstance(day, int) for day in days):
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


_PARTS_OF_WEEK = {"start_of_week": "early", "midweek": "mid"}


def _after_next_week(m: Match) -> Built:
    """the end of the week after next, when "the end of the week" was one phrase."""
    part = _PARTS_OF_WEEK.get(m["k"][0]) or (m["k"][2] if m["k"][:2] == ("week", 0) else None)
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

# ---- Level 3: days in weeks, weeks of dates, spans from days


def _in_week(m: Match) -> Built:
    return ("P", ("weekday_in", m["w"], m["k"]), 0)


def _weekday(m: Match) -> Built:
    token = m.token("w")
    assert token is not None
    which = m["x"]
    postposed = m.match.start("w") < m.match.start("x")
    if which == "after_next":
        return ("P", ("weekday_in", token.value, ("week", 2, "")), 0)
    return (
        "P",
        ("weekday", token.value, "next" if which == "next" else "coming"),
        token.flags if postposed or which is None else 0,
    )


def _after_next(m: Match) -> Built:
    """Friday after next, the weekend after next."""
    if m["r"] != "after":
        return None
    return ("P", ("weekend", 2) if m["w"] is None else ("weekday_in", m["w"], ("week", 2, "")), 0)


def _named_date(m: Match) -> Built:
    """Friday the 14th: when the two disagree, the later one is meant."""
    return ("P", ("weekday_date", m["w"][-1], m["d"]) if m["d"][0] != "either" else m["d"], 0)


def _abbreviated(token: Token | None) -> bool:
    """Whether a stop behind it may be that of an abbreviation: Fr. 6.3., Thurs. 5 March."""
    return token is not None and token.end - token.start <= len("thurs")


def _weekday_number(m: Match) -> Built:
    """viernes 13, vendredi 13; "lundi un retour" is Monday and an article, and nobody writes the first so."""
    low, high = m["n"]
    if low != high or not isinstance(high, int) or not 2 <= high <= 31:
        return None
    return ("P", ("weekday_date", m["w"][-1], ("date", high, None, None)), PLURAL)


def _plus(m: Match) -> Built:
    """a week on Friday, Friday week, two weeks tomorrow: a span counted from a day."""
    span = m["s"] if m["s"] is not None else ("span", 1, 1, "week")
    weekday = m.token("w")
    if weekday is not None and weekday.flags & WEAK and m["w"] == (6,):
        return None  # "so in zwei Wochen" is no Sunday
    if span == ("span", 8, 8, "day") and weekday is not None:
        span = ("span", 1, 1, "week")  # Freitag in acht Tagen
    if m["w"] is not None:
        base: Term = ("weekday", m["w"], "coming")
    elif m["d"] is not None:
        base = ("day", m["d"])
    else:
        base = m["z"]
    return ("P", ("after", span, base), 0)


def _named_day(m: Match) -> Built:
    """demain mardi, mañana (jueves 5), hoy viernes: one day by two names."""
    if m["d"] not in (0, 1, 2) or (m["d"] == 0 and m.token("w") is None):
        return None
    inner: Term = ("weekday", m["w"], "coming")
    if m["n"] is not None:
        low, high = m["n"]
        if low != high or not isinstance(high, int) or not 1 <= high <= 31:
            return None
        inner = ("weekday_date", m["w"][-1], ("date", high, None, None))
    elif m["z"] is not None:
        inner = m["z"]
    return ("P", ("named_day", m["d"], inner), 0) if len(m["w"]) == 1 else None


def _weekday_on(m: Match) -> Built:
    """el lunes en ocho, lundi en quinze: that weekday, and one or two weeks."""
    weeks = {8: 1, 15: 2}.get(m["n"][1])
    return (
        ("P", ("after", ("span", weeks, weeks, "week"), ("weekday", m["w"], "coming")), 0) if weeks and m["r"] == "in" else None
    )


def _or_the_next(m: Match) -> Built:
    """la semaine prochaine ou la suivante, la semana que viene o la otra."""
    if m["k"][1] not in (0, 1) or m["k"][2] or (m["n"] is not None and m["n"] != (1, 1)):
        return None
    return ("K", ("week", m["k"][1] + 1, ""), RANGE)


def _or_part_of_next(m: Match) -> Built:
    """late this week or early next; Ende dieses oder Anfang des nächsten."""
    value = m["k"]
    kind = {"week": "week", "month": "month_from_now", "month_from_now": "month_from_now"}[value[0]]
    return ("P", ("either", value, (kind, 1, m["e"])), RANGE) if m["x"] in ("next", "coming") else None


def _of_year(m: Match) -> Built:
    """début de l'année 2027, a finales del año 2026."""
    part = {"end_of_year": "late", "new_year_start": "early"}.get(m["k"][0])
    return ("P", ("year", m["y"], part), 0) if part else None


def _month_to_month(m: Match) -> Built:
    """fin mars début avril."""
    first, second = m["a"], m["b"]
    return ("P", ("either", first, second), RANGE) if first[2] == "late" and second[2] == "early" else None


def _week_of(m: Match) -> Built:
    base = m["d"] if m["d"] is not None else ("weekday", m["w"], "next" if m["x"] == "next" else "coming")
    return ("K", ("week", ("of", base), m["e"] or ""), 0)


def _part_of_week(m: Match) -> Built:
    return ("K", ("week", m["k"][1], m["e"]), 0)


def _ordinal(m: Match) -> int:
    """The number of "the second week": a bare ordinal may already have become a day of the month. -1 is the last."""
    token = m.token("n")
    return -1 if token is None else int(token.value if token.symbol == "O" else token.value[1])


def _nth(m: Match) -> Built:
    return ("K", ("week", ("nth", _ordinal(m), m["b"] or ("month_from_now", 0, "")), m["e"] or ""), 0)


def _week_after(m: Match) -> Built:
    """the week after Easter."""
    if m["r"] != "after":
        return None
    holiday = next(token.value for token in m.all("h") if token.symbol == "H")
    return ("K", ("week", ("of", ("after", ("span", 6, 6, "day"), ("holiday", holiday, None))), ""), 0)


def _part_of_week_of(m: Match) -> Built:
    """the start of the week commencing the 9th, when "the start of the week" was one phrase."""
    value = m["k"]
    part = _PARTS_OF_WEEK.get(value[0]) or (value[2] or "late" if value[:2] == ("week", 0) else None)
    if part is None or m["r"] not in ("from", 0):
        return None
    return ("K", ("week", ("of", m["d"]), part), 0)


def _midweek_of(m: Match) -> Built:
    """midweek the week after next."""
    part = _PARTS_OF_WEEK.get(m["p"][0])
    return ("K", ("week", m["k"][1], part), 0) if part and not m["k"][2] else None


def _weekday_after(m: Match) -> Built:
    """the Tuesday after Easter."""
    if m["r"] != "after" or len(m["w"]) > 1:
        return None
    return ("P", ("weekday_after", m["w"][0], m["d"] or ("holiday", m["h"], None)), 0)


def _course_of(m: Match) -> Built:
    """im Laufe des Freitags, im Verlauf von morgen."""
    if m["e"] != "any":
        return None
    return ("P", ("day", m["d"]), 0) if m["w"] is None else ("P", ("weekday", m["w"], "coming"), 0)


def _day_of_month(m: Match) -> Built:
    """the 5th of next month."""
    if m["b"] is None and m["b2"] is None:
        return ("P", ("day_of_month", m["d"][1], 0), 0) if m["d"][0] == "date" and m["d"][2] is None else None
    if m["d"] is None:
        day, month = m["n"][1], m["b2"]
        single = m["n"][0] == day and isinstance(day, int) and day < 32
        return ("P", ("day_of_month", day, month[1]), 0) if single and month[0] == "month_from_now" else None
    if m["d"][0] != "date" or m["d"][2] is not None or m["b"][0] != "month_from_now":
        return None
    return ("P", ("day_of_month", m["d"][1], m["b"][1]), 0)


def _counted_coming(m: Match) -> Built:
    """les deux prochaines semaines: the idiom for some weeks, with a count."""
    unit = {"coming_days": "day", "coming_weeks": "week", "coming_months": "month"}.get(m["p"][0])
    return ("s", ("span", *m["n"], unit), COUNTED | AHEAD) if unit else None


_PARTS = {"end_of_month": "late", "mid_month": "mid", "start_of_month": "early"}


def _part_of_month(m: Match) -> Built:
    """fin du mois de mars."""
    part, month = _PARTS.get(m["p"][0]), m["b"]
    return ("P", ("month", month[1], part, month[3]), 0) if part and month[0] == "month" else None


def _few(m: Match) -> Built:
    """the next few days, the coming days: no count, but a habit."""
    unit = m["u"] if m["u"] is not None else m["f"][3]
    unit = {"workday": "day"}.get(unit, unit)
    token = m.token("u")
    if token is not None and not token.flags & PLURAL:
        return ("s", ("span", 1, 1, "workday"), COUNTED | AHEAD) if token.value == "workday" else None
    return ("P", ("coming", unit), 0) if unit in ("day", "week", "month") else None


_WEEKENDS = {0: 0, "next": 1, "coming": 0, "after_next": 2}
_AHEAD = {0: 0, "next": 1, "coming": 1, "after_next": 2}

RELATIVE = Level(
    (r"t?(?P<w>W)T?,?(?:[oR]t?)?\(?(?P<k>K)\)?", _in_week),
    (r"(?P<k>K)[-,(]?[lA]?[oR]?t?(?P<w>W)\)?", _in_week),
    (r"t?(?P<x>[XI])(?P<w>W)", _weekday),
    (r"t?(?P<w>W)t?(?P<x>[XI])?", _weekday),
    (r"t?L(?P<w>W)[oR]t?(?P<b>B)", lambda m: ("P", ("nth_weekday", -1, m["w"], m["b"]), 0)),
    (r"t?L(?P<w>W)(?:[oR]t?|t)m(?!X)", lambda m: ("P", ("nth_weekday", -1, m["w"], ("month_from_now", 0, "")), 0)),
    (r"t?(?P<d>d)[oR]?(?P<b>B)|(?P<n>n)o(?P<b2>B)", _day_of_month),
    (r"t?(?P<d>d)(?:[oR]t?|t)(?:I?m|I)(?![a-zA-Z])", _day_of_month),
    (r"t?[XI]u?t?(?P<d>d)", lambda m: ("P", m["d"], PLURAL)),
    (r"t?(?P<d>D),?\(?t?(?P<w>W),?t?(?:(?P<n>n)(?![ukwmhyqM:%cr-])|(?P<z>d))?\)?", _named_day),
    (r"t?(?P<w>W),?t?(?:(?P<n>n)|(?P<z>d))?,?\(?(?P<d>D)\)?", _named_day),
    (r"t?(?P<w>W)(?P<r>R)(?P<n>n)(?![ukwmhyqM:%cr-])", _weekday_on),
    (r"(?P<k>K)ct?(?:X|(?P<n>n))(?![ukwmhyqMWeB])", _or_the_next),
    (r"(?P<a>B),?(?P<b>B)", _month_to_month),
    (r"(?P<k>P)o?(?P<y>Y)", _of_year),
    (r"(?P<k>[KB])(?:,?c|[-/])t?(?:(?P<e>E)[oR]?)t?(?P<x>X)(?![ukwmWMyqeB])", _or_part_of_next),
    (r"(?P<p>P)[oR]?(?P<b>B)", _part_of_month),
    (r"t?(?P<n>n)(?P<p>P)", _counted_coming),
    (r"t?[XI](?P<b>B)|(?P<b2>B)X", lambda m: ("P", m["b"] or m["b2"], 0)),
    (r"t?(?P<w>W)(?P<r>R)X(?![WwmMBeKuD])", _after_next),
    (r"t?e(?P<r>R)X(?![WwmMBeKuD])", _after_next),
    (r"t?(?:LW|WL)", lambda _: ("P", ("past",), 0)),
    (r"t?(?P<n>[Od])(?P<w>W)[oR]?t?(?P<b>B)", lambda m: ("P", ("nth_weekday", _ordinal(m), m["w"], m["b"]), 0)),
    (r"t?[XI]?(?P<w>W),?\(?R?t?(?P<d>d)\)?", _named_date),
    (r"t?(?P<w>W)[.],?\(?R?t?(?P<d>d)\)?", lambda m: _named_date(m) if _abbreviated(m.token("w")) else None),
    (r"t?(?P<d>d),?\(?(?P<w>W)\)?", _named_date),
    (r"t?(?P<w>W),?t?(?P<n>n)(?![ukwmhyqM:%-]|[cr](?!R?t?[TW]))", _weekday_number),
    (r"t?(?P<w>W)w(?!X)", _plus),
    (r"(?P<d>D)w", _plus),
    (r"(?P<s>s)[%Rco]?t?I?(?P<w>W)", _plus),
    (r"(?P<s>s)[%R]?(?P<d>D)", _plus),
    (r"(?P<s>s)(?:[%Rco]t?)(?P<z>d)", _plus),
    (r"t?(?P<w>W)R?(?P<s>s)", _plus),
    (r"(?P<d>D)R(?P<s>s)", _plus),
    (r"(?:(?P<e>E)[-oR]?)?t?!(?:t?W,?)?t?(?P<d>d)", _week_of),
    (r"(?:(?P<e>E)[-oR]?)?t?!(?P<x>X)?(?P<w>W)", _week_of),
    (r"(?P<e>E)[-oR]?t?(?P<k>K)", _part_of_week),
    (r"(?:(?P<e>E)[-oR]?)?t?(?P<n>[Od])(?:w[oR]?|!)t?(?:(?P<b>B)|m)", _nth),
    (r"(?:(?P<e>E)[-oR]?)?t?(?:L|E)(?:w[oR]?|!)t?(?:(?P<b>B)|m)", _nth),
    (r"t?w(?P<r>R)(?P<h>t?H)", _week_after),
    (r"(?P<p>P),?[oR]?(?P<k>K)", _midweek_of),
    (
        r"(?P<d>D),?\(?t?(?P<z>d)\)?",
        lambda m: ("P", ("named_day", m["d"], m["z"]), 0) if m["z"][0] in ("date", "numeric") else None,
    ),
    (r"t?L[HSB]|[HSB]L", lambda _: ("P", ("past",), 0)),
    (r"(?P<p>P)[oR]t?B", lambda m: ("P", ("past",), 0) if m["p"] == ("past",) else None),
    (r"(?P<n>n)W", lambda m: JUNK if m["n"] == (1, 1) else None),
    (r"(?:(?P<e>E)[-oR]?t?)?#[.]?(?P<n>d)", lambda m: _iso_week(m)),
    (r"tw(?P<r>R)(?![a-zA-Z!#])", lambda m: ("P", ("week_after",), 0) if m["r"] == "after" else None),
    (r"(?P<k>[PK])(?P<r>[Ro])t?(?P<w>W)?,?t?(?P<d>d)", _part_of_week_of),
    (r"t?(?P<w>W)(?P<r>R)t?(?:(?P<h>H)|(?P<d>d))", _weekday_after),
    (
        r"t?(?P<w>W),?[oR]?t?(?P<p>P)|(?P<p2>P)[oR]?t?(?P<w2>W)",
        lambda m: ("P", ("past",), 0) if ("past",) in (m["p"], m["p2"]) else None,
    ),
    (r"(?P<e>E)(?:[oRt]t?(?P<w>W)|[oR](?P<d>D))", _course_of),
    (r"(?P<d>D),?(?P<d2>D)", lambda m: ("P", ("day", m["d"]), 0) if m["d2"] == 0 else None),
    (r"(?:(?P<e>E)[-oR]?t?)?[#w][.]?(?P<n>[nO])(?![ukwmhyqM])(?:[,/]?(?P<y>Y))?", lambda m: _iso_week(m)),
    (r"(?:(?P<e>E)[-oR]?t?)?t?(?P<n>[Od])#", lambda m: _iso_week(m)),
    (r"t?X(?P<f>f)", _few),
    (r"t?(?P<f>f)X", _few),
    (r"t?X(?P<u>[ukwm])", _few),
    (r"t?(?P<u>[ukwm])X", _few),
    (r"t?X(?P<s>s)", lambda m: ("s", m["s"], COUNTED | AHEAD)),
    (r"t?(?P<s>s)X", lambda m: ("s", m["s"], COUNTED | AHEAD)),
    (r"(?:(?P<e>E)[-oR]?t?)?(?P<q>Q)(?:[oR]?(?P<y>Y))?", lambda m: ("P", (*m["q"], m["e"] or "", m["y"]), 0)),
    (r"(?:(?P<e>E)[-oR]?)?t?(?P<x>[XI])q", lambda m: ("P", ("quarter_from_now", _AHEAD[m["x"]], m["e"] or ""), 0)),
    (r"(?P<e>E)[-oR]?t?q", lambda m: ("P", ("quarter_from_now", 0, m["e"]), 0)),
    (r"(?:(?P<e>E)[-oR]?)?t?(?P<x>[XI])y", lambda m: ("P", ("year_from_now", _AHEAD[m["x"]], m["e"] or ""), 0)),
    (r"(?P<e>E)[-oR]?t?y", lambda m: ("P", ("year_from_now", 0, m["e"]), 0)),
    (r"(?P<e>E)[-oR]?t?(?P<y>Y)", lambda m: ("P", ("year", m["y"], m["e"]), 0)),
    (r"t?(?P<x>[XI])?e(?P<x2>X)?", lambda m: ("P", ("weekend", _WEEKENDS[m["x"] or m["x2"] or 0]), 0)),
    (
        r"(?P<all>t?[IX]?H)(?P<y>Y)?",
        lambda m: ("P", ("holiday", next(t.value for t in m.all("all") if t.symbol == "H"), m["y"]), 0),
    ),
    (r"(?:(?P<e>E)[-oR]?)?t?[XI]?(?P<s>S)(?P<y>Y)?", lambda m: _season(m)),
    (r"D[,]?R?t?T", lambda m: ("P", ("day", m.tokens[m.match.start()].value), 0)),
    (r"t?(?P<d>D)", lambda m: ("P", ("day", m["d"]), 0)),
    (r"t?(?P<d>d)", lambda m: ("P", m["d"], m.flags)),
    (r"(?P<s>s)@|@(?P<s2>s)", lambda _: ("P", ("past",), 0)),
    (r"(?:s|f|g)p|sno?[ukwm]|snu", lambda _: JUNK),
    (r"(?:s|f|g)(?P<s>s)", lambda m: JUNK if m["s"][1:3] == (1, 1) else None),
    (r"p(?:W|n?[ukwmyqe]|s|O?W)", lambda _: JUNK),
    (r"sR(?P<p>P)", lambda m: JUNK if m["p"][0] in ("end_of_month", "end_of_quarter") else None),
)


def _season(m: Match) -> Built:
    """A season; the bare word is in the names of too many things (menu de printemps, campaña de verano)."""
    bare = m.match.end() - m.match.start() == 1
    return ("P", ("season", m["s"], m["e"] or "", m["y"]), WEAK if bare else 0)


def _iso_week(m: Match) -> Built:
    number = m["n"][1] if isinstance(m["n"], tuple) else m["n"]  # a count, an ordinal, or one that became a day
    if isinstance(m["n"], tuple) and m["n"][0] == "date" and m["n"][2] is not None:
        return None
    return ("K", ("week", ("iso", number, m["y"]), m["e"] or ""), 0) if isinstance(number, int) and 1 <= number <= 53 else None


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
    for token in parts:
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
    term = terms[0] if len(terms) == 1 else ("either", *terms)
    if "day_after" in relations:
        term, relations = ("after", ("span", 1, 1, "day"), term), []
    first = next((r for r in relations if r), "")
    strong = [r for r in relations if r in ("by", "before", "after", "not_before", "until", "since", "from", "within")]
    return ("%", (term, strong[0] if strong else first, "for" in relations, "from" in relations), flags)


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
