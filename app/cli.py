"""The command ``hearback``. A composition root: the clock, the terminal and the settings are asked for here and handed down."""

from __future__ import annotations

import json
import secrets
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, available_timezones

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app import report
from app.conversation import Candidate
from app.detection.verdict import Status, TimingRules
from app.errors import AppError
from app.providers.archive import Archive
from app.scan import Finding, Proposal, looks_like_address, propose, scan

if TYPE_CHECKING:
    from app.settings import Settings

app = typer.Typer(
    help="Finds the promises recruiters made you, and writes the polite follow-up as an unsent draft when their date has passed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class BadArgument(AppError):
    """An argument of the command cannot be used. Nothing was read or written."""


@app.command("scan")
def scan_command(
    path: Annotated[
        Path | None, typer.Argument(help="An mbox file, a Maildir, or a folder of .eml files (a Takeout export, say).")
    ] = None,
    me: Annotated[list[str] | None, typer.Option(help="Your address; repeat it for each one you write from.")] = None,
    name: Annotated[str | None, typer.Option(help="Your name, as drafts are signed.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Your time zone, such as Europe/Berlin.")] = None,
    region: Annotated[str | None, typer.Option(help="Whose public holidays count, such as DE or GB-ENG.")] = None,
    now: Annotated[str | None, typer.Option(help="Judge as of this instant (ISO 8601) instead of this moment.")] = None,
    rules: Annotated[Path | None, typer.Option(help="A TOML file with timing rules, such as grace_days = 3.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write each draft as an .eml file into this folder.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a recruiter thread instead of the table.")
    ] = False,
    scenes: Annotated[
        Path | None,
        typer.Option(help="Judge labelled scenes (JSON lines) instead of a mailbox; prints one JSON object a thread."),
    ] = None,
) -> None:
    """Judge every thread of an exported mailbox and write the drafts that are due. Nothing leaves this machine."""
    if scenes is not None:
        _scan_scenes(scenes)
        return
    if path is None:
        raise BadArgument("Name a mailbox to scan: hearback scan PATH --me you@example.org. Nothing was read.")
    timing = read_rules(rules)
    own = tuple(_address(a) for a in me or ())
    with _bar("Reading mail") as progress:
        archive = Archive.open(path, own, out, progress)
    proposal = propose(archive.envelopes(), own)
    candidate = _candidate(proposal, own, name, timezone, region, archive, path)
    archive.set_owner(candidate.addresses)
    at = _instant(now, candidate)
    with _bar("Judging threads") as progress:
        findings = list(scan(archive, candidate, timing, at, progress=progress, mark=lambda: _mark(candidate)))
    if as_json:
        for finding in findings:
            print(json.dumps(report.finding_json(finding, candidate), ensure_ascii=False))
        return
    _print_scan(archive, candidate, own, name, timezone, region, findings, out)


def _print_scan(
    archive: Archive,
    candidate: Candidate,
    own: tuple[str, ...],
    name: str | None,
    timezone: str | None,
    region: str | None,
    findings: list[Finding],
    out: Path | None,
) -> None:
    screen = report.console()
    guessed = [
        f"{what} {value or 'not known'} ({option})"
        for given, what, value, option in (
            (own, "you are", ", ".join(sorted(candidate.addresses)), "--me"),
            (name, "name", candidate.name, "--name"),
            (timezone, "time zone", candidate.timezone, "--timezone"),
            (region, "holidays of", candidate.region, "--region"),
        )
        if not given
    ]
    if guessed:
        screen.print("Proposed from the mail itself: " + "; ".join(guessed) + ".", style="dim", markup=False)
    threads = len(archive.changes(None, datetime.min.replace(tzinfo=UTC)).thread_ids)
    if findings:
        screen.print(report.findings_table(findings))
    screen.print(report.summary(findings, threads), markup=False)
    for fault in archive.faults[:20]:
        screen.print(f"Not read: {fault.where}: {fault.sentence}", style="yellow", markup=False)
    if len(archive.faults) > 20:
        screen.print(f"... and {len(archive.faults) - 20} more that could not be read.", style="yellow")
    drafts = [f for f in findings if f.verdict.status is Status.DUE and f.reply is not None]
    for finding in drafts:
        assert finding.reply is not None
        screen.print(report.letter(finding.reply, str((out or Path()) / finding.draft.id) if finding.draft else ""))
    if drafts:
        screen.print(
            f"{len(drafts)} draft{'s' if len(drafts) != 1 else ''} "
            + (
                f"written to {out}. Open one in your mail program, look it over, and send it yourself."
                if out
                else "shown above; add --out FOLDER to have them as files. Nothing was sent."
            ),
            markup=False,
        )


@app.command()
def explain(
    files: Annotated[list[Path], typer.Argument(help="Messages of one thread as .eml files.")],
    me: Annotated[list[str] | None, typer.Option(help="Your address; repeat it for each one you write from.")] = None,
    timezone: Annotated[str, typer.Option(help="Your time zone.")] = "UTC",
    region: Annotated[str, typer.Option(help="Whose public holidays count.")] = "",
    now: Annotated[str | None, typer.Option(help="Judge as of this instant (ISO 8601).")] = None,
) -> None:
    """Show what each stage of the judgement saw in these messages, with the words it rests on."""
    from app.explain import explain_thread

    raws: list[tuple[Path, bytes]] = []
    for file in files:
        try:
            raws.append((file, file.read_bytes()))
        except OSError as fault:
            raise BadArgument(f"{file} cannot be read ({fault.strerror or fault}). Nothing was judged.") from fault
    candidate = Candidate("", frozenset(_address(a) for a in me or ()), _zone(timezone), region)
    screen = report.console()
    for line in explain_thread(raws, candidate, _instant(now, candidate)):
        screen.print(line)


@app.command()
def demo(once: Annotated[bool, typer.Option("--once", help="End by itself instead of leaving the pages open.")] = False) -> None:
    """Show the whole product at work on a sample mailbox, against a sandbox of Google and Microsoft. No account is needed."""
    from app.demo import run

    run(report.console(), once=once)


@app.command("serve")
def serve_command(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Serve pages and pushes only (Postgres).")] = False,
) -> None:
    """Serve the pages and pushes, and do the background work in the same process."""
    from app.serve import serve

    serve(_service_settings(), host=host, port=port, works=not no_worker)


@app.command("worker")
def worker_command() -> None:
    """Do the background work in a process of its own; start as many as you like (Postgres)."""
    from app.serve import work

    work(_service_settings(), lambda said: print(said, flush=True))


@app.command("sync")
def sync_command() -> None:
    """Look at every connected mailbox once, write what is due, and end."""
    from app.serve import sync

    done = sync(_service_settings())
    if isinstance(done, int):
        print(f"{done} running worker{'s' if done != 1 else ''} will look at every mailbox now.")
        return
    print(
        f"Mailboxes read: {done.synced}. Conversations judged again: {done.reviewed}. Drafts looked after: {done.attended}. "
        f"Drafts written: {len(done.written)}. Nothing was sent."
    )
    for fault in done.faults:
        print(f"Put off: {fault.sentence}", file=sys.stderr)


class Direction(StrEnum):
    """Which way a migration goes."""

    UP = "up"
    DOWN = "down"


@app.command("migrate")
def migrate_command(
    direction: Annotated[Direction, typer.Argument(help="up to this version's tables, or down.")] = Direction.UP,
    revision: Annotated[
        str | None, typer.Argument(help="By default up to the newest; down needs one (base: no tables at all).")
    ] = None,
) -> None:
    """Bring the database to the tables of this version, or back to those of an older one."""
    from alembic.util import CommandError

    from app.settings import load_settings
    from app.store.database import open_engine
    from app.store.migrations import downgrade, upgrade

    if direction is Direction.DOWN and revision is None:
        raise BadArgument("Name the revision to go down to, such as base; its newer tables and what is in them are deleted.")
    engine = open_engine(load_settings().database_url)
    try:
        if direction is Direction.UP:
            upgrade(engine, revision or "head")
        else:
            downgrade(engine, str(revision))
    except CommandError as fault:
        raise BadArgument(f"{fault}. The database was not changed.") from fault
    finally:
        engine.dispose()
    print(f"The database has the tables of revision {revision or 'head'}.")


keys = typer.Typer(help="Keys that seal tokens and private fields.", no_args_is_help=True)
app.add_typer(keys, name="keys")


@keys.callback()
def _keys() -> None:
    """Keys that seal tokens and private fields."""


@keys.command("new")
def new_key_command() -> None:
    """Print a fresh key for HEARBACK_KEYS. Put it first and keep the older ones behind it: they still open what they sealed."""
    from app.store.encryption import new_key

    print(new_key())


@keys.command("push")
def new_push_key_command() -> None:
    """Make a key for browsers' notifications and print it; put it into HEARBACK_PUSH_KEY."""
    from app.flow.push_keys import new_push_key

    typer.echo(new_push_key())


@keys.command("rotate")
def rotate_keys_command() -> None:
    """Seal everything anew with the first key of HEARBACK_KEYS, also while the service runs. Afterwards the older keys may go."""
    from app.main import build_services
    from app.settings import load_settings
    from app.store.encryption import rotate
    from app.store.tables import Base

    services = build_services(load_settings())
    database = services.database
    database.open()
    sealed = 0
    try:
        while True:
            # Short transactions, so that the service is never held up for long.
            with database.write() as session:
                done = rotate(session, database.vault, Base.metadata, at_most=200)
            if not done:
                break
            sealed += done
    finally:
        database.close()
    print(
        f"{sealed} private fields were sealed anew. Everything is sealed with the first key now; once all processes run with it, "
        "the others may be dropped from HEARBACK_KEYS. Keep them with the backups that they sealed."
    )


@app.command("doctor")
def doctor_command() -> None:
    """Look for what is wrong with this installation, and say what to do. Ends with 1 when something is."""
    from app.doctor import State, examine_environment

    sick = False
    for line in examine_environment():
        sick = sick or line.state is State.FAULT
        print(f"{line.state:5}  {line.about:15}  {line.sentence}", flush=True)
    sys.exit(1 if sick else 0)


class Store(StrEnum):
    """Whose add-on store."""

    GOOGLE = "google"
    OUTLOOK = "outlook"


@app.command("manifest")
def manifest_command(
    store: Annotated[Store, typer.Argument(help="google: the deployment as JSON; outlook: the manifest as XML.")],
) -> None:
    """Print what Google or Microsoft want to know of this host's add-on. docs/addons.md says what to do with it."""
    from app.addons.manifests import google_deployment, outlook_manifest
    from app.settings import load_settings

    build = google_deployment if store is Store.GOOGLE else outlook_manifest
    print(build(load_settings().public_url))


def _service_settings() -> Settings:
    """The settings of the service, and its log to standard error."""
    from app.logs import configure
    from app.settings import load_settings

    settings = load_settings()
    configure(settings.log_level)
    return settings


def _scan_scenes(path: Path) -> None:
    from app.scenes import predict

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadArgument(f"The scenes in {path} cannot be read ({fault}). Nothing was judged.") from fault
    with _bar("Judging scenes") as progress:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                scene = json.loads(line)
                rows = list(predict(scene))
            except (ValueError, KeyError, TypeError, AttributeError) as fault:
                raise BadArgument(
                    f"{path}, line {number}: this is not a scene ({type(fault).__name__}: {fault}). The lines before it were judged."
                ) from fault
            for row in rows:
                print(json.dumps(row, ensure_ascii=False))
            progress(number, len(lines))


def read_rules(path: Path | None) -> TimingRules:
    """Timing rules from a TOML file whose keys are the fields of TimingRules. Raises BadArgument with the key that is wrong."""
    if path is None:
        return TimingRules()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadArgument(f"The rules in {path} cannot be read ({fault}). Nothing was read or written.") from fault
    known = {field.name for field in fields(TimingRules)}
    values: dict[str, object] = {}
    for key, value in given.items():
        if key not in known:
            raise BadArgument(f"{path}: there is no rule {key!r}; there are {', '.join(sorted(known))}.")
        if key == "draft_at":
            if isinstance(value, str):
                try:
                    value = time.fromisoformat(value)
                except ValueError as fault:
                    raise BadArgument(f"{path}: draft_at is a time of day such as 09:00, not {value!r}.") from fault
            if not isinstance(value, time):
                raise BadArgument(f"{path}: draft_at is a time of day such as 09:00, not {value!r}.")
        elif key == "working_weekdays":
            if not isinstance(value, list) or not value or not all(isinstance(day, int) and 0 <= day <= 6 for day in value):
                raise BadArgument(f"{path}: working_weekdays is a list of numbers from 0 (Monday) to 6 (Sunday), not {value!r}.")
            value = frozenset(value)
        elif key in ("undated_days", "no_promise_days") and value is False:
            value = None
        elif isinstance(value, bool) or not isinstance(value, int) or not (1 if key == "grace_days" else 0) <= value <= 366:
            raise BadArgument(f"{path}: {key} is a whole number of days up to 366 (at least 1 for grace_days), not {value!r}.")
        values[key] = value
    return TimingRules(**values)  # type: ignore[arg-type]


def _candidate(
    proposal: Proposal,
    own: tuple[str, ...],
    name: str | None,
    timezone: str | None,
    region: str | None,
    archive: Archive,
    path: Path,
) -> Candidate:
    addresses = frozenset(own or proposal.addresses)
    seen = {p.address for m in archive.envelopes() for p in (*m.to, *m.cc, *((m.sender,) if m.sender else ()))}
    seen |= {m.headers.get("delivered-to", "").lower() for m in archive.envelopes()}
    if not addresses & seen:
        said = ", ".join(sorted(addresses)) or "any address"
        raise BadArgument(
            f"No message in {path} is from or to {said}. Is --me right? Nothing was written. Most mail here is for {', '.join(propose(archive.envelopes()).addresses) or 'nobody'}."
        )
    return Candidate(
        name or proposal.name, addresses, _zone(timezone or proposal.timezone), region if region is not None else proposal.region
    )


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise BadArgument(
            f"There is no time zone {value!r}; zones are named like Europe/Berlin or America/New_York. Nothing was written."
        )
    return value


def _address(value: str) -> str:
    if not looks_like_address(value.strip()):
        raise BadArgument(f"{value!r} is not a mail address. Nothing was read.")
    return value.strip().lower()


def _instant(value: str | None, candidate: Candidate) -> datetime:
    if value is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(value)
    except ValueError as fault:
        raise BadArgument(
            f"--now {value!r} is not an instant; write it like 2026-03-10T09:00+01:00. Nothing was written."
        ) from fault
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(candidate.timezone))


def _mark(candidate: Candidate) -> str:
    domain = next(iter(sorted(candidate.addresses)), "localhost").rpartition("@")[2] or "localhost"
    return f"<{secrets.token_hex(12)}@{domain}>"


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; silent when that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=report.console(error=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(title, total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield step


def main() -> None:
    """Run the command; a fault the user can mend is one sentence on standard error, and exit code 2."""
    try:
        app(standalone_mode=True)
    except AppError as fault:
        print(f"hearback: {fault.sentence}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
