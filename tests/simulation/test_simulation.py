"""Days on which everything fails, and not one promise of ours broken. That each safeguard is needed, tests/journeys/test_crash.py shows.

``HEARBACK_SIMULATED_SCHEDULES`` says how many schedules are run; 8 without it. All 500: ``HEARBACK_SIMULATED_SCHEDULES=500``.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SCHEDULES = int(os.environ.get("HEARBACK_SIMULATED_SCHEDULES") or "8")


def start(first: int, many: int, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.simulation", str(first), str(many), *more]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.slow
def test_no_schedule_doubles_loses_or_misplaces_a_draft() -> None:
    half = SCHEDULES // 2
    runs = [start(1, half), start(1 + half, SCHEDULES - half)]
    said = [run.communicate()[0] for run in runs]
    for text in said:
        print(text.rpartition("\n\n")[2])
    assert [run.returncode for run in runs] == [0, 0], "\n".join(said)
    drafts = sum(int(text.split(" drafts,")[0].rpartition(" ")[2]) for text in said)
    assert drafts > SCHEDULES / 2, "the schedules write too few drafts to prove anything"


def test_a_seed_is_the_same_run_every_time() -> None:
    runs = [start(7, 1), start(7, 1)]
    first, second = (run.communicate()[0].rpartition("\n1 schedules")[0] for run in runs)
    assert first
    assert first == second
