"""Mail of the store as Graph's JSON, and Graph's JSON as mail.

Members and their types are those of Microsoft's own schema; tests compare every answer with it. Ids look like Exchange's: the
immutable one stays with the mail, the ordinary one changes with the folder, conversations have one of their own.
"""

from __future__ import annotations

import base64
import email.policy
import email.utils
import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from functools import lru_cache
from typing import Any

from app.sandbox.graph_query import parse_filter
from app.sandbox.mail import FOLDERS, Folder, Mail, MailStore, NoSuchMail, new_message_id

Row = dict[str, Any]

FOLDER_OF: Mapping[str, Folder] = {
    "inbox": "inbox",
    "sentitems": "sent",
    "drafts": "drafts",
    "archive": "archive",
    "deleteditems": "trash",
    "junkemail": "spam",
    "clutter": "promotions",
}
WELL_KNOWN = {folder: name for name, folder in FOLDER_OF.items()}
_TITLES = {
    "inbox": "Inbox",
    "sentitems": "Sent Items",
    "drafts": "Drafts",
    "archive": "Archive",
    "deleteditems": "Deleted Items",
    "junkemail": "Junk Email",
    "clutter": "Clutter",
}
# A draft that was thrown away lies in Deleted Items and is still one.
UNSENT = "outlook.unsent"
ONLY_WHEN_SELECTED = ("uniqueBody", "internetMessageHeaders")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_IMMUTABLE = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A"
_MEETING = {
    "REQUEST": ("eventMessageRequest", "meetingRequest"),
    "CANCEL": ("eventMessage", "meetingCancelled"),
    "REPLY": ("eventMessageResponse", "meetingAccepted"),
    "COUNTER": ("eventMessageResponse", "meetingTenativelyAccepted"),
}


def immutable_id(number: int) -> str:
    return _IMMUTABLE + _b64(number) + "="


def ordinary_id(mail: Mail) -> str:
    return "AAMkAGI" + _b64(FOLDERS.index(mail.folder)) + "BGAAAAAAB" + _b64(mail.number) + "="


def conversation_id(thread: int) -> str:
    return "AAQkAGI" + _b64(thread) + "="


def folder_id(folder: Folder) -> str:
    return "AQMkADAwATM0MDAAMi" + _b64(FOLDERS.index(folder) + 4096) + "AuAAAD="


def folder_of(name: str) -> Folder:
    """The folder of a well-known name or an id. Raises NoSuchMail."""
    if name.lower() in FOLDER_OF:
        return FOLDER_OF[name.lower()]
    for folder in FOLDERS:
        if folder_id(folder) == name:
            return folder
    raise NoSuchMail(name)


def find(store: MailStore, address: str, given: str) -> Mail:
    """The mail of an id of either kind. An ordinary id is good only while the mail stays in its folder. Raises NoSuchMail."""
    number = _number(given.removeprefix(_IMMUTABLE).rpartition("BGAAAAAAB")[2])
    mail = store.get(address, number)
    if given not in (immutable_id(number), ordinary_id(mail)):
        raise NoSuchMail(given)
    return mail


def change_key(mail: Mail) -> str:
    return "CQAAABYAAAD" + _b64(int(mail.changed_at.timestamp() * 1_000_000))


def etag(mail: Mail) -> str:
    return f'W/"{change_key(mail)}"'


def is_draft(mail: Mail) -> bool:
    return mail.draft is not None or UNSENT in mail.extras


def message(mail: Mail, *, immutable: bool, as_text: bool = False) -> Row:
    """All that Graph knows of a message, the members that come by $select only among them."""
    told = dict(_content(mail.raw))
    html_body, text_body = told.pop("html"), told.pop("text")
    sent_at, headers, kind = told.pop("sent_at"), told.pop("headers"), told.pop("kind")
    body = text_body if as_text else html_body
    row: Row = {
        "@odata.etag": etag(mail),
        "id": immutable_id(mail.number) if immutable else ordinary_id(mail),
        "createdDateTime": at(mail.received_at),
        "lastModifiedDateTime": at(mail.changed_at),
        "changeKey": change_key(mail),
        "categories": [],
        "receivedDateTime": at(mail.received_at),
        "sentDateTime": at(sent_at or mail.received_at),
        "importance": "normal",
        "parentFolderId": folder_id(mail.folder),
        "conversationId": conversation_id(mail.thread),
        "conversationIndex": base64.b64encode(mail.thread.to_bytes(22, "big")).decode(),
        "isDeliveryReceiptRequested": None,
        "isReadReceiptRequested": False,
        "isRead": mail.read,
        "isDraft": is_draft(mail),
        "webLink": "https://outlook.office365.com/owa/?ItemID="
        + immutable_id(mail.number)
        + "&exvsurl=1&viewmodel=ReadMessageItem",
        "inferenceClassification": "focused",
        "body": body,
        "uniqueBody": body,
        "flag": {"flagStatus": "notFlagged"},
        **told,
    }
    if mail.folder not in ("sent", "drafts") and not is_draft(mail):
        row["internetMessageHeaders"] = headers
    if kind:
        row["@odata.type"] = f"#microsoft.graph.{kind[0]}"
        row |= {"meetingMessageType": kind[1], "isOutOfDate": False, "isAllDay": False, "isDelegated": False}
    return row


