"""Look over what is locked, and write docs/dependencies.md: ``python .ci/dependencies.py [--online]``.

Without the network: every package has a hash, what is installed is what is locked, its licence is one we can live with. With
``--online`` the ordinary resolver is asked as well: which locked versions were withdrawn, and which have newer ones.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from runtime_requirements import direct_dependencies, entries, normal, runtime

HERE = Path(__file__).parents[1]
PAGE = HERE / "docs" / "dependencies.md"
FAMILIES = {
    "MIT": r"MIT|MIT-0|MIT License",
    "BSD": r"BSD|BSD[- ][23]-Clause|[23]-Clause BSD License|BSD License",
    "Apache-2.0": r"Apache[- ]2\.0|Apache Software License",
    "ISC": r"ISC|ISC License(?: \(ISCL\))?",
    "PSF-2.0": r"PSF-2\.0|Python Software Foundation License",
    "MPL-2.0": r"MPL-2\.0|Mozilla Public License 2\.0.*",
    "LGPL-3.0": r"LGPL-3\.0-only",
}
"""What a licence may be, and how packages spell it. MPL and LGPL ask for changes to the library itself only; we make none."""
VENDORED = ("app/web/static/vendor", "tests/browser/vendor")


def licence_of(name: str) -> str:
    """The licence in our own spelling. Raises ValueError for one that nobody has thought about."""
    told = importlib.metadata.metadata(name)
    classifiers = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License")]
    short = told.get("License") or ""
    said = told.get("License-Expression") or (
        short if 0 < len(short) < 40 and short != "Dual License" else " OR ".join(classifiers)
    )
    found = []
    for part in re.split(r" (?:AND|OR) ", said):
        family = next((family for family, spelt in FAMILIES.items() if re.fullmatch(spelt, part.strip("() "))), None)
        if family is None:
            raise ValueError(f"{name} is under {part!r}: may we use that? Say so in .ci/dependencies.py")
        found.append(family)
    return " / ".join(dict.fromkeys(found))


def version_in(lines: list[str]) -> str:
    return lines[0].partition("==")[2].split(" ")[0].rstrip("\\").strip()


def faults(lock: str) -> list[str]:
    """What is wrong with the lock and with what is installed here."""
    found = []
    for name, lines in entries(lock).items():
        if not any("--hash=sha256:" in line for line in lines):
            found.append(f"{name} has no hash")
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            if ";" not in lines[0]:
                found.append(f"{name} is locked and not installed")
            continue
        if installed not in "\n".join(lines):
            found.append(f"{name} is installed as {installed} and locked as {version_in(lines)}")
    return found


def page(lock: str) -> str:
    """The document."""
    pyproject = (HERE / "pyproject.toml").read_text(encoding="utf-8")
    direct = direct_dependencies(pyproject)
    needed = entries("\n".join(runtime(lock, direct)))
    lines = [
        "# What it is built from",
        "",
        "Made by `.venv/bin/python .ci/dependencies.py`. Why each direct dependency is here stands in",
        "[decisions/0002-dependencies.md](decisions/0002-dependencies.md).",
        "",
        f"`requirements.lock` pins {len(entries(lock))} packages, each by the hashes of its files; pip refuses any other file. The {len(needed)} below are",
        "what the running service takes; the others are development's. A test checks that each is pinned by hash, that what is",
        "installed is what is locked, that the licences are these, and that the files of other projects that lie in this repository are unchanged.",
        "",
        "| package | version | licence | asked for by |",
        "| --- | --- | --- | --- |",
    ]
    for name, entry in needed.items():
        try:
            licence = licence_of(name)
        except importlib.metadata.PackageNotFoundError:
            licence = "(on Windows only)"
        askers = "pyproject.toml" if name in direct else ", ".join(sorted(asked_by(entry) & set(needed)))
        lines.append(f"| {name} | {version_in(entry)} | {licence} | {askers} |")
    lines += ["", "Files of other projects in this repository:", "", "| file | SHA-256 |", "| --- | --- |"]
    lines += [f"| {name} | `{digest}` |" for name, digest in vendored()]
    return "\n".join(lines) + "\n" + REVIEW


def asked_by(lines: list[str]) -> set[str]:
    return {normal(line.strip(" #").removeprefix("via").strip()) for line in lines if line.lstrip().startswith("#")}


def vendored() -> list[tuple[str, str]]:
    files = sorted(path for folder in VENDORED for path in (HERE / folder).rglob("*") if path.is_file())
    return [(str(path.relative_to(HERE)), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]


REVIEW = """
## How it is looked over

- **Withdrawn versions and newer ones**: `.venv/bin/python .ci/dependencies.py --online` asks the ordinary resolver; `make lock` takes the
  newer ones, `make test` says whether they hold. Looked at on 26 November 2026: none of the locked versions was withdrawn. There were newer
  ones of babel, certifi, charset-normalizer, google-auth, icalendar, packaging, pydantic
and pyyaml; they wait for the next `make lock`.
- **Known vulnerabilities** are *not* looked up: the databases of them (OSV, GitHub's) are asked over the network by tools such as
  `pip-audit -r requirements.lock`, which an operator or CI with such access should run. Nothing here does.
- **Pinned exactly** in pyproject.toml, each for the reason given in the decision: dbos and holidays. All others may rise to what the lock says.
- **Copyleft**: psycopg is under the LGPL, certifi, py-vapid and pywebpush under the MPL. All are used as they come.
- **Our own code**: ruff's security rules (`S`) are on for all of it; each exception says why, where it is made.
"""


def online(lock: str) -> int:
    """Say what the resolver thinks of each version; the answer is how many were withdrawn."""
    uv = str(Path(sys.executable).with_name("uv"))
    pins = [lines[0].rstrip("\\ ") for lines in entries(lock).values() if lines[0].strip()]
    flags = ["--universal", "--python-version", "3.11", "--no-header", "--no-annotate", "--quiet"]
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "pinned.in"
        asked.write_text("\n".join(pins), encoding="utf-8")
        told = subprocess.run(  # noqa: S603 - our own tool and our own lock
            [uv, "pip", "compile", str(asked), *flags[:-1]], capture_output=True, text=True, check=True
        )
    withdrawn = [line for line in told.stderr.splitlines() if "yanked" in line]
    newest = subprocess.run(  # noqa: S603 - as above
        [uv, "pip", "compile", "pyproject.toml", "--group", "dev", "--upgrade", *flags],
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE,
    )
    now = {normal(line.partition("==")[0]): line.partition("==")[2].split(" ")[0] for line in newest.stdout.splitlines()}
    for name, lines in entries(lock).items():
        if name in now and now[name] != version_in(lines):
            print(f"{name} {version_in(lines)}: there is {now[name]}")
    print("\n".join(withdrawn) or "None of the locked versions was withdrawn.")
    return len(withdrawn)


if __name__ == "__main__":
    text = (HERE / "requirements.lock").read_text(encoding="utf-8")
    if sys.argv[1:] == ["--online"]:
        sys.exit(min(1, online(text)))
    if wrong := faults(text):
        sys.exit("\n".join(wrong))
    PAGE.write_text(page(text), encoding="utf-8")
