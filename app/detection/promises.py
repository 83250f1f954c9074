"""Sentences in which they commit to respond: dated, undated, conditional, reported, and the silence clause.

A promise is a response verb in a committing form ("I'll get back to you", "you will hear", "results will be sent"), in a clause
that no request, refusal, report of the past or condition on others spoils, together with the time expression that belongs to
it: in the same clause, else in the clause before it ("she decides Friday and I'll call you"), else by reference ("after that").
Without a time it is an undated promise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.detection.clauses import (
    CORRECTS,
    SURE_OF_IT,
    THAT_WEEK,
    at_an_hour,
    clauses_of,
    corrected_time,
    in_that_week,
    is_appointment,
    is_the_call,
    step_of,
    time_of,
)
from app.detection.counting import counted_from, following_named
from app.detection.dates import Wording
from app.detection.marks import Marked, without_inner_stops
from app.detection.reading import Pledge, Silence
from app.detection.sentences import Sentence, quote_of
from app.detection.weighed_promises import (
    ARRANGED,
    NOT_BEFORE_SAID,
    NOT_CONDITIONAL,
    OF_ME,
    SURE_BESIDE_ANOTHER,
    SURE_CONDITIONAL,
    SURE_DATED,
    SURE_NOT_BEFORE,
    SURE_OF_NONE_UNDATED,
    SURE_OF_THE_OTHER,
    speaks_against,
    weighed_promises,
)
from app.detection.words.promise_words import PromiseWords
from app.detection.words.promises import PROMISES

_NAMES_EVENT = re.compile(
    r"(?:'s)? (?:interviews?|meetings?|calls?|sessions?|slots?|appointments?|class|event|chat|shift|start)\b(?! (?:i|we)\b)",
    re.IGNORECASE,
)
"""What makes a time before it the name of something: "the Thursday meeting", "Friday's interview"."""

_REACH = 4
"""How many sentences back "after that" may look for what it refers to."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one message promises."""

    pledges: tuple[Pledge, ...] = ()
    silence: Silence | None = None
    not_before: Wording | None = None
    promising: frozenset[int] = frozenset()
    """Where the sentences begin that promise without asking anything of me first."""


def find_promises(marked: Sequence[Marked], language: str, *, mine: bool, quoting: str) -> Found:
    """Find what a message promises.

    Args:
        marked: the sentences of the sender's own words.
        mine: I wrote it: only what it reports of them counts.
        quoting: the own words that quotes are cut from; offsets of the sentences point into it.
    """
    words = PROMISES.get(language, PROMISES["en"])
    pledges: list[Pledge] = []
    silence: Silence | None = None
    not_before: Wording | None = None
    closing: Wording | None = None
    before: list[Marked] = []
    latest: list[Pledge] = []
    weighed: list[tuple[float, Pledge]] = []
    promising: set[int] = set()
    for one in marked:
        sentence, text, has = one.sentence, one.text, one.has
        last_step = partial(_last_dated, tuple(before[-_REACH:]))
        before.append(one)
        if "silence" in has and (clause := _silence(one, words, closing, quoting)):
            silence = silence or clause
            continue
        responds = "reported_response" in has or "respond" in has or "step" in has
        verbless = not responds and len(text) < 90 and "verbless" in has
        extends = "extension" in has
        dated = _ahead(one)
        if not (dated or responds or verbless or extends or ("undated" in has and "commits" in has)):
            latest = []
            continue
        text = without_inner_stops(text)
        if dated and "closing" in has:
            closing = next((w for w in dated if w.kind != "span"), closing)
        negated = (
            bool(dated)
            and "not_before" in has
            and (responds or verbless or words.outcome.search(text) is not None or one.kinds["notbefore"] >= NOT_BEFORE_SAID)
        )
        if negated:
            match = words.not_before.search(text)
            not_before = not_before or _after_match(dated, match.end() if match else 0)
        if dated and not not_before and not mine and one.kinds["notbefore"] >= SURE_NOT_BEFORE:
            not_before = dated[-1]
        found: list[Pledge] = []
        if mine:
            found = list(_reported(text, words, dated, sentence, quoting))
        elif responds:
            asked = partial(_wants_something, tuple(before[-_REACH:-1]))
            found = list(_in_sentence(one, text, words, dated, last_step, sentence, quoting, asked))
        if not mine and not found and dated:
            if verbless and not responds:
                found = list(_verbless(text, words, dated, sentence, quoting))
            if not found and extends and one.kinds["promise"] >= SURE_DATED:
                found = list(_extension(text, words, dated, sentence, quoting))
        if found and not mine:
            found = [pledge for pledge in found if not speaks_against(one, pledge, clauses_of(text, words, dated))]
        if (
            not found
            and not negated
            and (found := list(weighed_promises(one, text, words, dated, last_step, quoting)))
            and not mine
        ):
            weighed += [(one.kinds["promise"] + one.kinds["conditional"], pledge) for pledge in found]
        found = [following_named(counted_from(pledge, one, before, closing), one, before) for pledge in found]
        if any(not pledge.on_me for pledge in found):
            promising.add(sentence.start)
        if not found and not mine and dated and latest and (told := _told_again(one, latest, words, quoting)):
            pledges = [pledge for pledge in pledges if pledge not in latest]
            found = [told]
        latest = found
        pledges += found
    from_weights = {id(pledge) for _, pledge in weighed}
    plain_one = any(pledge.rank == 2 and id(pledge) not in from_weights for pledge in pledges)
    if plain_one or any(chance >= SURE_BESIDE_ANOTHER and pledge.rank == 2 for chance, pledge in weighed):
        # Beside a promise in plain words, only what is as plain counts.
        doubted = [id(pledge) for chance, pledge in weighed if chance < SURE_BESIDE_ANOTHER]
        pledges = [pledge for pledge in pledges if id(pledge) not in doubted]
    return Found(tuple(pledges), silence, not_before, frozenset(promising))


