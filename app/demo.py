"""``hearback demo``: the real service against the sandbox, through the real OAuth pages, on the sample mailbox.

Nothing here is a short cut: a visitor signs in, allows access on Google's and Microsoft's (sandbox) consent pages, the mailboxes
are read through the vendors' own client libraries, and the drafts are written as they would be into a real inbox.
"""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
import uvicorn
from rich.console import Console
from rich.panel import Panel
from rich.text import Text
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from app import report, sample
from app.errors import AppError
from app.flow.outstanding import catch_up
from app.flow.services import Services
from app.main import build_connections, build_services, create_app
from app.sandbox.addon_surfaces import ADDIN_CLIENT, ADDON_CLIENT, SERVICE_ACCOUNT, AddonSurfaces
from app.sandbox.microsoft import MicrosoftSandbox
from app.sandbox.microsoft_oauth_server import ISSUER
from app.sandbox.server import Sandbox
from app.scan import Finding
from app.settings import Settings, load_settings
from app.store import drafts, mailboxes, threads
from app.store.encryption import new_key
from app.store.migrations import upgrade
from app.store.tables import DraftState, MailboxRow

CLIENT, SECRET = "hearback-demo", "only-the-sandbox-knows-it"
PROVIDERS = {"google": "gmail", "microsoft": "outlook"}


class DemoFailed(AppError):
    """The demo did not come to its end. Nothing outside this machine was touched."""


@dataclass(slots=True)
class Demo:
    """A running sandbox and a running service that believes it is Google and Microsoft."""

    sandbox: Sandbox
    settings: Settings
    services: Services
    url: str


