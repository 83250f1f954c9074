"""What the terminal shows: findings as a table, drafts as letters, the stages of one judgement line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from app.conversation import Candidate, Reply
from app.detection.verdict import Status, Verdict
from app.scan import Finding

STATUS_WORDS: dict[Status, tuple[str, str]] = {
    Status.DUE: ("due", "bold green"),
    Status.DRAFT_EXISTS: ("your own draft waits", "green"),
    Status.WAITING: ("waiting for them", "cyan"),
    Status.MY_TURN: ("your turn", "yellow"),
    Status.UNATTENDED: ("cannot be written to", "magenta"),
    Status.FOLLOWED_UP: ("followed up", "blue"),
    Status.ANSWERED: ("answered", "dim"),
    Status.EXPIRED: ("too long ago", "dim"),
    Status.NO_PROMISE: ("no promise", "dim"),
    Status.CLOSED: ("closed", "dim"),
    Status.NOT_RECRUITER: ("not a recruiter thread", "dim"),
}
"""How a status is told to a person, in the order in which they want to see them, with its colour."""

_ORDER = {status: place for place, status in enumerate(STATUS_WORDS)}


def console(*, error: bool = False) -> Console:
    """A console that is wide enough for the table when its output is piped."""
    plain = Console(stderr=error)
    return plain if plain.is_terminal else Console(stderr=error, width=max(plain.width, 132), highlight=False)


def findings_table(findings: Iterable[Finding]) -> Table:
    """The findings, what needs a look first."""
    table = Table(show_lines=True, expand=True, title_justify="left", header_style="bold")
    table.add_column("Thread and with whom", ratio=5)
    table.add_column("Promise, as they wrote it", ratio=6)
    table.add_column("Deadline", min_width=10)
    table.add_column("Due on", min_width=10)
    table.add_column("Status", min_width=9)
    table.add_column("Why", ratio=7)
    for finding in sorted(findings, key=lambda f: (_ORDER[f.verdict.status], f.verdict.due_on or date.max, f.subject)):
        verdict = finding.verdict
        words, colour = STATUS_WORDS[verdict.status]
        table.add_row(
            Group(Text(finding.subject or "(no subject)", style="bold"), Text(with_whom(verdict), style="dim")),
            Text(f"“{verdict.promise.quote}”" if verdict.promise else ""),
            _day(verdict.promise.deadline if verdict.promise else None),
            _day(verdict.due_on),
            Text(words, style=colour),
            Text("\n".join(_short_reasons(verdict))),
        )
    return table


def _short_reasons(verdict: Verdict) -> Iterator[str]:
    """The reasons without what other columns say already; `hearback explain` and --json have them all."""
    shown = verdict.promise.quote if verdict.promise else ""
    for reason in verdict.reasons:
        if reason.stage == "recruiter" or (reason.stage == "promise" and reason.quote == shown):
            continue
        yield str(reason) if reason.quote != shown else reason.sentence


def with_whom(verdict: Verdict) -> str:
    """Person, organisation and role, as far as known."""
    return ", ".join(part for part in (verdict.person, verdict.organisation, verdict.role) if part)


def summary(findings: Iterable[Finding], threads: int) -> str:
    """One sentence on the whole mailbox."""
    counts = Counter(f.verdict.status for f in findings)
    parts = [f"{counts[status]} {STATUS_WORDS[status][0]}" for status in STATUS_WORDS if counts[status]]
    said = ", ".join(parts) if parts else "none is about your candidacy"
    return (
        f"{threads} threads read, {sum(counts.values())} of them with recruiters: {said}."
        if parts
        else f"{threads} threads read; {said}."
    )


def letter(reply: Reply, where: str = "") -> RenderableType:
    """A draft as it will stand in the mail program."""
    head = Text()
    for name, value in (
        ("To", ", ".join(map(str, reply.to))),
        ("Cc", ", ".join(map(str, reply.cc))),
        ("Subject", reply.subject),
    ):
        if value:
            head.append(f"{name + ':':9}", style="dim").append(value + "\n")
    return Panel(
        Group(head, Text(reply.body.rstrip())),
        title="unsent draft",
        title_align="left",
        subtitle=where or None,
        subtitle_align="left",
        width=88,
    )


def finding_json(finding: Finding, candidate: Candidate) -> dict[str, object]:
    """A finding as plain JSON, with the names that the table's columns have."""
    verdict = finding.verdict
    promise = verdict.promise
    return {
        "thread": finding.thread_id,
        "subject": finding.subject,
        "person": verdict.person,
        "organisation": verdict.organisation,
        "role": verdict.role,
        "status": verdict.status.value,
        "promise": None
        if promise is None
        else {
            "message": promise.message_id,
            "quote": promise.quote,
            "deadline": promise.deadline.isoformat(),
            "dated": promise.dated,
        },
        "due_on": verdict.due_on.isoformat() if verdict.due_on else None,
        "due_at": verdict.due_at.astimezone(ZoneInfo(candidate.timezone)).isoformat() if verdict.due_at else None,
        "draft": None
        if finding.reply is None
        else {
            "to": [p.address for p in finding.reply.to],
            "cc": [p.address for p in finding.reply.cc],
            "subject": finding.reply.subject,
            "body": finding.reply.body,
            "file": finding.draft.id if finding.draft else None,
        },
        "why": [str(reason) for reason in verdict.reasons],
    }


def reasons(verdict: Verdict) -> Iterator[Text]:
    """A verdict's reasons, a line each, behind the stage that spoke."""
    for reason in verdict.reasons:
        line = Text(f"  {reason.stage + ':':14}", style="dim")
        line.append(reason.sentence, style="default")
        if reason.quote:
            line.append(f"\n{'':16} “{reason.quote}”", style="italic")
        yield line


def _day(day: date | None) -> str:
    return day.strftime("%a\n%Y-%m-%d") if day else ""
