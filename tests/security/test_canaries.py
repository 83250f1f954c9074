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
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.jobs.work import Work
from app.logs import configure
from app.main import build_worker
from app.store import mailboxes
from app.store.database import Database
from app.store.tables import MailboxRow, ThreadRow
from tests.journeys.conftest import ADA, REJECTION, Street
from tests.journeys.conftest import street as street

PERSON, ADDRESS, SUBJECT, BODY, QUOTE = (
    "Quillona",
    "kanarienvogel",
    "Zebrafinkposten",
    "Wellensittichkoerner",
    "Tukanentscheidung",
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


def test_the_canaries_are_found_nowhere_but_sealed(
    street: Street, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    root, log = logging.getLogger(), io.StringIO()
    kept, level = list(root.handlers), root.level
    configure("DEBUG", log)
    try:
        walk(street)
        planted = {PERSON, ADDRESS, SUBJECT, BODY, QUOTE, "Lovelace", *ADA.values(), *tokens(street)}
        planted |= {street.browser.cookies["hearback"], "secret-of-the-client"}
    finally:
        root.handlers[:] = kept
        root.setLevel(level)
        logging.captureWarnings(False)
    printed = capfd.readouterr()
    said = log.getvalue() + printed.out + printed.err
    assert '"request_id"' in log.getvalue(), "nothing was logged, so nothing was shown"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix.rpartition("-")[0] or path.suffix for path in files} >= {".db"}
    assert any(path.name.endswith("-wal") for path in files)
    assert any("jobs" in path.name for path in files)
    held = {path.name: path.read_bytes() for path in files}
    for word in planted:
        assert word not in said, f"{word!r} is in the log"
        for spelling in spellings(word):
            for name, content in held.items():
                assert spelling not in content, f"{word!r} lies in {name}"


def walk(street: Street) -> None:
    """Sign in, connect both, a promise, a draft, an answer, a lost permission; and jobs through the real queue."""
    promise = street.deliver(SENDER, TEXT, subject=SUBJECT)
    street.sign_in()
    street.connect("google")
    street.connect("microsoft")
    street.work()
    settings = street.settings.model_copy(update={"database_url": str(street.services.database.engine.url)})
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
    street.deliver(SENDER, REJECTION + BODY, reply_to=promise, subject=SUBJECT)
    street.go(hours=1)
    logging.getLogger("app.somewhere").warning("a careless line about %s@acme-talent.example", ADDRESS)
    street.sandbox.google.oauth.revoke_account(ADA["google"])
    for mailbox_id in street.mailbox_ids:
        Work(street.services).sync(mailbox_id)
