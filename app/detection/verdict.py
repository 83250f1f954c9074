"""What detection says: readings of single messages, promises, timing rules, verdicts on threads.

A :class:`~app.detection.reading.Reading` is costly and stored; a :class:`Verdict` is cheap and made anew whenever rules,
region, the clock or the mailbox change. Everything here is plain data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class Status(StrEnum):
    """Where a thread stands at an instant; exactly one. The order is the order in which they win (not_recruiter first)."""

    NOT_RECRUITER = "not_recruiter"
    CLOSED = "closed"
    MY_TURN = "my_turn"
    ANSWERED = "answered"
    NO_PROMISE = "no_promise"
    WAITING = "waiting"
    FOLLOWED_UP = "followed_up"
    EXPIRED = "expired"
    UNATTENDED = "unattended"
    DRAFT_EXISTS = "draft_exists"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class TimingRules:
    """The knobs of the settings page, with the defaults of a careful sender.

    Attributes:
        grace_days: working days after the deadline; at least 1.
        draft_at: local time of day from which a draft may appear on its working day.
        undated_days: working days after an undated promise ("soon"); None switches those off.
        no_promise_days: working days after my last message in a recruiter thread without any promise; None: off.
        follow_ups: how many a thread may get, at most.
        second_after_days: working days between the first follow-up and the second.
        give_up_after_days: calendar days after the deadline (after the first follow-up, for the second) past which nothing is drafted.
        working_weekdays: Monday is 0.
    """

    grace_days: int = 2
    draft_at: time = time(9, 0)
    undated_days: int | None = 7
    no_promise_days: int | None = None
    follow_ups: int = 2
    second_after_days: int = 7
    give_up_after_days: int = 30
    working_weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the user told us about one thread; each wins over what we read.

    Attributes:
        recruiter: yes or no, whatever the evidence says (this thread, its sender or its organisation).
        not_promises: ids of messages whose promise is none.
        deadlines: the deadline of the promise in that message (by message id), as the user knows it.
        said_on, said_by: a promise made aloud: the day it was made and the last day it named.
        answered_at: they answered elsewhere (by phone, say); promises before this instant are kept.
        done_at: what they asked of me is done, outside mail.
        snoozed_until: nothing is due before this day.
        never: no draft in this thread, ever.
    """

    recruiter: bool | None = None
    not_promises: frozenset[str] = frozenset()
    deadlines: tuple[tuple[str, date], ...] = ()
    said_on: date | None = None
    said_by: date | None = None
    answered_at: datetime | None = None
    done_at: datetime | None = None
    snoozed_until: date | None = None
    never: bool = False


NO_CORRECTIONS = Corrections()


@dataclass(frozen=True, slots=True)
class Promise:
    """The promise in force, resolved.

    Attributes:
        message_id: the provider id of the message that holds it (``Message.id``).
        quote: a verbatim part of that message.
        first_on, deadline: the window's first and last local day.
        dated: False for "soon"; then the deadline is the rules' working day after it.
        reported: it stands in my own message ("you mentioned ...").
        rule: the row of the deadline table that fired, in plain words.
    """

    message_id: str
    quote: str
    first_on: date
    deadline: date
    dated: bool
    made_on: date
    reported: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a verdict, told to the user: the stage that spoke, a sentence, and the words it rests on."""

    stage: str
    sentence: str
    quote: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} “{self.quote}”" if self.quote else self.sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be thought of a thread at an instant, and why.

    Attributes:
        due_on, due_at: the local day and the instant (UTC) from which a follow-up may be drafted; None when nothing can be due.
        wake_at: the next instant at which time alone changes this verdict (due, second follow-up, expiry); None: never.
        lapse: names what a draft would be for: the promise's message and which follow-up it is. One draft per lapse.
        follow_up: which follow-up would be next, 1 or 2.
        counterpart: provider id of the message by the person a draft goes to; empty when nobody can be written to.
        language: of the thread, ``en``, ``de``, ``fr`` or ``es``.
    """

    status: Status
    recruiter: bool
    promise: Promise | None = None
    due_on: date | None = None
    due_at: datetime | None = None
    wake_at: datetime | None = None
    lapse: str = ""
    follow_up: int = 1
    counterpart: str = ""
    language: str = "en"
    role: str = ""
    organisation: str = ""
    person: str = ""
    reasons: tuple[Reason, ...] = field(default=())