def run(screen: Console, *, once: bool = False, now: datetime | None = None) -> None:
    """Show the product at work; with ``once``, end by itself. Raises DemoFailed."""
    screen.print(
        Panel(
            Text(
                "A demonstration on an invented mailbox. The Google and Microsoft in it are a sandbox on this machine; nothing leaves it."
            ),
            width=100,
        )
    )
    with _running(now or datetime.now(UTC)) as demo:
        visitor = requests.Session()
        _sign_in(visitor, demo)
        screen.print("Signed in, with the openid and email scopes and nothing else.")
        for provider in demo.services.connections:
            _connect(visitor, demo, provider)
            screen.print(f"Connected {demo.services.connection(provider).title} through its consent page.")
        _settle(demo)
        _say_what_was_found(screen, demo)
        before = _drafts(demo)
        screen.print(
            f"The first look writes nothing by itself: {len(before)} drafts in the mailboxes. Now “write these drafts” is pressed."
        )
        _press_write(visitor, demo)
        _settle(demo)
        _say_what_was_written(screen, demo)
        catch_up(demo.services, demo.services.clock())
        again = len(_drafts(demo)) - len(before)
        written = _written(demo)
        screen.print(
            f"A second pass wrote nothing more: {written} drafts by Hearback, {again} more in the mailboxes than before."
        )
        if again != written:
            raise DemoFailed("The mailboxes do not hold exactly the drafts that were written.")
        _answers_come(screen, demo)
        sends = sum(dict(demo.sandbox.store.send_requests).values())
        screen.print(f"Requests to send mail, in all of this: {sends}.", style="bold")
        if sends:
            raise DemoFailed("Something asked to send mail.")
        if once:
            return
        for title, address in (
            ("Hearback (sign in with any account)", demo.url),
            (
                "The sandbox's inboxes: look at the drafts, edit, send or delete them, let mail arrive",
                demo.sandbox.url + "/inbox",
            ),
            ("Beside those inboxes: Gmail's side panel and Outlook's task pane", demo.sandbox.url + "/beside"),
        ):
            screen.print(Text(f"{title}: ").append(address, style="underline"))
        screen.print("Both stay open until you press Ctrl-C.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            screen.print("Closed; everything of the demonstration is gone.")


@contextmanager
def _running(now: datetime) -> Iterator[Demo]:
    """The sandbox with the sample mailbox in it, and the service, each on a free port of this machine."""
    sandbox = Sandbox()
    microsoft = MicrosoftSandbox(sandbox.store, sandbox.faults)
    sandbox.add_door(microsoft)
    owner = sample.owner()
    sandbox.store.add_account(owner.by_account["gmail"], owner.name)
    microsoft.oauth.add_account(owner.by_account["outlook"], owner.name)
    for account in ("gmail", "outlook"):
        for mail in sample.messages(now, account):
            if mail.folder == "drafts":
                sandbox.store.put_draft(
                    owner.by_account[account], mail.raw, _thread_of(sandbox, owner.by_account[account], mail.raw)
                )
            else:
                sandbox.store.deliver(owner.by_account[account], mail.raw, mail.folder, received_at=mail.received_at, read=True)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory(prefix="hearback-demo-") as folder, sandbox:
        port = _free_port()
        url = f"http://localhost:{port}"
        callbacks = [f"{url}/{path}/{provider}/callback" for path in ("sign-in", "connect") for provider in PROVIDERS]
        sandbox.google.oauth.add_client(CLIENT, SECRET, callbacks)
        microsoft.oauth.add_client(CLIENT, SECRET, callbacks)
        sandbox.add_door(AddonSurfaces(sandbox.store, sandbox.google.oauth, microsoft.oauth, url))
        settings = _settings(url, sandbox.url, Path(folder))
        # The sandbox has no quota, so nothing waits for one here; a running service does.
        services = replace(build_services(settings), connections=build_connections(settings))
        upgrade(services.database.engine)
        services.database.open()
        server = uvicorn.Server(
            uvicorn.Config(create_app(settings, services, background=False), port=port, log_level="error", access_log=False)
        )
        thread = threading.Thread(target=server.run, name="hearback", daemon=True)
        thread.start()
        try:
            _wait(lambda: server.started, "The service did not start.")
            yield Demo(sandbox, settings, services, url)
        finally:
            server.should_exit = True
            thread.join(timeout=5)
            services.database.close()


def _settings(url: str, sandbox: str, folder: Path) -> Settings:
    """Every address of Google and Microsoft is a setting; here each of them is the sandbox."""
    return load_settings(
        env_file=None,
        public_url=url,
        database_url=f"sqlite:///{folder / 'demo.db'}",
        keys=(new_key(),),
        allow=("*",),
        google_client_id=CLIENT,
        google_client_secret=SECRET,
        google_auth_uri=f"{sandbox}/o/oauth2/v2/auth",
        google_token_uri=f"{sandbox}/token",
        google_revoke_uri=f"{sandbox}/revoke",
        google_certs_uri=f"{sandbox}/oauth2/v3/certs",
        gmail_api_endpoint=sandbox,
        gmail_web=f"{sandbox}/inbox",
        google_addon_client_id=ADDON_CLIENT,
        google_addon_account=SERVICE_ACCOUNT,
        outlook_addin_client_id=ADDIN_CLIENT,
        outlook_frame_ancestors=(sandbox,),
        microsoft_keys_uri=f"{sandbox}/common/discovery/v2.0/keys",
        office_js=f"{sandbox}/office.js",
        microsoft_client_id=CLIENT,
        microsoft_client_secret=SECRET,
        microsoft_login_endpoint=sandbox,
        microsoft_issuer=ISSUER,
        graph_endpoint=f"{sandbox}/v1.0",
    )


def _sign_in(visitor: requests.Session, demo: Demo) -> None:
    _through_consent(visitor, demo, f"{demo.url}/sign-in/google", sample.owner().by_account["gmail"])


def _connect(visitor: requests.Session, demo: Demo, provider: str) -> None:
    _through_consent(visitor, demo, f"{demo.url}/connect/{provider}", sample.owner().by_account[PROVIDERS[provider]])


def _through_consent(visitor: requests.Session, demo: Demo, address: str, account: str) -> None:
    """Follow a link to the provider's page, allow everything that is asked there, and come back."""
    away = visitor.get(address, allow_redirects=False, timeout=20)
    consent = away.headers.get("location", "")
    # Microsoft's library insists on its own https address; a real browser would be sent there, this one goes to the sandbox.
    authority = demo.settings.microsoft_authority.rpartition("/")[0]
    page = requests.get(consent.replace(authority, demo.sandbox.url), timeout=20)
    form = LexborHTMLParser(page.text).css_first("form")
    if form is None:
        raise DemoFailed(f"There is no consent page at {address.rpartition('/')[2]} ({away.status_code}, {page.status_code}).")
    fields: list[tuple[str, str]] = [
        (str(field.attributes.get("name")), str(field.attributes.get("value") or "")) for field in form.css("input[name]")
    ]
    fields += [("account", account), ("decision", "allow")]
    allowed = requests.post(f"{demo.sandbox.url}{form.attributes.get('action')}", data=fields, allow_redirects=False, timeout=20)
    back = visitor.get(allowed.headers.get("location", ""), timeout=30)
    if back.status_code != 200:
        message = LexborHTMLParser(back.text).css_first("main")
        raise DemoFailed(f"Connecting failed ({back.status_code}): {message.text(strip=True) if message else ''}")


def _press_write(visitor: requests.Session, demo: Demo) -> None:
    page = LexborHTMLParser(visitor.get(f"{demo.url}/threads", timeout=20).text)
    for form in page.css("form[action$='/write-drafts']"):
        fields = {str(f.attributes.get("name")): str(f.attributes.get("value") or "") for f in form.css("input[name]")}
        headers = {"Origin": demo.url, "Sec-Fetch-Site": "same-origin"}
        answer = visitor.post(f"{demo.url}{form.attributes.get('action')}", data=fields, headers=headers, timeout=60)
        if answer.status_code != 200:
            raise DemoFailed(f"The drafts could not be written ({answer.status_code}).")


def _settle(demo: Demo) -> None:
    """Do what is outstanding until nothing is, and stop at a fault: the demo shows a good day."""
    for _ in range(5):
        done = catch_up(demo.services, demo.services.clock())
        if done.faults:
            raise DemoFailed(f"The sandbox could not be read: {done.faults[0].sentence}")
        if not done.synced:
            return


def _findings(demo: Demo) -> list[tuple[Finding, str, str]]:
    """Every recruiter thread with the state of its draft and the draft's provider id."""
    out = []
    with demo.services.database.read() as session:
        for box in session.scalars(select(MailboxRow)):
            rows = threads.listed(session, box.account_id)
            ours = drafts.drafts_of(session, [row.id for row in rows])
            for row in rows:
                summary = threads.summary_of(session, row)
                if row.mailbox_id == box.id and summary is not None and summary.verdict.recruiter:
                    draft = ours.get(row.id, [])
                    out.append(
                        (
                            Finding(row.provider_thread_id, summary.subject, summary.verdict),
                            draft[-1].state if draft else "",
                            draft[-1].mark if draft else "",
                        )
                    )
    return out


def _say_what_was_found(screen: Console, demo: Demo) -> None:
    findings = [finding for finding, _, _ in _findings(demo)]
    screen.print(report.findings_table(findings))
    read = sum(len(demo.sandbox.store.threads(address)) for address in sample.owner().addresses)
    screen.print(report.summary(findings, read))


def _say_what_was_written(screen: Console, demo: Demo) -> None:
    for address in sample.owner().addresses:
        for mail in demo.sandbox.store.drafts(address):
            if mail.message_id in _marks(demo) or _is_ours(demo, mail):
                head = Text()
                for name in ("From", "To", "Cc", "Subject"):
                    if mail.header(name):
                        head.append(f"{name + ':':9}", style="dim").append(mail.header(name) + "\n")
                body = mail.text.split("\n\nVon: ")[0]
                screen.print(
                    Panel(
                        Text.assemble(head, "\n", _above_quote(body)),
                        title=f"unsent draft in {address}",
                        title_align="left",
                        width=88,
                    )
                )


def _above_quote(text: str) -> str:
    """What stands above a quoted original, for the terminal."""
    lines = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines):
        if line.startswith((">", "From:", "________________________________", "-----")):
            return "\n".join(lines[:number]).strip()
    return "\n".join(lines).strip()


