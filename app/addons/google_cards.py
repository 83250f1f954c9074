"""Cards for Gmail's side panel, as plain JSON: pure functions from a view to what the add-on host draws.

The shapes are those of https://developers.google.com/workspace/add-ons/reference/rpc/google.apps.card.v1. ``text`` fields accept
simple HTML, so whatever comes out of a mail is escaped. ``action.function`` is a full https address.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from app.addons.view import DAY_ACTIONS, LABELS, ThreadView
from app.flow.actions import Action

Card = dict[str, Any]
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the host calls back, and where a browser goes; full https addresses."""

    act: str
    home: str
    settings: str
    logo: str


def thread_card(view: ThreadView, addresses: Addresses, today: date) -> Card:
    """The card beside an open message."""
    widgets: list[Card] = [_decorated(view.headline, view.detail, icon="CLOCK" if view.status == "waiting" else "EMAIL")]
    if view.with_whom:
        widgets.append(_decorated(view.with_whom, "", icon="PERSON"))
    if view.quote:
        widgets.append({"textParagraph": {"text": f"<i>“{html.escape(view.quote)}”</i>"}})
    if view.deadline:
        widgets.append(
            {
                "textParagraph": {
                    "text": html.escape(f"Deadline: {view.deadline}" + (f" · due on {view.due_on}" if view.due_on else ""))
                }
            }
        )
    sections: list[Card] = [{"widgets": widgets}]
    likely = [action for action in view.actions if action not in DAY_ACTIONS][:3]
    buttons = [_button(LABELS[action], addresses, action, view.thread_id) for action in likely]
    if view.draft_url:
        buttons.insert(0, {"text": "Open the draft", "onClick": {"openLink": {"url": view.draft_url}}})
    if buttons:
        sections.append({"widgets": [{"buttonList": {"buttons": buttons}}]})
    dated = [action for action in view.actions if action in DAY_ACTIONS]
    if dated:
        day_widgets: list[Card] = [
            {"dateTimePicker": {"name": "day", "label": "Day", "type": "DATE_ONLY", "valueMsEpoch": str(_midnight_ms(today))}},
            {"buttonList": {"buttons": [_button(LABELS[action], addresses, action, view.thread_id) for action in dated]}},
        ]
        sections.append({"header": "Another day", "collapsible": True, "uncollapsibleWidgetsCount": 0, "widgets": day_widgets})
    rest = [action for action in view.actions if action not in DAY_ACTIONS and action not in likely]
    if rest:
        widgets = [{"buttonList": {"buttons": [_button(LABELS[action], addresses, action, view.thread_id) for action in rest]}}]
        sections.append({"header": "This is wrong", "collapsible": True, "uncollapsibleWidgetsCount": 0, "widgets": widgets})
    if view.why:
        lines = [{"textParagraph": {"text": html.escape(sentence)}} for sentence in view.why[:20]]
        sections.append({"header": "Why", "collapsible": True, "uncollapsibleWidgetsCount": 0, "widgets": lines})
    return _card("thread", "Hearback", view.subject, sections, addresses)


def home_card(ready: Sequence[ThreadView], waiting: Sequence[ThreadView], addresses: Addresses) -> Card:
    """The homepage: drafts that wait to be looked over, and promises whose day has not come."""
    sections = []
    if ready:
        sections.append({"header": "Ready for you", "widgets": [_listed(view) for view in ready[:MOST_LISTED]]})
    if waiting:
        sections.append({"header": "Waiting for them", "widgets": [_listed(view) for view in waiting[:MOST_LISTED]]})
    if not sections:
        text = "Nothing waits just now. When somebody promises you an answer and the day passes, the draft appears here and in the conversation."
        sections.append({"widgets": [{"textParagraph": {"text": text}}]})
    return _card("home", "Hearback", "Follow-ups, written when they are due", sections, addresses)


def message_card(title: str, sentence: str, addresses: Addresses, *, link: tuple[str, str] | None = None) -> Card:
    """A card with one sentence: not connected, reading, an error. ``link`` is a button's label and its address."""
    widgets: list[Card] = [{"textParagraph": {"text": html.escape(sentence)}}]
    if link is not None:
        widgets.append(
            {"buttonList": {"buttons": [{"text": link[0], "onClick": {"openLink": {"url": link[1], "onClose": "RELOAD"}}}]}}
        )
    return _card("message", "Hearback", title, [{"widgets": widgets}], addresses)


def pushed(card: Card) -> Card:
    """The answer to a homepage or contextual trigger."""
    return {"action": {"navigations": [{"pushCard": card}]}}


def updated(card: Card, sentence: str = "") -> Card:
    """The answer to a button: the card drawn anew, and a short notice."""
    action: Card = {"navigations": [{"updateCard": card}]}
    if sentence:
        action["notification"] = {"text": sentence}
    return {"renderActions": {"action": action}, "stateChanged": True}


def _card(name: str, title: str, subtitle: str, sections: list[Card], addresses: Addresses) -> Card:
    return {
        "name": name,
        "header": {
            "title": title,
            "subtitle": subtitle[:120],
            "imageUrl": addresses.logo,
            "imageType": "SQUARE",
            "imageAltText": "Hearback",
        },
        "sections": sections,
        "fixedFooter": {"primaryButton": {"text": "Settings", "onClick": {"openLink": {"url": addresses.settings}}}},
    }


def _decorated(text: str, below: str, icon: str) -> Card:
    widget: Card = {"text": f"<b>{html.escape(text)}</b>", "wrapText": True, "startIcon": {"knownIcon": icon}}
    if below:
        widget["bottomLabel"] = below
    return {"decoratedText": widget}


def _listed(view: ThreadView) -> Card:
    widget: Card = {
        "topLabel": view.with_whom,
        "text": html.escape(view.subject or "(no subject)"),
        "bottomLabel": view.headline + (f" · {view.due_on}" if view.due_on else ""),
        "wrapText": True,
    }
    if view.thread_url:
        widget["onClick"] = {"openLink": {"url": view.thread_url}}
    return {"decoratedText": widget}


def _button(label: str, addresses: Addresses, action: Action, thread_id: str) -> Card:
    parameters = [{"key": "action", "value": str(action)}, {"key": "thread", "value": thread_id}]
    return {
        "text": label,
        "onClick": {"action": {"function": addresses.act, "parameters": parameters, "loadIndicator": "SPINNER"}},
    }


def _midnight_ms(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp() * 1000)
