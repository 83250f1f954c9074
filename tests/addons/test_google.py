"""Gmail's side panel: who may call, what is shown, what the buttons do."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from app.flow.review import review_account
from app.store import mailboxes
from app.store.tables import ReadingRow
from tests.addons.world import (
    ADA,
    BOB,
    GMAIL_THREAD,
    NEWS,
    PROMISE,
    PUBLIC_URL,
    AddonWorld,
    buttons,
    event,
    system_token,
    texts,
    user_token,
)

MESSAGE = "/addons/google/message"


def ms(day: int, month: int = 3) -> int:
    return int(datetime(2026, month, day, tzinfo=UTC).timestamp() * 1000)


# Who may call


def test_a_call_of_googles_is_answered(world: AddonWorld) -> None:
    answer = world.google("/message", event("google_message"))
    assert answer.status_code == 200
    assert "We will get back to you by Friday" in texts(answer.json())


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(lambda: system_token("/addons/google/home"), id="for another address of ours"),
        pytest.param(lambda: system_token(MESSAGE, aud="https://hearback.example"), id="for our host only"),
        pytest.param(lambda: system_token(MESSAGE, aud="https://other.example" + MESSAGE), id="for another service"),
        pytest.param(lambda: system_token(MESSAGE, iss="https://accounts.example"), id="of another issuer"),
        pytest.param(lambda: system_token(MESSAGE, exp=int(time.time()) - 300), id="expired"),
        pytest.param(lambda: system_token(MESSAGE, iat=int(time.time()) + 600), id="of the future"),
        pytest.param(lambda: system_token(MESSAGE, key="of somebody else"), id="of another key"),
        pytest.param(
            lambda: system_token(MESSAGE, email="service-1@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"), id="of another project"
        ),
        pytest.param(lambda: system_token(MESSAGE, email_verified=False), id="of an unproved account"),
        pytest.param(lambda: "", id="none"),
        pytest.param(lambda: "rubbish", id="rubbish"),
    ],
)
def test_a_call_that_is_not_googles_is_refused(world: AddonWorld, token: Any) -> None:
    answer = world.google("/message", event("google_message"), system=token())
    assert answer.status_code == 403
    assert "Friday" not in answer.text


def test_clocks_may_differ_by_two_minutes(world: AddonWorld) -> None:
    now = int(time.time())
    late = system_token(MESSAGE, exp=now - 100)
    early = user_token(iat=now + 100)
    assert "Friday" in world.google("/message", event("google_message"), system=late, user=early).text


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(lambda: user_token(aud="web.apps.example"), id="for another client"),
        pytest.param(lambda: user_token(iss="https://accounts.example"), id="of another issuer"),
        pytest.param(lambda: user_token(exp=int(time.time()) - 300), id="expired"),
        pytest.param(lambda: user_token(key="of somebody else"), id="of another key"),
        pytest.param(lambda: "rubbish", id="rubbish"),
    ],
)
@pytest.mark.parametrize("path", ["/message", "/home", "/act"])
def test_a_user_who_is_not_proved_sees_a_card_without_anything_of_anybody(world: AddonWorld, path: str, token: Any) -> None:
    answer = world.google(path, event(f"google_{path[1:]}"), user=token())
    assert answer.status_code == 200
    assert "did not prove whose inbox" in texts(answer.json())
    assert "Friday" not in answer.text


def test_a_user_who_has_not_agreed_to_be_named_is_asked(world: AddonWorld) -> None:
    answer = world.google("/message", event("google_no_identity"))
    assert answer.json() == {"requesting_google_scopes": {"scopes": ["https://www.googleapis.com/auth/userinfo.email"]}}


def test_somebody_elses_thread_is_as_unknown_as_none(world: AddonWorld) -> None:
    bob = world.account(BOB, "bob")
    world.link("google", BOB, "bob@mail.example", bob)
    world.go()
    answer = world.google("/message", event("google_message"), user=user_token(BOB))
    assert "Reading this thread" in texts(answer.json())
    assert "Friday" not in answer.text
    body = event("google_act")
    body["commonEventObject"]["parameters"] = {"action": "answered", "thread": str(world.row().id)}
    answer = world.google("/act", body, user=user_token(BOB))
    assert "or it is not yours" in texts(answer.json())
    assert world.row().status == "waiting"


def test_a_mailbox_linked_by_another_account_shows_its_owner_that_mailbox_only(world: AddonWorld) -> None:
    """Whoever proves to be a mailbox's owner sees what was read in it, and nothing of the account's other mailboxes."""
    world.link("google", BOB, "second@mail.example")
    world.go()
    shown = texts(world.google("/home", event("google_home"), user=user_token(BOB)).json())
    assert "Your application" not in shown
    assert texts(world.google("/home", event("google_home")).json()).count("Your application") == 2


# What is shown


def test_the_card_says_status_quote_date_reason_and_offers_the_actions(world: AddonWorld) -> None:
    card = world.google("/message", event("google_message")).json()
    said = texts(card)
    assert "Waiting for them" in said
    assert "Friday, March 6" in said
    assert "Tuesday, March 10" in said
    assert "Why" in said
    offered = set(buttons(card))
    assert {"Not before …", "They answered", "Another date", "They said by …", "Not a recruiter", "Settings"} <= offered


def test_a_due_thread_offers_to_write_the_draft(world: AddonWorld) -> None:
    world.time[0] = datetime(2026, 3, 10, 10, tzinfo=UTC)
    with world.services.database.write() as session:
        for row in mailboxes.mailboxes_of(session, world.account_id):
            row.told_at = None
    world.go()
    assert "Write the draft now" in buttons(world.google("/message", event("google_message")).json())


def test_days_stand_in_the_order_the_user_is_used_to(world: AddonWorld) -> None:
    body = event("google_message")
    body["commonEventObject"]["userLocale"] = "de"
    assert "Friday 6 March" in texts(world.google("/message", body).json())


def test_no_day_is_written_as_machines_write_it(world: AddonWorld) -> None:
    shown = texts(world.google("/message", event("google_message")).json())
    assert "Friday 6 March" in shown or "Friday, March 6" in shown
    assert "2026-03-" not in shown


def test_markup_in_mail_stays_text(empty: AddonWorld) -> None:
    empty.mail.deliver(GMAIL_THREAD, "jane@acme.example", PROMISE, subject="<b>Your</b> application & more", at=empty.now)
    empty.go()
    card = empty.google("/home", event("google_home")).json()
    assert "&lt;b&gt;Your&lt;/b&gt; application &amp; more" in texts(card)


def test_the_homepage_lists_what_waits(world: AddonWorld) -> None:
    said = texts(world.google("/home", event("google_home")).json())
    assert "Waiting for them" in said
    assert said.count("Your application") == 2


def test_the_panels_menu_leads_to_the_same_list(world: AddonWorld) -> None:
    answer = world.google("/menu", event("google_home")).json()
    assert "Waiting for them" in texts(answer["renderActions"])


def test_who_has_not_linked_a_mailbox_is_told_how(world: AddonWorld) -> None:
    for path in ("/home", "/message"):
        card = world.google(path, event(f"google_{path[1:]}"), user=user_token("100000000000000000009")).json()
        assert buttons(card)["Sign in to connect"]["openLink"]["url"] == f"{PUBLIC_URL}/sign-in/google"
    world.account(BOB, "bob")
    card = world.google("/message", event("google_message"), user=user_token(BOB)).json()
    assert buttons(card)["Connect this mailbox"]["openLink"]["url"] == f"{PUBLIC_URL}/connect/google"


def test_a_mailbox_that_lets_us_in_no_longer_says_so(world: AddonWorld) -> None:
    with world.services.database.write() as session:
        mailboxes.needs_relink(session, world.boxes["ada@mail.example"], "revoked")
    for path in ("/home", "/message"):
        card = world.google(path, event(f"google_{path[1:]}")).json()
        assert buttons(card)["Connect again"]["openLink"]["url"] == f"{PUBLIC_URL}/connect/google"


def test_an_unread_thread_is_answered_at_once_and_there_on_the_next_look(world: AddonWorld) -> None:
    """Also one far older than what is read when a mailbox is connected."""
    body = event("google_message")
    body["gmail"] = {"threadId": f"thread-f:{0x18AA}", "messageId": f"msg-f:{0x18AA}"}
    world.mail.deliver("18aa", "max@corp.example", PROMISE, at=datetime(2025, 6, 2, 9, tzinfo=UTC))
    world.mail.log.clear()
    assert "Reading this thread" in texts(world.google("/message", body).json())
    assert world.woken == [world.boxes["ada@mail.example"]]
    assert world.mailbox().dirty_at == world.now
    assert "We will get back to you by Friday" in texts(world.google("/message", body).json())


def test_a_mailbox_that_was_just_connected_is_not_read_twice_at_once(empty: AddonWorld) -> None:
    empty.mail.deliver(GMAIL_THREAD, "jane@acme.example", PROMISE, at=empty.now)
    assert "connected just now" in texts(empty.google("/message", event("google_message")).json())
    assert empty.mail.calls.get("thread", 0) == 0
    empty.go()
    assert "Friday" in texts(empty.google("/message", event("google_message")).json())


def test_a_thread_read_and_found_to_be_none_of_ours_says_so_and_can_be_put_right(world: AddonWorld) -> None:
    world.mail.deliver("18bb", "kim@friends.example", NEWS, subject="Saturday")
    world.go(minutes=10)
    body = event("google_message")
    body["gmail"] = {"threadId": f"thread-f:{0x18BB}", "messageId": f"msg-f:{0x18BB}"}
    card = world.google("/message", body).json()
    assert "found no recruiter in it" in texts(card)
    pressed = {p["key"]: p["value"] for p in buttons(card)["This is a recruiter"]["action"]["parameters"]}
    done = world.press(pressed["thread"], pressed["action"])
    assert "counts as one about your candidacy" in texts(done)
    assert "found no recruiter" not in texts(world.google("/message", body).json())


def test_a_conversation_without_a_usable_id_is_answered_kindly(world: AddonWorld) -> None:
    said = texts(world.google("/message", event("google_message_own")).json())
    assert "Which conversation is this?" in said
    body = event("google_message")
    del body["gmail"]
    assert "Which conversation is this?" in texts(world.google("/message", body).json())


def test_a_thread_without_a_usable_id_is_found_by_its_message(world: AddonWorld) -> None:
    body = event("google_message_own")
    world.mail.deliver("18cc", "max@corp.example", PROMISE)
    world.go(minutes=10)
    with world.services.database.write() as session:
        session.execute(update(ReadingRow).where(ReadingRow.thread_id == world.row("18cc").id).values(message_id="18cd"))
    body["gmail"]["messageId"] = f"msg-f:{0x18CD}"
    assert "Friday" in texts(world.google("/message", body).json())


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"gmail": None},
        {"gmail": {"threadId": 7}},
        {"commonEventObject": []},
        {"authorizationEventObject": {"userIdToken": 5}},
    ],
)
def test_an_event_of_another_shape_gets_an_answer_all_the_same(world: AddonWorld, body: dict[str, Any]) -> None:
    answer = world.google("/message", body)
    assert answer.status_code == 200
    assert "requesting_google_scopes" in answer.json()


@pytest.mark.parametrize("thread", ["thread-f:", "thread-f:12x", "thread-f:" + "9" * 40, "../../etc", "thread-f:-1", "ſ"])
def test_an_id_of_another_shape_names_nothing(world: AddonWorld, thread: str) -> None:
    body = event("google_message")
    body["gmail"] = {"threadId": thread}
    assert "Which conversation is this?" in texts(world.google("/message", body).json())


def test_another_host_than_gmail_is_told_where_this_works(world: AddonWorld) -> None:
    assert "Open this in Gmail" in texts(world.google("/message", event("google_home_calendar")).json())
    assert "Waiting for them" in texts(world.google("/home", event("google_home_calendar")).json())


# What the buttons do


def test_an_action_changes_the_thread_says_so_and_can_be_undone(world: AddonWorld) -> None:
    thread = str(world.row().id)
    done = world.press(thread, "answered")
    assert done["renderActions"]["action"]["notification"]["text"].startswith("Noted: they have answered")
    assert world.row().status == "answered"
    undo = {p["key"]: p["value"] for p in buttons(done)["Undo"]["action"]["parameters"]}
    back = world.press(undo["thread"], "undo", entry=undo["entry"])
    assert "Undone." in texts(back)
    assert world.row().status == "waiting"


def test_a_picked_day_reaches_the_verdict(world: AddonWorld) -> None:
    done = world.press(str(world.row().id), "other_date", ms(20))
    assert "Friday, March 20" in texts(done)
    assert str(world.row().deadline_on) == "2026-03-20"


def test_a_promise_made_aloud_is_taken_down(world: AddonWorld) -> None:
    world.go(days=1)
    world.press(str(world.row().id), "said_by", ms(13))
    assert str(world.row().deadline_on) == "2026-03-13"


def test_a_missing_or_senseless_day_is_a_card_and_changes_nothing(world: AddonWorld) -> None:
    before = world.row().corrections
    for day in (None, ms(1, 1), 9 * 10**15):
        assert "That day cannot be used" in texts(world.press(str(world.row().id), "snooze", day))
    assert world.row().corrections == before


@pytest.mark.parametrize(
    ("thread", "name"), [("", "answered"), ("x", "answered"), ("7f0e8a52-3b7c-4f6c-9f55-111111111111", "answered"), ("", "adopt")]
)
def test_a_button_that_names_nothing_is_a_card(world: AddonWorld, thread: str, name: str) -> None:
    assert "There is nothing here of that name" in texts(world.press(thread, name))


def test_an_action_that_does_not_exist_is_a_card(world: AddonWorld) -> None:
    assert "There is nothing here of that name" in texts(world.press(str(world.row().id), "send"))


def _due(world: AddonWorld) -> str:
    """The promise has lapsed, and nobody has said yet that drafts may come by themselves."""
    with world.services.database.write() as session:
        for row in mailboxes.mailboxes_of(session, world.account_id):
            row.told_at = None
    world.time[0] = datetime(2026, 3, 10, 10, tzinfo=UTC)
    review_account(world.services, world.account_id, world.now)
    world.go()
    assert world.mail.ours() == []
    return str(world.row().id)


def test_the_draft_is_written_and_opened(world: AddonWorld) -> None:
    thread = _due(world)
    done = world.press(thread, "write")
    (draft,) = world.mail.ours()
    assert draft.thread_id == GMAIL_THREAD
    assert "A draft is ready" in texts(done)


def test_a_doubled_click_writes_one_draft(world: AddonWorld) -> None:
    thread = _due(world)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: world.press(thread, "write"), range(4)))
    assert len(world.mail.ours()) == 1
    assert all(answer["renderActions"] for answer in answers)
    world.press(thread, "write")
    assert len(world.mail.ours()) == 1


def test_a_fault_of_the_mailbox_is_a_card(world: AddonWorld) -> None:
    thread = _due(world)
    world.mail.revoked = True
    said = texts(world.press(thread, "write"))
    assert "That did not work" in said
    assert world.mailbox().state == "needs_relink"


def test_a_fault_of_ours_is_a_card_too(world: AddonWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("app.addons.surface.reach_of", broken)
    assert "Something went wrong on our side" in texts(world.google("/message", event("google_message")).json())


def test_the_owner_of_the_linked_mailbox_is_known_by_subject_not_by_address(world: AddonWorld) -> None:
    token = user_token("100000000000000000009", email="ada@mail.example", email_verified=True)
    assert "Friday" not in world.google("/message", event("google_message"), user=token).text
    assert "Friday" in world.google("/message", event("google_message"), user=user_token(ADA, email="new@mail.example")).text
