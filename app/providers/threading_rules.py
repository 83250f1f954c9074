"""Which messages belong together, where no provider says so (exports, and conversation ids that lump strangers together).

The order of trust: the provider's own thread id; References and In-Reply-To (RFC 5322, section 3.6.4: a chain of ids, any of
which may be missing from the export); failing these, a reply whose subject and people match an earlier thread. A shared
subject alone is not enough: "Interview" or "Hello" would join strangers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from datetime import timedelta

from app.conversation import Message

REPLY_PREFIX = re.compile(r"^\s*((re|aw|antw|antwort|wg|sv|vs|rv|res|ref|rif|tr|fw|fwd|enc)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_WITHIN = timedelta(days=120)


def bare_subject(subject: str) -> str:
    """The subject without reply and forward prefixes, case and spacing."""
    return re.sub(r"\s+", " ", REPLY_PREFIX.sub("", subject)).strip().casefold()


def assign_threads(messages: Iterable[Message], own_addresses: Set[str] = frozenset()) -> dict[str, str]:
    """Thread id by message id. A thread is named after its oldest message, so a later message does not rename it.

    Args:
        own_addresses: the owner's; two messages with nobody else in common are strangers however alike their subjects.
    """
    ordered = sorted(messages, key=lambda m: m.sent_at)
    root: dict[str, str] = {}

    def find(key: str) -> str:
        root.setdefault(key, key)
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    def join(one: str, other: str) -> None:
        root[find(one)] = find(other)

    by_rfc_id = {m.message_id for m in ordered if m.message_id}
    for message in ordered:
        key = _key(message)
        given = message.headers.get("x-gm-thrid")
        if given:
            join(key, f"thread:{given}")
            continue
        for parent in (*message.references, message.in_reply_to):
            if parent:
                join(key, f"id:{parent}")

    earlier: dict[str, list[Message]] = defaultdict(list)
    for message in ordered:
        subject = bare_subject(message.subject)
        resolved = message.in_reply_to in by_rfc_id or any(r in by_rfc_id for r in message.references)
        if subject and not resolved and REPLY_PREFIX.match(message.subject) and "x-gm-thrid" not in message.headers:
            people = _others(message, own_addresses)
            for before in reversed(earlier[subject]):
                if message.sent_at - before.sent_at > _WITHIN:
                    break
                if people & _others(before, own_addresses):
                    join(_key(message), _key(before))
                    break
        if subject:
            earlier[subject].append(message)

    first: dict[str, str] = {}
    for message in ordered:
        first.setdefault(find(_key(message)), message.id)
    return {message.id: first[find(_key(message))] for message in ordered}


def _key(message: Message) -> str:
    return f"id:{message.message_id}" if message.message_id else f"only:{message.id}"


def _others(message: Message, own_addresses: Set[str]) -> set[str]:
    everyone = [*message.to, *message.cc, *message.reply_to]
    if message.sender is not None:
        everyone.append(message.sender)
    return {p.address for p in everyone} - own_addresses
