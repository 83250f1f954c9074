"""What an add-on shows of a thread, in words: one view behind the Gmail card, the Outlook pane and the JSON API.

Pure: plain values in, plain values out. Nothing is decided in JavaScript or in a card builder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date

from app.detection.verdict import Status
from app.flow.actions import Action, offered
from app.store.summaries import Summary

HEADLINES: dict[Status, str] = {
    Status.DUE: "A follow-up is due",
    Status.DRAFT_EXISTS: "Your own draft waits here",
    Status.WAITING: "Waiting for them",
    Status.MY_TURN: "Your turn",
    Status.UNATTENDED: "They cannot be written to",
    Status.FOLLOWED_UP: "Followed up",
    Status.ANSWERED: "Answered",
    Status.EXPIRED: "Too long ago to follow up",
    Status.NO_PROMISE: "No promise so far",
    Status.CLOSED: "Closed",
    Status.NOT_RECRUITER: "Not about your candidacy",
}

LABELS: dict[Action, str] = {
    Action.WRITE: "Write the draft now",
    Action.TAKE_AWAY: "Take the draft away",
    Action.SNOOZE: "Not before …",
    Action.ANSWERED: "They answered",
    Action.DONE: "I have done it",
    Action.OTHER_DATE: "Another date",
    Action.NOT_A_PROMISE: "Not a promise",
    Action.SAID_BY: "They said by …",
    Action.NOT_RECRUITER: "Not a recruiter",
    Action.NEVER_SENDER: "Never for this person",
    Action.NEVER_ORGANISATION: "Never for this organisation",
    Action.RECRUITER: "This is a recruiter",
    Action.NEVER: "Never in this thread",
}


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread in the words of the add-on.

    Attributes:
        headline: the status in a few words; ``detail`` says the date that matters.
        quote: the promise as they wrote it; empty where there is none.
        why: the reasons, a sentence each.
        actions: what the user can do, the likeliest first.
        draft_url, thread_url: where a browser shows them; empty where unknown.
    """

    thread_id: str
    status: str
    headline: str
    detail: str
    subject: str
    person: str
    organisation: str
    role: str
    quote: str
    deadline: str
    due_on: str
    why: tuple[str, ...]
    actions: tuple[Action, ...]
    draft_url: str = ""
    thread_url: str = ""

    @property
    def with_whom(self) -> str:
        return ", ".join(part for part in (self.person, self.organisation, self.role) if part)

    def to_json(self) -> dict[str, Any]:
        """The view as the JSON API gives it."""
        return {
            "thread_id": self.thread_id,
            "status": self.status,
            "headline": self.headline,
            "detail": self.detail,
            "subject": self.subject,
            "with_whom": self.with_whom,
            "quote": self.quote,
            "deadline": self.deadline,
            "due_on": self.due_on,
            "why": list(self.why),
            "actions": [
                {"name": str(action), "label": LABELS[action], "needs_day": action in DAY_ACTIONS} for action in self.actions
            ],
            "draft_url": self.draft_url,
            "thread_url": self.thread_url,
        }


DAY_ACTIONS = frozenset({Action.SNOOZE, Action.OTHER_DATE, Action.SAID_BY})


def view_of(
    thread_id: str,
    summary: Summary,
    *,
    locale: str = "en",
    draft_written: bool = False,
    draft_url: str = "",
    thread_url: str = "",
) -> ThreadView:
    """The view of a thread with its latest verdict.

    Args:
        draft_written: an unsent draft of ours lies in the thread.
    """
    verdict = summary.verdict
    promise = verdict.promise
    return ThreadView(
        thread_id=thread_id,
        status=str(verdict.status),
        headline="A draft is ready" if draft_written and verdict.status is Status.DUE else HEADLINES[verdict.status],
        detail=_detail(summary, locale, draft_written),
        subject=summary.subject,
        person=verdict.person,
        organisation=verdict.organisation,
        role=verdict.role,
        quote=promise.quote if promise else "",
        deadline=spoken(promise.deadline, locale) if promise else "",
        due_on=spoken(verdict.due_on, locale) if verdict.due_on else "",
        why=tuple(str(reason) for reason in verdict.reasons),
        actions=offered(verdict.status, has_promise=promise is not None, has_draft=draft_written),
        draft_url=draft_url,
        thread_url=thread_url,
    )


def _detail(summary: Summary, locale: str, draft_written: bool) -> str:
    verdict = summary.verdict
    if draft_written and verdict.status is Status.DUE:
        return "It waits in this conversation. Look it over and send it yourself."
    if verdict.status is Status.WAITING and verdict.promise and verdict.due_on:
        return f"Promised by {spoken(verdict.promise.deadline, locale)}; a follow-up would be due on {spoken(verdict.due_on, locale)}."
    if verdict.status is Status.DUE and verdict.promise:
        return f"They meant to answer by {spoken(verdict.promise.deadline, locale)}."
    if verdict.status is Status.FOLLOWED_UP and verdict.due_on:
        return f"A second follow-up would be due on {spoken(verdict.due_on, locale)}."
    return verdict.reasons[-1].sentence if verdict.reasons else ""


def spoken(day: date, locale: str) -> str:
    """A day as the user's locale writes it, with its weekday; English where the locale is unknown."""
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        known = Locale("en")
    return format_date(
        day, format="EEEE, d MMMM" if known.language != "en" or known.territory == "GB" else "EEEE, MMMM d", locale=known
    )
