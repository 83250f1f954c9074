"""What a page needs to know of the request it answers: the language to speak, and what to tell once.

Routes hand plain values to a template and know no request; this middleware puts the rest where the renderer finds it. A message
that survives a redirect travels in a short-lived cookie, which only this browser wrote and which is shown as text.
"""

from __future__ import annotations

import base64
import binascii
import json
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from uuid import UUID

from babel.core import Locale, UnknownLocaleError
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

TOLD_COOKIE = "hearback-told"
LONGEST_TOLD = 1500


@dataclass(frozen=True, slots=True)
class Told:
    """A message to be shown once: a sentence, and what undoes the thing it speaks of."""

    sentence: str
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """The request at hand.

    Attributes:
        locale: how days and numbers are written; the first language the browser names that Babel knows.
        back: path and query of this very page, for forms that return to it.
    """

    locale: Locale
    told: Told | None = None
    cookie: str = TOLD_COOKIE
    path: str = "/"
    back: str = "/"


NOBODY = Asking(Locale("en"))
_asking: ContextVar[Asking] = ContextVar("asking", default=NOBODY)


def asking() -> Asking:
    """The request that is being answered."""
    return _asking.get()


class Asks:
    """Middleware that notes locale, message and address of each request."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self._app = app
        self._cookie = f"__Host-{TOLD_COOKIE}" if public_url.startswith("https://") else TOLD_COOKIE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        query = scope.get("query_string", b"").decode("latin-1")
        path = scope.get("path", "/")
        cookie = cookie_parser(headers.get("cookie", "")).get(self._cookie, "")
        token = _asking.set(
            Asking(
                locale_of(headers.get("accept-language", "")),
                read_told(cookie),
                self._cookie,
                path,
                path + ("?" + query if query else ""),
            )
        )
        try:
            await self._app(scope, receive, send)
        finally:
            _asking.reset(token)


def locale_of(accepted: str) -> Locale:
    """The first locale of an Accept-Language header that Babel knows; English otherwise."""
    weighed: list[tuple[float, int, str]] = []
    for position, part in enumerate(accepted.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), position, name))
        except ValueError:
            continue
    for _, _, name in sorted(weighed):
        try:
            return Locale.parse(name.strip(), sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale("en")


def tell(response: Response, sentence: str, undo: UUID | None = None) -> None:
    """Have the next page of this browser show a sentence, with a way back where there is one."""
    text = json.dumps([sentence[:700], str(undo) if undo else ""])
    name = asking().cookie
    response.set_cookie(
        name,
        base64.urlsafe_b64encode(text.encode()).decode(),
        max_age=60,
        path="/",
        httponly=True,
        samesite="lax",
        secure=name.startswith("__Host-"),
    )


def read_told(cookie: str) -> Told | None:
    if not cookie or len(cookie) > LONGEST_TOLD:
        return None
    try:
        sentence, undo = json.loads(base64.urlsafe_b64decode(unquote(cookie)))
        return Told(str(sentence), str(UUID(undo)) if undo else "")
    except (ValueError, TypeError, binascii.Error):
        return None


def own_path(wished: str, otherwise: str) -> str:
    """A path of this service to go back to; anything else, another host above all, becomes ``otherwise``."""
    parts = urlsplit(wished)
    if (
        parts.scheme
        or parts.netloc
        or not wished.startswith("/")
        or wished.startswith(("//", "/\\"))
        or any(c in wished for c in "\r\n\\")
    ):
        return otherwise
    return wished