def _answers_come(screen: Console, demo: Demo) -> None:
    """An answer arrives in one thread with an untouched draft: the draft goes. The user edits another: that one stays."""
    store, address = demo.sandbox.store, sample.owner().by_account["gmail"]
    ours = [mail for mail in store.drafts(address) if _is_ours(demo, mail)]
    if len(ours) < 2:
        return
    untouched, edited = ours[0], ours[1]
    raw = edited.raw.replace(b"\r\n\r\n", b"\r\n\r\nWith a word of my own. ", 1)
    store.replace_draft(address, edited.draft or 0, raw)
    for mail in (untouched, edited):
        answer = _answer_to(mail.mime)
        store.deliver(address, answer, thread=mail.thread)
    _later(demo)
    left = {mail.draft for mail in store.drafts(address)}
    screen.print(
        f"An answer came in “{untouched.subject}”: its untouched draft is {'gone' if untouched.draft not in left else 'STILL THERE'}."
    )
    screen.print(
        f"An answer came in “{edited.subject}”, whose draft you had edited: it is {'still there' if edited.draft in left else 'GONE'}."
    )
    if untouched.draft in left or edited.draft not in left:
        raise DemoFailed("A draft was not taken away, or one was that the user had edited.")


def _later(demo: Demo) -> None:
    with demo.services.database.write() as session:
        for box in session.scalars(select(MailboxRow)):
            mailboxes.mark_dirty(session, box.id, demo.services.clock())
    _settle(demo)
    catch_up(demo.services, demo.services.clock())


