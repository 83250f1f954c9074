"""Graph's mail JSON to our words and back: messages, drafts, conversations that lump strangers together.

What Graph really gives (https://learn.microsoft.com/graph/api/resources/message, .../eventmessage):

* Times are UTC; the offset at which somebody wrote is only in the Date header, and ``internetMessageHeaders`` comes by
  ``$select`` only. Mail from Sent Items often has no headers at all: there In-Reply-To and References come as extended properties.
* ``from`` and ``internetMessageId`` may be missing: drafts, meeting responses, reports.
* Invitations are ``eventMessage`` and its children, told apart by ``@odata.type`` and ``meetingMessageType`` (one of whose
  values is misspelt, ``meetingTenativelyAccepted``).
* ``conversationId`` groups by subject where references are missing, so two companies that both write "Your application" may share
  one. :func:`split_conversation` takes them apart.
* A draft made by createReply is the quoted original below ``<div id="divRplyFwdMsg">``, or below a line of underscores in plain text.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from app.conversation import Draft, Message, Person
from app.providers.mime import BODY_LIMIT, EPOCH, KEPT_HEADERS, header_date, message_ids
from app.providers.threading_rules import bare_subject

Row = dict[str, Any]

# A named property in a set of our own: MAPI keeps it beside the item, and transport does not carry it to an addressee
# (https://learn.microsoft.com/graph/api/resources/extended-properties-overview).
MARK_PROPERTY = "String {6f0a7c1e-4a1d-4b7e-9d53-0d8a3c5b9e42} Name ReplyMark"
# PidTagInReplyToId and PidTagInternetReferences: what mail from Sent Items has in place of headers.
IN_REPLY_TO_PROPERTY, REFERENCES_PROPERTY = "String 0x1042", "String 0x1039"
EXPANSION = "singleValueExtendedProperties($filter={})".format(
    " or ".join(f"id eq '{name}'" for name in (MARK_PROPERTY, IN_REPLY_TO_PROPERTY, REFERENCES_PROPERTY))
)

ENVELOPE_FIELDS = (
    "id,conversationId,internetMessageId,subject,from,sender,toRecipients,ccRecipients,replyTo,receivedDateTime,sentDateTime,"
    "createdDateTime,lastModifiedDateTime,isDraft,isRead,parentFolderId,internetMessageHeaders"
)
MESSAGE_FIELDS = ENVELOPE_FIELDS + ",body"

FOLDER_NAMES = {
    "inbox": "inbox",
    "sentitems": "sent",
    "drafts": "drafts",
    "archive": "archive",
    "junkemail": "spam",
    "deleteditems": "trash",
}

_METHOD_BY_KIND = {
    "meetingrequest": "REQUEST",
    "meetingcancelled": "CANCEL",
    "meetingaccepted": "REPLY",
    "meetingtenativelyaccepted": "REPLY",
    "meetingtentativelyaccepted": "REPLY",
    "meetingdeclined": "REPLY",
}
_METHOD_BY_TYPE = {"eventmessagerequest": "REQUEST", "eventmessageresponse": "REPLY"}


def message(row: Row, folders: Mapping[str, str], own_addresses: Set[str], thread_id: str = "") -> Message:
    """One message of Graph, however little it says. Never raises for what is missing.

    Args:
        folders: our folder names by Graph's folder ids.
    """
    headers = _headers(row)
    body = row.get("body") or {}
    content = str(body.get("content") or "")[:BODY_LIMIT]
    is_text = str(body.get("contentType", "")).lower() == "text"
    sender = person(row.get("from")) or person(row.get("sender"))
    folder = folders.get(str(row.get("parentFolderId") or ""), "")
    is_draft = bool(row.get("isDraft"))
    return Message(
        id=str(row["id"]),
        thread_id=thread_id or str(row.get("conversationId") or row["id"]),
        sent_at=_sent_at(row, headers),
        sender=sender,
        to=persons(row.get("toRecipients")),
        cc=persons(row.get("ccRecipients")),
        reply_to=persons(row.get("replyTo")),
        subject=str(row.get("subject") or ""),
        message_id=str(row.get("internetMessageId") or "").strip(),
        in_reply_to=next(iter(message_ids(headers.get("in-reply-to") or extended(row, IN_REPLY_TO_PROPERTY))), ""),
        references=message_ids(headers.get("references") or extended(row, REFERENCES_PROPERTY)),
        text=content if is_text and content else None,
        html=content if not is_text and content else None,
        headers={name: value for name, value in headers.items() if name in KEPT_HEADERS},
        calendar=calendar_method(row),
        mine=is_draft or folder == "sent" or (sender is not None and sender.address in own_addresses),
        draft=is_draft,
        folder=folder,
    )


def draft(row: Row, thread_id: str = "", open_url: str = "") -> Draft:
    """A draft of Graph; its text is what stands above the quoted original, its mark is empty when it is not ours."""
    return Draft(
        id=str(row["id"]),
        thread_id=thread_id or str(row.get("conversationId") or ""),
        message_id=str(row.get("internetMessageId") or ""),
        to=persons(row.get("toRecipients")),
        cc=persons(row.get("ccRecipients")),
        subject=str(row.get("subject") or ""),
        text=text_above_quote(row.get("body") or {}),
        mark=mark_of(row),
        changed_at=instant(row.get("lastModifiedDateTime")),
        open_url=open_url,
    )


def mark_of(row: Row) -> str:
    """Our private mark on a draft; empty when it has none or the property was not asked for."""
    return extended(row, MARK_PROPERTY)


def extended(row: Row, name: str) -> str:
    """The value of an extended property; empty when the row has none of that name."""
    for extra in row.get("singleValueExtendedProperties") or []:
        # Exchange gives a GUID back in the case it likes.
        if str(extra.get("id", "")).lower() == name.lower():
            return str(extra.get("value") or "")
    return ""


def person(recipient: Any) -> Person | None:
    """A Graph recipient; None where it names no address (Exchange also writes ``/O=...`` names into that place)."""
    address = (recipient or {}).get("emailAddress") or {}
    text = str(address.get("address") or "").strip()
    if "@" not in text:
        return None
    name = str(address.get("name") or "").strip()
    return Person("" if name.lower() == text.lower() else name, text)


def persons(recipients: Any) -> tuple[Person, ...]:
    return tuple(found for found in map(person, recipients or []) if found is not None)


def recipients(people: Iterable[Person]) -> list[Row]:
    """People as Graph wants them."""
    return [{"emailAddress": {"name": p.name or p.address, "address": p.address}} for p in people]


def instant(value: Any) -> datetime | None:
    """An Edm.DateTimeOffset; None when it is missing or unreadable. Exchange's year 0001 stands for "never"."""
    try:
        at = datetime.fromisoformat(re.sub(r"\.(\d{1,6})\d*", r".\1", str(value)).replace("Z", "+00:00"))
    except ValueError:
        return None
    if at.year < 1970:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def graph_time(at: datetime) -> str:
    """An instant as Graph's filters want it: UTC, whole seconds, unquoted."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def quoted(value: str) -> str:
    """A string literal of OData."""
    return "'" + value.replace("'", "''") + "'"


def calendar_method(row: Row) -> str | None:
    """The iCalendar METHOD that an eventMessage stands for; None for ordinary mail."""
    kind = str(row.get("@odata.type", "")).rpartition(".")[2].lower()
    if not kind.startswith("eventmessage"):
        return None
    if kind == "eventmessageresponse" and row.get("proposedNewTime"):
        return "COUNTER"
    said = _METHOD_BY_KIND.get(str(row.get("meetingMessageType", "")).lower())
    # A plain eventMessage that does not say what it is: everything but a request and a response is a cancellation.
    return said or _METHOD_BY_TYPE.get(kind) or (None if row.get("meetingMessageType") == "none" else "CANCEL")


def split_conversation(messages: Sequence[Message], own_addresses: Set[str]) -> list[tuple[Message, ...]]:
    """The threads within one conversationId, the one with the oldest message first, each oldest message first.

    Two messages belong together when their References meet or when they share a person other than the owner. A message
    that names nobody goes with the thread of the same subject, else with the first.
    """
    ordered = sorted(messages, key=lambda m: (m.sent_at, m.id))
    root = list(range(len(ordered)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    holder: dict[str, int] = {}
    lonely: list[int] = []
    for i, one in enumerate(ordered):
        tags = [f"id:{rfc}" for rfc in _rfc_ids(one)] + [f"person:{address}" for address in _others(one, own_addresses)]
        if not tags[1 if one.message_id else 0 :]:
            lonely.append(i)
        for tag in tags:
            root[find(i)] = find(holder.setdefault(tag, i))
    for i in lonely:
        alike = [
            j for j in range(len(ordered)) if j != i and bare_subject(ordered[j].subject) == bare_subject(ordered[i].subject)
        ]
        companion = next(iter(alike), 0)
        root[find(i)] = find(companion)
    groups: dict[int, list[Message]] = {}
    for i, one in enumerate(ordered):
        groups.setdefault(find(i), []).append(one)
    return sorted((tuple(group) for group in groups.values()), key=lambda g: (g[0].sent_at, g[0].id))


def thread_names(conversation_id: str, threads: Sequence[tuple[Message, ...]]) -> list[str]:
    """A thread id for each thread of a conversation: the conversation's own for the first, a suffix for any other.

    The suffix comes from the root of the References, so it stays while any message of the thread remains.
    """
    return [
        conversation_id if i == 0 else f"{conversation_id}|{_fingerprint(next(iter(_rfc_ids(group[0])[::-1]), group[0].id))}"
        for i, group in enumerate(threads)
    ]


def pick_thread(thread_id: str, threads: Sequence[tuple[Message, ...]]) -> tuple[Message, ...]:
    """The thread of that id among those of its conversation; empty when it is gone."""
    _, bar, suffix = thread_id.partition("|")
    if not bar:
        return threads[0] if threads else ()
    for group in threads:
        if any(_fingerprint(name) == suffix for one in group for name in (*_rfc_ids(one), one.id)):
            return group
    return ()


def with_text_above(body: Row, text: str) -> Row:
    """Graph's body with our plain text put above what is there, escaped where that is HTML."""
    content = str(body.get("content") or "")
    if str(body.get("contentType", "")).lower() == "text":
        return {"contentType": "text", "content": f"{text.rstrip()}\r\n\r\n{content.lstrip()}"}
    lines = "".join(f"<div>{html.escape(line, quote=False) or '<br>'}</div>" for line in text.rstrip().split("\n"))
    block = lines + "<div><br></div>"
    opening = re.search(r"<body\b[^>]*>", content, re.IGNORECASE)
    at = opening.end() if opening else 0
    return {"contentType": "html", "content": content[:at] + block + content[at:]}


