"""The command line: what it prints, what it refuses, and that refusing loses nothing."""

from __future__ import annotations

import json
import mailbox
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from app import cli

ME = "sam@mail.example"


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of ``hearback ARGS``."""
    monkeypatch.setattr(sys, "argv", ["hearback", *map(str, args)])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    said = capsys.readouterr()
    return int(stop.value.code or 0), said.out, said.err


def letter(subject: str, sender: str, to: str, date: str, body: str, id: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Date"], message["Message-ID"] = sender, to, subject, date, id
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message


@pytest.fixture
def founding_case(tmp_path: Path) -> Path:
    """The case it all began with: told in an interview that they would be calling people this week; a week later nobody has called."""
    box = mailbox.mbox(tmp_path / "founding.mbox")
    box.add(
        letter(
            "Interview for Field Technician", "Dana Whitfield <dana.whitfield@cascadefiber.example>", f"Sam Ortiz <{ME}>",
            "Mon, 02 Mar 2026 09:12:00 -0800",
            "Hi Sam,\n\nThis confirms your interview for the Field Technician position on Tuesday, March 3 at 10 am.\n\nDana Whitfield\nHiring Manager\nCascade Fiber",
            "<1@cascadefiber.example>",
        )
    )  # fmt: skip
    box.add(
        letter(
            "Re: Interview for Field Technician", f"Sam Ortiz <{ME}>", "Dana Whitfield <dana.whitfield@cascadefiber.example>",
            "Tue, 03 Mar 2026 14:40:00 -0800",
            "Hi Dana,\n\nThank you for the interview today. You said that you would be calling people this week to schedule second interviews, and I look forward to it.\n\nBest,\nSam",
            "<2@mail.example>", In_Reply_To="<1@cascadefiber.example>", References="<1@cascadefiber.example>",
        )
    )  # fmt: skip
    box.close()
    return tmp_path / "founding.mbox"


def scan(box: Path, *more: object) -> tuple[object, ...]:
    return ("scan", box, "--me", ME, "--timezone", "America/Los_Angeles", "--region", "US-WA", *more)


def test_a_reported_promise_of_a_call_this_week_becomes_a_draft_the_tuesday_after(
    founding_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(
        monkeypatch, capsys, *scan(founding_case, "--now", "2026-03-10T09:00", "--json", "--out", tmp_path / "out")
    )
    assert code == 0
    (row,) = map(json.loads, out.splitlines())
    assert (row["status"], row["promise"]["deadline"], row["due_on"]) == ("due", "2026-03-06", "2026-03-10")
    assert "calling people this week" in row["promise"]["quote"]
    assert row["draft"]["to"] == ["dana.whitfield@cascadefiber.example"]
    (file,) = (tmp_path / "out").iterdir()
    raw = file.read_text()
    assert "X-Unsent: 1" in raw
    assert "In-Reply-To: <2@mail.example>" in raw


def test_nothing_is_due_a_minute_before_nine_on_that_tuesday(
    founding_case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(monkeypatch, capsys, *scan(founding_case, "--now", "2026-03-10T08:59", "--json"))
    assert json.loads(out)["status"] == "waiting"


def test_a_second_scan_into_the_same_folder_writes_no_second_draft(
    founding_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        run(monkeypatch, capsys, *scan(founding_case, "--now", "2026-03-10T09:00", "--out", tmp_path / "out"))
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_the_table_shows_promise_deadline_status_and_the_draft(
    founding_case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(monkeypatch, capsys, *scan(founding_case, "--now", "2026-03-10T09:00"))
    for words in (
        "Interview for Field Technician",
        "2026-03-06",
        "2026-03-10",
        "due",
        "unsent draft",
        "Nothing was sent",
        "name Sam Ortiz",
    ):
        assert words in out


def test_a_wrong_address_is_said_and_nothing_is_written(
    founding_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(monkeypatch, capsys, "scan", founding_case, "--me", "other@mail.example", "--out", tmp_path / "out")
    assert code == 2
    assert "is from or to other@mail.example" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--timezone", "Mars/Olympus"), "no time zone 'Mars/Olympus'"),
        (("--now", "yesterday"), "is not an instant"),
        (("--me", "nobody"), "'nobody' is not a mail address"),
    ],
)
def test_an_argument_that_cannot_be_used_is_said_in_a_sentence(
    founding_case: Path, args: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(monkeypatch, capsys, *scan(founding_case, *args))
    assert code == 2
    assert said in err


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("grace_days = 0", "grace_days"),
        ("grace = 3", "there is no rule 'grace'"),
        ("draft_at = '25:00'", "time of day"),
        ("working_weekdays = [7]", "working_weekdays"),
        ("grace_days = ", "cannot be read"),
    ],
)
def test_a_wrong_rules_file_is_said_with_its_key(
    founding_case: Path, tmp_path: Path, toml: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rules.toml").write_text(toml)
    code, _, err = run(monkeypatch, capsys, *scan(founding_case, "--rules", tmp_path / "rules.toml"))
    assert code == 2
    assert said in err


def test_rules_of_the_users_own_move_the_day(
    founding_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rules.toml").write_text("grace_days = 4\ndraft_at = 10:30:00\n")
    _, out, _ = run(
        monkeypatch, capsys, *scan(founding_case, "--rules", tmp_path / "rules.toml", "--now", "2026-03-10T09:00", "--json")
    )
    row = json.loads(out)
    assert (row["due_on"], row["due_at"]) == ("2026-03-12", "2026-03-12T10:30:00-07:00")


def test_an_unreadable_scene_is_named_by_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scenes.jsonl").write_text("\n{not json\n")
    code, _, err = run(monkeypatch, capsys, "scan", "--scenes", tmp_path / "scenes.jsonl")
    assert code == 2
    assert "line 2" in err


def test_explain_shows_each_stage_with_its_words(
    founding_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for number, message in enumerate(mailbox.mbox(founding_case)):
        files.append(tmp_path / f"{number}.eml")
        files[-1].write_bytes(message.as_bytes())
    code, out, _ = run(
        monkeypatch,
        capsys,
        "explain",
        *files,
        "--me",
        ME,
        "--timezone",
        "America/Los_Angeles",
        "--region",
        "US-WA",
        "--now",
        "2026-03-10T09:00",
    )
    assert code == 0
    for words in ("own words:", "language:", "evidence:", "promise:", "calling people this week", "Verdict", "due on:"):
        assert words in out


def test_explain_of_a_missing_file_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(monkeypatch, capsys, "explain", tmp_path / "none.eml")
    assert code == 2
    assert "cannot be read" in err