@lru_cache(maxsize=4096)
def _content(raw: bytes) -> Row:
    """What a message tells by its bytes alone. Reading a MIME message takes milliseconds, and clients list the same ones often."""
    mail = Mail(0, "", raw, "inbox", False, _NEVER, _NEVER, 0)
    text = mail.text
    row: Row = {
        "sent_at": _date(mail),
        "hasAttachments": any(part.get_filename() for part in mail.mime.walk()),
        "internetMessageId": mail.message_id or None,
        "subject": mail.subject,
        "bodyPreview": re.sub(r"\s+", " ", text if "<" not in text else _plain(text))[:255].strip(),
        "html": body_of(mail),
        "text": body_of(mail, as_text=True),
        "toRecipients": people(mail.header("to")),
        "ccRecipients": people(mail.header("cc")),
        "bccRecipients": people(mail.header("bcc")),
        "replyTo": people(mail.header("reply-to")),
        "headers": [{"name": k, "value": re.sub(r"\s*[\r\n]+\s*", " ", str(v))} for k, v in mail.mime.raw_items()],
        "kind": _meeting(mail),
    }
    sender = people(mail.header("from"))
    if sender:
        row["sender"] = row["from"] = sender[0]
    return row


def extended(mail: Mail) -> list[Row]:
    """What was put beside the mail by name, and the MAPI properties of its References, which any mail has that has these."""
    kept = [{"id": name, "value": value} for name, value in mail.extras.items() if " Name " in name or " Id " in name]
    told = {"String 0x1042": mail.header("in-reply-to"), "String 0x1039": mail.header("references")}
    return kept + [{"id": name, "value": value} for name, value in told.items() if value]


def expanded(mail: Mail, expansion: str) -> Row:
    """The member that ``$expand=singleValueExtendedProperties(...)`` adds; none where nothing fits."""
    if "singleValueExtendedProperties" not in expansion:
        return {}
    inner = re.search(r"\$filter=(.*)\)$", expansion)
    test = parse_filter(inner.group(1)) if inner else None
    shown = [one for one in extended(mail) if test is None or test(one)]
    return {"singleValueExtendedProperties": shown} if shown else {}


def folder(store: MailStore, address: str, name: Folder) -> Row:
    inside = store.mails(address, name)
    return {
        "id": folder_id(name),
        "displayName": _TITLES[WELL_KNOWN[name]],
        "parentFolderId": "AQMkADAwATM0MDAAMiRoot=",
        "childFolderCount": 0,
        "unreadItemCount": sum(not m.read for m in inside),
        "totalItemCount": len(inside),
        "isHidden": False,
    }


