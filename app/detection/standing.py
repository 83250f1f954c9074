"""From whose turn it is to a verdict: the status at an instant, when a follow-up is due, and until when.

The order in which statuses win is that of :class:`app.detection.verdict.Status`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.detection.automatic import Kind, is_unattended_address
from app.detection.due import Calendar, due_on
from app.detection.reading import Reading
from app.detection.turn import Turn
from app.detection.verdict import Corrections, Promise, Reason, Status, Verdict


def standing(
    turn: Turn,
    thread: Sequence[Reading],
    days: Calendar,
    now: datetime,
    corrections: Corrections,
    reasons: list[Reason],
    elsewhere_human_since: datetime | None,
) -> Verdict:
    """Where a recruiter thread stands at ``now``."""
    rules = days.rules
    promise = turn.promise
    today = days.local_day(now)
    counterpart = _counterpart(turn, thread)
    silence_ends = _silence_ends(turn, days, elsewhere_human_since)
    due_day, due_at, lapse, nth = _due(turn, promise, days, corrections)
    if promise:
        _explain_promise(promise, due_day, days, reasons)
    gives_up_on = _gives_up_on(turn, promise, nth, days)

    def verdict(status: Status, wake_at: datetime | None, *why: Reason, due: bool = True) -> Verdict:
        return Verdict(
            status=status,
            recruiter=True,
            promise=promise,
            due_on=due_day if due else None,
            due_at=due_at if due else None,
            wake_at=wake_at,
            lapse=lapse if due else "",
            follow_up=nth,
            counterpart=counterpart.id if counterpart else "",
            language=_language(thread, turn),
            role=_latest(thread, "role"),
            organisation=_latest(thread, "organisation"),
            person=_person(counterpart),
            reasons=(*reasons, *turn.reasons, *why),
        )

    if turn.outcome:
        return verdict(Status.CLOSED, None, Reason("turn", "The thread is closed."), due=False)
    if silence_ends and today > silence_ends:
        return verdict(Status.CLOSED, None, Reason("turn", f"Their silence clause ran out on {silence_ends}."), due=False)
    silence_at = days.at_draft_time(silence_ends + timedelta(days=1)) if silence_ends else None
    if (turn.ask or turn.pending) and not _done(turn, corrections):
        quote = turn.ask.quote if turn.ask else (promise.quote if promise else "")
        return verdict(Status.MY_TURN, silence_at, Reason("turn", "They wait for something from you.", quote), due=False)
    if promise and (turn.answer or (corrections.answered_at and turn.source and turn.source.sent_at < corrections.answered_at)):
        if corrections.answered_at and not turn.answer:
            reasons.append(Reason("correction", "You told us that they answered."))
        return verdict(Status.ANSWERED, silence_at, due=False)
    if promise is None and due_day is None:
        return verdict(
            Status.NO_PROMISE, silence_at, Reason("promise", "They have promised no answer in this thread."), due=False
        )
    assert due_day is not None
    assert due_at is not None
    drafts_left = len(turn.follow_ups) < rules.follow_ups
    if not turn.follow_ups and now < due_at:
        return verdict(Status.WAITING, due_at, Reason("due", f"A follow-up is due on {due_day}."))
    if turn.follow_ups and (not drafts_left or now < due_at):
        wake = due_at if drafts_left else None
        word = (
            f"You followed up; a second one is due on {due_day}."
            if drafts_left
            else "You followed up as often as the timing rules allow."
        )
        return verdict(Status.FOLLOWED_UP, wake, Reason("turn", word), due=drafts_left)
    if gives_up_on and today > gives_up_on:
        return verdict(
            Status.EXPIRED,
            None,
            Reason("due", f"More than {rules.give_up_after_days} days have passed; nothing is drafted any more."),
        )
    expires_at = days.at_draft_time(gives_up_on + timedelta(days=1)) if gives_up_on else None
    if corrections.never:
        return verdict(Status.EXPIRED, None, Reason("correction", "You asked for no draft in this thread."))
    if nobody := _unattended(thread, counterpart):
        return verdict(Status.UNATTENDED, expires_at, nobody)
    if any(reading.draft for reading in thread):
        return verdict(Status.DRAFT_EXISTS, expires_at, Reason("turn", "A draft of yours is in this thread already."))
    return verdict(Status.DUE, expires_at, Reason("due", f"It is due since {due_day}, {rules.draft_at:%H:%M}."))


def _due(
    turn: Turn, promise: Promise | None, days: Calendar, corrections: Corrections
) -> tuple[date | None, datetime | None, str, int]:
    """The next follow-up's day, instant, lapse and number; for a thread without any promise only where the rules want it."""
    nth = len(turn.follow_ups) + 1
    last = turn.last
    day: date | None = None
    source = ""
    if promise:
        source = promise.message_id
        day = due_on(promise, days)
        if turn.follow_ups:
            day = days.workdays.add(days.local_day(turn.follow_ups[-1].sent_at), days.rules.second_after_days)
    elif days.rules.no_promise_days is not None and last is not None and last.mine and turn.last_human is not None:
        source = last.id
        day = days.workdays.add(days.local_day(last.sent_at), max(1, days.rules.no_promise_days))
        nth = 1
    if day is None:
        return None, None, "", 1
    if corrections.snoozed_until and corrections.snoozed_until > day:
        day = corrections.snoozed_until
    day = days.workdays.next_working_day(day)
    return day, days.at_draft_time(day), f"{source}#{min(nth, max(1, days.rules.follow_ups))}", nth


