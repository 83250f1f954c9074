"""The sandbox as a service: its inbox page, its controls, its faults, its pushes over a socket."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import requests
from google_world import CLIENT, ME, RITA, SECRET, GoogleWorld, reply_to

from app.providers.gmail import GmailMailbox
from app.providers.google_http import OneAttemptHttp
from app.providers.google_oauth import LINK_SCOPES, GoogleOAuth
from app.providers.mailbox import TryLater
from app.sandbox.faults import Faults, Rule
from app.sandbox.mail import Mail


@pytest.fixture
def world() -> Iterator[GoogleWorld]:
    made = GoogleWorld()
    with made.sandbox:
        yield made


def page(world: GoogleWorld, path: str) -> str:
    answer = requests.get(world.sandbox.url + path, timeout=5)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def post(world: GoogleWorld, path: str, **form: Any) -> str:
    answer = requests.post(world.sandbox.url + path, data=form, timeout=5)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def drafted(world: GoogleWorld) -> Mail:
    mail = world.receive("We will let you know by Friday.")
    world.mailbox().create_draft(reply_to(mail))
    return mail


# The inbox page


def test_the_list_of_threads_marks_the_one_with_a_draft(world: GoogleWorld) -> None:
    drafted(world)
    world.receive("Hello", subject="Something else")
    rows = page(world, f"/inbox/{ME}").split("<li")
    marked = [row for row in rows if "Draft" in row]
    assert len(marked) == 1
    assert "Interview" in marked[0]


def test_a_thread_shows_its_messages_and_the_unsent_draft_apart(world: GoogleWorld) -> None:
    mail = drafted(world)
    shown = page(world, f"/inbox/{ME}/thread/{mail.thread}")
    assert "We will let you know by Friday." in shown
    assert len(re.findall('class="mail draft"', shown)) == 1
    assert "Draft, not sent" in shown
    assert "Is there any news?" in shown


def test_the_owner_can_edit_send_and_discard_the_draft(world: GoogleWorld) -> None:
    mail = drafted(world)
    draft = world.store.drafts(ME)[0].draft
    assert "My own words" in post(world, f"/inbox/{ME}/draft/{draft}", do="save", text="My own words")
    assert "Sent." in post(world, f"/inbox/{ME}/draft/{draft}", do="send")
    assert [m.folder for m in world.store.thread(ME, mail.thread)] == ["inbox", "sent"]
    assert "My own words" in world.store.thread(ME, mail.thread)[1].text
    assert requests.post(f"{world.sandbox.url}/inbox/{ME}/draft/{draft}", data={"do": "send"}, timeout=5).status_code == 404
    other = world.receive("Another", subject="Another")
    world.mailbox().create_draft(reply_to(other))
    assert "Draft discarded." in post(world, f"/inbox/{ME}/draft/{world.store.drafts(ME)[0].draft}", do="delete")
    assert world.store.drafts(ME) == []
    assert world.store.send_requests == {}


def test_new_mail_and_answers_arrive_by_form(world: GoogleWorld) -> None:
    post(world, f"/inbox/{ME}/deliver", other=RITA, subject="Interview", text="By Friday.")
    (first,) = world.store.mails(ME)
    post(world, f"/inbox/{ME}/deliver", other=RITA, subject="Re: Interview", text="Sorry!", parent=first.number)
    post(world, f"/inbox/{ME}/deliver", other=RITA, subject="Re: Interview", text="No worries.", parent=first.number, own="1")
    thread = world.store.thread(ME, first.thread)
    assert [(m.folder, m.text.strip()) for m in thread] == [("inbox", "By Friday."), ("inbox", "Sorry!"), ("sent", "No worries.")]


def test_a_mail_without_a_sender_is_not_delivered_and_the_page_says_so(world: GoogleWorld) -> None:
    assert "address is missing" in post(world, f"/inbox/{ME}/deliver", other="Rita", subject="Hi", text="Hi")
    assert world.store.mails(ME) == []


def test_mail_can_be_moved_and_deleted(world: GoogleWorld) -> None:
    mail = world.receive("Hi")
    post(world, f"/inbox/{ME}/mail/{mail.number}/move", folder="spam")
    assert world.store.get(ME, mail.number).folder == "spam"
    post(world, f"/inbox/{ME}/mail/{mail.number}/move", folder="delete")
    assert world.store.mails(ME) == []


def test_what_a_mail_says_is_shown_and_not_run(world: GoogleWorld) -> None:
    mail = world.receive("<script>alert(1)</script>", subject="<b>Hi</b>")
    raw = requests.get(f"{world.sandbox.url}/inbox/{ME}/thread/{mail.thread}", timeout=5).text
    assert "<script>" not in raw
    assert "<b>Hi" not in raw


@pytest.mark.parametrize("path", ["/inbox/nobody@x.example", f"/inbox/{ME}/thread/1", f"/inbox/{ME}/thread/x", "/nowhere"])
def test_what_is_not_there_is_404(world: GoogleWorld, path: str) -> None:
    assert requests.get(world.sandbox.url + path, timeout=5).status_code == 404


# Controls and faults


def test_faults_can_be_set_and_lifted_from_outside(world: GoogleWorld) -> None:
    url = world.sandbox.url
    profile = f"{url}/gmail/v1/users/me/profile"
    rule = {"where": "GET */profile", "action": "server_error", "status": 502, "times": 0}
    assert requests.post(f"{url}/control/faults", json=rule, timeout=5).status_code == 201
    assert requests.get(profile, timeout=5).status_code == 502
    assert requests.delete(f"{url}/control/faults", timeout=5).status_code == 204
    assert requests.get(profile, timeout=5).status_code == 401


@pytest.mark.parametrize(
    "rule", [{}, {"where": "GET *"}, {"where": "GET *", "action": "explode"}, {"where": "*", "action": "revoke", "x": 1}]
)
def test_a_rule_that_could_never_strike_is_refused(world: GoogleWorld, rule: dict[str, Any]) -> None:
    assert requests.post(f"{world.sandbox.url}/control/faults", json=rule, timeout=5).status_code == 400


def test_the_counts_can_be_read_from_outside(world: GoogleWorld) -> None:
    world.mailbox().addresses()
    counts = requests.get(f"{world.sandbox.url}/control/counts", timeout=5).json()
    assert counts == {"send_requests": {}, "gmail_units": {ME: 1}, "gmail_calls": {f"{ME} settings.sendAs.list": 1}}


def test_a_rule_strikes_the_nth_call_of_its_account_and_so_many_after_it() -> None:
    faults = Faults()
    faults.add(Rule("GET */threads/*", "rate_limit", nth=2, times=2, account="a"))
    calls = [("GET", "/x/threads/1", "a")] * 5 + [("GET", "/x/threads/1", "b"), ("POST", "/x/threads/1", "a")]
    assert [faults.strike(*call) is not None for call in calls] == [False, True, True, False, False, False, False]


# Push


def test_pushes_are_delivered_to_an_address(world: GoogleWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world.mailbox(topic="projects/p/topics/t").watch()
    world.receive("Hi")
    assert world.google.push(f"{world.sandbox.url}/hooks/gmail") == [404]
    assert world.google.push(f"{world.sandbox.url}/hooks/gmail") == []


# The product's mailbox over real sockets


def test_the_whole_way_of_a_draft_over_a_socket(world: GoogleWorld) -> None:
    box = socket_mailbox(world)
    mail = world.receive("We will let you know by Friday.")
    changes = box.changes(None, world.now - timedelta(days=60))
    assert [head.text for head in changes.heads] == ["We will let you know by Friday.\n"]
    draft = box.create_draft(reply_to(mail))
    assert box.find_draft(draft.mark, draft.thread_id) == draft
    assert box.thread(draft.thread_id).messages[-1].draft
    box.delete_draft(draft.id)
    assert box.draft(draft.id) is None
    box.close()


def test_a_time_out_after_google_has_acted_leaves_one_draft_that_is_found_again(world: GoogleWorld) -> None:
    box = socket_mailbox(world, timeout_seconds=0.4)
    mail = world.receive("We will let you know by Friday.")
    reply = reply_to(mail)
    world.faults.add(Rule("POST */drafts", "lost_after", hold_seconds=1))
    with pytest.raises(TryLater):
        box.create_draft(reply)
    found = box.find_draft(reply.mark, reply.thread_id)
    assert found is not None
    assert len(world.store.drafts(ME)) == 1


def socket_mailbox(world: GoogleWorld, timeout_seconds: float = 5) -> GmailMailbox:
    oauth = GoogleOAuth(CLIENT, SECRET, token_uri=f"{world.sandbox.url}/token")
    credentials = oauth.credentials(json.dumps({"refresh_token": world.google.oauth.allow(CLIENT, ME, LINK_SCOPES)}))
    return GmailMailbox(ME, credentials, api_endpoint=world.sandbox.url, http=OneAttemptHttp(timeout_seconds))
