"""What every part of the Outlook mailbox reads by: rows, conversations, folders, the owner's addresses."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import quote

from app.conversation import Message
from app.providers import outlook_parse as parse
from app.providers.graph import Graph, GraphFault, ItemGone
from app.providers.mailbox import ThreadGone, TryLater
from app.providers.outlook_parse import EXPANSION, Row

HTML_BODIES = 'outlook.body-content-type="html"'


class OutlookReader:
    """Reads one mailbox. Remembers the owner's addresses and the folders as long as it lives."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._own: frozenset[str] | None = None
        self._folders: dict[str, str] | None = None

    def addresses(self) -> frozenset[str]:
        """Every address from which the owner writes."""
        if self._own is None:
            self._own = self._read_addresses()
        return self._own

    def _read_addresses(self) -> frozenset[str]:
        try:
            me = self.graph.get("/me", {"$select": "mail,userPrincipalName,proxyAddresses"})
        except GraphFault:
            # A personal account has no proxyAddresses to select.
            me = self.graph.get("/me", {"$select": "mail,userPrincipalName"})
        said = [me.get("mail"), me.get("userPrincipalName")]
        said += [entry[5:] for entry in me.get("proxyAddresses") or [] if str(entry).lower().startswith("smtp:")]
        # Aliases of personal accounts are listed nowhere; those in use show in what was sent.
        sent = self.graph.get("/me/mailFolders/sentitems/messages", {"$select": "from", "$top": "50"})
        used = [parse.person(row.get("from")) for row in sent.get("value", [])]
        addresses = {str(address).strip().lower() for address in said if address and "@" in str(address)}
        return frozenset(addresses | {p.address for p in used if p is not None})

    def folder_names(self) -> dict[str, str]:
        """Our folder names by Graph's ids, in one call; a folder the account has not got (archive) is left out."""
        if self._folders is None:
            wanted = [{"id": name, "method": "GET", "url": f"/me/mailFolders/{name}?$select=id"} for name in parse.FOLDER_NAMES]
            answers = self.graph.post("/$batch", {"requests": wanted}).get("responses", [])
            busy = [a for a in answers if a.get("status") == 429 or int(a.get("status", 0)) >= 500]
            if busy:
                raise TryLater(after_seconds=_seconds(busy[0].get("headers", {}).get("Retry-After")))
            self._folders = {
                str(a["body"]["id"]): parse.FOLDER_NAMES[a["id"]]
                for a in answers
                if a.get("status") == 200 and a["id"] in parse.FOLDER_NAMES
            }
        return self._folders

    def message(self, row: Row, thread_id: str = "") -> Message:
        if (
            str(row.get("@odata.type", "")).lower().endswith(".eventmessage")
            and "meetingMessageType" not in row
            and "body" in row
        ):
            # What kind of meeting message it is belongs to the derived type and comes only when nothing is selected.
            with suppress(ItemGone):
                row = {**row, **self.graph.get(f"/me/messages/{path_id(str(row['id']))}")}
        return parse.message(row, self.folder_names(), self.addresses(), thread_id)

    def row(self, message_id: str, fields: str) -> Row:
        query = {"$select": fields, "$expand": EXPANSION}
        return self.graph.get(f"/me/messages/{path_id(message_id)}", query, prefer=(HTML_BODIES,))

    def conversation(self, thread_id: str, fields: str, *, or_nothing: bool = False) -> tuple[Message, ...]:
        """The messages of one thread over all folders. Raises ThreadGone when there are none."""
        conversation_id = thread_id.partition("|")[0]
        rows = self.graph.pages(
            "/me/messages",
            {
                "$filter": f"conversationId eq {parse.quoted(conversation_id)}",
                "$select": fields,
                "$expand": EXPANSION,
                "$top": "100",
            },
            prefer=(HTML_BODIES,),
        )
        messages = [message for row in rows if not thrown_away(message := self.message(row, conversation_id))]
        found = parse.pick_thread(thread_id, parse.split_conversation(messages, self.addresses()))
        if not found and not or_nothing:
            raise ThreadGone
        return found


def thrown_away(message: Message) -> bool:
    """A draft in Deleted Items calls itself a draft still; to its owner it is none, and it never was a mail."""
    return message.draft and message.folder == "trash"


def path_id(value: str) -> str:
    """An id as part of a path: some hold ``/``, ``+`` and ``=``."""
    return quote(value, safe="")


def _seconds(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
