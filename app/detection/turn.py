"""Whose turn is it? A walk through a thread, oldest first, that keeps what is in force: promise, answer, request, end.

The rules are section 4 of docs/detection.md: an answer is any mail of theirs after the promise that a human wrote and that
makes no new promise; what they ask of me makes it my turn; a rejection, an offer or my withdrawal closes; my own mail after the
deadline is a follow-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from app.detection import elsewhere as other_threads
from app.detection.asks import SMALL
from app.detection.automatic import Kind
from app.detection.due import Calendar, due_on, promise_from
from app.detection.reading import Ask, Outcome, Pledge, Reading
from app.detection.verdict import Corrections, Promise, Reason

_NEVER_SPEAKS = frozenset({Kind.BOUNCE, Kind.RECEIPT, Kind.SURVEY, Kind.CALENDAR_REPLY})


@dataclass(slots=True)
class Turn:
    """What a thread has come to.

    Attributes:
        replied: I have written something of substance since they last asked.
        source: the message that holds the promise.
        pledge: the promise as it was read there.
        pending: the promise waits for something that I must do first.
        ask: what they want of me, not done yet.
        asker: the message that asks.
        answer: the message that answered the promise, in this thread or another.
        outcome: what closed the thread, and the message that did.
        follow_ups: my mails after the deadline.
        silence: the message with the latest silence clause.
        last_human: their latest message that a human wrote, whatever it says.
        reasons: what happened, in order, for the user.
    """

    promise: Promise | None = None
    source: Reading | None = None
    pledge: Pledge | None = None
    pending: bool = False
    ask: Ask | None = None
    asker: Reading | None = None
    replied: bool = False
    answer: Reading | None = None
    outcome: Outcome | None = None
    ended_by: Reading | None = None
    follow_ups: list[Reading] = field(default_factory=list)
    silence: Reading | None = None
    last_human: Reading | None = None
    last: Reading | None = None
    reasons: list[Reason] = field(default_factory=list)


def take_turns(
    thread: Sequence[Reading], others: Sequence[Reading], days: Calendar, corrections: Corrections, now: datetime
) -> Turn:
    """Walk through everything sent until ``now``, oldest first."""
    turn = Turn()
    own = {id(reading) for reading in thread}
    everything = sorted((r for r in (*thread, *others) if not r.draft and r.sent_at <= now), key=lambda r: r.sent_at)
    said_on = corrections.said_on
    for at, together in groupby(everything, key=lambda r: r.sent_at):
        if said_on and days.local_day(at) > said_on:
            _said_aloud(turn, said_on, corrections)
            said_on = None
        for reading in together:
            if id(reading) not in own:
                _heard_elsewhere(turn, reading, thread, days)
            elif reading.mine:
                turn.last = reading
                _i_wrote(turn, reading, days, corrections)
            else:
                turn.last = reading
                _they_wrote(turn, reading, days, corrections)
    if said_on and days.local_day(now) >= said_on:
        _said_aloud(turn, said_on, corrections)
    if turn.pending and turn.source and corrections.done_at and corrections.done_at >= turn.source.sent_at:
        _my_part_done(turn, days.local_day(corrections.done_at), days)
    return turn


def _said_aloud(turn: Turn, said_on: date, corrections: Corrections) -> None:
    """A promise that they made by word of mouth, as the user tells us: it takes the place of what was in force on that day."""
    source = turn.last_human or turn.last
    if source is None or corrections.said_by is None:
        return
    # A name of its own, so that its lapse is another one than that of a promise in the message it is attached to.
    name = f"{source.id}#said-{said_on}"
    if name in corrections.not_promises:
        return
    by = dict(corrections.deadlines).get(name, corrections.said_by)
    rule = "the date you gave" if by != corrections.said_by else "you told us that they said so"
    turn.promise = Promise(name, "", by, by, dated=True, made_on=said_on, rule=rule)
    turn.source, turn.pledge, turn.pending = source, None, False
    turn.answer = turn.outcome = turn.ended_by = turn.ask = turn.asker = turn.silence = None
    turn.follow_ups = []


def _they_wrote(turn: Turn, reading: Reading, days: Calendar, corrections: Corrections) -> None:
    if reading.automatic in _NEVER_SPEAKS or (reading.calendar in ("REPLY", "CANCEL") and reading.says_nothing):
        return
    if reading.automatic == Kind.OUT_OF_OFFICE:
        _away(turn, reading, days)
        return
    human = not reading.automatic
    if reading.silence and not reading.pledges:
        turn.silence = reading
    if human:
        turn.last_human = reading
    if reading.outcome:
        turn.outcome, turn.ended_by, turn.ask = reading.outcome, reading, None
        turn.reasons.append(Reason("turn", _SAYS[reading.outcome.kind], reading.outcome.quote))
        return
    if not turn.pending and _promised(turn, reading, days, corrections):
        _asked(turn, reading)
        return
    if turn.pending and reading.pledges and _promised(turn, reading, days, corrections):
        _asked(turn, reading)
        return
    if not human:
        return
    if turn.outcome and (reading.next_step or any(ask.kind == "availability" for ask in reading.asks)):
        turn.outcome = turn.ended_by = None
    if reading.says_nothing:
        if turn.pending:
            _my_part_done(turn, days.written_on(reading), days)
        if turn.ask and turn.replied and turn.ask.kind in SMALL:
            turn.ask = turn.asker = None  # "Got it, thanks!"
        return
    if reading.not_before and turn.promise and not turn.answer:
        _not_before(turn, reading, days)
        _asked(turn, reading)
        return
    small = reading.merely_asks and all(ask.kind in SMALL for ask in reading.asks) and not reading.calendar
    if turn.promise and not small and not turn.answer:
        turn.answer = reading
        turn.reasons.append(Reason("turn", "They have written since, without a new promise: that counts as an answer."))
    turn.pending = turn.pending and small
    _asked(turn, reading)


_SAYS = {
    "rejected": "They said no.",
    "filled": "They say that the post is filled.",
    "cancelled": "They say that the post is gone.",
    "offered": "They made an offer.",
    "withdrew": "You withdrew.",
    "declined": "You declined.",
    "accepted": "You accepted.",
}


def _asked(turn: Turn, reading: Reading) -> None:
    """What this message wants of me takes the place of what an earlier one wanted."""
    turn.ask, turn.asker = (reading.asks[0], reading) if reading.asks else (None, None)
    turn.replied = False


def _promised(turn: Turn, reading: Reading, days: Calendar, corrections: Corrections) -> bool:
    """Take the promise of this message into force, where it makes one."""
    if reading.id in corrections.not_promises:
        return False
    chosen = _chosen(reading, days, corrections)
    if chosen is None:
        return False
    pledge, promise = chosen
    current = turn.promise
    if current and not turn.answer and not turn.outcome and not turn.pending:
        if pledge.reported and turn.pledge and not turn.pledge.reported and current.dated:
            return False
        if current.dated and not promise.dated and due_on(current, days) >= due_on(promise, days):
            turn.reasons.append(
                Reason("promise", "They wrote again without a new date; the date they gave before holds.", pledge.quote)
            )
            turn.answer = None
            return True
    turn.promise, turn.pledge, turn.source = promise, pledge, reading
    turn.pending = pledge.on_me and not reading.mine
    turn.answer = turn.outcome = turn.ended_by = None
    turn.follow_ups = []
    if not pledge.reported:
        turn.silence = None
    return True


def _chosen(reading: Reading, days: Calendar, corrections: Corrections) -> tuple[Pledge, Promise] | None:
    """Of several promises in one message: a response to me before other steps, a dated one before "soon", the later date."""
    corrected = dict(corrections.deadlines).get(reading.id)
    found: list[tuple[Pledge, Promise]] = []
    for pledge in reading.pledges:
        if promise := promise_from(pledge, reading, days):
            found.append((pledge, promise))
    if not found:
        return None
    best = max(found, key=lambda both: (both[1].dated, both[0].rank, both[1].deadline))
    if corrected:
        pledge, promise = best
        told = Promise(
            promise.message_id, promise.quote, corrected, corrected, dated=True, made_on=promise.made_on,
            reported=promise.reported, rule="the date you gave",
        )  # fmt: skip
        return pledge, told
    return best


def _away(turn: Turn, reading: Reading, days: Calendar) -> None:
    """The promiser's own out-of-office moves the deadline to the day they are back, when that is later."""
    if not (turn.promise and turn.source and reading.back_on and not turn.answer):
        return
    promiser = turn.last_human if turn.source.mine else turn.source
    if promiser is None or not other_threads.is_same_person(promiser, reading):
        return
    try:
        back_on = days.window(replace(reading.back_on, relation=""), reading).deadline
    except (ValueError, OverflowError):
        return
    if back_on > turn.promise.deadline:
        _move(turn, turn.promise, back_on, "they are away until then", days)
        turn.reasons.append(
            Reason("turn", f"Their out-of-office says they are back on {back_on}: the deadline moves to that day.")
        )


