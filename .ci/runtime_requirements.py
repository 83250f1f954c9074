"""Print the part of requirements.lock that the running service needs, hashes included.

There is one lock file, for developers and servers alike, so that what runs is what was tested. An image needs no browser
driver and no fuzzer: this walks the lock's own "# via" notes and keeps what pyproject.toml's dependencies pull in. With ``--only
NAME...`` it prints just these. It needs the standard library only, because it runs before anything is installed.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parents[1]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(lock: str) -> dict[str, list[str]]:
    """The lines of each package, its notes included."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in lock.splitlines():
        if pinned := PINNED.match(line):
            lines = found.setdefault(normal(pinned[1]), [])  # a package may be locked twice, for different Pythons
        lines.append(line)
    return found


def wanted_by(lines: list[str]) -> set[str]:
    """Who pulls a package in, as its notes say."""
    notes = [line.strip().lstrip("#").strip().removeprefix("via").strip() for line in lines if line.lstrip().startswith("#")]
    return {normal(note) for note in notes if note}


def runtime(lock: str, direct: set[str]) -> list[str]:
    """The lines of all packages that the ``direct`` ones need, themselves included. Raises KeyError for one that is not locked."""
    packages = entries(lock)
    needed = {name for name in direct if packages[name]}
    while more := {name for name, lines in packages.items() if name not in needed and wanted_by(lines) & needed}:
        needed |= more
    return [line for name, lines in packages.items() if name in needed for line in lines]


def direct_dependencies(pyproject: str) -> set[str]:
    listed = tomllib.loads(pyproject)["project"]["dependencies"]
    return {normal(re.match(r"[A-Za-z0-9._-]+", text)[0]) for text in listed}  # type: ignore[index]


if __name__ == "__main__":
    lock = (HERE / "requirements.lock").read_text(encoding="utf-8")
    if sys.argv[1:2] == ["--only"]:
        print("\n".join(line for name in sys.argv[2:] for line in entries(lock)[normal(name)]))
    else:
        print("\n".join(runtime(lock, direct_dependencies((HERE / "pyproject.toml").read_text(encoding="utf-8")))))
