"""An Outlook mailbox over Microsoft Graph: personal Microsoft accounts and Microsoft 365.

What Graph really does, and how this module lives with it (links in graph.py and outlook_parse.py):

* Changes come by a delta query **per folder**. Rows may be partial, repeated, out of order; ``@removed`` also means "moved
  elsewhere". So rows are merged by id, and what says it was removed is read afresh before it is believed.
* A rule may file mail away before any delta of ours sees it, so what came since the last look is listed over all folders.
* A delta with a filter on the day gives at most 5,000 messages; beyond that the folder is listed as well.
* ``conversationId`` with ``$orderby`` is refused (InefficientFilter): conversations are sorted here.
* In-Reply-To cannot be set through JSON: a draft joins its conversation by createReply only. That draft is addressed by
  Exchange (to *ourselves*, when the parent is our own mail), quotes the parent, and the call may mark the parent as read. A
  PATCH puts all of that right.
* createReply takes "any writeable properties" in its ``message`` parameter
  (https://learn.microsoft.com/graph/api/message-createreply); the pages on extended properties speak of creating and
  patching messages and do not name it. Our mark goes into both calls: where createReply honours it, a draft left
  half-made by a crash is found by its mark.
* DELETE moves a message, drafts too, to Deleted Items, where a draft is still ``isDraft``: it counts as deleted.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import requests

from app.conversation import Draft, Message, Reply, Thread
from app.errors import AppError
from app.providers import outlook_parse as parse
from app.providers.graph import GRAPH, AccessTokens, Graph, GraphFault, GraphSession, ItemGone, PermissionMissing
from app.providers.mailbox import AccessRevoked, Changes, CursorExpired, DraftRefused, NoPush, ThreadGone, TryLater, Watch
from app.providers.outlook_parse import ENVELOPE_FIELDS, EXPANSION, MARK_PROPERTY, MESSAGE_FIELDS, Row

logger = logging.getLogger(__name__)

WATCHED_FOLDERS = ("inbox", "sentitems")
PAGE_SIZE = 50
PAGES_A_PORTION = 10
FILTERED_DELTA_LIMIT = 5_000
# Just under the longest life Graph grants to a subscription on messages (10,080 minutes).
WATCH_LIFE = timedelta(minutes=10_000)
PARENTS_TRIED = 3
# Mail may become visible some minutes after the instant at which it says it was received.
FILING_OVERLAP = timedelta(minutes=15)
FILED_HEADS = 200
HTML_BODIES = 'outlook.body-content-type="html"'


@dataclass(frozen=True, slots=True)
class PushAddresses:
    """Where Graph may reach us: public https addresses for notifications and for lifecycle events."""

    notification_url: str
    lifecycle_url: str


class OutlookMailbox:
    """Implements :class:`app.providers.mailbox.Mailbox` for one linked Microsoft account.

    Args:
        tokens: bearer tokens of the account (MicrosoftTokens).
        slots: from CallSlots, shared by all objects of this mailbox in the process.
        root: Graph's address with its version.
        push: None where Graph cannot reach us.
        watching: the subscription that runs already, which watch() then renews.
        clock: says when a subscription shall end.
    """

    def __init__(
        self,
        tokens: AccessTokens,
        *,
        session: requests.Session | None = None,
        slots: threading.BoundedSemaphore | None = None,
        root: str = GRAPH,
        push: PushAddresses | None = None,
        watching: Watch | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._graph = Graph(tokens, session or GraphSession(), slots, root)
        self._push = push
        self._watching = watching
        self._clock = clock
        self._own: frozenset[str] | None = None
        self._folders: dict[str, str] | None = None

    # Reading

    def addresses(self) -> frozenset[str]:
        if self._own is None:
            self._own = self._read_addresses()
        return self._own

    def changes(self, cursor: str | None, since: datetime) -> Changes:
        position = _Position.read(cursor) if cursor else _Position(since)
        rows: dict[str, Row] = {}
        removed: set[str] = set()
        also: list[Row] = []
        pages = 0
        for folder in WATCHED_FOLDERS:
            while folder not in position.finished and pages < PAGES_A_PORTION:
                page = self._delta_page(folder, position.links.get(folder), position.since)
                pages += 1
                found = page.get("value", [])
                _merge(found, rows, removed)
                position.rows[folder] = position.rows.get(folder, 0) + len(found)
                if "@odata.deltaLink" in page:
                    if position.first_look and position.rows[folder] >= FILTERED_DELTA_LIMIT:
                        also += self._list_since(folder, position.since)
                    position.finished.add(folder)
                position.links[folder] = str(page.get("@odata.deltaLink") or page["@odata.nextLink"])
        complete = position.finished >= set(WATCHED_FOLDERS)
        if complete:
            also += self._filed_elsewhere(position, rows)
        thread_ids, heads = self._changed_threads(rows, removed, also, position.first_look)
        if complete:
            position.first_look = False
        return Changes(thread_ids, position.write(), heads, complete)

    def thread(self, thread_id: str) -> Thread:
        messages = self._conversation(thread_id, MESSAGE_FIELDS)
        return Thread(thread_id, tuple(replace(m, thread_id=thread_id) for m in messages))

    def mail_from(self, people: Set[str], domains: Set[str], since: datetime) -> Iterator[Message]:
        wanted = {address.lower() for address in people}
        organisations = {domain.lower() for domain in domains}
        # Every message since then in a few light pages: $search lags behind what has just arrived, and no $filter
        # finds a domain.
        rows = self._graph.pages(
            "/me/messages",
            {
                "$filter": f"receivedDateTime ge {parse.graph_time(since)}",
                "$orderby": "receivedDateTime desc",
                "$select": "id,from,sender,replyTo,isDraft,receivedDateTime",
                "$top": "500",
            },
        )
        for row in rows:
            senders = [parse.person(row.get("from")), parse.person(row.get("sender")), *parse.persons(row.get("replyTo"))]
            if row.get("isDraft") or not any(
                p is not None and (p.address in wanted or _within(p.domain, organisations)) for p in senders
            ):
                continue
            with suppress(ItemGone):
                yield self._message(self._row(str(row["id"]), MESSAGE_FIELDS))

    # Drafts

    def drafts_in(self, thread_id: str) -> tuple[Draft, ...]:
        rows = self._draft_rows(thread_id)
        if not rows:
            return ()
        inside = {m.id for m in self._conversation(thread_id, ENVELOPE_FIELDS, or_nothing=True)}
        return tuple(parse.draft(row, thread_id) for row in rows if row["id"] in inside)

    def create_draft(self, reply: Reply) -> Draft:
        """As the protocol says. A draft that already carries the reply's mark is completed instead of making a second one."""
        messages = self._conversation(reply.thread_id, ENVELOPE_FIELDS)
        row = self._marked_row(reply.mark, reply.thread_id) if reply.mark else None
        if row is None:
            row = self._reply_draft(reply, messages)
        try:
            self._complete(row, reply)
        except GraphFault:
            # An empty reply of ours must not lie about; if even this fails, its mark is how it is found again.
            with suppress(AppError):
                self.delete_draft(str(row["id"]))
            raise
        made = self._draft_row(str(row["id"]))
        if made is None:
            raise TryLater("The draft has just been written and is gone already; we look again by ourselves.")
        return parse.draft(made, reply.thread_id, self._web_link(str(row["id"])))

    def find_draft(self, mark: str, thread_id: str) -> Draft | None:
        """The draft with our mark.

        One in which nothing is written yet was left half-made by a crash between two calls. It is removed and not given: it
        holds nobody's words, and create_draft makes it afresh.
        """
        row = self._marked_row(mark, thread_id)
        if row is None:
            return None
        found = parse.draft(row, thread_id, self._web_link(str(row["id"])))
        if not found.text:
            self.delete_draft(found.id)
            return None
        return found

    def draft(self, draft_id: str) -> Draft | None:
        row = self._draft_row(draft_id)
        return parse.draft(row, open_url=self._web_link(draft_id)) if row is not None else None

    def delete_draft(self, draft_id: str) -> None:
        row = self._draft_row(draft_id)
        if row is None:
            return
        try:
            # Should the owner send or edit it at this very moment, its etag no longer fits and nothing is deleted.
            self._graph.delete(f"/me/messages/{_id(draft_id)}", if_match=str(row.get("@odata.etag", "")))
        except ItemGone:
            return
        except GraphFault as fault:
            if fault.http_status in (409, 412):
                raise TryLater("The draft was being changed while we were about to remove it, so we left it.") from fault
            raise

    # Push

    def watch(self) -> Watch:
        if self._push is None:
            raise NoPush
        until = self._clock() + WATCH_LIFE
        if self._watching is not None and self._watching.id:
            with suppress(ItemGone):
                answer = self._graph.patch(
                    f"/subscriptions/{_id(self._watching.id)}", {"expirationDateTime": parse.graph_time(until)}
                )
                self._watching = Watch(
                    self._watching.id, parse.instant(answer.get("expirationDateTime")) or until, self._watching.secret
                )
                return self._watching
        secret = secrets.token_urlsafe(32)
        try:
            answer = self._graph.post(
                "/subscriptions",
                {
                    "changeType": "created,updated",
                    "notificationUrl": self._push.notification_url,
                    "lifecycleNotificationUrl": self._push.lifecycle_url,
                    "resource": "me/messages",
                    "expirationDateTime": parse.graph_time(until),
                    "clientState": secret,
                },
            )
        except (GraphFault, PermissionMissing) as fault:
            raise NoPush(f"Microsoft does not push changes of this mailbox to us; we look by ourselves. ({fault})") from fault
        self._watching = Watch(str(answer["id"]), parse.instant(answer.get("expirationDateTime")) or until, secret)
        return self._watching

    def unwatch(self, watch: Watch) -> None:
        if watch.id:
            with suppress(ItemGone):
                self._graph.delete(f"/subscriptions/{_id(watch.id)}")
        self._watching = None

    def close(self) -> None:
        self._graph.close()

    # Inside: reading

    def _read_addresses(self) -> frozenset[str]:
        try:
            me = self._graph.get("/me", {"$select": "mail,userPrincipalName,proxyAddresses"})
        except GraphFault:
            # A personal account has no proxyAddresses to select.
            me = self._graph.get("/me", {"$select": "mail,userPrincipalName"})
        said = [me.get("mail"), me.get("userPrincipalName")]
        said += [entry[5:] for entry in me.get("proxyAddresses") or [] if str(entry).lower().startswith("smtp:")]
        # Aliases of personal accounts are listed nowhere; those in use show in what was sent.
        sent = self._graph.get("/me/mailFolders/sentitems/messages", {"$select": "from", "$top": "50"})
        used = [parse.person(row.get("from")) for row in sent.get("value", [])]
        addresses = {str(address).strip().lower() for address in said if address and "@" in str(address)}
        return frozenset(addresses | {p.address for p in used if p is not None})

    def _folder_names(self) -> dict[str, str]:
        """Our folder names by Graph's ids, in one call; a folder the account has not got (archive) is left out."""
        if self._folders is None:
            wanted = [{"id": name, "method": "GET", "url": f"/me/mailFolders/{name}?$select=id"} for name in parse.FOLDER_NAMES]
            answers = self._graph.post("/$batch", {"requests": wanted}).get("responses", [])
            busy = [a for a in answers if a.get("status") == 429 or int(a.get("status", 0)) >= 500]
            if busy:
                raise TryLater(after_seconds=_seconds(busy[0].get("headers", {}).get("Retry-After")))
            self._folders = {
                str(a["body"]["id"]): parse.FOLDER_NAMES[a["id"]]
                for a in answers
                if a.get("status") == 200 and a["id"] in parse.FOLDER_NAMES
            }
        return self._folders

    def _message(self, row: Row, thread_id: str = "") -> Message:
        if (
            str(row.get("@odata.type", "")).lower().endswith(".eventmessage")
            and "meetingMessageType" not in row
            and "body" in row
        ):
            # What kind of meeting message it is belongs to the derived type and comes only when nothing is selected.
            with suppress(ItemGone):
                row = {**row, **self._graph.get(f"/me/messages/{_id(str(row['id']))}")}
        return parse.message(row, self._folder_names(), self.addresses(), thread_id)

    def _row(self, message_id: str, fields: str) -> Row:
        query = {"$select": fields, "$expand": EXPANSION}
        return self._graph.get(f"/me/messages/{_id(message_id)}", query, prefer=(HTML_BODIES,))

    def _conversation(self, thread_id: str, fields: str, *, or_nothing: bool = False) -> tuple[Message, ...]:
        """The messages of one thread over all folders. Raises ThreadGone when there are none."""
        conversation_id = thread_id.partition("|")[0]
        rows = self._graph.pages(
            "/me/messages",
            {
                "$filter": f"conversationId eq {parse.quoted(conversation_id)}",
                "$select": fields,
                "$expand": EXPANSION,
                "$top": "100",
            },
            prefer=(HTML_BODIES,),
        )
        messages = [self._message(row, conversation_id) for row in rows]
        found = parse.pick_thread(thread_id, parse.split_conversation(messages, self.addresses()))
        if not found and not or_nothing:
            raise ThreadGone
        return found

    def _delta_page(self, folder: str, link: str | None, since: datetime) -> Row:
        condition = f"receivedDateTime ge {parse.graph_time(since)}"
        query = None if link else {"$select": MESSAGE_FIELDS, "$expand": EXPANSION, "$filter": condition}
        path = link or f"/me/mailFolders/{folder}/messages/delta"
        try:
            return self._graph.get(path, query, prefer=(f"odata.maxpagesize={PAGE_SIZE}", HTML_BODIES))
        except ItemGone as fault:
            raise CursorExpired from fault

    def _list_since(self, folder: str, since: datetime) -> list[Row]:
        return list(
            self._graph.pages(
                f"/me/mailFolders/{folder}/messages",
                {"$filter": f"receivedDateTime ge {parse.graph_time(since)}", "$select": "id,conversationId", "$top": "1000"},
            )
        )

    def _filed_elsewhere(self, position: _Position, rows: dict[str, Row]) -> list[Row]:
        """Mail that came since the last look and that a rule or the owner has filed in a folder without a delta of ours.

        The first of it is put into ``rows`` in full, the rest is given with its conversation only.
        """
        elsewhere: list[Row] = []
        newest = position.told_until or parse.graph_time(position.since)
        overlap = parse.instant(newest) or position.since
        listed = self._graph.pages(
            "/me/messages",
            {
                "$filter": f"receivedDateTime ge {parse.graph_time(overlap - FILING_OVERLAP if position.told_until else overlap)}",
                "$orderby": "receivedDateTime desc",
                "$select": "id,conversationId,parentFolderId,receivedDateTime,isDraft",
                "$top": "1000",
            },
        )
        told: dict[str, str] = {}
        for row in listed:
            received = str(row.get("receivedDateTime") or "")
            newest = max(newest, received)
            folder = self._folder_names().get(str(row.get("parentFolderId")), "")
            if row.get("isDraft") or folder not in ("", "archive"):
                continue
            told[str(row["id"])] = received
            if row["id"] not in rows and row["id"] not in position.told:
                elsewhere.append(row)
        for row in elsewhere[:FILED_HEADS]:
            with suppress(ItemGone):
                rows[str(row["id"])] = self._row(str(row["id"]), MESSAGE_FIELDS)
        position.told_until = newest
        margin = parse.graph_time((parse.instant(newest) or position.since) - FILING_OVERLAP)
        position.told = {message_id for message_id, received in told.items() if received >= margin}
        return elsewhere[FILED_HEADS:]

    def _changed_threads(
        self, rows: dict[str, Row], removed: set[str], also: list[Row], first_look: bool
    ) -> tuple[tuple[str, ...], tuple[Message, ...]]:
        """Thread ids, and those messages that the rows give in full."""
        for message_id in sorted(removed | {i for i, row in rows.items() if not row.get("conversationId")}):
            try:
                rows[message_id] = self._row(message_id, MESSAGE_FIELDS)
            except ItemGone:
                # Gone for good. Where this round had told us its conversation, that one has changed.
                also.append(rows.pop(message_id, {}))
        by_conversation: dict[str, list[Message]] = {str(row["conversationId"]): [] for row in also if row.get("conversationId")}
        for row in rows.values():
            here = by_conversation.setdefault(str(row["conversationId"]), [])
            if "body" in row and "isDraft" in row and ("receivedDateTime" in row or "createdDateTime" in row):
                here.append(self._message(row))
        thread_ids: dict[str, None] = {}
        heads: list[Message] = []
        for conversation_id, here in by_conversation.items():
            named = {m.id: conversation_id for m in here}
            names = {conversation_id}
            if not first_look or len(parse.split_conversation(here, self.addresses())) > 1:
                named, names = self._names_within(conversation_id, named)
            thread_ids.update(dict.fromkeys(sorted(names)))
            heads += [replace(m, thread_id=named[m.id]) for m in here]
        return tuple(thread_ids), tuple(heads)

    def _names_within(self, conversation_id: str, named: dict[str, str]) -> tuple[dict[str, str], set[str]]:
        """Thread ids of messages, and all that are concerned, once the whole conversation is known."""
        rows = self._graph.pages(
            "/me/messages",
            {
                "$filter": f"conversationId eq {parse.quoted(conversation_id)}",
                "$select": ENVELOPE_FIELDS,
                "$expand": EXPANSION,
                "$top": "100",
            },
        )
        threads = parse.split_conversation([self._message(row) for row in rows], self.addresses())
        names = parse.thread_names(conversation_id, threads)
        found = {m.id: name for name, group in zip(names, threads, strict=True) for m in group}
        concerned = {found[i] for i in named if i in found}
        return {i: found.get(i, conversation_id) for i in named}, concerned or set(names) or {conversation_id}

    # Inside: drafts

    def _draft_rows(self, thread_id: str) -> list[Row]:
        conversation_id = thread_id.partition("|")[0]
        return self._unsent(f"conversationId eq {parse.quoted(conversation_id)}")

    def _unsent(self, condition: str) -> list[Row]:
        rows = self._graph.pages(
            "/me/mailFolders/drafts/messages",
            {"$filter": condition, "$select": MESSAGE_FIELDS, "$expand": EXPANSION, "$top": "50"},
            prefer=(HTML_BODIES,),
        )
        return [row for row in rows if row.get("isDraft")]

    def _marked_row(self, mark: str, thread_id: str) -> Row | None:
        if not mark:
            return None
        found = [row for row in self._draft_rows(thread_id) if parse.mark_of(row) == mark]
        if not found:
            # Exchange may have put it into another conversation, when its subject was changed.
            condition = f"ep/id eq {parse.quoted(MARK_PROPERTY)} and ep/value eq {parse.quoted(mark)}"
            found = [
                row for row in self._unsent(f"singleValueExtendedProperties/Any(ep: {condition})") if parse.mark_of(row) == mark
            ]
        # Should there be two, the one that was written is the one to keep.
        return max(found, key=lambda row: bool(parse.text_above_quote(row.get("body") or {})), default=None)

    def _draft_row(self, draft_id: str) -> Row | None:
        try:
            row = self._row(draft_id, MESSAGE_FIELDS)
        except ItemGone:
            return None
        binned = self._folder_names().get(str(row.get("parentFolderId"))) == "trash"
        return row if row.get("isDraft") and not binned else None

    def _reply_draft(self, reply: Reply, messages: Iterable[Message]) -> Row:
        """An empty reply that carries our mark, made on the parent or on the latest message that accepts one."""
        usable = [m for m in messages if not m.draft and m.folder not in ("trash", "spam")]
        usable.sort(key=lambda m: (m.id == reply.parent_id, m.sent_at), reverse=True)
        content = {"message": {"singleValueExtendedProperties": [_mark(reply.mark)]}} if reply.mark else {}
        refusal: AppError | None = None
        for parent in usable[:PARENTS_TRIED]:
            path = f"/me/messages/{_id(parent.id)}"
            try:
                unread = self._graph.get(path, {"$select": "isRead"}).get("isRead") is False
                row = self._graph.post(f"{path}/createReply", content)
            except (GraphFault, PermissionMissing) as fault:
                # Some items take no reply: rights-protected mail, some reports and meeting items.
                refusal = fault
                continue
            if unread:
                self._restore_unread(path)
            return row
        raise DraftRefused from refusal

    def _restore_unread(self, path: str) -> None:
        try:
            if self._graph.get(path, {"$select": "isRead"}).get("isRead"):
                self._graph.patch(path, {"isRead": False})
        except (GraphFault, TryLater, AccessRevoked) as fault:
            # The draft matters more than the flag.
            logger.warning("an answered message may have been left marked as read: %s", type(fault).__name__)

    def _complete(self, row: Row, reply: Reply) -> None:
        changes: dict[str, Any] = {
            "toRecipients": parse.recipients(reply.to),
            "ccRecipients": parse.recipients(reply.cc),
            "bccRecipients": [],
        }
        body = row.get("body") or {}
        if not parse.text_above_quote(body):
            changes["body"] = parse.with_text_above(body, reply.body)
        if str(row.get("subject") or "").casefold() != reply.subject.casefold():
            # "RE:" stays as Exchange spells it: a subject that does not change cannot move the draft elsewhere.
            changes["subject"] = reply.subject
        if reply.mark:
            changes["singleValueExtendedProperties"] = [_mark(reply.mark)]
        self._graph.patch(f"/me/messages/{_id(str(row['id']))}", changes)

    def _web_link(self, message_id: str) -> str:
        """Where a browser shows it. Asked for without immutable ids, with which the link does not open (office-js#1095)."""
        try:
            return str(
                self._graph.get(f"/me/messages/{_id(message_id)}", {"$select": "webLink"}, immutable=False).get("webLink", "")
            )
        except (GraphFault, TryLater):
            return ""