def _ahead(one: Marked) -> tuple[Wording, ...]:
    """The time expressions of a sentence that lie ahead and name no other thing ("the Thursday meeting")."""
    ahead = tuple(w for w in one.times if w.dated and not _NAMES_EVENT.match(one.text, w.end))
    meant = (
        tuple(w for w in ahead if not _TAKEN_BACK.search(one.text, max(0, w.start - 20), w.start)) if len(ahead) > 1 else ahead
    )
    if _THANKS.match(one.text):
        return tuple(w for w in meant or ahead if w.term != ("day", 0))
    return meant or ahead


_TAKEN_BACK = re.compile(
    r"\b(?:not|and not|rather than|instead of|nicht|statt|und nicht|pas|et non|plutôt que|au lieu d[eu]|y no|(?<!\bor )(?<!\bo )(?<!/)no|en (?:vez|lugar) de)"
    r" (?:(?:on|by|the|am|bis|zum|den|le|el|para|por|pour) )*$",
    re.IGNORECASE,
)
"""What takes a day back that stands beside another: "Tuesday the 24th, not the 17th"."""


def _last_dated(before: Sequence[Marked]) -> Wording | None:
    """The last time expression of the sentences before, looked for only when something refers to it."""
    for one in reversed(before[-_REACH:]):
        if (ahead := _ahead(one)) and not _THANKS.match(one.text):
            return ahead[-1]
    return None


_THANKS = re.compile(
    r"\W*(?:(?:many |so many |dear|hi|hello) )?(?:thank|thanks|thx|cheers for|(?:vielen |herzlichen |besten |lieben )?dank|danke|merci|(?:muchas |mil )?gracias|"
    r"(?:it was |was )?(?:great|good|nice|lovely|a pleasure|so good) (?:to|meeting|seeing|talking|speaking|chatting))\b",
    re.IGNORECASE,
)
"""How a sentence begins whose days lie behind: "thank you for cooking for us on Saturday"."""


def _wants_something(before: Sequence[Marked]) -> bool:
    """Whether one of these sentences asks something of me."""
    return any(one.kinds["ask"] >= (SURE_DATED if "request" in one.has else SURE_OF_IT - 0.05) for one in before)


def _after_match(dated: Sequence[Wording], end: int) -> Wording | None:
    """The first time expression that ends after ``end``: relation words ("before") are part of it."""
    return next((wording for wording in dated if wording.end > end), None)


