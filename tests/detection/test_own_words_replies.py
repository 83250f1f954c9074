"""Replies that others' test suites know: the share that we tell exactly does not fall, source by source."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from app.detection.own_words import own_words

CASES = [json.loads(line) for line in (Path(__file__).parents[1] / "cases/replies/cases.jsonl").read_text("utf-8").splitlines()]
# Exact matches after white space is evened out. The rest are differences of opinion (README.md beside the cases).
FLOORS = {
    "crisp-email-reply-parser": 41,
    "zapier-email-reply-parser": 4,
    "talon": 19,
    "quotequail": 12,
}


def plain(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("source", sorted(FLOORS))
def test_the_share_of_exact_replies_holds(source: str) -> None:
    right = Counter[str]()
    wrong = []
    for case in CASES:
        if case["source"] == source:
            same = plain(own_words(case["text"], case["html"]).text) == plain(case["expected"])
            right[source] += same
            if not same:
                wrong.append(case["origin"])
    assert right[source] >= FLOORS[source], wrong
