"""What is installed is what is locked, by hash, under licences that somebody has read; vendored files are as they came."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    sys.path.insert(0, str(ROOT / ".ci"))
    try:
        spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "dependencies.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(ROOT / ".ci"))


def test_every_package_is_locked_by_hash_and_installed_as_locked(audit: ModuleType) -> None:
    assert audit.faults(LOCK) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (LOCK.replace("jinja2==3.", "jinja2==9."), "jinja2 is installed as"),
        (re.sub(r"(?m)^(idna==\S+).*\n(?:    --hash.*\n)+", r"\1\n", LOCK), "idna has no hash"),
        (LOCK + "not-there==1.0 \\\n    --hash=sha256:00\n", "not-there is locked and not installed"),
    ],
)
def test_a_lock_that_was_tampered_with_is_noticed(audit: ModuleType, changed: str, said: str) -> None:
    assert any(fault.startswith(said) for fault in audit.faults(changed))


def test_the_list_of_dependencies_licences_and_vendored_files_is_current(audit: ModuleType) -> None:
    assert audit.PAGE.read_text(encoding="utf-8") == audit.page(LOCK), (
        "run .venv/bin/python .ci/dependencies.py, and look at what changed"
    )


def test_no_address_of_a_registry_is_in_the_lock() -> None:
    assert "://" not in re.sub(r"(?m)^ *#.*", "", LOCK)


def test_every_exception_from_the_security_rules_says_why() -> None:
    bare = []
    for path in [*(ROOT / "app").rglob("*.py")]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"# noqa: S\d", line) and not re.search(r"# noqa: [A-Z0-9, ]+ - \w", line):
                bare.append(f"{path.relative_to(ROOT)}:{number}")
    assert bare == []
