"""Cut what stands around a letter: banners on top, signature cards, mobile footers and legal notices below.

A wrong cut loses a promise, so little is cut on weak evidence: a card needs a closing, a dash line or a name above it; what
reads as sentences stays unless it stands below a card, or says what footers say; a postscript always stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.detection.words.signatures import (
    BANNER_STEMS,
    BANNERS,
    CLOSING_PARTS,
    CLOSINGS,
    DISCLAIMER_STEMS,
    DISCLAIMERS,
    FOOTERS,
    MOBILE_DEVICES,
    MOBILE_OPENINGS,
    NOT_NAMES,
    NOTICES,
    POSTSCRIPTS,
    SPEAKING,
)

# A banner stands among so many first lines, a notice of company particulars among so many last ones.
_BANNER_LINES = 12
_NOTICE_LINES = 8
# No card is longer.
_CARD_LINES = 40
_CARD_LENGTH = 4000

_CLOSING_FIRST = frozenset(closing.split()[0] for closing in CLOSINGS)
_CLOSING_PART_WORDS = tuple(dict.fromkeys(max(part.split(), key=len) for part in CLOSING_PARTS))
_MOBILE_STARTS = frozenset(opening[:3] for opening in MOBILE_OPENINGS)
_CONTACT = re.compile(
    r"https?://|www\.|@[\w-]+\.|\+\d[\d ().-]{6,}|\(?\d{2,5}\)?[\d ./-]{6,}|\d{3}[ .-]\d{4}|"
    r"(?:tel|phone|mobile|mob|fax|fon|telefon|handy|tél|ext|durchwahl|móvil|office|direct)\.?\s*[:.]?\s*\+?[\d(]|^[TMFEPWD][:.]?\s+[+(\d]",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]*$")
_ABBREVIATED = (
    "Inc.",
    "Ltd.",
    "Co.",
    "Ph.D.",
    "Corp.",
    "e.V.",
    "S.A.",
    "S.L.",
    "M.A.",
    "Esq.",
    "Jr.",
    "LLC.",
    "D.C.",
    "U.K.",
    "C.V.",
    "B.V.",
    "P.C.",
    "R.N.",
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+)(?=\S)")


@dataclass(slots=True)
class Parts:
    """A block of the sender's lines, taken apart. Lines that were cut leave no trace in ``kept``."""

    kept: list[str]
    signature: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def take_apart(lines: list[str], *, first: bool, last: bool) -> Parts:
    """Cut banners, notices and mobile footers from a block of own lines, and from the last block the signature.

    Args:
        lines: with single blanks, empty ones between paragraphs.
        first, last: whether the block begins the message, and whether it is the last one with words of the sender.
    """
    parts = Parts(lines)
    lowered = "\n".join(lines).casefold()
    if first and _holds(lowered[:3000], BANNER_STEMS):
        _cut_banners(parts)
    _cut_mobile_footers(parts)
    if _holds(lowered, DISCLAIMER_STEMS):
        _cut_disclaimers(parts)
    _cut_at_dashes(parts)
    if last:
        _cut_card(parts, sentences_close=_holds(lowered, _CLOSING_PART_WORDS))
        if parts.kept:
            _cut_notices(parts)
    return parts


def _holds(lowered: str, phrases: tuple[str, ...]) -> bool:
    for phrase in phrases:  # noqa: SIM110 - any() with a generator takes twice as long
        if phrase in lowered:
            return True
    return False


def is_closing(line: str) -> bool:
    """Whether the line closes a letter: "Best regards,", "Viele Grüße aus Köln", "Cordialement, Jean Dupont"."""
    return _closing_length(line) > 0


def _may_close(line: str) -> bool:
    """Whether a line begins as a closing does, or with a dash: a cheap look that most lines fail."""
    if len(line) > 70:
        return False
    opening = line.split(None, 1)[0].casefold().replace("’", "'")
    return opening.strip(" ,.!;:-–—") in _CLOSING_FIRST or not opening.strip("-–—*_")


def _closing_length(line: str) -> int:
    """1 for a bare closing, 2 for one that carries the name as well, 3 for a closing sentence, 0 for anything else."""
    if not 2 <= len(line) <= 170:
        return 0
    lower = line.casefold().replace("’", "'")
    if len(line) > 70:
        return 3 if _holds(lower, _CLOSING_PART_WORDS) and _holds(lower, CLOSING_PARTS) else 0
    opening = lower.split(None, 1)[0]
    if opening.strip(" ,.!;:-–—") not in _CLOSING_FIRST and opening.strip("-–—*_"):
        return 3 if _holds(lower, _CLOSING_PART_WORDS) and _holds(lower, CLOSING_PARTS) else 0
    bare = lower.rstrip(" ,.!;:-–—)x😊🙂👋🙏").lstrip("-–— ")
    if bare in CLOSINGS:
        return 1
    head, comma, tail = bare.partition(",")
    if comma and head.strip() in CLOSINGS and _names(tail):
        return 2
    words = bare.split()
    for count in (4, 3, 2, 1):
        if len(words) > count and " ".join(words[:count]).rstrip(".!") in CLOSINGS:
            rest = words[count:]
            # "Viele Grüße aus der Speicherstadt", "Kind regards from Leeds", "Thanks Jane", "Un saludo desde Vigo".
            if (
                rest[0] in ("aus", "from", "von", "de", "desde", "vom", "nach", "to", "à", "und", "and", "et", "y")
                and len(rest) <= 5
                and count > 1
            ):
                return 1
            original = line.split()[count:]
            if len(rest) <= 3 and all(word[:1].isupper() for word in original) and not NOT_NAMES.intersection(rest):
                return 2
            break
    return 3 if _holds(lower, CLOSING_PARTS) else 0


