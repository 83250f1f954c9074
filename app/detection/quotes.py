"""Tell the lines of a body that quote or forward earlier mail from those that the sender wrote.

Lines marked with ``>`` quote. A line such as "On Monday ... Jane wrote:", perhaps wrapped over several lines, introduces a
quote: when marked lines follow it, only these are quoted (so that words written between them stay), else all that follows is.
A block of "From: ... Sent: ... Subject: ..." lines, or "-----Original Message-----", makes the rest of the body earlier mail.
"""

from __future__ import annotations

import re

from app.detection.html_text import FORWARDED, OWN, QUOTED, Line
from app.detection.words.quotes import FORWARDED as FORWARDED_WORDS
from app.detection.words.quotes import HEADER_LABELS, INTRODUCTION_OPENINGS, INTRODUCTION_VERBS, ORIGINAL

# An introduction is wrapped over this many lines at most, and is not longer than this.
_INTRODUCTION_LINES = 4
_INTRODUCTION_LENGTH = 400
_HEADER_BLOCK_LINES = 14
_LABEL_LENGTH = 18

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{2,}")
_WHEN = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_DIGIT = re.compile(r"\d")
_MARKS = re.compile(r"(?:[>|] ?)+")


def mark_quotes(lines: list[Line]) -> tuple[list[Line], bool]:
    """Return the lines with every quoted or forwarded one marked, and whether somebody else's mail is passed on.

    Lines that already are marked (by the HTML they came from) stay so.
    """
    whose = [QUOTED if line.whose == OWN and line.text[:1] == ">" else line.whose for line in lines]
    _give_back_mbox_escapes(lines, whose)
    forwarded = FORWARDED in whose
    count = len(lines)
    at = 0
    while at < count:
        text = lines[at].text
        if whose[at] in (QUOTED, FORWARDED) or not text:
            at += 1
            continue
        first = text[0]
        separator = 0
        if first in "-_—=*" or text[-1] == ":" or ":" in text[: _LABEL_LENGTH + 3] or _ends_with_verb(text):
            separator = _separator(text)
            start = at
            if not separator and first in "_-—*=" and _is_rule(text) and _header_block(lines, whose, _next(lines, at + 1)):
                separator = QUOTED
            if not separator and ":" in text[: _LABEL_LENGTH + 3] and _header_block(lines, whose, at):
                separator = QUOTED
            if not separator and (text[-1] in ":：" or _ends_with_verb(text)) and (back := _introduction(lines, whose, at)) >= 0:
                separator, start = QUOTED, back
        if not separator:
            at += 1
            continue
        forwarded = forwarded or separator == FORWARDED
        following = _next(lines, at + 1)
        if (
            following < count
            and whose[following] in (QUOTED, FORWARDED)
            and (separator == FORWARDED or lines[at].text[-1] == ":")
        ):
            end = following
        else:
            end = count
        for index in range(start, end):
            whose[index] = separator
        at = end
    _join_wrapped(lines, whose)
    return [line if line.whose == new else Line(new, line.text) for line, new in zip(lines, whose, strict=True)], forwarded


def unmarked(text: str) -> str:
    """A quoted line without its ``>`` marks."""
    found = _MARKS.match(text)
    return text[found.end() :] if found else text


def _next(lines: list[Line], at: int) -> int:
    """Index of the next line with text, at most three blank ones ahead."""
    limit = min(len(lines), at + 4)
    while at < limit and not lines[at].text:
        at += 1
    return at


def _is_rule(text: str) -> bool:
    return len(text) >= 3 and not text.strip("_-—=* ")


def _separator(text: str) -> int:
    """``QUOTED`` or ``FORWARDED`` for a line such as ``-----Original Message-----``, else 0."""
    bare = text.strip("-–—_=*~<> :").casefold().replace("’", "'").replace("\xa0", " ")
    if len(bare) > 90 or len(bare) < 8:
        return 0
    dashed = text[:2] in ("--", "__", "==", "**", "—-", "––", "——", "~~") or text[:1] == "*" or text[-2:] == "--"
    if bare in FORWARDED_WORDS or (dashed and bare.startswith(FORWARDED_WORDS)):
        # "Forwarded message" alone in a sentence's place is a heading only with a colon or dashes about it.
        return FORWARDED if dashed or text[-1] == ":" else 0
    if dashed and bare.startswith(ORIGINAL):
        return QUOTED
    return 0


def _ends_with_verb(text: str) -> bool:
    """Whether the line ends like an introduction without its colon ("... wrote", Zoho's "---- On ... wrote ----")."""
    return text.endswith(("wrote", "schrieb", "écrit", "escribió", "-")) and text.rstrip("- ").endswith(INTRODUCTION_VERBS)


def _label(text: str) -> str:
    """What a header label at the start of the line means (``f``, ``s``, ``t`` ...); empty when there is none."""
    colon = text.find(":", 0, _LABEL_LENGTH + 3)
    if colon < 1:
        return ""
    return HEADER_LABELS.get(text[:colon].strip("*_> \xa0").casefold(), "")


