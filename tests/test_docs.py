"""The documents say what the program does: generated ones are current, settings are all explained, commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.docs import PAGES
from app.settings import Settings

ROOT = Path(__file__).parents[1]
WRITTEN = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_document_is_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name](), "run python -m app.docs"


def test_the_example_of_a_configuration_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"^#? ?(HEARBACK_[A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {f"HEARBACK_{name.upper()}" for name in Settings.model_fields}


def test_the_example_of_a_configuration_can_be_used(tmp_path: Path) -> None:
    from app.settings import load_settings

    read = load_settings(ROOT / ".env.example")
    for name, field in Settings.model_fields.items():
        assert getattr(read, name) == field.default, name


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.name)
def test_every_command_in_the_documents_exists(page: Path) -> None:
    runner = CliRunner()
    text = page.read_text(encoding="utf-8")
    commands = {tuple(found.split()) for found in re.findall(r"hearback ((?:keys (?:new|rotate))|[a-z]+)(?= |`|$|\n|\))", text)}
    fenced = {
        c
        for c in commands
        if f"`hearback {' '.join(c)}" in text or f"bin/hearback {' '.join(c)}" in text or f"hearback {' '.join(c)}`" in text
    }
    for command in fenced:
        assert runner.invoke(app, [*command, "--help"]).exit_code == 0, f"{page.name}: hearback {' '.join(command)}"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.name)
def test_every_made_target_and_linked_file_exists(page: Path) -> None:
    text, made = page.read_text(encoding="utf-8"), (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", made, re.MULTILINE), f"{page.name}: make {target}"
    for linked in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / linked).exists(), f"{page.name} links to {linked}"
