"""The words this program speaks: people, messages, threads, replies and drafts.

Frozen values without behaviour worth hiding. Nothing here knows Gmail, Outlook, a database or a clock; every
other part of the house imports this module and agrees on what its words mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import getaddresses
from types import MappingProxyType

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a mail address. Two spellings of one address are one address: it is kept in lower case."""

    name: str
    address: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", self.address.strip().lower())

    @property
    def domain(self) -> str:
        """What follows the last ``@``; empty when there is none."""
        return self.address.rpartition("@")[2] if "@" in self.address else ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def people(*values: str) -> tuple[Person, ...]:
    """Read address header values (``"Jane Doe <jane@acme.example>, bob@x.example"``); entries without address are left out."""
    return tuple(Person(name.strip(), address) for name, address in getaddresses([v for v in values if v]) if "@" in address)


@dataclass(frozen=True, slots=True)
class Candidate:
    """The owner of the mailbox ("me"): the person who is looking for work.

    Attributes:
        addresses: every address that is theirs, aliases included, in lower case.
        timezone: an IANA name such as ``Europe/Berlin``.
        region: ISO 3166-1 with an optional subdivision, such as ``DE`` or ``GB-ENG``; decides public holidays.
    """

    name: str
    addresses: frozenset[str]
    timezone: str = "UTC"
    region: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "addresses", frozenset(a.strip().lower() for a in self.addresses))

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else ""

    def is_me(self, person: Person | None) -> bool:
        return person is not None and person.address in self.addresses


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, as far as a judgement needs it.

    Attributes:
        id: the provider's id of this message (for an archive, one made from its content).
        message_id: the ``Message-ID`` header with its angle brackets; empty where there is none.
        sent_at: aware; carries the UTC offset of the Date header, because the day of writing is a day in that offset.
        sender: None where a message names nobody (some drafts, meeting responses and reports).
        mine: written by the mailbox owner (sent folder or one of their addresses).
        headers: further headers by lower-case name, such as ``auto-submitted`` or ``list-id``.
        text, html: the two bodies as the mail has them, quotes, signatures and all; either may be None.
        calendar: the iCalendar METHOD of an invitation, such as ``REQUEST``; None for ordinary mail.
        draft: an unsent draft, whoever made it.
        folder: ``inbox``, ``sent``, ``drafts``, ``archive``, ``spam``, ``trash``, ``promotions`` or empty when unknown.
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
    text: str | None = None
    html: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS, hash=False)
    calendar: str | None = None
    mine: bool = False
    draft: bool = False
    folder: str = ""

    def __post_init__(self) -> None:
        if self.sent_at.tzinfo is None:
            raise ValueError("sent_at must carry a UTC offset")


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages that belong together, oldest first, the owner's unsent drafts among them."""

    id: str
    messages: tuple[Message, ...]

    @property
    def subject(self) -> str:
        return self.messages[0].subject if self.messages else ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A follow-up ready to become a draft: plain values, decided before any provider is asked.

    Attributes:
        parent_id: provider id of the message that is answered; never a draft, never one in the bin or in spam.
        sender: the owner's address that the thread was written to.
        body: plain text, lines ended by ``\\n``, without the quoted original.
        mark: our private mark; the provider's adapter hides it where no addressee will see it.
    """

    thread_id: str
    parent_id: str
    sender: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    subject: str
    body: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsent draft as the mailbox holds it now.

    Attributes:
        id: the provider's draft id.
        text: the visible text above any quoted original.
        mark: our private mark, empty when the draft is not ours.
        changed_at: when the mailbox last saw it change, where the provider says so.
        open_url: an address at which a browser shows the draft, where there is one.
    """

    id: str
    thread_id: str
    message_id: str
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    subject: str
    text: str
    mark: str = ""
    changed_at: datetime | None = None
    open_url: str = ""