def _names(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 4 and not any(char.isdigit() for char in text) and not NOT_NAMES.intersection(words)


def _is_name(line: str) -> bool:
    """Whether the line may be a person's name (or that of a team): up to five capitalised words, no digits."""
    if len(line) > 50 or not line or (_SENTENCE_END.search(line[-2:]) and line.count(" ") > 2):
        return False
    words = line.strip("-–—*~ ,.!").split()
    if not 0 < len(words) <= 5 or any(char.isdigit() for char in line) or line[-1] in "?:":
        return False
    if NOT_NAMES.intersection(word.strip(",.!").casefold() for word in words):
        return False
    return all(
        word[0].isupper() or not word[0].isalpha() or word in ("de", "von", "van", "der", "la", "del", "y", "zu", "da", "den")
        for word in words
    ) or (len(words) == 1 and len(line) <= 12)


def _is_card_line(line: str) -> bool:
    """Whether the line reads like part of a card (title, company, phone, address) rather than a sentence."""
    if not any(char.isalnum() for char in line):
        return True
    if len(line) <= 160 and (_CONTACT.search(line) or " | " in line or " • " in line or " · " in line):
        return True
    if len(line) > 70 or line[-1] in "?:,":
        return False
    if line.split(None, 1)[0].strip(".,!").casefold().replace("’", "'") in SPEAKING:
        return False
    return not _SENTENCE_END.search(line) or line.endswith(_ABBREVIATED) or line.count(" ") == 0


def _is_postscript(line: str) -> bool:
    lower = line[:14].casefold()
    return lower.startswith(POSTSCRIPTS) and (len(lower) < 3 or not lower[:3].isalpha())


def _is_footer(line: str) -> bool:
    lower = line.casefold()
    return any(words in lower for words in FOOTERS)


def _cut_card(parts: Parts, *, sentences_close: bool) -> None:
    """Cut the signature card: what follows the closing and the name, or a last paragraph that begins with a name.

    Args:
        sentences_close: a whole sentence may be the closing; where none can, few lines are worth a look.
    """
    lines = parts.kept
    filled = [index for index, line in enumerate(lines) if line]
    start = -1
    for position in range(max(0, len(filled) - _CARD_LINES - 1), len(filled)):
        index = filled[position]
        if not sentences_close and not _may_close(lines[index]):
            continue
        kind = _closing_length(lines[index])
        if not kind:
            continue
        below = filled[position + 1 :]
        if kind == 2 or not below:
            start = index + 1
            break
        if _closing_length(lines[below[0]]):
            continue
        if kind == 3 or _is_name(lines[below[0]]) or (len(below) <= 8 and _is_card_line(lines[below[0]])):
            # The line below the closing is the name, and stays.
            start = below[0] + 1
            break
    if start < 0:
        start = _card_without_closing(lines, filled)
    if start < 0:
        return
    kept = lines[:start]
    card: list[str] = []
    seen_card = in_postscript = False
    for line in lines[start:]:
        if not line:
            in_postscript = False
            (kept if not seen_card else card).append(line)
            continue
        if in_postscript or _is_postscript(line):
            in_postscript = True
            if not kept or kept[-1]:
                kept.append("") if not in_postscript else None
            kept.append(line)
            continue
        if _is_card_line(line) or seen_card or _is_footer(line):
            seen_card = True
            card.append(line)
        else:
            kept.append(line)
    parts.kept = kept
    parts.signature += card


def _card_without_closing(lines: list[str], filled: list[int]) -> int:
    """Where a card begins that no closing announces: a last paragraph of short lines, a name the first of them."""
    if len(filled) < 3:
        return -1
    start = filled[-1]
    top = start
    while top > 0 and (lines[top - 1] or (top >= 2 and lines[top - 2] and _CONTACT.search(lines[top]))) and filled[-1] - top < 14:
        top -= 1
        if not lines[top]:
            continue
        start = top
    paragraph = [line for line in lines[start:] if line]
    if start == filled[0]:
        return -1
    for offset, line in enumerate(paragraph[:-1]):
        rest = paragraph[offset + 1 :]
        if _is_name(line) and (offset == 0 or len(line) <= 40) and _is_card_line(rest[0]) and _card_like(rest):
            index = lines.index(line, start)
            return index + 1
    return -1


def _card_like(lines: list[str]) -> bool:
    """Whether the lines below a name make a card: short or with contact details, and only the last ones may be sentences."""
    prose = sum(not _is_card_line(line) for line in lines)
    return prose == 0 or prose <= len(lines) // 2


def _cut_at_dashes(parts: Parts) -> None:
    """Cut what follows ``-- ``, the usual delimiter, unless too much follows to be a signature."""
    filled = [index for index, line in enumerate(parts.kept) if line]
    for position in range(max(0, len(filled) - _CARD_LINES - 1), len(filled)):
        index = filled[position]
        if parts.kept[index] in ("--", "__", "—", "––", "-- --", "—-"):
            below = parts.kept[index + 1 :]
            if sum(map(len, below)) > _CARD_LENGTH:
                continue
            at = next((i for i, text in enumerate(below) if _is_postscript(text)), len(below))
            end = next((i for i in range(at, len(below)) if not below[i]), len(below))
            parts.kept = parts.kept[:index] + below[at:end]
            parts.signature += below[:at] + below[end:]
            return


def _cut_mobile_footers(parts: Parts) -> None:
    for index, line in enumerate(parts.kept):
        if line[:3].casefold() in _MOBILE_STARTS and _is_mobile_footer(line):
            parts.signature.append(line)
            parts.kept[index] = ""


def _is_mobile_footer(line: str) -> bool:
    lower = line.casefold()
    if len(line) > 140 or not lower.startswith(MOBILE_OPENINGS):
        return False
    words = lower.replace(",", " ").replace(".", " ").split()
    if any(device in lower for device in MOBILE_DEVICES) and not lower.startswith(
        ("von mein", "mit mein", "desde mi ", "depuis mon ")
    ):
        # "Sent from my desk, is much easier than my mobile phone." is a sentence; so is "Sent by mail today, have a look".
        return len(words) <= 6 or ("my" in words[:4] and "," not in line[:18]) or "<http" in lower
    if lower.startswith(("von mein", "mit mein", "desde mi ", "depuis mon ")):
        return len(words) <= 7 and any(device in lower for device in MOBILE_DEVICES)
    return (
        len(words) <= 6 and "," not in line and lower.startswith(("sent from ", "enviado desde ", "envoyé de ", "gesendet von "))
    )


def _cut_disclaimers(parts: Parts) -> None:
    """Cut confidentiality notices: from the sentence that shows one to the end of its paragraph."""
    lines = parts.kept
    whole = " ".join(lines).casefold()
    phrases = [words for words in DISCLAIMERS if words in whole]
    if not phrases:
        return
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end]:
            end += 1
        paragraph = lines[at:end]
        joined = " ".join(paragraph)
        lower = joined.casefold()
        where = min((found for words in phrases if (found := lower.find(words)) >= 0), default=-1)
        if where < 0 or len(lower) != len(joined):
            kept += lines[at : end + 1]
        else:
            start = 0
            for sentence in _SENTENCE_START.finditer(joined, 0, where + 1):
                start = sentence.end()
            while paragraph and start > 0:
                if start < len(paragraph[0]):
                    break
                start -= len(paragraph[0]) + 1
                kept.append(paragraph.pop(0))
            if paragraph and 0 < start < len(paragraph[0]):
                kept.append(paragraph[0][:start].rstrip())
                paragraph[0] = paragraph[0][start:]
            while paragraph and (found := next((i for i, line in enumerate(paragraph) if _is_postscript(line)), -1)) >= 0:
                kept += paragraph[found:]
                paragraph = paragraph[:found]
            parts.notices += paragraph
            kept.append("")
        at = end + 1
    parts.kept = kept


