"""A mail service in memory that keeps to the Mailbox protocol, for tests of what we do with mail rather than of any provider."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from app.conversation import Draft, Message, Person, Reply, Thread
from app.flow.services import Arrival, Begun, Tokens
from app.providers.mailbox import AccessRevoked, Changes, CursorExpired, NoPush, ThreadGone, TryLater, Watch
from app.store.mailboxes import Link


@dataclass
class MailService:
    """The mail of one account at the provider's end; it outlives crashes of ours.

    Attributes:
        at: called with the name of each call before it acts and again after ("create_draft", "create_draft done").
        faults: by the name of a call, what it raises instead of acting; "create_draft done": after acting.
        calls: how often each call was made.
        created: how many drafts were made over all, through crashes and second attempts.
    """

    address: str
    now: Callable[[], datetime]
    aliases: frozenset[str] = frozenset()
    messages: dict[str, Message] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    at: Callable[[str], None] = lambda name: None
    faults: dict[str, Exception] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    forgotten_before: int = 0
    portion: int = 1000
    revoked: bool = False
    created: int = 0
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def deliver(
        self,
        thread_id: str,
        sender: str,
        text: str,
        *,
        at: datetime | None = None,
        subject: str = "Your application",
        **more: Any,
    ) -> Message:
        """Put a message into a thread; the owner's own ones are those from the account's address."""
        number = next(self._ids)
        person = Person(sender.split("@")[0].replace(".", " ").title(), sender)
        message = Message(
            id=f"m{number}",
            thread_id=thread_id,
            sent_at=at or self.now(),
            sender=person,
            to=(Person("", self.address),) if sender != self.address else (Person("", "jane@acme.example"),),
            subject=subject,
            message_id=f"<{number}@{self.address}>",
            text=text,
            mine=sender == self.address,
            folder="sent" if sender == self.address else "inbox",
            **more,
        )
        self.messages[message.id] = message
        self.log.append(thread_id)
        return message

    def discard(self, message_id: str) -> None:
        """Delete a message for good."""
        self.log.append(self.messages.pop(message_id).thread_id)

    def edit_draft(self, draft_id: str, text: str) -> None:
        old = self.drafts[draft_id]
        self.drafts[draft_id] = replace(old, text=text, message_id=f"m{next(self._ids)}", changed_at=self.now())
        self.log.append(old.thread_id)

    def open_and_save_draft(self, draft_id: str) -> None:
        """Save a draft again without changing a word, as an editor does by itself."""
        self.edit_draft(draft_id, self.drafts[draft_id].text)

    def delete_draft(self, draft_id: str) -> None:
        self.log.append(self.drafts.pop(draft_id).thread_id)

    def send_draft(self, draft_id: str) -> Message:
        draft = self.drafts.pop(draft_id)
        return self.deliver(draft.thread_id, self.address, draft.text, subject=draft.subject)

    def add_draft(self, thread_id: str, text: str) -> Draft:
        """A draft that the owner has begun."""
        number = next(self._ids)
        draft = Draft(f"d{number}", thread_id, f"m{number}", (), (), "Re: Your application", text, changed_at=self.now())
        self.drafts[draft.id] = draft
        self.log.append(thread_id)
        return draft

    def ours(self) -> list[Draft]:
        return [draft for draft in self.drafts.values() if draft.mark]


class MemoryMailbox:
    """One opening of a :class:`MailService`."""

    def __init__(self, service: MailService) -> None:
        self._service = service

    def _call(self, name: str) -> None:
        service = self._service
        service.calls[name] = service.calls.get(name, 0) + 1
        service.at(name)
        if service.revoked:
            raise AccessRevoked
        if name in service.faults:
            raise service.faults.pop(name)

    def _done(self, name: str) -> None:
        self._service.at(f"{name} done")
        if f"{name} done" in self._service.faults:
            raise self._service.faults.pop(f"{name} done")

    def addresses(self) -> frozenset[str]:
        self._call("addresses")
        return self._service.aliases | {self._service.address}

    def changes(self, cursor: str | None, since: datetime) -> Changes:
        self._call("changes")
        service = self._service
        if cursor is None:
            ids = list(dict.fromkeys(m.thread_id for m in service.messages.values() if m.sent_at >= since))
            heads = []
            for thread_id in ids:
                inside = [m for m in service.messages.values() if m.thread_id == thread_id]
                heads.append(next((m for m in reversed(inside) if not m.mine), inside[-1]))
            return Changes(tuple(ids), str(len(service.log)), tuple(heads))
        start = int(cursor)
        if start < service.forgotten_before:
            raise CursorExpired
        stop = min(len(service.log), start + service.portion)
        ids = list(dict.fromkeys(service.log[start:stop]))
        fresh = tuple(
            m for m in service.messages.values() if m.thread_id in ids and m.sent_at >= self._service.now() - timedelta(hours=1)
        )
        return Changes(tuple(ids), str(stop), fresh, complete=stop == len(service.log))

    def thread(self, thread_id: str) -> Thread:
        self._call("thread")
        service = self._service
        found = [m for m in service.messages.values() if m.thread_id == thread_id]
        if not found:
            raise ThreadGone
        for draft in service.drafts.values():
            if draft.thread_id == thread_id:
                found.append(
                    Message(
                        draft.message_id,
                        thread_id,
                        draft.changed_at or service.now(),
                        Person("", service.address),
                        text=draft.text,
                        mine=True,
                        draft=True,
                        folder="drafts",
                        message_id=f"<{draft.mark}>" if draft.mark else "",
                    )
                )
        return Thread(thread_id, tuple(sorted(found, key=lambda m: m.sent_at)))

    def mail_from(self, people: Set[str], domains: Set[str], since: datetime) -> Iterator[Message]:
        self._call("mail_from")
        for message in reversed(self._service.messages.values()):
            sender = message.sender
            if sender and message.sent_at >= since and (sender.address in people or sender.domain in domains):
                yield message

    def drafts_in(self, thread_id: str) -> tuple[Draft, ...]:
        self._call("drafts_in")
        return tuple(draft for draft in self._service.drafts.values() if draft.thread_id == thread_id)

    def create_draft(self, reply: Reply) -> Draft:
        self._call("create_draft")
        service = self._service
        number = next(service._ids)
        draft = Draft(
            f"d{number}",
            reply.thread_id,
            f"m{number}",
            reply.to,
            reply.cc,
            reply.subject,
            reply.body.rstrip("\n"),
            reply.mark,
            service.now(),
            open_url=f"https://mail.example/{number}",
        )
        service.drafts[draft.id] = draft
        service.created += 1
        service.log.append(reply.thread_id)
        self._done("create_draft")
        return draft

    def find_draft(self, mark: str, thread_id: str) -> Draft | None:
        self._call("find_draft")
        return next((draft for draft in self._service.drafts.values() if draft.mark == mark), None)

    def draft(self, draft_id: str) -> Draft | None:
        self._call("draft")
        return self._service.drafts.get(draft_id)

    def delete_draft(self, draft_id: str) -> None:
        self._call("delete_draft")
        found = self._service.drafts.pop(draft_id, None)
        if found:
            self._service.log.append(found.thread_id)
        self._done("delete_draft")

    def watch(self) -> Watch:
        self._call("watch")
        raise NoPush

    def unwatch(self, watch: Watch) -> None:
        self._call("unwatch")

    def close(self) -> None:
        pass


class MemoryConnection:
    """A provider whose mail services are in memory; whoever comes back says in the query who they are."""

    title = "Memory"

    def __init__(self) -> None:
        self.services: dict[str, MailService] = {}
        self.revoked: list[str] = []

    def begin(self, purpose: str, redirect_uri: str, login_hint: str = "") -> Begun:
        import secrets

        state = secrets.token_hex(8)
        return Begun(f"https://provider.example/consent?state={state}", state, {"state": state})

    def finish(self, purpose: str, pending: Mapping[str, Any], query: Mapping[str, str], now: datetime) -> Arrival:
        address = query["who"]
        return Arrival(f"subject of {address}", address, "Ada Lovelace", "token" if purpose == "link" else "")

    def open(self, link: Link, tokens: Tokens) -> MemoryMailbox:
        return MemoryMailbox(self.services[link.address])

    def revoke(self, link: Link) -> None:
        self.revoked.append(link.address)


BUSY = TryLater
