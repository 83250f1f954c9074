"""What the verbs of this package work with: the database, the providers and the clock, joined once by a composition root."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from app.errors import AppError
from app.flow.push_keys import PushKeys
from app.providers.mailbox import AccessRevoked, Mailbox, TryLater
from app.store import journal, mailboxes
from app.store.database import Database
from app.store.mailboxes import Link

log = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=1)


class Unknown(AppError):
    """There is nothing here of that name, or it is not yours."""

    status = 404


class NotLinked(AppError):
    """This mailbox is not connected just now, so nothing was done in it. Please connect it again."""

    status = 409


@dataclass(frozen=True, slots=True)
class Begun:
    """A visit to a provider's consent page that is about to begin; ``pending`` is needed when it comes back."""

    url: str
    state: str
    pending: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody came back from a provider's consent page.

    Attributes:
        subject: the provider's own, stable name for the person.
        address: their address there, verified by the provider; for a link, the mailbox's address.
        credentials: what opens the mailbox, as text of the provider's own making; empty after a mere sign-in.
        access_ends_at: when the provider lets us in no longer, whatever we do; None: until it is revoked.
    """

    subject: str
    address: str
    name: str
    credentials: str = ""
    access_ends_at: datetime | None = None


class Connection(Protocol):
    """One provider: who signs in there, and how its mailboxes are opened."""

    title: str

    def begin(self, purpose: str, redirect_uri: str, login_hint: str = "") -> Begun:
        """Begin to ``sign_in`` or to ``link``."""
        ...

    def finish(self, purpose: str, pending: Mapping[str, Any], query: Mapping[str, str], now: datetime) -> Arrival:
        """Read a callback. Raises an AppError for a denied, forged or incomplete one."""
        ...

    def open(self, link: Link, tokens: Tokens) -> Mailbox:
        """A mailbox for one thread of work; close it afterwards."""
        ...

    def revoke(self, link: Link) -> None:
        """Give the permission back, where the provider lets us. Nothing happens when it is over already."""
        ...


class Tokens:
    """The stored credentials of one mailbox: read and renewed by one worker at a time."""

    def __init__(self, database: Database, mailbox_id: UUID) -> None:
        self._database = database
        self._mailbox_id = mailbox_id

    def load(self) -> str:
        with self._database.read() as session:
            return mailboxes.credentials_of(session, self._mailbox_id)

    def save(self, credentials: str) -> None:
        with self._database.write() as session:
            mailboxes.save_credentials(session, self._mailbox_id, credentials)

    @contextmanager
    def locked(self) -> Iterator[Tokens]:
        with self._database.exclusive(f"tokens of {self._mailbox_id}"):
            yield self


def _nobody_waits(mailbox_id: UUID) -> None:
    """What wakes the background work where there is none."""


def nobody_counts(verb: str, outcome: str, seconds: float) -> None:
    """What is told of every step where nobody counts."""


@dataclass(frozen=True)
class Services:
    """Everything the verbs need; no globals.

    Attributes:
        connections: by the provider's name in addresses and rows (``google``, ``microsoft``).
        allow: addresses and domains that may sign in; ``*`` for everybody.
        wake: tells the background work that a mailbox has something outstanding; may lose it, the sweep finds it.
        observe: is told verb, outcome and seconds of every step of the background work.
        jitter: numbers from 0 to 1 by which pauses are spread.
        push: speaks to browsers' push services; None where notifications are not set up.
    """

    database: Database
    connections: Mapping[str, Connection]
    clock: Callable[[], datetime]
    public_url: str
    allow: frozenset[str] = frozenset()
    first_look: timedelta = timedelta(days=60)
    poll_every: timedelta = timedelta(minutes=5)
    session_length: timedelta = timedelta(days=30)
    sign_in_time: timedelta = timedelta(minutes=15)
    keep_closed: timedelta = timedelta(days=90)
    wake: Callable[[UUID], None] = field(default=_nobody_waits)
    observe: Callable[[str, str, float], None] = field(default=nobody_counts)
    jitter: Callable[[], float] = field(default=random.random)
    push: PushKeys | None = None

    def connection(self, provider: str) -> Connection:
        """The provider of that name. Raises Unknown."""
        try:
            return self.connections[provider]
        except KeyError:
            raise Unknown("This service is not set up for that mail provider.") from None

    @contextmanager
    def opened(self, link: Link, now: datetime) -> Iterator[Mailbox]:
        """A linked mailbox, closed at the end. What its faults mean for the mailbox is noted here, then they go on up."""
        box = self.connection(link.provider).open(link, Tokens(self.database, link.id))
        try:
            yield box
        except AccessRevoked as fault:
            with self.database.write() as session:
                mailboxes.needs_relink(session, link.id, fault.sentence)
                journal.note(
                    session, account_id=link.account_id, mailbox_id=link.id, event="access_lost", at=now, why=fault.sentence
                )
            raise
        except TryLater as fault:
            with self.database.write() as session:
                row = mailboxes.mailbox(session, link.id)
                pause = retry_pause(row.failures if row else 0, fault.after_seconds, self.jitter())
                mailboxes.note_failure(session, link.id, now + pause)
            raise
        finally:
            box.close()

    def link(self, mailbox_id: UUID) -> Link:
        """What opens a mailbox. Raises Unknown, NotLinked."""
        with self.database.read() as session:
            row = mailboxes.mailbox(session, mailbox_id)
            if row is None:
                raise Unknown
            link = mailboxes.link_of(session, row)
        if link is None or row.state == "needs_relink":
            raise NotLinked
        return link


def retry_pause(failures: int, wished_seconds: float | None, jitter: float = 0.0) -> timedelta:
    """How long to leave a mailbox alone after a passing fault: 15 s doubled with each failure, and never less than was wished.

    Args:
        wished_seconds: what the provider asks for (Retry-After).
        jitter: from 0 to 1; up to a quarter is added, so that mailboxes put off together do not come back together.
    """
    own = min(timedelta(seconds=15 * 2 ** min(failures, 8)), LONGEST_PAUSE)
    return max(own, timedelta(seconds=wished_seconds or 0)) * (1 + jitter / 4)
