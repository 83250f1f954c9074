"""Nothing of anybody's is to be found where it does not belong: not in the log, not in a file, but sealed.

The main job runs in full at debug level, with words planted in mail, names, addresses and tokens that exist nowhere else. Then
every line that was logged or printed and every byte of every file is searched for them: the database with its WAL, and the
tables of the job queue.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client import generate_latest
from sqlalchemy import select, text

from app.jobs.work import Work
from app.logs import configure
from app.main import build_worker
from app.metrics import Metrics, Standing
from app.settings import Settings
from app.store import feeds, mailboxes
from app.store.database import Database, open_engine
from app.store.encryption import Vault
from app.store.tables import AccountRow, MailboxRow, ThreadRow
from app.web.sessions import form_token
from app.web.settings_page import KEYS
from tests.journeys.conftest import ADA, REJECTION, URL, Street, opened_street
from tests.journeys.conftest import street as street

PERSON, ADDRESS, SUBJECT, BODY, QUOTE, TYPED = (
    "Quillona",
    "kanarienvogel",
    "Zebrafinkposten",
    "Wellensittichkoerner",
    "Tukanentscheidung",
    "Papageientaucher",
)
SENDER = f"{PERSON} Doe <{ADDRESS}@acme-talent.example>"
TEXT = (
    f"Hi Ada,\n\nthank you for the interview for the Data Engineer position yesterday. {BODY} is what we call it here. The hiring "
    f"manager is meeting the other candidates, and I will get back to you with a decision on {QUOTE} by Friday.\n\n"
    f"Best regards,\n{PERSON} Doe\nTalent Acquisition, Acme\n"
)


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


def spellings(word: str) -> set[bytes]:
    """A word as it may lie in a file: plain, in base64 at any offset, in UTF-16, in hex."""
    plain = word.encode()
    found = {plain, plain.lower(), plain.hex().encode(), word.encode("utf-16-le")}
    for offset in range(3):
        packed = base64.b64encode(b" " * offset + plain)
        found.add(packed[4 if offset else 0 : -4])
    return {spelling for spelling in found if len(spelling) >= 6}


def tokens(street: Street) -> set[str]:
    """What opens the mailbox, as it is kept."""
    found: set[str] = set()
    with street.services.database.read() as session:
        for row in session.scalars(select(MailboxRow)):
            credentials = mailboxes.credentials_of(session, row.id)
            parsed: Any = json.loads(credentials)
            if "refresh_token" in parsed:
                found |= {parsed["refresh_token"], parsed["token"]}
            for kind in ("AccessToken", "RefreshToken"):
                found |= {item["secret"] for item in parsed.get(kind, {}).values()}
    return found


@contextmanager
def everything_said(capfd: pytest.CaptureFixture[str]) -> Iterator[list[str]]:
    """Have all that is logged, at debug level, and all that is printed put into the list when the block ends."""
    root, log = logging.getLogger(), io.StringIO()
    kept, level = list(root.handlers), root.level
    capfd.readouterr()
    said: list[str] = []
    configure("DEBUG", log)
    try:
        yield said
    finally:
        root.handlers[:] = kept
        root.setLevel(level)
        logging.captureWarnings(False)
    printed = capfd.readouterr()
    assert '"request_id"' in log.getvalue(), "nothing was logged, so nothing was shown"
    said.append(log.getvalue() + printed.out + printed.err)
    for broken in ("unexpected ValueError", "a job failed"):
        assert broken in said[0], "that fault was not told, so nothing was shown"


def planted_in(street: Street) -> set[str]:
    """All words that must not be found: what mail says, whose it is, and what opens anything."""
    words = {PERSON, ADDRESS, SUBJECT, BODY, QUOTE, TYPED, "Lovelace", *ADA.values(), *tokens(street)}
    with street.services.database.read() as session:
        account_id = session.scalar(select(AccountRow.id))
        assert account_id is not None
        words.add(feeds.secret_of(session, account_id))
    return words | {street.browser.cookies["hearback"], "secret-of-the-client"}


def test_the_canaries_are_found_nowhere_but_sealed(
    street: Street, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with everything_said(capfd) as said:
        walk(street, monkeypatch)
        planted = planted_in(street)
        figures = Metrics()
        figures.registry.register(Standing(street.services))
        print(generate_latest(figures.registry).decode())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix.rpartition("-")[0] or path.suffix for path in files} >= {".db"}
    assert any(path.name.endswith("-wal") for path in files)
    assert any("jobs" in path.name for path in files)
    held = {path.name: path.read_bytes() for path in files}
    for word in planted:
        assert word not in said[0], f"{word!r} is in the log"
        for spelling in spellings(word):
            for name, content in held.items():
                assert spelling not in content, f"{word!r} lies in {name}"


@pytest.mark.postgres
def test_the_canaries_are_found_nowhere_in_postgres(
    postgres_url: str, sealing_key: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row of every table of every schema, those of the job queue among them."""
    database = Database(open_engine(postgres_url), Vault([sealing_key]))
    database.open()
    with opened_street(database, sealing_key) as street:
        with everything_said(capfd) as said:
            walk(street, monkeypatch)
            planted = planted_in(street)
        held = all_rows(database)
    database.close()
    assert {"dbos.workflow_status", "public.thread", "public.journal"} <= {name for name, rows in held.items() if rows}
    for word in planted:
        assert word not in said[0], f"{word!r} is in the log"
        for spelling in spellings(word):
            for name, content in held.items():
                assert spelling not in content, f"{word!r} lies in {name}"


