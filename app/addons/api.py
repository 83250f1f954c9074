"""The JSON API of the add-ons: what to show beside a message, and what the user asks about it.

The Outlook task pane draws exactly what comes from here; Gmail's cards are made from the same :class:`~app.addons.surface.Surface`.
A caller proves who they are with a bearer token, never with a cookie, so that no other page can ask in their name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Header
from pydantic import BaseModel, Field

from app.addons.google_cards import ADOPT_LABEL, UNDO_LABEL
from app.addons.identity import Caller, OutlookCallers
from app.addons.surface import LONGEST_ID, Done, Sought, Surface
from app.addons.view import LABELS, NOTHING_WAITS, Home, Notice, Shown, ThreadView
from app.errors import AppError, TooOften
from app.flow.actions import Action
from app.flow.services import Services
from app.providers.push_tokens import NotVerified

PREFIX = "/addons/api"
LOOK_AGAIN_SECONDS = 4
Languages = Annotated[str, Header(alias="accept-language", max_length=200)]
Identifier = Annotated[str, Field(max_length=LONGEST_ID)]


class ApiClosed(AppError):
    """There is nothing here."""

    status = 404


class TokenRefused(AppError):
    """Your mail program did not prove who you are, so nothing is shown. Please close this pane and open it again."""

    status = 401


def everybody(_provider: str, _subject: str) -> bool:
    """Nobody counts."""
    return True


class OpenMessage(BaseModel):
    """The open message, as the mail program names it."""

    conversation_id: Identifier = ""
    item_id: Annotated[Identifier, Field(description="Outlook's ordinary id of the message, for REST or EWS")] = ""
    internet_message_id: Annotated[str, Field(max_length=2000, description="the Message-ID header")] = ""


class Wish(BaseModel):
    """What the user asks about a thread."""

    action: Action
    day: Annotated[date | None, Field(description="for the actions of a group with needs_day")] = None


class Button(BaseModel):
    """Something to press: ``name`` is to be sent back."""

    name: str
    label: str


class Group(BaseModel):
    """Buttons that stand together; without a title they are at hand, with one they may be folded away."""

    title: str
    needs_day: bool
    buttons: list[Button]


class Link(BaseModel):
    """An address for a browser."""

    label: str
    url: str


class ThreadJson(BaseModel):
    """A thread, in the words of the user's language where it speaks of days."""

    id: str
    status: str
    headline: str
    detail: str
    subject: str
    with_whom: str
    quote: Annotated[str, Field(description="the promise as they wrote it")]
    dates: str
    why: list[str]
    groups: list[Group]
    open_draft: Link | None
    open_thread: Link | None


class NoticeJson(BaseModel):
    """What to say where there is no thread to show."""

    kind: str
    title: str
    sentence: str
    link: Link | None
    again_seconds: Annotated[int | None, Field(description="when to look again by itself, at first")]
    adopt: Annotated[Button | None, Field(description="counts this conversation among those about a candidacy")]


class ShownJson(BaseModel):
    """One of the two."""

    thread: ThreadJson | None = None
    notice: NoticeJson | None = None


class ListJson(BaseModel):
    """Threads under a title."""

    title: str
    threads: list[ThreadJson]


class HomeJson(BaseModel):
    """What there is to see without an open message."""

    lists: list[ListJson]
    notice: NoticeJson | None
    nothing: Annotated[str, Field(description="what to say where there is no list")]


class DoneJson(BaseModel):
    """What came of a wish."""

    sentence: str
    thread: ThreadJson
    undo: Button | None
    open_url: Annotated[str, Field(description="to be opened right away, where not empty")]


class Adopt(BaseModel):
    """A conversation to count among those about a candidacy, by the provider's id."""

    conversation_id: Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]


