"""Every route of the app, called as nobody, as another user and as the owner. A route that is not in the table fails.

Whose row is named decides, never who happens to be signed in: another user gets the very answer that a row gets that does not
exist. To add a route, add its line to ROUTES.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.flow.actions import Action, act
from app.store.database import Database
from app.store.tables import MailboxRow, ThreadRow
from app.web.sessions import form_token
from tests.journeys.conftest import ADA, JANE, PROMISE, URL, Street
from tests.journeys.conftest import street as street

OPEN, SIGNED_IN, OWNED, CLOSED = "open", "signed in", "owned", "closed without its own proof"

ROUTES: dict[tuple[str, str], str] = {
    ("GET", "/openapi.json"): OPEN,
    ("GET", "/healthz"): OPEN,
    ("GET", "/readyz"): OPEN,
    ("GET", "/"): OPEN,
    ("GET", "/privacy"): OPEN,
    ("GET", "/sign-in/{provider}"): OPEN,
    ("GET", "/sign-in/{provider}/callback"): OPEN,
    ("GET", "/connect/{provider}"): SIGNED_IN,
    ("GET", "/connect/{provider}/callback"): SIGNED_IN,
    ("POST", "/sign-out"): SIGNED_IN,
    ("GET", "/mailboxes/{mailbox_id}/place"): OWNED,
    ("POST", "/mailboxes/{mailbox_id}/place"): OWNED,
    ("GET", "/mailboxes/{mailbox_id}/progress"): OWNED,
    ("POST", "/mailboxes/{mailbox_id}/write-drafts"): OWNED,
    ("GET", "/threads"): SIGNED_IN,
    ("GET", "/threads/{thread_id}"): OWNED,
    ("POST", "/threads/{thread_id}/actions/{action}"): OWNED,
    ("POST", "/undo/{entry_id}"): OWNED,
    ("GET", "/settings"): SIGNED_IN,
    ("POST", "/settings"): SIGNED_IN,
    ("POST", "/settings/preview"): SIGNED_IN,
    ("GET", "/settings/mailboxes"): SIGNED_IN,
    ("POST", "/settings/mailboxes/{mailbox_id}/pause"): OWNED,
    ("POST", "/settings/mailboxes/{mailbox_id}/disconnect"): OWNED,
    ("GET", "/settings/wording"): SIGNED_IN,
    ("POST", "/settings/wording"): SIGNED_IN,
    ("POST", "/settings/wording/preview/{key}"): SIGNED_IN,
    ("GET", "/settings/people"): SIGNED_IN,
    ("POST", "/settings/people"): SIGNED_IN,
    ("POST", "/settings/people/forget"): SIGNED_IN,
    ("GET", "/settings/notifications"): SIGNED_IN,
    ("POST", "/settings/notifications/feeds"): SIGNED_IN,
    ("POST", "/settings/notifications/push"): SIGNED_IN,
    ("POST", "/settings/notifications/push/stop"): SIGNED_IN,
    # Feeds are read by programs without cookies: a secret in the address is the proof.
    ("GET", "/feeds/{secret}/drafts.atom"): CLOSED,
    ("GET", "/feeds/{secret}/follow-ups.ics"): CLOSED,
    ("GET", "/push-worker.js"): OPEN,
    ("GET", "/my-data"): SIGNED_IN,
    ("GET", "/my-data/journal"): SIGNED_IN,
    ("POST", "/my-data/export"): SIGNED_IN,
    ("POST", "/my-data/sign-out-everywhere"): SIGNED_IN,
    ("POST", "/my-data/delete"): SIGNED_IN,
    # Pushes and add-ons prove themselves with signed tokens; a cookie is worth nothing there.
    ("POST", "/hooks/google"): CLOSED,
    ("POST", "/hooks/microsoft"): CLOSED,
    ("POST", "/hooks/microsoft/lifecycle"): CLOSED,
    ("POST", "/addons/google/home"): CLOSED,
    ("POST", "/addons/google/menu"): CLOSED,
    ("POST", "/addons/google/message"): CLOSED,
    ("POST", "/addons/google/act"): CLOSED,
    ("GET", "/addons/api/home"): CLOSED,
    ("POST", "/addons/api/message"): CLOSED,
    ("POST", "/addons/api/threads/{thread_id}/actions"): CLOSED,
    ("POST", "/addons/api/threads/{thread_id}/undo/{entry_id}"): CLOSED,
    ("POST", "/addons/api/adopt"): CLOSED,
    ("GET", "/addons/outlook/taskpane"): OPEN,
    ("GET", "/addons/outlook/files/{name}"): OPEN,
    ("GET", "/addons/icons/hearback-{size}.png"): OPEN,
}


def walked(routes: Any) -> Iterator[Any]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from walked(inner.routes)
        else:
            yield route


def all_routes(app: FastAPI) -> set[tuple[str, str]]:
    """Every route that answers, files below /static apart."""
    found = set()
    for route in walked(app.routes):
        if not getattr(route, "methods", None):
            assert str(route.path) == "/static", f"{route.path} answers in a way that this table does not know"
        for method in getattr(route, "methods", None) or ():
            if method != "HEAD":
                found.add((method, str(route.path)))
    return found


@dataclass
class Town:
    """Ada, who owns a mailbox with a thread, and Eve, who does not."""

    street: Street
    mailbox_id: UUID
    thread_id: UUID
    entry_id: UUID
    ada: str
    eve: str

    def call(self, method: str, path: str, cookie: str = "", ids: dict[str, UUID] | None = None) -> Any:
        named = ids or {"mailbox_id": self.mailbox_id, "thread_id": self.thread_id, "entry_id": self.entry_id}
        plain = {
            "provider": "google",
            "action": "answered",
            "key": "first",
            "secret": "x" * 43,
            "name": "taskpane.js",
            "size": "32",
        }
        address = path.format(**{**plain, **{name: str(value) for name, value in named.items()}})
        client = TestClient(self.street.browser.app, base_url=URL, headers={"accept": "text/html"}, follow_redirects=False)
        if cookie:
            client.cookies.set("hearback", cookie)
        data = {"form_token": form_token(cookie)} if cookie and method == "POST" else None
        return client.request(method, address, data=data, headers={"Origin": URL} if method == "POST" else {})


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def town(street: Street) -> Town:
    street.sign_in("microsoft")
    eve = street.browser.cookies["hearback"]
    street.browser.cookies.clear()
    street.deliver(JANE, PROMISE)
    street.sign_in("google")
    street.connect("google")
    street.work()
    with street.services.database.read() as session:
        mailbox_id, thread_id = (session.scalar(select(column).limit(1)) for column in (MailboxRow.id, ThreadRow.id))
        account_id = session.scalar(select(MailboxRow.account_id))
    assert mailbox_id is not None
    assert thread_id is not None
    assert account_id is not None
    entry_id = act(street.services, account_id, thread_id, Action.DONE, street.now).undo
    assert entry_id is not None
    return Town(street, mailbox_id, thread_id, entry_id, street.browser.cookies["hearback"], eve)


def test_the_table_names_every_route_and_no_other(street: Street) -> None:
    missing = all_routes(street.browser.app) - set(ROUTES)  # type: ignore[arg-type]
    assert not missing, f"say in ROUTES who may call {sorted(missing)}"
    assert not set(ROUTES) - all_routes(street.browser.app)  # type: ignore[arg-type]


def test_nobody_gets_nothing_that_is_anybodys(town: Town) -> None:
    for (method, path), rule in ROUTES.items():
        answer = town.call(method, path)
        assert answer.status_code < 500, (method, path, answer.status_code)
        assert ADA["google"] not in answer.text, path
        if rule in (SIGNED_IN, OWNED):
            signed_out = answer.status_code == 401 or (answer.status_code == 303 and answer.headers["location"] == "/")
            assert signed_out or answer.status_code in (404, 422), (method, path, answer.status_code)
            assert answer.status_code != 200
        if rule is CLOSED:
            assert answer.status_code in (401, 403, 404, 422), (method, path, answer.status_code)


def test_another_user_gets_what_a_row_gets_that_does_not_exist(town: Town) -> None:
    strange = {"mailbox_id": uuid4(), "thread_id": uuid4(), "entry_id": uuid4()}
    for (method, path), rule in ROUTES.items():
        if rule is OWNED:
            theirs, nothing = town.call(method, path, town.eve), town.call(method, path, town.eve, strange)
            assert theirs.status_code == nothing.status_code, (method, path, theirs.status_code, nothing.status_code)
            assert theirs.status_code in (303, 400, 404, 422), (method, path, theirs.status_code)
            assert ADA["google"] not in theirs.text
            assert "Acme" not in theirs.text
        elif rule is CLOSED:
            assert town.call(method, path, town.eve).status_code in (401, 403, 404, 422), (method, path)
    with town.street.services.database.read() as session:
        assert session.get(MailboxRow, town.mailbox_id) is not None
        assert session.get(ThreadRow, town.thread_id) is not None


def test_the_owner_is_answered(town: Town) -> None:
    deleting = ("/disconnect", "/delete", "/sign-out", "/sign-out-everywhere")
    for (method, path), rule in ROUTES.items():
        if rule in (SIGNED_IN, OWNED) and method == "GET" and "callback" not in path:
            answer = town.call(method, path, town.ada)
            assert answer.status_code in (200, 204, 303), (path, answer.status_code, answer.text[:300])
        elif rule in (SIGNED_IN, OWNED) and not path.endswith(deleting):
            answer = town.call(method, path, town.ada)
            assert answer.status_code < 500, path
            if rule is OWNED:
                # Otherwise "another user gets 404" would say nothing: the route would not be there for anybody.
                assert answer.status_code not in (401, 403, 404), (path, answer.status_code, answer.text[-300:])


def test_a_form_without_its_token_changes_nothing(town: Town) -> None:
    for (method, path), rule in ROUTES.items():
        if method == "POST" and rule in (SIGNED_IN, OWNED):
            client = TestClient(town.street.browser.app, base_url=URL, headers={"accept": "text/html"}, follow_redirects=False)
            client.cookies.set("hearback", town.ada)
            named = {"mailbox_id": town.mailbox_id, "thread_id": town.thread_id, "entry_id": town.entry_id}
            address = path.format(**{**{name: str(i) for name, i in named.items()}, "action": "answered", "key": "first"})
            answer = client.post(address, data={"form_token": "0" * 64}, headers={"Origin": URL})
            assert answer.status_code in (403, 404, 422), (path, answer.status_code)


def test_every_page_forbids_frames_scripts_of_others_and_guessing_of_types(town: Town) -> None:
    for (method, path), _rule in ROUTES.items():
        headers = town.call(method, path, town.ada if method == "GET" else "").headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "content-security-policy" in headers, path
        assert "'unsafe-inline'" not in headers["content-security-policy"], path
        if path != "/addons/outlook/taskpane":
            assert "frame-ancestors 'none'" in headers["content-security-policy"], path


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_no_route_sends_a_visitor_to_an_address_out_of_the_query(town: Town, elsewhere: str) -> None:
    for (method, path), rule in ROUTES.items():
        if method == "GET" and rule in (OPEN, SIGNED_IN):
            for name in ("next", "url", "redirect", "return_to", "back"):
                answer = town.call(method, f"{path}?{name}={elsewhere}", town.ada)
                assert "evil.example" not in answer.headers.get("location", "").partition("?")[0], path