def at(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def people(header: str) -> list[Row]:
    found = email.utils.getaddresses([header]) if header else []
    return [{"emailAddress": {"name": name or address, "address": address}} for name, address in found if address]


def body_of(mail: Mail, as_text: bool = False) -> Row:
    """The body as Graph gives it: HTML unless asked otherwise, made from the text where the mail has no other."""
    markup = _part(mail, "html")
    plain = _part(mail, "plain")
    if as_text:
        return {"contentType": "text", "content": plain if plain is not None else _plain(markup or "")}
    if markup is None:
        lines = html.escape(plain or "", quote=False).replace("\r\n", "\n").replace("\n", "<br>\r\n")
        markup = (
            '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
            f'<div class="PlainText">{lines}</div></body></html>'
        )
    return {"contentType": "html", "content": markup}


def reply_draft(parent: Mail, owner: str, owner_name: str, *, to_all: bool, comment: str, now: datetime) -> bytes:
    """The draft that createReply makes: addressed by Exchange (to the owner, if the parent is their own), quoting the parent."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = _address(owner_name, owner)
    first = people(parent.header("reply-to")) or people(parent.header("from"))
    further = [*people(parent.header("to")), *people(parent.header("cc"))] if to_all else []
    if first:
        mail["To"] = _addresses(first)
    copies = [p for p in further if p["emailAddress"]["address"].lower() != owner]
    if copies:
        mail["Cc"] = _addresses(copies)
    bare = re.sub(r"^\s*((re|aw|fw|fwd|sv|tr|wg)\s*:\s*)+", "", parent.subject, flags=re.IGNORECASE)
    mail["Subject"] = f"RE: {bare}"
    mail["Date"] = email.utils.format_datetime(now)
    mail["Message-ID"] = new_message_id(owner)
    if parent.message_id:
        mail["In-Reply-To"] = parent.message_id
        mail["References"] = " ".join(dict.fromkeys((*parent.references[::-1], parent.message_id)))
    sent = at(_date(parent) or parent.received_at)
    original = body_of(parent)["content"]
    inner = re.sub(r"(?is)^.*?<body[^>]*>|</body>.*$", "", original)
    said = f"<div>{html.escape(comment)}</div>" if comment else ""
    quote = (
        '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
        f'{said}<hr tabindex="-1" style="display:inline-block; width:98%"><div id="divRplyFwdMsg" dir="ltr">'
        '<font face="Calibri, sans-serif" color="#000000" style="font-size:11pt">'
        f"<b>From:</b> {html.escape(parent.header('from'))}<br>\r\n<b>Sent:</b> {sent}<br>\r\n"
        f"<b>To:</b> {html.escape(parent.header('to'))}<br>\r\n<b>Subject:</b> {html.escape(parent.subject)}</font>"
        f"<div>&nbsp;</div></div>{inner}</body></html>"
    )
    _set_body(mail, {"contentType": "html", "content": quote})
    return mail.as_bytes()


def changed(raw: bytes, changes: Row) -> bytes:
    """The mail with the writable members of a PATCH in place. Raises ValueError for an address Exchange would not take."""
    mail = BytesParser(_class=EmailMessage, policy=email.policy.SMTP).parsebytes(raw)
    headers = {"toRecipients": "To", "ccRecipients": "Cc", "bccRecipients": "Bcc", "replyTo": "Reply-To"}
    for member, header in headers.items():
        if member in changes:
            del mail[header]
            if changes[member]:
                mail[header] = _addresses(changes[member])
    for member, header in {"subject": "Subject", "internetMessageId": "Message-ID"}.items():
        if member in changes:
            del mail[header]
            mail[header] = str(changes[member])
    if "from" in changes:
        del mail["From"]
        mail["From"] = _addresses([changes["from"]])
    if "body" in changes:
        kept = {k: v for k, v in mail.items() if not k.lower().startswith(("content-", "mime-"))}
        again = EmailMessage(policy=email.policy.SMTP)
        for name, value in kept.items():
            again[name] = value
        _set_body(again, changes["body"])
        mail = again
    return mail.as_bytes()


def _set_body(mail: EmailMessage, body: Row) -> None:
    content = str(body.get("content") or "")
    if str(body.get("contentType", "text")).lower() == "html":
        mail.set_content(_plain(content))
        mail.add_alternative(content, subtype="html")
    else:
        mail.set_content(content)


def _addresses(recipients: list[Row]) -> str:
    return ", ".join(_address(str(p["emailAddress"].get("name") or ""), str(p["emailAddress"]["address"])) for p in recipients)


def _address(name: str, address: str) -> str:
    return str(Address("" if name == address else name, addr_spec=address))


def _meeting(mail: Mail) -> tuple[str, str] | None:
    for part in mail.mime.walk():
        if part.get_content_type() == "text/calendar":
            method = part.get_param("method")
            return _MEETING.get(str(method).upper(), ("eventMessage", "none"))
    return None


def _part(mail: Mail, kind: str) -> str | None:
    part = mail.mime.get_body(preferencelist=(kind,))
    if part is None:
        return None
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, KeyError, AttributeError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _plain(markup: str) -> str:
    text = re.sub(r"(?is)<(head|style|script)\b.*?</\1>", "", markup)
    text = re.sub(r"(?i)<br[^>]*>|</(div|p|tr|li|h\d)>|<hr[^>]*>", "\n", re.sub(r"[\r\n]+", " ", text))
    return (
        re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n|\n[ \t]+", "\n", html.unescape(re.sub(r"<[^>]+>", "", text)))).strip() + "\n"
    )


def _date(mail: Mail) -> datetime | None:
    try:
        when = email.utils.parsedate_to_datetime(mail.header("date"))
    except (TypeError, ValueError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _b64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(9, "big")).decode()


def _number(text: str) -> int:
    try:
        return int.from_bytes(base64.urlsafe_b64decode(text.removesuffix("=")), "big")
    except ValueError:
        raise NoSuchMail(text) from None
