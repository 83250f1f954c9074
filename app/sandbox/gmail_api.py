"""The Gmail API of the sandbox: paths, scopes, quota units and errors of gmail.googleapis.com.

It never sends. ``messages.send`` and ``drafts.send`` exist as addresses that count who knocked and answer 403.

A draft lands in its thread only when all three hold that developers.google.com/workspace/gmail/api/guides/drafts asks for:
the threadId is given, In-Reply-To and References name a visible message of it, and the Subject matches. Otherwise it becomes
a ghost: it exists, under Drafts, in a thread of its own.
"""

from __future__ import annotations

import email.policy
import email.utils
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.parser import BytesParser
from typing import Any

from app.sandbox import gmail_json as gj
from app.sandbox.exchange import Answer, Call, Routes
from app.sandbox.gmail_search import search
from app.sandbox.google_oauth_server import AUTH
from app.sandbox.mail import Account, Mail, MailStore, NoSuchMail, bare_subject, new_message_id

READ = frozenset(AUTH + name for name in ("gmail.readonly", "gmail.modify")) | {"https://mail.google.com/"}
READ_HEADERS = READ | {AUTH + "gmail.metadata"}
COMPOSE = frozenset(AUTH + name for name in ("gmail.compose", "gmail.modify")) | {"https://mail.google.com/"}
WATCH_LIFETIME = timedelta(days=7)
NOT_ENABLED = (
    "Gmail API has not been used in project 1 before or it is disabled. Enable it by visiting "
    "https://console.developers.google.com/apis/api/gmail.googleapis.com/overview?project=1 then retry."
)


@dataclass(frozen=True, slots=True)
class Method:
    """What calling a method takes: one of these scopes, and so many quota units (the prices for new projects)."""

    name: str
    units: int
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Push:
    """A running watch."""

    topic: str
    labels: frozenset[str]
    expires_at: datetime


class Refused(Exception):
    """An error in Google's shape."""

    def __init__(self, status: int, message: str, reason: str, name: str = "", domain: str = "global") -> None:
        super().__init__(message)
        self.status, self.message, self.reason, self.name, self.domain = status, message, reason, name, domain

    @property
    def answer(self) -> Answer:
        error: dict[str, Any] = {
            "code": self.status,
            "message": self.message,
            "errors": [{"message": self.message, "domain": self.domain, "reason": self.reason}],
        }
        if self.name:
            error["status"] = self.name
        return Answer.json({"error": error}, self.status)


def not_found() -> Refused:
    return Refused(404, "Requested entity was not found.", "notFound", "NOT_FOUND")


def bad_request(message: str) -> Refused:
    return Refused(400, message, "invalidArgument", "INVALID_ARGUMENT")


def too_many() -> Refused:
    return Refused(
        429,
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service 'gmail.googleapis.com' "
        "for consumer 'project_number:1'.",
        "rateLimitExceeded",
        "RESOURCE_EXHAUSTED",
        "usageLimits",
    )


