"""Signing in with Microsoft, linking a mailbox, and keeping its tokens."""

from __future__ import annotations

import threading
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from microsoft_world import CLIENT, LINKED, ME, SIGNED_IN, TENANT, MicrosoftWorld, StoredCache

from app.providers.mailbox import AccessRevoked, TryLater
from app.providers.microsoft_oauth import (
    ApplicationRefused,
    ConsentBlocked,
    ConsentDeclined,
    PermissionsIncomplete,
    SignInFailed,
)
from app.sandbox.faults import Rule
from app.sandbox.microsoft_oauth_server import PERSONAL_TENANT


@pytest.fixture
def world() -> MicrosoftWorld:
    return MicrosoftWorld(clock=None)


def test_linking_asks_for_reading_and_drafting_and_never_for_sending(world: MicrosoftWorld) -> None:
    started = world.oauth().start_linking(LINKED)
    asked = set(started.pending["flow"]["scope"])
    assert asked == {"User.Read", "Mail.ReadWrite", "openid", "profile", "offline_access"}
    assert "Mail.Send" not in started.url
    assert "code_challenge_method=S256" in started.url


def test_signing_in_asks_for_nothing_but_who_it_is(world: MicrosoftWorld) -> None:
    started = world.oauth().start_sign_in(SIGNED_IN)
    assert set(started.pending["flow"]["scope"]) == {"openid", "profile"}
    identity = world.oauth().finish_sign_in(started.pending, world.walk(started), world.now)
    assert identity.address == ME
    assert identity.is_personal


def test_linking_gives_the_identity_and_a_cache_that_opens_the_mailbox(world: MicrosoftWorld) -> None:
    linked = world.link()
    assert linked.identity.tenant_id == PERSONAL_TENANT
    assert linked.identity.key == f"{PERSONAL_TENANT}:{linked.identity.object_id}"
    mailbox = world.mailbox(through=world.tokens(StoredCache(linked.cache)))
    assert ME in mailbox.addresses()


def test_the_callback_of_another_browser_is_refused(world: MicrosoftWorld) -> None:
    started, other = world.oauth().start_linking(LINKED), world.oauth().start_linking(LINKED)
    with pytest.raises(SignInFailed):
        world.oauth().finish_linking(started.pending, world.walk(other), world.now)


def test_a_callback_works_once(world: MicrosoftWorld) -> None:
    started = world.oauth().start_linking(LINKED)
    query = world.walk(started)
    world.oauth().finish_linking(started.pending, query, world.now)
    with pytest.raises(SignInFailed):
        world.oauth().finish_linking(started.pending, query, world.now)


