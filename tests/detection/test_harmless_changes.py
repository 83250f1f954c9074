"""What changes nothing in a mail moves no verdict: signatures, quotes, banners, HTML, white space (bench/perturb.py does all of it)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import perturb

CASES = Path(__file__).parents[1] / "cases"
SCENES = [
    json.loads(line)
    for path in sorted(CASES.glob("scenes*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()[5::40]
]


def test_harmless_changes_move_fewer_than_one_verdict_in_a_hundred() -> None:
    count, judged, which = perturb.moved(SCENES)
    assert judged > 500
    assert sum(count.values()) < 0.01 * judged, which


def test_a_change_that_matters_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(message: dict[str, object]) -> dict[str, object]:
        return {**message, "text": "We regret that we have chosen another candidate for this role.", "html": None}

    monkeypatch.setattr(perturb, "CHANGES", {"a rejection": refuse})
    count, judged, _ = perturb.moved(SCENES)
    assert count["a rejection"] > judged // 2
