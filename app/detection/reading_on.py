"""Is a mail worth reading to its end? What it promises is the costly part, and most mail is no recruiter's whatever it promises."""

from __future__ import annotations

from collections.abc import Iterable

from app.detection.reading import Evidence
from app.detection.recruiter import THRESHOLD, WEIGHTS, speaks_of_a_job, without_doubles


def _most(names: Iterable[str]) -> float:
    return sum(max(0.0, WEIGHTS[name]) for name in names)


_MOST_FOUND = 1.3 * _most(("promise", "promise_to_me", "silence_clause", "outcome", "invitation"))
"""The most that reading on can add to what is known already, and some more, as other messages of the thread may speak for it too."""

_MOST_FOUND_ALONE = _most(("promise_alone", "silence_clause", "outcome"))
"""The same where nothing so far speaks of a job: promises count for less then."""

_FEW_CHARS = 200
"""The words of a line or two say little about what the thread is about, and cost little to read."""


def is_worth_reading_on(evidence: Iterable[Evidence], length: int) -> bool:
    """Whether promises could make this a recruiter's mail.

    Args:
        evidence: what it brings forward so far.
        length: of the sender's own words.
    """
    if length <= _FEW_CHARS:
        return True
    known = {found.name: found for found in evidence}
    without_doubles(known)
    so_far = sum([found.weight for found in known.values()])
    return so_far + (_MOST_FOUND if speaks_of_a_job(known) else _MOST_FOUND_ALONE) > THRESHOLD