def _header_block(lines: list[Line], whose: list[int], at: int) -> bool:
    """Whether a block of header lines starts here.

    It names a sender and at least two of date, addressee and subject, and holds a mail address or a subject: "From: Bonn, To:
    Paris, Date: 3 May" is a journey. Lotus Notes puts sender and date on bare lines above "To: ... Subject: ...".
    """
    if at >= len(lines):
        return False
    first = _label(lines[at].text)
    if first not in ("f", "s", "j", "t") or not first:
        return False
    seen = {first}
    strangers = 0
    addressed = "@" in lines[at].text
    for index in range(at + 1, min(len(lines), at + _HEADER_BLOCK_LINES)):
        text = lines[index].text
        if whose[index] != whose[at]:
            break
        label = _label(text)
        if label:
            seen.add(label)
            strangers = 0
            addressed = addressed or "@" in text
        elif text:
            # A long list of addressees, or a label whose value stands on the next line.
            strangers += 1
            addressed = addressed or "@" in text
            if strangers > 3:
                break
        elif len(seen) > 1:
            break
    if "f" not in seen:
        above = " ".join(line.text for line in lines[max(0, at - 3) : at])
        return first == "t" and "j" in seen and bool(_WHEN.search(above[-200:]))
    named = len(seen & {"f", "s", "t", "j"})
    return (named >= 3 and (addressed or "j" in seen)) or (named == 2 and first == "f" and "t" not in seen and addressed)


def _introduction(lines: list[Line], whose: list[int], at: int) -> int:
    """Index of the line where the introduction that ends at ``at`` begins; -1 when the line introduces no quote."""
    joined = ""
    best, best_dated = -1, False
    following = _next(lines, at + 1)
    quote_follows = following < len(lines) and whose[following] in (QUOTED, FORWARDED)
    for index in range(at, max(-1, at - _INTRODUCTION_LINES), -1):
        text = lines[index].text
        if not text or whose[index] in (QUOTED, FORWARDED):
            break
        joined = f"{text} {joined}" if joined else text
        if len(joined) > _INTRODUCTION_LENGTH:
            break
        lower = joined.casefold().lstrip("*_-— ")
        opens = lower.startswith(INTRODUCTION_OPENINGS)
        verb = any(words in lower for words in INTRODUCTION_VERBS)
        dated = bool(_WHEN.search(joined))
        addressed = "@" in joined and bool(_ADDRESS.search(joined))
        if opens and verb and (dated or addressed or (_DIGIT.search(joined) and quote_follows)):
            return index
        if best >= 0:
            # The name or the date above belongs to it; a sentence of the letter does not.
            if best_dated or not (dated and addressed) or _sentence_before(joined):
                continue
            best, best_dated = index, dated
        elif (
            # "Max <max@x.example> schrieb am Mo., 5. Jan. 2026, 12:03:", and the same in every other language.
            (addressed and dated and not _sentence_before(joined))
            or (addressed and verb and lower.rstrip(" :：-_").endswith(INTRODUCTION_VERBS))
            or (verb and dated and not opens and index == at and _sentence_like_name(lower))
        ):
            best, best_dated = index, dated
    return best


def _sentence_before(joined: str) -> bool:
    """Whether the words look like a sentence that happens to name an address and a date ("Write to x@y by 3.10.2026:")."""
    return len(joined) > 200 or bool(re.search(r"[.!?] [A-ZÄÖÜÉ][a-zäöü]+ [a-z]+ [a-z]+ ", joined)) or joined.count("@") > 3


def _sentence_like_name(lower: str) -> bool:
    """Whether a name precedes the verb: "jane doe wrote on 3 march 2026:"."""
    for verb in INTRODUCTION_VERBS:
        where = lower.find(verb)
        if where > 0:
            return where <= 45 and lower[:where].count(" ") <= 5 and "," not in lower[: where - 2]
    return False


def _give_back_mbox_escapes(lines: list[Line], whose: list[int]) -> None:
    """mbox files write ``>From`` for a line that begins with ``From``: alone among unquoted lines it is the sender's."""
    for index, line in enumerate(lines):
        if (
            line.text.startswith(">From ")
            and (index == 0 or whose[index - 1] == OWN)
            and (index + 1 == len(lines) or lines[index + 1].text[:1] != ">")
        ):
            whose[index] = OWN
            lines[index] = Line(OWN, line.text[1:])


def _join_wrapped(lines: list[Line], whose: list[int]) -> None:
    """A few words left over when a marked line was wrapped are quoted as well."""
    for index in range(1, len(lines) - 1):
        if (
            whose[index] == OWN
            and whose[index - 1] == QUOTED
            and whose[index + 1] == QUOTED
            and lines[index].text[:1].islower()
            and len(lines[index].text) < 30
            and len(lines[index - 1].text) >= 60
            and lines[index - 1].text[0] == ">"
        ):
            whose[index] = QUOTED
