"""Is a human behind this message? Out-of-office notes, bounces, bulk mail, acknowledgements and the like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.conversation import Message


class Kind(StrEnum):
    """What sort of automatic mail it is."""

    OUT_OF_OFFICE = "out_of_office"
    BOUNCE = "bounce"
    BULK = "bulk"
    ACKNOWLEDGEMENT = "acknowledgement"
    RECEIPT = "receipt"
    SURVEY = "survey"
    CALENDAR_REPLY = "calendar_reply"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Automatic:
    """Why a message is taken for automatic.

    Attributes:
        evidence: what tells so, in plain words for the user.
        back_on_text: of an out-of-office note, the sentence that says when they are back; empty when none does.
    """

    kind: Kind
    evidence: str
    back_on_text: str = ""


def automatic(message: Message, own_text: str, language: str) -> Automatic | None:
    """Return why no human wrote this message to me, or None when a human may have."""
    if message.headers.get("auto-submitted", "no").strip().lower() != "no":
        return Automatic(Kind.OTHER, "It is marked as sent automatically (Auto-Submitted).")
    return None


def is_unattended_address(address: str) -> bool:
    """Whether the address says that nobody reads it (``no-reply@...`` and its many spellings)."""
    return "noreply" in address.partition("@")[0].lower().replace("-", "").replace("_", "")


def says_unmonitored(text: str) -> str | None:
    """Return the words that say the mailbox is not read ("please do not reply to this e-mail"), or None."""
    return None


def asks_not_to_enquire(text: str) -> str | None:
    """Return the words that ask not to be asked ("please refrain from enquiring", "no phone calls please"), or None."""
    return None