def _in_sentence(
    one: Marked,
    text: str,
    words: PromiseWords,
    dated: tuple[Wording, ...],
    last_step: Callable[[], Wording | None],
    sentence: Sentence,
    quoting: str,
    asked: Callable[[], bool],
) -> Iterator[Pledge]:
    """The promises of one of their sentences.

    Args:
        asked: whether the sentences before want something of me: "once I have them" is then what I am to send.
    """
    if words.banned_sentence.search(text) or words.hangs_on_others.search(_OTHERWISE.sub(" ", text)):
        return
    question = text.rstrip(" )\"'").endswith("?")
    conditional = one.kinds["conditional"]
    hangs = words.hangs_on_me.search(text) if dated or "undated" not in one.has else None
    on_me = (conditional >= SURE_CONDITIONAL and ("request" in one.has or _CONDITION.search(text) is not None or asked())) or (
        hangs is not None and (conditional >= NOT_CONDITIONAL or OF_ME.search(hangs.group()) is not None or asked())
    )
    clauses = clauses_of(text, words, dated)
    for index, clause in enumerate(clauses):
        match = words.respond.search(clause.text)
        rank = 2 if match else 1
        match = match or words.step.search(clause.text)
        if match is None:
            continue
        if rank == 1 and not words.commits.search(clause.text[: match.start()] + " "):
            continue
        if (banned := words.banned.search(clause.text)) and not _harmless(banned, match, clause.text, words):
            continue
        if question and not words.commits.search(clause.text):
            continue
        at = clause.start + match.start()
        if words.day_after.search(clause.text) or words.that_day.search(clause.text):
            own = [w for w in dated if not (w.kind == "day" and clause.start <= w.start < clause.end)]
        else:
            own = list(dated)
        when = corrected_time(clauses, index, own) or time_of(clauses, index, at, clause.start + match.end(), own)
        if when and when.relation == "since":
            continue
        if when and words.calls.search(match.group()) and is_appointment(clause, text, when, words, one.kinds["promise"]):
            continue
        if when and one.kinds["invited"] >= ARRANGED and at_an_hour(text, when, words):
            continue  # "I confirm your interview for tomorrow at 11."
        if when is not None:
            when = in_that_week(when, dated)
        quote = quote_of(sentence, quoting)
        step, follows = None, ""
        to_me = bool(words.addressed.search(clause.text) or words.bare.search(clause.text))
        if when is None:
            step, follows = step_of(clauses, index, dated, last_step, words)
            if step is not None and follows == "then" and is_the_call(match.group(), clause, step, words):
                continue
        elif clause.joined and index:
            earlier = [w for w in dated if w.end <= clause.start and w.start >= clauses[max(0, index - 2)].start]
            step = earlier[-1] if earlier and _is_a_step(earlier[-1]) else None
        if when is not None or step is not None:
            yield Pledge(quote, when, step, follows, on_me=on_me, rank=rank, to_me=to_me)
        elif rank == 2 and not on_me and (words.undated.search(text) or words.bare.search(clause.text)):
            yield Pledge(quote, rank=rank, to_me=to_me)
        elif on_me and rank == 2:
            yield Pledge(quote, on_me=True, rank=rank, to_me=to_me)


def _is_a_step(wording: Wording) -> bool:
    """Whether something happens then that the next clause may follow, rather than lasts or ends."""
    return wording.relation not in ("after", "by", "before", "not_before") and wording.kind not in ("holiday", "season")


_OTHERWISE = re.compile(r"\b(?:or|oder|ou|o),? (?:if|wenn|falls|si)\b[^,.;]{0,40},", re.IGNORECASE)
"""A condition on the other of two outcomes: "with a decision or, if they want one, a last conversation"."""

_CONDITION = re.compile(
    r"\b(?:if|once|when|as soon as|after|upon|wenn|sobald|falls|nach|si|dès|une fois|quand|après|cuando|en cuanto|una vez|tras)\b",
    re.IGNORECASE,
)


def _harmless(ban: re.Match[str], verb: re.Match[str], clause: str, words: PromiseWords) -> bool:
    """Whether a banned phrase spoils nothing: before a commitment ("just let me check and I will ..."), or in what I am to be told."""
    if "?" in clause:
        return False
    if ban.end() < verb.start():
        return words.commits.search(clause[ban.end() : verb.start()]) is not None
    return ban.start() >= verb.end() and _WHAT_IS_TOLD.search(clause[verb.start() : ban.start()]) is not None


_WHAT_IS_TOLD = re.compile(r"\b(?:whether|wh|what|how|ob|wie es|was|ce que|comment|lo que|c[oó]mo|qu[eé])\b", re.IGNORECASE)


def _verbless(text: str, words: PromiseWords, dated: Sequence[Wording], sentence: Sentence, quoting: str) -> Iterator[Pledge]:
    """ "Decision by Friday.", "Feedback: early next week" """
    if words.banned.search(text) or words.hangs_on_others.search(text) or "?" in text or words.away.search(text):
        return
    for match in words.verbless.finditer(text):
        for when in dated:
            gap = text[match.end() : when.start] if when.start >= match.end() else text[when.end : match.start()]
            if (
                len(gap.split()) <= 4
                and words.beside.fullmatch(gap)
                and len(text) - (when.end - when.start) - len(match.group()) < 45
            ):
                yield Pledge(
                    quote_of(sentence, quoting), when, to_me=bool(words.outcome.search(match.group())) and len(text) < 60
                )
                return


