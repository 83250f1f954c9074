"""Public mail (Enron at Berkeley, SpamAssassin) as messages of the mailbox of whoever received them.

The files are not part of this project; ``HEARBACK_PUBLIC_MAIL`` or ``SHARED`` (its ``data/mail`` folder) says where they lie.
"""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.conversation import Candidate, Message, Person, people
from app.providers.mime import EPOCH, header_date


@dataclass(frozen=True, slots=True)
class PublicMail:
    """One public message, its recipient as the candidate, and whether a person marked it as hiring mail."""

    message: Message
    candidate: Candidate
    hiring: bool


def folder() -> Path | None:
    """Where the public mail lies; None when it is not here."""
    named = os.environ.get("HEARBACK_PUBLIC_MAIL")
    shared = os.environ.get("SHARED")
    beside = Path(__file__).resolve().parents[2] / "shared"
    for place in (Path(named) if named else None, Path(shared) / "data" / "mail" if shared else None, beside / "data" / "mail"):
        if place is not None and (place / "enron-berkeley.jsonl").exists():
            return place
    return None


def load(place: Path) -> Iterator[PublicMail]:
    """All 2,118 messages, each alone in its thread."""
    with (place / "enron-berkeley.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            headers = {"from": row["from"], "to": row["to"], "cc": row["cc"], "date": row["date"]}
            yield _mail(row["id"], headers, row["subject"], row["body"], False, bool(row.get("hiring_note")))
    with (place / "spamassassin.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            headers = {name.lower(): value for name, value in row["headers"].items()}
            yield _mail(row["id"], headers, row["subject"], row["body"], row["body_is_html"], False)


def _mail(id: str, headers: dict[str, str], subject: str, body: str, is_html: bool, hiring: bool) -> PublicMail:
    to = people(headers.get("to", "")) or (Person("", "owner@mail.example"),)
    owner = to[0]
    message = Message(
        id=id,
        thread_id=id,
        sent_at=header_date(headers.get("date")) or EPOCH,
        sender=next(iter(people(headers.get("from", ""))), None),
        to=to,
        cc=people(headers.get("cc", "")),
        reply_to=people(headers.get("reply-to", "")),
        subject=subject,
        message_id=headers.get("message-id", f"<{id}@public.example>"),
        text=None if is_html else body,
        html=body if is_html else None,
        headers={k: v for k, v in headers.items() if k not in ("from", "to", "cc", "date", "reply-to")},
    )
    return PublicMail(
        message, Candidate(owner.name or "Alex Doe", frozenset({owner.address}), "America/Chicago", "US-TX"), hiring
    )


def as_gmail(message: Message) -> Message:
    """The same words as Gmail writes them, above a quoted message."""
    lines = "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in (message.text or "").splitlines())
    quote = (
        '<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Oct 5, 2026 at 9:41 AM Pat Low '
        '&lt;<a href="mailto:pat@low.example">pat@low.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" '
        'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">'
        "We will tell you about the weather by Friday.<br></div></blockquote></div>"
    )
    return replace(message, text=None, html=f'<div dir="ltr">{lines}</div>{quote}')


def as_outlook(message: Message) -> Message:
    """The same words as desktop Outlook writes them, above a quoted message."""
    lines = "".join(
        f'<p class="MsoNormal"><span lang="EN-US" style="font-size:11.0pt">{html.escape(line) or "&nbsp;"}<o:p></o:p></span></p>'
        for line in (message.text or "").splitlines()
    )
    style = "<style><!-- p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt; font-family:'Calibri',sans-serif;} --></style>"
    quote = (
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b> Pat Low<br>'
        "<b>Sent:</b> Monday, October 5, 2026 9:41 AM<br><b>To:</b> Someone<br><b>Subject:</b> Weather<o:p></o:p></p></div>"
        '<p class="MsoNormal">We will tell you about the weather by Friday.<o:p></o:p></p>'
    )
    body = f'<body lang="EN-US" link="#0563C1"><div class="WordSection1">{lines}{quote}</div></body>'
    return replace(
        message, text=None, html=f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>{style}</head>{body}</html>'
    )
