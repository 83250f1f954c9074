"""The mail of the sandbox: accounts, their mail and a log of what changed, in memory, without a word of any provider.

``sandbox/google.py`` and ``sandbox/microsoft.py`` both serve from one :class:`MailStore`, so that one sample mailbox looks the
same through both doors. The RFC 822 bytes of a mail are its truth; subject, people and threads are read from them.

What the two providers do differently with one and the same act is a trait of the account (:attr:`Account.keeps_ids`): where
Gmail replaces a message, with a new id, whenever a draft is edited or sent, Outlook with immutable ids keeps it.

Threads are made as Gmail makes them (developers.google.com/workspace/gmail/api/guides/threads): a mail joins a thread when its
In-Reply-To or References name a mail of it *and* the subjects match but for ``Re:`` and its kin. For Outlook, whose
conversations may hold unrelated mail, the thread can be given instead.
"""

from __future__ import annotations

import bisect
import email.policy
import email.utils
import re
import secrets
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cached_property
from types import MappingProxyType
from typing import Literal

Folder = Literal["inbox", "sent", "drafts", "archive", "trash", "spam", "promotions"]
FOLDERS: tuple[Folder, ...] = ("inbox", "sent", "drafts", "archive", "trash", "spam", "promotions")
ChangeKind = Literal["added", "removed", "moved", "flagged", "edited"]