def _not_before(turn: Turn, reading: Reading, days: Calendar) -> None:
    if not (turn.promise and reading.not_before):
        return
    try:
        day = days.window(reading.not_before, reading).deadline
    except (ValueError, OverflowError):
        return
    if day > turn.promise.deadline:
        _move(turn, turn.promise, day, "no news before that day, they say", days)
        turn.reasons.append(
            Reason("turn", f"They will have no news before {day}: the deadline moves to that day.", reading.not_before.text)
        )


def _move(turn: Turn, promise: Promise, deadline: date, rule: str, days: Calendar) -> None:
    """Put the deadline off; what I wrote until then is no follow-up any more."""
    turn.promise = replace(promise, deadline=deadline, rule=rule)
    turn.follow_ups = [mine for mine in turn.follow_ups if days.local_day(mine.sent_at) > deadline]


def _my_part_done(turn: Turn, done_on: date, days: Calendar) -> None:
    """A promise that waited for me counts from the day I did my part."""
    turn.pending = False
    if turn.pledge and turn.source:
        promise = promise_from(turn.pledge, turn.source, days, from_on=done_on)
        turn.promise = promise or turn.promise


def _i_wrote(turn: Turn, reading: Reading, days: Calendar, corrections: Corrections) -> None:
    if reading.calendar == "REPLY" and turn.asker and turn.asker.calendar:
        turn.ask = turn.asker = None  # An invitation is answered with a click, whatever it asks me to bring.
    if reading.automatic or reading.calendar == "CANCEL":
        return
    if reading.outcome:
        turn.outcome, turn.ended_by, turn.ask = reading.outcome, reading, None
        turn.reasons.append(Reason("turn", _SAYS[reading.outcome.kind], reading.outcome.quote))
        return
    if turn.promise and not turn.answer and not turn.pending and days.local_day(reading.sent_at) > turn.promise.deadline:
        if reading.called and not reading.pledges:
            turn.answer = reading
            turn.reasons.append(Reason("turn", "You thank them for their call: that counts as an answer."))
            return
        turn.follow_ups.append(reading)
    elif reading.pledges and _promised(turn, reading, days, corrections):
        pass
    turn.replied = turn.replied or not (reading.defers or reading.courtesy)
    if reading.defers or not _gives_what_is_asked(turn, reading):
        return
    if turn.pending:
        _my_part_done(turn, days.written_on(reading), days)
    turn.ask = turn.asker = None