def _answer_to(draft: Any) -> bytes:
    """What the addressee of a draft might have written meanwhile."""
    lines = [
        f"From: {draft['To']}",
        f"To: {draft['From']}",
        f"Subject: {draft['Subject']}",
        f"Date: {datetime.now(UTC):%a, %d %b %Y %H:%M:%S +0000}",
        f"Message-ID: <{time.time_ns()}@demo.example>",
        f"In-Reply-To: {draft['In-Reply-To']}",
        f"References: {draft['References'] or draft['In-Reply-To']}",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "Hello,\r\n\r\nthank you for your patience. We would like to invite you to a second interview. When would suit you?\r\n",
    ]
    return "\r\n".join(lines).encode()


def _marks(demo: Demo) -> set[str]:
    return {mark for _, _, mark in _findings(demo) if mark}


def _is_ours(demo: Demo, mail: Any) -> bool:
    return any(mark and (mark in mail.message_id or mark in str(getattr(mail, "extras", {}))) for mark in _marks(demo))


def _written(demo: Demo) -> int:
    return sum(state == DraftState.OPEN for _, state, _ in _findings(demo))


def _drafts(demo: Demo) -> list[Any]:
    return [mail for address in sample.owner().addresses for mail in demo.sandbox.store.drafts(address)]


def _thread_of(sandbox: Sandbox, address: str, raw: bytes) -> int | None:
    """The sandbox's thread of the message that a draft of the owner's answers."""
    from app.providers import mime

    parent = mime.read_message(raw).in_reply_to
    found = sandbox.store.by_message_id(address, parent) if parent else []
    return found[0].thread if found else None


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait(holds: Any, otherwise: str) -> None:
    pause = threading.Event()
    for _ in range(200):
        if holds():
            return
        pause.wait(0.05)
    raise DemoFailed(otherwise)