def all_rows(database: Database) -> dict[str, bytes]:
    """Each table as Postgres writes it down, sealed columns in hex."""
    with database.engine.connect() as connection:
        tables = connection.execute(
            text(
                "SELECT quote_ident(schemaname), quote_ident(tablename) FROM pg_tables "
                "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            )
        ).all()
        return {
            f"{schema}.{table}": "\n".join(connection.scalars(text(f"SELECT t::text FROM {schema}.{table} t"))).encode()
            for schema, table in tables
        }


def walk(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign in, connect both, a promise, a draft, an answer, a lost permission; all that one can type; jobs through the real
    queue; and faults of ours, in a page and in a job, whose words hold mail."""
    promise = street.deliver(SENDER, TEXT, subject=SUBJECT)
    street.sign_in()
    street.connect("google")
    street.connect("microsoft")
    street.work()
    settings = street.settings.model_copy(
        update={"database_url": street.services.database.engine.url.render_as_string(hide_password=False)}
    )
    worker = build_worker(settings, street.services)
    worker.start()
    try:
        with street.services.database.read() as session:
            ids = list(session.scalars(select(MailboxRow.id)))
            thread_id = session.scalar(select(ThreadRow.id))
        for mailbox_id in ids:
            worker.queue.sync_mailbox(mailbox_id)
        assert thread_id is not None
        worker.queue.tend_thread(thread_id)
    finally:
        worker.stop()
    street.at(10)
    assert len(street.drafts()) == 1
    assert SUBJECT in street.page().text()
    street.browser.get(f"/threads/{thread_id}?q={PERSON}")
    street.browser.get(f"/sign-in/google/callback?code={BODY}&state={QUOTE}")
    street.browser.get(f"/{ADDRESS}")
    street.browser.post("/hooks/microsoft", content=json.dumps({"value": [{"subscriptionId": PERSON, "clientState": BODY}]}))
    type_everywhere(street, str(thread_id))
    street.deliver(SENDER, REJECTION + BODY, reply_to=promise, subject=SUBJECT)
    street.go(hours=1)
    logging.getLogger("app.somewhere").warning("a careless line about %s@acme-talent.example", ADDRESS)
    street.sandbox.google.oauth.revoke_account(ADA["google"])
    for mailbox_id in street.mailbox_ids:
        Work(street.services).sync(mailbox_id)
    break_with_words(street, monkeypatch, settings)


def type_everywhere(street: Street, thread_id: str) -> None:
    """Whatever a person can put into a form or an address, the feeds, the export and an add-on's call."""
    token = form_token(street.browser.cookies["hearback"])

    def post(path: str, **fields: str) -> None:
        answer = street.browser.post(path, data={"form_token": token, **fields}, headers={"Origin": URL})
        assert answer.status_code in (200, 422), (path, answer.status_code)

    post("/settings/wording", name=f"{TYPED} L.", **dict.fromkeys(KEYS, f"{TYPED} {{{{ name }}}}"))
    post("/settings/wording", name=TYPED, en_1=f"{TYPED} {{{{ {TYPED}.__class__ }}}}")
    post("/settings/people", value=f"{ADDRESS}@acme-talent.example", recruiter="always")
    post("/settings/people", value=f"{TYPED} is no address")
    post("/settings", grace_days=TYPED)
    post(f"/threads/{thread_id}/actions/said_by", day=TYPED)
    post(f"/threads/{thread_id}/actions/said_by", day="2026-03-13")
    post("/settings/notifications/push", subscription=json.dumps({"endpoint": f"https://{TYPED}.example/{BODY}"}))
    post("/settings/notifications/feeds")
    with street.services.database.read() as session:
        account_id = session.scalar(select(AccountRow.id))
        assert account_id is not None
        secret = feeds.secret_of(session, account_id)
    for feed in ("drafts.atom", "follow-ups.ics"):
        assert street.browser.get(f"/feeds/{secret}/{feed}").status_code == 200
    assert PERSON in street.browser.post("/my-data/export", data={"form_token": token}, headers={"Origin": URL}).text
    street.browser.get(f"/threads?q={ADDRESS}@acme-talent.example&show={TYPED}")
    street.browser.post(
        "/addons/api/message", json={"internet_message_id": f"<{BODY}@{ADDRESS}>"}, headers={"authorization": f"Bearer {TYPED}"}
    )


def break_with_words(street: Street, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """A page, a feed and a job break, and what the fault says is somebody's mail."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"{BODY} of {PERSON} <{ADDRESS}@acme-talent.example>: {QUOTE}")

    with street.services.database.read() as session:
        account_id, mailbox_id = session.execute(select(MailboxRow.account_id, MailboxRow.id)).first() or (None, None)
        assert account_id is not None
        secret = feeds.secret_of(session, account_id)
    monkeypatch.setattr("app.store.feeds.open_drafts", broken)
    monkeypatch.setattr("app.flow.sync.sync_mailbox", broken)
    monkeypatch.setattr("app.jobs.work.sync_mailbox", broken)
    loud = TestClient(street.browser.app, base_url=URL, raise_server_exceptions=False)
    assert loud.get(f"/feeds/{secret}/drafts.atom").status_code == 500
    worker = build_worker(settings, street.services)
    worker.start()
    try:
        assert mailbox_id is not None
        worker.queue.sync_mailbox(mailbox_id)
        for _ in range(100):
            if not worker.queue.waiting():
                break
            time.sleep(0.1)
    finally:
        worker.stop()
