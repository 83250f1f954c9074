"""Outlook's task pane: the page that is framed, the API behind it, and whose tokens it takes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from app.addons.outlook import FRAME_ANCESTORS
from app.flow.review import review_account
from app.store import mailboxes, threads
from tests.addons.world import (
    NEWS,
    OUTLOOK_THREAD,
    PROMISE,
    PUBLIC_URL,
    TENANT,
    AddonWorld,
    access_token,
    event,
)

PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"


def shown(world: AddonWorld, **changes: str) -> Any:
    answer = world.api("/message", {**event("outlook_message"), **changes})
    assert answer.status_code == 200
    return answer.json()


# Whose tokens


def test_the_token_of_the_mailboxs_owner_shows_the_thread(world: AddonWorld) -> None:
    """The conversation is found though Office.js spells its id otherwise than Graph."""
    assert "We will get back to you by Friday" in shown(world)["thread"]["quote"]


@pytest.mark.parametrize(
    "lies",
    [
        pytest.param({"aud": "api://somebody-else"}, id="for another API"),
        pytest.param({"aud": "00000003-0000-0000-c000-000000000000"}, id="for Graph"),
        pytest.param({"iss": f"https://sts.windows.net/{TENANT}/"}, id="of version 1's issuer"),
        pytest.param({"iss": f"https://login.microsoftonline.com/{PERSONAL}/v2.0"}, id="of another tenant's issuer"),
        pytest.param({"tid": PERSONAL}, id="naming another tenant than its issuer"),
        pytest.param({"tid": "common"}, id="naming no tenant"),
        pytest.param({"tid": None}, id="without a tenant"),
        pytest.param({"oid": None}, id="without a person"),
        pytest.param({"ver": "1.0"}, id="of version 1"),
        pytest.param({"exp": int(time.time()) - 300}, id="expired"),
        pytest.param({"nbf": int(time.time()) + 600}, id="not yet good"),
        pytest.param({"nbf": None}, id="without a beginning"),
        pytest.param({"scp": "User.Read"}, id="for another scope"),
        pytest.param({"scp": "access_as_user_not"}, id="for a scope of a like name"),
        pytest.param({"scp": None, "roles": ["access_as_user"]}, id="of an application without a user"),
        pytest.param({"azp": "00000000-0000-0000-0000-000000000001"}, id="given to another application"),
    ],
)
def test_any_other_token_shows_nothing(world: AddonWorld, lies: dict[str, Any]) -> None:
    answer = world.api("/message", event("outlook_message"), token=access_token(**lies))
    assert answer.status_code == 401
    assert "did not prove who you are" in answer.json()["error"]


@pytest.mark.parametrize(
    "token", [pytest.param(lambda: access_token(key="of somebody else"), id="other key"), lambda: "", lambda: "a.b.c"]
)
def test_a_token_that_is_none_shows_nothing(world: AddonWorld, token: Any) -> None:
    for path, body in (("/home", None), ("/message", event("outlook_message")), ("/adopt", {"conversation_id": "x"})):
        assert world.api(path, body, token=token()).status_code == 401


def test_clocks_may_differ_by_two_minutes(world: AddonWorld) -> None:
    now = int(time.time())
    for lies in ({"exp": now - 100}, {"nbf": now + 100, "iat": now + 100}):
        assert world.api("/home", token=access_token(**lies)).status_code == 200


def test_the_same_object_id_in_another_tenant_is_somebody_else(world: AddonWorld) -> None:
    other = access_token(tid=PERSONAL, iss=f"https://login.microsoftonline.com/{PERSONAL}/v2.0")
    answer = world.api("/message", event("outlook_message"), token=other)
    assert answer.json()["notice"]["kind"] == "not_connected"
    thread = world.row(OUTLOOK_THREAD).id
    assert world.api(f"/threads/{thread}/actions", {"action": "answered"}, token=other).status_code == 404


def test_a_mailbox_owner_does_not_reach_the_accounts_other_mailboxes(world: AddonWorld) -> None:
    """The account signed in with Google: its Outlook identity proves the Outlook mailbox and no more."""
    assert world.api(f"/threads/{world.row().id}/actions", {"action": "answered"}).status_code == 404
    lists = world.api("/home").json()["lists"]
    assert [len(one["threads"]) for one in lists] == [1]


def test_a_cookie_is_worth_nothing_here(world: AddonWorld) -> None:
    answer = world.client.get("/addons/api/home", cookies={"__Host-hearback": "x"})
    assert answer.status_code == 401


def test_a_call_from_another_site_is_refused(world: AddonWorld) -> None:
    headers = {"Authorization": f"Bearer {access_token()}", "Sec-Fetch-Site": "cross-site"}
    assert world.client.post("/addons/api/message", json={}, headers=headers).status_code == 403


# What is shown


def test_a_conversation_that_holds_several_threads_is_told_apart_by_the_message(world: AddonWorld) -> None:
    """Outlook puts two companies that both write "Your application" into one conversation."""
    second = f"{OUTLOOK_THREAD}|f00d"
    message = world.outlook.deliver(second, "max@other.example", PROMISE.replace("by Friday", "by March 20"))
    world.go(minutes=10)
    assert "by Friday" in shown(world)["thread"]["quote"]
    assert "by March 20" in shown(world, internet_message_id=message.message_id)["thread"]["quote"]


def test_a_conversation_of_another_name_is_found_by_translating_the_item(world: AddonWorld) -> None:
    (message,) = [m for m in world.outlook.messages.values() if m.thread_id == OUTLOOK_THREAD]
    world.outlook.immutable["AAMkAGI1-ordinary-id="] = message.id  # type: ignore[attr-defined]
    for conversation in ("", "AAQk-of-another-spelling"):
        assert "by Friday" in shown(world, conversation_id=conversation)["thread"]["quote"]


def test_an_unread_conversation_is_there_on_the_next_look(world: AddonWorld) -> None:
    world.outlook.deliver("AAQkold", "max@corp.example", PROMISE, at=datetime(2025, 6, 2, 9, tzinfo=UTC))
    world.outlook.log.clear()
    notice = shown(world, conversation_id="AAQkold")["notice"]
    assert (notice["kind"], notice["again_seconds"]) == ("reading", 4)
    assert "by Friday" in shown(world, conversation_id="AAQkold")["thread"]["quote"]


def test_a_conversation_without_a_recruiter_says_so_and_can_be_put_right(world: AddonWorld) -> None:
    world.outlook.deliver("AAQkAGI+news/", "kim@friends.example", NEWS, subject="Saturday")
    world.outlook.messages = {
        i: m for i, m in world.outlook.messages.items() if not m.thread_id.endswith("news/")
    } | {  # Graph's spelling of the same conversation
        m.id: type(m)(**{f: getattr(m, f) for f in m.__slots__} | {"thread_id": "AAQkAGI_news-"})
        for m in world.outlook.messages.values()
        if m.thread_id.endswith("news/")
    }
    world.outlook.log[-1] = "AAQkAGI_news-"
    world.go(minutes=10)
    notice = shown(world, conversation_id="AAQkAGI+news/")["notice"]
    assert notice["kind"] == "not_recruiter"
    done = world.api("/adopt", {"conversation_id": notice["adopt"]["name"]})
    assert done.status_code == 200
    assert shown(world, conversation_id="AAQkAGI+news/")["thread"]["status"] != "not_recruiter"


def test_a_message_without_any_id_is_answered_kindly(world: AddonWorld) -> None:
    answer = world.api("/message", {})
    assert answer.json()["notice"]["kind"] == "nameless"


def test_a_mailbox_that_lets_us_in_no_longer_says_so(world: AddonWorld) -> None:
    world.outlook.revoked = True
    assert shown(world, conversation_id="AAQkunknown")["notice"]["kind"] == "relink"
    assert shown(world)["notice"]["link"]["url"] == f"{PUBLIC_URL}/connect/microsoft"


@pytest.mark.parametrize("body", [{"conversation_id": 7}, {"item_id": "x" * 501}, []])
def test_a_call_of_another_shape_is_a_sentence(world: AddonWorld, body: Any) -> None:
    answer = world.api("/message", body)
    assert answer.status_code == 422
    assert "could not be read" in answer.json()["error"]


# What is done


def test_an_action_is_done_and_undone(world: AddonWorld) -> None:
    thread = world.row(OUTLOOK_THREAD).id
    done = world.api(f"/threads/{thread}/actions", {"action": "other_date", "day": "2026-03-20"}).json()
    assert done["sentence"] == "The date is changed."
    assert "Friday, March 20" in done["thread"]["dates"]
    back = world.api(f"/threads/{thread}/undo/{done['undo']['name']}", {}).json()
    assert "Friday, March 6" in back["thread"]["dates"]
    again = world.api(f"/threads/{thread}/undo/{done['undo']['name']}", {})
    assert again.status_code == 409


def test_a_senseless_day_changes_nothing(world: AddonWorld) -> None:
    thread = world.row(OUTLOOK_THREAD).id
    for day in (None, "2020-01-01"):
        assert world.api(f"/threads/{thread}/actions", {"action": "snooze", "day": day}).status_code == 422
    assert world.row(OUTLOOK_THREAD).corrections == {}


def test_a_doubled_click_writes_one_draft(world: AddonWorld) -> None:
    with world.services.database.write() as session:
        for row in mailboxes.mailboxes_of(session, world.account_id):
            row.told_at = None
    world.time[0] = datetime(2026, 3, 10, 10, tzinfo=UTC)
    review_account(world.services, world.account_id, world.now)
    thread = world.row(OUTLOOK_THREAD).id
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: world.api(f"/threads/{thread}/actions", {"action": "write"}), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(world.outlook.ours()) == 1


# The page


def test_the_page_may_be_framed_by_outlook_and_nobody_else(world: AddonWorld) -> None:
    answer = world.client.get("/addons/outlook/taskpane")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["frame-ancestors"].split() == ["'self'", *FRAME_ANCESTORS]
    assert policy["script-src"].split() == ["'self'", "https://appsforoffice.microsoft.com", "https://ajax.aspnetcdn.com"]
    assert "x-frame-options" not in answer.headers
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.text.index("office.js") < answer.text.index("taskpane.js")


def test_every_other_answer_keeps_out_of_frames(world: AddonWorld) -> None:
    answer = world.client.get("/addons/outlook/files/taskpane.js")
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("size", [16, 32, 64, 80, 128])
def test_the_icons_have_their_sizes_and_may_be_shown_by_the_stores(world: AddonWorld, size: int) -> None:
    answer = world.client.get(f"/addons/icons/hearback-{size}.png")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    width, height = (int.from_bytes(answer.content[at : at + 4]) for at in (16, 20))
    assert (width, height) == (size, size)


@pytest.mark.parametrize(
    "path", ["/addons/icons/hearback-48.png", "/addons/outlook/files/LICENSE.msal-browser", "/addons/outlook/files/..%2fview.py"]
)
def test_nothing_else_is_served(world: AddonWorld, path: str) -> None:
    assert world.client.get(path).status_code == 404


def test_the_api_is_documented(world: AddonWorld) -> None:
    document = world.client.get("/openapi.json").json()
    wanted = {"/message", "/home", "/adopt", "/threads/{thread_id}/actions", "/threads/{thread_id}/undo/{entry_id}"}
    for path in wanted:
        operation = next(iter(document["paths"][f"/addons/api{path}"].values()))
        assert operation["description"]
        assert "$ref" in operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert {"/addons/google/home", "/addons/google/message", "/addons/google/act"} <= set(document["paths"])


def test_a_seen_conversation_keeps_nothing_but_a_hash(world: AddonWorld) -> None:
    world.outlook.deliver("AAQknews", "kim@friends.example", NEWS, subject="Saturday")
    world.go(minutes=10)
    with world.services.database.read() as session:
        assert threads.seen_on(session, world.boxes["ada@outlook.example"], "AAQknews") == world.now.date()
