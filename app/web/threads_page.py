"""The list of recruiter threads: where each stands, why, and the drafts that wait to be written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from app.detection.verdict import Status, Verdict
from app.flow import draft, link
from app.flow.services import Unknown
from app.store import drafts, mailboxes, threads
from app.store.summaries import Summary
from app.store.tables import DraftRow, DraftState, ThreadRow
from app.web.rendering import page
from app.web.sessions import Now, Reading, SignedIn, UsesServices, check_form

router = APIRouter(include_in_schema=False)

FormToken = Annotated[str, Form(alias="form_token", max_length=200)]
AT_MOST = 200

LABELS = {
    Status.DUE: "Follow-up due",
    Status.WAITING: "Waiting for them",
    Status.MY_TURN: "Your turn",
    Status.ANSWERED: "Answered",
    Status.CLOSED: "Closed",
    Status.UNATTENDED: "They cannot be written to",
    Status.FOLLOWED_UP: "Followed up",
    Status.NO_PROMISE: "No date promised",
    Status.EXPIRED: "Too long ago",
    Status.DRAFT_EXISTS: "You have a draft there",
}
ORDER = (
    Status.DUE,
    Status.DRAFT_EXISTS,
    Status.WAITING,
    Status.MY_TURN,
    Status.UNATTENDED,
    Status.FOLLOWED_UP,
    Status.NO_PROMISE,
    Status.ANSWERED,
    Status.EXPIRED,
    Status.CLOSED,
)


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One thread as the page shows it."""

    id: UUID
    status: Status
    label: str
    subject: str
    verdict: Verdict
    due_on: date | None
    open_url: str
    has_draft: bool
    proposed: bool


@dataclass(frozen=True, slots=True)
class MailboxLine:
    """One linked mailbox as the page shows it."""

    id: UUID
    title: str
    address: str
    state: str
    reason: str
    provider: str
    timezone: str
    region: str
    proposals: int


@router.get("/threads")
def list_threads(services: UsesServices, session: Reading, visitor: SignedIn) -> Response:
    boxes = mailboxes.mailboxes_of(session, visitor.account_id)
    rows = threads.listed(session, visitor.account_id, AT_MOST)
    ours = drafts.drafts_of(session, [row.id for row in rows])
    told = {box.id: box.told_at is not None for box in boxes}
    shown = [(row, summary) for row in rows if (summary := threads.summary_of(session, row))]
    unsorted = [_line(row, summary, _open(ours.get(row.id, [])), told=told[row.mailbox_id]) for row, summary in shown]
    lines = sorted(unsorted, key=lambda line: (not line.has_draft, ORDER.index(line.status) if line.status in ORDER else 99))
    proposals = Counter(row.mailbox_id for (row, _), line in zip(shown, unsorted, strict=True) if line.proposed)
    found = [
        MailboxLine(
            id=box.id,
            title=services.connection(box.provider).title,
            address=mailboxes.address_of(session, box),
            state=box.state,
            reason=box.state_reason,
            provider=box.provider,
            timezone=box.timezone,
            region=box.region,
            proposals=proposals[box.id],
        )
        for box in boxes
    ]
    return page("threads.html", visitor, lines=lines, mailboxes=found, connections=services.connections)


@router.post("/mailboxes/{mailbox_id}/write-drafts")
def write_drafts(services: UsesServices, visitor: SignedIn, now: Now, mailbox_id: UUID, form_token: FormToken) -> Response:
    """Write the proposed drafts, and let drafts come by themselves from now on."""
    check_form(visitor, form_token)
    with services.database.read() as session:
        row = mailboxes.mailbox(session, mailbox_id)
    if row is None or row.account_id != visitor.account_id:
        raise Unknown
    draft.write_drafts(services, mailbox_id, now)
    return RedirectResponse("/threads", status_code=303)


@router.post("/mailboxes/{mailbox_id}/place")
def set_place(
    services: UsesServices,
    visitor: SignedIn,
    now: Now,
    mailbox_id: UUID,
    form_token: FormToken,
    timezone: Annotated[str, Form(max_length=64)],
    region: Annotated[str, Form(max_length=16)] = "",
) -> Response:
    """Say where the owner of a mailbox lives."""
    check_form(visitor, form_token)
    link.set_place(services, visitor.account_id, mailbox_id, timezone.strip(), region.strip(), now)
    return RedirectResponse("/threads", status_code=303)


@router.post("/mailboxes/{mailbox_id}/disconnect")
def disconnect(services: UsesServices, visitor: SignedIn, now: Now, mailbox_id: UUID, form_token: FormToken) -> Response:
    """Disconnect a mailbox and delete what was read in it."""
    check_form(visitor, form_token)
    link.unlink(services, visitor.account_id, mailbox_id, now)
    return RedirectResponse("/threads", status_code=303)


def _line(row: ThreadRow, summary: Summary, open_draft: DraftRow | None, *, told: bool) -> ThreadLine:
    status = Status(row.status)
    proposed = status is Status.DUE and open_draft is None and not told
    label = "Draft ready" if open_draft else "Draft proposed" if proposed else LABELS.get(status, str(status))
    return ThreadLine(
        id=row.id,
        status=status,
        label=label,
        subject=summary.subject,
        verdict=summary.verdict,
        due_on=row.due_on,
        open_url=open_draft.open_url if open_draft else "",
        has_draft=open_draft is not None,
        proposed=proposed,
    )


def _open(rows: list[DraftRow]) -> DraftRow | None:
    return next((row for row in rows if row.state == DraftState.OPEN), None)
