"""Signing in with Google and linking Gmail, walked through the sandbox's pages over real sockets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import google.auth.exceptions
import google.auth.transport.requests
import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from app.providers.google_oauth import (
    DRAFT_SCOPE,
    READ_SCOPE,
    ApplicationRefused,
    ConsentDeclined,
    GoogleOAuth,
    PermissionsIncomplete,
    SignInFailed,
    Started,
    refresh_fault,
    stored_form,
)
from app.providers.mailbox import AccessRevoked, TryLater
from app.sandbox.faults import Rule
from app.sandbox.google_oauth_server import signing_key, subject_of
from app.sandbox.mail import MailStore
from app.sandbox.server import Sandbox

CLIENT, SECRET = "client-1.apps.example", "a secret"
BACK = "http://hearback.example/callback"
ADA, BOB = "ada@mail.example", "bob@mail.example"


class World:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.sandbox = Sandbox(MailStore(lambda: self.now))
        self.sandbox.google.oauth.add_client(CLIENT, SECRET, [BACK])
        self.sandbox.store.add_account(ADA, "Ada")
        self.sandbox.store.add_account(BOB, "Bob")
        self.sandbox.start()

    def oauth(self, **other: Any) -> GoogleOAuth:
        url = self.sandbox.url
        addresses = {
            "auth_uri": f"{url}/o/oauth2/v2/auth",
            "token_uri": f"{url}/token",
            "revoke_uri": f"{url}/revoke",
            "certs_uri": f"{url}/oauth2/v3/certs",
        }
        return GoogleOAuth(**{"client_id": CLIENT, "client_secret": SECRET, **addresses, **other})

    def walk(self, started: Started, *, account: str = ADA, decision: str = "allow", untick: str = "") -> dict[str, str]:
        """What a person does on Google's page; gives the query of the callback."""
        page = requests.get(started.url, timeout=5)
        assert page.status_code == 200, page.text
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
        ticks = [unescape(s) for s in re.findall(r'name="scope" value="([^"]+)"', page.text)]
        form = [(name, unescape(value)) for name, value in hidden] + [("scope", s) for s in ticks if s != untick]
        form += [("account", account), ("decision", decision)]
        done = requests.post(f"{self.sandbox.url}/o/oauth2/v2/auth", data=form, allow_redirects=False, timeout=5)
        assert done.status_code == 303, done.text
        return {k: v[0] for k, v in parse_qs(urlsplit(done.headers["location"]).query).items()}

    def link(self, **how: Any) -> Any:
        started = self.oauth().start_linking(BACK)
        return self.oauth().finish_linking(started.pending, self.walk(started, **how), self.now)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    made = World()
    yield made
    made.sandbox.stop()


def test_linking_gives_who_it_is_what_was_granted_and_tokens(world: World) -> None:
    linked = world.link()
    assert (linked.identity.subject, linked.identity.address) == (subject_of(ADA), ADA)
    assert {READ_SCOPE, DRAFT_SCOPE} <= linked.scopes
    assert json.loads(linked.credentials)["refresh_token"].startswith("1//")


def test_linking_asks_for_two_mail_scopes_with_pkce_state_and_nonce(world: World) -> None:
    started = world.oauth().start_linking(BACK, login_hint=ADA)
    asked = {k: v[0] for k, v in parse_qs(urlsplit(started.url).query).items()}
    assert set(asked["scope"].split()) == {"openid", "email", READ_SCOPE, DRAFT_SCOPE}
    assert asked["code_challenge_method"] == "S256"
    assert (asked["access_type"], asked["prompt"], asked["login_hint"]) == ("offline", "consent", ADA)
    assert asked["state"] == started.state
    assert started.pending["code_verifier"] not in started.url
    assert json.loads(json.dumps(started.pending)) == started.pending


def test_signing_in_asks_for_no_mail_and_keeps_no_token(world: World) -> None:
    started = world.oauth().start_sign_in(BACK)
    assert "gmail" not in started.url
    identity = world.oauth().finish_sign_in(started.pending, world.walk(started, account=BOB), world.now)
    assert (identity.address, identity.key) == (BOB, subject_of(BOB))