_PREFIX = re.compile(r"^\s*((re|aw|antw|wg|sv|vs|rv|tr|fw|fwd)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_PARSER = BytesParser(policy=email.policy.default)
_NOTHING: Mapping[str, str] = MappingProxyType({})


class NoSuchMail(LookupError):
    """There is no mail, draft or account of this name."""


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox owner.

    Attributes:
        address: in lower case; names the account everywhere.
        aliases: further addresses the owner sends from.
        keeps_ids: an edited or sent draft keeps its number and Message-ID (Outlook) instead of getting new ones (Gmail).
    """

    address: str
    name: str
    aliases: tuple[str, ...] = ()
    keeps_ids: bool = False


@dataclass(frozen=True)
class Mail:
    """One mail at one moment; a change makes a new value.

    Attributes:
        number: unique in the whole store and rising; providers make their message ids from it.
        raw: the RFC 822 bytes, the only truth about what the mail says.
        thread: the number of the thread's first mail; providers make their thread ids from it.
        draft: the number of the unsent draft this is the present text of; None for all other mail.
        received_at: when it came into this mailbox (aware).
        changed_at: when it was last changed in any way (aware).
        extras: what a provider keeps beside the mail itself, such as extended properties; never seen by an addressee.
    """

    number: int
    account: str
    raw: bytes
    folder: Folder
    read: bool
    received_at: datetime
    changed_at: datetime
    thread: int
    draft: int | None = None
    extras: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    @cached_property
    def mime(self) -> EmailMessage:
        """The parsed mail. Read only: it is shared."""
        return _PARSER.parsebytes(self.raw)

    def header(self, name: str) -> str:
        """The header as text, empty when missing. Broken headers are given as far as they can be read."""
        known = self._headers.get(name)
        if known is None:
            known = self._headers[name] = self._header(name)
        return known

    @cached_property
    def _headers(self) -> dict[str, str]:
        """What was read before."""
        return {}

    def _header(self, name: str) -> str:
        try:
            value = self.mime.get(name)
        except (ValueError, IndexError, AttributeError, TypeError, LookupError):
            # The modern header parser stumbles over some malformed addresses and encoded words.
            value = {k.lower(): v for k, v in self.mime.raw_items()}.get(name.lower())
        return re.sub(r"\s*[\r\n]+\s*", " ", str(value)).strip() if value is not None else ""

    @property
    def subject(self) -> str:
        return self.header("subject")

    @property
    def message_id(self) -> str:
        return next(iter(_MESSAGE_ID.findall(self.header("message-id"))), "")

    @property
    def references(self) -> tuple[str, ...]:
        """In-Reply-To first, then References from last to first: the order in which a parent is looked for."""
        named = _MESSAGE_ID.findall(self.header("in-reply-to")) + _MESSAGE_ID.findall(self.header("references"))[::-1]
        return tuple(dict.fromkeys(named))

    @cached_property
    def text(self) -> str:
        """The plain text body, or the HTML one when there is no other, or nothing."""
        part = self.mime.get_body(preferencelist=("plain", "html"))
        if part is None:
            return ""
        try:
            return str(part.get_content())
        except (LookupError, ValueError, AttributeError):
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of an account's log, from which Gmail's history and Graph's delta are both told.

    Attributes:
        sequence: rises by one or more from change to change over the whole store.
        mail: the mail after the change; for ``removed``, as it was last.
        before: the folder it was in before, where that differs from now; None for ``added``.
        was_read: the read flag before; differs from ``mail.read`` for ``flagged`` only.
    """

    sequence: int
    kind: ChangeKind
    mail: Mail
    before: Folder | None = None
    was_read: bool | None = None


def bare_subject(subject: str) -> str:
    """The subject without reply and forward prefixes, case and doubled blanks, as threads compare it."""
    return re.sub(r"\s+", " ", _PREFIX.sub("", subject)).strip().casefold()


def compose(
    sender: str,
    to: Iterable[str],
    subject: str,
    text: str,
    *,
    sent_at: datetime,
    cc: Iterable[str] = (),
    parent: Mail | None = None,
    html: str | None = None,
    headers: Mapping[str, str] = _NOTHING,
    message_id: str | None = None,
) -> bytes:
    """RFC 822 bytes of a mail; with a parent it answers that one. ``sender`` and ``to`` are header texts (``Ann <ann@x.example>``)."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = sender
    recipients, copies = ", ".join(to), ", ".join(cc)
    if recipients:
        mail["To"] = recipients
    if copies:
        mail["Cc"] = copies
    mail["Subject"] = subject
    mail["Date"] = email.utils.format_datetime(sent_at)
    mail["Message-ID"] = message_id or new_message_id(email.utils.parseaddr(sender)[1])
    if parent is not None and parent.message_id:
        mail["In-Reply-To"] = parent.message_id
        mail["References"] = " ".join(dict.fromkeys((*parent.references[::-1], parent.message_id)))
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes()


def new_message_id(address: str) -> str:
    return f"<{secrets.token_hex(16)}@{address.rpartition('@')[2] or 'sandbox.example'}>"


class MailStore:
    """All mail of all accounts. Safe to use from many threads; every value given out is immutable.

    Args:
        now: the clock, giving aware instants.
    """

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.now = now
        self.accounts: dict[str, Account] = {}
        self.send_requests: Counter[str] = Counter()
        self._lock = threading.RLock()
        self._mail: dict[str, dict[int, Mail]] = {}
        self._threads: dict[str, dict[int, list[int]]] = {}
        self._known: dict[str, dict[tuple[str, str], int]] = {}
        self._log: dict[str, list[Change]] = {}
        self._forgotten: dict[str, int] = {}
        self._number = 0x18C0_0000_0000  # Looks like a provider's id when written in hex, and never like a small row id.
        self._sequence = 0
        self._listeners: list[Callable[[Change], None]] = []

    # Accounts

    def add_account(self, address: str, name: str = "", aliases: Iterable[str] = (), *, keeps_ids: bool = False) -> Account:
        """Open an account; an existing one keeps its mail and gets the new name and aliases."""
        account = Account(address.lower(), name, tuple(a.lower() for a in aliases), keeps_ids)
        with self._lock:
            self.accounts[account.address] = account
            self._mail.setdefault(account.address, {})
            self._threads.setdefault(account.address, defaultdict(list))
            self._known.setdefault(account.address, {})
            self._log.setdefault(account.address, [])
        return account

    def account(self, address: str) -> Account:
        """The account of this address or alias. Raises NoSuchMail."""
        wanted = address.lower()
        with self._lock:
            for account in self.accounts.values():
                if wanted == account.address or wanted in account.aliases:
                    return account
        raise NoSuchMail(address)

    # Looking

    def get(self, address: str, number: int) -> Mail:
        with self._lock:
            try:
                return self._mail[address][number]
            except KeyError:
                raise NoSuchMail(f"{address} {number}") from None

    def mails(self, address: str, folder: Folder | None = None) -> list[Mail]:
        """Mail of an account, or of one of its folders, newest first."""
        with self._lock:
            if address not in self._mail:
                raise NoSuchMail(address)
            found = [m for m in self._mail[address].values() if folder is None or m.folder == folder]
        return sorted(found, key=lambda m: (m.received_at, m.number), reverse=True)

    def thread(self, address: str, thread: int) -> list[Mail]:
        """Mail of one thread in every folder, oldest first; empty when nothing is left of it."""
        with self._lock:
            found = [self._mail[address][n] for n in self._threads[address].get(thread, ())]
        return sorted(found, key=lambda m: (m.received_at, m.number))

    def threads(self, address: str) -> list[list[Mail]]:
        """All threads, the one with the newest mail first; each oldest mail first."""
        with self._lock:
            keys = [key for key, numbers in self._threads[address].items() if numbers]
        return sorted((self.thread(address, k) for k in keys), key=lambda t: (t[-1].received_at, t[-1].number), reverse=True)

    def drafts(self, address: str) -> list[Mail]:
        """Present texts of the unsent drafts, newest first."""
        return [m for m in self.mails(address, "drafts") if m.draft is not None]

    def draft(self, address: str, draft: int) -> Mail:
        """The present text of a draft. Raises NoSuchMail once it was sent or deleted."""
        with self._lock:
            for mail in self._mail.get(address, {}).values():
                if mail.draft == draft:
                    return mail
        raise NoSuchMail(f"{address} draft {draft}")

    def by_message_id(self, address: str, message_id: str) -> list[Mail]:
        return [m for m in self.mails(address) if m.message_id == message_id]

    # Changing

    def deliver(
        self,
        address: str,
        raw: bytes,
        folder: Folder = "inbox",
        *,
        received_at: datetime | None = None,
        read: bool | None = None,
        thread: int | None = None,
        extras: Mapping[str, str] = _NOTHING,
    ) -> Mail:
        """Put a mail into a mailbox: one that came, or (folder ``sent``) one the owner sent by other means.

        Args:
            received_at: by default now.
            read: by default unread where mail comes in, and read in ``sent``.
            thread: by default found by references and subject.
        """
        return self._add(address, raw, folder, received_at, folder == "sent" if read is None else read, thread, None, extras)

    def put_draft(self, address: str, raw: bytes, thread: int | None = None, *, extras: Mapping[str, str] = _NOTHING) -> Mail:
        """Keep an unsent draft in the thread given, or in one of its own: whether it belongs there is the provider's rule."""
        with self._lock:
            return self._add(address, raw, "drafts", None, True, thread or self._number + 1, self._number + 1, extras)

    def replace_draft(
        self, address: str, draft: int, raw: bytes, thread: int | None = None, *, extras: Mapping[str, str] | None = None
    ) -> Mail:
        """Give a draft a new text. Its draft number stays; its mail number stays only where the account keeps ids."""
        with self._lock:
            old = self.draft(address, draft)
            kept = old.extras if extras is None else extras
            if self.accounts[address].keeps_ids:
                return self._change(replace(old, raw=raw, thread=thread or old.thread, extras=kept), "edited")
            self._remove(old)
            return self._add(address, raw, "drafts", None, True, thread or old.thread, draft, kept)

    def send_draft(self, address: str, draft: int) -> Mail:
        """Send a draft, as the human owner does from the inbox page; no provider endpoint leads here.

        Where accounts of the addressees exist in this store, it is delivered to them.
        """
        with self._lock:
            old = self.draft(address, draft)
            raw = _dated(old.raw, self.now())
            if self.accounts[address].keeps_ids:
                sent = self._change(replace(old, raw=raw, folder="sent", draft=None, received_at=self.now()), "moved")
            else:
                self._remove(old)
                sent = self._add(address, raw, "sent", None, True, old.thread, None, old.extras)
            for _, to in email.utils.getaddresses([sent.header("to"), sent.header("cc")]):
                try:
                    recipient = self.account(to)
                except NoSuchMail:
                    continue
                if recipient.address != address:
                    self.deliver(recipient.address, raw)
            return sent

    def move(self, address: str, number: int, folder: Folder) -> Mail:
        with self._lock:
            return self._change(replace(self.get(address, number), folder=folder), "moved")

    def trash(self, address: str, number: int) -> Mail:
        """Throw away. A draft thrown away is a draft no more."""
        with self._lock:
            return self._change(replace(self.get(address, number), folder="trash", draft=None), "moved")

    def delete(self, address: str, number: int) -> None:
        """Remove for good."""
        with self._lock:
            self._remove(self.get(address, number))

    def set_read(self, address: str, number: int, read: bool = True) -> Mail:
        with self._lock:
            return self._change(replace(self.get(address, number), read=read), "flagged")

    def set_extras(self, address: str, number: int, extras: Mapping[str, str]) -> Mail:
        """Replace what the provider keeps beside the mail."""
        with self._lock:
            return self._change(replace(self.get(address, number), extras=MappingProxyType(dict(extras))), "edited")

    # The log

    @property
    def sequence(self) -> int:
        """The sequence number of the latest change in the whole store; 0 before the first."""
        with self._lock:
            return self._sequence

    def changes(self, address: str, after: int = 0) -> list[Change]:
        """Changes after a sequence number, oldest first. Ask :meth:`forgotten` first whether the log reaches back so far."""
        with self._lock:
            log = self._log[address]
            return log[bisect.bisect_right(log, after, key=lambda change: change.sequence) :]

    def forget_changes(self, address: str) -> None:
        """Drop the log up to now, so that older cursors have expired."""
        with self._lock:
            self._log[address].clear()
            self._forgotten[address] = self._sequence

    def forgotten(self, address: str) -> int:
        """The log is complete after this sequence number; a cursor below it has expired."""
        with self._lock:
            return self._forgotten.get(address, 0)

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call the listener after each change, in the thread that made it and with the store locked: it must be quick.

        Returns the function that ends the subscription.
        """
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def count_send_request(self, address: str) -> None:
        """Somebody asked a provider endpoint to send. Tests hold this at zero."""
        with self._lock:
            self.send_requests[address] += 1

    # Inside

    def _add(
        self,
        address: str,
        raw: bytes,
        folder: Folder,
        received_at: datetime | None,
        read: bool,
        thread: int | None,
        draft: int | None,
        extras: Mapping[str, str],
    ) -> Mail:
        with self._lock:
            if address not in self.accounts:
                raise NoSuchMail(address)
            self._number += 1
            now = self.now()
            mail = Mail(
                self._number,
                address,
                raw,
                folder,
                read,
                received_at or now,
                now,
                thread or self._number,
                draft,
                MappingProxyType(dict(extras)),
            )
            if thread is None:
                mail = replace(mail, thread=self._thread_of(mail))
            self._mail[address][mail.number] = mail
            self._threads[address][mail.thread].append(mail.number)
            if mail.draft is None:
                self._remember(mail)
            self._note(Change(0, "added", mail))
            return mail

    def _thread_of(self, mail: Mail) -> int:
        known = self._known[mail.account]
        subject = bare_subject(mail.subject)
        for named in (*mail.references, mail.message_id):
            if named and (subject, named) in known:
                return known[subject, named]
        return mail.number

    def _remember(self, mail: Mail) -> None:
        subject = bare_subject(mail.subject)
        for named in (mail.message_id, *mail.references):
            if named:
                self._known[mail.account].setdefault((subject, named), mail.thread)

    def _change(self, mail: Mail, kind: ChangeKind) -> Mail:
        old = self._mail[mail.account][mail.number]
        mail = replace(mail, changed_at=self.now())
        self._mail[mail.account][mail.number] = mail
        if mail.thread != old.thread:
            self._threads[mail.account][old.thread].remove(mail.number)
            self._threads[mail.account][mail.thread].append(mail.number)
        if old.draft is not None and mail.draft is None:
            self._remember(mail)
        self._note(Change(0, kind, mail, old.folder, old.read))
        return mail

    def _remove(self, mail: Mail) -> None:
        del self._mail[mail.account][mail.number]
        self._threads[mail.account][mail.thread].remove(mail.number)
        self._note(Change(0, "removed", mail, mail.folder, mail.read))

    def _note(self, change: Change) -> None:
        self._sequence += 1
        change = replace(change, sequence=self._sequence)
        self._log[change.mail.account].append(change)
        for listener in tuple(self._listeners):
            listener(change)


def _dated(raw: bytes, now: datetime) -> bytes:
    """The same mail with the Date header of now, the rest untouched."""
    mail = BytesParser(policy=email.policy.compat32).parsebytes(raw)
    del mail["Date"]
    mail["Date"] = email.utils.format_datetime(now)
    return mail.as_bytes(policy=email.policy.compat32.clone(linesep="\r\n"))
