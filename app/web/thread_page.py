"""One thread: what was promised, why Hearback thinks so, and everything that can be said about it, each with its way back."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from app.detection.verdict import Status
from app.errors import AppError
from app.flow import actions
from app.flow.actions import NEEDS_DAY, Action, BadDay
from app.flow.review import load
from app.flow.services import Services, Unknown
from app.store import journal_lists
from app.web.asking import own_path, tell
from app.web.rendering import page, texts
from app.web.sessions import Now, SignedIn, UsesServices, Visitor, check_form
from app.web.thread_card import cards

router = APIRouter(include_in_schema=False)

FormToken = Annotated[str, Form(alias="form_token", max_length=200)]
Back = Annotated[str, Form(max_length=500)]


@router.get("/threads/{thread_id}")
def show_thread(services: UsesServices, visitor: SignedIn, now: Now, thread_id: UUID) -> Response:
    return _shown(services, visitor, now, thread_id)


def _shown(
    services: Services,
    visitor: Visitor,
    now: Now,
    thread_id: UUID,
    status: int = 200,
    *,
    wrong: str = "",
    fault: str = "",
    typed: str = "",
) -> Response:
    """The page of a thread; ``wrong`` is the action whose day cannot be used, ``typed`` what stood in its field."""
    with services.database.read() as session:
        rows = load(session, [thread_id])
        if not rows or rows[0].account_id != visitor.account_id:
            raise Unknown
        found = cards(services, session, rows, now)
        if not found:
            raise Unknown
        history = journal_lists.of_thread(session, visitor.account_id, thread_id)
        return page(
            "thread.html",
            visitor,
            status,
            card=found[0],
            history=history,
            zone=rows[0].mailbox.timezone,
            is_due=rows[0].status == Status.DUE,
            wrong=wrong,
            fault=fault,
            typed=typed,
        )


@router.post("/threads/{thread_id}/actions/{action}")
def act(
    services: UsesServices,
    visitor: SignedIn,
    now: Now,
    thread_id: UUID,
    action: str,
    form_token: FormToken,
    day: Annotated[str, Form(max_length=40)] = "",
    back: Back = "",
) -> Response:
    """Do what the visitor asks. A day that cannot be used is told beside its field, and stays in it."""
    check_form(visitor, form_token)
    try:
        wished = Action(action)
    except ValueError:
        raise Unknown from None
    try:
        on = date.fromisoformat(day.strip()) if wished in NEEDS_DAY else None
    except ValueError:
        return _shown(
            services, visitor, now, thread_id, 422, wrong=str(wished), fault=texts()["thread"]["no_such_day"], typed=day
        )
    try:
        told = actions.act(services, visitor.account_id, thread_id, wished, now, on)
    except BadDay as fault:
        return _shown(services, visitor, now, thread_id, 422, wrong=str(wished), fault=fault.sentence, typed=day)
    answer = RedirectResponse(own_path(back, f"/threads/{thread_id}"), status_code=303)
    tell(answer, told.sentence, told.undo)
    return answer


@router.post("/undo/{entry_id}")
def undo(services: UsesServices, visitor: SignedIn, now: Now, entry_id: UUID, form_token: FormToken, back: Back = "") -> Response:
    """Put back what stood there before an action; sent twice, the second time says so and changes nothing."""
    check_form(visitor, form_token)
    answer = RedirectResponse(own_path(back, "/threads"), status_code=303)
    try:
        tell(answer, actions.undo(services, visitor.account_id, entry_id, now).sentence)
    except Unknown:
        raise
    except AppError as fault:
        tell(answer, fault.sentence)
    return answer
