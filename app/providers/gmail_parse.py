"""Gmail's JSON as messages and drafts. Pure: nothing is asked of anybody.

What Gmail really gives (developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages): header names in any case; bodies in
base64url, often without padding; an attachmentId in place of the data of large parts; labels instead of folders; the
time of arrival as milliseconds in text.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Set
from datetime import UTC, datetime, timedelta
from email.message import Message as MimePart
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from app.conversation import Draft, Message, people
from app.providers import mime

Json = Mapping[str, Any]

_ENVELOPE = frozenset(["from", "to", "cc", "bcc", "reply-to", "subject", "message-id", "in-reply-to", "references", "date"])
_NO_BODIES: Mapping[str, bytes] = {}
# Labels to folders; the first that is there names the folder.
_FOLDERS = (
    ("DRAFT", "drafts"),
    ("TRASH", "trash"),
    ("SPAM", "spam"),
    ("SENT", "sent"),
    ("CATEGORY_PROMOTIONS", "promotions"),
    ("INBOX", "inbox"),
)
_ATTRIBUTION_LINES = 3
_ORIGINAL = re.compile(r"^\s*(-{3,}\s*\w[\w ]*\s*-{3,}|_{10,})\s*$")


def message(resource: Json, own_addresses: Set[str], fetched: Mapping[str, bytes] = _NO_BODIES) -> Message:
    """A message resource in ``full`` format.

    Args:
        fetched: bytes of large bodies by attachment id, see :func:`missing_bodies`.
    """
    payload = resource.get("payload") or {}
    headers = _headers(payload)
    labels = resource.get("labelIds") or []
    folder = folder_of(labels)
    sender = next(iter(people(*headers.get("from", []))), None)
    text, html, calendar = _bodies(payload, fetched)
    ids = mime.message_ids(_first(headers, "message-id"))
    # Spam that bears the owner's own address was not written by them.
    mine = "SENT" in labels or folder == "drafts" or (sender is not None and sender.address in own_addresses and folder != "spam")
    return Message(
        id=str(resource["id"]),
        thread_id=str(resource.get("threadId", "")),
        sent_at=_sent_at(_first(headers, "date"), arrived_at(resource)),
        sender=sender,
        to=people(*headers.get("to", [])),
        cc=people(*headers.get("cc", [])),
        reply_to=people(*headers.get("reply-to", [])),
        subject=_first(headers, "subject"),
        message_id=ids[0] if ids else "",
        in_reply_to=next(iter(mime.message_ids(_first(headers, "in-reply-to"))), ""),
        references=mime.message_ids(_first(headers, "references")),
        text=text,
        html=html,
        headers={name: values[0] for name, values in headers.items() if name not in _ENVELOPE},
        calendar=calendar,
        mine=mine,
        draft="DRAFT" in labels,
        folder=folder,
    )


def draft(resource: Json, open_url: str = "", fetched: Mapping[str, bytes] = _NO_BODIES) -> Draft:
    """A draft resource in ``full`` format. Its mark is its Message-ID: whoever made the draft knows whether it is theirs."""
    inner = resource["message"]
    read = message(inner, frozenset(), fetched)
    return Draft(
        id=str(resource["id"]),
        thread_id=read.thread_id,
        message_id=read.id,
        to=read.to,
        cc=read.cc,
        subject=read.subject,
        text=visible_text(read.text, read.html),
        mark=read.message_id,
        changed_at=arrived_at(inner),
        open_url=open_url,
    )


def folder_of(labels: list[str]) -> str:
    """Gmail has labels; what bears none of the known ones is archived."""
    return next((folder for label, folder in _FOLDERS if label in labels), "archive")


def arrived_at(resource: Json) -> datetime:
    """When Gmail got it (aware UTC)."""
    try:
        return datetime.fromtimestamp(int(resource.get("internalDate", 0)) / 1000, UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return mime.EPOCH


def missing_bodies(resource: Json) -> tuple[str, ...]:
    """Attachment ids of texts that were too large to come along and have to be fetched one by one."""
    payload = resource.get("payload") or {}
    text, html, _ = _bodies(payload, _NO_BODIES)
    if text is not None or html is not None:
        return ()
    return tuple(
        part["body"]["attachmentId"]
        for part in _leaves(payload)
        if part.get("mimeType") in ("text/plain", "text/html")
        and not _attached(part)
        and (part.get("body") or {}).get("attachmentId")
    )


def visible_text(text: str | None, html: str | None) -> str:
    """What stands above any quoted original."""
    if text is None and html is not None:
        tree = LexborHTMLParser(html)
        for node in tree.css("style, script, head, .gmail_quote, blockquote"):
            node.decompose()
        for node in tree.css("br, p, div"):
            node.insert_before("\n")
        text = tree.body.text() if tree.body else ""
    lines = (text or "").split("\n")
    for i, line in enumerate(lines):
        if line.startswith(">"):
            # The attribution above the quote ("On ... wrote:") may be wrapped over a few lines.
            start = i
            above = [n for n in range(max(0, i - _ATTRIBUTION_LINES - 1), i) if lines[n].strip()]
            if above and lines[above[-1]].rstrip().endswith(":"):
                start = above[-1]
                while start > 0 and lines[start - 1].strip() and above[-1] - start < _ATTRIBUTION_LINES - 1:
                    start -= 1
            lines = lines[:start]
            break
        if _ORIGINAL.match(line):
            lines = lines[:i]
            break
    return "\n".join(lines).strip("\n")


def decoded(data: str) -> bytes:
    """base64url with or without padding; what cannot be decoded is nothing."""
    try:
        return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return b""


def _headers(part: Json) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for header in part.get("headers") or []:
        found.setdefault(str(header.get("name", "")).lower(), []).append(mime.header_text(header.get("value")))
    return found


def _first(headers: Mapping[str, list[str]], name: str) -> str:
    return headers.get(name, [""])[0]


def _sent_at(date: str, arrived: datetime) -> datetime:
    """The Date header with its own offset; the arrival where it is missing, broken, or later than the arrival by more than a day."""
    written = mime.header_date(date)
    if written is None or written.year < 1990:
        return arrived
    if arrived > mime.EPOCH and written - arrived > timedelta(days=1):
        return arrived.astimezone(written.tzinfo)
    return written


def _leaves(part: Json) -> Iterator[Json]:
    """Parts that hold something, in order; mail enclosed as an attachment is not the sender's text and is left out."""
    children = part.get("parts") or []
    if part.get("mimeType") == "message/rfc822":
        return
    if not children:
        yield part
    for child in children:
        yield from _leaves(child)


