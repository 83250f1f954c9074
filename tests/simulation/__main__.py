"""``python -m tests.simulation SEED [HOW_MANY] [--at-once PROCESSES] [--without SAFEGUARD]``: replay one schedule and print its diary, or run many.

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
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from unittest.mock import patch

from app.store.database import open_engine
from app.store.encryption import new_key
from app.store.migrations import upgrade
from tests.simulation.mutations import MUTATIONS, without
from tests.simulation.run import Counts, Run, Violation

CHUNK = 5
"""Schedules that one process lives through before it says what came of them."""


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


def chunk(first: int, many: int, safeguard: str | None, diary: bool = False) -> tuple[Counts, list[str], float]:
    """Some schedules: what they did, the violations, and the processor's seconds. Without a safeguard the first violation is enough."""
    logging.disable(logging.CRITICAL)
    counts, violations, used = Counts(), [], time.process_time()
    with tempfile.TemporaryDirectory(prefix="hearback-simulation-") as home, without(safeguard):
        made = template(Path(home))
        for seed in range(first, first + many):
            try:
                done, lines = simulate(seed, made, home)
            except Violation as violation:
                violations.append(str(violation))
                print(violation, flush=True)
                if safeguard:
                    break
                continue
            counts.add(done)
            if diary:
                print("\n".join(lines))
    return counts, violations, time.process_time() - used


def main(first: int, many: int, safeguard: str | None, at_once: int) -> int:
    counts, violations, used, began = Counts(), list[str](), 0.0, time.monotonic()
    size = many if safeguard else CHUNK
    starts = range(first, first + many, size)
    with ProcessPoolExecutor(at_once) as pool:
        parts = [pool.submit(chunk, start, min(size, first + many - start), safeguard, many == 1) for start in starts]
        for part in parts:
            done, wrong, seconds = part.result()
            counts.add(done)
            violations += wrong
            used += seconds
            print(f"{counts.runs} schedules, {len(violations)} violations so far", file=sys.stderr, flush=True)
    print(f"{counts}, {len(violations)} violations; {time.monotonic() - began:.0f} s, {used:.0f} s of a processor")
    return 1 if violations else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(
            sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]], {**os.environ, "PYTHONHASHSEED": "0"}
        )
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("seed", type=int)
    parser.add_argument("many", type=int, nargs="?", default=1)
    parser.add_argument("--without", choices=sorted(MUTATIONS), help="take a safeguard out, to see it missed")
    parser.add_argument("--at-once", type=int, default=1, help="processes")
    asked = parser.parse_args()
    sys.exit(main(asked.seed, asked.many, asked.without, asked.at_once))
