"""Promises in words that no phrase of ours covers, and phrases that the sentence as a whole speaks against: what the weights decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from app.detection.clauses import SURE_OF_IT, Clause, at_an_hour, clauses_of, corrected_time, in_that_week, is_appointment
from app.detection.counting import names_a_step
from app.detection.dates import Wording, find
from app.detection.marks import Marked
from app.detection.reading import Pledge
from app.detection.sentence_kind import kinds
from app.detection.sentences import quote_of
from app.detection.words.promise_words import PromiseWords

SURE_DATED, SURE_UNDATED, SURE_REPORTED, SURE_NOT_BEFORE = 0.3, 0.74, 0.7, 0.6
"""How probable a promise must be where no phrase of ours is found: with a time, without one, and reported by me."""

SURE_CONDITIONAL, NOT_CONDITIONAL, SURE_BESIDE_ANOTHER = 0.93, 0.004, 0.7
SURE_OF_THE_OTHER, NOT_BEFORE_SAID, _FEW_LETTERS = 0.8, 0.2, 5
MAYBE_CONDITIONAL = 0.25
"""How probable a condition must be, beside words that may be one, that a promise waits for me."""
SURE_OF_TODAY = 0.7
"""How probable a promise for the day of writing must be: what is told of a day is mostly what happened on it."""
ARRANGED = 0.4
"""How probable an invitation must be, beside an hour, that is no promise."""
SURE_OF_THE_ASKING, HARDLY_A_PROMISE = 0.6, 0.1
_TO_ME = frozenset({"addressed", "bare", "respond", "verbless"})
"""Without any of these, something happens then ("we are crewing right after"), and nobody is told."""
_OPEN_ENDED = frozenset({"undated", "after_that", "respond", "bare"})
"""A sentence without a time promises only with one of these."""

SURE_OF_NONE, SURE_OF_NONE_UNDATED = 0.1, 0.35
"""A promise less probable than this is none, whatever phrase was found: with a time, and without one."""


def speaks_against(one: Marked, pledge: Pledge, clauses: Sequence[Clause]) -> bool:
    """Whether the sentence as a whole is plainly of another kind, and so is the clause in which the time stands."""
    if "request" in one.has and one.kinds["ask"] >= SURE_OF_THE_ASKING and one.kinds["promise"] < HARDLY_A_PROMISE:
        return True  # "Send it to me here when you have it, before Monday if you can."
    today = pledge.when is not None and pledge.when.term == ("day", 0)
    if today and ("commits" not in one.has or "courtesy" in one.has) and one.kinds["promise"] < SURE_OF_TODAY:
        return True  # "Today I had word that the process rests."
    plain = "undated" in one.has and "bare" in one.has
    least = SURE_OF_NONE if pledge.dated or plain else SURE_OF_NONE_UNDATED
    if one.kinds["promise"] + one.kinds["conditional"] >= least:
        return False
    when = pledge.when
    clause = next((c for c in clauses if when is not None and c.start <= when.start < c.end), None)
    return clause is None or len(clauses) == 1 or _promise_in(clause, one) < SURE_DATED


def weighed_promises(
    one: Marked,
    text: str,
    words: PromiseWords,
    dated: tuple[Wording, ...],
    last_step: Callable[[], Wording | None],
    quoting: str,
) -> Iterator[Pledge]:
    """A promise in words that no phrase of ours covers, where the sentence as a whole says so plainly."""
    if one.mine:
        told = "reported" in one.has or "reported_response" in one.has
        ahead = [w for w in dated if w.term != ("day", 0)]  # "Thank you for the tour this morning."
        if ahead and told and one.kinds["my_reported"] >= SURE_REPORTED and not text.rstrip().endswith("?"):
            yield Pledge(quote_of(one.sentence, quoting), ahead[-1], reported=True)
        return
    chance = one.kinds["promise"] + one.kinds["conditional"]
    if chance < (SURE_DATED if dated else SURE_UNDATED) or text.rstrip(" )\"'").endswith("?"):
        return
    if "banned_sentence" in one.has or ("hangs_on_others" in one.has and (not dated or chance < SURE_BESIDE_ANOTHER)):
        return
    if "request" in one.has and "banned" in one.has and "commits" not in one.has and chance < SURE_BESIDE_ANOTHER:
        return  # "Gib mir bitte bis Donnerstag Bescheid."
    if not dated and "banned" in one.has and "undated" not in one.has and chance < SURE_OF_IT:
        return
    if not dated and _OPEN_ENDED.isdisjoint(one.has) and not words.day_after.search(text) and not names_a_step(text):
        return
    if dated and len(text.strip(" .,;:-–•*")) - sum(w.end - w.start for w in dated) < _FEW_LETTERS:
        return  # A slot of a list, "Tuesday 10 March, 9.30 am": it is the sentences around it that say what it is.
    hangs = words.hangs_on_me.search(text)
    on_me = one.kinds["conditional"] > one.kinds["promise"] or (
        hangs is not None and (one.kinds["conditional"] >= MAYBE_CONDITIONAL or OF_ME.search(hangs.group()) is not None)
    )
    quote = quote_of(one.sentence, quoting)
    if not dated:
        follows = "day_after" if words.day_after.search(text) else "after" if words.after_that.search(text) else ""
        if not follows and words.that_day.search(text):
            follows = "then"
        step = last_step() if follows else None
        yield Pledge(quote, None, step, follows if step else "", on_me=on_me)
        return
    clauses = clauses_of(text, words, dated)
    with_time = [(clause, w) for clause in clauses for w in dated if clause.start <= w.start < clause.end]
    clause, when = max(with_time, key=lambda both: _promise_in(both[0], one)) if with_time else (clauses[-1], dated[-1])
    if when.term == ("day", 0) and "commits" not in one.has and chance < SURE_OF_TODAY:
        return
    if when.relation == "until" and "respond" not in one.has:
        return  # "They are interviewing all the way through the end of May."
    if when.kind in ("holiday", "season") and not when.relation:
        return  # "Wishing you a restful Christmas."
    if when.kind in ("holiday", "season") and "respond" not in one.has and chance < SURE_UNDATED:
        return
    if when.term[0] == "span" and when.term[3] in ("hour", "minute") and "respond" not in one.has:
        return  # "It'll be half an hour tops."
    if when.relation in ("since", "from") or (words.calls.search(text) and is_appointment(clause, text, when, words, chance)):
        return
    if "respond" not in one.has and at_an_hour(text, when, words) and not words.outcome.search(text):
        return
    meant = corrected_time(clauses, clauses.index(clause), dated) or in_that_week(when, dated)
    step = next((w for w in dated if w.end <= clause.start and clause.joined), None) if meant is when else None
    to_me = not _TO_ME.isdisjoint(one.has)
    yield Pledge(quote, meant, step, on_me=on_me, rank=2 if to_me else 1, to_me=to_me)


def _promise_in(clause: Clause, one: Marked) -> float:
    """How probable a promise is in one clause of a sentence."""
    return kinds(clause.text, find(clause.text, one.language), (), one.language)["promise"]


OF_ME = re.compile(
    r"\b(?:once|when|as soon as|after|sobald|wenn|nachdem|dès que|quand|lorsque|une fois que) (?:you|u|you've|du|vous|tu)\b|"
    r"\ben (?:ma|notre) possession\b|\bme (?:los |las |lo |la )?(?:pases|digas|digáis|mandes|envíes)\b|\b(?:termines|acabes|env[ií]es|mandes|entregues|completes|rellenes|confirmes|subas)\b",
    re.IGNORECASE,
)
"""A condition of which I am the subject."""
