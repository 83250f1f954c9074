"""What an add-on shows and does, whichever mail program it sits in: behind the Gmail card and the Outlook pane alike.

Everything here is for one verified person and reaches only what is theirs: the mailbox of the identity that is looking, and,
where that identity is also the one that signed in here, the other mailboxes of the account. Anything else is as unknown as what
does not exist.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable
from urllib.parse import quote
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.addons.identity import Caller
from app.addons.view import Home, Notice, Shown, ThreadView, view_of
from app.errors import AppError
from app.flow import actions
from app.flow.actions import Action
from app.flow.services import Services, Unknown
from app.flow.sync import read_thread
from app.providers.mailbox import AccessRevoked, TryLater
from app.store import accounts, drafts, mailboxes, threads
from app.store.tables import DraftState, MailboxRow, MailboxState, ThreadRow

log = logging.getLogger(__name__)

MOST_LISTED = 20
LONGEST_ID = 500


@dataclass(frozen=True, slots=True)
class Sought:
    """The open message, as a mail program names it; every part may be missing.

    Attributes:
        thread_id: the provider's own id of the thread or conversation, as its API spells it.
        message_id: the provider's own id of the message, as its API spells it.
        item_id: Outlook's ordinary id of the message, which changes when it is moved.
        internet_message_id: the Message-ID header.
    """

    thread_id: str = ""
    message_id: str = ""
    item_id: str = ""
    internet_message_id: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a caller may see: an account of ours, one mailbox of it or all, and the mailbox that is being looked at."""

    provider: str
    account_id: UUID | None = None
    mailbox: MailboxRow | None = None
    whole_account: bool = False

    def covers(self, row: ThreadRow) -> bool:
        if row.account_id != self.account_id:
            return False
        return self.whole_account or (self.mailbox is not None and row.mailbox_id == self.mailbox.id)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action: a sentence, what undoes it, the thread as it stands now, and a draft to open right away."""

    sentence: str
    view: ThreadView
    undo: UUID | None = None
    open_url: str = ""


@runtime_checkable
class _TellsImmutableIds(Protocol):
    def immutable_id(self, item_id: str) -> str: ...


class Surface:
    """Show and do. ``gmail_web`` is where Gmail's own pages are."""

    def __init__(self, services: Services, gmail_web: str) -> None:
        self._services, self._gmail_web = services, gmail_web

    # Looking

    def message(self, caller: Caller, sought: Sought, now: datetime, locale: str) -> Shown:
        """What to show beside an open message."""
        with self._services.database.read() as session:
            reach = reach_of(session, caller)
            notice = self._hindered(reach)
            if notice is not None or reach.mailbox is None:
                return notice or self._not_connected(reach)
            row = _found(session, reach.mailbox, sought)
            if row is not None:
                return self._view(session, row, locale)
            if not sought.thread_id and not sought.item_id:
                return NAMELESS
            seen_on = threads.seen_on(session, reach.mailbox.id, sought.thread_id) if sought.thread_id else None
            if seen_on is not None:
                return _not_ours(sought.thread_id)
        return self._by_item(caller, reach, sought, now, locale) or self._reading(reach.mailbox, sought, now)

    def home(self, caller: Caller, locale: str) -> Home:
        """What is ready, whose turn it is, and what is being waited for."""
        with self._services.database.read() as session:
            reach = reach_of(session, caller)
            notice = self._hindered(reach)
            if reach.account_id is None:
                return Home(notice=notice or self._not_connected(reach))
            only = None if reach.whole_account or reach.mailbox is None else reach.mailbox.id
            found: dict[str, tuple[ThreadView, ...]] = {}
            for status in ("due", "my_turn", "waiting"):
                rows = threads.listed(session, reach.account_id, MOST_LISTED + 1, (status,), only)
                found[status] = self._views(session, rows[:MOST_LISTED], locale)
            return Home(
                ready=tuple(sorted(found["due"], key=lambda view: not view.draft_written)),
                my_turn=found["my_turn"],
                waiting=found["waiting"],
                notice=notice or (self._not_connected(reach) if reach.mailbox is None else None),
            )

    def read_later(self, notice: Notice) -> Callable[[], None] | None:
        """What to do after the answer went out, so that the conversation is there on the next look."""
        if notice.mailbox_id is None or not notice.provider_thread_id:
            return None
        mailbox_id, thread_id = notice.mailbox_id, notice.provider_thread_id

        def read() -> None:
            try:
                read_thread(self._services, mailbox_id, thread_id, self._services.clock())
            except AppError as fault:
                log.info("a conversation was not read at once: %s", type(fault).__name__)
            except IntegrityError:
                log.info("the background work has read this conversation at the same moment")

        return read

    # Doing

    def act(self, caller: Caller, thread_id: UUID, action: Action, now: datetime, locale: str, day: date | None = None) -> Done:
        """Do what the user asks about a thread of theirs. Raises what :func:`app.flow.actions.act` raises."""
        account_id = self._owned(caller, thread_id)
        told = actions.act(self._services, account_id, thread_id, action, now, day)
        view = self._view_again(thread_id, locale)
        return Done(told.sentence, view, told.undo, view.draft_url if action is Action.WRITE else "")

    def undo(self, caller: Caller, thread_id: UUID, entry_id: UUID, now: datetime, locale: str) -> Done:
        """Take an action back. Raises Unknown, CannotUndo."""
        account_id = self._owned(caller, thread_id)
        told = actions.undo(self._services, account_id, entry_id, now)
        return Done(told.sentence, self._view_again(thread_id, locale))

    def adopt(self, caller: Caller, provider_thread_id: str, now: datetime, locale: str) -> Done:
        """Count a conversation that was read as none of ours among those about a candidacy. Raises Unknown, AppError."""
        with self._services.database.read() as session:
            mailbox = reach_of(session, caller).mailbox
        if mailbox is None or not 0 < len(provider_thread_id) <= LONGEST_ID:
            raise Unknown
        thread_id = read_thread(self._services, mailbox.id, provider_thread_id, now, recruiter=True)
        if thread_id is None:
            raise Unknown
        return Done(actions.SENTENCES[Action.RECRUITER], self._view_again(thread_id, locale))

    # Inside

    def _owned(self, caller: Caller, thread_id: UUID) -> UUID:
        with self._services.database.read() as session:
            reach, row = reach_of(session, caller), threads.thread(session, thread_id)
            if row is None or not reach.covers(row):
                raise Unknown
            return row.account_id

    def _view_again(self, thread_id: UUID, locale: str) -> ThreadView:
        with self._services.database.read() as session:
            row = threads.thread(session, thread_id)
            if row is None:
                raise Unknown
            return self._view(session, row, locale)

    def _view(self, session: Session, row: ThreadRow, locale: str) -> ThreadView:
        (view,) = self._views(session, [row], locale) or (None,)
        if view is None:
            raise Unknown
        return view

    def _views(self, session: Session, rows: list[ThreadRow], locale: str) -> tuple[ThreadView, ...]:
        ours = drafts.drafts_of(session, [row.id for row in rows])
        boxes = {row.mailbox_id: mailboxes.mailbox(session, row.mailbox_id) for row in rows}
        out = []
        for row in rows:
            summary, box = threads.summary_of(session, row), boxes[row.mailbox_id]
            if summary is None or box is None:
                continue
            draft = next((one for one in ours.get(row.id, ()) if one.state == DraftState.OPEN), None)
            out.append(
                view_of(
                    str(row.id),
                    summary,
                    locale=locale,
                    draft_written=draft is not None,
                    draft_url=draft.open_url if draft else "",
                    thread_url=self._thread_url(session, box, row),
                )
            )
        return tuple(out)

    def _thread_url(self, session: Session, box: MailboxRow, row: ThreadRow) -> str:
        """Where a browser shows the thread. Outlook has no address of a conversation, only of single messages."""
        if box.provider != "google":
            return ""
        address = mailboxes.address_of(session, box)
        return f"{self._gmail_web}?authuser={quote(address)}#all/{quote(row.provider_thread_id)}"

    def _hindered(self, reach: Reach) -> Notice | None:
        if reach.mailbox is not None and reach.mailbox.state == MailboxState.NEEDS_RELINK:
            url = f"{self._services.public_url}/connect/{reach.provider}"
            return Notice(
                "relink",
                "Please connect again",
                "This mailbox no longer lets Hearback in, so nothing is read or written in it. What was found so far is kept.",
                link_label="Connect again",
                link_url=url,
            )
        return None

    def _not_connected(self, reach: Reach) -> Notice:
        signed_in = reach.account_id is not None
        path = f"/connect/{reach.provider}" if signed_in else f"/sign-in/{reach.provider}"
        return Notice(
            "not_connected",
            "Not connected yet",
            "Hearback does not read this mailbox. Connect it once, and drafts appear in your conversations when a promised date has passed. Nothing is ever sent for you.",
            link_label="Connect this mailbox" if signed_in else "Sign in to connect",
            link_url=self._services.public_url + path,
        )

    def _by_item(self, caller: Caller, reach: Reach, sought: Sought, now: datetime, locale: str) -> Shown | None:
        """By Outlook's ordinary id of the message, which Microsoft has to translate: for conversations it names otherwise."""
        if reach.mailbox is None or not sought.item_id:
            return None
        try:
            link = self._services.link(reach.mailbox.id)
            with self._services.opened(link, now) as box:
                message_id = box.immutable_id(sought.item_id) if isinstance(box, _TellsImmutableIds) else ""
        except AccessRevoked:
            with self._services.database.read() as session:
                return self._hindered(reach_of(session, caller))
        except TryLater:
            return None
        if not message_id:
            return None
        with self._services.database.read() as session:
            row = threads.of_message(session, reach.mailbox.id, message_id)
            return self._view(session, row, locale) if row is not None else None

    def _reading(self, mailbox: MailboxRow, sought: Sought, now: datetime) -> Notice:
        with self._services.database.write() as session:
            mailboxes.mark_dirty(session, mailbox.id, now)
        self._services.wake(mailbox.id)
        first = mailbox.synced_at is None
        return Notice(
            "reading",
            "Reading this thread",
            "The mailbox was connected just now and is being read. Please look again in a minute."
            if first
            else "This conversation has not been read yet; that happens now. Please look again in a moment.",
            mailbox_id=None if first else mailbox.id,
            provider_thread_id=sought.thread_id,
        )


