"""Refuse requests that other sites make in the visitor's name, and tell browsers what these pages may do.

Browsers say where a request comes from: ``Sec-Fetch-Site`` (https://web.dev/articles/fetch-metadata), or at least ``Origin``. A
request that changes something and comes from another site is refused. One that says nothing comes from a program, which has no
cookies of anybody; hooks and add-ons call so and prove themselves otherwise.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
REFUSAL = "This request came from another site, so nothing was done. Please use the pages of this service."


class Protection:
    """Middleware. A route that sets one of the headers itself keeps its own, as a page inside another program must.

    Args:
        public_url: our own origin.
    """

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self._app = app
        self._origin = public_url
        self._headers = dict(HEADERS)
        if public_url.startswith("https://"):
            self._headers["strict-transport-security"] = "max-age=63072000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page that says itself who may show it in a frame cannot keep the older header, which knows no list.
                framed = "frame-ancestors" in headers.get("content-security-policy", "")
                for name, value in self._headers.items():
                    if name != "x-frame-options" or not framed:
                        headers.setdefault(name, value)
                if "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
            await send(message)

        if scope["method"] not in SAFE_METHODS and not is_own(Headers(scope=scope), self._origin):
            await PlainTextResponse(REFUSAL, status_code=403)(scope, receive, send_protected)
            return
        await self._app(scope, receive, send_protected)


def is_own(headers: Headers, origin: str) -> bool:
    """Whether a request that changes something comes from our own pages, or from no browser at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    came_from = headers.get("origin")
    if came_from is None:
        return True
    if came_from == origin:
        return True
    # Behind a proxy that ends TLS, or under another name of this machine, what counts is the host that was asked.
    host = headers.get("host", "")
    return bool(host) and urlsplit(came_from).netloc == host
