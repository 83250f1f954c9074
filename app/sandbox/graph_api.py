"""Graph's mail API of the sandbox: paths, permissions, paging, drafts by reply, errors in Graph's model.

It never sends. ``sendMail``, ``send``, ``reply``, ``replyAll`` and ``forward`` exist as addresses that count who knocked and answer 403.

Both spellings in the wild are taken: ``mailFolders/inbox`` and ``mailFolders('inbox')``, ``delta`` and ``delta()``, ``comment`` and
``Comment``, ``/me`` and ``/users/{address}``.
"""

from __future__ import annotations

import re
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote

from app.sandbox import graph_json as gj
from app.sandbox.exchange import Answer, Call, Routes
from app.sandbox.graph_delta import Deltas, Round, TokenExpired
from app.sandbox.graph_query import BadQuery, Row, first_property, parse_filter, select
from app.sandbox.mail import Folder, Mail, MailStore, NoSuchMail
from app.sandbox.microsoft_oauth_server import MicrosoftAccount

CALLS_AT_ONCE = 4
DEFAULT_PAGE = 10
MAX_PAGE = 1000
MAIL_SCOPES = frozenset({"Mail.ReadWrite", "Mail.Read"})
WRITE_SCOPES = frozenset({"Mail.ReadWrite"})
_SORTED_BY: Mapping[str, Callable[[Mail], Any]] = {
    "receivedDateTime": lambda mail: mail.received_at,
    "lastModifiedDateTime": lambda mail: mail.changed_at,
    "subject": lambda mail: mail.subject,
}
_ONLY_IN_DRAFTS = {
    "subject",
    "body",
    "internetMessageId",
    "replyTo",
    "toRecipients",
    "ccRecipients",
    "bccRecipients",
    "from",
    "sender",
}


