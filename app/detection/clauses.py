"""The clauses of a sentence, and which time belongs to a verb: in its clause, in the one before, or by what it follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.detection.dates import Wording
from app.detection.words.promise_words import PromiseWords

_SHORT_CLAUSE = 60
SURE_OF_IT = 0.9
"""How probable a promise must be that overrules what only looks arranged already."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence with one verb, and where it stands."""

    start: int
    end: int
    text: str
    joined: bool
    """It follows from the clause before ("and", "so")."""


def clauses_of(text: str, words: PromiseWords, dated: Sequence[Wording]) -> list[Clause]:
    """Cut a sentence into clauses; never inside a time expression."""
    out: list[Clause] = []
    start, joined = 0, False
    for match in words.split.finditer(text):
        if any(wording.start < match.end() - 1 and match.start() < wording.end for wording in dated):
            continue
        if match.start() > start:
            out.append(Clause(start, match.start(), text[start : match.start()], joined))
        joined = bool(words.joined.search(match.group() + text[match.end() : match.end() + 5]))
        start = match.end()
    out.append(Clause(start, len(text), text[start:], joined))
    return out


def time_of(clauses: Sequence[Clause], index: int, verb: int, verb_end: int, dated: Sequence[Wording]) -> Wording | None:
    """The time that belongs to a response verb: after it in its clause, before it there, or alone in the clause that follows."""
    clause = clauses[index]
    inside = [w for w in dated if clause.start <= w.start < clause.end]
    if told := _TOLD.search(clause.text, verb_end - clause.start):
        # "Tomorrow I'll tell you whether you start on the 15th."
        inside = [w for w in inside if w.start < clause.start + told.start()] or inside
    within = [w for w in inside if verb <= w.start < verb_end]
    after = [w for w in inside if w.start >= verb_end] or within[-1:]
    if after:
        if len(after) > 1 and after[-1].start - after[0].end < 12 and after[-1].relation in ("by", "before", "within"):
            return after[-1]
        return after[0]
    if inside:
        return inside[-1]
    if index and (previous := [w for w in dated if clauses[index - 1].start <= w.start < clauses[index - 1].end]):
        ahead = clauses[index - 1]
        if ahead.end - previous[-1].end <= 2 and previous[-1].end - previous[-1].start >= 0.6 * len(ahead.text.strip()):
            return previous[-1]  # "Im Anschluss, spätestens am Montag, rufe ich Sie an."
    if index + 1 < len(clauses):
        following = clauses[index + 1]
        beside = [w for w in dated if following.start <= w.start < following.end]
        if beside and _GOES_ON.match(following.text):
            return beside[0]  # "... the results, which we expect to do by mid April"
        if (
            beside
            and beside[0].start - following.start <= 14
            and beside[0].end - following.start >= 0.4 * len(following.text.strip())
        ):
            return beside[0]
    return None


_GOES_ON = re.compile(
    r"\W*(?:which|and that|and this|was|ce que|ce qui|lo que|lo cual) (?:we|i|should|will|would|is|ought|wir|ich|nous|je|devrait|sera|esperamos|espero|ser[aá]|deber[ií]a)\b",
    re.IGNORECASE,
)
"""How a clause begins that says when the one before it will be done."""
_NEARLY_ALL = 0.7
_TOLD = re.compile(r"\b(?:wh|whether|ob)\b", re.IGNORECASE)
"""Where begins what is told ("wh" is how :mod:`app.detection.marks` writes an "if" that is no condition)."""

CORRECTS = re.compile(
    r"\W*(?:no|sorry|actually|rather|make that|let's say|or rather|scratch that|non|disons|plutôt|pardon|nein|sagen wir|besser gesagt|"
    r"ach|quatsch|digo|digamos|mejor|perd[oó]n)\b",
    re.IGNORECASE,
)
"""How somebody begins who takes back what they have just said, in four languages."""


def corrected_time(clauses: Sequence[Clause], index: int, dated: Sequence[Wording]) -> Wording | None:
    """The time in a later clause that takes the one before back ("within a fortnight... no, let's say Friday the 10th")."""
    for clause in clauses[index + 1 :]:
        said = next((w for w in dated if clause.start <= w.start < clause.end), None)
        if CORRECTS.match(clause.text):
            return said
        if said is not None and said.end - said.start >= _NEARLY_ALL * len(clause.text.strip(" .,!;)")):
            before = [w for w in dated if clauses[index].start <= w.start < clause.start]
            if before and before[-1].kind in ("holiday", "season"):
                return said  # "... before the Easter break, so Thursday at the latest"
    return None


def in_that_week(when: Wording, dated: Sequence[Wording]) -> Wording:
    """A weekday behind a week to come is of that week: "next week you'll hear how it went, Thursday at the latest"."""
    week = next((w for w in reversed(dated) if w.end <= when.start and w.kind == "week"), None)
    if when.term[0] != "weekday" or when.term[2] != "coming" or week is None or week.term[1] not in (1, 2):
        return when
    return replace(when, term=("weekday_in", when.term[1], week.term))


THAT_WEEK = re.compile(
    r"\b(?:that (?:same )?week|the same week|derselben woche|jener woche|cette semaine-là|la même semaine|esa (?:misma )?semana)\b",
    re.I,
)


def step_of(
    clauses: Sequence[Clause],
    index: int,
    dated: Sequence[Wording],
    last_step: Callable[[], Wording | None],
    words: PromiseWords,
) -> tuple[Wording | None, str]:
    """The step that a promise without a time of its own follows, and how."""
    clause = clauses[index]
    earlier = [w for w in dated if w.end <= clause.start]
    told = clause.text
    if index and len(clauses[index - 1].text) < _SHORT_CLAUSE:
        told = f"{clauses[index - 1].text}, {told}"  # "Once they have met, I'll call you."
    after = words.after_that.search(told)
    if words.day_after.search(told) and (step := earlier[-1] if earlier else last_step()):
        return step, "day_after"
    that_day = words.that_day.search(told)
    if earlier and after and earlier[-1].term[0] == "span" and _NEXT.fullmatch(after.group()):
        return earlier[-1], "then"  # "Allow ten working days, I'll then tell you."
    if earlier and (clause.joined or after or that_day):
        return earlier[-1], "after" if after else "that_week" if THAT_WEEK.search(told) else "then"
    if (after or that_day) and (step := last_step()):
        return step, "after" if after else "that_week" if THAT_WEEK.search(told) else "then"
    if earlier and len(clauses) == index + 1 and not words.undated.search(clause.text):
        return earlier[-1], "then"
    return None, ""


_NEXT = re.compile(r"ensuite|puis|dann|anschließend|luego|entonces|then|a continuaci[oó]n", re.IGNORECASE)


def is_the_call(verb: str, clause: Clause, step: Wording, words: PromiseWords) -> bool:
    """ "Would Thursday at 10 suit? I'll ring you on your mobile then." """
    return bool(words.calls.search(verb) and words.hour.search(step.text) and not words.outcome.search(clause.text))


def at_an_hour(text: str, when: Wording, words: PromiseWords) -> bool:
    return when.relation not in ("by", "before", "within") and words.hour.search(text, when.start) is not None


def is_appointment(clause: Clause, text: str, when: Wording, words: PromiseWords, chance: float) -> bool:
    """A call at an hour, or for an interview, is arranged already; with the decision it is a promise.

    Args:
        chance: how probable the sentence as a whole makes a promise.
    """
    if words.outcome.search(clause.text):
        return False
    return at_an_hour(text, when, words) or (chance < SURE_OF_IT and words.appointment.search(text) is not None)
