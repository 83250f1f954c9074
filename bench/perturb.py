"""How many verdicts move when mail is changed in ways that change nothing: a signature, a quote below, an HTML dress, other white space.

    python bench/perturb.py [SCENES.jsonl ...] [--every N]     by default every third scene of tests/cases

Prints each change with the threads whose status or deadline it moved; the aim is under 1 % in all.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.scenes import predict

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
Change = Callable[[dict[str, Any]], dict[str, Any]]

QUOTE = "\n\nOn Mon, 5 Jan 2026 at 09:12, Alex Someone <alex@someone.example> wrote:\n> Could you tell me by Friday?\n> We will let you know next week.\n"
OUTLOOK = "\n\n________________________________\nFrom: Alex Someone <alex@someone.example>\nSent: 05 January 2026 09:12\nTo: You\nSubject: Hello\n\nWe will let you know next week.\n"
DISCLAIMER = "\n\nThis e-mail is confidential and intended for the addressee only. If you received it in error, please notify us within 24 hours and delete it.\n"
CARD = "\n\n-- \nJordan Example\nOffice Manager\nTel. +44 20 7946 0000\nwww.example.example\n"


def on_text(change: Callable[[str], str]) -> Change:
    def changed(message: dict[str, Any]) -> dict[str, Any]:
        return {**message, "text": change(message["text"])} if message.get("text") and not message.get("html") else message

    return changed


def in_html(before: str, after: str, line: str) -> Change:
    def changed(message: dict[str, Any]) -> dict[str, Any]:
        if not message.get("text") or message.get("html"):
            return message
        lines = "".join(line.format(html.escape(said) or "<br>") for said in message["text"].split("\n"))
        return {**message, "html": before + lines + after, "text": None}

    return changed


def rewrapped(text: str) -> str:
    """Long lines without a quote mark, wrapped as programs do."""
    return "\n".join(said if said.startswith(">") or len(said) < 90 else textwrap.fill(said, 76) for said in text.split("\n"))


CHANGES: dict[str, Change] = {
    "a signature card": on_text(lambda text: text if "\n>" in text or "________" in text else text + CARD),
    "a quote below": on_text(lambda text: text + QUOTE),
    "an Outlook quote below": on_text(lambda text: text + OUTLOOK),
    "a disclaimer": on_text(lambda text: text if "\n>" in text or "________" in text else text + DISCLAIMER),
    "a mobile footer": on_text(lambda text: text if "\n>" in text or "________" in text else text + "\n\nSent from my iPhone\n"),
    "a banner": on_text(lambda text: "[EXTERNAL] This message comes from outside the organisation.\n\n" + text),
    "a short banner": on_text(lambda text: "[EXT]\n" + text),
    "Windows line ends": on_text(lambda text: text.replace("\n", "\r\n")),
    "blanks at line ends": on_text(lambda text: text.replace("\n", "  \n")),
    "empty lines around": on_text(lambda text: "\n\n" + text + "\n\n\n"),
    "double empty lines": on_text(lambda text: re.sub(r"\n\n", "\n\n\n", text)),
    "curly apostrophes": on_text(lambda text: text.replace("'", "’")),
    "straight apostrophes": on_text(lambda text: text.replace("’", "'")),
    "hard blanks": on_text(lambda text: re.sub(r"(\d) (?=[a-zA-Z])", "\\1\u00a0", text)),
    "lines wrapped": on_text(rewrapped),
    "a zero-width blank in front": on_text(lambda text: "\u200b" + text),
    "plain HTML": in_html("<html><body>", "</body></html>", "{}<br>\n"),
    "Gmail's HTML": in_html('<div dir="ltr">', "</div>", "<div>{}</div>"),
    "Outlook's HTML": in_html(
        '<html><body><div class="WordSection1">', "</div></body></html>", '<p class="MsoNormal">{}<o:p></o:p></p>'
    ),
    "Apple's HTML": in_html('<html><body style="overflow-wrap: break-word;">', "</body></html>", "<div>{}</div>"),
    "another Re:": lambda message: (
        {**message, "subject": "RE: " + message["subject"]} if message["subject"][:3].lower() == "re:" else message
    ),
}


def moved(scenes: Iterable[dict[str, Any]]) -> tuple[Counter[str], int, list[str]]:
    """How many verdicts each change moved, of how many in all, and which."""
    count: Counter[str] = Counter()
    judged, which = 0, []
    for scene in scenes:
        before = {row["thread"]: verdict_of(row) for row in predict(scene)}
        for name, change in CHANGES.items():
            other = {**scene, "threads": [{**t, "messages": [change(m) for m in t["messages"]]} for t in scene["threads"]]}
            for row in predict(other):
                judged += 1
                if verdict_of(row) != before[row["thread"]]:
                    count[name] += 1
                    which.append(f"{scene['id']} {row['thread']}: {name}: {before[row['thread']]} became {verdict_of(row)}")
    return count, judged, which


def verdict_of(row: dict[str, Any]) -> tuple[str, str]:
    return row["status"], row["promise"]["deadline"] if row["promise"] else ""


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="*", type=Path)
    ask.add_argument("--every", type=int, default=3, help="take every N-th scene")
    given = ask.parse_args()
    files = given.files or sorted(CASES.glob("scenes*.jsonl"))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    count, judged, which = moved(json.loads(line) for line in lines[:: given.every])
    print("\n".join(which))
    for name in CHANGES:
        print(f"{name:28} {count[name]:4}")
    print(f"{sum(count.values())} of {judged} verdicts moved ({100 * sum(count.values()) / max(1, judged):.2f} %)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