def _cut_notices(parts: Parts) -> None:
    filled = [index for index, line in enumerate(parts.kept) if line][-_NOTICE_LINES:]
    lowered = "\n".join([parts.kept[index] for index in filled]).casefold()
    if not _holds(lowered, NOTICES):
        return
    for index in filled:
        line = parts.kept[index]
        if len(line) <= 300 and _holds(line.casefold(), NOTICES):
            parts.notices.append(line)
            parts.kept[index] = ""


def _cut_banners(parts: Parts) -> None:
    """Cut the warnings that mail gateways put on top; a banner wrapped over several lines goes whole."""
    lines = list(parts.kept)
    filled = [index for index, line in enumerate(lines) if line][:_BANNER_LINES]
    in_banner = False
    for index in filled:
        line = lines[index]
        lower = line.casefold()
        blank_above = index == 0 or not lines[index - 1]
        hit = next((words for words in BANNERS if words in lower), "")
        if hit:
            # "[EXTERNAL] Hi Jane, ..." has the letter in the same line.
            if (
                hit.startswith(("[", "*"))
                and lower.startswith(hit)
                and len(line) > len(hit) + 25
                and not any(w in lower for w in BANNERS if not w.startswith(("[", "*")))
            ):
                parts.notices.append(line[: len(hit)])
                lines[index] = line[len(hit) :].strip(" *-:")
                continue
            in_banner = not _SENTENCE_END.search(line)
        elif not (in_banner and not blank_above and line[:1].islower()):
            in_banner = False
            continue
        else:
            in_banner = not _SENTENCE_END.search(line)
        parts.notices.append(line)
        lines[index] = ""
    parts.kept = lines
