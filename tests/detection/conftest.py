"""Judging the letters of tests/detection/letters.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from app.detection import judge
from app.detection.reading import Reading
from app.detection.verdict import NO_CORRECTIONS, Corrections, TimingRules, Verdict
from tests.detection.letters import ME


@pytest.fixture
def judged() -> Callable[..., Verdict]:
    """Judge readings at an instant given as text."""

    def judge_at(
        now: str,
        *readings: Reading,
        elsewhere: Sequence[Reading] = (),
        rules: TimingRules | None = None,
        corrections: Corrections = NO_CORRECTIONS,
    ) -> Verdict:
        return judge(readings, elsewhere, ME, rules or TimingRules(), datetime.fromisoformat(now), corrections)

    return judge_at
