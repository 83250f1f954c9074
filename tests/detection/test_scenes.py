"""Labelled mailbox scenes, judged as a whole; figures must not fall."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.scenes import predict

OWN = Path(__file__).parents[1] / "cases" / "scenes.jsonl"
SHARED = Path(os.environ.get("SHARED", Path(__file__).parents[3] / "shared")) / "corpus" / "dev.jsonl"


def judged(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            scene = json.loads(line)
            for row in predict(scene):
                yield scene["labels"][row["thread"]], row


@pytest.mark.parametrize(
    ("path", "least"),
    [
        pytest.param(OWN, {"status": 0.96, "recall": 0.95, "recruiter": 0.97}, id="own"),
        pytest.param(SHARED, {"status": 0.96, "recall": 0.97, "recruiter": 0.97}, id="shared"),
    ],
)
def test_scenes_are_judged_as_labelled(path: Path, least: dict[str, float]) -> None:
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    n: Counter[str] = Counter()
    wrong = []
    for label, row in judged(path):
        due, drafted = label["status"] == "due", row["draft"] is not None
        n["threads"] += 1
        n["status"] += label["status"] == row["status"]
        n["recruiter"] += label["recruiter"] == row["recruiter"]
        n["due"] += due
        n["found"] += due and drafted
        if drafted and not due:
            wrong.append((row["scene"], row["thread"], label["status"]))
        if due and drafted:
            assert [address.lower() for address in row["draft"]["to"]] == [label["draft_to"].lower()], row["scene"]
    assert not wrong
    assert n["status"] / n["threads"] >= least["status"]
    assert n["found"] / n["due"] >= least["recall"]
    assert n["recruiter"] / n["threads"] >= least["recruiter"]
