"""Is an unknown thread worth fetching whole? Said from the messages that a listing had at hand.

Gmail's listing shows one message of a thread, the newest, and that is a "thanks, noted" or an out-of-office note as often as not:
of the recruiter threads of several messages among our scenes, one in five does not look like one by its newest message alone. So a message
that answers an earlier one counts for the thread it stands in: by what it quotes, and where it quotes nothing, by being an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.conversation import Candidate, Message
from app.detection import recruiter
from app.detection.automatic import Kind
from app.detection.marks import mark
from app.detection.own_words import own_words
from app.detection.promises import find_promises
from app.detection.reading import Reading
from app.detection.sentences import sentences

ENOUGH = 0.3
"""Evidence of a candidacy, in the detection's own weights, for which a thread is fetched: the least that any one sign weighs."""
CLEARLY_NOT = -1.0
"""With so much evidence against a candidacy, being an answer is not reason enough."""
QUOTES_ENOUGH = 80
"""So many characters of quoted mail tell what the thread is about; less is a stub."""
ANSWERS_BY_NATURE = (Kind.OUT_OF_OFFICE, Kind.BOUNCE, Kind.CALENDAR_REPLY, Kind.RECEIPT)

QUOTES_READ = 4000

_QUOTE_MARK = re.compile(r"(?m)^[>|\s]+")


@dataclass(frozen=True, slots=True)
class Head:
    """A message at hand, and what it says."""

    message: Message
    reading: Reading


def worth_fetching(heads: Sequence[Head], candidate: Candidate, *, seen: bool = False) -> bool:
    """Whether the rest of a thread may show a candidacy that these messages of it do not show by themselves.

    Args:
        heads: the messages of one thread that are at hand; not empty.
        seen: the thread was found to be none of ours before; then being an answer is no news.
    """
    first = min(heads, key=lambda head: head.reading.sent_at)
    if not _answers(first.reading) or any(head.reading.automatic == Kind.BULK for head in heads):
        # What began with these messages is all there is of it.
        return False
    evidence = {found.name: found for head in heads for found in head.reading.evidence}
    quoted = ""
    for head in heads:
        quoted = max(quoted, _quoted(head.message), key=len)
    if quoted:
        last = max(heads, key=lambda head: head.reading.sent_at)
        found_there = recruiter.evidence_in(last.message, candidate, quoted, "", last.reading.language, bulk=False)
        evidence |= {found.name: found for found in found_there}
    said = any(head.reading.pledges or head.reading.asks or head.reading.outcome or head.reading.silence for head in heads)
    if quoted and not said:
        text = quoted[:QUOTES_READ]
        language = heads[0].reading.language
        promised = find_promises(mark(sentences(text), language, mine=False), language, mine=False, quoting=text)
        said = bool(promised.pledges or promised.silence)
    weight = sum(found.weight for found in evidence.values())
    if weight <= CLEARLY_NOT:
        return False
    if weight >= ENOUGH or (said and weight >= 0):
        return True
    return weight >= 0 and not seen and len(quoted) < QUOTES_ENOUGH


def _answers(reading: Reading) -> bool:
    return (
        bool(reading.in_reply_to or reading.references)
        or recruiter.bare_subject(reading.subject) != reading.subject.strip()
        or reading.automatic in ANSWERS_BY_NATURE
        or reading.calendar in ("REPLY", "CANCEL", "COUNTER")
    )


def _quoted(message: Message) -> str:
    """What a message quotes of earlier ones, the marks of quoting taken off."""
    return _QUOTE_MARK.sub("", own_words(message.text, message.html).quoted).strip()
