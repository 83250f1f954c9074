"""After connecting: where the owner lives and what they are called, then how far the first look is."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from app.flow import link
from app.flow.services import Services, Unknown
from app.store import accounts, choices, mailboxes, thread_lists, threads
from app.store.tables import MailboxRow, MailboxState
from app.web import places
from app.web.asking import asking, tell
from app.web.forms import Filled, Form
from app.web.rendering import fill, fragment, page, texts
from app.web.sessions import Now, Reading, SignedIn, UsesServices, Visitor, check_form

router = APIRouter(prefix="/mailboxes/{mailbox_id}", include_in_schema=False)

LONGEST_NAME = 100
READ_FOR_PROPOSAL = 10


def _owned(session: Session, visitor: Visitor, mailbox_id: UUID) -> MailboxRow:
    row = mailboxes.mailbox(session, mailbox_id)
    if row is None or row.account_id != visitor.account_id:
        raise Unknown
    return row


@router.get("/place")
def show_place(session: Reading, visitor: SignedIn, now: Now, mailbox_id: UUID) -> Response:
    row = _owned(session, visitor, mailbox_id)
    zone, region = row.timezone, row.region
    if row.place_confirmed_at is None:
        recent = [found.id for found in threads.listed(session, visitor.account_id, READ_FOR_PROPOSAL)]
        own = [reading for read in threads.readings_of(session, recent).values() for reading in read.own]
        zone, region = places.propose(own, asking().locale, row.timezone, row.region)
    country, _, part = region.partition("-")
    name = choices.sign_off_of(session, row.account) or mailboxes.candidate_of(session, row).name
    return _place(session, visitor, now, row, {"timezone": zone, "country": country, "part": part, "name": name}, {})


def _place(
    session: Session,
    visitor: Visitor,
    now: Now,
    row: MailboxRow,
    shown: dict[str, str],
    faults: dict[str, str],
    status: int = 200,
) -> Response:
    region = "-".join(part for part in (shown["country"], shown["part"]) if part)
    return page(
        "place.html",
        visitor,
        status,
        mailbox_id=row.id,
        address=mailboxes.address_of(session, row),
        confirmed=row.place_confirmed_at is not None,
        shown=shown,
        faults=faults,
        zones=places.zones(),
        countries=places.countries(asking().locale),
        parts=places.parts().get(shown["country"], ()),
        holidays=places.next_holidays(region, now.date()) if not faults else [],
        propose=row.place_confirmed_at is None and status == 200,
    )


@router.post("/place")
def save_place(services: UsesServices, visitor: SignedIn, now: Now, mailbox_id: UUID, filled: Filled) -> Response:
    form = Form(filled)
    check_form(visitor, form.text("form_token"))
    zone, country, part, name = form.text("timezone"), form.text("country").upper(), form.text("part").upper(), form.text("name")
    if not country and "region" in filled:
        country, _, part = form.text("region").upper().partition("-")
    _check_place(form, zone, country, part, name)
    with services.database.read() as session:
        row = _owned(session, visitor, mailbox_id)
        first_time = row.place_confirmed_at is None
        if form.faults or form.on("look"):
            typed = {"timezone": zone[:200], "country": country[:10], "part": part[:40], "name": name[:200]}
            return _place(session, visitor, now, row, typed, form.faults, 422 if form.faults else 200)
    link.set_place(services, visitor.account_id, mailbox_id, zone, f"{country}-{part}" if part else country, now)
    _keep_name(services, visitor.account_id, mailbox_id, name, given="name" in filled)
    answer = RedirectResponse(f"/mailboxes/{mailbox_id}/progress" if first_time else "/settings/mailboxes", status_code=303)
    tell(answer, texts()["place"]["saved"])
    return answer


def _check_place(form: Form, zone: str, country: str, part: str, name: str) -> None:
    words = texts()["faults"]
    if zone not in places.zones():
        try:
            ZoneInfo(zone)
            known = bool(zone)
        except (KeyError, ValueError, OSError):
            known = False
        if not known:
            form.faults["timezone"] = words["zone"]
    if country and country not in places.parts():
        form.faults["country"] = words["region"]
    elif part and part not in places.parts().get(country, ()):
        form.faults["part"] = fill(words["part"], known=", ".join(places.parts().get(country, ())) or "–")
    if len(name) > LONGEST_NAME or any(ord(character) < 32 for character in name):
        form.faults["name"] = fill(words["name"], n=LONGEST_NAME)


def _keep_name(services: Services, account_id: UUID, mailbox_id: UUID, name: str, *, given: bool) -> None:
    """Keep a name that differs from the one the mailbox shows; an empty field goes back to that one."""
    if not given:
        return
    with services.database.write() as session:
        account, row = accounts.account(session, account_id), mailboxes.mailbox(session, mailbox_id)
        if account is not None and row is not None:
            own = mailboxes.candidate_of(session, row).name
            choices.set_sign_off(session, account, "" if name == own else name)


@router.get("/progress")
def show_progress(
    services: UsesServices, session: Reading, visitor: SignedIn, mailbox_id: UUID, part: Annotated[str, Query(max_length=5)] = ""
) -> Response:
    """How far the first look is; the page asks for its own middle part again while there is something to wait for."""
    row = _owned(session, visitor, mailbox_id)
    found, promises = thread_lists.progress(session, mailbox_id)
    values: dict[str, Any] = {
        "mailbox_id": mailbox_id,
        "address": mailboxes.address_of(session, row),
        "state": row.state,
        "reason": row.state_reason,
        "retry": row.retry_at is not None and row.failures > 0,
        "found": found,
        "promises": promises,
        "proposed": thread_lists.proposals(session, visitor.account_id).get(mailbox_id, 0),
        "waiting": row.state == MailboxState.FIRST_LOOK,
        "days": services.first_look.days,
        "provider": row.provider,
    }
    return fragment("progress_part.html", **values) if part else page("progress.html", visitor, **values)