def test_linking_again_gives_a_refresh_token_again(world: World) -> None:
    assert json.loads(world.link().credentials)["refresh_token"] != json.loads(world.link().credentials)["refresh_token"]


def test_consent_denied_says_that_nothing_was_linked(world: World) -> None:
    started = world.oauth().start_linking(BACK)
    with pytest.raises(ConsentDeclined, match="nothing was linked"):
        world.oauth().finish_linking(started.pending, world.walk(started, decision="deny"), world.now)


@pytest.mark.parametrize(("scope", "words"), [(DRAFT_SCOPE, "writing drafts"), (READ_SCOPE, "reading your mail")])
def test_a_box_unticked_is_named_and_the_rest_given_back(world: World, scope: str, words: str) -> None:
    started = world.oauth().start_linking(BACK)
    query = world.walk(started, untick=scope)
    with pytest.raises(PermissionsIncomplete, match=words) as caught:
        world.oauth().finish_linking(started.pending, query, world.now)
    assert caught.value.missing == (scope,)
    assert world.sandbox.google.oauth._grants == {}


def test_a_callback_of_another_browser_is_refused(world: World) -> None:
    one, other = world.oauth().start_linking(BACK), world.oauth().start_linking(BACK)
    with pytest.raises(SignInFailed):
        world.oauth().finish_linking(other.pending, world.walk(one), world.now)


def test_a_sign_in_cannot_be_passed_off_as_a_link(world: World) -> None:
    started = world.oauth().start_sign_in(BACK)
    with pytest.raises(SignInFailed):
        world.oauth().finish_linking(started.pending, world.walk(started), world.now)


def test_a_callback_works_once(world: World) -> None:
    started = world.oauth().start_linking(BACK)
    query = world.walk(started)
    world.oauth().finish_linking(started.pending, query, world.now)
    with pytest.raises(SignInFailed):
        world.oauth().finish_linking(started.pending, query, world.now)


def test_a_callback_that_comes_too_late_is_refused(world: World) -> None:
    started = world.oauth().start_linking(BACK)
    query = world.walk(started)
    world.now += timedelta(minutes=11)
    with pytest.raises(SignInFailed):
        world.oauth().finish_linking(started.pending, query, world.now)


def test_a_stolen_code_is_worthless_without_the_verifier(world: World) -> None:
    started = world.oauth().start_linking(BACK)
    query = world.walk(started)
    with pytest.raises(SignInFailed):
        world.oauth().finish_linking({**started.pending, "code_verifier": "x" * 64}, query, world.now)


def test_a_code_of_another_flow_is_caught_by_its_nonce(world: World) -> None:
    started = world.oauth().start_linking(BACK)
    query = world.walk(started)
    with pytest.raises(SignInFailed):
        world.oauth().finish_linking({**started.pending, "nonce": "another"}, query, world.now)


@pytest.mark.parametrize("query", [{}, {"code": "x"}, {"state": "wrong", "code": "x"}, {"error": "server_error"}])
def test_a_malformed_callback_is_refused(world: World, query: dict[str, str]) -> None:
    started = world.oauth().start_linking(BACK)
    with pytest.raises(SignInFailed):
        world.oauth().finish_linking(started.pending, query, world.now)


def test_a_wrong_client_secret_is_the_operators_fault_and_passes(world: World) -> None:
    started = world.oauth().start_linking(BACK)
    query = world.walk(started)
    with pytest.raises(ApplicationRefused):
        world.oauth(client_secret="wrong").finish_linking(started.pending, query, world.now)


@pytest.mark.parametrize("action", ["server_error", "rate_limit"])
def test_a_passing_fault_at_the_token_address_asks_to_try_later(world: World, action: Any) -> None:
    started = world.oauth().start_linking(BACK)
    query = world.walk(started)
    world.sandbox.faults.add(Rule("POST /token", action))
    with pytest.raises(TryLater):
        world.oauth().finish_linking(started.pending, query, world.now)


