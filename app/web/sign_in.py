"""Signing in, connecting a mailbox, signing out. Each goes over the provider's own page and comes back to a callback."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.errors import TooOften
from app.flow import link
from app.flow.services import Services
from app.store import accounts, mailboxes
from app.web.rendering import page
from app.web.sessions import (
    BROWSER_COOKIE,
    SESSION_COOKIE,
    MaybeVisitor,
    Now,
    SignedIn,
    UsesRates,
    UsesServices,
    check_form,
    drop_cookie,
    read_cookie,
    set_cookie,
)

router = APIRouter(include_in_schema=False)

FormToken = Annotated[str, Form(alias="form_token", max_length=200)]


@router.get("/")
def landing(services: UsesServices, visitor: MaybeVisitor) -> Response:
    """What this is, and where to begin."""
    if visitor is not None:
        return RedirectResponse("/threads", status_code=303)
    return page("landing.html", None, connections=services.connections)


@router.get("/sign-in/{provider}")
def begin_sign_in(request: Request, provider: str, services: UsesServices, now: Now) -> Response:
    browser = read_cookie(request, BROWSER_COOKIE) or link.new_browser()
    url = link.begin(services, link.SIGN_IN, provider, browser, now)
    return _sent_away(services, url, browser)


@router.get("/sign-in/{provider}/callback")
def finish_sign_in(request: Request, provider: str, services: UsesServices, rates: UsesRates, now: Now) -> Response:
    signed_in = link.sign_in(services, provider, read_cookie(request, BROWSER_COOKIE), dict(request.query_params), now)
    try:
        rates.check_sign_in(signed_in.account_id)
    except TooOften:
        with services.database.write() as session:
            accounts.end_session(session, signed_in.token)
        raise
    answer = RedirectResponse("/threads", status_code=303)
    # A fresh cookie for a fresh session: one that was planted before is worth nothing.
    if old := read_cookie(request, SESSION_COOKIE):
        with services.database.write() as session:
            accounts.end_session(session, old)
    set_cookie(answer, services, SESSION_COOKIE, signed_in.token, int(services.session_length.total_seconds()))
    drop_cookie(answer, services, BROWSER_COOKIE)
    return answer


@router.get("/connect/{provider}")
def begin_connect(
    request: Request, provider: str, services: UsesServices, rates: UsesRates, visitor: SignedIn, now: Now
) -> Response:
    rates.check_sign_in(visitor.account_id)
    browser = read_cookie(request, BROWSER_COOKIE) or link.new_browser()
    url = link.begin(services, link.LINK, provider, browser, now, visitor.account_id)
    return _sent_away(services, url, browser)


@router.get("/connect/{provider}/callback")
def finish_connect(request: Request, provider: str, services: UsesServices, visitor: SignedIn, now: Now) -> Response:
    browser = read_cookie(request, BROWSER_COOKIE)
    mailbox_id = link.link(services, visitor.account_id, provider, browser, dict(request.query_params), now)
    answer = RedirectResponse(where_after_linking(services, mailbox_id), status_code=303)
    drop_cookie(answer, services, BROWSER_COOKIE)
    return answer


def where_after_linking(services: Services, mailbox_id: UUID) -> str:
    """The place is confirmed once; a mailbox that was only connected again goes straight to its conversations."""
    with services.database.read() as session:
        row = mailboxes.mailbox(session, mailbox_id)
    return "/threads" if row is None or row.place_confirmed_at else f"/mailboxes/{mailbox_id}/place"


@router.post("/sign-out")
def sign_out(request: Request, services: UsesServices, visitor: SignedIn, form_token: FormToken) -> Response:
    check_form(visitor, form_token)
    with services.database.write() as session:
        accounts.end_session(session, read_cookie(request, SESSION_COOKIE))
    answer = RedirectResponse("/", status_code=303)
    drop_cookie(answer, services, SESSION_COOKIE)
    return answer


def _sent_away(services: Services, url: str, browser: str) -> Response:
    answer = RedirectResponse(url, status_code=303)
    set_cookie(answer, services, BROWSER_COOKIE, browser, int(services.sign_in_time.total_seconds()))
    return answer
