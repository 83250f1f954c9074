"""Is a mail worth reading to its end? What it promises is the costly part, and most mail is no recruiter's whatever it promises."""

from __future__ import annotations

from app.detection.reading import Reading
from app.detection.recruiter import THRESHOLD, WEIGHTS, gather

_FOUND_BY_READING_ON = sum(
    max(0.0, WEIGHTS[name]) for name in ("promise", "promise_to_me", "silence_clause", "outcome", "invitation")
)
"""The most that promises, outcomes and invitations can add to what is known already."""

_AND_SOME_MORE = 1.3
"""Other messages of the thread may speak for it too."""

_FEW_CHARS = 200
"""The words of a line or two say little about what the thread is about, and cost little to read."""


def is_worth_reading_on(reading: Reading, length: int) -> bool:
    """Whether promises could make this a recruiter's mail.

    Args:
        reading: what is known of it so far, its evidence above all.
        length: of the sender's own words.
    """
    if length <= _FEW_CHARS:
        return True
    so_far = sum([found.weight for found in gather([reading]).values()])
    return so_far + _AND_SOME_MORE * _FOUND_BY_READING_ON > THRESHOLD
