"""Speak to Microsoft Graph over ``requests``: time-outs, at most four calls at once, faults sorted by what to do.

What Graph really does (https://learn.microsoft.com/graph/throttling-limits, /graph/errors):

* Outlook serves one app in one mailbox 10,000 requests in ten minutes and **four at once**; the fifth gets 429.
* A 429 or 503 carries ``Retry-After`` in seconds (HTTP also allows a date); asking earlier prolongs the throttling.
* Errors are ``{"error": {"code", "message", "innerError"}}``. A gateway in front of Graph may answer HTML instead.
* Access tokens are opaque. A 401 with a token that looks fresh happens (revoked sessions, changed passwords): one
  refresh is worth trying, a second refusal is final.
* Message ids change when a message moves, unless **every** request says ``Prefer: IdType="ImmutableId"``.

Nothing here retries by itself apart from that one refresh: a call that timed out may have been carried out, and only the
caller knows whether doing it twice is harmless.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

import requests

from app.errors import AppError
from app.providers.mailbox import AccessRevoked, CursorExpired, TryLater

GRAPH = "https://graph.microsoft.com/v1.0"
CALLS_AT_ONCE = 4
IMMUTABLE_IDS = 'IdType="ImmutableId"'

Json = dict[str, Any]


class AccessTokens(Protocol):
    """Where a bearer token comes from."""

    def access_token(self, refused: str | None = None) -> str:
        """A token good for some minutes; never ``refused``, which the service has just turned down. Raises AccessRevoked."""
        ...


class GraphFault(AppError):
    """Microsoft answered something we did not expect. Nothing was changed; the details are in the log.

    Attributes:
        http_status: what Graph answered with.
        code: Graph's own error code, such as ``InefficientFilter``.
    """

    status = 502

    def __init__(self, http_status: int, code: str, message: str) -> None:
        super().__init__(f"Microsoft answered {http_status} {code}: {message}".rstrip(": "))
        self.http_status = http_status
        self.code = code


class ItemGone(GraphFault):
    """The message, folder or subscription is no longer there."""

    status = 404


class MailboxMissing(AccessRevoked):
    """This Microsoft account has no Outlook mailbox that we can reach.

    Accounts made with another mail address, and work accounts without an Exchange Online licence, have none.
    """

    def __init__(self) -> None:
        super().__init__(
            "This Microsoft account has no Outlook mailbox: it was made with another provider's address, or its organisation "
            "keeps the mail elsewhere. Nothing was stored. Please connect the account in which your mail arrives."
        )


class PermissionMissing(AccessRevoked):
    """Microsoft let us in, but not to the mail: the permission to read and draft mail is missing."""


class CallSlots:
    """Hand out, for each mailbox of this process, the semaphore that keeps its calls to four at once.

    One object for the whole process, made where the program is put together; Outlook counts per app and mailbox.
    """

    def __init__(self, at_once: int = CALLS_AT_ONCE) -> None:
        self._at_once = at_once
        self._lock = threading.Lock()
        self._slots: dict[str, threading.BoundedSemaphore] = {}

    def of(self, mailbox: str) -> threading.BoundedSemaphore:
        """The semaphore of one mailbox, by whatever name the caller gives it; the same one for the same name."""
        with self._lock:
            return self._slots.setdefault(mailbox, threading.BoundedSemaphore(self._at_once))


class GraphSession(requests.Session):
    """A ``requests.Session`` that never waits for ever. Also good as msal's ``http_client``.

    Args:
        connect_seconds, read_seconds: time-outs of every request that does not name its own.
    """

    def __init__(self, connect_seconds: float = 5, read_seconds: float = 30) -> None:
        super().__init__()
        self._timeout = (connect_seconds, read_seconds)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        # timeout is requests' seventh positional argument after the address; nobody passes it by position.
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = self._timeout
        return super().request(method, url, *args, **kwargs)


class OtherHost(requests.adapters.HTTPAdapter):
    """Send what is meant for one address to another: msal insists on https, a sandbox on this machine has none.

    Mount it on the prefix that is to be replaced: ``session.mount("https://login.microsoftonline.com", OtherHost(...))``.
    """

    def __init__(self, root: str) -> None:
        super().__init__()
        self._root = root.rstrip("/")

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        request.url = f"{self._root}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *args, **kwargs)


def retry_after(response: requests.Response, now: datetime | None = None) -> float | None:
    """Seconds that the service asks us to wait; None when it names none or speaks nonsense.

    Args:
        now: what a date in the header is compared with; the answer's own Date header when left out.
    """
    value = response.headers.get("Retry-After", "").strip()
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        then = parsedate_to_datetime(value)
        now = now or parsedate_to_datetime(response.headers["Date"])
    except (ValueError, TypeError, KeyError):
        return None
    return max(0.0, (then.astimezone(UTC) - now.astimezone(UTC)).total_seconds())


@contextmanager
def passing_faults() -> Iterator[None]:
    """Turn a network fault of ``requests`` into TryLater."""
    try:
        yield
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as fault:
        raise TryLater("Microsoft cannot be reached just now. Nothing was lost; we try again by ourselves.") from fault


class Graph:
    """Calls to Graph on behalf of one mailbox, JSON in and JSON out.

    Args:
        tokens: gives the bearer token and refreshes it once when Graph refuses it.
        slots: at most four calls at once go through it; shared by everything that touches this mailbox.
        root: Graph's address with its version, without a slash at the end.
    """

    def __init__(
        self,
        tokens: AccessTokens,
        session: requests.Session,
        slots: threading.BoundedSemaphore | None = None,
        root: str = GRAPH,
    ) -> None:
        self._tokens = tokens
        self._session = session
        self._slots = slots or threading.BoundedSemaphore(CALLS_AT_ONCE)
        self._root = root.rstrip("/")

    def get(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        prefer: tuple[str, ...] = (),
        immutable: bool = True,
    ) -> Json:
        """Read a resource. ``path`` is relative to the root, or a whole link that Graph gave us, used as it is."""
        return self._call("GET", path, query=query, prefer=prefer, immutable=immutable)

    def pages(self, path: str, query: Mapping[str, str] | None = None, *, prefer: tuple[str, ...] = ()) -> Iterator[Json]:
        """The rows of a listing, one after the other, over all its pages."""
        page = self.get(path, query, prefer=prefer)
        while True:
            yield from page.get("value", [])
            link = page.get("@odata.nextLink")
            if not link:
                return
            page = self.get(link, prefer=prefer)

    def post(self, path: str, body: Json, *, prefer: tuple[str, ...] = ()) -> Json:
        return self._call("POST", path, body=body, prefer=prefer)

    def patch(self, path: str, body: Json, *, if_match: str = "") -> Json:
        return self._call("PATCH", path, body=body, if_match=if_match)

    def delete(self, path: str, *, if_match: str = "") -> None:
        self._call("DELETE", path, if_match=if_match)

    def close(self) -> None:
        self._session.close()

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Json | None = None,
        prefer: tuple[str, ...] = (),
        immutable: bool = True,
        if_match: str = "",
    ) -> Json:
        url = self._address(path, query)
        wishes = [IMMUTABLE_IDS, *prefer] if immutable else list(prefer)
        headers = {"Accept": "application/json"}
        if wishes:
            headers["Prefer"] = ", ".join(wishes)
        if if_match:
            headers["If-Match"] = if_match
        token = self._tokens.access_token()
        response = self._send(method, url, headers, token, body)
        if response.status_code == 401:
            token = self._tokens.access_token(refused=token)
            response = self._send(method, url, headers, token, body)
        if response.ok:
            return _json(response) if response.content else {}
        raise _fault(response)

    def _address(self, path: str, query: Mapping[str, str] | None) -> str:
        # A link from an answer is called as it is, but only on Graph itself: our token must not travel anywhere else.
        if path.startswith("/"):
            url = f"{self._root}{path}"
        elif urlsplit(path)[:2] == urlsplit(self._root)[:2]:
            url = path
        else:
            raise GraphFault(200, "ForeignLink", f"a link led to {urlsplit(path).netloc}, which is not Graph")
        # Graph reads %20 as a space everywhere and + only sometimes; $ and ' may stand as they are.
        return url + "?" + urlencode(query, safe="$,()/:'", quote_via=quote) if query else url

    def _send(self, method: str, url: str, headers: dict[str, str], token: str, body: Json | None) -> requests.Response:
        with self._slots, passing_faults():
            return self._session.request(method, url, headers={**headers, "Authorization": f"Bearer {token}"}, json=body)


def _json(response: requests.Response) -> Json:
    try:
        answer = response.json()
    except ValueError as fault:
        raise TryLater("Microsoft sent an answer that is cut off or is not JSON; we try again by ourselves.") from fault
    if not isinstance(answer, dict):
        raise GraphFault(response.status_code, "NotAnObject", "the answer is not a JSON object")
    return answer


def _fault(response: requests.Response) -> AppError:
    """Sort an answer that is not a success by what the caller has to do about it."""
    status = response.status_code
    code, message = _code_and_message(response)
    if status == 429 or status >= 500:
        return TryLater(after_seconds=retry_after(response))
    if code in ("MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI", "MailboxNotFound"):
        return MailboxMissing()
    if status == 401:
        return AccessRevoked("Microsoft no longer lets us into this mailbox. Nothing was lost; please connect it again.")
    if status == 403:
        return PermissionMissing(
            "Microsoft lets us in, but not to the mail: the permission to read mail and write drafts is missing or an "
            "administrator has taken it away. Nothing was lost; please connect the mailbox again."
        )
    if status == 410 or code in ("SyncStateNotFound", "SyncStateInvalid", "resyncRequired", "ResyncRequired"):
        return CursorExpired()
    if status == 404:
        return ItemGone(status, code, message)
    return GraphFault(status, code, message)


def _code_and_message(response: requests.Response) -> tuple[str, str]:
    try:
        error = response.json()["error"]
        return str(error.get("code", "")), str(error.get("message", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", ""
