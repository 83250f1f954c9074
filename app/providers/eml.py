"""Drafts as .eml files that a mail program opens ready to be looked over and sent by hand.

``X-Unsent: 1`` makes Outlook, Thunderbird and Windows Mail open such a file in their compose window; In-Reply-To and
References put it into its thread. The file carries no header that names this program: whatever stands in it may reach the
addressee. Our mark is the Message-ID, which looks like any other.
"""

from __future__ import annotations

import email
import email.policy
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

from app.conversation import Draft, Person, Reply
from app.errors import AppError
from app.providers import mime

# Folding at 78 characters makes the library encode a longer Message-ID (=?utf-8?q?...), which breaks the thread; 998 is RFC 5322's limit.
_POLICY = email.policy.SMTP.clone(max_line_length=998)


class CannotWrite(AppError):
    """The draft could not be written. Nothing else was changed; choose another folder."""

    status = 400


def compose(reply: Reply) -> EmailMessage:
    """The follow-up as an unsent mail message."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(reply.sender)
    message["To"] = tuple(_address(p) for p in reply.to)
    if reply.cc:
        message["Cc"] = tuple(_address(p) for p in reply.cc)
    message["Subject"] = one_line(reply.subject)
    if reply.in_reply_to:
        message["In-Reply-To"] = one_line(reply.in_reply_to)
    if reply.references:
        message["References"] = " ".join(map(one_line, reply.references))
    if reply.mark:
        message["Message-ID"] = one_line(reply.mark)
    message["X-Unsent"] = "1"
    message.set_content(reply.body)
    return message


def write(folder: Path, reply: Reply) -> Draft:
    """Write the draft into the folder under a name that a person can tell from others. Raises CannotWrite."""
    raw = compose(reply).as_bytes()
    name = _file_name(reply)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.eml"
        number = 2
        while path.exists():
            path = folder / f"{name} ({number}).eml"
            number += 1
        # Written aside and renamed, so that a crash leaves a whole file or none.
        handle, aside = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(aside).replace(path)
    except OSError as fault:
        raise CannotWrite(
            f"The drafts cannot be written into {folder} ({fault.strerror or fault}). Nothing was lost; choose another folder with --out."
        ) from fault
    written = read(path)
    return Draft(
        written.id,
        reply.thread_id,
        written.message_id,
        written.to,
        written.cc,
        written.subject,
        written.text,
        written.mark,
        written.changed_at,
        path.as_uri() if path.is_absolute() else path.resolve().as_uri(),
    )


def read(path: Path) -> Draft:
    """A draft file as it is now; its thread is named by the id of the message it answers."""
    message = mime.read_message(path.read_bytes(), folder="drafts")
    return Draft(
        id=path.name,
        thread_id=message.in_reply_to,
        message_id=message.message_id,
        to=message.to,
        cc=message.cc,
        subject=message.subject,
        text=(message.text or "").rstrip("\n"),
        mark=message.message_id,
        changed_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
    )


def read_all(folder: Path) -> Iterator[Draft]:
    """Every draft file of the folder; none when there is no folder yet."""
    for path in sorted(folder.glob("*.eml")):
        yield read(path)


def one_line(value: str) -> str:
    """A header value without line breaks: copied values must not smuggle further headers in."""
    return re.sub(r"[\r\n\x00]+\s*", " ", value).strip()


def _address(person: Person) -> Address:
    name = one_line(person.name)
    try:
        return Address(display_name=name, addr_spec=person.address)
    except (ValueError, IndexError, email.errors.MessageError):
        # Addresses that the grammar refuses (two dots, odd characters) exist all the same; the mail program will tell.
        user, _, domain = person.address.rpartition("@")
        return Address(display_name=name, username=re.sub(r"[^\w.+\-]", "", user), domain=re.sub(r"[^\w.\-]", "", domain))


def _file_name(reply: Reply) -> str:
    whom = reply.to[0].name or reply.to[0].address if reply.to else "draft"
    words = f"{whom} - {reply.subject}"
    return re.sub(r"[^\w\-. ()@]+", " ", words).strip(" .")[:90].strip() or "draft"