def text_above_quote(body: Row) -> str:
    """What a reader sees above the quoted original, as plain text; empty for a reply in which nothing was written yet."""
    content = str(body.get("content") or "")
    if str(body.get("contentType", "")).lower() == "text":
        above = _TEXT_QUOTE.split(content, maxsplit=1)[0]
    else:
        reader = _AboveQuote()
        reader.feed(content)
        reader.close()
        above = "".join(reader.pieces)
    lines = [re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in above.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


_TEXT_QUOTE = re.compile(r"^\s*(?:_{20,}|-{3,} ?Original Message ?-{3,}|From: .*\r?\n(?:Sent|Date): )", re.MULTILINE)


class _AboveQuote(HTMLParser):
    """Collect visible text until the quoted original begins."""

    _QUOTES = frozenset({"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"})
    _BLOCKS = frozenset({"div", "p", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "pre"})
    _HIDDEN = frozenset({"head", "style", "script", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Outlook prefixes ids with x_ when it quotes a mail that itself had been quoted.
        named = (dict(attrs).get("id") or "").lower().removeprefix("x_")
        if named in self._QUOTES or tag == "blockquote":
            self._over = True
        if tag in self._HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._write("\n")
        elif tag in self._BLOCKS:
            self._new_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in self._BLOCKS:
            self._new_line()
            if tag == "p":
                self._write("\n")

    def handle_data(self, data: str) -> None:
        # Line breaks in the source are blanks to a reader.
        text = re.sub(r"[\r\n\t ]+", " ", data)
        if text.strip() or (self.pieces and not self.pieces[-1].endswith("\n")):
            self._write(text)

    def _new_line(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self._write("\n")

    def _write(self, text: str) -> None:
        if not self._over and not self._hidden:
            self.pieces.append(text)


def _headers(row: Row) -> dict[str, str]:
    """Internet headers by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for header in row.get("internetMessageHeaders") or []:
        found.setdefault(str(header.get("name", "")).lower(), str(header.get("value") or ""))
    return found


def _sent_at(row: Row, headers: Mapping[str, str]) -> datetime:
    at = next(
        (t for t in map(instant, (row.get("sentDateTime"), row.get("receivedDateTime"), row.get("createdDateTime"))) if t), EPOCH
    )
    written = header_date(headers["date"]) if "date" in headers else None
    # The instant is Exchange's, the offset is the writer's.
    return at.astimezone(written.tzinfo) if written is not None else at


def _rfc_ids(one: Message) -> list[str]:
    """Its own Message-ID first, then its ancestors from the nearest to the root."""
    return [name for name in dict.fromkeys((one.message_id, one.in_reply_to, *reversed(one.references))) if name]


def _others(one: Message, own_addresses: Set[str]) -> set[str]:
    everyone = [*one.to, *one.cc, *one.reply_to, *([one.sender] if one.sender else [])]
    return {p.address for p in everyone} - own_addresses


def _fingerprint(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]
