"""Only what Google or Microsoft really said is believed, a push does no more than mark a mailbox, and unset hooks do not exist."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update

from app.providers.push_tokens import REMEMBERED_SECONDS, GooglePushTokens, NotVerified, SigningKeys
from app.store import accounts, mailboxes
from app.store.database import Database
from app.store.tables import MailboxRow
from app.web.errors import add_error_pages
from app.web.hooks import LONGEST_PUSH, hooks
from app.web.limiting import PUSHES, Rates

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
AUDIENCE, ACCOUNT = "https://hearback.example/hooks/google", "push@project.iam.gserviceaccount.example"
SECRET, SUBSCRIPTION = "what only Graph and we know", "11111111-0000-4000-8000-000000000001"
KEY = rsa.generate_private_key(65537, 2048)
STRANGE_KEY = rsa.generate_private_key(65537, 2048)


def published(key: rsa.RSAPrivateKey = KEY, name: str = "k1") -> dict[str, Any]:
    return {"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": name, "alg": "RS256"}]}


def token(key: rsa.RSAPrivateKey = KEY, name: str = "k1", algorithm: str = "RS256", **claims: Any) -> str:
    now = datetime.now(UTC)
    said = {
        "iss": "https://accounts.google.com",
        "aud": AUDIENCE,
        "email": ACCOUNT,
        "email_verified": True,
        "iat": now,
        "exp": now + timedelta(hours=1),
        **claims,
    }
    return jwt.encode({k: v for k, v in said.items() if v is not None}, key, algorithm, headers={"kid": name})


class House:
    """The hooks of a service with one Gmail and one Outlook mailbox."""

    def __init__(self, database: Database, *, google: bool = True, microsoft: bool = True, rates: Rates | None = None) -> None:
        self.database = database
        self.woken: list[UUID] = []
        keys = SigningKeys("https://unused.example", fetch=published)
        checks = GooglePushTokens(keys, audience=AUDIENCE, account=ACCOUNT) if google else None
        app = FastAPI()
        add_error_pages(app)
        app.include_router(hooks(database, lambda: NOW, self.woken.append, google=checks, microsoft=microsoft, rates=rates))
        self.web = TestClient(app, base_url="https://hearback.example")
        self.ids: dict[str, UUID] = {}
        with database.write() as session:
            account = accounts.add_account(session, "google", "s", "ada@gmail.example", NOW)
            for provider, address in (("google", "ada@gmail.example"), ("microsoft", "ada@outlook.example")):
                row = mailboxes.add_mailbox(
                    session,
                    account_id=account.id,
                    provider=provider,
                    subject=address,
                    address=address,
                    owner_name="Ada",
                    credentials="token",
                    timezone="UTC",
                    region="",
                    now=NOW,
                )
                self.ids[provider] = row.id
            session.flush()
            mailboxes.set_watch(session, self.ids["microsoft"], SUBSCRIPTION, SECRET, NOW + timedelta(days=6))
            session.execute(update(MailboxRow).values(dirty_at=None))

    def google(self, bearer: str | None, address: str = "ada@gmail.example", body: bytes | None = None) -> int:
        data = base64.b64encode(json.dumps({"emailAddress": address, "historyId": 1010}).encode()).decode()
        sent = body if body is not None else json.dumps({"message": {"data": data, "messageId": "1"}}).encode()
        headers = {"Authorization": f"Bearer {bearer}"} if bearer is not None else {}
        return int(self.web.post("/hooks/google", content=sent, headers=headers).status_code)

    def graph(self, *items: dict[str, Any], path: str = "/hooks/microsoft") -> int:
        return int(self.web.post(path, json={"value": list(items)}).status_code)

    def row(self, provider: str) -> MailboxRow:
        with self.database.read() as session:
            row = mailboxes.mailbox(session, self.ids[provider])
            assert row is not None
            return row

    def is_dirty(self, provider: str) -> bool:
        return self.row(provider).dirty_at is not None


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def change(**other: str) -> dict[str, str]:
    return {"subscriptionId": SUBSCRIPTION, "clientState": SECRET, "changeType": "created", **other}


def test_a_signed_push_marks_the_mailbox_and_wakes_the_work(house: House) -> None:
    assert house.google(token()) == 204
    assert house.is_dirty("google")
    assert not house.is_dirty("microsoft")
    assert house.woken == [house.ids["google"]]


LONG_AGO = datetime.now(UTC) - timedelta(hours=2)


@pytest.mark.parametrize(
    ("why", "bearer"),
    [
        ("no token", None),
        ("an empty token", ""),
        ("nonsense", "a.b.c"),
        ("another audience", token(aud="https://elsewhere.example")),
        ("another issuer", token(iss="https://evil.example")),
        ("expired", token(exp=LONG_AGO)),
        ("no expiry", token(exp=None)),
        ("not yet issued", token(iat=datetime.now(UTC) + timedelta(hours=1))),
        ("a strange key under a known name", token(STRANGE_KEY)),
        ("an unknown key", token(STRANGE_KEY, "k2")),
        ("another service account", token(email="push@evil.iam.gserviceaccount.example")),
        ("no service account", token(email=None)),
        ("an unverified address", token(email_verified=False)),
        ("no signature at all", jwt.encode({"aud": AUDIENCE}, "", "none", headers={"kid": "k1"})),
        ("signed with the public key as a secret", jwt.encode({"aud": AUDIENCE}, "x" * 64, "HS256", headers={"kid": "k1"})),
    ],
)
def test_a_push_that_is_not_googles_is_refused_and_marks_nothing(sqlite_database: Database, why: str, bearer: str | None) -> None:
    house = House(sqlite_database)
    assert house.google(bearer) == 403, why
    assert not house.is_dirty("google")
    assert house.woken == []


def test_doubled_and_late_pushes_are_harmless(house: House) -> None:
    assert [house.google(token()) for _ in range(3)] == [204] * 3
    assert [house.graph(change(), change(changeType="updated")) for _ in range(2)] == [202] * 2
    assert house.is_dirty("google")
    assert house.is_dirty("microsoft")


def test_a_push_about_a_mailbox_that_is_gone_is_acknowledged_so_that_it_is_not_repeated(house: House) -> None:
    assert house.google(token(), "gone@gmail.example") == 204
    assert house.woken == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"message": {"data": "%%%"}}', b'{"message": {"data": "W10="}}', b"\xff\xfe"]
)
def test_a_body_that_is_no_push_is_refused(sqlite_database: Database, body: bytes) -> None:
    house = House(sqlite_database)
    assert house.google(token(), body=body) == 400
    assert house.web.post("/hooks/microsoft", content=body).status_code == 400
    assert house.woken == []


def test_an_oversized_body_is_refused(house: House) -> None:
    assert house.google(token(), body=b" " * (LONGEST_PUSH + 1)) == 400
    assert house.graph(change(filler="x" * LONGEST_PUSH)) == 400
    assert not house.is_dirty("microsoft")


def test_hooks_without_secrets_are_closed(sqlite_database: Database) -> None:
    house = House(sqlite_database, google=False, microsoft=False)
    assert house.google(token()) == 404
    assert house.graph(change()) == 404
    assert house.web.post("/hooks/microsoft?validationToken=x").status_code == 404
    assert not house.is_dirty("google")
    assert not house.is_dirty("microsoft")


@pytest.mark.parametrize("path", ["/hooks/microsoft", "/hooks/microsoft/lifecycle"])
def test_the_handshake_is_given_back_as_plain_text_and_nothing_else(sqlite_database: Database, path: str) -> None:
    house = House(sqlite_database)
    said = "Validation: Request-Id: 7 <script>alert(1)</script> ä&+"
    answer = house.web.post(path, params={"validationToken": said}, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.text == said
    assert house.web.post(path, params={"validationToken": "x" * 5000}).status_code == 400


@pytest.mark.parametrize("wrong", [{"clientState": "guessed"}, {"clientState": ""}, {"subscriptionId": "another"}])
def test_a_notification_without_our_secret_is_refused(sqlite_database: Database, wrong: dict[str, str]) -> None:
    house = House(sqlite_database)
    assert house.graph(change(**wrong)) == 403
    assert not house.is_dirty("microsoft")
    assert house.woken == []


def test_a_mailbox_without_a_secret_believes_nobody(sqlite_database: Database) -> None:
    house = House(sqlite_database)
    with house.database.write() as session:
        mailboxes.set_watch(session, house.ids["google"], "bare", "", NOW)
    assert house.graph({"subscriptionId": "bare", "clientState": ""}) == 403
    assert house.graph({"subscriptionId": "", "clientState": ""}) == 403
    assert not house.is_dirty("google")


def test_one_forged_item_among_true_ones_does_not_keep_these_from_being_heard(house: House) -> None:
    assert house.graph(change(clientState="guessed"), change()) == 202
    assert house.woken == [house.ids["microsoft"]]


@pytest.mark.parametrize(("event", "ends"), [("reauthorizationRequired", True), ("subscriptionRemoved", True), ("missed", False)])
def test_lifecycle_events_mean_look_again_and_two_of_them_renew_the_subscription(
    sqlite_database: Database, event: str, ends: bool
) -> None:
    house = House(sqlite_database)
    assert house.graph(change(lifecycleEvent=event), path="/hooks/microsoft/lifecycle") == 202
    assert house.is_dirty("microsoft")
    assert (house.row("microsoft").watch_expires_at is None) is ends


def test_a_mailbox_marked_while_it_is_read_stays_marked(house: House) -> None:
    """The mark of a later push is another instant, and whoever finishes reading takes only the mark away that it has seen."""
    house.google(token())
    first = house.row("google").dirty_at
    with house.database.write() as session:
        mailboxes.mark_dirty(session, house.ids["google"], NOW + timedelta(seconds=1))
    assert house.row("google").dirty_at != first


class Keys:
    """Google's key list, counted."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers, self.asked, self.ticks = list(answers), 0, 0.0
        self.signing = SigningKeys("https://unused.example", ticks=lambda: self.ticks, fetch=self.fetch)

    def fetch(self) -> dict[str, Any]:
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


