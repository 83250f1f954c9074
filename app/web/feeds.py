"""Two private feeds: drafts that wait, for a feed reader (Atom, RFC 4287), and follow-up days, for a calendar (RFC 5545).

Whoever knows the address can read them, so it is long, random, kept only sealed and hashed, and revocable. They name person,
organisation and role; no word of any mail is in them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as Xml

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.flow.services import Unknown
from app.store import feeds, threads
from app.store.tables import ThreadRow
from app.web.rendering import fill, texts
from app.web.sessions import Now, Reading, UsesServices

router = APIRouter(prefix="/feeds", include_in_schema=False)

ATOM = "http://www.w3.org/2005/Atom"
LONGEST_SECRET = 100
HEADERS = {"cache-control": "private, max-age=300", "x-robots-tag": "noindex"}


def _account(session: Session, secret: str) -> UUID:
    found = feeds.account_behind(session, secret) if len(secret) <= LONGEST_SECRET else None
    if found is None:
        raise Unknown
    return found


def _name(session: Session, row: ThreadRow) -> str:
    """Person, organisation and role of a thread, as far as they are known."""
    summary = threads.summary_of(session, row)
    verdict = summary.verdict if summary else None
    parts = [part for part in (verdict.person, verdict.organisation, verdict.role) if part] if verdict else []
    return ", ".join(parts) or str(texts()["thread"]["nobody"])


@router.get("/{secret}/drafts.atom")
def drafts_feed(services: UsesServices, session: Reading, now: Now, secret: str) -> Response:
    """The drafts that wait to be looked over."""
    account_id, words = _account(session, secret), texts()["feeds"]
    found = feeds.open_drafts(session, account_id)
    Xml.register_namespace("", ATOM)
    feed = Xml.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", f"urn:uuid:{account_id}")
    _add(feed, "title", words["drafts"])
    latest = max((draft.written_at for draft, _ in found if draft.written_at), default=now)
    _add(feed, "updated", _instant(latest))
    Xml.SubElement(_add(feed, "author", ""), f"{{{ATOM}}}name").text = texts()["site"]["name"]
    Xml.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", href=f"{services.public_url}/threads?show=ready")
    for draft, row in found:
        entry = Xml.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", f"urn:uuid:{draft.id}")
        _add(entry, "title", fill(words["draft_for"], whom=_name(session, row)))
        _add(entry, "updated", _instant(draft.written_at or now))
        _add(entry, "summary", words["draft_more"])
        Xml.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=f"{services.public_url}/threads/{row.id}")
    body: bytes = Xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/atom+xml", headers=HEADERS)


@router.get("/{secret}/follow-ups.ics")
def follow_up_calendar(services: UsesServices, session: Reading, now: Now, secret: str) -> Response:
    """The days on which follow-ups are due, as whole-day events that keep nobody busy."""
    from icalendar import Calendar, Event  # Here, for it is a large library, and few have a calendar that asks.

    account_id, words = _account(session, secret), texts()["feeds"]
    calendar = Calendar()
    calendar.add("prodid", "-//Hearback//Follow-ups//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words["follow_ups"])
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "duration"})
    for row in feeds.follow_ups(session, account_id):
        if row.due_on is None:
            continue
        event = Event()
        event.add("uid", f"{row.id}-{row.follow_up}@hearback")
        event.add("dtstamp", now)
        event.add("dtstart", row.due_on)
        event.add("dtend", row.due_on + timedelta(days=1))
        event.add("summary", fill(words["follow_up_for"], whom=_name(session, row)))
        event.add("url", f"{services.public_url}/threads/{row.id}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return Response(calendar.to_ical(), media_type="text/calendar; charset=utf-8", headers=HEADERS)


def _add(parent: Any, name: str, text: str) -> Any:
    element = Xml.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = text or None
    return element


def _instant(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