def test_a_sign_in_cannot_be_finished_as_a_linking(world: MicrosoftWorld) -> None:
    started = world.oauth().start_sign_in(SIGNED_IN)
    with pytest.raises(SignInFailed):
        world.oauth().finish_linking(started.pending, world.walk(started), world.now)


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another application"},
        {"iss": f"https://login.microsoftonline.com/{TENANT}/v2.0"},
        {"exp": 1_600_000_000},
        {"nonce": "of another sign-in"},
        {"oid": None},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_an_id_token_that_lies_about_anything_is_refused(
    world: MicrosoftWorld, lie: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = world.sandbox.oauth.id_token
    monkeypatch.setattr(world.sandbox.oauth, "id_token", lambda *given: honest(*given, lie))
    started = world.oauth().start_sign_in(SIGNED_IN)
    with pytest.raises(SignInFailed):
        world.oauth().finish_sign_in(started.pending, world.walk(started), world.now)


def test_an_id_token_signed_by_a_stranger_is_refused(world: MicrosoftWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    honest, stranger = world.sandbox.oauth.id_token, rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def forged(*given: object) -> str:
        token = honest(*given)  # type: ignore[arg-type]
        claims = jwt.decode(token, options={"verify_signature": False})
        return jwt.encode(claims, stranger, "RS256", {"kid": jwt.get_unverified_header(token)["kid"]})

    monkeypatch.setattr(world.sandbox.oauth, "id_token", forged)
    started = world.oauth().start_sign_in(SIGNED_IN)
    with pytest.raises(SignInFailed, match="could not be verified"):
        world.oauth().finish_sign_in(started.pending, world.walk(started), world.now)


def test_the_email_claim_is_never_believed(world: MicrosoftWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = world.sandbox.oauth.id_token
    monkeypatch.setattr(world.sandbox.oauth, "id_token", lambda *given: honest(*given, {"email": "boss@victim.example"}))
    started = world.oauth().start_sign_in(SIGNED_IN)
    assert world.oauth().finish_sign_in(started.pending, world.walk(started), world.now).address == ME


def test_a_tenant_that_blocks_consent_says_what_to_ask_the_administrator_for(world: MicrosoftWorld) -> None:
    world.sandbox.oauth.add_account("eve@corp.example", "Eve", tenant_id=TENANT, blocks_consent=True)
    started = world.oauth().start_linking(LINKED)
    with pytest.raises(ConsentBlocked, match="ask your administrator") as blocked:
        world.oauth().finish_linking(started.pending, world.walk(started, "eve@corp.example"), world.now)
    link = blocked.value.admin_consent_url
    assert link in blocked.value.sentence
    assert "/organizations/v2.0/adminconsent?" in link
    assert CLIENT in link
    assert "Mail.ReadWrite" in link
    assert "Send" not in link
    world.session().get(link, allow_redirects=False)
    again = world.oauth().start_linking(LINKED)
    linked = world.oauth().finish_linking(again.pending, world.walk(again, "eve@corp.example"), world.now)
    assert linked.identity.tenant_id == TENANT


def test_pressing_cancel_is_not_the_fault_of_an_administrator(world: MicrosoftWorld) -> None:
    started = world.oauth().start_linking(LINKED)
    with pytest.raises(ConsentDeclined):
        world.oauth().finish_linking(started.pending, world.walk(started, decision="deny"), world.now)


def test_a_grant_without_the_mail_is_not_linked(world: MicrosoftWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = world.sandbox.oauth._issue
    monkeypatch.setattr(world.sandbox.oauth, "_issue", lambda g, s, n: issue(g, s - {"Mail.ReadWrite"}, n))
    with pytest.raises(PermissionsIncomplete):
        world.link()


def test_a_wrong_client_secret_is_the_operators_business(world: MicrosoftWorld) -> None:
    oauth = world.oauth(client_secret="expired")
    started = oauth.start_linking(LINKED)
    with pytest.raises(ApplicationRefused, match="AADSTS7000215"):
        oauth.finish_linking(started.pending, world.walk(started), world.now)


def test_a_fresh_access_token_is_used_again_without_asking_anybody(world: MicrosoftWorld) -> None:
    tokens = world.tokens(StoredCache(world.link().cache))
    calls = len(world.asked)
    assert tokens.access_token() == tokens.access_token()
    assert len(world.asked) == calls


def test_a_refused_access_token_is_refreshed_and_the_rotated_one_saved(world: MicrosoftWorld) -> None:
    stored = StoredCache(world.link().cache)
    first = world.tokens(stored).access_token()
    second = world.tokens(stored).access_token(refused=first)
    assert second != first
    assert stored.saves == 1
    assert world.tokens(stored).access_token() == second


def test_two_workers_that_refresh_at_once_lose_no_rotated_token(world: MicrosoftWorld) -> None:
    world.sandbox.oauth.single_use_refresh_tokens = True
    stored = StoredCache(world.link().cache)
    for _ in range(5):
        old = world.tokens(stored).access_token()
        workers = [world.tokens(stored) for _ in range(2)]
        start, got, faults = threading.Barrier(2), [], []

        def work(tokens: object = None, *, start=start, got=got, faults=faults, old=old, workers=workers) -> None:  # type: ignore[no-untyped-def]
            mine = workers.pop()
            start.wait()
            try:
                got.append(mine.access_token(refused=old))
            except Exception as fault:
                faults.append(fault)

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not faults
        assert len(set(got)) == 1
    assert world.sandbox.oauth.refreshes == 5


def test_a_revoked_grant_asks_to_link_again(world: MicrosoftWorld) -> None:
    stored = StoredCache(world.link().cache)
    token = world.tokens(stored).access_token()
    world.sandbox.oauth.revoke_account(ME)
    with pytest.raises(AccessRevoked, match="connect it again"):
        world.tokens(stored).access_token(refused=token)


def test_a_mailbox_without_any_token_asks_to_link_again(world: MicrosoftWorld) -> None:
    with pytest.raises(AccessRevoked):
        world.tokens(StoredCache("")).access_token()


def test_an_expired_client_secret_does_not_ask_the_user_to_link_again(world: MicrosoftWorld) -> None:
    stored = StoredCache(world.link().cache)
    token = world.tokens(stored).access_token()
    world.sandbox.oauth.add_client(CLIENT, "renewed")
    with pytest.raises(ApplicationRefused) as refused:
        world.tokens(stored).access_token(refused=token)
    assert not isinstance(refused.value, AccessRevoked)


@pytest.mark.parametrize(
    ("rule", "seconds"),
    [
        (Rule("POST */token", "rate_limit", retry_after_seconds=17), 17),
        (Rule("POST */token", "server_error"), None),
        (Rule("POST */token", "lost_before"), None),
    ],
)
def test_a_busy_sign_in_service_is_a_passing_fault(world: MicrosoftWorld, rule: Rule, seconds: int | None) -> None:
    stored = StoredCache(world.link().cache)
    token = world.tokens(stored).access_token()
    world.sandbox.faults.add(rule)
    with pytest.raises(TryLater) as later:
        world.tokens(stored).access_token(refused=token)
    assert later.value.after_seconds == seconds
    assert world.tokens(stored).access_token(refused=token) != token


def test_a_sign_in_older_than_its_id_token_is_refused(world: MicrosoftWorld) -> None:
    started = world.oauth().start_sign_in(SIGNED_IN)
    with pytest.raises(SignInFailed):
        world.oauth().finish_sign_in(started.pending, world.walk(started), world.now + timedelta(hours=2))