def api_routes(
    services: Services, surface: Surface, callers: OutlookCallers | None, allows: Callable[[str, str], bool] = everybody
) -> APIRouter:
    """The routes.

    Args:
        callers: None closes the API, because no client is configured for it.
        allows: whether a person (provider, subject) may ask once more.
    """
    router = APIRouter(prefix=PREFIX, tags=["Add-on API"])

    def caller(authorization: Annotated[str, Header()] = "") -> Caller:
        if callers is None:
            raise ApiClosed
        try:
            who = callers.user(authorization)
        except NotVerified as fault:
            raise TokenRefused from fault
        if not allows(who.provider, who.subject):
            raise TooOften
        return who

    verified = Depends(caller)

    @router.get("/home")
    def home(languages: Languages = "en", who: Caller = verified) -> HomeJson:
        """What is ready, whose turn it is, and what is being waited for."""
        return home_json(surface.home(who, locale_of(languages)))

    @router.post("/message")
    def message(opened: OpenMessage, later: BackgroundTasks, languages: Languages = "en", who: Caller = verified) -> ShownJson:
        """What to show beside an open message. One that was never read is read after this answer."""
        sought = Sought(
            thread_id=rest_id(opened.conversation_id),
            item_id=opened.item_id,
            internet_message_id=opened.internet_message_id,
        )
        shown = surface.message(who, sought, services.clock(), locale_of(languages))
        if isinstance(shown, Notice) and (read := surface.read_later(shown)):
            later.add_task(read)
        return shown_json(shown)

    @router.post("/threads/{thread_id}/actions")
    def act(thread_id: UUID, wish: Wish, languages: Languages = "en", who: Caller = verified) -> DoneJson:
        """Do what the user asks about a thread of theirs."""
        return done_json(surface.act(who, thread_id, wish.action, services.clock(), locale_of(languages), wish.day))

    @router.post("/threads/{thread_id}/undo/{entry_id}")
    def undo(thread_id: UUID, entry_id: UUID, languages: Languages = "en", who: Caller = verified) -> DoneJson:
        """Take an action back."""
        return done_json(surface.undo(who, thread_id, entry_id, services.clock(), locale_of(languages)))

    @router.post("/adopt")
    def adopt(which: Adopt, languages: Languages = "en", who: Caller = verified) -> DoneJson:
        """Count a conversation that was read as none of ours among those about a candidacy."""
        return done_json(surface.adopt(who, rest_id(which.conversation_id), services.clock(), locale_of(languages)))

    return router


def rest_id(exchange_id: str) -> str:
    """An id in the spelling for addresses, which is Graph's: Office.js gives the other one on some clients."""
    return exchange_id.replace("/", "-").replace("+", "_")


def locale_of(accept_language: str) -> str:
    """The first language that a browser wants."""
    return accept_language.split(",")[0].split(";")[0].strip()[:35] or "en"


def shown_json(shown: Shown) -> ShownJson:
    return ShownJson(notice=notice_json(shown)) if isinstance(shown, Notice) else ShownJson(thread=thread_json(shown))


def thread_json(view: ThreadView) -> ThreadJson:
    dates = f"Deadline: {view.deadline}" if view.deadline else ""
    return ThreadJson(
        id=view.thread_id,
        status=view.status,
        headline=view.headline,
        detail=view.detail,
        subject=view.subject,
        with_whom=view.with_whom,
        quote=view.quote,
        dates=f"{dates} · due on {view.due_on}" if dates and view.due_on else dates,
        why=list(view.why),
        groups=[
            Group(
                title=group.title,
                needs_day=group.needs_day,
                buttons=[Button(name=str(action), label=LABELS[action]) for action in group.actions],
            )
            for group in view.groups
        ],
        open_draft=Link(label="Open the draft", url=view.draft_url) if view.draft_url else None,
        open_thread=Link(label="Open the conversation", url=view.thread_url) if view.thread_url else None,
    )


def notice_json(notice: Notice) -> NoticeJson:
    return NoticeJson(
        kind=notice.kind,
        title=notice.title,
        sentence=notice.sentence,
        link=Link(label=notice.link_label, url=notice.link_url) if notice.link_url else None,
        again_seconds=LOOK_AGAIN_SECONDS if notice.kind == "reading" else None,
        adopt=Button(name=notice.adopt_id, label=ADOPT_LABEL) if notice.adopt_id else None,
    )


def home_json(home: Home) -> HomeJson:
    return HomeJson(
        lists=[ListJson(title=title, threads=[thread_json(view) for view in views]) for title, views in home.lists],
        notice=notice_json(home.notice) if home.notice else None,
        nothing=NOTHING_WAITS,
    )


def done_json(done: Done) -> DoneJson:
    return DoneJson(
        sentence=done.sentence,
        thread=thread_json(done.view),
        undo=Button(name=str(done.undo), label=UNDO_LABEL) if done.undo else None,
        open_url=done.open_url,
    )
