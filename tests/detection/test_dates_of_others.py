"""Date arithmetic against expressions that other projects collected with their own results, where their rules and ours agree.

``tests/cases/dates_divergence.tsv`` says by category where they do not, and why. The material itself is not shipped: point
``HEARBACK_DATE_EXPRESSIONS`` at a folder with ``date-expressions*.jsonl`` (it is also looked for beside the checkout).
"""

from __future__ import annotations

import csv
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.detection.dates import find, resolve
from app.detection.workdays import WorkCalendar

ROOT = Path(__file__).parents[2]
FOLDERS = [Path(os.environ.get("HEARBACK_DATE_EXPRESSIONS", "")), ROOT.parent / "shared" / "data"]
FILES = ("date-expressions.jsonl", "date-expressions-es-fr-de-pt-it.jsonl")
FOLDER = next((folder for folder in FOLDERS if (folder / FILES[0]).is_file()), None)
NOWHERE = WorkCalendar("")

pytestmark = pytest.mark.skipif(FOLDER is None, reason="the date expressions of other projects are not here")


def rows(language: str) -> list[dict[str, Any]]:
    assert FOLDER is not None
    lines = [json.loads(line) for name in FILES for line in (FOLDER / name).read_text("utf-8").splitlines()]
    return [row for row in lines if row["lang"] == language and not row.get("point_for_period")]


def divergence() -> list[re.Pattern[str]]:
    with (ROOT / "tests" / "cases" / "dates_divergence.tsv").open(encoding="utf-8") as table:
        return [re.compile(row["pattern"], re.I) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]


def last_day(row: dict[str, Any]) -> str | None:
    ahead = [wording for wording in find(row["expression"], row["lang"]) if wording.dated]
    written_on = date.fromisoformat(row["ref_datetime"][:10])
    days = {resolve(wording, written_on, NOWHERE, day_first=row["lang"] != "en").deadline for wording in ahead}
    return str(days.pop()) if len(days) == 1 else None


def test_nothing_is_found_where_others_find_nothing() -> None:
    found = [
        row["text"] for row in rows("en") if row.get("category") == "no-date" and any(w.dated for w in find(row["text"], "en"))
    ]
    assert found == []


@pytest.mark.parametrize(("language", "floor"), [("en", 440), ("de", 150), ("fr", 240), ("es", 200)])
def test_every_difference_from_others_has_a_written_reason(language: str, floor: int) -> None:
    """Agreement does not fall below what it was, and no difference is without its category in the table."""
    judged = [row for row in rows(language) if row.get("expected_last_day") and row.get("category") != "no-date"]
    differing = [row for row in judged if last_day(row) != row["expected_last_day"]]
    reasons = divergence()
    unexplained = [row["expression"] for row in differing if not any(reason.search(row["expression"]) for reason in reasons)]
    assert unexplained == []
    assert len(judged) - len(differing) >= floor
