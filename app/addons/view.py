"""What an add-on shows of a thread, in words: one view behind the Gmail card, the Outlook pane and the JSON API.

Pure: plain values in, plain values out. Nothing is decided in JavaScript or in a card builder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from babel.dates import format_date

from app.detection.verdict import Status
from app.flow.actions import NEEDS_DAY, Action, offered
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
        draft_written: an unsent draft of ours lies in the thread.
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
    draft_written: bool = False

    @property
    def with_whom(self) -> str:
        return ", ".join(part for part in (self.person, self.organisation, self.role) if part)

    @property
    def groups(self) -> tuple[ActionGroup, ...]:
        """The actions as they are laid out: the likely ones at hand, those that need a day, and what puts us right."""
        at_hand = tuple(action for action in self.actions if action not in NEEDS_DAY)
        dated = tuple(action for action in self.actions if action in NEEDS_DAY)
        groups = (
            ActionGroup("", at_hand[:MOST_AT_HAND]),
            ActionGroup("Another day", dated, needs_day=True),
            ActionGroup("This is wrong", at_hand[MOST_AT_HAND:]),
        )
        return tuple(group for group in groups if group.actions)


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """Actions that stand together; an empty title for those that need none."""

    title: str
    actions: tuple[Action, ...]
    needs_day: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What to show where there is no thread to show: not connected, being read, none of ours, an error.

    Attributes:
        kind: for programs; the other texts are for people.
        adopt_id: the provider's id of a conversation that the user may still count among those about a candidacy.
        mailbox_id, provider_thread_id: of a conversation that is to be read after the answer went out.
    """

    kind: str
    title: str
    sentence: str
    link_label: str = ""
    link_url: str = ""
    adopt_id: str = ""
    mailbox_id: UUID | None = None
    provider_thread_id: str = ""


Shown = ThreadView | Notice


@dataclass(frozen=True, slots=True)
class Home:
    """What there is to see without an open message."""

    ready: tuple[ThreadView, ...] = ()
    my_turn: tuple[ThreadView, ...] = ()
    waiting: tuple[ThreadView, ...] = ()
    notice: Notice | None = None

    @property
    def lists(self) -> tuple[tuple[str, tuple[ThreadView, ...]], ...]:
        """The lists that hold anything, each with its title."""
        named = (("Ready for you", self.ready), ("Your turn", self.my_turn), ("Waiting for them", self.waiting))
        return tuple((title, views) for title, views in named if views)


NOTHING_WAITS = "Nothing waits just now. When somebody promises you an answer and the day passes, the draft appears here and in the conversation."

MOST_AT_HAND = 3
WRITTEN_DAY = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")


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
        why=tuple(str(replace(reason, sentence=with_days(reason.sentence, locale))) for reason in verdict.reasons),
        actions=offered(verdict.status, has_promise=promise is not None, has_draft=draft_written),
        draft_url=draft_url,
        thread_url=thread_url,
        draft_written=draft_written,
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
    return with_days(verdict.reasons[-1].sentence, locale) if verdict.reasons else ""


def spoken(day: date, locale: str) -> str:
    """A day with its weekday. The words here are English, so the day is too; its order is the one the user is used to."""
    american = locale.replace("_", "-").lower() in ("", "en", "en-us")
    return format_date(day, "EEEE, MMMM d" if american else "EEEE d MMMM", locale="en")


def with_days(sentence: str, locale: str) -> str:
    """A sentence of the detection's with the days in it (2026-03-06) as they are spoken."""

    def said(found: re.Match[str]) -> str:
        try:
            return spoken(date.fromisoformat(found[0]), locale)
        except ValueError:
            return found[0]

    return WRITTEN_DAY.sub(said, sentence)
