"""What every mailbox can do for us: be read, and be drafted in. It cannot send; there is no such method.

Gmail, Outlook and an exported archive implement :class:`Mailbox`; one contract suite (tests/contract) runs against all of
them. Faults are sorted by what the caller has to do about them, not by what the provider called them.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.conversation import Draft, Message, Reply, Thread
from app.errors import AppError


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new in a mailbox since a cursor.

    Attributes:
        thread_ids: threads in which something was added, changed or removed, in no particular order, no duplicates.
        cursor: store this only after every thread above has been dealt with; opaque text.
        heads: messages already at hand from the listing itself, by thread id, so that most threads need no second call to
            be judged "not a recruiter". May be empty; may be partial.
        complete: False when this is one portion of a longer first look; call again with ``cursor``.
        quiet_ids: those of ``thread_ids`` in which no mail came that could begin anything (advertising, a mail thrown away, a
            draft): worth a look only when the thread is known as a recruiter's already.
    """

    thread_ids: tuple[str, ...]
    cursor: str
    heads: tuple[Message, ...] = ()
    complete: bool = True
    quiet_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """A running push subscription at the provider.

    Attributes:
        id: the provider's id of it (Graph), or empty where there is one a mailbox (Gmail).
        expires_at: aware UTC; renew well before.
        secret: what the provider repeats to us in each notification (Graph's clientState); empty where tokens are signed.
    """

    id: str
    expires_at: datetime
    secret: str = ""


class Mailbox(Protocol):
    """One linked mailbox: it can be read and drafted in. It cannot send; there is no such method.

    Every method may raise AccessRevoked (link again) and TryLater (a passing fault); others are named where they occur.
    An instance is used by one thread at a time.
    """

    def addresses(self) -> frozenset[str]:
        """Every address from which the owner writes here, aliases included, in lower case."""
        ...

    def changes(self, cursor: str | None, since: datetime) -> Changes:
        """What changed after ``cursor``; with None, every thread with mail since ``since``. Raises CursorExpired."""
        ...

    def thread(self, thread_id: str) -> Thread:
        """The live thread over all folders, bin, spam and drafts included. Raises ThreadGone."""
        ...

    def mail_from(self, people: Set[str], domains: Set[str], since: datetime) -> Iterator[Message]:
        """Mail of these addresses or domains since then, in every folder, newest first."""
        ...

    def drafts_in(self, thread_id: str) -> tuple[Draft, ...]:
        """Every unsent draft in the thread, ours (with a mark) and the owner's."""
        ...

    def create_draft(self, reply: Reply) -> Draft:
        """Put an unsent draft into the thread and read it back. Raises ThreadGone, DraftRefused.

        Not retried inside: after TryLater the draft may exist; look for its mark with find_draft before trying again.
        """
        ...

    def find_draft(self, mark: str, thread_id: str) -> Draft | None:
        """The draft that carries our mark, even a half-made one; None when there is none."""
        ...

    def draft(self, draft_id: str) -> Draft | None:
        """The draft as it is now; None when the owner sent or deleted it."""
        ...

    def delete_draft(self, draft_id: str) -> None:
        """Remove a draft; nothing happens when it is already gone. Never touches anything that has been sent."""
        ...

    def watch(self) -> Watch:
        """Ask the provider to push changes to us, or renew that wish. Raises NoPush where it cannot."""
        ...

    def unwatch(self, watch: Watch) -> None:
        """Stop the push; nothing happens when it is already gone."""
        ...

    def close(self) -> None:
        """Give back connections."""
        ...


class AccessRevoked(AppError):
    """The mailbox no longer lets us in. Nothing was lost; please connect it again."""

    status = 409


class CursorExpired(AppError):
    """The mailbox has forgotten where we stopped reading. We read the last weeks again; nothing was lost."""

    status = 503


class TryLater(AppError):
    """The mail service is busy or not reachable just now. Nothing was lost; we try again by ourselves.

    Attributes:
        after_seconds: the provider's own wish, where it named one.
    """

    status = 503

    def __init__(self, sentence: str | None = None, after_seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.after_seconds = after_seconds


class ThreadGone(AppError):
    """This conversation is no longer in the mailbox, so there is nothing left to do in it."""

    status = 404


class DraftRefused(AppError):
    """The mail service refused to put a draft into this conversation. Your mail is untouched; you can write there yourself."""

    status = 409


class NoPush(AppError):
    """This mailbox cannot notify us of new mail; we look by ourselves every few minutes instead."""

    status = 409
