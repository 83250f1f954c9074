"""A Gmail mailbox: read, and drafted in. Nothing here sends, though Gmail's scope for drafts would allow it.

What Gmail really does (developers.google.com/workspace/gmail/api/guides):

* **history.list** tells what changed after a history id. It may come in pages, empty ones among them, has gaps in its ids, and
  answers 404 once the id is too old. A notified id is never a place to start from: the stored cursor is. On a first look the
  cursor is taken *before* the crawl, or mail arriving meanwhile would be lost.
* **A draft lands in its thread** only with threadId, In-Reply-To, References and Subject all in accord; else it becomes a
  ghost, listed under Drafts and invisible in the thread. A ghost of ours is removed at once.
* **Editing a draft** replaces its message, with a new message id; the draft id stays. Deleting a draft is unconditional and
  for good, so labels are looked at immediately before.
* **Creating is not repeatable.** After a lost answer the draft may exist, so it is never tried twice here; ``find_draft`` looks
  for the mark, which is the draft's Message-ID, chosen by us.
* **Quota** is counted in units a method: messages.get 20, threads.get 40, lists 5. A thread is therefore judged by one
  message, and Promotions are not fetched at all.
"""

from __future__ import annotations

import base64
import email.policy
import email.utils
import random
import time
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp

from app.conversation import Draft, Message, Person, Reply, Thread
from app.providers import gmail_parse
from app.providers.gmail_backlog import Backlog
from app.providers.gmail_calls import users
from app.providers.gmail_faults import Gone, Rejected, mapped_faults
from app.providers.gmail_quota import GmailQuota
from app.providers.google_http import OneAttemptHttp
from app.providers.google_oauth import stored_form
from app.providers.mailbox import Changes, CursorExpired, DraftRefused, NoPush, ThreadGone, TryLater, Watch

API_ENDPOINT = "https://gmail.googleapis.com"
WEB = "https://mail.google.com/mail/u/"
PAGE = 500
ATTEMPTS = 5
LONGEST_WAIT_SECONDS = 20.0
QUERY_ADDRESSES = 20
"""Addresses asked for in one search; Gmail does not say how long a query may be."""
FETCHES_PER_PORTION = 100
"""messages.get calls behind one answer of :meth:`GmailMailbox.changes`: 2,000 of the 6,000 units a user has a minute."""

Json = dict[str, Any]
# Labels whose coming or going changes what a thread says; UNREAD, STARRED and the like do not.
_TELLING = frozenset(["TRASH", "SPAM", "SENT", "DRAFT", "CATEGORY_PROMOTIONS"])


