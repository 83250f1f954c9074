"""The sandbox's Gmail against Google's own description of it, and against what is known of the real one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from gmail_schema import methods, validator
from google_world import CLIENT, ME, NOW, ROOT, GoogleWorld, reply_to

from app.providers.gmail import written
from app.providers.google_oauth import LINK_SCOPES
from app.sandbox import gmail_json as gj
from app.sandbox.exchange import Answer, Call
from app.sandbox.gmail_search import search
from app.sandbox.mail import Mail, compose

EVERY = ("openid", "email", "https://www.googleapis.com/auth/gmail.readonly", "https://www.googleapis.com/auth/gmail.compose")


class Caller:
    def __init__(self, world: GoogleWorld, scopes: tuple[str, ...] = EVERY) -> None:
        self.world = world
        refresh = world.google.oauth.allow(CLIENT, ME, scopes)
        form = f"grant_type=refresh_token&refresh_token={refresh.replace('/', '%2F')}&client_id={CLIENT}&client_secret=a+secret"
        self.token = json.loads(world.sandbox.answer(Call.of("POST", f"{ROOT}/token", None, form)).body)["access_token"]

    def __call__(self, method: str, path: str, body: Any = None) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"}
        content = json.dumps(body) if body is not None else None
        return self.world.answer(Call.of(method, f"{ROOT}/gmail/v1/users/me/{path}", headers, content))

    def get(self, path: str) -> Any:
        answer = self("GET", path)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)


@pytest.fixture
def world() -> GoogleWorld:
    return GoogleWorld()


@pytest.fixture
def call(world: GoogleWorld) -> Caller:
    return Caller(world)


def reason(answer: Answer) -> tuple[int, str]:
    error = json.loads(answer.body)["error"]
    assert error["code"] == answer.status
    return answer.status, error["errors"][0]["reason"]


def test_every_method_exists_at_google_with_these_scopes(world: GoogleWorld) -> None:
    known = methods()
    for name, method in world.google.api.methods.items():
        allowed = set(known[name]["scopes"])
        assert method.scopes <= allowed, name
        asked = {f"https://www.googleapis.com/auth/gmail.{s}" for s in ("readonly", "compose", "modify", "metadata")}
        assert allowed & asked == set(method.scopes) & asked, name


def test_every_answer_fits_googles_description(world: GoogleWorld, call: Caller) -> None:
    html = world.receive("Text", html="<p>Rich</p>", headers={"Auto-Submitted": "auto-replied"})
    world.send("Thanks", parent=html, subject="Re: Interview")
    world.receive("x" * 250_000, subject="Large")
    draft = world.mailbox().create_draft(reply_to(html))
    id, thread = gj.hex_id(html.number), gj.hex_id(html.thread)
    paths = ["profile", "labels", "messages", "messages?q=in:anywhere", "threads", "history?startHistoryId=" + gj.history_id(0)]
    paths += ["drafts", f"drafts/{draft.id}", f"drafts/{draft.id}?format=raw", "settings/sendAs"]
    paths += [f"messages/{id}?format={form}" for form in ("full", "metadata", "minimal", "raw")]
    paths += [f"threads/{thread}?format={form}" for form in ("full", "metadata", "minimal")]
    before = world.compared
    for path in paths:
        call.get(path)
    assert call("POST", "watch", {"topicName": "projects/p/topics/t", "labelIds": ["INBOX"]}).status == 200
    assert world.compared - before == len(paths) + 1


def test_the_schema_would_see_a_member_that_google_does_not_have() -> None:
    assert list(validator("Message").iter_errors({"id": "1", "historyId": 12}))
    assert list(validator("Message").iter_errors({"id": "1", "thread_id": "2"}))
    assert not list(validator("Message").iter_errors({"id": "1", "historyId": "12"}))


def test_lists_leave_their_key_out_when_nothing_matches(call: Caller) -> None:
    for path, key in [("messages", "messages"), ("threads", "threads"), ("drafts", "drafts")]:
        assert key not in call.get(path)
    assert "history" not in call.get("history?startHistoryId=" + gj.history_id(0))


def test_history_ids_pass_two_to_the_63_as_text(world: GoogleWorld, call: Caller) -> None:
    for number in range(60):
        world.receive("Hi", subject=str(number))
    assert int(call.get("profile")["historyId"]) > 2**63


def test_a_large_text_comes_as_an_attachment(world: GoogleWorld, call: Caller) -> None:
    mail = world.receive("x" * 250_000)
    body = call.get(f"messages/{gj.hex_id(mail.number)}")["payload"]["body"]
    assert "data" not in body
    found = call.get(f"messages/{gj.hex_id(mail.number)}/attachments/{body['attachmentId']}")
    assert gj.decoded(found["data"]).startswith(b"xxx")
    assert len(world.mailbox().thread(gj.hex_id(mail.thread)).messages[0].text or "") > 249_000


@pytest.mark.parametrize(
    ("scopes", "method", "path", "outcome"),
    [
        (("gmail.readonly",), "POST", "drafts", (403, "insufficientPermissions")),
        (("gmail.compose",), "GET", "threads/1", (403, "insufficientPermissions")),
        (("gmail.compose",), "GET", "history?startHistoryId=1", (403, "insufficientPermissions")),
        (("gmail.metadata",), "GET", "messages?q=from:x", (403, "forbidden")),
        (("gmail.readonly",), "GET", "messages/1", (404, "notFound")),
        (("gmail.readonly",), "GET", "history?startHistoryId=1", (404, "notFound")),
        (("gmail.readonly",), "GET", "history?startHistoryId=x", (400, "invalidArgument")),
        (("gmail.compose",), "POST", "messages/send", (403, "forbidden")),
        (("gmail.compose",), "POST", "drafts/send", (403, "forbidden")),
    ],
)
def test_refusals_have_googles_shape(
    world: GoogleWorld, scopes: tuple[str, ...], method: str, path: str, outcome: tuple[int, str]
) -> None:
    caller = Caller(world, tuple(f"https://www.googleapis.com/auth/{s}" for s in scopes))
    assert reason(caller(method, path, {} if method == "POST" else None)) == outcome


def test_whoever_asks_to_send_is_refused_and_counted(world: GoogleWorld, call: Caller) -> None:
    mail = world.receive("Hi")
    world.mailbox().create_draft(reply_to(mail))
    assert call("POST", "drafts/send", {"id": "r-1"}).status == 403
    assert call("POST", "messages/send", {"raw": ""}).status == 403
    assert world.store.send_requests[ME] == 2
    assert world.store.mails(ME, "sent") == []


def test_tokens_end_after_an_hour_and_with_a_revocation(world: GoogleWorld, call: Caller) -> None:
    world.now += timedelta(seconds=3598)
    assert call("GET", "profile").status == 200
    world.now += timedelta(seconds=2)
    assert reason(call("GET", "profile")) == (401, "authError")
    other = Caller(world)
    world.google.oauth.revoke_account(ME)
    assert reason(other("GET", "profile")) == (401, "authError")


def test_quota_units_are_counted_and_can_run_out(world: GoogleWorld, call: Caller) -> None:
    mail = world.receive("Hi")
    call.get(f"threads/{gj.hex_id(mail.thread)}")
    call.get("profile")
    assert world.google.api.units[ME] == 41
    world.google.api.units_per_minute = 100
    assert call("GET", f"threads/{gj.hex_id(mail.thread)}").status == 200
    assert call("GET", f"threads/{gj.hex_id(mail.thread)}").status == 200
    assert reason(call("GET", f"threads/{gj.hex_id(mail.thread)}")) == (429, "rateLimitExceeded")
    world.now += timedelta(seconds=61)
    assert call("GET", f"threads/{gj.hex_id(mail.thread)}").status == 200


def test_updating_a_draft_keeps_its_id_and_replaces_its_message(world: GoogleWorld, call: Caller) -> None:
    mail = world.receive("By Friday.")
    reply = reply_to(mail)
    draft = world.mailbox().create_draft(reply)
    body = {"message": {"raw": gj.encoded(written(reply)), "threadId": gj.hex_id(mail.thread)}}
    changed = json.loads(call("PUT", f"drafts/{draft.id}", body).body)
    assert changed["id"] == draft.id
    assert changed["message"]["id"] != draft.message_id
    assert call("GET", f"messages/{draft.message_id}").status == 404


@pytest.mark.parametrize(
    "body", [{}, {"message": {}}, {"message": {"raw": "%%%"}}, {"raw": "YQ"}, {"message": {"raw": "YQ", "labels": 1}}]
)
def test_a_draft_that_is_none_is_refused(call: Caller, body: dict[str, Any]) -> None:
    assert call("POST", "drafts", body).status == 400


def test_a_draft_from_a_stranger_gets_the_owners_address(world: GoogleWorld, call: Caller) -> None:
    raw = compose("Thief <x@evil.example>", ["rita@acme.example"], "Hi", "…", sent_at=NOW)
    call("POST", "drafts", {"message": {"raw": gj.encoded(raw)}})
    assert ME in world.store.drafts(ME)[0].header("from")


# Searching


def mail(world: GoogleWorld, **other: Any) -> Mail:
    return world.receive("Body text here", **other)


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("from:rita@acme.example", True),
        ("from:acme.example", True),
        ("from:cme.example", False),
        ("from:rita", True),
        ("from:bob@acme.example", False),
        ("{from:bob@x.example from:rita@acme.example}", True),
        ("from:(bob OR rita)", True),
        ("-from:rita@acme.example", False),
        ("-{from:bob from:eve}", True),
        (f"after:{int(NOW.timestamp()) - 1}", True),
        (f"after:{int(NOW.timestamp()) + 1}", False),
        (f"before:{int(NOW.timestamp())}", False),
        ("after:2026/11/23", True),
        ("after:2026/11/24", False),
        ("newer_than:2d", True),
        ("older_than:2d", False),
        ("in:inbox", True),
        ("in:sent", False),
        ("-in:sent -in:drafts -in:chats", True),
        ("-category:promotions", True),
        ("category:promotions", False),
        ("subject:interview", True),
        ('"body text"', True),
        ("unrelated", False),
        ("rfc822msgid:abc@acme.example", True),
        ("rfc822msgid:other@acme.example", False),
        ("from:bob OR subject:interview", True),
    ],
)
def test_the_search_language(world: GoogleWorld, query: str, matches: bool) -> None:
    found, _ = search(query, NOW)
    assert found(mail(world, message_id="<abc@acme.example>")) is matches


def test_bin_and_spam_are_searched_only_on_demand(world: GoogleWorld, call: Caller) -> None:
    thrown, junk = mail(world, folder="trash"), mail(world, folder="spam", subject="Other")
    assert call.get("messages")["resultSizeEstimate"] == 0
    for path in ("messages?q=in:anywhere", "messages?includeSpamTrash=true"):
        assert {m["id"] for m in call.get(path)["messages"]} == {gj.hex_id(thrown.number), gj.hex_id(junk.number)}


# Push


def test_a_watched_mailbox_pushes_once_for_many_changes_and_unwatched_not(world: GoogleWorld, call: Caller) -> None:
    world.receive("Before")
    assert world.google.pushes() == []
    call("POST", "watch", {"topicName": "projects/p/topics/t"})
    world.receive("One", subject="One")
    world.receive("Two", subject="Two")
    assert world.google.pushes() == [(ME, gj.history_id(world.store.sequence))]
    assert world.google.pushes() == []
    world.now += timedelta(days=8)
    world.receive("Late", subject="Three")
    assert world.google.pushes() == []


def test_a_push_is_signed_for_its_audience(world: GoogleWorld) -> None:
    import jwt

    headers, body = world.google.push_request(ME, "12", audience="https://h.example/hook", service_account="p@iam.example")
    certificates = json.loads(world.sandbox.answer(Call.of("GET", f"{ROOT}/oauth2/v3/certs")).body)
    key = jwt.PyJWKSet.from_dict(certificates).keys[0]
    token = headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(
        token, key, algorithms=["RS256"], audience="https://h.example/hook", options={"verify_exp": False, "verify_iat": False}
    )
    assert (claims["email"], claims["email_verified"]) == ("p@iam.example", True)
    assert json.loads(gj.decoded(json.loads(body)["message"]["data"])) == {"emailAddress": ME, "historyId": 12}


def test_the_scopes_of_linking_are_enough_for_all_the_mailbox_does(world: GoogleWorld) -> None:
    mailbox = world.mailbox(world.credentials(LINK_SCOPES))
    mailbox.changes(None, NOW)
    draft = mailbox.create_draft(reply_to(world.receive("Hi")))
    mailbox.delete_draft(draft.id)
