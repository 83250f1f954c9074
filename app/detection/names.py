"""Names for the text of a follow-up, and for telling organisations apart: role, organisation, who is greeted and how."""

from __future__ import annotations

import re

from app.conversation import Person
from app.detection.asks import words_of
from app.detection.recruiter import bare_subject, subject_title

_REFERENCE = re.compile(r"\b(?:ref|job id|kennziffer|req|id|nr|vn|comp)\b|\d{3,}|#|^\W*$", re.IGNORECASE)
_CAPITALS = re.compile(
    r"\b[A-ZÄÖÜÉÈÁÍÓÚÑ][\wäöüßéèáíóúñ&'-]*(?:[ ]+(?:(?:&|and|und|y|et|of|de|la|du) )?[A-ZÄÖÜÉÈÁÍÓÚÑ][\wäöüßéèáíóúñ'-]*){0,2}"
)
_CAMEL = re.compile(r"\b[a-zäöüß]{1,8}[A-ZÄÖÜ]\w{2,}")
"""Firms that write themselves so: mediGrün."""
_NO_LETTER = re.compile(r"[\W_]")
_NO_PART_OF_A_ROLE = re.compile(
    r"\s+(?:role|position|job|post|vacancy|opening|trial shift|trial day|stelle|interview|application|opportunity|candidate|feedback|update)$|"
    r"^(?:thanks?|thank you|re|gracias|merci|danke|update|invitation|einladung|selecci[oó]n|cargo de|the|an?)\s+",
    re.IGNORECASE,
)
_NOT_A_ROLE = re.compile(
    r"\b(?:thanks?|interview|application|candidate|candidat\w*|bewerbung|entrevista|entretien|gespräch|follow[- ]?up|feedback|trial|offer|offre|oferta|result\w*|status|round|call|chat)\b",
    re.IGNORECASE,
)


def role_in(subject: str) -> str:
    """The job that a subject names, in its own words; empty when none is plain. Never made up."""
    part = _NO_PART_OF_A_ROLE.sub("", subject_title(bare_subject(subject))).strip(" .,!?-–—[]\"'")
    if not part or len(part) > 60 or "?" in part or part.isupper() or _REFERENCE.search(part):
        return ""
    return "" if _NOT_A_ROLE.search(part) else part


def names_in(subject: str, sender: Person | None, text: str, signature: str) -> tuple[str, ...]:
    """Names of firms and people that a mail mentions, squashed to be compared with domain labels."""
    found: dict[str, None] = {}
    for written in _CAMEL.findall(f"{sender.name if sender else ''} {subject}"):
        found.setdefault(written.lower())
    for source in (sender.name if sender else "", subject, text[:3000], signature[:400]):
        for match in _CAPITALS.finditer(source):
            words = [(word if word.isalnum() else _NO_LETTER.sub("", word)).lower() for word in match.group().split()]
            if len(words) == 1:
                if len(words[0]) >= 5:
                    found.setdefault(words[0])
            else:
                for size in (3, 2, 1):
                    for start in range(len(words) - size + 1):
                        name = "".join(words[start : start + size])
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
