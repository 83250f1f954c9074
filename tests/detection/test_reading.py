"""A reading survives its way through JSON, and keeps no words but those a verdict shows."""

from __future__ import annotations

import json

import pytest

from app.detection.reading import Reading
from tests.detection.letters import reading_of

TEXTS = [
    "Hi Nora, thanks for the interview. The panel meets on Wednesday and I'll call you after that. Please send me your references. Ann",
    "If you have not heard from us within two weeks, please consider your application unsuccessful.",
    "We have decided to go with another candidate.",
    "I won't have news before Friday.",
    "Thanks!",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_json_gives_the_same_reading_back(text: str) -> None:
    reading = reading_of(
        "m1", "2026-03-02T10:00:00+01:00", text, cc=("Bo <bo@brightfirm.example>",), headers={"reply-to": "Ann <a@b.example>"}
    )
    assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


def test_words_that_no_verdict_shows_are_not_kept() -> None:
    stored = json.dumps(
        reading_of("m1", "2026-03-02T10:00:00+00:00", "My mother has been ill. We will let you know by Friday.").to_json()
    )
    assert "mother" not in stored
    assert "by Friday" in stored
