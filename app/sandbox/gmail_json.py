"""Mail as the Gmail API writes it down: ids, labels, payload trees, history records."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from email.message import Message as MimePart
from email.utils import parseaddr
from html import unescape
from typing import Any

from app.sandbox.mail import Account, Change, Folder, Mail

Json = dict[str, Any]

# Close to 2^63, so that whoever keeps it as a signed number soon notices.
HISTORY_ORIGIN = 2**63 - 40
INLINE_LIMIT = 200_000
"""Bytes of a text part beyond which Gmail gives an attachment id in place of the data (its own limit is not published)."""

_LABELS: dict[Folder, tuple[str, ...]] = {
    "inbox": ("CATEGORY_PERSONAL", "INBOX"),
    "promotions": ("CATEGORY_PROMOTIONS", "INBOX"),
    "sent": ("SENT",),
    "drafts": ("DRAFT",),
    "archive": ("CATEGORY_PERSONAL",),
    "trash": ("TRASH",),
    "spam": ("SPAM",),
}


def hex_id(number: int) -> str:
    return f"{number:x}"


def number_of(text: str) -> int:
    """The number behind an id; -1 for what can be no id."""
    try:
        return int(text, 16)
    except ValueError:
        return -1


def draft_id(draft: int) -> str:
    return f"r-{draft}"


def draft_number(text: str) -> int:
    return int(text[2:]) if re.fullmatch(r"r-\d+", text) else -1


def history_id(sequence: int) -> str:
    return str(HISTORY_ORIGIN + sequence)


def labels(mail: Mail, account: Account, folder: Folder | None = None, read: bool | None = None) -> list[str]:
    """The mail's labels, or those it had with another folder or read flag."""
    folder = folder or mail.folder
    found = list(_LABELS[folder])
    sender = parseaddr(mail.header("from"))[1].lower()
    if folder == "trash" and sender in (account.address, *account.aliases):
        found.append("SENT")  # The bin hides a sent mail, but Gmail still knows that it was sent.
    if not (mail.read if read is None else read):
        found.append("UNREAD")
    return found


def reference(mail: Mail, account: Account) -> Json:
    return {"id": hex_id(mail.number), "threadId": hex_id(mail.thread), "labelIds": labels(mail, account)}


def snippet(mail: Mail) -> str:
    plain = unescape(re.sub(r"<[^>]*>", " ", mail.text))
    return re.sub(r"\s+", " ", plain).strip()[:100]


def message(mail: Mail, account: Account, sequence: int, form: str = "full", wanted: Iterable[str] = ()) -> Json:
    """A message resource in the formats ``full``, ``metadata``, ``minimal`` or ``raw``."""
    found: Json = {
        **reference(mail, account),
        "snippet": snippet(mail),
        "historyId": history_id(sequence),
        "internalDate": str(int(mail.received_at.timestamp() * 1000)),
        "sizeEstimate": len(mail.raw),
    }
    if form == "raw":
        found["raw"] = encoded(mail.raw)
    elif form == "metadata":
        names = {name.lower() for name in wanted}
        kept = [h for h in _headers(mail.mime) if not names or h["name"].lower() in names]
        found["payload"] = {"partId": "", "mimeType": mail.mime.get_content_type(), "headers": kept}
    elif form == "full":
        found["payload"] = _part(mail.mime, "", mail.number)
    return found


def thread(mails: list[Mail], account: Account, sequence: int, form: str = "full", wanted: Iterable[str] = ()) -> Json:
    return {
        "id": hex_id(mails[0].thread),
        "historyId": history_id(sequence),
        "messages": [message(m, account, sequence, form, wanted) for m in mails],
    }


def draft(mail: Mail, account: Account, sequence: int, form: str | None = None) -> Json:
    """A draft resource; without a format only its references, as creating and listing answer."""
    inner = message(mail, account, sequence, form) if form else reference(mail, account)
    return {"id": draft_id(mail.draft or 0), "message": inner}


def record(change: Change, account: Account, types: set[str], label: str) -> Json | None:
    """One history record, or None when nothing of it was asked for."""
    mail = change.mail
    found: Json = {"id": history_id(change.sequence), "messages": [{"id": hex_id(mail.number), "threadId": hex_id(mail.thread)}]}
    now = reference(mail, account)
    before = set(labels(mail, account, change.before, change.was_read))
    if label and label not in before | set(now["labelIds"]):
        return None
    if change.kind == "added":
        found["messagesAdded"] = [{"message": now}]
    elif change.kind == "removed":
        found["messagesDeleted"] = [{"message": now}]
    else:
        gained, lost = sorted(set(now["labelIds"]) - before), sorted(before - set(now["labelIds"]))
        if gained:
            found["labelsAdded"] = [{"message": now, "labelIds": gained}]
        if lost:
            found["labelsRemoved"] = [{"message": now, "labelIds": lost}]
    keys = {"messageAdded": "messagesAdded", "messageDeleted": "messagesDeleted", "labelAdded": "labelsAdded"}
    keys["labelRemoved"] = "labelsRemoved"
    kept = {keys[t] for t in types} if types else set(keys.values())
    for key in keys.values():
        if key not in kept:
            found.pop(key, None)
    return found if len(found) > 2 else None


def attachment(mail: Mail, wanted: str) -> bytes | None:
    """The bytes behind an attachment id, or None."""
    for path, part in _leaves(mail.mime, ""):
        if _attachment_id(mail.number, path) == wanted:
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else b""
    return None


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def decoded(text: str) -> bytes:
    """Undo base64url, with or without padding. Raises ValueError."""
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)


def _part(part: MimePart, path: str, number: int) -> Json:
    found: Json = {
        "partId": path,
        "mimeType": part.get_content_type(),
        "filename": part.get_filename() or "",
        "headers": _headers(part),
    }
    children = part.get_payload() if part.is_multipart() else None
    if isinstance(children, list):
        found["body"] = {"size": 0}
        prefix = f"{path}." if path else ""
        found["parts"] = [_part(child, f"{prefix}{i}", number) for i, child in enumerate(children) if isinstance(child, MimePart)]
        return found
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if found["filename"] or len(data) > INLINE_LIMIT:
        found["body"] = {"size": len(data), "attachmentId": _attachment_id(number, path)}
    else:
        found["body"] = {"size": len(data)} | ({"data": encoded(data)} if data else {})
    return found


def _leaves(part: MimePart, path: str) -> Iterable[tuple[str, MimePart]]:
    children = part.get_payload() if part.is_multipart() else None
    if not isinstance(children, list):
        yield path, part
        return
    prefix = f"{path}." if path else ""
    for i, child in enumerate(children):
        if isinstance(child, MimePart):
            yield from _leaves(child, f"{prefix}{i}")


def _attachment_id(number: int, path: str) -> str:
    return f"ANGjdJ{number:x}-{path.replace('.', '-') or 'body'}"


def _headers(part: MimePart) -> list[dict[str, str]]:
    """Headers decoded to Unicode, addresses quoted again where needed, as Gmail gives them."""
    found = []
    for name, value in part.raw_items():
        try:
            text = str(part.policy.header_fetch_parse(name, value))
        except (ValueError, IndexError, AttributeError, TypeError, LookupError):
            text = str(value)
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        found.append({"name": name, "value": re.sub(r"\s*[\r\n]+\s*", " ", text).strip()})
    return found