def test_nobody_listening_asks_to_try_later(world: World) -> None:
    started = world.oauth().start_linking(BACK)
    query = world.walk(started)
    with pytest.raises(TryLater):
        world.oauth(token_uri="http://127.0.0.1:9/token").finish_linking(started.pending, query, world.now)


def forged(world: World, pending: dict[str, Any], **changed: Any) -> str:
    now = int(world.now.timestamp())
    claims = {"iss": "https://accounts.google.com", "aud": CLIENT, "sub": "1", "email": ADA, "email_verified": True}
    return world.sandbox.google.oauth.sign({**claims, "nonce": pending["nonce"], "iat": now, "exp": now + 3600, **changed})


def test_a_good_id_token_is_taken(world: World) -> None:
    pending = world.oauth().start_sign_in(BACK).pending
    assert world.oauth()._identity({"id_token": forged(world, pending)}, pending, world.now).address == ADA


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "somebody-else"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"iat": 4102444800, "exp": 4102448400},
        {"nonce": "x"},
        {"email_verified": False},
        {"email": ""},
    ],
)
def test_an_id_token_that_is_not_for_us_is_refused(world: World, changed: dict[str, Any]) -> None:
    pending = world.oauth().start_sign_in(BACK).pending
    with pytest.raises(SignInFailed):
        world.oauth()._identity({"id_token": forged(world, pending, **changed)}, pending, world.now)


def test_an_id_token_signed_by_somebody_else_is_refused(world: World) -> None:
    pending = world.oauth().start_sign_in(BACK).pending
    claims = jwt.decode(forged(world, pending), options={"verify_signature": False})
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for headers in ({"kid": signing_key()[1]}, {"kid": "unknown"}):
        token = jwt.encode(claims, stranger, algorithm="RS256", headers=headers)
        with pytest.raises(SignInFailed):
            world.oauth()._identity({"id_token": token}, pending, world.now)
    unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": signing_key()[1]})
    with pytest.raises(SignInFailed):
        world.oauth()._identity({"id_token": unsigned}, pending, world.now)


# Tokens


def refresh(world: World, stored: str) -> Any:
    credentials = world.oauth().credentials(stored)
    credentials.refresh(google.auth.transport.requests.Request())
    return credentials


def test_stored_credentials_refresh_and_can_be_stored_again(world: World) -> None:
    stored = world.link().credentials
    credentials = refresh(world, stored)
    again = stored_form(credentials)
    assert json.loads(again)["refresh_token"] == json.loads(stored)["refresh_token"]
    assert world.oauth().credentials(again).token == credentials.token


def test_a_revoked_grant_means_to_link_again(world: World) -> None:
    stored = world.link().credentials
    world.sandbox.google.oauth.revoke_account(ADA)
    with pytest.raises(google.auth.exceptions.RefreshError) as caught:
        refresh(world, stored)
    assert isinstance(refresh_fault(caught.value), AccessRevoked)


def test_a_refresh_that_meets_a_busy_server_means_to_try_later() -> None:
    busy = google.auth.exceptions.RefreshError("backend error", {}, retryable=True)
    assert isinstance(refresh_fault(busy), TryLater)
    assert isinstance(refresh_fault(google.auth.exceptions.TransportError("no route")), TryLater)


def test_a_refused_client_is_no_reason_to_link_again(world: World) -> None:
    stored = world.link().credentials
    credentials = world.oauth(client_secret="wrong").credentials(stored)
    with pytest.raises(google.auth.exceptions.RefreshError) as caught:
        credentials.refresh(google.auth.transport.requests.Request())
    assert isinstance(refresh_fault(caught.value), ApplicationRefused)


def test_disconnecting_ends_the_access_at_google_and_may_be_done_twice(world: World) -> None:
    stored = world.link().credentials
    world.oauth().disconnect(stored)
    with pytest.raises(google.auth.exceptions.RefreshError):
        refresh(world, stored)
    world.oauth().disconnect(stored)


def test_disconnecting_while_google_is_away_asks_to_try_later(world: World) -> None:
    stored = world.link().credentials
    world.sandbox.faults.add(Rule("POST /revoke", "server_error"))
    with pytest.raises(TryLater):
        world.oauth().disconnect(stored)