class GmailMailbox:
    """A :class:`~app.providers.mailbox.Mailbox` over the Gmail API. Used by one thread at a time.

    Args:
        address: the account's address.
        credentials: see :meth:`app.providers.google_oauth.GoogleOAuth.credentials`.
        save: told the credentials' new form whenever a token was refreshed, to be stored encrypted.
        topic: the Pub/Sub topic for pushes, ``projects/…/topics/…``; without it there is no push.
        http: the transport, in the shape of httplib2.Http.
        quota: what keeps this process below Google's limits; None where nobody counts.
        sleep, jitter: how to wait between attempts at a read; jitter gives numbers from 0 to 1.
    """

    def __init__(
        self,
        address: str,
        credentials: Credentials,
        *,
        save: Callable[[str], None] | None = None,
        api_endpoint: str = API_ENDPOINT,
        web: str = WEB,
        topic: str = "",
        http: Any = None,
        portion: int = FETCHES_PER_PORTION,
        quota: GmailQuota | None = None,
        sleep: Callable[[float], object] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._address = address.strip().lower()
        self._credentials = credentials
        self._saved_token = credentials.token
        self._save = save
        self._web = web
        self._topic = topic
        self._portion = portion
        self._quota = quota
        self._sleep = sleep
        self._jitter = jitter
        self._http = AuthorizedHttp(credentials, http=http or OneAttemptHttp())
        self._users = users(api_endpoint)
        self._own: frozenset[str] | None = None

    # Reading

    def addresses(self) -> frozenset[str]:
        if self._own is None:
            listed = self._read(self._users.settings().sendAs().list(userId="me")).get("sendAs", [])
            # An alias that was never verified belongs to whoever it belongs to.
            usable = [a for a in listed if a.get("isPrimary") or a.get("verificationStatus", "accepted") == "accepted"]
            self._own = frozenset({self._address, *(str(a["sendAsEmail"]).lower() for a in usable)})
        return self._own

    def changes(self, cursor: str | None, since: datetime) -> Changes:
        if cursor is None:
            return self._portion_of(self._first_look(since))
        if cursor.isdigit():
            return self._portion_of(self._history(cursor))
        try:
            return self._portion_of(Backlog.from_cursor(cursor))
        except ValueError:
            raise CursorExpired from None

    def thread(self, thread_id: str) -> Thread:
        try:
            found = self._read(self._users.threads().get(userId="me", id=thread_id, format="full"))
        except (Gone, Rejected):
            raise ThreadGone from None
        resources = sorted(found.get("messages") or [], key=gmail_parse.arrived_at)
        if not resources:
            raise ThreadGone
        return Thread(str(found["id"]), tuple(self._message(resource) for resource in resources))

    def mail_from(self, people: Set[str], domains: Set[str], since: datetime) -> Iterator[Message]:
        wanted = sorted({p.lower() for p in people}) + sorted({d.lower().lstrip("@") for d in domains})
        ids: set[str] = set()
        for start in range(0, len(wanted), QUERY_ADDRESSES):
            some = " ".join(f"from:{name}" for name in wanted[start : start + QUERY_ADDRESSES])
            query = f"in:anywhere -in:drafts after:{_epoch(since)} {{{some}}}"
            ids |= {row["id"] for row in self._pages(self._users.messages(), "messages", q=query, includeSpamTrash=True)}
        # Ids rise with time, so this is newest first over all the searches.
        for id in sorted(ids, key=lambda i: int(i, 16), reverse=True):
            message = self._fetch(id)
            if message is not None and _is_from(message.sender, people, domains):
                yield message

    # Drafts

    def drafts_in(self, thread_id: str) -> tuple[Draft, ...]:
        rows = [r for r in self._pages(self._users.drafts(), "drafts") if r.get("message", {}).get("threadId") == thread_id]
        found = [self.draft(row["id"]) for row in rows]
        return tuple(draft for draft in found if draft is not None)

    def create_draft(self, reply: Reply) -> Draft:
        raw = base64.urlsafe_b64encode(written(reply)).decode()
        body = {"message": {"raw": raw, "threadId": reply.thread_id}}
        try:
            made = self._once(self._users.drafts().create(userId="me", body=body))
        except Gone:
            raise ThreadGone from None
        except Rejected as refusal:
            raise DraftRefused from refusal
        if made["message"]["threadId"] != reply.thread_id:
            self.delete_draft(made["id"])
            raise DraftRefused
        draft = self.draft(made["id"])
        if draft is None:
            raise TryLater("The draft was gone the moment after it was written. We look again in a while.")
        return draft

    def find_draft(self, mark: str, thread_id: str) -> Draft | None:
        """See Mailbox. Found by search, and, as a search index may lag behind, in the thread's drafts."""
        rows = self._pages(self._users.drafts(), "drafts", q=f"rfc822msgid:{mark.strip('<>')}")
        drafts = [draft for draft in (self.draft(row["id"]) for row in rows) if draft is not None]
        for draft in [*drafts, *(self.drafts_in(thread_id) if not drafts else ())]:
            if draft.mark == mark and draft.thread_id == thread_id:
                return draft
            if draft.mark == mark:
                # A ghost from an attempt that died before it could look: nobody sees it in the thread.
                self.delete_draft(draft.id)
        return None

    def draft(self, draft_id: str) -> Draft | None:
        try:
            found = self._read(self._users.drafts().get(userId="me", id=draft_id, format="full"))
        except (Gone, Rejected):
            return None
        if not _is_unsent(found):
            return None
        inner = found["message"]
        return gmail_parse.draft(found, self._open_url(inner.get("threadId", "")), self._large_bodies(inner))

    def delete_draft(self, draft_id: str) -> None:
        try:
            if not _is_unsent(self._read(self._users.drafts().get(userId="me", id=draft_id, format="minimal"))):
                return
            self._once(self._users.drafts().delete(userId="me", id=draft_id))
        except (Gone, Rejected):
            return

    # Push

    def watch(self) -> Watch:
        if not self._topic:
            raise NoPush
        body = {"topicName": self._topic, "labelIds": ["INBOX", "SENT"], "labelFilterBehavior": "include"}
        try:
            answer = self._read(self._users.watch(userId="me", body=body))
        except (Gone, Rejected) as refusal:
            raise NoPush(
                "Google does not accept the topic for notifications; we look by ourselves every few minutes instead."
            ) from refusal
        return Watch("", datetime.fromtimestamp(int(answer["expiration"]) / 1000, UTC))

    def unwatch(self, watch: Watch) -> None:
        try:
            self._read(self._users.stop(userId="me"))
        except (Gone, Rejected):
            return

    def close(self) -> None:
        self._http.close()

    # What changed

    def _first_look(self, since: datetime) -> Backlog:
        """Every thread with mail since then, and of each the message that says most: the latest that came in."""
        history_id = str(self._read(self._users.getProfile(userId="me"))["historyId"])
        which = f"after:{_epoch(since)} -in:chats -in:drafts -category:promotions"
        best: dict[str, str] = {}
        for query in (f"{which} -in:sent", f"{which} in:sent"):
            for row in self._pages(self._users.messages(), "messages", q=query):
                best.setdefault(row["threadId"], row["id"])
        return Backlog(history_id, tuple((thread, id) for thread, id in best.items()))

    def _history(self, cursor: str) -> Backlog:
        """What to fetch, and which threads changed otherwise, after a history id. Raises CursorExpired."""
        seen = _Seen({}, {}, {})
        token = None
        latest = cursor
        while True:
            asked = self._users.history().list(userId="me", startHistoryId=cursor, maxResults=PAGE, pageToken=token)
            try:
                page = self._read(asked)
            except (Gone, Rejected):
                raise CursorExpired from None
            latest = str(page.get("historyId", latest))
            for record in page.get("history") or []:
                seen.take(record)
            # A page without rows may still name a next one.
            token = page.get("nextPageToken")
            if not token:
                return seen.backlog(latest)

    def _portion_of(self, backlog: Backlog) -> Changes:
        """Fetch so many heads as one portion may; when Google has had enough of us, what we have is a portion too."""
        heads: list[Message] = []
        done = 0
        for _, id in backlog.messages[: self._portion]:
            try:
                head = self._fetch(id)
            except TryLater:
                if not heads:
                    raise
                break
            done += 1
            if head is not None:
                heads.append(head)
        rest = backlog.after(done)
        threads = dict.fromkeys((*backlog.quiet, *(thread for thread, _ in backlog.messages[:done])))
        cursor = rest.to_cursor() if rest.messages else backlog.history_id
        return Changes(tuple(threads), cursor, tuple(heads), complete=not rest.messages, quiet_ids=backlog.quiet)

    def _fetch(self, id: str) -> Message | None:
        """The message; None when it has gone since it was listed."""
        try:
            return self._message(self._read(self._users.messages().get(userId="me", id=id, format="full")))
        except Gone:
            return None

    def _message(self, resource: Json) -> Message:
        return gmail_parse.message(resource, self.addresses(), self._large_bodies(resource))

    def _large_bodies(self, resource: Json) -> dict[str, bytes]:
        fetched = {}
        for part in gmail_parse.missing_bodies(resource):
            asked = self._users.messages().attachments().get(userId="me", messageId=resource["id"], id=part)
            try:
                fetched[part] = gmail_parse.decoded(str(self._read(asked).get("data", "")))
            except Gone:
                continue
        return fetched

    # Calling

    def _pages(self, collection: Any, key: str, **asked: object) -> Iterator[Json]:
        token = None
        while True:
            page = self._read(collection.list(userId="me", maxResults=PAGE, pageToken=token, **asked))
            yield from page.get(key) or []
            token = page.get("nextPageToken")
            if not token:
                return

    def _read(self, request: Any) -> Json:
        """Execute, and try again after passing faults: only for calls that may be repeated."""
        for attempt in range(ATTEMPTS):
            try:
                return self._once(request)
            except TryLater as fault:
                # Truncated exponential backoff with jitter, unless Google says how long.
                wait = fault.after_seconds if fault.after_seconds is not None else min(2.0**attempt, 16.0) + self._jitter()
                if attempt == ATTEMPTS - 1 or wait > LONGEST_WAIT_SECONDS:
                    raise
                self._sleep(wait)
        raise AssertionError("the last attempt either returns or raises")

    def _once(self, request: Any) -> Json:
        if self._quota is not None:
            self._quota.spend(self._address, str(request.methodId))
        try:
            with mapped_faults():
                answer = request.execute(http=self._http, num_retries=0)
        finally:
            self._keep_token()
        return answer if isinstance(answer, dict) else {}

    def _keep_token(self) -> None:
        if self._credentials.token != self._saved_token:
            self._saved_token = self._credentials.token
            if self._save is not None:
                self._save(stored_form(self._credentials))

    def _open_url(self, thread_id: str) -> str:
        return f"{self._web}?authuser={quote(self._address)}#all/{thread_id}"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a run over the history found.

    Attributes:
        fresh: message ids worth a fetch, with their threads.
        touched: threads in which something else changed.
        promotions: new mail in Promotions, which costs no fetch, with its thread.
    """

    fresh: dict[str, str]
    touched: dict[str, None]
    promotions: dict[str, str]

    def take(self, record: Json) -> None:
        for entry in record.get("messagesAdded") or []:
            self._added(entry["message"])
        for entry in record.get("messagesDeleted") or []:
            gone = entry["message"]
            self.fresh.pop(gone["id"], None)
            # New and deleted again before anybody looked, in Promotions: nothing happened.
            if self.promotions.pop(gone["id"], None) is None:
                self.touched[gone["threadId"]] = None
        for key in ("labelsAdded", "labelsRemoved"):
            for entry in record.get(key) or []:
                changed, labels = entry["message"], set(entry.get("labelIds") or [])
                if changed["id"] in self.fresh or not labels & _TELLING:
                    continue
                if key == "labelsRemoved" and labels & {"CATEGORY_PROMOTIONS", "SPAM", "TRASH"}:
                    # Somebody thought better of it: now it counts as mail that has just come.
                    self.promotions.pop(changed["id"], None)
                    self.fresh[changed["id"]] = changed["threadId"]
                elif labels != {"CATEGORY_PROMOTIONS"}:
                    self.touched[changed["threadId"]] = None

    def backlog(self, history_id: str) -> Backlog:
        quiet = tuple(dict.fromkeys([*self.touched, *self.promotions.values()]))
        return Backlog(history_id, tuple((thread, id) for id, thread in self.fresh.items()), quiet)

    def _added(self, message: Json) -> None:
        labels = message.get("labelIds") or []
        if "DRAFT" in labels:
            self.touched[message["threadId"]] = None
        elif "CATEGORY_PROMOTIONS" in labels:
            self.promotions[message["id"]] = message["threadId"]
        else:
            self.fresh[message["id"]] = message["threadId"]


def written(reply: Reply) -> bytes:
    """The follow-up as RFC 822 bytes. It names no product in any header, for whatever stands there may be sent one day."""
    # Long Message-IDs must not be folded: the library would turn them into encoded words, and the thread would break.
    message = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    message["From"] = _address(reply.sender)
    message["To"] = ", ".join(map(_address, reply.to))
    if reply.cc:
        message["Cc"] = ", ".join(map(_address, reply.cc))
    message["Subject"] = _one_line(reply.subject)
    if reply.in_reply_to:
        message["In-Reply-To"] = _one_line(reply.in_reply_to)
    references: Sequence[str] = reply.references or ((reply.in_reply_to,) if reply.in_reply_to else ())
    if references:
        message["References"] = " ".join(map(_one_line, references))
    if reply.mark:
        message["Message-ID"] = _one_line(reply.mark)
    message.set_content(reply.body)
    return message.as_bytes()


def _address(person: Person) -> str:
    return email.utils.formataddr((_one_line(person.name), _one_line(person.address)))


def _one_line(value: str) -> str:
    """Without line breaks: a copied value must not smuggle further headers in."""
    return " ".join(value.replace("\x00", "").split())


def _is_unsent(draft: Json) -> bool:
    labels = draft.get("message", {}).get("labelIds") or []
    return "DRAFT" in labels and "SENT" not in labels


def _is_from(sender: Person | None, people: Set[str], domains: Set[str]) -> bool:
    """Gmail's ``from:`` also finds words in names; only the address counts here. A domain stands for those below it too."""
    if sender is None:
        return False
    wanted = {d.lower().lstrip("@") for d in domains}
    labels = sender.domain.split(".")
    below = {".".join(labels[i:]) for i in range(len(labels))}
    return sender.address in {p.lower() for p in people} or bool(below & wanted)


def _epoch(at: datetime) -> int:
    """Days in a query would begin at midnight Pacific; seconds mean what they say."""
    return int(at.timestamp())