def test_made_up_key_ids_ask_google_once_a_minute_at_most() -> None:
    keys = Keys(published())
    for n in range(50):
        with pytest.raises(NotVerified):
            keys.signing.key(f"made up {n}")
    assert keys.asked == 1
    keys.ticks = 61
    assert keys.signing.key("k1")
    assert keys.asked == 1


def test_a_key_that_google_has_just_changed_to_is_found() -> None:
    keys = Keys(published(), published(STRANGE_KEY, "k2"))
    assert keys.signing.key("k1")
    keys.ticks = 61
    assert keys.signing.key("k2")
    with pytest.raises(NotVerified):
        keys.signing.key("k1")


def test_a_token_seen_before_is_not_checked_anew_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Counted(SigningKeys):
        def key(self, key_id: str) -> jwt.PyJWK:
            asked.append(key_id)
            return super().key(key_id)

    checks = GooglePushTokens(Counted("https://unused.example", fetch=published), audience=AUDIENCE, account=ACCOUNT)
    bearer, forged = f"Bearer {token()}", f"Bearer {token(STRANGE_KEY)}"
    assert not checks.remembers(bearer)
    checks.check(bearer)
    assert checks.remembers(bearer)
    assert not checks.remembers(bearer + "x"), "not a letter of it may differ"
    with pytest.raises(NotVerified):
        checks.check(forged)
    assert not checks.remembers(forged)
    brief = f"Bearer {token(exp=datetime.now(UTC) + timedelta(seconds=2))}"
    checks.check(brief)
    assert checks.remembers(brief)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3)
    assert not checks.remembers(brief), "it has ended"
    assert checks.remembers(bearer)
    monkeypatch.setattr(time, "time", lambda: now + REMEMBERED_SECONDS + 1)
    assert not checks.remembers(bearer), "looked at again after a while, whatever it says of itself"


