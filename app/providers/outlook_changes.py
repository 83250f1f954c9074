"""What is new in an Outlook mailbox: a delta query a folder, and what was filed elsewhere.

Facts about delta that this lives with stand at the head of outlook.py.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.conversation import Message
from app.providers import outlook_parse as parse
from app.providers.graph import ItemGone
from app.providers.mailbox import Changes, CursorExpired
from app.providers.outlook_parse import ENVELOPE_FIELDS, EXPANSION, MESSAGE_FIELDS, Row
from app.providers.outlook_reading import HTML_BODIES, OutlookReader, thrown_away

MAIL_FOLDERS = ("inbox", "sentitems")
DRAFTS = "drafts"
WATCHED_FOLDERS = (*MAIL_FOLDERS, DRAFTS)
PAGE_SIZE = 50
PAGES_A_PORTION = 10
FILTERED_DELTA_LIMIT = 5_000
# Mail may become visible some minutes after the instant at which it says it was received.
FILING_OVERLAP = timedelta(minutes=15)
FILED_HEADS = 200
DRAFTS_KEPT = 500


class OutlookChanges:
    """Tells what changed in the mailbox that a reader reads."""

    def __init__(self, reader: OutlookReader) -> None:
        self._reader = reader

    def since(self, cursor: str | None, since: datetime) -> Changes:
        """What changed after the cursor, or since an instant; one portion of it. Raises CursorExpired."""
        position = _Position.read(cursor) if cursor else _Position(since)
        rows: dict[str, Row] = {}
        removed: set[str] = set()
        unsent: dict[str, Row] = {}
        also: list[Row] = []
        pages = 0
        for folder in WATCHED_FOLDERS:
            while folder not in position.finished and pages < PAGES_A_PORTION:
                page = self._delta_page(folder, position.links.get(folder), position.since)
                pages += 1
                found = page.get("value", [])
                _merge(found, *((unsent, set()) if folder == DRAFTS else (rows, removed)))
                position.rows[folder] = position.rows.get(folder, 0) + len(found)
                if "@odata.deltaLink" in page:
                    if position.first_look and position.rows[folder] >= FILTERED_DELTA_LIMIT and folder != DRAFTS:
                        also += self._list_since(folder, position.since)
                    position.finished.add(folder)
                position.links[folder] = str(page.get("@odata.deltaLink") or page["@odata.nextLink"])
        complete = position.finished >= set(WATCHED_FOLDERS)
        if complete:
            also += self._filed_elsewhere(position, rows)
        thread_ids, heads = self._changed_threads(rows, removed, also, position.first_look)
        redrafted = position.redrafted(unsent.values())
        quiet: tuple[str, ...] = ()
        if not position.first_look:
            named = {name for conversation_id, ids in redrafted.items() for name in self._names_of(conversation_id, ids)}
            # A thread named without a message at hand is fetched in any case, and may be one that begins with this mail.
            quiet = tuple(sorted(named - (set(thread_ids) - {head.thread_id for head in heads})))
        if complete:
            position.first_look = False
        return Changes(tuple(dict.fromkeys((*thread_ids, *quiet))), position.write(), heads, complete, quiet)

    def _names_of(self, conversation_id: str, draft_ids: set[str]) -> set[str]:
        return self._names_within(conversation_id, dict.fromkeys(draft_ids, conversation_id))[1]

    def _delta_page(self, folder: str, link: str | None, since: datetime) -> Row:
        condition = f"receivedDateTime ge {parse.graph_time(since)}"
        fields = "id,conversationId,receivedDateTime" if folder == DRAFTS else MESSAGE_FIELDS
        query = None if link else {"$select": fields, "$filter": condition}
        if query and folder != DRAFTS:
            query["$expand"] = EXPANSION
        path = link or f"/me/mailFolders/{folder}/messages/delta"
        try:
            return self._reader.graph.get(path, query, prefer=(f"odata.maxpagesize={PAGE_SIZE}", HTML_BODIES))
        except ItemGone as fault:
            raise CursorExpired from fault

    def _list_since(self, folder: str, since: datetime) -> list[Row]:
        return list(
            self._reader.graph.pages(
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
        listed = self._reader.graph.pages(
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
            folder = self._reader.folder_names().get(str(row.get("parentFolderId")), "")
            if row.get("isDraft") or folder not in ("", "archive"):
                continue
            told[str(row["id"])] = received
            if row["id"] not in rows and row["id"] not in position.told:
                elsewhere.append(row)
        for row in elsewhere[:FILED_HEADS]:
            with suppress(ItemGone):
                rows[str(row["id"])] = self._reader.row(str(row["id"]), MESSAGE_FIELDS)
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
                rows[message_id] = self._reader.row(message_id, MESSAGE_FIELDS)
            except ItemGone:
                # Gone for good. Where this round had told us its conversation, that one has changed.
                also.append(rows.pop(message_id, {}))
        by_conversation: dict[str, list[Message]] = {str(row["conversationId"]): [] for row in also if row.get("conversationId")}
        for row in rows.values():
            here = by_conversation.setdefault(str(row["conversationId"]), [])
            if "body" in row and "isDraft" in row and ("receivedDateTime" in row or "createdDateTime" in row):
                here.append(self._reader.message(row))
        thread_ids: dict[str, None] = {}
        heads: list[Message] = []
        for conversation_id, here in by_conversation.items():
            named = {m.id: conversation_id for m in here}
            names = {conversation_id}
            if not first_look or len(parse.split_conversation(here, self._reader.addresses())) > 1:
                named, names = self._names_within(conversation_id, named)
            thread_ids.update(dict.fromkeys(sorted(names)))
            heads += [replace(m, thread_id=named[m.id]) for m in here]
        return tuple(thread_ids), tuple(heads)

    def _names_within(self, conversation_id: str, named: dict[str, str]) -> tuple[dict[str, str], set[str]]:
        """Thread ids of messages, and all that are concerned, once the whole conversation is known."""
        rows = self._reader.graph.pages(
            "/me/messages",
            {
                "$filter": f"conversationId eq {parse.quoted(conversation_id)}",
                "$select": ENVELOPE_FIELDS,
                "$expand": EXPANSION,
                "$top": "100",
            },
        )
        messages = [message for row in rows if not thrown_away(message := self._reader.message(row))]
        threads = parse.split_conversation(messages, self._reader.addresses())
        names = parse.thread_names(conversation_id, threads)
        found = {m.id: name for name, group in zip(names, threads, strict=True) for m in group}
        concerned = {found[i] for i in named if i in found}
        return {i: found.get(i, conversation_id) for i in named}, concerned or set(names) or {conversation_id}


@dataclass
class _Position:
    """Where the reading of the watched folders stands; written out as the cursor.

    Attributes:
        links: Graph's own link to go on with, by folder.
        finished: folders read to their end in this round; a round with all of them finished is over.
        rows: how many rows the first look gave so far, by folder.
        told_until: when the newest message seen so far was received, in Graph's own spelling.
        told: messages in other folders, received shortly before that, that need no telling again.
        drafts: conversations of unsent drafts by their ids: of one that is thrown away for good nothing but its id is told.
    """

    since: datetime
    links: dict[str, str] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)
    first_look: bool = True
    told_until: str = ""
    told: set[str] = field(default_factory=set)
    drafts: dict[str, str] = field(default_factory=dict)

    def redrafted(self, unsent: Iterable[Row]) -> dict[str, set[str]]:
        """Drafts that came, changed or went, by conversation. What is told of each is taken as news, not as the truth."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in unsent:
            draft_id = str(row["id"])
            conversation_id = str(row.get("conversationId") or self.drafts.get(draft_id, ""))
            if conversation_id:
                self.drafts[draft_id] = conversation_id
                found[conversation_id].add(draft_id)
        self.drafts = dict(list(self.drafts.items())[-DRAFTS_KEPT:])
        return found

    @classmethod
    def read(cls, cursor: str) -> _Position:
        try:
            said = json.loads(cursor)
            since = datetime.fromisoformat(said["since"])
            position = cls(since, dict(said["links"]), set(said["finished"]), dict(said["rows"]), bool(said["first_look"]))
            position.told_until, position.told = str(said["told_until"]), set(said["told"])
            position.drafts = dict(said["drafts"])
        except (ValueError, KeyError, TypeError) as fault:
            raise CursorExpired from fault
        if position.finished >= set(WATCHED_FOLDERS):
            position.finished.clear()
        return position

    def write(self) -> str:
        said = {"since": self.since.isoformat(), "links": self.links, "finished": sorted(self.finished)}
        said |= {"told_until": self.told_until, "told": sorted(self.told), "drafts": self.drafts}
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
