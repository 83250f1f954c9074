"""Tell the lines of a body that quote or forward earlier mail from those that the sender wrote.

Lines marked with ``>`` quote. A line such as "On Monday ... Jane wrote:", perhaps wrapped over several lines, introduces a
quote: when marked lines follow it, only these are quoted (so that words written between them stay), else all that follows is.
A block of "From: ... Sent: ... Subject: ..." lines, or "-----Original Message-----", makes the rest of the body earlier mail.
"""

from __future__ import annotations

import re

from app.detection.html_text import FORWARDED, OWN, QUOTED
from app.detection.words.quotes import FORWARDED as FORWARDED_WORDS
from app.detection.words.quotes import HEADER_LABELS, INTRODUCTION_OPENINGS, INTRODUCTION_VERBS, ORIGINAL

# An introduction is wrapped over this many lines at most, and is not longer than this.
_INTRODUCTION_LINES = 4
_INTRODUCTION_LENGTH = 400
_HEADER_BLOCK_LINES = 14
_LABEL_LENGTH = 18
_COLON_WITHIN = _LABEL_LENGTH + 3
_RULES = "-_—*="
_VERBS = ("wrote", "schrieb", "écrit", "escribió")
# What the last letter of a line is that introduces a quote: a cheap look that most lines fail.
_LAST = frozenset((":", "：", "-", *(verb[-1] for verb in _VERBS)))

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{2,}")
_WHEN = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_DIGIT = re.compile(r"\d")


def mark_quotes(lines: list[str], whose: list[int]) -> bool:
    """Mark every quoted or forwarded line in ``whose``; return whether somebody else's mail is passed on.

    Args:
        lines: of the body, with single blanks; a ``>`` of an mbox escape is taken off.
        whose: as long as ``lines``; what is marked already (by the HTML it came from) stays so.
    """
    for index in [index for index, text in enumerate(lines) if text[:1] == ">"]:
        if whose[index] == OWN:
            whose[index] = QUOTED
            if lines[index][:6] == ">From ":
                _give_back_mbox_escape(lines, whose, index)
    forwarded = FORWARDED in whose
    count = len(lines)
    behind = 0
    for at in [
        at for at, text in enumerate(lines) if text and (":" in text[:_COLON_WITHIN] or text[0] in _RULES or text[-1] in _LAST)
    ]:
        text = lines[at]
        if at < behind or whose[at] in (QUOTED, FORWARDED):
            continue
        label = ":" in text[:_COLON_WITHIN]
        colon = text[-1] in ":："
        if not label and not colon and text[0] not in _RULES and not _ends_with_verb(text):
            continue
        start = at
        found = _separator(text)
        if not found and text[0] in _RULES and _is_rule(text) and _header_block(lines, whose, _next(lines, at + 1)):
            found = QUOTED
        if not found and label and _header_block(lines, whose, at):
            found = QUOTED
        if not found and (colon or _ends_with_verb(text)) and (start := _introduction(lines, whose, at)) >= 0:
            found = QUOTED
        if not found:
            continue
        forwarded = forwarded or found == FORWARDED
        following = _next(lines, at + 1)
        marked = following < count and whose[following] in (QUOTED, FORWARDED) and (found == FORWARDED or colon)
        end = following if marked else count
        whose[start:end] = [found] * (end - start)
        behind = end
    if QUOTED in whose:
        _join_wrapped(lines, whose)
    return forwarded


def _next(lines: list[str], at: int) -> int:
    """Index of the next line with text, at most three blank ones ahead."""
    limit = min(len(lines), at + 4)
    while at < limit and not lines[at]:
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
    return text.endswith((*_VERBS, "-")) and text.rstrip("- ").endswith(INTRODUCTION_VERBS)


def _label(text: str) -> str:
    """What a header label at the start of the line means (``f``, ``s``, ``t`` ...); empty when there is none."""
    colon = text.find(":", 0, _COLON_WITHIN)
    if colon < 1:
        return ""
    return HEADER_LABELS.get(text[:colon].strip("*_> \xa0").casefold(), "")


def _header_block(lines: list[str], whose: list[int], at: int) -> bool:
    """Whether a block of header lines starts here.

    It names a sender and at least two of date, addressee and subject, and holds a mail address or a subject: "From: Bonn, To:
    Paris, Date: 3 May" is a journey. Lotus Notes puts sender and date on bare lines above "To: ... Subject: ...".
    """
    if at >= len(lines):
        return False
    first = _label(lines[at])
    if first not in ("f", "s", "j", "t") or not first:
        return False
    seen = {first}
    strangers = 0
    addressed = "@" in lines[at]
    for index in range(at + 1, min(len(lines), at + _HEADER_BLOCK_LINES)):
        text = lines[index]
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
        above = " ".join(lines[max(0, at - 3) : at])
        return first == "t" and "j" in seen and bool(_WHEN.search(above[-200:]))
    named = len(seen & {"f", "s", "t", "j"})
    return (named >= 3 and (addressed or "j" in seen)) or (named == 2 and first == "f" and "t" not in seen and addressed)


def _introduction(lines: list[str], whose: list[int], at: int) -> int:
    """Index of the line where the introduction that ends at ``at`` begins; -1 when the line introduces no quote."""
    joined = ""
    best, best_dated = -1, False
    following = _next(lines, at + 1)
    quote_follows = following < len(lines) and whose[following] in (QUOTED, FORWARDED)
    for index in range(at, max(-1, at - _INTRODUCTION_LINES), -1):
        text = lines[index]
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


def _give_back_mbox_escape(lines: list[str], whose: list[int], index: int) -> None:
    """mbox files write ``>From`` for a line that begins with ``From``: alone among unquoted lines it is the sender's."""
    if (index == 0 or whose[index - 1] == OWN) and (index + 1 == len(lines) or lines[index + 1][:1] != ">"):
        whose[index] = OWN
        lines[index] = lines[index][1:]


def _join_wrapped(lines: list[str], whose: list[int]) -> None:
    """A few words left over when a marked line was wrapped are quoted as well."""
    for index in range(1, len(lines) - 1):
        if (
            whose[index] == OWN
            and whose[index - 1] == QUOTED
            and whose[index + 1] == QUOTED
            and lines[index][:1].islower()
            and len(lines[index]) < 30
            and len(lines[index - 1]) >= 60
            and lines[index - 1][0] == ">"
        ):
            whose[index] = QUOTED
