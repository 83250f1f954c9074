"""The grammar's third level: days in weeks, weeks of dates, parts of months, spans from days."""

from __future__ import annotations

from typing import Any

from app.detection.dates_atoms import PARTS_OF_WEEK
from app.detection.dates_cascade import JUNK, Built, Level, Match
from app.detection.dates_lexer import Token
from app.detection.dates_lexicon import AHEAD, COUNTED, PLURAL, RANGE, WEAK

Term = tuple[Any, ...]


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
    part = PARTS_OF_WEEK.get(value[0]) or (value[2] or "late" if value[:2] == ("week", 0) else None)
    if part is None or m["r"] not in ("from", 0):
        return None
    return ("K", ("week", ("of", m["d"]), part), 0)


def _midweek_of(m: Match) -> Built:
    """midweek the week after next."""
    part = PARTS_OF_WEEK.get(m["p"][0])
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


def _within_the_week(m: Match) -> Built:
    """within the week: seven days, the later of its two readings."""
    return ("P", ("after", ("span", 1, 1, "week"), ("day", 0)), 0) if m["r"] == "within" else None


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
    (r"t?W,?t?dL", lambda _: ("P", ("past",), 0)),
    (r"t?[XI]?(?P<w>W),?\(?R?t?(?P<d>d)\)?", _named_date),
    (r"t?(?P<w>W)[.],?\(?R?t?(?P<d>d)\)?", lambda m: _named_date(m) if _abbreviated(m.token("w")) else None),
    (r"t?(?P<d>d),?\(?(?P<w>W)\)?", _named_date),
    (r"t?(?P<w>W),?t?(?P<n>n)(?![ukwmhyqM:%-]|r(?!R?t?[TW])|ct?[ndO])", _weekday_number),
    (r"t?(?P<w>W)w(?!X)", _plus),
    (r"(?P<d>D)w", _plus),
    (r"(?P<s>s)[%Rco]?t?I?(?P<w>W)", _plus),
    (r"(?P<s>s)[%R]?(?P<d>D)", _plus),
    (r"(?P<s>s)(?:[%Rco]t?)(?P<z>d)", _plus),
    (r"t?(?P<w>W)R?(?P<s>s)", _plus),
    (r"(?P<d>D)R(?P<s>s)", _plus),
    (r"(?P<n>n)!(?!t?[WdX])", lambda m: ("s", ("span", *m["n"], "week"), COUNTED)),
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
    (r"t?Lt?d|t?dL", lambda _: ("P", ("past",), 0)),
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
    (r"(?P<r>R)tw(?![a-zA-Z!#])", _within_the_week),
    (r"(?P<k>K)[.]?(?P<n>n)(?![ukwmhyqM:%cr-])", lambda m: _iso_week(m) if m["k"] == ("week", 0, "") and m["n"][1] > 9 else None),
    (r"t?e[oR]t?(?P<d>d)", lambda m: ("P", ("weekend_of", m["d"]), 0)),
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
