"""The Google Workspace add-on over HTTP: Google calls these addresses and draws the cards they answer with.

Every call proves itself twice (see :mod:`app.addons.identity`): a call that is not Google's is refused outright, one whose user is
not verified gets a card that shows nothing of anybody. Whatever goes wrong after that is a card as well, for the panel has no
other way to say it. An unset client or service account means that the add-on does not exist here (404).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Header
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask

from app.addons import google_cards as cards
from app.addons.api import everybody
from app.addons.google_event import Event, read_event
from app.addons.identity import Caller, GoogleCallers
from app.addons.surface import Done, Surface
from app.addons.view import Notice, Shown
from app.errors import AppError, TooOften
from app.flow.actions import Action
from app.flow.services import Services, Unknown
from app.providers.push_tokens import NotVerified

log = logging.getLogger(__name__)

PREFIX = "/addons/google"
EMAIL_SCOPE = "https://www.googleapis.com/auth/userinfo.email"
Card = dict[str, Any]

UNVERIFIED = Notice(
    "not_verified", "Who is looking?", "Google did not prove whose inbox this is, so nothing is shown. Please reload the page."
)
ELSEWHERE = Notice(
    "other_host", "Open this in Gmail", "Hearback works beside your mail. Open a message in Gmail to see it at work."
)
UNEXPECTED = "Something went wrong on our side. Nothing was sent from your mailbox; please try again in a minute."


class AddOnClosed(AppError):
    """There is nothing here."""

    status = 404


class GoogleEvent(BaseModel):
    """An event of the add-on host. Every part may be missing; what is not named here is ignored."""

    model_config = ConfigDict(extra="ignore")

    commonEventObject: Any = Field(None, description="hostApp, userLocale, parameters of a button, formInputs")
    authorizationEventObject: Any = Field(None, description="userIdToken: whose inbox it is")
    gmail: Any = Field(None, description="threadId and messageId of the open message")


class CardAnswer(BaseModel):
    """What the host draws: navigations with cards, or a wish for scopes (google.apps.card.v1)."""

    model_config = ConfigDict(extra="allow")

    action: dict[str, Any] | None = None
    renderActions: dict[str, Any] | None = None
    stateChanged: bool | None = None
    requesting_google_scopes: dict[str, Any] | None = None


def google_routes(
    services: Services, surface: Surface, callers: GoogleCallers | None, allows: Callable[[str, str], bool] = everybody
) -> APIRouter:
    """The routes.

    Args:
        callers: None closes the add-on, because its client or service account is not configured.
        allows: whether a person (provider, subject) may ask once more.
    """
    router = APIRouter(prefix=PREFIX, tags=["Google Workspace add-on"])
    addresses = cards.Addresses(
        act=f"{services.public_url}{PREFIX}/act",
        home=f"{services.public_url}{PREFIX}/home",
        settings=f"{services.public_url}/settings",
        logo=f"{services.public_url}/addons/icons/hearback-128.png",
    )

    def checked(path: str) -> Callable[..., Event]:
        def check(body: Annotated[GoogleEvent, Body()], authorization: Annotated[str, Header()] = "") -> Event:
            if callers is None:
                raise AddOnClosed
            callers.check_host(authorization, PREFIX + path)
            return read_event(body.model_dump())

        return check

    def caller_of(event: Event, wrap: Callable[[Card], Card] = cards.pushed) -> Caller | Card:
        """The verified user, or what to answer where there is none."""
        assert callers is not None
        if not event.user_token:
            return cards.wanting_scopes([EMAIL_SCOPE])
        try:
            who = callers.user(event.user_token)
        except NotVerified:
            return wrap(cards.notice_card(UNVERIFIED, addresses))
        if not allows(who.provider, who.subject):
            return wrap(cards.notice_card(Notice("too_often", "Please wait a minute", TooOften().sentence), addresses))
        return who

    def drawn(shown: Shown, undo: UUID | None = None) -> Card:
        if isinstance(shown, Notice):
            return cards.notice_card(shown, addresses)
        return cards.thread_card(shown, addresses, services.clock().date(), undo)

    def shown_card(work: Callable[[], tuple[Card, BackgroundTask | None]], wrap: Callable[[Card], Card]) -> JSONResponse:
        """Answer with what ``work`` made, or with a card that says what went wrong."""
        try:
            answer, later = work()
        except AppError as fault:
            return JSONResponse(wrap(cards.notice_card(Notice("error", "That did not work", fault.sentence), addresses)))
        except Exception:
            # The panel shows nothing at all for a plain 500: the log has the fault, the user a sentence.
            log.exception("an add-on card could not be made")
            return JSONResponse(wrap(cards.notice_card(Notice("error", "Something went wrong", UNEXPECTED), addresses)))
        return JSONResponse(answer, background=later)

    @router.post("/home", response_model=CardAnswer)
    def home(event: Event = Depends(checked("/home"))) -> JSONResponse:
        """The homepage card: what is ready, whose turn it is, what is waited for; how to connect where that is missing."""
        caller = caller_of(event)
        if isinstance(caller, dict):
            return JSONResponse(caller)

        def work() -> tuple[Card, None]:
            return cards.pushed(cards.home_card(surface.home(caller, event.locale), addresses)), None

        return shown_card(work, cards.pushed)

    @router.post("/menu", response_model=CardAnswer)
    def menu(event: Event = Depends(checked("/menu"))) -> JSONResponse:
        """The homepage card again, asked for in the panel's own menu."""
        caller = caller_of(event, cards.raised)
        if isinstance(caller, dict):
            return JSONResponse(caller)

        def work() -> tuple[Card, None]:
            return cards.raised(cards.home_card(surface.home(caller, event.locale), addresses)), None

        return shown_card(work, cards.raised)

    @router.post("/message", response_model=CardAnswer)
    def message(event: Event = Depends(checked("/message"))) -> JSONResponse:
        """The card beside an open message."""
        caller = caller_of(event)
        if isinstance(caller, dict):
            return JSONResponse(caller)

        def work() -> tuple[Card, BackgroundTask | None]:
            if event.host not in ("", "GMAIL") and not event.has_message:
                return cards.pushed(drawn(ELSEWHERE)), None
            shown = surface.message(caller, event.sought, services.clock(), event.locale)
            later = surface.read_later(shown) if isinstance(shown, Notice) else None
            return cards.pushed(drawn(shown)), BackgroundTask(later) if later else None

        return shown_card(work, cards.pushed)

    @router.post("/act", response_model=CardAnswer)
    def act(event: Event = Depends(checked("/act"))) -> JSONResponse:
        """Do what a button of the card asks for, and draw the card anew."""
        caller = caller_of(event, cards.raised)
        if isinstance(caller, dict):
            return JSONResponse(caller)

        def work() -> tuple[Card, None]:
            done = _do(surface, caller, event, services)
            return cards.updated(drawn(done.view, done.undo), done.sentence, done.open_url), None

        return shown_card(work, cards.raised)

    return router


def _do(surface: Surface, caller: Caller, event: Event, services: Services) -> Done:
    """The button's wish. Raises Unknown for one that no card of ours holds, and whatever the action raises."""
    now, given = services.clock(), event.parameters
    name = given.get("action", "")
    if name == "adopt":
        return surface.adopt(caller, given.get("thread", ""), now, event.locale)
    try:
        thread_id = UUID(given.get("thread", ""))
        if name == "undo":
            return surface.undo(caller, thread_id, UUID(given.get("entry", "")), now, event.locale)
        action = Action(name)
    except ValueError as fault:
        raise Unknown from fault
    return surface.act(caller, thread_id, action, now, event.locale, event.day)
