"""The sample mailbox that ships with the program: an invented candidate, looking for work in four countries.

Nobody in it exists. Every address lies under ``.example`` (RFC 2606), and every date hangs on the week of the scan, so the
threads stay what they are on any day of any week: some due, some waiting, some answered, and plenty that is no recruiter's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

from app.sample.rendering import thread_bytes
from app.sample.scenes import Scene, read_scenes

Account = Literal["gmail", "outlook"]

_LABELS = {
    "inbox": "Inbox,Opened",
    "sent": "Sent",
    "drafts": "Drafts",
    "archive": "Archived,Opened",
    "trash": "Trash",
    "promotions": "Inbox,Category Promotions",
}


@dataclass(frozen=True, slots=True)
class SampleOwner:
    """Whose mailbox it is.

    Attributes:
        addresses: the first is the Gmail one, the second the Outlook one.
        by_account: the same by account.
        timezone, region: as in :class:`app.conversation.Candidate`.
    """

    name: str
    addresses: tuple[str, ...]
    timezone: str
    region: str
    by_account: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SampleMail:
    """One message.

    Attributes:
        raw: the full message (RFC 822), lines ended by CR LF.
        folder: ``inbox``, ``sent``, ``drafts``, ``archive``, ``trash`` or ``promotions``.
        thread: the thread's key, the same in every week.
        received_at: aware, UTC.
        account: the mailbox that holds it, ``gmail`` or ``outlook``.
        expected: the status its thread should be found in when all of the owner's mail is looked at.
        alone: the same when only this account's mailbox is: an answer may lie in the other one.
    """

    raw: bytes
    folder: str
    thread: str
    received_at: datetime
    account: str
    expected: str
    alone: str


_ADDRESSES = MappingProxyType({"gmail": "nora.brandt@gmail.example", "outlook": "nora.brandt@outlook.example"})
_OWNER = SampleOwner("Nora Brandt", tuple(_ADDRESSES.values()), "Europe/Berlin", "DE", _ADDRESSES)


def owner() -> SampleOwner:
    return _OWNER


def week_of(now: datetime) -> date:
    """The Monday of the owner's week that ``now`` (aware) lies in. Every message is older than it."""
    today = now.astimezone(ZoneInfo(_OWNER.timezone)).date()
    return today - timedelta(days=today.weekday())


def messages(now: datetime, account: Account | None = None) -> tuple[SampleMail, ...]:
    """The mailbox as it lies on the day of ``now``, oldest message first; the same bytes on every day of a week.

    Args:
        account: only what lies in this one of the owner's two mailboxes; None for all of it.
    """
    return tuple(mail for mail in _week(week_of(now)) if account in (None, mail.account))


@lru_cache(maxsize=8)
def _week(monday: date) -> tuple[SampleMail, ...]:
    scenes = read_scenes(monday, _ADDRESSES, _OWNER.name, _OWNER.timezone)
    return tuple(sorted((m for scene in scenes for m in _mails(scene, monday)), key=lambda m: (m.received_at, m.thread)))


def _mails(scene: Scene, monday: date) -> list[SampleMail]:
    return [
        SampleMail(raw, line.folder, scene.key, line.at.astimezone(UTC), scene.account, scene.status, scene.alone)
        for line, raw in zip(scene.lines, thread_bytes(scene, monday), strict=True)
    ]


def write_mbox(path: Path, now: datetime, account: Account | None = None) -> int:
    """Write the mailbox as Google Takeout exports one (``X-GM-THRID``, ``X-Gmail-Labels``); returns the number of messages.

    An existing file is replaced. Raises OSError.
    """
    mails = messages(now, account)
    path.write_bytes(b"".join(_entry(mail) for mail in mails))
    return len(mails)


def _entry(mail: SampleMail) -> bytes:
    thread = int.from_bytes(hashlib.sha256(mail.thread.encode()).digest()[:8], "big") >> 3 | 1 << 60
    number = int.from_bytes(hashlib.sha256(mail.raw).digest()[:8], "big") >> 3 | 1 << 60
    head = (
        f"From {number}@xxx {mail.received_at:%a %b %d %H:%M:%S +0000 %Y}\r\n"
        f"X-GM-THRID: {thread}\r\nX-Gmail-Labels: {_LABELS[mail.folder]}\r\n"
    )
    return (head.encode() + re.sub(rb"^(>*From )", rb">\1", mail.raw, flags=re.M) + b"\r\n").replace(b"\r\n", b"\n")
