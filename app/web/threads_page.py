"""The list of recruiter threads: where each stands, why, and the drafts that wait to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from app.flow import draft
from app.flow.draft import Result
from app.flow.services import Services, Unknown
from app.store import mailboxes, thread_lists
from app.store.tables import MailboxRow
from app.web.asking import tell
from app.web.rendering import counted, page, texts
from app.web.sessions import Now, Reading, SignedIn, UsesServices, check_form
from app.web.thread_card import cards

router = APIRouter(include_in_schema=False)

FormToken = Annotated[str, Form(alias="form_token", max_length=200)]
PAGE = 25
IN_OVERVIEW = 8
OVERVIEW = ("ready", "yours", "waiting", "unattended")
FARTHEST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class MailboxLine:
    """One linked mailbox as the pages show it."""

    id: UUID
    title: str
    address: str
    state: str
    reason: str
    provider: str
    timezone: str
    region: str
    confirmed: bool
    proposals: int


def mailbox_lines(services: Services, session: Session, account_id: UUID) -> list[MailboxLine]:
    proposed = thread_lists.proposals(session, account_id)
    return [_mailbox_line(services, session, row, proposed.get(row.id, 0)) for row in mailboxes.mailboxes_of(session, account_id)]


def _mailbox_line(services: Services, session: Session, row: MailboxRow, proposals: int) -> MailboxLine:
    connection = services.connections.get(row.provider)
    return MailboxLine(
        id=row.id,
        title=connection.title if connection else row.provider,
        address=mailboxes.address_of(session, row),
        state=row.state,
        reason=row.state_reason,
        provider=row.provider,
        timezone=row.timezone,
        region=row.region,
        confirmed=row.place_confirmed_at is not None,
        proposals=proposals,
    )


@router.get("/threads")
def list_threads(
    services: UsesServices,
    session: Reading,
    visitor: SignedIn,
    now: Now,
    show: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    mailbox: Annotated[str, Query(max_length=40)] = "",
    p: Annotated[str, Query(max_length=12)] = "1",
) -> Response:
    """The overview, one list, or what a search finds. Nonsense in the address is read as its default, not refused."""
    lines = mailbox_lines(services, session, visitor.account_id)
    box = next((line for line in lines if str(line.id) == mailbox), None)
    group = show if show in thread_lists.GROUPS else ""
    number = min(max(int(p), 1), FARTHEST_PAGE) if p.isascii() and p.isdigit() else 1
    box_id = box.id if box else None
    counts = thread_lists.counts(session, visitor.account_id, box_id)
    asked = {"show": group, "q": q.strip(), "mailbox": mailbox if box else ""}
    sections: list[tuple[str, list[object], int]] = []
    if q.strip():
        skip = (number - 1) * PAGE
        found = thread_lists.search(session, visitor.account_id, q, group=group, mailbox_id=box_id, skip=skip, at_most=PAGE)
        sections.append(("found", [*cards(services, session, found.rows, now)], found.total))
        total = found.total
    elif group:
        rows = thread_lists.in_group(
            session, visitor.account_id, group, mailbox_id=box_id, skip=(number - 1) * PAGE, at_most=PAGE
        )
        total = counts[group]
        sections.append((group, [*cards(services, session, rows, now)], total))
    else:
        total = 0
        for name in OVERVIEW:
            if counts[name]:
                rows = thread_lists.in_group(session, visitor.account_id, name, mailbox_id=box_id, at_most=IN_OVERVIEW)
                sections.append((name, [*cards(services, session, rows, now)], counts[name]))
    pages = max(1, -(-total // PAGE))
    return page(
        "threads.html",
        visitor,
        sections=sections,
        counts=counts,
        known=sum(many for name, many in counts.items() if name != "apart"),
        groups=[name for name in thread_lists.GROUPS if name != "apart" or counts["apart"]],
        mailboxes=lines,
        connections=services.connections,
        show=group,
        q=q.strip(),
        mailbox=mailbox if box else "",
        number=number,
        pages=pages,
        total=total,
        first=(number - 1) * PAGE + 1,
        link=lambda **changes: "/threads?" + urlencode({k: v for k, v in {**asked, **changes}.items() if v}),
    )


@router.post("/mailboxes/{mailbox_id}/write-drafts")
def write_drafts(services: UsesServices, visitor: SignedIn, now: Now, mailbox_id: UUID, form_token: FormToken) -> Response:
    """Write the proposed drafts, and let drafts come by themselves from now on."""
    check_form(visitor, form_token)
    with services.database.read() as session:
        row = mailboxes.mailbox(session, mailbox_id)
    if row is None or row.account_id != visitor.account_id:
        raise Unknown
    outcomes = draft.write_drafts(services, mailbox_id, now)
    written = sum(outcome.result in (Result.WRITTEN, Result.FOUND) for outcome in outcomes)
    answer = RedirectResponse("/threads", status_code=303)
    tell(answer, counted(texts()["threads"]["written"], written))
    return answer
