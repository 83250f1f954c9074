"""Tests of the flow speak plainly about what a message means; how detection finds that out is tested elsewhere."""

from __future__ import annotations

import pytest

from app import detection
from app.flow import draft
from tests.flow import plain_detection


@pytest.fixture(autouse=True)
def _plain_detection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detection, "read", plain_detection.read)
    monkeypatch.setattr(detection, "judge", plain_detection.judge)
    monkeypatch.setattr(detection, "answer_sources", plain_detection.answer_sources)
    monkeypatch.setattr(draft, "reply_for", plain_detection.reply_for)
