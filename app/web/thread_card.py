"""A thread in the words of the pages: what stands there, the way its dates go, what can be done about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.detection.verdict import Corrections, Status, Verdict
from app.flow.actions import NEEDS_DAY, Action, offered
from app.flow.services import Services
from app.store import drafts, mailboxes, threads
from app.store.summaries import Summary
from app.store.tables import DraftRow, DraftState, ThreadRow
from app.store.thread_lists import group_of
from app.web.rendering import texts

ELSEWHERE = (Action.NOT_RECRUITER, Action.NEVER_SENDER, Action.NEVER_ORGANISATION, Action.NEVER, Action.RECRUITER)
"""What is said about whom one deals with, rather than about this promise."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stop on a thread's time line; ``state`` is done, next or later."""

    label: str
    on: date
    state: str


@dataclass(frozen=True, slots=True)
class ThreadCard:
    """One thread as the pages show it.

    Attributes:
        state: the word for the label's look: ready, proposed, yours, waiting and the other lists.
        draft_url, thread_url: where Gmail or Outlook show them; empty where unknown.
    """

    row: ThreadRow
    state: str
    label: str
    subject: str
    verdict: Verdict
    steps: tuple[Step, ...]
    draft_url: str
    thread_url: str
    mail: str
    today: date
    corrections: Corrections
    draft: DraftRow | None = None

    @property
    def who(self) -> str:
        return self.verdict.person or self.verdict.organisation or self.subject or texts()["thread"]["nobody"]

    @property
    def what(self) -> tuple[str, ...]:
        """Organisation and role, as far as they are known and not said already."""
        return tuple(part for part in (self.verdict.organisation, self.verdict.role) if part and part != self.who)

    @property
    def actions(self) -> tuple[Action, ...]:
        status = Status(self.row.status)
        return offered(status, has_promise=self.verdict.promise is not None, has_draft=self.draft is not None)

    @property
    def about_promise(self) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if action not in ELSEWHERE)

    @property
    def about_people(self) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if action in ELSEWHERE)

    def needs_day(self, action: Action) -> bool:
        return action in NEEDS_DAY


def cards(services: Services, session: Session, rows: Sequence[ThreadRow], now: datetime) -> list[ThreadCard]:
    """The cards of some threads, in two queries however many they are. The rows carry their mailboxes."""
    ours = drafts.drafts_of(session, [row.id for row in rows])
    addresses = {row.mailbox_id: mailboxes.address_of(session, row.mailbox) for row in rows}
    out = []
    for row in rows:
        summary = threads.summary_of(session, row)
        if summary is not None:
            out.append(_card(services, row, summary, ours.get(row.id, ()), addresses[row.mailbox_id], now))
    return out


def _card(
    services: Services, row: ThreadRow, summary: Summary, ours: Collection[DraftRow], address: str, now: datetime
) -> ThreadCard:
    draft = next((one for one in ours if one.state == DraftState.OPEN), None)
    state = state_of(row, has_draft=draft is not None)
    today = now.astimezone(ZoneInfo(row.mailbox.timezone)).date()
    connection = services.connections.get(row.mailbox.provider)
    link = getattr(connection, "thread_url", None)
    return ThreadCard(
        row=row,
        state=state,
        label=texts()["states"][state],
        subject=summary.subject,
        verdict=summary.verdict,
        steps=steps_of(summary.verdict, row, today),
        draft_url=draft.open_url if draft else "",
        thread_url=link(address, row.provider_thread_id) if link and row.gone_at is None else "",
        mail=getattr(connection, "title", row.mailbox.provider),
        today=today,
        corrections=threads.corrections_of(row),
        draft=draft,
    )


def state_of(row: ThreadRow, *, has_draft: bool) -> str:
    """The word for where a thread stands, finer than the list it is in."""
    status = Status(row.status)
    if has_draft:
        return "ready"
    if status is Status.DUE:
        return "proposed" if row.mailbox.told_at is None else "due"
    if status is Status.DRAFT_EXISTS:
        return "own_draft"
    if status is Status.FOLLOWED_UP:
        return "followed_up"
    if status is Status.EXPIRED:
        return "expired"
    return group_of(row.status)


def steps_of(verdict: Verdict, row: ThreadRow, today: date) -> tuple[Step, ...]:
    """The time line: promised, the last day they named, grace over and follow-up; for a promise that still matters only."""
    words = texts()["line"]
    promise, status = verdict.promise, Status(row.status)
    if promise is None or status not in (Status.WAITING, Status.DUE, Status.FOLLOWED_UP, Status.DRAFT_EXISTS, Status.UNATTENDED):
        return ()
    stops = [(words["promised"], promise.made_on)]
    if promise.deadline > promise.made_on or row.due_on is None:
        stops.append((words["deadline"] if promise.dated else words["undated"], promise.deadline))
    if row.due_on is not None:
        stops.append((words["follow_up"] if verdict.follow_up == 1 else words["second"], row.due_on))
    out, next_given = [], False
    for label, on in stops:
        state = "done" if on <= today else "later" if next_given else "next"
        next_given = next_given or state == "next"
        out.append(Step(label, on, state))
    return tuple(out)
