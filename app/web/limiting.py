"""Refuse what is too much: bodies that are too long, and callers that ask too often.

Signing in is counted by address, pages by session (or address), the add-ons by their token. Hooks are counted by address, far
above what a provider sends; what one mailbox can cause there is bounded by the waker, which makes one job of many pushes.
An IPv6 caller is counted by network (/64), since one caller has all of it. Counts live in this process: with n web processes
a caller may get n times as far, which is still far from harm. Behind a proxy on another host, uvicorn takes the caller's
address from X-Forwarded-For only if FORWARDED_ALLOW_IPS names that proxy.
"""

from __future__ import annotations

import hashlib
import ipaddress

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_BODY = 1024 * 1024
"""Bytes; the longest form is somebody's own wordings, and far below."""
SIGN_IN = RateLimitItemPerMinute(30)
PAGES = RateLimitItemPerMinute(600)
API = RateLimitItemPerMinute(300)
ADDRESS = RateLimitItemPerMinute(6_000)
HOOKS = RateLimitItemPerMinute(60_000)
UNLIMITED = ("/healthz", "/readyz", "/static/")
TOO_OFTEN = "This is too often. Nothing was changed; please wait a minute and try again."
TOO_LONG = "This is longer than anything we take. Nothing was changed."
SESSION_COOKIES = ("__Host-hearback", "hearback")


class Limiting:
    """Middleware.

    Args:
        rates: False where a proxy in front counts; bodies are limited all the same.
    """

    def __init__(self, app: ASGIApp, rates: bool = True) -> None:
        self._app = app
        self._limiter = FixedWindowRateLimiter(MemoryStorage()) if rates else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            await PlainTextResponse(TOO_LONG, status_code=413)(scope, receive, send)
            return
        limiter = self._limiter
        if limiter is not None and not all(limiter.hit(limit, caller) for limit, caller in counted_as(scope, headers)):
            await PlainTextResponse(TOO_OFTEN, status_code=429, headers={"retry-after": "60"})(scope, receive, send)
            return
        received = 0

        async def receive_some() -> Message:
            nonlocal received
            message = await receive()
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
        return [(SIGN_IN, "sign-in " + address)]
    if path.startswith("/hooks/"):
        return [(HOOKS, "hooks " + address)]
    # Cookies and tokens can be made up, so an address has a limit of its own: that of many people behind one router.
    counted: list[tuple[RateLimitItem, str]] = [(ADDRESS, "any " + address)]
    if path.startswith("/addons/"):
        return [*counted, (API, "addons " + digest(headers.get("authorization", "") or address))]
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name in SESSION_COOKIES and value:
            return [*counted, (PAGES, "session " + digest(value))]
    return [*counted, (PAGES, "nobody " + address)]


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
