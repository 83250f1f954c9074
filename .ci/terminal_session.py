"""Run the terminal session that README.md shows, on one conversation of the sample mailbox, and write it there.

``python .ci/terminal_session.py`` after anything that it shows has changed; a test compares.
"""

from __future__ import annotations

import mailbox
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from app import sample

HERE = Path(__file__).parents[1]
README = HERE / "README.md"
BLOCK = re.compile(r"(?s)```\n\$ hearback scan .*?```\n")
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
COMMAND = "hearback scan All.mbox --me nora.brandt@gmail.example --now 2026-03-03T09:05+01:00 --out drafts/"


def session() -> str:
    """The session as a block of the document."""
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "All.mbox")
        for mail in sample.messages(NOW, "gmail"):
            if mail.folder != "drafts" and b"Quillmark" in mail.raw and b"Tamsin" in mail.raw:
                box.add(mail.raw)
        box.close()
        done = subprocess.run(  # noqa: S603 - our own program
            [str(Path(sys.executable).with_name("hearback")), *COMMAND.split()[1:]],
            cwd=folder,
            env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join(["```", f"$ {COMMAND}", *lines, "```", ""])


if __name__ == "__main__":
    README.write_text(BLOCK.sub(lambda _: session(), README.read_text(encoding="utf-8")), encoding="utf-8")
