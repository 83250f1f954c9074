"""A SQLite file serves one process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.jobs.only_one import AlreadyRunning, OnlyOne

HOLD = "import sys; from pathlib import Path; from app.jobs.only_one import OnlyOne; one = OnlyOne(Path(sys.argv[1])); one.take(); print('held', flush=True); sys.stdin.read()"


def test_a_second_process_is_refused_with_a_sentence_until_the_first_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "hearback.db"
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(AlreadyRunning, match="already running on this database"):
        OnlyOne(file).take()
    other.kill()
    other.wait()
    mine = OnlyOne(file)
    mine.take()
    mine.give_back()
