"""My data: what is kept, in numbers and as a file; where one is signed in; the journal; and the way out."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi import Form as FormField
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from app.flow import link
from app.store import accounts, journal_lists, mailboxes, possessions
from app.web.asking import tell
from app.web.forms import Filled, Form
from app.web.rendering import page, texts
from app.web.sessions import SESSION_COOKIE, Now, Reading, SignedIn, UsesServices, Visitor, check_form, drop_cookie, read_cookie

router = APIRouter(prefix="/my-data", include_in_schema=False)

FormToken = Annotated[str, FormField(alias="form_token", max_length=200)]
PAGE = 50


@router.get("")
def show(request: Request, session: Reading, visitor: SignedIn) -> Response:
    return _shown(request, session, visitor, {})


def _shown(
    request: Request, session: Session, visitor: Visitor, faults: dict[str, str], status: int = 200, remove_drafts: bool = True
) -> Response:
    boxes = mailboxes.mailboxes_of(session, visitor.account_id)
    return page(
        "my_data.html",
        visitor,
        status,
        numbers=possessions.numbers(session, visitor.account_id),
        browsers=possessions.browsers(session, visitor.account_id, read_cookie(request, SESSION_COOKIE)),
        zone=boxes[0].timezone if boxes else "UTC",
        faults=faults,
        remove_drafts=remove_drafts,
    )


@router.get("/journal")
def show_journal(session: Reading, visitor: SignedIn, p: Annotated[str, Query(max_length=12)] = "1") -> Response:
    """Everything that was done in the mailboxes, when and why."""
    number = min(max(int(p), 1), 100_000) if p.isascii() and p.isdigit() else 1
    total = journal_lists.counted(session, visitor.account_id)
    boxes = mailboxes.mailboxes_of(session, visitor.account_id)
    entries = journal_lists.page_of(session, visitor.account_id, (number - 1) * PAGE, PAGE)
    pages = max(1, -(-total // PAGE))
    zone = boxes[0].timezone if boxes else "UTC"
    addresses = {box.id: mailboxes.address_of(session, box) for box in boxes}
    return page("journal.html", visitor, entries=entries, addresses=addresses, zone=zone, number=number, pages=pages)


@router.post("/export")
def export(session: Reading, visitor: SignedIn, form_token: FormToken) -> Response:
    """Everything that is kept, as a JSON file."""
    check_form(visitor, form_token)
    text = json.dumps(possessions.export(session, visitor.account_id), ensure_ascii=False, indent=1)
    headers = {"content-disposition": 'attachment; filename="hearback.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.post("/sign-out-everywhere")
def sign_out_everywhere(services: UsesServices, visitor: SignedIn, form_token: FormToken) -> Response:
    check_form(visitor, form_token)
    with services.database.write() as session:
        accounts.end_sessions(session, visitor.account_id)
    answer = RedirectResponse("/", status_code=303)
    drop_cookie(answer, services, SESSION_COOKIE)
    tell(answer, texts()["data"]["signed_out"])
    return answer


@router.post("/delete")
def delete(request: Request, services: UsesServices, visitor: SignedIn, now: Now, filled: Filled) -> Response:
    """Delete everything, here and as far as our permissions reach; only with the box ticked."""
    form = Form(filled)
    check_form(visitor, form.text("form_token"))
    if not form.ticked("sure"):
        with services.database.read() as session:
            return _shown(request, session, visitor, {"sure": texts()["faults"]["sure"]}, 422, form.ticked("remove_drafts"))
    link.delete_account(services, visitor.account_id, now, remove_drafts=form.ticked("remove_drafts"))
    answer = RedirectResponse("/", status_code=303)
    drop_cookie(answer, services, SESSION_COOKIE)
    tell(answer, texts()["data"]["deleted"])
    return answer
