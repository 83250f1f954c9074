"""An Outlook mailbox over Microsoft Graph: personal Microsoft accounts and Microsoft 365.

What Graph really does, and how this module lives with it (links in graph.py and outlook_parse.py):

* Changes come by a delta query **per folder**. Rows may be partial, repeated, out of order; ``@removed`` also means "moved
  elsewhere". So rows are merged by id, and what says it was removed is read afresh before it is believed.
* Drafts have a delta of their own, for one that the owner begins or throws away changes what its thread comes to.
* A rule may file mail away before any delta of ours sees it, so what came since the last look is listed over all folders.
* A delta with a filter on the day gives at most 5,000 messages; beyond that the folder is listed as well.
* ``conversationId`` with ``$orderby`` is refused (InefficientFilter): conversations are sorted here.
* In-Reply-To cannot be set through JSON: a draft joins its conversation by createReply only. That draft is addressed by
  Exchange (to *ourselves*, when the parent is our own mail), quotes the parent, and the call may mark the parent as read. A
  PATCH puts all of that right.
* createReply takes "any writeable properties" in its ``message`` parameter
  (https://learn.microsoft.com/graph/api/message-createreply); the pages on extended properties speak of creating and
  patching messages and do not name it. Our mark goes into both calls. Where createReply honours it, a draft left half-made by
  a crash is found by its mark; where it does not, by lying in the conversation empty and untouched since it was made.
* What a crash must not make us forget, that the answered mail was unread, is noted beside that mail under the draft's mark
  before createReply, and struck out by the call that marks it as unread again.
* DELETE moves a message, drafts too, to Deleted Items, where a draft is still ``isDraft``: it counts as deleted.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from app.conversation import Draft, Message, Reply, Thread
from app.errors import AppError
from app.providers import outlook_parse as parse
from app.providers.graph import GRAPH, AccessTokens, Graph, GraphFault, GraphSession, ItemGone, PermissionMissing
from app.providers.mailbox import Changes, DraftRefused, NoPush, TryLater, Watch
from app.providers.outlook_changes import OutlookChanges
from app.providers.outlook_parse import ENVELOPE_FIELDS, EXPANSION, MARK_PROPERTY, MESSAGE_FIELDS, Row
from app.providers.outlook_reading import HTML_BODIES, OutlookReader, path_id

logger = logging.getLogger(__name__)

# Just under the longest life Graph grants to a subscription on messages (10,080 minutes).
WATCH_LIFE = timedelta(minutes=10_000)
PARENTS_TRIED = 3
# createReply makes and fills a draft in two steps of its own; an owner who writes in it takes longer.
MADE_WITHIN = timedelta(minutes=1)
NOTHING_NOTED = "-"


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
        self._reader = OutlookReader(self._graph)
        self._changes = OutlookChanges(self._reader)

    # Reading

    def addresses(self) -> frozenset[str]:
        return self._reader.addresses()

    def changes(self, cursor: str | None, since: datetime) -> Changes:
        return self._changes.since(cursor, since)

    def thread(self, thread_id: str) -> Thread:
        messages = self._reader.conversation(thread_id, MESSAGE_FIELDS)
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
                yield self._reader.message(self._reader.row(str(row["id"]), MESSAGE_FIELDS))

    def immutable_id(self, item_id: str) -> str:
        """The immutable id of a message that a mail program names by its ordinary one; empty where there is none such.

        https://learn.microsoft.com/graph/api/user-translateexchangeids; a mail program may also give its form for URLs.
        """
        kind = "restId" if "/" not in item_id and "+" not in item_id else "ewsId"
        try:
            told = self._graph.post(
                "/me/translateExchangeIds",
                {"inputIds": [item_id], "sourceIdType": kind, "targetIdType": "restImmutableEntryId"},
            )
        except GraphFault:
            return ""
        return next((str(row["targetId"]) for row in told.get("value", ()) if row.get("targetId")), "")

    # Drafts

    def drafts_in(self, thread_id: str) -> tuple[Draft, ...]:
        rows = self._draft_rows(thread_id)
        if not rows:
            return ()
        inside = {m.id for m in self._reader.conversation(thread_id, ENVELOPE_FIELDS, or_nothing=True)}
        return tuple(parse.draft(row, thread_id) for row in rows if row["id"] in inside)

    def create_draft(self, reply: Reply) -> Draft:
        """As the protocol says. A draft that already carries the reply's mark is completed instead of making a second one."""
        messages = self._reader.conversation(reply.thread_id, ENVELOPE_FIELDS)
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
        holds nobody's words, and create_draft makes it afresh. What it had marked as read is unread again.
        """
        self._restore_after_crash(mark, thread_id)
        row = self._marked_row(mark, thread_id)
        if row is None:
            for empty in filter(_is_untouched_reply, self._draft_rows(thread_id)):
                self.delete_draft(str(empty["id"]))
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
            self._graph.delete(f"/me/messages/{path_id(draft_id)}", if_match=str(row.get("@odata.etag", "")))
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
                    f"/subscriptions/{path_id(self._watching.id)}", {"expirationDateTime": parse.graph_time(until)}
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
                self._graph.delete(f"/subscriptions/{path_id(watch.id)}")
        self._watching = None

    def close(self) -> None:
        self._graph.close()

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
            row = self._reader.row(draft_id, MESSAGE_FIELDS)
        except ItemGone:
            return None
        binned = self._reader.folder_names().get(str(row.get("parentFolderId"))) == "trash"
        return row if row.get("isDraft") and not binned else None

    def _reply_draft(self, reply: Reply, messages: Iterable[Message]) -> Row:
        """An empty reply that carries our mark, made on the parent or on the latest message that accepts one."""
        usable = [m for m in messages if not m.draft and m.folder not in ("trash", "spam")]
        usable.sort(key=lambda m: (m.id == reply.parent_id, m.sent_at), reverse=True)
        content = {"message": {"singleValueExtendedProperties": [_mark(reply.mark)]}} if reply.mark else {}
        refusal: AppError | None = None
        for parent in usable[:PARENTS_TRIED]:
            path = f"/me/messages/{path_id(parent.id)}"
            try:
                unread = self._graph.get(path, {"$select": "isRead"}).get("isRead") is False
                if unread and reply.mark:
                    self._note_unread(path, reply.mark)
                row = self._graph.post(f"{path}/createReply", content)
            except (GraphFault, PermissionMissing) as fault:
                # Some items take no reply: rights-protected mail, some reports and meeting items.
                refusal = fault
                continue
            if unread:
                self._restore_unread(path)
            return row
        raise DraftRefused from refusal

    def _note_unread(self, path: str, mark: str) -> None:
        with suppress(GraphFault, PermissionMissing):
            self._graph.patch(path, {"singleValueExtendedProperties": [_mark(mark)]})

    def _restore_unread(self, path: str) -> None:
        """Mark an answered mail as unread, as it was. A passing fault goes up: the draft is looked for again, and this with it."""
        try:
            self._graph.patch(path, {"isRead": False, "singleValueExtendedProperties": [_mark(NOTHING_NOTED)]})
        except (GraphFault, PermissionMissing) as fault:
            # The draft matters more than the flag.
            logger.warning("an answered message may have been left marked as read: %s", type(fault).__name__)

    def _restore_after_crash(self, mark: str, thread_id: str) -> None:
        if not mark:
            return
        conversation_id = thread_id.partition("|")[0]
        rows = self._graph.pages(
            "/me/messages",
            {
                "$filter": f"conversationId eq {parse.quoted(conversation_id)}",
                "$select": "id,isDraft",
                "$expand": EXPANSION,
                "$top": "100",
            },
        )
        for row in [row for row in rows if not row.get("isDraft") and parse.mark_of(row) == mark]:
            with suppress(ItemGone):
                self._restore_unread(f"/me/messages/{path_id(str(row['id']))}")

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
        self._graph.patch(f"/me/messages/{path_id(str(row['id']))}", changes)

    def _web_link(self, message_id: str) -> str:
        """Where a browser shows it. Asked for without immutable ids, with which the link does not open (office-js#1095)."""
        try:
            return str(
                self._graph.get(f"/me/messages/{path_id(message_id)}", {"$select": "webLink"}, immutable=False).get("webLink", "")
            )
        except (GraphFault, TryLater):
            return ""


def _within(domain: str, organisations: Set[str]) -> bool:
    return any(domain == one or domain.endswith("." + one) for one in organisations)


def _mark(mark: str) -> Row:
    return {"id": MARK_PROPERTY, "value": mark}


def _is_untouched_reply(row: Row) -> bool:
    """Whether this is a reply as createReply makes it: with no mark, no word of anybody, and not changed since."""
    made, changed = parse.instant(row.get("createdDateTime")), parse.instant(row.get("lastModifiedDateTime"))
    if parse.mark_of(row) or parse.text_above_quote(row.get("body") or {}) or made is None or changed is None:
        return False
    return changed - made <= MADE_WITHIN
