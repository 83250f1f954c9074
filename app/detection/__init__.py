"""Detection: what one message says (:func:`read`) and what a thread comes to at an instant (:func:`judge`).

Pure: no I/O, no clock, no settings. Everything that a verdict rests on is in its arguments. The chain:

    message -> own words -> automatic? -> recruiter evidence -> promises, requests, outcomes     read(), once a message
    readings -> recruiter thread? -> promise in force -> whose turn -> deadline -> due?           judge(), as often as needed
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.conversation import Candidate, Message
from app.detection import recruiter
from app.detection.asks import defers, delivers, find_my_outcome, find_substance, thanks_for_a_call
from app.detection.automatic import Automatic, Kind, asks_not_to_enquire, automatic, is_unattended_address, says_unmonitored
from app.detection.dates import Wording, find
from app.detection.due import Calendar, known_offsets
from app.detection.elsewhere import is_named_organisation, is_same_organisation, is_same_person, organisation_of
from app.detection.language import LANGUAGES, language_of
from app.detection.marks import mark
from app.detection.names import form_of_address, greeting_in, names_in, role_in
from app.detection.own_words import own_words
from app.detection.promises import Found, find_promises
from app.detection.reading import Reading, in_order
from app.detection.reading_on import is_worth_reading_on
from app.detection.sentences import sentences
from app.detection.standing import standing
from app.detection.turn import take_turns
from app.detection.verdict import NO_CORRECTIONS, Corrections, Reason, Status, TimingRules, Verdict
from app.detection.words import plain
from app.detection.words.evidence import IN_WORDS

_SHORT_CHARS = 900
"""Up to this length a mail is a few lines from one person to another, and a promise alone makes it worth reading."""

_HARDLY_ANY = 0.4
"""A long mail with less evidence than this is read no further."""

READER_VERSION = 4
"""Raised whenever read() finds more or other things: readings of an older version are worth reading again."""


def read(message: Message, candidate: Candidate, *, to_the_end: bool = False) -> Reading:
    """Read one message: the costly step, done once and stored.

    Args:
        to_the_end: find the promises even of what is plainly no recruiter's mail: weights are trained on them.
    """
    words = own_words(message.text, message.html)
    mine = message.mine or candidate.is_me(message.sender)
    others = _languages(message, words.text, words.quoted, candidate)
    language = next(others)
    robot = automatic(message, words.text, language) if not mine or message.headers.get("auto-submitted") else None
    if mine and robot is not None and robot.kind != Kind.OUT_OF_OFFICE:
        robot = None  # My own answering machine gives nobody what they asked for; whatever else I send is mine.
    bulk = robot is not None and robot.kind == Kind.BULK
    envelope = {
        "id": message.id, "thread_id": message.thread_id, "sent_at": message.sent_at, "sender": message.sender, "to": message.to, "cc": message.cc,
        "reply_to": message.reply_to, "subject": message.subject, "message_id": message.message_id, "in_reply_to": message.in_reply_to,
        "references": message.references, "mine": mine, "draft": message.draft, "folder": message.folder, "calendar": message.calendar or "",
        "language": language,
    }  # fmt: skip
    if message.draft or not recruiter.may_concern(message.subject, words.text):
        return Reading(**envelope, **_robot(robot), courtesy=_is_empty(words.text))  # type: ignore[arg-type]
    evidence = recruiter.evidence_in(message, candidate, words.text, words.signature, language, bulk=bulk)
    short = len(words.text) <= _SHORT_CHARS
    hardly_any = not short and sum([found.weight for found in evidence if found.weight > 0]) < _HARDLY_ANY
    if hardly_any or not (to_the_end or is_worth_reading_on(evidence, len(words.text))):
        return Reading(**envelope, **_robot(robot), evidence=evidence)  # type: ignore[arg-type]
    said = sentences(words.text)
    marked = mark(said, language, mine=mine)
    while not any(_TELLING.intersection(one.has) for one in marked) and (other := next(others, "")):
        told = mark(said, other, mine=mine)
        if any(_TELLING.intersection(one.has) for one in told):
            language, marked = other, told
            envelope["language"] = language
    away = robot is not None and robot.kind in (Kind.OUT_OF_OFFICE, Kind.BOUNCE, Kind.SURVEY, Kind.RECEIPT)
    promised: Found | None = find_promises(marked, language, mine=mine, quoting=words.text)
    if away and robot is not None and robot.kind == Kind.OUT_OF_OFFICE and promised and promised.silence:
        robot, away = Automatic(Kind.ACKNOWLEDGEMENT, robot.evidence), False
    elif away:
        promised = None
    outcome, substance = None, None
    if mine:
        outcome = find_my_outcome(marked, language)
    elif not away:
        substance = find_substance(
            marked, language, words.text, promised.promising if promised else frozenset(), automatic=robot is not None
        )
        outcome = substance.outcome
    notices = f"{words.text}\n{words.signature}\n{words.disclaimer}"
    return Reading(
        **envelope,  # type: ignore[arg-type]
        **_robot(robot),  # type: ignore[arg-type]
        evidence=evidence,
        back_on=_back_on(robot, language),
        pledges=promised.pledges if promised else (),
        silence=promised.silence if promised else None,
        not_before=promised.not_before if promised else None,
        asks=substance.asks if substance and not robot else (),
        outcome=outcome,
        courtesy=substance.courtesy if substance else _is_empty(words.text),
        next_step=substance.next_step if substance else "",
        short=short,
        merely_asks=bool(substance and substance.merely_asks),
        defers=mine and defers(marked, language),
        delivers=mine and delivers(marked),
        called=mine and thanks_for_a_call(words.text),
        unmonitored=(says_unmonitored(notices) or "") if not mine else "",
        no_enquiry=(asks_not_to_enquire(notices) or "") if not mine else "",
        role=role_in(message.subject),
        formal=form_of_address(words.text, language),
        greeting=greeting_in(words.text, language),
        about_other=any("other_role" in one.has for one in marked[:6]),
        names=names_in(message.subject, message.sender, words.text, words.signature) if not mine and evidence else (),
    )


def judge(
    readings: Sequence[Reading],
    elsewhere: Sequence[Reading],
    candidate: Candidate,
    rules: TimingRules,
    now: datetime,
    corrections: Corrections = NO_CORRECTIONS,
) -> Verdict:
    """Say where one thread stands at ``now``, and why.

    Args:
        readings: the thread's messages, in any order, unsent drafts included.
        elsewhere: mail in other threads or other linked mailboxes that may answer this one's promise; more than needed is fine.
    """
    thread, elsewhere = in_order(readings), in_order(elsewhere)
    reasons: list[Reason] = []
    if not _is_recruiter_thread(thread, elsewhere, corrections, reasons):
        return Verdict(Status.NOT_RECRUITER, recruiter=False, reasons=tuple(reasons))
    days = Calendar(candidate, rules, known_offsets((*elsewhere, *thread)))
    turn = take_turns(thread, elsewhere, days, corrections, now)
    return standing(turn, thread, days, now, corrections, reasons, _human_elsewhere(thread, elsewhere, now))


def answer_sources(readings: Sequence[Reading], candidate: Candidate) -> tuple[frozenset[str], frozenset[str]]:
    """Addresses and organisation domains whose mail in other threads could answer this thread's promise."""
    people: set[str] = set()
    domains: set[str] = set()
    for reading in readings:
        if reading.draft or reading.mine or reading.sender is None:
            continue
        for person in (reading.sender, *reading.reply_to, *reading.cc):
            if candidate.is_me(person):
                continue
            if not is_unattended_address(person.address):
                people.add(person.address)
            if organisation := organisation_of(person.domain):
                domains.add(organisation)
    return frozenset(people), frozenset(domains)