_LENGTH = frozenset({"hour", "minute"})
"""What says how long something takes, rather than when it comes: "it'll be half an hour tops"."""


def _extension(text: str, words: PromiseWords, dated: Sequence[Wording], sentence: Sentence, quoting: str) -> Iterator[Pledge]:
    """ "We need another week.", "It'll be Thursday now, sorry." """
    if words.banned.search(text) or words.hangs_on_others.search(text) or "?" in text or words.away.search(text):
        return
    match = words.extension.search(text)
    if (
        match
        and (when := _after_match(dated, match.start()))
        and when.start - match.end() < 30
        and not (when.term[0] == "span" and when.term[3] in _LENGTH and when.relation not in ("in", "within"))
        and not words.appointment.search(text)
    ):
        yield Pledge(quote_of(sentence, quoting), when, to_me=False)


_MY_PLAN = re.compile(
    r",? (?:so|and|which is why|deshalb|also|daher|donc|alors|as[ií] que|por eso) (?:i|i'll|i'm|ich|je|j'|yo)\b|,? (?:deshalb|also|daher) \w+ ich\b",
    re.IGNORECASE,
)
"""Where my own plans begin, behind what I report: "... by the 22nd, so I'll keep that following week clear"."""


def _reported(text: str, words: PromiseWords, dated: Sequence[Wording], sentence: Sentence, quoting: str) -> Iterator[Pledge]:
    """What my own sentence reports of their promise."""
    report, response = words.reported.search(text), words.reported_response.search(text)
    if not dated or not report or not response or text.rstrip().endswith("?") or words.request_of_mine.search(text):
        return
    if report.end() > dated[-1].end and response.start() > dated[-1].end:
        return
    if THAT_WEEK.search(text):
        yield Pledge(quote_of(sentence, quoting), None, dated[-1], "that_week", reported=True)
        return
    if plan := _MY_PLAN.search(text, report.end()):
        dated = [w for w in dated if w.start < plan.start()] or dated
    after = [w for w in dated if w.start >= response.start()]
    yield Pledge(quote_of(sentence, quoting), (after or list(dated))[0], reported=True)


def _without(text: str, when: Wording) -> str:
    return f"{text[: when.start]} {text[when.end :]}"


def _told_again(one: Marked, latest: Sequence[Pledge], words: PromiseWords, quoting: str) -> Pledge | None:
    """The promise of the sentence before, its time told again: "Let's say Thursday week to be safe.", "Friday at the outside." """
    dated = _ahead(one)
    times = sum(wording.end - wording.start for wording in dated)
    if (
        len(dated) != 1
        or "?" in one.text
        or _WISHES.match(one.text)
        or dated[0].kind == "holiday"
        or len(one.text) - times > _FEW_CHARS
        or one.kinds["ask"] > SURE_OF_NONE_UNDATED
        or (
            one.kinds["nopromise"] > SURE_OF_THE_OTHER
            and not CORRECTS.match(one.text)
            and not words.beside.fullmatch(_without(one.text, dated[0]))
        )
    ):
        return None
    return replace(latest[-1], quote=quote_of(one.sentence, quoting), when=dated[0], step=None, follows="")


_FEW_CHARS = 26
_WISHES = re.compile(
    r"\W*(?:wish\w*|have an?|enjoy|happy|merry|hope you|good|great|froh\w*|schön\w*|gute[rns]?|bon(?:ne|nes|s)?|joyeu\w*|excellent\w*|belles?|"
    r"feliz|felices|buen\w*|que (?:tengas|tenga|pases|pase)|disfrut\w*)\b",
    re.IGNORECASE,
)
"""How wishes begin ("Have a good Easter", "Bon 1er mai"): their time is nobody's deadline."""


def _silence(one: Marked, words: PromiseWords, closing: Wording | None, quoting: str) -> Silence | None:
    """ "If you have not heard from us within two weeks, consider your application unsuccessful." """
    text = one.text
    if not words.silence_effect.search(text):
        return None
    dated = _ahead(one)
    spans = [w for w in dated if w.relation in ("within", "by", "in", "before", "until") or w.kind == "span"] or list(dated)
    if not spans:
        return None
    when = spans[0]
    counts_from = closing if when.anchor or words.closing.search(text) else None
    return Silence(quote_of(one.sentence, quoting), when, counts_from)
