"""What the files of everyday wording (en.py and its sisters) have to say: outcomes, requests, courtesy, forms of address."""

from __future__ import annotations

from dataclasses import dataclass

from app.detection.words.pattern import Pattern


@dataclass(frozen=True, slots=True)
class TurnWords:
    """How one language rejects, offers, asks, thanks and withdraws.

    Attributes:
        rejected, filled, cancelled, offered: what they tell me.
        maybe: a sentence with one of these tells no outcome: conditions, hopes, process.
        withdrew, declined, accepted: what I tell them.
        request: marks a sentence that asks me for something.
        no_request: politeness in the form of a request.
        availability, document, decision, task, detail: what is asked for.
        next_step: my candidacy moves: an invitation, a hold, a call logged.
        courtesy: phrases that a mere thank-you is made of.
        defers: in mine, that I will send or answer later.
        delivers: in mine, that what they wanted is here or done, or an answer to it.
        formal, informal: forms of address; None where the language has none.
        greeting: at the head of a mail; its group is the name.
        other_role: a mail that says it is about another job.
    """

    rejected: Pattern
    filled: Pattern
    cancelled: Pattern
    offered: Pattern
    maybe: Pattern
    withdrew: Pattern
    declined: Pattern
    accepted: Pattern
    request: Pattern
    pleads: Pattern
    no_request: Pattern
    availability: Pattern
    document: Pattern
    decision: Pattern
    task: Pattern
    detail: Pattern
    next_step: Pattern
    courtesy: Pattern
    defers: Pattern
    delivers: Pattern
    formal: Pattern | None
    informal: Pattern | None
    greeting: Pattern
    other_role: Pattern