def _is_recruiter_thread(
    thread: Sequence[Reading], elsewhere: Sequence[Reading], corrections: Corrections, reasons: list[Reason]
) -> bool:
    if corrections.recruiter is not None:
        reasons.append(
            Reason(
                "correction", "You told us that this is " + ("" if corrections.recruiter else "not ") + "about your candidacy."
            )
        )
        return corrections.recruiter
    total, evidence = recruiter.weigh(thread, elsewhere)
    is_one = total >= recruiter.THRESHOLD
    heaviest = [found for found in evidence if (found.weight > 0) == is_one][:3]
    told = ", ".join(IN_WORDS.get(found.name, found.name) + (f" “{found.quote}”" if found.quote else "") for found in heaviest)
    reasons.append(
        Reason(
            "recruiter",
            f"{'About' if is_one else 'Not about'} your candidacy ({total:.1f} of {recruiter.THRESHOLD:.1f}): {told or 'no sign of it'}.",
        )
    )
    return is_one


def _human_elsewhere(thread: Sequence[Reading], elsewhere: Sequence[Reading], now: datetime) -> datetime | None:
    """When a person last wrote to me about this candidacy in another thread."""
    theirs = [reading for reading in thread if not reading.mine and not reading.draft]
    sent = [
        other.sent_at
        for other in elsewhere
        if not other.mine and not other.automatic and not other.draft and other.sent_at <= now
        and (any(is_same_person(r, other) or is_same_organisation(r, other) for r in theirs) or is_named_organisation(theirs, other))
    ]  # fmt: skip
    return max(sent, default=None)


def _robot(robot: Automatic | None) -> dict[str, str]:
    return {"automatic": str(robot.kind), "automatic_why": robot.evidence} if robot else {}


_SPOKEN = {"DE": "de", "AT": "de", "CH": "de", "LI": "de", "FR": "fr", "LU": "fr", "BE": "fr", "MC": "fr"} | dict.fromkeys(
    "ES MX AR CL CO PE UY EC VE BO PY CR PA DO GT HN SV NI PR CU".split(), "es"
)


_TELLING = frozenset({"verbless", "respond", "step", "silence", "rejected", "filled", "offered", "request", "reported_response"})
"""What shows that a few words were read in the right language."""


def _languages(message: Message, text: str, quoted: str, candidate: Candidate) -> Iterator[str]:
    """The language of the words; for a short mail, others that it may be in: as the subject and the quoted mail, as where I live."""
    told = set()
    for one in _spoken(message, text, quoted, candidate):
        if one in LANGUAGES and one not in told:
            told.add(one)
            yield one
    if not told:
        yield "en"


def _spoken(message: Message, text: str, quoted: str, candidate: Candidate) -> Iterator[str]:
    yield language_of(text, default="")
    if len(text) < 160:
        yield language_of(f"{text}\n{message.subject}", default="")
        yield language_of(f"{text}\n{message.subject}\n{quoted[:600]}", default="")
        yield _SPOKEN.get(candidate.region.partition("-")[0].upper(), "en")


def _back_on(robot: Automatic | None, language: str) -> Wording | None:
    """The day on which an out-of-office note says they are back."""
    if robot is None or robot.kind != Kind.OUT_OF_OFFICE or not robot.back_on_text:
        return None
    dated = [wording for wording in find(plain(robot.back_on_text), language) if wording.dated]
    return dated[-1] if dated else None


def _is_empty(text: str) -> bool:
    return not text.strip()
