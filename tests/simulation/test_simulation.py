"""Days on which everything fails, and not one promise of ours broken; and proof that a safeguard taken out would be missed.

``HEARBACK_SIMULATED_SCHEDULES`` says how many schedules are run. Without it there are 120, which two processors live through in
about four minutes; all 500 take a quarter of an hour: ``HEARBACK_SIMULATED_SCHEDULES=500``, or ``python -m tests.simulation 1 500 --at-once 2``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

SCHEDULES = int(os.environ.get("HEARBACK_SIMULATED_SCHEDULES") or "120")
A_TEST = 20
"""Schedules in each test, so that several processes share them out."""
FAULTS = ("429", "5xx", "no answer, nothing done", "no answer, but done", "cursor or delta link expired")
EVENTS = (
    "Gmail: access revoked",
    "Outlook: access revoked",
    "push lost",
    "push doubled",
    "push late",
    "the clock jumps ahead",
    "the clock jumps back",
    "the draft is edited",
    "the draft is sent",
    "the draft is thrown away",
    "answered",
    "answered elsewhere",
    "followed up by hand",
    "another worker is at it as well",
)


def live(first: int, many: int, *more: str) -> tuple[int, str]:
    """Run schedules in a process of their own; gives its exit code and what it printed."""
    command = [sys.executable, "-m", "tests.simulation", str(first), str(many), *more]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + (done.stderr if done.returncode not in (0, 1) else "")


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, SCHEDULES + 1, A_TEST))
def test_no_schedule_doubles_loses_or_misplaces_a_draft(first: int) -> None:
    many = min(A_TEST, SCHEDULES + 1 - first)
    code, said = live(first, many)
    print(said)
    assert code == 0, said
    assert f"{many} schedules, " in said
    if many < A_TEST:
        return
    drafts, crashes = (int(n) for n in re.findall(r"(\d+) (?:drafts|crashes)[,;]", said))
    assert drafts > 2 * many, "the schedules write too few drafts to prove anything"
    assert crashes > 2 * many, "the schedules crash too seldom to prove anything"
    wanted = [f"{provider}: {fault}" for provider in ("Gmail", "Outlook") for fault in FAULTS] + list(EVENTS)
    assert [name for name in wanted if not re.search(rf"{re.escape(name)} \d", said)] == [], "faults that never happened"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("safeguard", "first", "missed"),
    [
        ("claim", 22, r"\d drafts for one lapse|\d drafts at once"),
        ("orphan-search", 11, r"a second draft was made while the first lay there|\d drafts for one lapse"),
        ("second-look", 16, "a draft was made after an answer"),
    ],
)
def test_without_a_safeguard_of_the_draft_path_a_schedule_goes_wrong(safeguard: str, first: int, missed: str) -> None:
    """The schedules start shortly before one that notices; with the safeguard they go well, as the test above shows."""
    code, said = live(first, 15, "--without", safeguard)
    assert code == 1, f"nobody missed the {safeguard}"
    assert re.search(missed, said), said


def test_a_seed_is_the_same_run_every_time() -> None:
    first, second = (live(7, 1)[1].partition("\nWhat happened")[0] for _ in range(2))
    assert first
    assert first == second
