"""Names for the text of a follow-up, and for telling organisations apart: role, organisation, who is greeted and how."""

from __future__ import annotations

import re

from app.conversation import Person
from app.detection.asks import words_of
from app.detection.recruiter import bare_subject
from app.detection.words.titles import find_title

_CUT = re.compile(
    r"\s+[-–—|•:/]+\s+|\s*[|•–—]\s*|:\s+|\s*[;,]\s+|\(|\)|\s+<>\s+|\s+@\s+|\s+(?:at|bei|chez|für|pour|para|in|en)\s+"
)
_REFERENCE = re.compile(r"\b(?:ref|job id|kennziffer|req|id|nr|vn|comp)\b|\d{3,}|#|^\W*$", re.IGNORECASE)
_CAPITALS = re.compile(
    r"\b[A-ZÄÖÜÉÈÁÍÓÚÑ][\wäöüßéèáíóúñ&'-]*(?:[ ]+(?:(?:&|and|und|y|et|of|de|la|du) )?[A-ZÄÖÜÉÈÁÍÓÚÑ][\wäöüßéèáíóúñ'-]*){0,2}"
)
_ROLE_LEAD = re.compile(
    r"\b(?:application|interview|offer|vacancy|position|role|post|bewerbung|ihre bewerbung|deine bewerbung|gespräch|vorstellungsgespräch|stelle|candidature|poste|entretien|vacante|puesto|candidatura|entrevista|"
    r"your|re|the|our|for|as|als|an?|to|of|de|d'|thank you|thanks|next steps?|update|invitation|einladung|received|hiring|selection|postulaci[oó]n|proceso|job|ihre|deine|votre|ta|tu|su|vielen dank|merci|gracias|on|about|zum|zur|über)\b[ :'-]*",
    re.IGNORECASE,
)


def role_in(subject: str) -> str:
    """The job that a subject names, in its own words; empty when none is plain. Never made up."""
    for part in _CUT.split(bare_subject(subject)):
        part = part.strip(" .,!?-–—[]\"'")
        match = find_title(part)
        if not match or len(part) > 60 or "?" in part:
            continue
        if (lead := _leading_words(part)) and lead <= match.start():
            part = part[lead:].strip()
        if part and not _REFERENCE.search(part) and len(part.split()) <= 6 and not part.isupper():
            return re.sub(
                r"\s+(?:role|position|job|post|vacancy|stelle|interview|application|opportunity)$", "", part, flags=re.IGNORECASE
            )
    return ""


def _leading_words(part: str) -> int:
    end = 0
    while match := _ROLE_LEAD.match(part, end):
        if match.end() == end:
            break
        end = match.end()
    return end


def names_in(subject: str, sender: Person | None, text: str, signature: str) -> tuple[str, ...]:
    """Names of firms and people that a mail mentions, squashed to be compared with domain labels."""
    found: dict[str, None] = {}
    for source in (sender.name if sender else "", subject, text[:3000], signature[:400]):
        for match in _CAPITALS.finditer(source):
            words = [word for word in re.split(r"[\s]+", match.group()) if word]
            for size in (3, 2, 1):
                for start in range(len(words) - size + 1):
                    name = re.sub(r"[\W_]", "", "".join(words[start : start + size])).lower()
                    if len(name) >= 5:
                        found.setdefault(name)
            if len(found) > 80:
                return tuple(found)
    return tuple(found)


def greeting_in(text: str, language: str) -> str:
    """The name at the head of a mail ("Frau Voss", "Imogen"); empty where none is greeted."""
    match = words_of(language).greeting.match(text[:120])
    if not match:
        return ""
    return match.group("name").strip().rstrip(",!.")


def form_of_address(text: str, language: str) -> bool | None:
    """True for Sie, vous, usted; False for du, tu, tú; None where the words do not tell."""
    words = words_of(language)
    if words.formal is None or words.informal is None:
        return None
    formal, informal = len(words.formal.findall(text[:4000])), len(words.informal.findall(text[:4000]))
    if language == "de":
        formal = len(re.findall(r"\b(?:Ihnen|Ihre[nmrs]?|Ihr|Sie)\b", text[:4000])) + len(
            re.findall(r"geehrte|(?:Frau|Herr) [A-ZÄÖÜ]", text[:200])
        )
    if formal == informal:
        return None
    return formal > informal