def test_a_push_marks_by_address_whatever_its_case_and_leaves_others_alone(house: House) -> None:
    assert house.google(token(), "Ada@Gmail.example") == 204
    assert house.is_dirty("google")
    assert house.google(token(), "ada@outlook.example") == 204, "an Outlook mailbox is none of Google's"
    assert not house.is_dirty("microsoft")
    assert house.woken == [house.ids["google"]]


def test_one_mailbox_pushed_over_and_over_does_not_keep_others_from_being_heard(sqlite_database: Database) -> None:
    house = House(sqlite_database, rates=Rates())
    answers = [house.google(token()) for _ in range(PUSHES.amount + 1)]
    assert set(answers[:-1]) == {204}
    assert answers[-1] == 429, "so that Google says it again later"
    assert house.graph(change()) == 202
    assert house.woken.count(house.ids["google"]) == PUSHES.amount


def test_notifications_of_graph_are_held_back_by_mailbox_as_well(sqlite_database: Database) -> None:
    house = House(sqlite_database, rates=Rates())
    assert {house.graph(*[change()] * 60) for _ in range(PUSHES.amount // 60)} == {202}
    assert house.graph(change()) == 429
    assert house.google(token()) == 204
    assert house.woken.count(house.ids["microsoft"]) == PUSHES.amount


def test_made_up_notifications_use_up_nothing_of_a_mailboxs(sqlite_database: Database) -> None:
    house = House(sqlite_database, rates=Rates())
    for _ in range(4):
        assert house.graph(*[change(clientState="guessed")] * PUSHES.amount) == 403
    assert house.graph(change()) == 202
