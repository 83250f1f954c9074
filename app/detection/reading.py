"""A Reading: all that is kept of one message. Its words are gone but for the quotes that a verdict shows.

Filled by :func:`app.detection.read`; stored as JSON (sealed) by the store; judged again and again by :func:`app.detection.judge`.
Time expressions stay as they were said ("Friday of next week"); which days that means is decided when judging.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.conversation import Person
from app.detection.dates import Wording


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that speaks for (weight above 0) or against a recruiter thread, and the words it rests on."""

    name: str
    weight: float
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise as it was read, its wording not yet resolved.

    Attributes:
        quote: a verbatim part of the message, white space aside.
        when: the time expression; None where it is undated, or hangs on ``step`` alone.
        step: another step that this one follows ("I see him Friday and will let you know").
        follows: how it follows the step: ``then`` (the same day, or no day of its own), ``after``, ``day_after``, or empty.
        reported: it stands in my own message ("you mentioned you would decide by the 14th").
        on_me: it waits for something I must do or send first.
        to_me: it is said to somebody ("you", "all candidates"), not about the world.
        rank: 2 for a response to me (an answer, a decision, a call), 1 for another step (a link, a schedule, a document).
    """

    quote: str
    when: Wording | None = None
    step: Wording | None = None
    follows: str = ""
    reported: bool = False
    on_me: bool = False
    rank: int = 2
    to_me: bool = True

    @property
    def dated(self) -> bool:
        """Whether days can be given for it: "soon" has none."""
        return (self.when is not None and self.when.dated) or (self.step is not None and self.step.dated)


@dataclass(frozen=True, slots=True)
class Silence:
    """A clause such as "if you have not heard within two weeks, consider your application unsuccessful".

    ``closing`` is the application's closing date where the clause counts from it.
    """

    quote: str
    when: Wording
    closing: Wording | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What a message wants of me: ``availability``, ``document``, ``detail``, ``decision``, ``task`` or ``question``."""

    kind: str
    quote: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """An event that ends the thread: ``rejected``, ``filled``, ``cancelled``, ``offered``, ``accepted``, ``declined``, ``withdrew``."""

    kind: str
    quote: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One message: its envelope and what was found in it.

    Attributes:
        sent_at: carries the UTC offset of the Date header.
        automatic: the kind of automatic mail (:class:`app.detection.automatic.Kind`), empty where a human may have written it.
        automatic_why: what tells so, in plain words.
        back_on: in an out-of-office note, when they are back.
        not_before: "I won't have news before Friday".
        courtesy: nothing but thanks or a greeting.
        next_step: it moves my candidacy on or sideways: an invitation, a scheduling link, "on hold", a call logged.
        defers: in mine: I say that I will send or answer later.
        delivers: in mine: something of what they may have asked for is in it.
        called: in mine: I thank them for their call, so they have spoken with me.
        unmonitored, no_enquiry: the words that say that nobody reads answers, or that ask not to be asked; else empty.
        role, organisation, signed: the job, the employer and the writer's name, as far as the message names them.
        formal: how the message addresses its reader where a language tells (Sie/du, vous/tu, usted/tú); None: it does not say.
        greeting: the name that the message greets, as written ("Frau Voss", "Imogen").
        about_other: it says itself that it is about another job.
        merely_asks: it asks for something and says little else.
        short: a few lines, as one person writes to another.
        names: names of firms and people that it mentions, in lower case and without blanks, to be compared with domains.
    """

    id: str
    thread_id: str
    sent_at: datetime
    sender: Person | None
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    reply_to: tuple[Person, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    mine: bool = False
    draft: bool = False
    folder: str = ""
    calendar: str = ""
    language: str = "en"
    automatic: str = ""
    automatic_why: str = ""
    back_on: Wording | None = None
    evidence: tuple[Evidence, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    silence: Silence | None = None
    not_before: Wording | None = None
    asks: tuple[Ask, ...] = ()
    outcome: Outcome | None = None
    courtesy: bool = False
    next_step: str = ""
    defers: bool = False
    delivers: bool = False
    called: bool = False
    unmonitored: str = ""
    no_enquiry: str = ""
    role: str = ""
    organisation: str = ""
    signed: str = ""
    formal: bool | None = None
    greeting: str = ""
    about_other: bool = False
    merely_asks: bool = False
    short: bool = False
    names: tuple[str, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether it neither moves nor answers anything: mere thanks, an invitation accepted, one taken back without a word."""
        if self.calendar == "REPLY":
            return True
        if self.calendar == "CANCEL":
            return not (self.pledges or self.outcome or self.asks or self.not_before)
        return self.courtesy and not self.calendar

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; parts that say nothing are left out."""
        out: dict[str, Any] = {"id": self.id, "thread_id": self.thread_id, "sent_at": self.sent_at.isoformat()}
        for name in _PLAIN:
            if value := getattr(self, name):
                out[name] = value
        if self.formal is not None:
            out["formal"] = self.formal
        if self.sender:
            out["sender"] = [self.sender.name, self.sender.address]
        for name in ("to", "cc", "reply_to"):
            if persons := getattr(self, name):
                out[name] = [[person.name, person.address] for person in persons]
        for name in ("references", "names"):
            if values := getattr(self, name):
                out[name] = list(values)
        if self.evidence:
            out["evidence"] = [[found.name, found.weight, found.quote] for found in self.evidence]
        if self.asks:
            out["asks"] = [[ask.kind, ask.quote] for ask in self.asks]
        if self.outcome:
            out["outcome"] = [self.outcome.kind, self.outcome.quote]
        if self.pledges:
            out["pledges"] = [_pledge_to_json(pledge) for pledge in self.pledges]
        for name in ("back_on", "not_before"):
            if wording := getattr(self, name):
                out[name] = wording.to_json()
        if self.silence:
            closing = self.silence.closing.to_json() if self.silence.closing else None
            out["silence"] = {"quote": self.silence.quote, "when": self.silence.when.to_json(), "closing": closing}
        return out

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Reading:
        """The Reading that :meth:`to_json` wrote."""
        parts: dict[str, Any] = {name: stored[name] for name in _PLAIN if name in stored}
        parts["formal"] = stored.get("formal")
        if "sender" in stored:
            parts["sender"] = Person(*stored["sender"])
        for name in ("to", "cc", "reply_to"):
            parts[name] = tuple(Person(*person) for person in stored.get(name, ()))
        parts["references"] = tuple(stored.get("references", ()))
        parts["names"] = tuple(stored.get("names", ()))
        parts["evidence"] = tuple(Evidence(*found) for found in stored.get("evidence", ()))
        parts["asks"] = tuple(Ask(*ask) for ask in stored.get("asks", ()))
        parts["outcome"] = Outcome(*stored["outcome"]) if "outcome" in stored else None
        parts["pledges"] = tuple(_pledge_from_json(pledge) for pledge in stored.get("pledges", ()))
        for name in ("back_on", "not_before"):
            parts[name] = Wording.from_json(stored[name]) if name in stored else None
        if "silence" in stored:
            closing = stored["silence"]["closing"]
            parts["silence"] = Silence(
                stored["silence"]["quote"],
                Wording.from_json(stored["silence"]["when"]),
                Wording.from_json(closing) if closing else None,
            )
        return cls(
            id=stored["id"],
            thread_id=stored["thread_id"],
            sent_at=datetime.fromisoformat(stored["sent_at"]),
            **{"sender": None, **parts},
        )


_PLAIN = (
    "subject",
    "message_id",
    "in_reply_to",
    "mine",
    "draft",
    "folder",
    "calendar",
    "language",
    "automatic",
    "automatic_why",
    "courtesy",
    "next_step",
    "defers",
    "delivers",
    "called",
    "unmonitored",
    "no_enquiry",
    "role",
    "organisation",
    "signed",
    "greeting",
    "about_other",
    "merely_asks",
    "short",
)


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    """Oldest first; of messages of one second, an answer after what it answers.

    A Date header has whole seconds, and an ATS may write twice in one. An answer names one message more than its parent does.
    """
    return sorted(readings, key=lambda r: (r.sent_at, len(r.references) or bool(r.in_reply_to), r.id))


def _pledge_to_json(pledge: Pledge) -> dict[str, Any]:
    return {
        "quote": pledge.quote,
        "when": pledge.when.to_json() if pledge.when else None,
        "step": pledge.step.to_json() if pledge.step else None,
        "follows": pledge.follows,
        "reported": pledge.reported,
        "on_me": pledge.on_me,
        "rank": pledge.rank,
        "to_me": pledge.to_me,
    }


def _pledge_from_json(stored: dict[str, Any]) -> Pledge:
    return Pledge(
        quote=stored["quote"],
        when=Wording.from_json(stored["when"]) if stored["when"] else None,
        step=Wording.from_json(stored["step"]) if stored["step"] else None,
        follows=stored["follows"],
        reported=stored["reported"],
        on_me=stored["on_me"],
        rank=stored["rank"],
        to_me=stored["to_me"],
    )