NAMELESS = Notice(
    "nameless",
    "Which conversation is this?",
    "The mail program does not say which conversation is open here, as it happens with some that you began yourself. "
    "Open the latest message they wrote, or look under “What waits”.",
)


def _not_ours(provider_thread_id: str) -> Notice:
    return Notice(
        "not_recruiter",
        "Not about your candidacy",
        "Hearback has read this conversation and found no recruiter in it, so it keeps nothing of it and will write nothing here.",
        adopt_id=provider_thread_id,
    )


def reach_of(session: Session, caller: Caller) -> Reach:
    """What this person may see: the mailbox linked under their identity, and the account that signed in with it."""
    box = mailboxes.by_subject(session, caller.provider, caller.subject)
    account = accounts.account_of(session, caller.provider, caller.subject)
    if box is not None:
        return Reach(caller.provider, box.account_id, box, account is not None and account.id == box.account_id)
    return Reach(caller.provider, account.id if account else None, None, account is not None)


def _found(session: Session, box: MailboxRow, sought: Sought) -> ThreadRow | None:
    """The thread of an open message, where we keep it."""
    if sought.thread_id and box.provider == "microsoft":
        # One conversation of Outlook's may hold several threads; the message then says which one it is.
        rows = threads.within_conversation(session, box.id, sought.thread_id)
        if len(rows) > 1:
            return _holds(session, rows, sought) or min(rows, key=lambda row: len(row.provider_thread_id))
        return rows[0] if rows else None
    if sought.thread_id:
        return threads.threads_known(session, box.id, [sought.thread_id]).get(sought.thread_id)
    return threads.of_message(session, box.id, sought.message_id) if sought.message_id else None


def _holds(session: Session, rows: list[ThreadRow], sought: Sought) -> ThreadRow | None:
    if not sought.internet_message_id:
        return None
    read = threads.readings_of(session, [row.id for row in rows])
    return next((row for row in rows if any(r.message_id == sought.internet_message_id for r in read[row.id].own)), None)
