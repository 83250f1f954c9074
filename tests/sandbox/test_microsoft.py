"""The sandbox's Microsoft: what real clients rely on, and what the real one refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from graph_schema import GraphSchema, SchemaBroken
from microsoft_world import ME, SIGNED_IN, MicrosoftWorld

from app.providers.microsoft_oauth import PERSONAL_TENANT
from app.sandbox import graph_json as gj
from app.sandbox.exchange import Answer, Call
from app.sandbox.graph_query import BadQuery, parse_filter

ROOT = "https://graph.microsoft.com/v1.0"
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}


@pytest.fixture
def world() -> MicrosoftWorld:
    return MicrosoftWorld()


def ask(
    world: MicrosoftWorld, method: str, path: str, body: Any = None, *, scopes: str = "User.Read Mail.ReadWrite", **headers: str
) -> Answer:
    token, _ = world.sandbox.oauth.allow("c", ME, scopes.split())
    given = {
        "host": "graph.microsoft.com",
        "authorization": f"Bearer {token}",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    url = path if path.startswith("https:") else ROOT + path
    answer = world.answer(Call.of(method, url, given, json.dumps(body) if body is not None else None))
    assert answer is not None
    return answer


def said(answer: Answer) -> Any:
    return json.loads(answer.body)


def test_lists_come_in_pages_of_ten_and_links_lead_on(world: MicrosoftWorld) -> None:
    for i in range(23):
        world.receive("x", subject=f"{i}", minutes_ago=i)
    seen, url = [], "/me/messages"
    while url:
        page = said(ask(world, "GET", url))
        seen += [row["subject"] for row in page["value"]]
        url = page.get("@odata.nextLink", "")
    assert seen == [str(i) for i in range(23)]
    assert len(said(ask(world, "GET", "/me/messages"))["value"]) == 10


@pytest.mark.parametrize("path", ["/me/mailFolders/inbox/messages/delta", "/me/mailFolders('inbox')/messages/delta()"])
def test_both_spellings_of_a_delta_are_taken(world: MicrosoftWorld, path: str) -> None:
    world.receive("x")
    assert "@odata.deltaLink" in said(ask(world, "GET", path))


def test_selected_members_come_alone_and_headers_only_when_selected(world: MicrosoftWorld) -> None:
    world.receive("x")
    (row,) = said(ask(world, "GET", "/me/messages?$select=subject"))["value"]
    assert set(row) == {"@odata.etag", "id", "subject"}
    (row,) = said(ask(world, "GET", "/me/messages"))["value"]
    assert "internetMessageHeaders" not in row
    (row,) = said(ask(world, "GET", "/me/messages?%24select=internetMessageHeaders,uniqueBody"))["value"]
    assert {"internetMessageHeaders", "uniqueBody"} <= set(row)


def test_a_conversation_cannot_be_sorted_by_the_server(world: MicrosoftWorld) -> None:
    mail = world.receive("x")
    condition = f"$filter=conversationId eq '{gj.conversation_id(mail.thread)}'"
    refused = ask(world, "GET", f"/me/messages?{condition}&$orderby=receivedDateTime desc")
    assert (refused.status, said(refused)["error"]["code"]) == (400, "InefficientFilter")
    assert len(said(ask(world, "GET", f"/me/messages?{condition}"))["value"]) == 1


def test_ordinary_ids_change_with_the_folder_and_immutable_ones_do_not(world: MicrosoftWorld) -> None:
    mail = world.receive("x")
    ordinary = said(ask(world, "GET", "/me/messages"))["value"][0]["id"]
    immutable = said(ask(world, "GET", "/me/messages", **IMMUTABLE))["value"][0]["id"]
    changed = {"inputIds": [ordinary], "sourceIdType": "restId", "targetIdType": "restImmutableEntryId"}
    assert said(ask(world, "POST", "/me/translateExchangeIds", changed))["value"][0]["targetId"] == immutable
    world.store.move(ME, mail.number, "archive")
    assert ask(world, "GET", f"/me/messages/{ordinary}").status == 404
    assert ask(world, "GET", f"/me/messages/{immutable}").status == 200
    assert ask(world, "GET", f"/me/messages/{immutable.replace('=', '%3D')}").status == 200


def test_a_reply_draft_quotes_is_addressed_by_exchange_and_marks_the_original_read(world: MicrosoftWorld) -> None:
    mail = world.receive("By Friday", cc=["Bob <bob@acme.example>"], headers={"Reply-To": "jobs@acme.example"})
    row = said(ask(world, "POST", f"/me/messages/{gj.immutable_id(mail.number)}/createReplyAll", {"Comment": "Any <news>?"}))
    assert row["isDraft"]
    assert row["subject"] == "RE: Interview"
    assert [r["emailAddress"]["address"] for r in row["toRecipients"]] == ["jobs@acme.example"]
    assert [r["emailAddress"]["address"] for r in row["ccRecipients"]] == ["bob@acme.example"]
    assert "Any &lt;news&gt;?" in row["body"]["content"]
    assert "By Friday" in row["body"]["content"]
    assert world.store.get(ME, mail.number).read


def test_a_reply_to_a_draft_and_one_with_two_bodies_are_refused(world: MicrosoftWorld) -> None:
    path = f"/me/messages/{gj.immutable_id(world.receive('x').number)}/createReply"
    draft = said(ask(world, "POST", path, {}, **IMMUTABLE))
    assert ask(world, "POST", f"/me/messages/{draft['id']}/createReply", {}).status == 400
    both = {"comment": "x", "message": {"body": {"contentType": "text", "content": "y"}}}
    assert ask(world, "POST", path, both).status == 400


def test_what_was_sent_cannot_be_rewritten(world: MicrosoftWorld) -> None:
    path = f"/me/messages/{gj.immutable_id(world.receive('x').number)}"
    assert ask(world, "PATCH", path, {"subject": "other"}).status == 400
    assert ask(world, "PATCH", path, {"isRead": True}).status == 200


@pytest.mark.parametrize("path", ["/me/sendMail", "/me/messages/{}/send", "/me/messages/{}/reply", "/me/messages/{}/replyAll"])
def test_every_wish_to_send_is_counted_and_refused(world: MicrosoftWorld, path: str) -> None:
    answer = ask(world, "POST", path.format(gj.immutable_id(world.receive("x").number)), {}, scopes="Mail.ReadWrite Mail.Send")
    assert (answer.status, said(answer)["error"]["code"]) == (403, "ErrorAccessDenied")
    assert world.store.send_requests[ME] == 1


def test_reading_alone_does_not_write(world: MicrosoftWorld) -> None:
    path = f"/me/messages/{gj.immutable_id(world.receive('x').number)}"
    assert ask(world, "GET", path, scopes="Mail.Read").status == 200
    assert ask(world, "POST", f"{path}/createReply", {}, scopes="Mail.Read").status == 403
    assert ask(world, "GET", path, scopes="User.Read").status == 403


def test_a_batch_answers_each_part_by_itself(world: MicrosoftWorld) -> None:
    wanted = [{"id": "1", "method": "GET", "url": "/me"}, {"id": "2", "method": "GET", "url": "/me/messages/nothing"}]
    answers = said(ask(world, "POST", "/$batch", {"requests": wanted}))["responses"]
    assert [(a["id"], a["status"]) for a in answers] == [("1", 200), ("2", 404)]


def test_a_handshake_must_echo_the_token_as_plain_text(world: MicrosoftWorld) -> None:
    wish = {
        "changeType": "created,updated",
        "notificationUrl": "https://hook.example/n",
        "resource": "me/messages",
        "expirationDateTime": "2026-11-25T00:00:00Z",
    }
    assert ask(world, "POST", "/subscriptions", wish).status == 201

    def html(url: str, **how: Any) -> Any:
        import requests

        response = requests.Response()
        response.status_code, response._content = 200, how["params"]["validationToken"].encode()
        response.headers["content-type"] = "text/html"
        return response

    world.hooks["https://hook.example/n"] = html
    assert ask(world, "POST", "/subscriptions", wish).status == 400
    assert ask(world, "POST", "/subscriptions", {**wish, "expirationDateTime": "2027-11-25T00:00:00Z"}).status == 400


@pytest.mark.parametrize("event", ["missed", "subscriptionRemoved", "reauthorizationRequired"])
def test_lifecycle_events_are_told_to_their_own_address(world: MicrosoftWorld, event: str) -> None:
    watch = world.mailbox(push=True).watch()
    world.posted.clear()
    assert world.sandbox.push.lifecycle(event) == [202]
    ((url, how),) = world.posted
    assert url.endswith("/lifecycle")
    row = how["json"]["value"][0]
    assert (row["lifecycleEvent"], row["subscriptionId"], row["clientState"]) == (event, watch.id, watch.secret)
    assert (watch.id in world.sandbox.push.subscriptions) == (event != "subscriptionRemoved")


def test_notifications_are_posted_together_and_fit_the_schema(world: MicrosoftWorld) -> None:
    world.mailbox(push=True).watch()
    world.posted.clear()
    world.receive("one")
    world.receive("two", subject="Other")
    assert world.sandbox.push.flush() == [202]
    rows = world.posted[0][1]["json"]["value"]
    assert len(rows) == 4
    assert sum(GraphSchema().check(row, "changeNotification", "notification") for row in rows) > 20
    assert world.sandbox.push.flush() == []


def test_the_schema_check_sees_a_wrong_name_and_a_wrong_type() -> None:
    with pytest.raises(SchemaBroken, match="isRaed"):
        GraphSchema().check({"id": "1", "isRaed": True}, "message", "row")
    with pytest.raises(SchemaBroken, match="isRead"):
        GraphSchema().check({"id": "1", "isRead": "yes"}, "message", "row")
    with pytest.raises(SchemaBroken, match="importance"):
        GraphSchema().check({"id": "1", "importance": "huge"}, "message", "row")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a eq 'x' and b ge 2", True),
        ("a eq 'y' or (b gt 2 and not c eq true)", True),
        ("startswith(a,'X')", True),
        ("from/emailAddress/address eq 'Z@z.example'", True),
        ("e/Any(p: p/id eq 'i' and p/value eq 'it''s')", True),
        ("a ne 'x'", False),
        ("d eq 'x'", False),
    ],
)
def test_filters_mean_what_odata_says(text: str, found: bool) -> None:
    row = {
        "a": "x",
        "b": 3,
        "c": False,
        "from": {"emailAddress": {"address": "z@z.example"}},
        "e": [{"id": "i", "value": "it's"}],
    }
    assert parse_filter(text)(row) is found


@pytest.mark.parametrize("text", ["a", "a eq", "a eq 'x' b", "a like 'x'", "(a eq 'x'", "§"])
def test_filters_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(BadQuery):
        parse_filter(text)


def test_an_unregistered_redirect_address_gets_no_sign_in_page(world: MicrosoftWorld) -> None:
    started = world.oauth().start_sign_in("https://evil.example/callback")
    page = world.session().get(started.url)
    assert page.status_code == 400
    assert "AADSTS50011" in page.text
    assert world.session().get(world.oauth().start_sign_in(SIGNED_IN).url).status_code == 200


def test_a_tenants_own_endpoint_admits_only_its_people(world: MicrosoftWorld) -> None:
    tenant = "7a1b2c3d-0000-4000-8000-00000000aaaa"
    world.sandbox.oauth.add_account("eve@corp.example", "Eve", tenant_id=tenant)
    for authority, admitted in (
        (tenant, {"eve"}),
        ("consumers", {"ada"}),
        ("organizations", {"eve"}),
        ("common", {"ada", "eve"}),
    ):
        started = world.oauth(authority=f"https://login.microsoftonline.com/{authority}").start_sign_in(SIGNED_IN)
        page = world.session().get(started.url).text
        assert {name for name in ("ada", "eve") if f"{name}@" in page} == admitted
    assert world.sandbox.oauth.account(ME).tenant_id == PERSONAL_TENANT
