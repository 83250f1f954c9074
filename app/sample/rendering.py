"""A scene's messages as RFC 822 bytes, written as Gmail, Outlook, Apple Mail and hiring systems write them.

Everything that real mail programs draw at random (Message-IDs, boundaries, calendar uids) is drawn from a digest of the
thread, the message and the week, so that the same week gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from app.sample.calendar_words import apple_attribution, gmail_attribution, outlook_header
from app.sample.scenes import Line, Scene

_POLICY = SMTP.clone(max_line_length=998, cte_type="7bit")  # folding shorter encodes long Message-IDs, which breaks threads
_LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)]")


def thread_bytes(scene: Scene, monday: date) -> tuple[bytes, ...]:
    """The raw messages of a scene, in its order; each answers the one before it."""
    seeds = [hashlib.sha256(f"{scene.key}/{number}/{monday}".encode()) for number in range(len(scene.lines))]
    ids = [_message_id(line, seed.digest()) for line, seed in zip(scene.lines, seeds, strict=True)]
    raw: list[bytes] = []
    for number, line in enumerate(scene.lines):
        mail = EmailMessage(policy=_POLICY)
        mail["Message-ID"] = ids[number]
        mail["Date"] = format_datetime(line.at)
        mail["From"] = _addresses([line.sender])
        mail["To"] = _addresses(line.to)
        if line.cc:
            mail["Cc"] = _addresses(line.cc)
        if line.reply_to:
            mail["Reply-To"] = _addresses([line.reply_to])
        mail["Subject"] = line.subject
        if number:
            mail["In-Reply-To"] = ids[number - 1]
            mail["References"] = " ".join(ids[:number])
        for name, value in line.headers.items():
            mail[name] = value
        if line.program == "apple":
            mail["X-Mailer"] = "Apple Mail (2.3826.700.81)"
        _fill(mail, line, scene.lines[:number], seeds[number].hexdigest())
        raw.append(mail.as_bytes())
    return tuple(raw)


def _addresses(values: Sequence[str]) -> tuple[Address, ...]:
    return tuple(Address(display_name=name, addr_spec=address) for name, address in map(parseaddr, values))


def _message_id(line: Line, digest: bytes) -> str:
    domain = parseaddr(line.sender)[1].rpartition("@")[2]
    if line.program == "gmail":
        return f"<CA{base64.urlsafe_b64encode(digest).decode().rstrip('=')}@mail.gmail.com>"
    if line.program == "outlook":
        host = f"{'DB AM PA VI'.split()[digest[0] % 4]}{digest[1] % 9 + 1}PR{digest[2] % 90 + 10:02d}MB{1000 + digest[3] * 16}"
        return f"<{host}{digest[4:16].hex().upper()}@{host}.eurprd{digest[2] % 20 + 1:02d}.prod.outlook.com>"
    code = digest.hex().upper()
    if line.program == "apple":
        return f"<{code[:8]}-{code[8:12]}-4{code[13:16]}-A{code[17:20]}-{code[20:32]}@{domain}>"
    return f"<{line.at.astimezone(UTC):%Y%m%d%H%M%S}.{code[:16].lower()}@mta.{domain}>"


def _fill(mail: EmailMessage, line: Line, before: Sequence[Line], code: str) -> None:
    plain = _plain(line, before)
    if line.form == "html":
        mail.set_content(_page(line, before), subtype="html", charset="utf-8", cte="quoted-printable")
    else:
        mail.set_content(plain + "\n", charset="utf-8", cte="quoted-printable" if not plain.isascii() else "7bit")
    if line.form == "both" or line.invitation:
        mail.make_alternative()
    if line.form == "both":
        mail.add_alternative(_page(line, before), subtype="html", charset="utf-8", cte="quoted-printable")
    if line.invitation:
        event = _event(line, code)
        mail.add_alternative(
            event.encode(), maintype="text", subtype="calendar", params={"method": "REQUEST", "charset": "utf-8"}
        )
    _set_boundaries(mail, code)


def _set_boundaries(mail: EmailMessage, code: str) -> None:
    for number, part in enumerate(p for p in mail.walk() if p.is_multipart()):
        part.set_boundary(f"000000000000{code[number * 12 : number * 12 + 16]}")


# Plain text


def _signed(line: Line) -> str:
    """The own words; the two dashes above a signature get the blank that mail programs put after them (RFC 3676, 4.3)."""
    return re.sub(r"^--$", "-- ", line.text, flags=re.M)


def _plain(line: Line, before: Sequence[Line]) -> str:
    own = _signed(line)
    if not line.quote or not before:
        return own
    quoted, sender = before[-1], parseaddr(before[-1].sender)
    earlier = _plain(quoted, before[:-1])
    if line.program == "outlook":
        header = outlook_header(quoted.at, quoted.sender, _shown(quoted.to), quoted.subject, line.language)
        return own + "\n\n________________________________\n" + "\n".join(f"{a} {b}" for a, b in header) + "\n\n" + earlier
    attribution = _attribution(line, quoted.at, *sender)
    marked = "\n".join(f">{text}" if text.startswith(">") else f"> {text}".rstrip() for text in [*earlier.split("\n")])
    return f"{own}\n\n{attribution}\n\n{marked}"


def _attribution(line: Line, at: datetime, name: str, address: str) -> str:
    words = apple_attribution if line.program == "apple" else gmail_attribution
    return words(at, name, address, line.language)


def _shown(values: Sequence[str]) -> str:
    return "; ".join(values)


# HTML


def _page(line: Line, before: Sequence[Line]) -> str:
    body = _body(line, before)
    if line.program == "outlook":
        style = '<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;} --></style>'
        return f'<html><head><meta charset="utf-8">{style}</head><body lang="{line.language}"><div class="WordSection1">{body}</div></body></html>'
    if line.program == "apple":
        return f'<html><head><meta charset="utf-8"></head><body style="overflow-wrap: break-word;">{body}</body></html>'
    if line.program == "machine":
        return (
            '<html><body style="margin:0;background:#f4f5f7"><table role="presentation" width="100%"><tr><td align="center">'
            f'<table role="presentation" width="600" style="background:#ffffff"><tr><td style="padding:32px">{body}</td></tr></table>'
            '</td></tr></table><img src="https://mail.example/o.gif" width="1" height="1" alt=""></body></html>'
        )
    return f'<div dir="ltr">{body}</div>'


def _body(line: Line, before: Sequence[Line]) -> str:
    """Own words and, where there is one, the quote, as the program nests them."""
    own = _own_html(line)
    if not line.quote or not before:
        return own
    quoted = before[-1]
    earlier = _body(quoted, before[:-1])
    if line.program == "outlook":
        header = outlook_header(quoted.at, quoted.sender, _shown(quoted.to), quoted.subject, line.language)
        rows = "<br>".join(f"<b>{html.escape(a)}</b> {html.escape(b)}" for a, b in header)
        rule = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
        return (
            f'{own}<div><div style="{rule}"><p class="MsoNormal">{rows}</p></div></div><p class="MsoNormal">&nbsp;</p>{earlier}'
        )
    attribution = html.escape(_attribution(line, quoted.at, *parseaddr(quoted.sender)))
    if line.program == "apple":
        return f'{own}<div><br><blockquote type="cite"><div>{attribution}</div><br><div>{earlier}</div></blockquote></div>'
    return (
        f'{own}<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{attribution}<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f"{earlier}</blockquote></div>"
    )


def _own_html(line: Line) -> str:
    words, _, signature = _signed(line).partition("\n-- \n")
    paragraphs = [_inline(p) for p in words.split("\n\n")]
    if line.program == "outlook":
        written = "".join(f'<p class="MsoNormal">{p}</p><p class="MsoNormal">&nbsp;</p>' for p in paragraphs)
        return written + (
            f'<p class="MsoNormal"><span style="color:#1F497D">{_inline(signature)}</span></p>' if signature else ""
        )
    if line.program == "machine":
        written = "".join(f'<p style="font:16px/24px Arial,sans-serif;color:#1c1c28">{p}</p>' for p in paragraphs)
        return written + (
            f'<p style="font:12px/18px Arial,sans-serif;color:#8a8a94">{_inline(signature)}</p>' if signature else ""
        )
    written = "<div><br></div>".join(f"<div>{p}</div>" for p in paragraphs)
    if not signature:
        return written
    if line.program == "apple":
        return f"{written}<br><div>-- <br>{_inline(signature)}</div>"
    return (
        f'{written}<div><br></div>-- <br><div dir="ltr" class="gmail_signature"><div dir="ltr">{_inline(signature)}</div></div>'
    )


def _inline(text: str) -> str:
    """Escaped, with line breaks and links."""
    escaped = html.escape(text, quote=False)
    return _LINK.sub(lambda m: f'<a href="{m[0]}">{m[0]}</a>', escaped).replace("\n", "<br>")


# Calendar


def _event(line: Line, code: str) -> str:
    """The iTIP request (RFC 5546) of an invitation."""
    told = line.invitation or {}
    organizer, guest = parseaddr(line.sender), parseaddr(line.to[0])
    rows = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN"
        if line.program == "gmail"
        else "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        f"DTSTART:{told['start'].astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTEND:{told['end'].astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTAMP:{line.at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"ORGANIZER;CN={organizer[0]}:mailto:{organizer[1]}",
        f"UID:{code[:26]}@{organizer[1].rpartition('@')[2]}",
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN={guest[0]}:mailto:{guest[1]}",
        f"SUMMARY:{_escaped(told['title'])}",
        f"LOCATION:{_escaped(told['place'])}",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{row}\r\n" for row in rows)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
