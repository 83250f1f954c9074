"""What the sender wrote in this message: quotes, forwards, signatures, disclaimers and banners off, line breaks kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.detection.html_text import INVISIBLE, OWN, QUOTED, SIGNATURE, TEXT_LIMIT, html_lines
from app.detection.quotes import mark_quotes
from app.detection.signatures import take_apart

# A text body that says only this stands in for the HTML one.
_STANDS_IN = re.compile(
    r"enable html|html[- ](?:capable|compatible|enabled)|support html|view (?:this|the) (?:e-?mail|message|mail) in|view in (?:your )?browser|"
    r"html-e?-?mails? (?:anzeigen|unterstütz)|im browser (?:ansehen|anzeigen|öffnen)|dans votre navigateur|ver (?:este correo )?en (?:el|tu|su) navegador|"
    r"this is (?:a|an) html|no text (?:version|part)|cannot (?:display|read) html",
    re.I,
)
_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|div|table|p|meta|style|br|span)\b[^<>]{0,400}>", re.I)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One body, taken apart.

    Attributes:
        text: the sender's own words. Lines end in ``\\n``, runs of blanks are one blank, no line has blanks at its ends, and
            there is at most one empty line in a row.
        quoted: earlier mail, quoted or forwarded, with the lines that introduce it.
        signature: the card and mobile footers; the closing line and the name below it stay in ``text``.
        disclaimer: confidentiality notices, legal footers and the banners that mail systems put on top.
        forwarded: somebody else's mail is passed on.
        truncated: the body was longer than what is read (256 kB of text).
    """

    text: str = ""
    quoted: str = ""
    signature: str = ""
    disclaimer: str = ""
    forwarded: bool = False
    truncated: bool = False


def own_words(text: str | None, html: str | None) -> OwnWords:
    """Take a message's bodies apart; either may be None.

    The plain text is preferred where it is a real one: the program that sent it has already marked the quotes with ``>``,
    and it costs a third. It is passed over when it is empty, only points to the HTML ("please enable HTML"), or is a stub of a
    line beside a long HTML body, as some ATSs send.
    """
    if html is not None and (text is None or not _is_real(text, html)):
        return _take_apart(*html_lines(html))
    if text is None:
        return OwnWords()
    if html is None and text[:500].lstrip()[:1] == "<" and _LOOKS_LIKE_HTML.match(text):
        return _take_apart(*html_lines(text))
    return _take_apart(*_text_lines(text))


def _is_real(text: str, html: str) -> bool:
    stripped = text.strip()
    if not stripped:
        return False
    if len(stripped) < 400 and _STANDS_IN.search(stripped):
        return False
    if stripped[0] == "<" and _LOOKS_LIKE_HTML.match(stripped):
        return False
    return len(stripped) >= 80 or len(html) < 2000 or len(stripped.split()) >= 12


def _text_lines(text: str) -> tuple[list[str], list[int], bool]:
    truncated = len(text) > TEXT_LIMIT
    if truncated:
        text = text[:TEXT_LIMIT]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.translate(INVISIBLE)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return lines, [OWN] * len(lines), truncated


def _take_apart(lines: list[str], marks: list[int], truncated: bool) -> OwnWords:
    forwarded = mark_quotes(lines, marks)
    blocks: list[list[str]] = []
    quoted: list[str] = []
    signature: list[str] = []
    notices: list[str] = []
    before = QUOTED
    if marks.count(OWN) == len(marks):
        blocks, lines, marks = [lines] if lines else [], [], []
    for text, whose in zip(lines, marks, strict=True):
        if whose == OWN:
            if before != OWN:
                blocks.append([])
            blocks[-1].append(text)
        elif whose == SIGNATURE:
            signature.append(text)
        else:
            quoted.append(text)
        if text or whose != OWN:
            before = whose
    own: list[list[str]] = []
    last = True
    for index in range(len(blocks) - 1, -1, -1):
        parts = take_apart(blocks[index], first=index == 0, last=last)
        own.append(parts.kept)
        signature += parts.signature
        notices += parts.notices
        if any(parts.kept):
            last = False
    own.reverse()
    return OwnWords(
        "\n\n".join(filter(None, map(_tidy, own))), _tidy(quoted), _tidy(signature), _tidy(notices), forwarded, truncated
    )


def _tidy(lines: list[str]) -> str:
    """Join lines, with at most one empty line in a row and none at the ends."""
    text = "\n".join(lines).strip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text