def _gives_up_on(turn: Turn, promise: Promise | None, nth: int, days: Calendar) -> date | None:
    if promise is None:
        last = days.local_day(turn.last.sent_at) if turn.last else None
        return last + timedelta(days=days.rules.give_up_after_days) if last else None
    start = days.local_day(turn.follow_ups[0].sent_at) if nth > 1 else promise.deadline
    return start + timedelta(days=days.rules.give_up_after_days)


def _explain_promise(promise: Promise, due_day: date | None, days: Calendar, reasons: list[Reason]) -> None:
    if promise.quote:
        who = "You report their promise:" if promise.reported else "They promised:"
        reasons.append(Reason("promise", who, promise.quote))
    else:
        reasons.append(Reason("correction", "You told us what they promised by word of mouth."))
    window = f"{promise.deadline}" if promise.first_on == promise.deadline else f"{promise.first_on} to {promise.deadline}"
    made = "Written" if promise.quote else "Said"
    reasons.append(Reason("dates", f"{made} on {promise.made_on}, that means {window} ({promise.rule})."))
    if due_day:
        grace = (
            f"{max(1, days.rules.grace_days)} working days after the deadline"
            if promise.dated
            else "no grace for an undated promise"
        )
        reasons.append(Reason("due", f"Timing rule: {grace}, so {due_day}."))


def _silence_ends(turn: Turn, days: Calendar, human_elsewhere_at: datetime | None) -> date | None:
    """The last day of a silence clause that nobody has broken."""
    reading = turn.silence
    if reading is None or reading.silence is None:
        return None
    if turn.last_human and turn.last_human is not reading and turn.last_human.sent_at > reading.sent_at:
        return None
    if human_elsewhere_at and human_elsewhere_at > reading.sent_at:
        return None
    try:
        from_on = None
        if reading.silence.closing:
            from_on = days.window(reading.silence.closing, reading).deadline
        return days.window(reading.silence.when, reading, from_on).deadline
    except (ValueError, OverflowError):
        return None


def _done(turn: Turn, corrections: Corrections) -> bool:
    asked_at = turn.asker.sent_at if turn.asker else (turn.source.sent_at if turn.source else None)
    return bool(corrections.done_at and asked_at and corrections.done_at >= asked_at)


def _counterpart(turn: Turn, thread: Sequence[Reading]) -> Reading | None:
    """The message whose writer a follow-up goes to: the promiser's, else the last one that a human of theirs wrote."""
    theirs = [r for r in thread if not r.mine and not r.draft and r.sender and r.automatic != Kind.OUT_OF_OFFICE]
    source = turn.source
    if source is not None and not source.mine:
        if _answerable(source):
            return source
        others = [r for r in theirs if _answerable(r) and not r.automatic]
        return others[-1] if others else source
    before = [r for r in theirs if not r.automatic and _answerable(r)]
    if before:
        return before[-1]
    if theirs:
        return theirs[-1]
    return source or turn.last


def _answerable(reading: Reading) -> bool:
    if reading.reply_to:
        return any(not is_unattended_address(person.address) for person in reading.reply_to)
    return (
        bool(reading.sender)
        and not is_unattended_address(reading.sender.address if reading.sender else "")
        and not reading.unmonitored
    )


def _unattended(thread: Sequence[Reading], counterpart: Reading | None) -> Reason | None:
    for reading in thread:
        if reading.no_enquiry and not reading.mine:
            return Reason("turn", "They asked not to be asked.", reading.no_enquiry)
    if counterpart is None:
        return Reason("turn", "There is nobody to write to.")
    if counterpart.mine:
        return (
            None
            if any(not is_unattended_address(p.address) for p in counterpart.to)
            else Reason("turn", "Nobody reads the only address.")
        )
    if not _answerable(counterpart):
        return Reason("turn", "Nobody reads answers at the only address.", counterpart.unmonitored)
    return None


def _language(thread: Sequence[Reading], turn: Turn) -> str:
    ordered = [r for r in thread if not r.draft and not r.automatic]
    if turn.source and turn.source.language in ("de", "fr", "es"):
        return turn.source.language
    for reading in reversed(ordered):
        if not reading.mine and reading.language in ("en", "de", "fr", "es") and not reading.courtesy:
            return reading.language
    return turn.source.language if turn.source and turn.source.language in ("en", "de", "fr", "es") else "en"


def _latest(thread: Sequence[Reading], name: str) -> str:
    for reading in reversed(thread):
        if not reading.draft and (value := getattr(reading, name)):
            return str(value)
    return ""


def _person(counterpart: Reading | None) -> str:
    if counterpart is None:
        return ""
    person = counterpart.to[0] if counterpart.mine and counterpart.to else counterpart.sender
    return person.name if person else ""
