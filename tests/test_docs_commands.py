"""Every command that README.md and docs/ tell somebody to type is carried out here, by a test named here, or says why not.

A command that is in the documents and not in these tables fails; so does one of HERE that left the documents.
"""

from __future__ import annotations

import importlib.util
import json
import mailbox
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import docs, sample

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROGRAMS = r"(?:\.venv/bin/\w+|hearback|make|python|pip|pip-audit|docker|sqlite3|pg_dump|pg_restore|gcloud|npx)"

HERE = {
    "hearback scan ~/Takeout/Mail/All.mbox --me you@example.org --out drafts/",
    "hearback scan All.mbox --me nora.brandt@gmail.example --now 2026-03-03T09:05+01:00 --out drafts/",
    "hearback explain MESSAGE.eml",
    "hearback explain MESSAGE.eml...",
    "hearback keys new",
    "hearback keys push",
    "hearback migrate",
    "hearback doctor",
    "hearback manifest google > deployment.json",
    "hearback manifest outlook > hearback.xml",
    'sqlite3 hearback.db ".backup copy.db"',
    "python -m app.docs",
    "python bench/load.py --minutes 10",
    "make help",
    "make demo",
}
"""Carried out below."""

ELSEWHERE = {
    "hearback serve": "test_cli_serve.py::test_serve_needs_no_more_than_settings_and_ends_in_good_order_on_sigterm",
    "hearback serve --no-worker": "test_cli_serve.py::test_web_and_workers_run_apart_on_postgres_and_a_worker_ends_on_sigterm",
    "hearback worker": "test_cli_serve.py::test_web_and_workers_run_apart_on_postgres_and_a_worker_ends_on_sigterm",
    "hearback sync": "test_cli_serve.py::test_beside_a_running_service_on_sqlite_nothing_else_works",
    "hearback keys rotate": "test_cli_serve.py::test_keys_are_rotated_while_the_service_runs",
    "hearback demo": "test_docs_commands.py::test_the_demo_ends_well",
    "pg_dump --format=custom --file=hearback.dump hearback": "test_operations.py::test_a_postgres_backup_comes_back",
    "pg_restore --dbname=hearback hearback.dump": "test_operations.py::test_a_postgres_backup_comes_back",
    "python .ci/terminal_session.py": "test_docs_commands.py::test_the_session_in_the_readme_is_what_is_seen",
    "python .ci/dependencies.py": "test_dependencies.py::test_the_list_of_dependencies_licences_and_vendored_files_is_current",
    "npx office-addin-manifest validate hearback.xml": "addons/test_manifests.py::test_microsofts_reader_reads_the_outlook_manifest",
}

NOT_HERE = {
    "make test": "this is it",
    "make lint": "takes a minute of its own, beside the tests: .ci/run does both",
    "make lock": "asks the registry, and changes what is installed",
    "python .ci/dependencies.py --online": "asks the registry",
    "pip-audit -r requirements.lock": "asks databases of vulnerabilities over the network",
    "gcloud services enable gsuiteaddons.googleapis.com appsmarket-component.googleapis.com": "Google's own program, with an account",
    "gcloud workspace-add-ons get-authorization": "Google's own program, with an account",
    "gcloud workspace-add-ons deployments create hearback --deployment-file=deployment.json": "Google's own program, with an account",
    "gcloud workspace-add-ons deployments install hearback": "Google's own program, with an account",
    "python -m tests.simulation 1 500 --at-once 2": "takes an hour; tests/simulation lives through the first of these days",
    "docker compose up --scale worker=3": "there is no Docker here; tests/test_dockerfile.py carries out the image's steps",
}


def commands(text: str) -> set[str]:
    """What stands in code blocks and between backticks and begins with the name of a program."""
    blocks = re.findall(r"(?ms)^\s*```\w*\n(.*?)^\s*```", text)
    lines = [line.partition("   #")[0].partition("  #")[0].removeprefix("$ ") for block in blocks for line in block.splitlines()]
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^\s*```.*?^\s*```", "", text))
    found = {one.strip().removeprefix(".venv/bin/") for one in (*lines, *inline) if re.match(PROGRAMS + r" \S", one.strip())}
    return {one for one in found if not re.match(r"(?:make|python) (?:=|is\b)", one)}


def test_every_command_in_the_documents_is_carried_out_or_says_why_not() -> None:
    known = HERE | set(ELSEWHERE) | set(NOT_HERE)
    written = {command: page.name for page in PAGES for command in commands(page.read_text(encoding="utf-8"))}
    assert not set(written) - known, {command: written[command] for command in set(written) - known}
    assert not HERE - set(written), f"no document says {HERE - set(written)} any more"


