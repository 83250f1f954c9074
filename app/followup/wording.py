"""The text of a follow-up: two to four short, polite sentences with one question, in the thread's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.conversation import Candidate
from app.detection.reading import Reading
from app.detection.verdict import Verdict


def compose(
    verdict: Verdict, readings: Sequence[Reading], candidate: Candidate, templates: Mapping[str, str] | None = None
) -> str:
    """Write the body, lines ended by ``\\n``, signed with the candidate's name."""
    raise NotImplementedError


def placeholders(verdict: Verdict, readings: Sequence[Reading], candidate: Candidate) -> dict[str, str]:
    """The named values a template may use: greeting, role, organisation, expected, name, first_name."""
    raise NotImplementedError