class GraphRefused(Exception):
    """An error in Graph's shape."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, dict(headers or {})

    def answer(self, at: str) -> Answer:
        inner = {"date": at.removesuffix("Z"), "request-id": str(uuid.uuid4()), "client-request-id": str(uuid.uuid4())}
        return Answer.json(
            {"error": {"code": self.code, "message": self.message, "innerError": inner}}, self.status, self.headers
        )


def not_found() -> GraphRefused:
    return GraphRefused(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def throttled(seconds: int = 10) -> GraphRefused:
    said = "Application is over its MailboxConcurrency limit."
    return GraphRefused(429, "ApplicationThrottled", said, {"retry-after": str(seconds)})


class Asked:
    """One call, with what its headers wish for."""

    def __init__(self, call: Call, account: MicrosoftAccount, scopes: frozenset[str]) -> None:
        self.call = call
        self.account = account
        self.address = account.address
        self.scopes = scopes
        prefer = call.headers.get("prefer", "")
        # Case-sensitive, as documented.
        self.immutable = 'IdType="ImmutableId"' in prefer
        self.as_text = 'outlook.body-content-type="text"' in prefer.lower()
        size = re.search(r"odata\.maxpagesize=(\d+)", prefer)
        self.page_size = int(size.group(1)) if size else 0

    def json(self) -> Row:
        try:
            value = self.call.json()
        except ValueError:
            raise GraphRefused(400, "BadRequest", "Unable to read JSON request payload.") from None
        if not isinstance(value, dict):
            raise GraphRefused(400, "BadRequest", "The request body is not an object.")
        return value

    def option(self, name: str) -> str:
        return self.call.one(f"${name}") or self.call.one(name)


class GraphApi:
    """The mail part of graph.microsoft.com/v1.0.

    Attributes:
        calls: how often each operation was asked for, by (account, operation).
        busiest: the most calls that one mailbox had in progress at once.
        latency_seconds: how long a call takes, for tests of what happens at once.
        refuse_replies: numbers of mails on which createReply fails, as on rights-protected ones.
        marks_replies: createReply keeps the extended properties it is given. Microsoft's pages name only the creation and the
            change of a message as places for them.
        deltas: the delta states.
    """

    def __init__(self, store: MailStore) -> None:
        self.store = store
        self.deltas = Deltas(store)
        self.calls: Counter[tuple[str, str]] = Counter()
        self.busiest: Counter[str] = Counter()
        self.latency_seconds = 0.0
        self.refuse_replies: set[int] = set()
        self.marks_replies = True
        self._running: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._drafting = threading.Lock()
        self._routes = Routes()
        for method, path, handler, operation in (
            ("GET", "/me", self._me, "me"),
            ("GET", "/me/mailFolders", self._folders, "folders.list"),
            ("GET", "/me/mailFolders/{folder}", self._folder, "folders.get"),
            ("GET", "/me/messages", self._list, "messages.list"),
            ("GET", "/me/mailFolders/{folder}/messages", self._list, "messages.list"),
            ("GET", "/me/mailFolders/{folder}/messages/delta", self._delta, "messages.delta"),
            ("GET", "/me/messages/{name}", self._get, "messages.get"),
            ("PATCH", "/me/messages/{name}", self._patch, "messages.update"),
            ("DELETE", "/me/messages/{name}", self._delete, "messages.delete"),
            ("POST", "/me/messages/{name}/createReply", self._reply_to_one, "messages.createReply"),
            ("POST", "/me/messages/{name}/createReplyAll", self._reply_to_all, "messages.createReply"),
            ("POST", "/me/messages/{name}/move", self._move, "messages.move"),
            ("POST", "/me/translateExchangeIds", self._translate, "translateExchangeIds"),
            ("POST", "/me/sendMail", self._send, "send"),
            ("POST", "/me/messages/{name}/(?:send|reply|replyAll|forward)", self._send, "send"),
        ):
            self._routes.add(method, path, _counted(handler, operation, self.calls))

    def answer(self, call: Call, account: MicrosoftAccount, scopes: frozenset[str]) -> Answer | None:
        """The answer to a call under /v1.0, or None for an address this API has not got. Raises GraphRefused."""
        path = canonical(call.path)
        found = self._routes.find(call.method, path)
        if found is None:
            return None
        asked = Asked(call, account, scopes)
        if path != "/me":
            if not scopes & (MAIL_SCOPES if call.method == "GET" else WRITE_SCOPES) and not path.endswith("/sendMail"):
                raise GraphRefused(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
            if not account.has_mailbox:
                said = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
                raise GraphRefused(404, "MailboxNotEnabledForRESTAPI", said)
        with self._at_once(account.address):
            try:
                return found[0](asked, **found[1])
            except NoSuchMail:
                raise not_found() from None
            except BadQuery as fault:
                raise GraphRefused(400, "BadRequest", str(fault)) from None

    @contextmanager
    def _at_once(self, address: str) -> Iterator[None]:
        with self._lock:
            if self._running[address] >= CALLS_AT_ONCE:
                raise throttled()
            self._running[address] += 1
            self.busiest[address] = max(self.busiest[address], self._running[address])
        try:
            if self.latency_seconds:
                time.sleep(self.latency_seconds)
            yield
        finally:
            with self._lock:
                self._running[address] -= 1

    # Who and where

    def _me(self, asked: Asked) -> Answer:
        account = asked.account
        row: Row = {
            "displayName": account.name,
            "givenName": account.name.split()[0] if account.name.split() else None,
            "surname": account.name.split()[-1] if account.name.split() else None,
            "id": account.object_id,
            "mail": account.address if account.has_mailbox else None,
            "userPrincipalName": account.address,
        }
        if "proxyAddresses" in asked.option("select"):
            aliases = self.store.accounts[account.address].aliases if account.has_mailbox else ()
            row["proxyAddresses"] = [f"SMTP:{account.address}", *(f"smtp:{alias}" for alias in aliases)]
        return Answer.json({"@odata.context": context(asked.call, "users/$entity"), **select(row, asked.option("select"))})

    def _folders(self, asked: Asked) -> Answer:
        def row(asked: Asked, name: Folder) -> Row:
            return select(gj.folder(self.store, asked.address, name), asked.option("select"))

        return self._listed(asked, list(gj.WELL_KNOWN), "mailFolders", row)

    def _folder(self, asked: Asked, folder: str) -> Answer:
        row = gj.folder(self.store, asked.address, gj.folder_of(folder))
        return Answer.json({"@odata.context": context(asked.call, "mailFolders/$entity"), **select(row, asked.option("select"))})

    # Reading

    def _list(self, asked: Asked, folder: str = "") -> Answer:
        condition, order = asked.option("filter"), asked.option("orderby").split()
        if asked.option("search"):
            raise GraphRefused(501, "NotImplemented", "The sandbox does not search.")
        if condition and order and first_property(condition) != order[0]:
            said = "The restriction or sort order is too complex for this operation."
            raise GraphRefused(400, "InefficientFilter", said)
        name: Folder | None = gj.folder_of(folder) if folder else None
        mails = self._matching_filter(asked, self.store.mails(asked.address, name), condition)
        if order:
            if order[0] not in _SORTED_BY:
                raise GraphRefused(400, "BadRequest", f"Could not sort by {order[0]}.")
            mails.sort(key=_SORTED_BY[order[0]], reverse=order[-1].lower() == "desc")
        return self._listed(asked, mails, "messages", self._row)

    def _matching_filter(self, asked: Asked, mails: list[Mail], condition: str) -> list[Mail]:
        """The mails that a $filter lets through. The two filters that clients use all the time need no JSON made first."""
        conversation = re.fullmatch(r"\s*conversationId eq '([^']*)'\s*", condition)
        if conversation:
            return [m for m in mails if gj.conversation_id(m.thread) == conversation.group(1)]
        since = re.fullmatch(r"\s*receivedDateTime ge (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\s*", condition)
        if since:
            return [m for m in mails if gj.at(m.received_at) >= since.group(1)]
        if not condition:
            return mails
        test = parse_filter(condition)
        return [m for m in mails if test(self._whole(asked, m))]

    def _listed(self, asked: Asked, found: Sequence[Any], what: str, row_of: Callable[[Asked, Any], Row]) -> Answer:
        try:
            size = int(asked.option("top") or DEFAULT_PAGE)
            skip = int(asked.option("skip") or 0)
        except ValueError:
            raise GraphRefused(400, "BadRequest", "Invalid value for $top or $skip.") from None
        if not 1 <= size <= MAX_PAGE:
            raise GraphRefused(400, "BadRequest", "Invalid page size specified. Must be between 1 and 1000 inclusive.")
        rows = [row_of(asked, one) for one in found[skip : skip + size]]
        answer: Row = {"@odata.context": context(asked.call, what), "value": rows}
        if asked.option("count") == "true":
            answer["@odata.count"] = len(found)
        if len(found) > skip + size:
            further = {**{name: values[0] for name, values in asked.call.query.items()}, "$skip": str(skip + size)}
            answer["@odata.nextLink"] = link(asked.call, further)
        return Answer.json(answer)

    def _whole(self, asked: Asked, mail: Mail) -> Row:
        row = gj.message(mail, immutable=asked.immutable, as_text=asked.as_text)
        return {**row, "singleValueExtendedProperties": gj.extended(mail)}

    def _row(self, asked: Asked, mail: Mail) -> Row:
        """A message with the members that the call asks for."""
        row = gj.message(mail, immutable=asked.immutable, as_text=asked.as_text)
        wanted = asked.option("select")
        if not wanted:
            row = {name: value for name, value in row.items() if name not in gj.ONLY_WHEN_SELECTED}
        return {**select(row, wanted), **gj.expanded(mail, asked.option("expand"))}

    def _get(self, asked: Asked, name: str) -> Answer:
        mail = gj.find(self.store, asked.address, name)
        return self._one(asked, mail, 200)

    def _one(self, asked: Asked, mail: Mail, status: int) -> Answer:
        return Answer.json({"@odata.context": context(asked.call, "messages/$entity"), **self._row(asked, mail)}, status)

    def _delta(self, asked: Asked, folder: str) -> Answer:
        token = asked.call.one("$skiptoken") or asked.call.one("$deltatoken")
        try:
            state = self._delta_state(asked, folder, token)
        except TokenExpired:
            said = "The sync state generation is not found; the sync needs to be started again."
            raise GraphRefused(410, "SyncStateNotFound", said) from None
        size = asked.page_size or int(asked.option("top") or DEFAULT_PAGE)
        rows, further, last = self.deltas.page(state, size, asked.immutable, asked.as_text)
        where = {"$deltatoken": further} if last else {"$skiptoken": further}
        name = "@odata.deltaLink" if last else "@odata.nextLink"
        return Answer.json({"@odata.context": context(asked.call, "messages"), "value": rows, name: link(asked.call, where)})

    def _delta_state(self, asked: Asked, folder: str, token: str) -> Round:
        if token:
            state = self.deltas.go_on(token, asked.address)
            return self.deltas.next_round(state) if not state.waiting and state.since is not None else state
        condition = asked.option("filter")
        if condition and not re.fullmatch(r"\s*receivedDateTime\s+(ge|gt)\s+\S+\s*", condition):
            raise GraphRefused(
                400, "ErrorInvalidUrlQueryFilter", "The following parameters are not supported with change tracking: '$filter'"
            )
        name = gj.folder_of(folder)
        until = self.store.sequence
        inside = self._matching_filter(asked, self.store.mails(asked.address, name), condition)
        if condition:
            inside = inside[: self.deltas.filtered_limit]
        return self.deltas.begin(asked.address, name, asked.option("select"), asked.option("expand"), inside, until)

    # Writing

    def _reply_to_one(self, asked: Asked, name: str) -> Answer:
        return self._create_reply(asked, name, to_all=False)

    def _reply_to_all(self, asked: Asked, name: str) -> Answer:
        return self._create_reply(asked, name, to_all=True)

    def _create_reply(self, asked: Asked, name: str, *, to_all: bool) -> Answer:
        parent = gj.find(self.store, asked.address, name)
        said = {key.lower(): value for key, value in asked.json().items()}
        content, comment = said.get("message") or {}, str(said.get("comment") or "")
        if comment and content.get("body"):
            raise GraphRefused(400, "ErrorInvalidRequest", "Specify either a comment or the body property, not both.")
        if gj.is_draft(parent) or parent.number in self.refuse_replies:
            raise GraphRefused(400, "ErrorInvalidOperation", "The item does not support replies.")
        owner = self.store.accounts[asked.address]
        raw = gj.reply_draft(parent, owner.address, owner.name, to_all=to_all, comment=comment, now=self.store.now())
        extras = _extras(content) if self.marks_replies else {}
        with self._drafting:
            mail = self.store.put_draft(asked.address, self._with(raw, content), parent.thread, extras=extras)
        with suppress(NoSuchMail):
            self.store.set_read(asked.address, parent.number, True)
        return self._one(asked, mail, 201)

    def _patch(self, asked: Asked, name: str) -> Answer:
        mail = self._matching(asked, name)
        changes = asked.json()
        if not gj.is_draft(mail) and _ONLY_IN_DRAFTS & set(changes):
            raise GraphRefused(400, "ErrorInvalidPropertySet", "The item is not a draft; this property cannot be changed.")
        if mail.draft is not None and (_ONLY_IN_DRAFTS & set(changes) or "singleValueExtendedProperties" in changes):
            extras = {**mail.extras, **_extras(changes)}
            mail = self.store.replace_draft(asked.address, mail.draft, self._with(mail.raw, changes), extras=extras)
        elif "singleValueExtendedProperties" in changes:
            mail = self.store.set_extras(asked.address, mail.number, {**mail.extras, **_extras(changes)})
        if "isRead" in changes:
            mail = self.store.set_read(asked.address, mail.number, bool(changes["isRead"]))
        return self._one(asked, mail, 200)

    def _with(self, raw: bytes, changes: Row) -> bytes:
        try:
            return gj.changed(raw, changes)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as fault:
            raise GraphRefused(400, "ErrorInvalidRecipients", f"At least one recipient is not valid: {fault}") from None

    def _delete(self, asked: Asked, name: str) -> Answer:
        mail = self._matching(asked, name)
        if mail.folder == "trash":
            self.store.delete(asked.address, mail.number)
        else:
            if mail.draft is not None:
                self.store.set_extras(asked.address, mail.number, {**mail.extras, gj.UNSENT: "1"})
            self.store.trash(asked.address, mail.number)
        return Answer(204)

    def _matching(self, asked: Asked, name: str) -> Mail:
        mail = gj.find(self.store, asked.address, name)
        wanted = asked.call.headers.get("if-match", "")
        if wanted not in ("", "*", gj.etag(mail)):
            raise GraphRefused(
                412,
                "ErrorIrresolvableConflict",
                "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.",
            )
        return mail

    def _move(self, asked: Asked, name: str) -> Answer:
        mail = gj.find(self.store, asked.address, name)
        moved = self.store.move(asked.address, mail.number, gj.folder_of(str(asked.json().get("destinationId"))))
        return self._one(asked, moved, 201)

    def _translate(self, asked: Asked) -> Answer:
        said = asked.json()
        rows = []
        for given in said.get("inputIds", []):
            with suppress(NoSuchMail):
                mail = gj.find(self.store, asked.address, str(given))
                to_immutable = "immutable" in str(said.get("targetIdType", "")).lower()
                rows.append(
                    {"sourceId": given, "targetId": gj.immutable_id(mail.number) if to_immutable else gj.ordinary_id(mail)}
                )
        return Answer.json({"@odata.context": context(asked.call, "Collection(microsoft.graph.convertIdResult)"), "value": rows})

    def _send(self, asked: Asked, name: str = "") -> Answer:
        self.store.count_send_request(asked.address)
        raise GraphRefused(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def canonical(path: str) -> str:
    """The path behind /v1.0 in its plainest spelling."""
    path = re.sub(r"^/v1\.0", "", path)
    path = re.sub(r"\('([^']*)'\)", r"/\1", path)
    path = re.sub(r"\(\)(?=/|$)", "", path).replace("/microsoft.graph.", "/")
    path = re.sub(r"^/users/[^/]+", "/me", path)
    return re.sub(r"^/me/mailFolders/[^/]+/messages/(?!delta$)", "/me/messages/", path)


def root(call: Call) -> str:
    host = call.headers.get("host", "graph.microsoft.com")
    return f"{'https' if host.endswith('microsoft.com') else 'http'}://{host}/v1.0"


def link(call: Call, query: Mapping[str, str]) -> str:
    path = re.sub(r"^/v1\.0", "", call.path)
    said = "&".join(quote(name, safe="$") + "=" + quote(value, safe="") for name, value in query.items())
    return root(call) + quote(path, safe="/()'") + "?" + said


def context(call: Call, what: str) -> str:
    return f"{root(call)}/$metadata#users('me')/{what}"


def _extras(changes: Row) -> dict[str, str]:
    return {str(one["id"]): str(one.get("value") or "") for one in changes.get("singleValueExtendedProperties") or []}


def _counted(handler: Callable[..., Answer], operation: str, calls: Counter[tuple[str, str]]) -> Callable[..., Any]:
    def counted(asked: Asked, **names: str) -> Answer:
        calls[asked.address, operation] += 1
        return handler(asked, **names)

    return counted
