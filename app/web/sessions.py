"""Who is at the other end: cookies, signed-in browsers, and what routes ask for.

Cookies are ``__Host-`` ones over https (https://developer.mozilla.org/docs/Web/HTTP/Headers/Set-Cookie#cookie_prefixes); over plain
http, which only this very machine may use, they do without the prefix. A cookie is a random text; only its hash is stored.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from app.errors import AppError
from app.flow.services import Services
from app.store import accounts
from app.web.limiting import Rates

SESSION_COOKIE = "hearback"
BROWSER_COOKIE = "hearback-browser"


class SignInFirst(AppError):
    """Please sign in first."""

    status = 401


class FormTooOld(AppError):
    """This page was too old to be used, or came from elsewhere. Nothing was changed; please go back, reload it and try again."""

    status = 403


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in browser.

    Attributes:
        form_token: to be sent along with every form; worth nothing in another browser.
    """

    account_id: UUID
    email: str
    form_token: str


def services_of(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


UsesServices = Annotated[Services, Depends(services_of)]


def rates_of(request: Request) -> Rates:
    rates = request.app.state.rates
    assert isinstance(rates, Rates)
    return rates


UsesRates = Annotated[Rates, Depends(rates_of)]


def now_of(services: UsesServices) -> datetime:
    return services.clock()


Now = Annotated[datetime, Depends(now_of)]


def db_session(services: UsesServices) -> Iterator[Session]:
    """A session that commits before the answer goes out, so that a failed commit never says 200."""
    with services.database.write() as session:
        yield session


def db_reader(services: UsesServices) -> Iterator[Session]:
    """A session for pages that change nothing."""
    with services.database.read() as session:
        yield session


Writing = Annotated[Session, Depends(db_session, scope="function")]
Reading = Annotated[Session, Depends(db_reader, scope="function")]


def visitor_or_none(request: Request, services: UsesServices, now: Now) -> Visitor | None:
    """Who is signed in at this browser, if anybody is."""
    token = read_cookie(request, SESSION_COOKIE)
    if not token:
        return None
    with services.database.read() as session:
        row = accounts.session_of(session, token, now)
        if row is None:
            return None
        found = Visitor(row.account_id, accounts.email_of(session, row.account), form_token(token))
        stale = now - row.last_seen_at > accounts.SEEN_EVERY
    if stale:
        with services.database.write() as session:
            accounts.touch_session(session, row.id, now)
    return found


MaybeVisitor = Annotated[Visitor | None, Depends(visitor_or_none)]


def visitor(found: MaybeVisitor) -> Visitor:
    if found is None:
        raise SignInFirst
    return found


SignedIn = Annotated[Visitor, Depends(visitor)]


def form_token(session_token: str) -> str:
    """The token of this browser's forms: made from its cookie, so that nothing needs to be stored."""
    return hmac.digest(session_token.encode(), b"hearback form", hashlib.sha256).hex()


def check_form(found: Visitor, token: str) -> None:
    """Raises FormTooOld unless the form came from a page of this browser."""
    if not hmac.compare_digest(found.form_token.encode(), token.encode()):
        raise FormTooOld


def cookie_name(services: Services, name: str) -> str:
    return f"__Host-{name}" if services.public_url.startswith("https://") else name


def read_cookie(request: Request, name: str) -> str:
    return request.cookies.get(cookie_name(services_of(request), name), "")


def set_cookie(response: Response, services: Services, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        cookie_name(services, name),
        value,
        max_age=seconds,
        path="/",
        secure=services.public_url.startswith("https://"),
        httponly=True,
        samesite="lax",
    )


def drop_cookie(response: Response, services: Services, name: str) -> None:
    secure = services.public_url.startswith("https://")
    response.delete_cookie(cookie_name(services, name), path="/", secure=secure, httponly=True, samesite="lax")