@pytest.mark.parametrize(("command", "test"), ELSEWHERE.items())
def test_the_tests_named_for_commands_exist(command: str, test: str) -> None:
    file, _, name = test.partition("::")
    assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), command


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to type in, whose programs are those of .venv; the providers' addresses lead nowhere."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    for name in [name for name in os.environ if name.startswith("HEARBACK_")]:
        monkeypatch.delenv(name)
    return tmp_path


def typed(command: str, folder: Path, fails: int = 0) -> str:
    done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, timeout=180)
    assert done.returncode == fails, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


def test_a_mailbox_is_scanned_as_the_readme_says(home: Path) -> None:
    (home / "Takeout" / "Mail").mkdir(parents=True)
    box = mailbox.mbox(home / "Takeout" / "Mail" / "All.mbox")
    raws = [
        mail.raw.replace(b"nora.brandt@gmail.example", b"you@example.org")
        for mail in sample.messages(datetime.now(UTC), "gmail")
        if mail.folder != "drafts" and b"Tamsin" in mail.raw and b"Quillmark" in mail.raw
    ]
    for raw in raws:
        box.add(raw)
    box.close()
    typed("hearback scan ~/Takeout/Mail/All.mbox --me you@example.org --out drafts/", home)
    (home / "MESSAGE.eml").write_bytes(raws[-1])
    assert "this week" in typed("hearback explain MESSAGE.eml", home)


def test_the_session_in_the_readme_is_what_is_seen() -> None:
    spec = importlib.util.spec_from_file_location("terminal_session", ROOT / ".ci" / "terminal_session.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.session() in (ROOT / "README.md").read_text(encoding="utf-8"), "run python .ci/terminal_session.py"


def test_an_installation_is_made_as_the_readme_says(home: Path) -> None:
    key, nowhere = typed("hearback keys new", home).strip(), "http://127.0.0.1:9"
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    values = {
        "KEYS": key,
        "ALLOW": "you@example.org",
        "GOOGLE_CLIENT_ID": "id",
        "GOOGLE_CLIENT_SECRET": "secret",
        **dict.fromkeys(("GOOGLE_AUTH_URI", "GOOGLE_TOKEN_URI", "GOOGLE_CERTS_URI"), nowhere),
    }
    for name, value in values.items():
        example = re.sub(rf"(?m)^# ?HEARBACK_{name}=.*$|^HEARBACK_{name}=.*$", f"HEARBACK_{name}={value}", example)
    (home / ".env").write_text(example, encoding="utf-8")
    assert "revision head" in typed("hearback migrate", home)
    said = typed("hearback doctor", home, fails=1)
    assert re.search(r"(?m)^ok +configuration", said)
    assert re.search(r"(?m)^ok +database", said)
    assert re.search(r"(?m)^FAULT +clock", said)
    assert typed("hearback keys push", home)
    if shutil.which("sqlite3") is None:
        pytest.skip("THE BACKUP COMMAND WAS NOT TRIED: there is no sqlite3 here")
    typed('sqlite3 hearback.db ".backup copy.db"', home)
    assert "hearback_" not in typed('sqlite3 copy.db "pragma integrity_check"', home)


def test_manifests_are_printed_as_the_addons_page_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARBACK_PUBLIC_URL", "https://hearback.example")
    typed("hearback manifest google > deployment.json", home)
    assert json.loads((home / "deployment.json").read_text())["oauthScopes"]
    typed("hearback manifest outlook > hearback.xml", home)
    assert (home / "hearback.xml").read_text().startswith("<?xml")


def test_generated_documents_are_made_by_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    docs.main()
    for name in docs.PAGES:
        assert (tmp_path / name).read_bytes() == (ROOT / "docs" / name).read_bytes()


def test_the_load_is_made_by_the_command(home: Path) -> None:
    said = typed(f"{sys.executable} {ROOT}/bench/load.py --minutes 0.1 --callers 2", home)
    assert " 0 errors" in said


def test_the_demo_ends_well(home: Path) -> None:
    assert "Requests to send mail, in all of this: 0." in typed("hearback demo --once", home)


def test_make_lists_what_it_can() -> None:
    said = typed("make help", ROOT)
    for target in ("demo", "test", "lint", "lock"):
        assert f"make {target}" in said