_TO_DELIVER = frozenset({"task", "document", "availability"})


def _gives_what_is_asked(turn: Turn, reading: Reading) -> bool:
    """Whether my mail may hold what they asked for. Thanks alone ("looks fun, I'll find an evening") does not do a test."""
    if turn.ask is None and not turn.pending:
        return True
    wanted = turn.ask.kind if turn.ask else "document"
    return reading.delivers or not (reading.courtesy or wanted in _TO_DELIVER)


def _heard_elsewhere(turn: Turn, reading: Reading, thread: Sequence[Reading], days: Calendar) -> None:
    """Mail in another thread: theirs may answer or end this one, mine may be the follow-up."""
    if reading.mine:
        promise, source = turn.promise, turn.source
        if promise and source and source.sender and not turn.answer and days.local_day(reading.sent_at) > promise.deadline:
            wanted = {p.address for p in (source.sender, *source.reply_to)}
            asks = not reading.automatic and reading.outcome is None  # What I decline there is another role.
            if not source.mine and asks and any(person.address in wanted for person in reading.to):
                turn.follow_ups.append(reading)
        return
    begun = [r for r in thread if r.sent_at <= reading.sent_at and not r.draft]
    if not begun:
        return
    if other_threads.ends(begun, reading):
        turn.outcome, turn.ended_by, turn.ask = reading.outcome, reading, None
        turn.reasons.append(
            Reason("turn", "Another thread tells how this ended.", reading.outcome.quote if reading.outcome else "")
        )
        return
    if turn.promise is None or turn.answer or turn.source is None:
        return
    promiser = turn.last_human if turn.source.mine and turn.last_human else turn.source
    if other_threads.answers(begun, promiser, reading):
        turn.answer = reading
        turn.pending = False
        name = reading.sender.name or reading.sender.address if reading.sender else ""
        turn.reasons.append(Reason("turn", f"{name} wrote to you in another thread: that counts as an answer.", reading.subject))