@dataclass
class _Position:
    """Where the reading of the watched folders stands; written out as the cursor.

    Attributes:
        links: Graph's own link to go on with, by folder.
        finished: folders read to their end in this round; a round with all of them finished is over.
        rows: how many rows the first look gave so far, by folder.
        told_until: when the newest message seen so far was received, in Graph's own spelling.
        told: messages in other folders, received shortly before that, that need no telling again.
    """

    since: datetime
    links: dict[str, str] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)
    first_look: bool = True
    told_until: str = ""
    told: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, cursor: str) -> _Position:
        try:
            said = json.loads(cursor)
            since = datetime.fromisoformat(said["since"])
            position = cls(since, dict(said["links"]), set(said["finished"]), dict(said["rows"]), bool(said["first_look"]))
            position.told_until, position.told = str(said["told_until"]), set(said["told"])
        except (ValueError, KeyError, TypeError) as fault:
            raise CursorExpired from fault
        if position.finished >= set(WATCHED_FOLDERS):
            position.finished.clear()
        return position

    def write(self) -> str:
        said = {"since": self.since.isoformat(), "links": self.links, "finished": sorted(self.finished)}
        said |= {"told_until": self.told_until, "told": sorted(self.told)}
        return json.dumps({**said, "rows": self.rows if self.first_look else {}, "first_look": self.first_look})


def _merge(page: Iterable[Row], rows: dict[str, Row], removed: set[str]) -> None:
    """Fold a page of delta rows into what is known: later members win, members a row does not name stay."""
    for row in page:
        message_id = str(row.get("id") or "")
        if not message_id:
            continue
        if "@removed" in row:
            removed.add(message_id)
        rows.setdefault(message_id, {}).update(row)


def _within(domain: str, organisations: Set[str]) -> bool:
    return any(domain == one or domain.endswith("." + one) for one in organisations)


def _id(value: str) -> str:
    """An id as part of a path: some hold ``/``, ``+`` and ``=``."""
    return quote(value, safe="")


def _mark(mark: str) -> Row:
    return {"id": MARK_PROPERTY, "value": mark}


def _seconds(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
