"""Who gets the follow-up, under which subject, in answer to which message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.conversation import Candidate, Reply
from app.detection.reading import Reading
from app.detection.verdict import Verdict


def reply_for(
    verdict: Verdict,
    readings: Sequence[Reading],
    candidate: Candidate,
    own_addresses: frozenset[str] = frozenset(),
    templates: Mapping[str, str] | None = None,
) -> Reply | None:
    """The complete follow-up for a thread that is due; None where nobody can be written to.

    Args:
        own_addresses: further addresses of the owner, beside the candidate's, that must never be among the addressees.
        templates: the owner's own texts; see :func:`app.followup.wording.compose`.
    """
    return None
