"""Hundreds of days on which everything fails, and not one promise of ours broken; and each safeguard is missed when taken out.

``HEARBACK_SIMULATED_SCHEDULES`` says how many schedules are run: 500 in CI, in two processes at once; 40 otherwise.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.simulation.mutations import MUTATIONS

SCHEDULES = int(os.environ.get("HEARBACK_SIMULATED_SCHEDULES") or ("500" if os.environ.get("CI") else "40"))


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


@pytest.mark.slow
@pytest.mark.parametrize("safeguard", sorted(MUTATIONS))
def test_without_a_safeguard_the_simulation_finds_a_violation(safeguard: str) -> None:
    run = start(1, 60, "--without", safeguard)
    said = run.communicate()[0]
    assert run.returncode == 1, said
    assert "Replay it with" in said


def test_a_seed_is_the_same_run_every_time() -> None:
    runs = [start(7, 1), start(7, 1)]
    first, second = (run.communicate()[0].rpartition("\n1 schedules")[0] for run in runs)
    assert first
    assert first == second
