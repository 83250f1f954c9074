"""How long ``import app.main`` takes in a fresh process, and how much memory reading 10,000 messages leaves behind.

    .venv/bin/python bench/start.py

The floors: 1.5 s and 200 MB.
"""

from __future__ import annotations

import subprocess
import sys

IMPORT = "import time; t = time.perf_counter(); c = time.process_time(); import app.main; print(time.perf_counter() - t, time.process_time() - c)"
MEMORY = """
import psutil, app.main, app.jobs.worker
from datetime import UTC, datetime
from app import detection
from app.conversation import Candidate, Message, Person
me = Candidate("Ada Lovelace", frozenset({"ada@mail.example"}), "UTC", "")
text = "Hi Ada,\\n\\nthank you for the interview. I will get back to you with a decision by Friday.\\n\\nBest regards,\\nJane Doe, message "
process, at = psutil.Process(), datetime.now(UTC)
before = process.memory_info().rss
for n in range(10_000):
    fields = dict(id=str(n), thread_id=str(n), sent_at=at, sender=Person("Jane", f"jane{n}@firm.example"),
                  to=(Person("Ada", "ada@mail.example"),), subject=f"Interview {n}", text=text + str(n))
    known = Message.__dataclass_fields__
    detection.read(Message(**{k: v for k, v in fields.items() if k in known}), me)
print(before / 1e6, process.memory_info().rss / 1e6)
"""


def said(program: str) -> list[float]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    runs = [said(IMPORT) for _ in range(3)]
    wall, cpu = min(run[0] for run in runs), min(run[1] for run in runs)
    print(f"import app.main: {wall:.2f} s, {cpu:.2f} s of processor time, the best of 3 (floor 1.5 s)")
    before, after = said(MEMORY)
    print(f"memory of a worker: {before:.0f} MB at the start, {after:.0f} MB after reading 10,000 messages (floor 200 MB)")


if __name__ == "__main__":
    main()
