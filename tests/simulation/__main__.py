"""``python -m tests.simulation SEED [HOW_MANY] [--without SAFEGUARD]``: replay one schedule and print its diary, or run many.

Python's own randomness is fixed as well (hashes, row ids, marks, keys), so that a seed is the same run in every process.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from app.store.database import open_engine
from app.store.encryption import new_key
from app.store.migrations import upgrade
from tests.simulation.mutations import MUTATIONS, without
from tests.simulation.run import Counts, Run, Violation


def template(folder: Path) -> Path:
    """A SQLite file on which the migrations have run."""
    path = folder / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


def simulate(seed: int, made: Path, home: str) -> tuple[Counts, list[str]]:
    """One schedule and its diary. Raises Violation."""
    dice = random.Random(f"bytes of {seed}")
    with (
        tempfile.TemporaryDirectory(dir=home) as folder,
        patch("os.urandom", dice.randbytes),
        patch("random._urandom", dice.randbytes),
    ):
        run = Run(seed, made, Path(folder), new_key())
        return run.live(), run.diary


def main(first: int, many: int, safeguard: str | None) -> int:
    logging.disable(logging.CRITICAL)
    counts, failed, began = Counts(), 0, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hearback-simulation-") as home, without(safeguard):
        made = template(Path(home))
        for seed in range(first, first + many):
            try:
                done, diary = simulate(seed, made, home)
                counts.add(done)
                if many == 1:
                    print("\n".join(diary))
            except Violation as violation:
                failed += 1
                print(violation, flush=True)
                if safeguard:
                    break
    print(f"{counts}; {failed} violations; {time.monotonic() - began:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(
            sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]], {**os.environ, "PYTHONHASHSEED": "0"}
        )
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("seed", type=int)
    parser.add_argument("many", type=int, nargs="?", default=1)
    parser.add_argument("--without", choices=sorted(MUTATIONS))
    asked = parser.parse_args()
    sys.exit(main(asked.seed, asked.many, asked.without))
