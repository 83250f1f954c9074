"""Signing in and connecting, as they go well and as they go wrong: a clear sentence, nothing doubled, nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from app.flow import link
from app.store import accounts
from tests.journeys.conftest import ADA, JANE, PROMISE, URL, Street

READ = "https://www.googleapis.com/auth/gmail.readonly"


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_signing_in_alone_links_no_mailbox(street: Street, provider: str) -> None:
    street.sign_in(provider)
    assert ADA[provider] in street.page().text()
    assert street.mailbox_ids == []


def test_both_mailboxes_can_be_connected_by_one_user(street: Street) -> None:
    street.sign_in()
    street.connect("google")
    street.connect("microsoft")
    street.work()
    assert len(street.mailbox_ids) == 2
    assert "Outlook" in street.page().text()


def test_connecting_twice_keeps_one_mailbox(street: Street) -> None:
    street.sign_in()
    street.connect()
    street.connect()
    assert len(street.mailbox_ids) == 1


def test_a_mailbox_linked_by_one_user_is_not_taken_by_another(street: Street) -> None:
    street.sign_in("google")
    street.connect("google")
    street.browser.cookies.clear()
    street.sign_in("microsoft")
    answer = street.through_consent("/connect/google", ADA["google"])
    assert answer.status_code == 409
    assert "already connected to another account" in answer.text
    assert len(street.mailbox_ids) == 1
    # The first link still works: the permission was not revoked on the way.
    street.deliver(JANE, PROMISE)
    assert street.work().faults == []


@pytest.mark.parametrize("path", ["/sign-in/google", "/connect/google", "/connect/microsoft"])
def test_a_denied_consent_is_told_and_changes_nothing(street: Street, path: str) -> None:
    street.sign_in()
    answer = street.through_consent(path, ADA[path.rpartition("/")[2]], decision="deny")
    assert answer.status_code == 403
    assert "agreeing" in answer.text
    assert street.mailbox_ids == []


def test_an_unticked_scope_is_named_and_nothing_is_linked(street: Street) -> None:
    street.sign_in()
    answer = street.through_consent("/connect/google", ADA["google"], untick=READ)
    assert answer.status_code == 403
    assert "reading your mail" in answer.text
    assert street.mailbox_ids == []


@pytest.mark.parametrize("path", ["/sign-in/google", "/connect/google"])
def test_a_doubled_callback_is_refused(street: Street, path: str) -> None:
    street.sign_in()
    assert street.through_consent(path, ADA["google"]).status_code == 200
    again = street.browser.get(street.callback)
    assert again.status_code == 400
    assert "already used" in again.text


def test_a_callback_in_another_browser_is_refused_and_uses_nothing_up(street: Street) -> None:
    away = street.browser.get("/sign-in/google", follow_redirects=False)
    state = away.headers["location"].split("state=")[1].split("&")[0]
    stranger = TestClient(street.browser.app, base_url=URL, headers={"accept": "text/html"})
    assert stranger.get(f"/sign-in/google/callback?state={state}&code=x").status_code == 400
    with street.services.database.read() as session:
        from sqlalchemy import func, select

        from app.store.tables import OAuthFlowRow

        assert session.scalar(select(func.count()).select_from(OAuthFlowRow)) == 1


def test_an_expired_sign_in_is_refused(street: Street) -> None:
    away = street.browser.get("/sign-in/google", follow_redirects=False)
    state = away.headers["location"].split("state=")[1].split("&")[0]
    street.time[0] += timedelta(minutes=16)
    answer = street.browser.get(f"/sign-in/google/callback?state={state}&code=x")
    assert answer.status_code == 400


def test_somebody_who_is_not_on_the_list_is_kept_out_and_nothing_of_them_is_kept(street: Street) -> None:
    street.sandbox.store.add_account("eve@elsewhere.example", "Eve")
    answer = street.through_consent("/sign-in/google", "eve@elsewhere.example")
    assert answer.status_code == 403
    assert "may not use this service" in answer.text
    with street.services.database.read() as session:
        from sqlalchemy import func, select

        from app.store.tables import AccountRow

        assert session.scalar(select(func.count()).select_from(AccountRow)) == 0


def test_signing_in_gives_a_fresh_session_and_signing_out_ends_it(street: Street) -> None:
    street.sign_in()
    first = street.browser.cookies["hearback"]
    street.sign_in()
    second = street.browser.cookies["hearback"]
    assert first != second
    with street.services.database.read() as session:
        assert accounts.session_of(session, first, street.now) is None
    street.press("/sign-out")
    with street.services.database.read() as session:
        assert accounts.session_of(session, second, street.now) is None


@pytest.mark.parametrize(
    ("address", "allow", "may"),
    [
        ("a@x.example", [], False),
        ("a@x.example", ["x.example"], True),
        ("a@x.example", ["@x.example"], True),
        ("A@X.example", ["a@x.example"], True),
        ("a@sub.x.example", ["x.example"], False),
        ("a@evil-x.example", ["x.example"], False),
        ("a@x.example", ["*"], True),
        ("nobody", ["*"], False),
    ],
)
def test_the_list_names_addresses_and_whole_domains(address: str, allow: list[str], may: bool) -> None:
    assert link.is_allowed(address, allow) is may
