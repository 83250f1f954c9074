"""Refuse what is too much: bodies that are too long or too slow, and callers that ask too often.

Before anybody is verified, a request counts by the caller's address and by the session or token it shows. Once it is known whose
mailbox it is about, it counts for that as well, in the routes: a mailbox that is pushed, a person who asks through an add-on, who
signs in, who connects. So nobody's flood, nor a fault at a provider, keeps others from being served.
An IPv6 caller is counted by network (/64), since one caller has all of it. Counts live in this process: with n web processes
a caller may get n times as far, which is still far from harm. Behind a proxy on another host, uvicorn takes the caller's
address from X-Forwarded-For only if FORWARDED_ALLOW_IPS names that proxy.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from uuid import UUID

import anyio
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import TooOften

LONGEST_BODY = 1024 * 1024
"""Bytes; the longest form is somebody's own wordings, and far below."""
SLOWEST_BODY_SECONDS = 30.0

# By address; the last two are what a provider calls for all of its users, and far above what it does.
SIGN_IN = RateLimitItemPerMinute(60)
ADDRESS = RateLimitItemPerMinute(6_000)
HOOKS = RateLimitItemPerMinute(60_000)
GOOGLES_CALLS = RateLimitItemPerMinute(60_000)

# By session or token
SIGN_IN_SESSION = RateLimitItemPerMinute(30)
PAGES = RateLimitItemPerMinute(600)
API = RateLimitItemPerMinute(300)

# By mailbox, or the person whose it is
SIGN_IN_PERSON = RateLimitItemPerMinute(20)
API_PERSON = RateLimitItemPerMinute(300)
PUSHES = RateLimitItemPerMinute(180)
"""Gmail pushes once a second at most."""

UNLIMITED = ("/healthz", "/readyz", "/static/")
TOO_LONG = "This is longer than anything we take. Nothing was changed."
TOO_SLOW = "This took too long to arrive. Nothing was changed; please try again."
SESSION_COOKIES = ("__Host-hearback", "hearback")
BROWSER_COOKIES = ("__Host-hearback-browser", "hearback-browser")


class Rates:
    """The counts of this process.

    Args:
        counted: False where a proxy in front counts; then nothing is too often.
    """

    def __init__(self, counted: bool = True) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage()) if counted else None

    def allow(self, limit: RateLimitItem, caller: str) -> bool:
        """Count one call, and say whether it is still within its limit."""
        return self._limiter is None or self._limiter.hit(limit, caller)

    def allows_push(self, mailbox: str) -> bool:
        """Whether a mailbox, named as its pushes name it, may be pushed once more."""
        return self.allow(PUSHES, f"pushed {digest(mailbox)}")

    def allows_person(self, provider: str, subject: str) -> bool:
        """Whether somebody may ask once more through an add-on, whichever tokens they show."""
        return self.allow(API_PERSON, "person " + digest(f"{provider} {subject}"))

    def check_sign_in(self, account_id: UUID) -> None:
        """Count a sign-in, or a mailbox about to be connected. Raises TooOften."""
        if not self.allow(SIGN_IN_PERSON, f"signs in {account_id}"):
            raise TooOften


class Limiting:
    """Middleware: what can be refused without knowing who is asking."""

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        self._app, self._rates = app, rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            await PlainTextResponse(TOO_LONG, status_code=413)(scope, receive, send)
            return
        if not all(self._rates.allow(limit, caller) for limit, caller in counted_as(scope, headers)):
            await PlainTextResponse(TooOften().sentence, status_code=429, headers={"retry-after": "60"})(scope, receive, send)
            return
        received, whole, until = 0, False, time.monotonic() + SLOWEST_BODY_SECONDS

        async def receive_some() -> Message:
            nonlocal received, whole
            if whole:
                return await receive()  # What comes after the body is only the caller's leaving.
            try:
                with anyio.fail_after(max(0.0, until - time.monotonic())):
                    message = await receive()
            except TimeoutError as fault:
                raise HTTPException(408, TOO_SLOW) from fault
            whole = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > LONGEST_BODY:
                raise HTTPException(413, TOO_LONG)
            return message

        await self._app(scope, receive_some, send)


def counted_as(scope: Scope, headers: Headers) -> list[tuple[RateLimitItem, str]]:
    """Which limits hold for a request, and as whose it counts in each."""
    path, address = scope["path"], address_of(scope)
    if path.startswith(UNLIMITED):
        return []
    if path.startswith(("/sign-in/", "/connect/")):
        session = cookie_of(headers, SESSION_COOKIES if path.startswith("/connect/") else BROWSER_COOKIES)
        return [(SIGN_IN, "sign-in " + address), *([(SIGN_IN_SESSION, "sign-in session " + digest(session))] if session else [])]
    if path.startswith("/hooks/"):
        return [(HOOKS, "hooks " + address)]
    if path.startswith("/addons/google/"):
        return [(GOOGLES_CALLS, "cards " + address)]
    # Cookies and tokens can be made up, so an address has a limit of its own: that of many people behind one router.
    counted: list[tuple[RateLimitItem, str]] = [(ADDRESS, "any " + address)]
    if path.startswith("/addons/"):
        return [*counted, (API, "addons " + digest(headers.get("authorization", "") or address))]
    session = cookie_of(headers, SESSION_COOKIES)
    return [*counted, (PAGES, "session " + digest(session) if session else "nobody " + address)]


def cookie_of(headers: Headers, names: tuple[str, ...]) -> str:
    """The value of the first cookie of such a name; empty where there is none."""
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name in names and value:
            return value
    return ""


def address_of(scope: Scope) -> str:
    """The caller's address, or network."""
    host = str((scope.get("client") or ("unknown",))[0])
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