def _attached(part: Json) -> bool:
    disposition = _first(_headers(part), "content-disposition").lower()
    return disposition.startswith("attachment") or (bool(part.get("filename")) and not disposition.startswith("inline"))


def _bodies(payload: Json, fetched: Mapping[str, bytes]) -> tuple[str | None, str | None, str | None]:
    """(plain text, HTML, iCalendar METHOD): the first of each that is no attachment."""
    text: str | None = None
    html: str | None = None
    calendar: str | None = None
    for part in _leaves(payload):
        kind = part.get("mimeType")
        if kind == "text/calendar" and calendar is None:
            calendar = _calendar_method(part, fetched)
        if kind not in ("text/plain", "text/html") or _attached(part):
            continue
        data = _data(part, fetched)
        if data is None:
            continue
        words = _words(data, _parameter(part, "charset"))
        if kind == "text/plain" and text is None:
            text = words
        elif kind == "text/html" and html is None:
            html = words
    return text, html, calendar


def _data(part: Json, fetched: Mapping[str, bytes]) -> bytes | None:
    body = part.get("body") or {}
    if "data" in body:
        return decoded(str(body["data"]))
    if body.get("attachmentId"):
        return fetched.get(str(body["attachmentId"]))
    return b"" if not body.get("size") else None


def _calendar_method(part: Json, fetched: Mapping[str, bytes]) -> str | None:
    named = _parameter(part, "method")
    if named:
        return named.upper()
    found = re.search(rb"^METHOD:(\w+)", _data(part, fetched) or b"", re.MULTILINE | re.IGNORECASE)
    return found.group(1).decode().upper() if found else None


def _parameter(part: Json, name: str) -> str:
    """A parameter of the part's Content-Type, such as its charset."""
    header = MimePart()
    header["Content-Type"] = _first(_headers(part), "content-type")
    value = header.get_param(name)
    return (value if isinstance(value, str) else value[2]) if value else ""


def _words(data: bytes, charset: str) -> str:
    """Text from bytes whose charset may be unknown or wrong.

    What decodes as UTF-8 is UTF-8 (Latin text hardly ever does by chance), unless the charset is one that speaks in escape
    sequences of plain ASCII.
    """
    named = mime.charset_or(charset)
    order = [named, "utf-8"] if re.match(r"iso-?2022|hz|utf-?7", named, re.IGNORECASE) else ["utf-8", named]
    for encoding in order:
        try:
            words = data.decode(encoding)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        words = data.decode("cp1252", "replace")
    return words[: mime.BODY_LIMIT].replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