class GmailApi:
    """Answers Gmail API calls of accounts that have been authorized already.

    Attributes:
        units: quota units spent, by account.
        calls: calls by (account, method name).
        units_per_minute: refuse with 429 beyond it; None refuses nobody. Google's limit for new projects is 6,000.
        watches: running watches by account.
        without_mail: addresses of Google accounts that have no Gmail mailbox.
        switched_off: nobody has enabled the Gmail API for the project.
        closed_topics: topics to which Gmail may not publish.
        page_limit: the most rows a list page holds, whatever the caller asks for.
    """

    def __init__(self, store: MailStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self.units: Counter[str] = Counter()
        self.calls: Counter[tuple[str, str]] = Counter()
        self.units_per_minute: int | None = None
        self.watches: dict[str, Push] = {}
        self.without_mail: set[str] = set()
        self.switched_off = False
        self.closed_topics: set[str] = set()
        self.page_limit = 500
        self._spent: dict[str, deque[tuple[datetime, int]]] = {}
        self.methods: dict[str, Method] = {}
        self._routes = Routes()
        profile = READ_HEADERS | COMPOSE
        rows: list[tuple[str, str, str, int, frozenset[str], Callable[..., Answer]]] = [
            ("GET", "profile", "getProfile", 1, profile, self._profile),
            ("GET", "labels", "labels.list", 1, READ_HEADERS, self._labels),
            ("GET", "messages", "messages.list", 5, READ_HEADERS, self._messages_list),
            ("GET", "messages/{id}", "messages.get", 20, READ_HEADERS, self._messages_get),
            ("GET", "messages/{id}/attachments/{part}", "messages.attachments.get", 20, READ, self._attachment),
            ("GET", "threads", "threads.list", 10, READ_HEADERS, self._threads_list),
            ("GET", "threads/{id}", "threads.get", 40, READ_HEADERS, self._threads_get),
            ("GET", "history", "history.list", 2, READ_HEADERS, self._history),
            ("GET", "drafts", "drafts.list", 5, READ | COMPOSE, self._drafts_list),
            ("POST", "drafts", "drafts.create", 10, COMPOSE, self._drafts_create),
            ("GET", "drafts/{id}", "drafts.get", 20, READ | COMPOSE, self._drafts_get),
            ("PUT", "drafts/{id}", "drafts.update", 15, COMPOSE, self._drafts_update),
            ("DELETE", "drafts/{id}", "drafts.delete", 10, COMPOSE, self._drafts_delete),
            ("GET", "settings/sendAs", "settings.sendAs.list", 1, READ, self._send_as),
            ("POST", "watch", "watch", 100, READ_HEADERS, self._watch),
            ("POST", "stop", "stop", 50, READ_HEADERS, self._stop),
            ("POST", "drafts/send", "drafts.send", 100, COMPOSE, self._send),
            ("POST", "messages/send", "messages.send", 100, COMPOSE, self._send),
        ]
        for verb, path, name, units, scopes, handler in rows:
            self.methods[name] = Method(name, units, scopes)
            self._routes.add(verb, f"/gmail/v1/users/{{user}}/{path}", self._metered(name, handler))
        # Media uploads go to another address; a draft or a mail sent that way must be seen as well.
        self._routes.add("POST", "/upload/gmail/v1/users/{user}/messages/send", self._metered("messages.send", self._send))
        self._routes.add("POST", "/upload/gmail/v1/users/{user}/drafts/send", self._metered("drafts.send", self._send))

    def answer(self, call: Call, account: str, scopes: frozenset[str]) -> Answer:
        """Raises Refused."""
        found = self._routes.find(call.method, call.path)
        if found is None:
            raise not_found()
        handler, names = found
        return handler(call, self._store.account(account), scopes, **names)

    def _metered(self, name: str, handler: Callable[..., Answer]) -> Callable[..., Answer]:
        method = self.methods[name]

        def metered(call: Call, account: Account, scopes: frozenset[str], user: str, **names: str) -> Answer:
            if user not in ("me", account.address):
                raise Refused(403, f"Delegation denied for {account.address}", "forbidden", "PERMISSION_DENIED")
            if name.endswith("send"):
                self._store.count_send_request(account.address)
            if not scopes & method.scopes:
                raise Refused(
                    403, "Request had insufficient authentication scopes.", "insufficientPermissions", "PERMISSION_DENIED"
                )
            if self.switched_off:
                raise Refused(403, NOT_ENABLED, "accessNotConfigured", "PERMISSION_DENIED")
            if account.address in self.without_mail:
                raise Refused(400, "Mail service not enabled", "failedPrecondition", "FAILED_PRECONDITION")
            with self._lock:
                self._charge(account.address, method.units)
                self.calls[account.address, name] += 1
            only_headers = not scopes & (READ | COMPOSE)
            if only_headers and (call.one("q") or (name.endswith(".get") and call.one("format", "full") in ("full", "raw"))):
                raise Refused(403, "Metadata scope doesn't allow this", "forbidden", "PERMISSION_DENIED")
            return handler(call, account, **names)

        return metered

    def _charge(self, address: str, units: int) -> None:
        if self.units_per_minute is not None:
            now = self._store.now()
            spent = self._spent.setdefault(address, deque())
            while spent and spent[0][0] <= now - timedelta(minutes=1):
                spent.popleft()
            if sum(u for _, u in spent) + units > self.units_per_minute:
                raise too_many()
            spent.append((now, units))
        self.units[address] += units

    # Reading

    def _profile(self, call: Call, account: Account) -> Answer:
        mails = self._store.mails(account.address)
        return Answer.json(
            {
                "emailAddress": account.address,
                "messagesTotal": len(mails),
                "threadsTotal": len({m.thread for m in mails}),
                "historyId": gj.history_id(self._store.sequence),
            }
        )

    def _labels(self, call: Call, account: Account) -> Answer:
        names = ["INBOX", "SENT", "DRAFT", "TRASH", "SPAM", "UNREAD", "STARRED", "IMPORTANT", "CATEGORY_PROMOTIONS"]
        return Answer.json({"labels": [{"id": n, "name": n, "type": "system"} for n in names]})

    def _found(self, call: Call, account: Account) -> list[Mail]:
        """The mails that a list call asks for, newest first."""
        matches, everywhere = search(call.one("q"), self._store.now())
        everywhere = everywhere or call.one("includeSpamTrash") == "true"
        wanted = set(call.query.get("labelIds", []))
        return [
            m
            for m in self._store.mails(account.address)
            if (everywhere or wanted & {"TRASH", "SPAM"} or m.folder not in ("trash", "spam"))
            and (not wanted or wanted <= set(gj.labels(m, account)))
            and matches(m)
        ]

    def _page(self, call: Call, rows: list[Any]) -> tuple[list[Any], dict[str, Any]]:
        size = min(self._size(call), self.page_limit)
        start = int(call.one("pageToken") or 0)
        rest = {"nextPageToken": str(start + size)} if start + size < len(rows) else {}
        return rows[start : start + size], rest

    @staticmethod
    def _size(call: Call) -> int:
        if not call.one("maxResults", "100").isdigit() or not (call.one("pageToken") or "0").isdigit():
            raise bad_request("Invalid value")
        return max(1, min(int(call.one("maxResults", "100")), 500))

    def _messages_list(self, call: Call, account: Account) -> Answer:
        found = self._found(call, account)
        rows, rest = self._page(call, found)
        items = [{"id": gj.hex_id(m.number), "threadId": gj.hex_id(m.thread)} for m in rows]
        return Answer.json(({"messages": items} if items else {}) | rest | {"resultSizeEstimate": len(found)})

    def _messages_get(self, call: Call, account: Account, id: str) -> Answer:
        mail = self._mail(account, id)
        wanted = call.query.get("metadataHeaders", [])
        return Answer.json(gj.message(mail, account, self._store.sequence, self._form(call), wanted))

    def _attachment(self, call: Call, account: Account, id: str, part: str) -> Answer:
        data = gj.attachment(self._mail(account, id), part)
        if data is None:
            raise not_found()
        return Answer.json({"size": len(data), "data": gj.encoded(data)})

    def _threads_list(self, call: Call, account: Account) -> Answer:
        newest: dict[int, Mail] = {}
        for mail in self._found(call, account):
            newest.setdefault(mail.thread, mail)
        rows, rest = self._page(call, list(newest.values()))
        history = gj.history_id(self._store.sequence)
        items = [{"id": gj.hex_id(m.thread), "snippet": gj.snippet(m), "historyId": history} for m in rows]
        return Answer.json(({"threads": items} if items else {}) | rest | {"resultSizeEstimate": len(newest)})

    def _threads_get(self, call: Call, account: Account, id: str) -> Answer:
        mails = self._store.thread(account.address, gj.number_of(id))
        if not mails:
            raise not_found()
        form = self._form(call)
        if form == "raw":
            raise bad_request("Invalid value for format")
        return Answer.json(gj.thread(mails, account, self._store.sequence, form, call.query.get("metadataHeaders", [])))

    def _history(self, call: Call, account: Account) -> Answer:
        start = call.one("startHistoryId")
        if not start.isdigit():
            raise bad_request("Invalid startHistoryId")
        after, latest = int(start) - gj.HISTORY_ORIGIN, self._store.sequence
        if not self._store.forgotten(account.address) <= after <= latest:
            raise not_found()
        # The page is cut before the filters are applied: it may be empty and still not be the last.
        rows, rest = self._page(call, self._store.changes(account.address, after))
        types = set(call.query.get("historyTypes", []))
        if types - {"messageAdded", "messageDeleted", "labelAdded", "labelRemoved"}:
            raise bad_request("Invalid value for historyTypes")
        records = [gj.record(change, account, types, call.one("labelId")) for change in rows]
        kept = [r for r in records if r is not None]
        return Answer.json(({"history": kept} if kept else {}) | rest | {"historyId": gj.history_id(latest)})

    # Drafts

    def _drafts_list(self, call: Call, account: Account) -> Answer:
        matches, _ = search(call.one("q"), self._store.now())
        found = [m for m in self._store.drafts(account.address) if matches(m)]
        rows, rest = self._page(call, found)
        items = [
            {"id": gj.draft_id(m.draft or 0), "message": {"id": gj.hex_id(m.number), "threadId": gj.hex_id(m.thread)}}
            for m in rows
        ]
        return Answer.json(({"drafts": items} if items else {}) | rest | {"resultSizeEstimate": len(found)})

    def _drafts_get(self, call: Call, account: Account, id: str) -> Answer:
        return Answer.json(gj.draft(self._draft(account, id), account, self._store.sequence, self._form(call)))

    def _drafts_create(self, call: Call, account: Account) -> Answer:
        raw, thread = self._text(call, account)
        made = self._store.put_draft(account.address, raw, thread)
        return Answer.json(gj.draft(made, account, self._store.sequence))

    def _drafts_update(self, call: Call, account: Account, id: str) -> Answer:
        old = self._draft(account, id)
        raw, thread = self._text(call, account)
        made = self._store.replace_draft(account.address, old.draft or 0, raw, thread)
        return Answer.json(gj.draft(made, account, self._store.sequence))

    def _drafts_delete(self, call: Call, account: Account, id: str) -> Answer:
        self._store.delete(account.address, self._draft(account, id).number)
        return Answer(204)

    def _text(self, call: Call, account: Account) -> tuple[bytes, int | None]:
        """(the draft's bytes as Gmail keeps them, the thread it lands in or None for one of its own)."""
        try:
            wanted = call.json()
            message = wanted["message"]
            raw = gj.decoded(message["raw"])
        except (ValueError, KeyError, TypeError):
            raise bad_request("Invalid value at 'message.raw'") from None
        if set(wanted) - {"message", "id"} or set(message) - {"raw", "threadId", "id", "labelIds"}:
            raise bad_request("Invalid JSON payload received. Unknown name.")
        raw = _completed(raw, account, self._store.now())
        thread_id = message.get("threadId", "")
        if not thread_id:
            return raw, None
        thread = self._store.thread(account.address, gj.number_of(thread_id))
        if not thread:
            raise not_found()
        return raw, thread[0].thread if _belongs(raw, thread) else None

    def _send(self, call: Call, account: Account) -> Answer:
        raise Refused(403, "The sandbox sends nothing.", "forbidden", "PERMISSION_DENIED")

    # Settings and push

    def _send_as(self, call: Call, account: Account) -> Answer:
        primary = {"sendAsEmail": account.address, "displayName": account.name, "isPrimary": True, "isDefault": True}
        aliases = [
            {"sendAsEmail": a, "displayName": account.name, "treatAsAlias": True, "verificationStatus": "accepted"}
            for a in account.aliases
        ]
        return Answer.json({"sendAs": [primary, *aliases]})

    def _watch(self, call: Call, account: Account) -> Answer:
        wish = call.json()
        topic = str(wish.get("topicName", ""))
        if not topic.startswith("projects/") or "/topics/" not in topic:
            raise bad_request("Invalid topicName does not match projects/*/topics/*")
        if topic in self.closed_topics:
            said = f"Error sending test message to Cloud PubSub {topic} : User not authorized to perform this action."
            raise Refused(403, said, "forbidden", "PERMISSION_DENIED")
        expires_at = self._store.now() + WATCH_LIFETIME
        self.watches[account.address] = Push(topic, frozenset(wish.get("labelIds", [])), expires_at)
        expiration = str(int(expires_at.timestamp() * 1000))
        return Answer.json({"historyId": gj.history_id(self._store.sequence), "expiration": expiration})

    def _stop(self, call: Call, account: Account) -> Answer:
        self.watches.pop(account.address, None)
        return Answer(204)

    # Inside

    @staticmethod
    def _form(call: Call) -> str:
        form = call.one("format", "full").lower()
        if form not in ("full", "metadata", "minimal", "raw"):
            raise bad_request(f"Invalid value at 'format': {form}")
        return form

    def _mail(self, account: Account, id: str) -> Mail:
        try:
            return self._store.get(account.address, gj.number_of(id))
        except NoSuchMail:
            raise not_found() from None

    def _draft(self, account: Account, id: str) -> Mail:
        try:
            return self._store.draft(account.address, gj.draft_number(id))
        except NoSuchMail:
            raise not_found() from None


def _completed(raw: bytes, account: Account, now: datetime) -> bytes:
    """What Gmail adds to a draft: From (its own unless it is one of the owner's), Date and Message-ID where missing."""
    mime = BytesParser(policy=email.policy.compat32).parsebytes(raw)
    sender = email.utils.parseaddr(str(mime.get("from", "")))[1].lower()
    if sender not in (account.address, *account.aliases):
        del mime["From"]
        mime["From"] = email.utils.formataddr((account.name, account.address))
    if not mime.get("Date"):
        mime["Date"] = email.utils.format_datetime(now)
    if not mime.get("Message-ID"):
        mime["Message-ID"] = new_message_id("x@mail.gmail.com")
    return mime.as_bytes(policy=email.policy.compat32.clone(linesep="\r\n"))


def _belongs(raw: bytes, thread: list[Mail]) -> bool:
    draft = Mail(0, "", raw, "drafts", True, thread[0].received_at, thread[0].received_at, 0)
    visible = {m.message_id for m in thread if m.draft is None and m.folder not in ("trash", "spam")}
    named = draft.header("in-reply-to") in visible and any(i in visible for i in draft.header("references").split())
    return named and bare_subject(draft.subject) in {bare_subject(m.subject) for m in thread}
