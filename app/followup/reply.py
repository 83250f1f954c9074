"""Who gets the follow-up, under which subject, in answer to which message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.conversation import Candidate, Person, Reply
from app.detection.automatic import is_unattended_address
from app.detection.reading import Reading, in_order
from app.detection.recruiter import bare_subject
from app.detection.verdict import Verdict
from app.followup.wording import compose

_ANSWER_MARK = {"de": "AW: ", "fr": "RE: ", "es": "RE: "}
_MOST_REFERENCES = 20


def reply_for(
    verdict: Verdict,
    readings: Sequence[Reading],
    candidate: Candidate,
    own_addresses: frozenset[str] = frozenset(),
    templates: Mapping[str, str] | None = None,
) -> Reply | None:
    """The complete follow-up for a thread that is due; None where nobody can be written to.

    Args:
        own_addresses: further addresses of the owner, beside the candidate's, that must never be among the addressees.
        templates: the owner's own texts; see :func:`app.followup.wording.compose`.
    """
    sent = in_order(r for r in readings if not r.draft)
    source = next((r for r in sent if r.id == verdict.counterpart), None)
    if source is None:
        return None
    mine = candidate.addresses | {address.lower() for address in own_addresses}
    to = _to(source, mine)
    if not to:
        return None
    parent = next(
        (r for r in reversed(sent) if r.folder not in ("trash", "spam") and not r.automatic and not r.calendar), None
    ) or next((r for r in reversed(sent) if r.folder not in ("trash", "spam")), source)
    return Reply(
        thread_id=source.thread_id,
        parent_id=parent.id,
        sender=_sender(sent, candidate, mine),
        to=(to,),
        cc=_cc(source, to, mine),
        subject=_subject(sent, parent, verdict),
        body=compose(verdict, sent, candidate, templates),
        in_reply_to=parent.message_id,
        references=_references(parent),
    )


def _to(source: Reading, mine: frozenset[str]) -> Person | None:
    if source.mine:
        choice: Sequence[Person] = source.to
    elif source.reply_to and any(p.address not in mine and not is_unattended_address(p.address) for p in source.reply_to):
        choice = source.reply_to
    else:
        choice = (source.sender,) if source.sender else ()
    return next((p for p in choice if p.address not in mine and not is_unattended_address(p.address)), None)


def _cc(source: Reading, to: Person, mine: frozenset[str]) -> tuple[Person, ...]:
    """The hiring side's other people who were on the message that promised."""
    others = (*source.to, *source.cc) if not source.mine else (*source.to[1:], *source.cc)
    found: dict[str, Person] = {}
    for person in others:
        if person.address not in mine and person.address != to.address and not is_unattended_address(person.address):
            found.setdefault(person.address, person)
    return tuple(found.values())


def _sender(sent: Sequence[Reading], candidate: Candidate, mine: frozenset[str]) -> Person:
    """The owner's address that the thread was last written to, or from."""
    for reading in reversed(sent):
        if reading.mine and reading.sender and reading.sender.address in mine:
            return Person(candidate.name or reading.sender.name, reading.sender.address)
        for person in (*reading.to, *reading.cc):
            if not reading.mine and person.address in mine:
                return Person(candidate.name or person.name, person.address)
    return Person(candidate.name, min(candidate.addresses, default=""))


def _subject(sent: Sequence[Reading], parent: Reading, verdict: Verdict) -> str:
    subject = bare_subject(parent.subject) or bare_subject(sent[0].subject)
    given = parent.subject.strip()
    if given != subject and given.lower().startswith(("re:", "aw:", "antw:", "rv:", "sv:")) and bare_subject(given) == subject:
        mark = given[: given.index(":") + 1] + " "
        return mark + subject
    return _ANSWER_MARK.get(verdict.language, "Re: ") + subject


def _references(parent: Reading) -> tuple[str, ...]:
    chain = [*parent.references]
    if not chain and parent.in_reply_to:
        chain = [parent.in_reply_to]
    if parent.message_id:
        chain = [reference for reference in chain if reference != parent.message_id] + [parent.message_id]
    if len(chain) > _MOST_REFERENCES:
        chain = chain[:1] + chain[-(_MOST_REFERENCES - 1) :]
    return tuple(chain)
