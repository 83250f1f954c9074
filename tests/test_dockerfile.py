"""The image holds what the service needs. Without Docker, its RUN and COPY steps are carried out in order in a clean tree.

The tree is a root folder of its own in a mount namespace of its own: the machine's programs are bound into it, the image's
folders are empty at first. What stands in for the base image is this machine's Python.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("venv", "hearback", "data")
HOST_FOLDERS = ("usr", "bin", "sbin", "lib", "lib64", "opt", "root", "home", "dev", "proc", "run", "var", "srv")


def may_unshare() -> bool:
    return shutil.which("unshare") is not None and subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0


@dataclass
class Stage:
    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)


def stages() -> list[Stage]:
    """The Dockerfile's stages with their steps."""
    text = "\n".join(line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.lstrip().startswith("#"))
    found: list[Stage] = []
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        word, _, rest = line.partition(" ")
        if word == "FROM":
            found.append(Stage(rest.partition(" AS ")[2].strip()))
        elif found:
            found[-1].steps.append((word, rest.strip()))
    return found


@dataclass
class Image:
    """A stage's file tree and what its steps have set."""

    root: Path
    cwd: str = "/"
    user: str = ""
    env: dict[str, str] = field(default_factory=dict)

    def inside(self, path: str) -> Path:
        full = path if path.startswith("/") else os.path.normpath(f"{self.cwd}/{path}")
        assert full.split("/")[1] in (*OURS, "tmp"), f"{full} is not a folder of the image"
        return self.root / full.lstrip("/")

    def run(self, command: list[str], **env: str) -> subprocess.CompletedProcess[str]:
        base = Path(sys.base_prefix)
        script = ["set -e"]
        for name in HOST_FOLDERS:
            source, target = Path("/") / name, self.root / name
            if source.is_symlink():
                if not target.is_symlink():
                    target.symlink_to(os.readlink(source))
            elif source.is_dir():
                target.mkdir(exist_ok=True)
                script.append(f"mount --rbind /{name} {shlex.quote(str(target))}")
        user = f"setpriv --reuid {self.user.split(':')[0]} --regid {self.user.split(':')[1]} --clear-groups " if self.user else ""
        inner = f"cd {self.cwd} && exec {user}{shlex.join(command)}"
        script.append(f"exec /usr/sbin/chroot {shlex.quote(str(self.root))} /bin/sh -c {shlex.quote(inner)}")
        path = f"/venv/bin:{base}/bin:/usr/local/bin:/usr/bin:/bin"
        keep = {
            key: value
            for key, value in os.environ.items()
            if key.startswith(("PIP_", "SSL_", "REQUESTS_")) or "proxy" in key.lower()
        }
        return subprocess.run(
            ["unshare", "-m", "sh", "-c", "\n".join(script)],
            env=keep | {"HOME": "/tmp", **self.env, **env, "PATH": path},
            capture_output=True,
            text=True,
            timeout=900,
        )


def carry_out(tmp: Path) -> Image:
    """Build all stages; the last one is the image."""
    built: dict[str, Image] = {}
    image = Image(tmp)
    for number, stage in enumerate(stages()):
        image = Image(tmp / f"stage{number}")
        image.root.mkdir()
        shutil.copytree("/etc", image.root / "etc", symlinks=True, ignore_dangling_symlinks=True)
        (image.root / "tmp").mkdir(mode=0o1777)
        (image.root / "tmp").chmod(0o1777)
        built[stage.name] = image
        for word, rest in stage.steps:
            if word == "WORKDIR":
                image.cwd = rest
                image.inside(rest).mkdir(parents=True, exist_ok=True)
            elif word == "ENV":
                name, _, value = rest.partition("=")
                image.env[name] = value
            elif word == "USER":
                image.user = rest
            elif word == "COPY":
                copy(rest, image, built)
            elif word == "RUN":
                done = image.run(["sh", "-c", rest])
                assert done.returncode == 0, f"RUN {rest}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
            else:
                assert word in ("EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD", "ARG"), f"{word} is a step this test does not know"
    return image


def copy(rest: str, image: Image, built: dict[str, Image]) -> None:
    words = rest.split()
    source: Image | None = None
    if words[0].startswith("--from="):
        source = built[words.pop(0).removeprefix("--from=")]
    *froms, to = words
    ignored = shutil.ignore_patterns("__pycache__") if source is None else None
    for name in froms:
        path = source.inside(name) if source else ROOT / name
        target = image.inside(to)
        if path.is_dir():
            shutil.copytree(path, target, symlinks=True, ignore=ignored, dirs_exist_ok=True)
        else:
            into = target / path.name if to.endswith("/") else target
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, into)


def test_the_image_runs_as_nobody_in_particular_and_checks_its_own_health() -> None:
    final = dict(stages()[-1].steps)
    assert final["USER"] not in ("", "root", "0", "0:0")
    assert "/healthz" in final["HEALTHCHECK"]
    assert json.loads(final["ENTRYPOINT"]) == ["hearback"]


def test_everything_copied_into_the_image_is_in_the_build_context() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for stage in stages():
        for word, rest in stage.steps:
            if word == "COPY" and not rest.startswith("--from"):
                for name in rest.split()[:-1]:
                    assert name.split("/")[0] in allowed, f"{name} is copied but .dockerignore keeps it out"
                    assert (ROOT / name).exists()


def test_the_image_takes_only_what_the_service_needs_and_nothing_without_a_hash() -> None:
    printed = subprocess.run(
        [sys.executable, ".ci/runtime_requirements.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    entries = [part for part in printed.replace("\\\n", " ").splitlines() if "==" in part]
    names = {part.split("==")[0].strip() for part in entries}
    assert {"fastapi", "dbos", "psycopg", "psycopg-binary", "starlette", "pydantic-core", "prometheus-client"} <= names
    assert not {"pytest", "mypy", "playwright", "schemathesis", "hypothesis", "ruff", "uv"} & names
    assert all("--hash=sha256:" in part for part in entries)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or not may_unshare(), reason="IMAGE NOT BUILT: needs root and a mount namespace")
def test_the_steps_of_the_image_work_in_order_in_a_clean_tree(tmp_path: Path) -> None:
    image = carry_out(tmp_path)
    kept = {path.name for path in (image.root / "hearback").iterdir() if not path.name.endswith(".egg-info")}
    assert kept == {".ci", "README.md", "alembic", "alembic.ini", "app", "pyproject.toml", "requirements.lock"}
    told = image.run(["hearback", "--help"])
    assert told.returncode == 0, told.stderr
    assert "serve" in told.stdout
    assert "migrate" in told.stdout
    key = image.run(["python", "-c", "from app.store.encryption import new_key; print(new_key())"]).stdout.strip()
    migrated = image.run(["hearback", "migrate"], HEARBACK_KEYS=key)
    assert migrated.returncode == 0, migrated.stderr
    assert (image.root / "data/hearback.db").stat().st_uid == 10001
    missing = image.run(["python", "-c", "import pytest"])
    assert missing.returncode != 0
    written = image.run(["touch", "/hearback/app/x"])
    assert written.returncode != 0
