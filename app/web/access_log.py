"""One line a request: which route, what came of it, how long it took. No query, no address of the caller, no id of a row.

uvicorn's own access log prints query strings, in which codes and states of sign-ins travel; it stays off. Every answer carries
``X-Request-ID``, the same id as in all lines that were logged on the way, so that a user can name it when asking for help.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

Observe = Callable[[str, str, int, float], None]


def unobserved(method: str, route: str, status: int, seconds: float) -> None:
    """What counts requests where nobody does."""


class AccessLog:
    """Middleware, the outermost.

    Args:
        observe: is told method, route, status and seconds of every request.
    """

    def __init__(self, app: ASGIApp, observe: Observe = unobserved) -> None:
        self._app = app
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, status, began = uuid4().hex[:16], 500, time.perf_counter()

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_named)
            finally:
                seconds = time.perf_counter() - began
                route = route_of(scope)
                self._observe(scope["method"], route, status, seconds)
                if route not in ("/healthz", "/readyz"):
                    log.info(
                        "answered",
                        extra={
                            "method": known(scope["method"]),
                            "route": route,
                            "status": status,
                            "ms": round(seconds * 1000, 1),
                        },
                    )


def route_of(scope: Scope) -> str:
    """The pattern of the route, such as ``/threads/{thread_id}``: what was really asked may name somebody."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or ("/static" if scope.get("path", "").startswith("/static/") else "(no route)")


def known(method: str) -> str:
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"
