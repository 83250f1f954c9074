"""Signing in and connecting, as they go well and as they go wrong: a clear sentence, nothing doubled, nothing lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import requests
from fastapi.testclient import TestClient

from app.flow import link
from app.sandbox.faults import Rule
from app.store import accounts
from tests.journeys.conftest import ADA, JANE, PROMISE, URL, Street, microsoft_of

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


@pytest.mark.parametrize("path", ["/sign-in/google", "/connect/google", "/sign-in/microsoft", "/connect/microsoft"])
def test_a_doubled_callback_is_refused(street: Street, path: str) -> None:
    street.sign_in()
    assert street.through_consent(path, ADA[path.rpartition("/")[2]]).status_code == 200
    again = street.browser.get(street.callback)
    assert again.status_code == 400
    assert "already used" in again.text


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_a_callback_in_another_browser_is_refused_and_uses_nothing_up(street: Street, provider: str) -> None:
    away = street.browser.get(f"/sign-in/{provider}", follow_redirects=False)
    state = away.headers["location"].split("state=")[1].split("&")[0]
    stranger = TestClient(street.browser.app, base_url=URL, headers={"accept": "text/html"})
    assert stranger.get(f"/sign-in/{provider}/callback?state={state}&code=x").status_code == 400
    with street.services.database.read() as session:
        from sqlalchemy import func, select

        from app.store.tables import OAuthFlowRow

        assert session.scalar(select(func.count()).select_from(OAuthFlowRow)) == 1


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_an_expired_sign_in_is_refused(street: Street, provider: str) -> None:
    away = street.browser.get(f"/sign-in/{provider}", follow_redirects=False)
    state = away.headers["location"].split("state=")[1].split("&")[0]
    street.time[0] += timedelta(minutes=16)
    answer = street.browser.get(f"/sign-in/{provider}/callback?state={state}&code=x")
    assert answer.status_code == 400


def test_an_organisation_that_blocks_consent_is_told_what_to_ask_the_administrator_for(street: Street) -> None:
    microsoft = microsoft_of(street)
    bob = "bob@corp.example"
    microsoft.oauth.add_account(bob, "Bob", tenant_id="7a1b2c3d-0000-4000-8000-00000000aaaa", blocks_consent=True)
    street.sign_in()
    refused = street.through_consent("/connect/microsoft", bob)
    assert refused.status_code == 403
    assert "Please ask your administrator to open this address" in refused.text
    assert street.mailbox_ids == []
    (link,) = re.findall(r"https://login\.microsoftonline\.com(/organizations/v2\.0/adminconsent\?[^\s<\"]+)", refused.text)
    requests.get(street.sandbox.url + link.replace("&amp;", "&"), allow_redirects=False, timeout=20)
    assert street.through_consent("/connect/microsoft", bob).status_code == 200
    assert len(street.mailbox_ids) == 1


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_an_account_without_a_mailbox_is_told_so_and_not_connected(street: Street, provider: str) -> None:
    address = f"nomail@{provider}.example"
    if provider == "google":
        street.sandbox.store.add_account(address, "No Mail")
        street.sandbox.google.api.without_mail.add(address)
    else:
        microsoft_of(street).oauth.add_account(address, "No Mail", has_mailbox=False)
    street.sign_in()
    refused = street.through_consent(f"/connect/{provider}", address)
    assert refused.status_code == 409
    assert {"google": "has no Gmail mailbox", "microsoft": "has no Outlook mailbox"}[provider] in refused.text
    assert street.mailbox_ids == []


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_a_provider_that_is_busy_while_a_mailbox_is_connected_does_not_stop_it(street: Street, provider: str) -> None:
    street.sign_in()
    street.sandbox.faults.add(Rule({"google": "* /gmail/*", "microsoft": "* /v1.0/*"}[provider], "server_error", times=0))
    assert street.through_consent(f"/connect/{provider}", ADA[provider]).status_code == 200
    assert len(street.mailbox_ids) == 1


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
