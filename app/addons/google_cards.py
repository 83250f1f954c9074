"""Cards for Gmail's side panel, as plain JSON: pure functions from a view to what the add-on host draws.

The shapes are those of https://developers.google.com/workspace/add-ons/reference/rpc/google.apps.card.v1. ``text`` fields of
paragraphs and decorated texts accept simple HTML, so whatever comes out of a mail is escaped there; labels, titles and buttons
are plain text. ``action.function`` is a full https address.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from app.addons.view import LABELS, NOTHING_WAITS, ActionGroup, Home, Notice, ThreadView

Card = dict[str, Any]
MOST_REASONS = 20
ADOPT_LABEL = "This is a recruiter"
UNDO_LABEL = "Undo"
ICONS = {"waiting": "CLOCK", "due": "EMAIL", "my_turn": "PERSON"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the host calls back, and where a browser goes; full https addresses."""

    act: str
    home: str
    settings: str
    logo: str


def thread_card(view: ThreadView, addresses: Addresses, today: date, undo: UUID | None = None) -> Card:
    """The card beside an open message.

    Args:
        undo: what takes the action back that has just been done.
    """
    widgets: list[Card] = [_decorated(view.headline, view.detail, ICONS.get(view.status, "EMAIL"))]
    if view.with_whom:
        widgets.append(_decorated(view.with_whom, "", "PERSON"))
    if view.quote:
        widgets.append({"textParagraph": {"text": f"<i>“{html.escape(view.quote)}”</i>"}})
    if view.deadline:
        dates = f"Deadline: {view.deadline}" + (f" · due on {view.due_on}" if view.due_on else "")
        widgets.append({"textParagraph": {"text": html.escape(dates)}})
    first: list[Card] = []
    if undo is not None:
        first.append(_button(UNDO_LABEL, addresses, action="undo", thread=view.thread_id, entry=str(undo)))
    if view.draft_url:
        first.append({"text": "Open the draft", "onClick": {"openLink": {"url": view.draft_url}}})
    sections: list[Card] = [{"widgets": widgets}]
    if first:
        widgets.append({"buttonList": {"buttons": first}})
    sections += [_action_section(group, view, addresses, today) for group in view.groups]
    if view.why:
        lines = [{"textParagraph": {"text": html.escape(sentence)}} for sentence in view.why[:MOST_REASONS]]
        sections.append({"header": "Why", "collapsible": True, "uncollapsibleWidgetsCount": 0, "widgets": lines})
    return _card("thread", view.subject, sections, addresses)


def home_card(home: Home, addresses: Addresses) -> Card:
    """The homepage: drafts to be looked over, what waits for the user, and promises whose day has not come."""
    sections: list[Card] = []
    if home.notice is not None:
        sections.append({"widgets": _notice_widgets(home.notice, addresses)})
    sections += [{"header": title, "widgets": [_listed(view) for view in views]} for title, views in home.lists]
    if not sections:
        sections.append({"widgets": [{"textParagraph": {"text": html.escape(NOTHING_WAITS)}}]})
    return _card("home", "Follow-ups, written when they are due", sections, addresses)


def notice_card(notice: Notice, addresses: Addresses) -> Card:
    """A card with one sentence: not connected, reading, none of ours, an error."""
    return _card("notice", notice.title, [{"widgets": _notice_widgets(notice, addresses)}], addresses)


def pushed(card: Card) -> Card:
    """The answer to a homepage or contextual trigger."""
    return {"action": {"navigations": [{"pushCard": card}]}}


def updated(card: Card, sentence: str = "", open_url: str = "") -> Card:
    """The answer to a button: the card drawn anew, a short notice, and an address to open right away."""
    action: Card = {"navigations": [{"updateCard": card}]}
    if sentence:
        action["notification"] = {"text": sentence}
    if open_url:
        action["link"] = {"url": open_url, "openAs": "FULL_SIZE", "onClose": "NOTHING"}
    return {"renderActions": {"action": action}, "stateChanged": True}


def raised(card: Card) -> Card:
    """The answer to a button that failed, or to the panel's menu: a card above the one shown, from which a way leads back."""
    return {"renderActions": {"action": {"navigations": [{"pushCard": card}]}}}


def wanting_scopes(scopes: list[str]) -> Card:
    """Ask the user for permissions without which the host does not say who they are."""
    return {"requesting_google_scopes": {"scopes": scopes}}


def _card(name: str, subtitle: str, sections: list[Card], addresses: Addresses) -> Card:
    header: Card = {"title": "Hearback", "imageUrl": addresses.logo, "imageType": "SQUARE", "imageAltText": "Hearback"}
    if subtitle:
        header["subtitle"] = subtitle[:120]
    return {
        "name": name,
        "header": header,
        "sections": sections,
        "fixedFooter": {"primaryButton": {"text": "Settings", "onClick": {"openLink": {"url": addresses.settings}}}},
    }


def _action_section(group: ActionGroup, view: ThreadView, addresses: Addresses, today: date) -> Card:
    buttons = [_button(LABELS[action], addresses, action=str(action), thread=view.thread_id) for action in group.actions]
    widgets: list[Card] = [{"buttonList": {"buttons": buttons}}]
    if group.needs_day:
        picker = {"name": "day", "label": "Day", "type": "DATE_ONLY", "valueMsEpoch": str(_midnight_ms(today))}
        widgets.insert(0, {"dateTimePicker": picker})
    if not group.title:
        return {"widgets": widgets}
    return {"header": group.title, "collapsible": True, "uncollapsibleWidgetsCount": 0, "widgets": widgets}


def _notice_widgets(notice: Notice, addresses: Addresses) -> list[Card]:
    widgets: list[Card] = [_decorated(notice.title, "", "DESCRIPTION"), {"textParagraph": {"text": html.escape(notice.sentence)}}]
    buttons: list[Card] = []
    if notice.link_url:
        buttons.append({"text": notice.link_label, "onClick": {"openLink": {"url": notice.link_url, "onClose": "RELOAD"}}})
    if notice.adopt_id:
        buttons.append(_button(ADOPT_LABEL, addresses, action="adopt", thread=notice.adopt_id))
    if buttons:
        widgets.append({"buttonList": {"buttons": buttons}})
    return widgets


def _decorated(text: str, below: str, icon: str) -> Card:
    widget: Card = {"text": f"<b>{html.escape(text)}</b>", "wrapText": True, "startIcon": {"knownIcon": icon}}
    if below:
        widget["bottomLabel"] = below
    return {"decoratedText": widget}


def _listed(view: ThreadView) -> Card:
    widget: Card = {
        "text": html.escape(view.subject or "(no subject)"),
        "bottomLabel": view.headline + (f" · {view.due_on}" if view.due_on else ""),
        "wrapText": True,
    }
    if view.with_whom:
        widget["topLabel"] = view.with_whom
    if view.thread_url:
        widget["onClick"] = {"openLink": {"url": view.thread_url}}
    return {"decoratedText": widget}


def _button(label: str, addresses: Addresses, **parameters: str) -> Card:
    pairs = [{"key": key, "value": value} for key, value in parameters.items()]
    return {"text": label, "onClick": {"action": {"function": addresses.act, "parameters": pairs, "loadIndicator": "SPINNER"}}}


def _midnight_ms(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp() * 1000)
