"""What is Gmail's own about a Gmail mailbox: history, ghosts, quota, faults. The rest is in tests/contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httplib2
import pytest
import requests
from google_world import ME, NOW, GoogleWorld, reply_to

from app.providers.gmail import GmailMailbox, written
from app.providers.gmail_backlog import Backlog
from app.providers.gmail_faults import after_seconds
from app.providers.google_http import OneAttemptHttp
from app.providers.google_oauth import READ_SCOPE, ApplicationRefused
from app.providers.mailbox import AccessRevoked, Changes, CursorExpired, DraftRefused, NoPush, ThreadGone, TryLater
from app.sandbox import gmail_json as gj
from app.sandbox.exchange import AnswerLost, Call
from app.sandbox.faults import Rule
from app.sandbox.mail import compose
from app.sandbox.server import Sandbox

SINCE = NOW - timedelta(days=60)


@pytest.fixture
def world() -> Iterator[GoogleWorld]:
    made = GoogleWorld()
    yield made
    assert sum(made.store.send_requests.values()) == 0


@pytest.fixture
def mailbox(world: GoogleWorld) -> GmailMailbox:
    return world.mailbox()


def all_changes(mailbox: GmailMailbox, cursor: str | None) -> list[Changes]:
    portions = []
    while not portions or not portions[-1].complete:
        portions.append(mailbox.changes(portions[-1].cursor if portions else cursor, SINCE))
    return portions


# The first look


def test_each_thread_is_judged_by_the_latest_mail_that_came_in(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    first = world.receive("Hello", days_ago=3)
    second = world.receive("By Friday.", subject="Re: Interview", parent=first, days_ago=2)
    world.send("Thank you.", subject="Re: Interview", parent=second, days_ago=1)
    alone = world.send("May I apply?", subject="Application")
    (changes,) = all_changes(mailbox, None)
    assert {h.id for h in changes.heads} == {gj.hex_id(second.number), gj.hex_id(alone.number)}
    assert set(changes.thread_ids) == {gj.hex_id(first.thread), gj.hex_id(alone.thread)}


def test_promotions_spam_bin_drafts_and_old_mail_are_not_fetched(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    for folder in ("promotions", "spam", "trash"):
        world.receive("Sale!", subject=folder, folder=folder)
    world.receive("Long ago", subject="old", days_ago=61)
    world.store.put_draft(ME, compose(ME, ["x@y.example"], "a draft", "…", sent_at=NOW))
    (changes,) = all_changes(mailbox, None)
    assert (changes.thread_ids, changes.heads, world.count("messages.get")) == ((), (), 0)


def test_a_first_look_costs_the_lists_and_one_message_a_thread(world: GoogleWorld) -> None:
    threads = 300
    for number in range(threads):
        mail = world.receive("Hello", subject=f"Thread {number}", days_ago=number % 50, folder="inbox")
        if number % 3 == 0:
            world.send("Thanks", subject=f"Re: Thread {number}", parent=mail, days_ago=0)
    for number in range(200):
        world.receive("Sale", subject=f"Sale {number}", folder="promotions")
    portions = all_changes(world.mailbox(), None)
    assert sum(len(p.heads) for p in portions) == threads
    assert len(portions) == 3
    listed = 5 * world.count("messages.list") + 1
    assert world.google.api.units[ME] <= 1.2 * (listed + 20 * threads)
    assert world.count("threads.get") == 0
    assert listed <= 20


def test_mail_that_goes_away_during_a_first_look_breaks_nothing(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail, other = world.receive("Here and gone"), world.receive("Stays", subject="Other")
    delete = Rule("GET */messages/*", "run_before", then=lambda: world.store.delete(ME, mail.number))
    world.faults.add(delete)
    (changes,) = all_changes(mailbox, None)
    assert [h.id for h in changes.heads] == [gj.hex_id(other.number)]


def test_when_google_has_had_enough_what_was_fetched_is_not_lost(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    for number in range(10):
        world.receive("Hello", subject=f"Thread {number}")
    world.faults.add(Rule("GET */messages/*", "rate_limit", nth=5, times=5))
    portions = all_changes(mailbox, None)
    assert [len(p.heads) for p in portions] == [4, 6]
    assert len({h.id for p in portions for h in p.heads}) == 10


def test_a_backlog_fits_into_a_cursor_and_comes_back() -> None:
    rows = tuple((f"{n:x}", f"{n + n % 3:x}") for n in range(0x18C000000000, 0x18C000000000 + 5000))
    backlog = Backlog("9223372036854775807", rows)
    assert Backlog.from_cursor(backlog.to_cursor()) == backlog
    assert len(backlog.to_cursor()) < 60_000


@pytest.mark.parametrize("cursor", ["nonsense", "backlog:", "backlog:%%%", "backlog:AAAA"])
def test_a_cursor_that_nobody_wrote_has_expired(mailbox: GmailMailbox, cursor: str) -> None:
    with pytest.raises(CursorExpired):
        mailbox.changes(cursor, SINCE)


# The history


def cursor_now(mailbox: GmailMailbox) -> str:
    return all_changes(mailbox, None)[-1].cursor


def test_new_mail_in_promotions_costs_no_fetch_and_is_quiet(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    cursor = cursor_now(mailbox)
    sale = world.receive("Sale", subject="Sale", folder="promotions")
    mail = world.receive("By Friday.")
    before = world.count("messages.get")
    (changes,) = all_changes(mailbox, cursor)
    assert world.count("messages.get") - before == 1
    assert [h.id for h in changes.heads] == [gj.hex_id(mail.number)]
    assert changes.quiet_ids == (gj.hex_id(sale.thread),)


def test_reading_starring_and_archiving_change_nothing(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail = world.receive("By Friday.")
    cursor = cursor_now(mailbox)
    world.store.set_read(ME, mail.number)
    world.store.move(ME, mail.number, "archive")
    (changes,) = all_changes(mailbox, cursor)
    assert changes.thread_ids == ()


@pytest.mark.parametrize("folder", ["promotions", "spam", "trash"])
def test_mail_brought_back_to_the_inbox_counts_as_new(world: GoogleWorld, mailbox: GmailMailbox, folder: Any) -> None:
    mail = world.receive("By Friday.", folder=folder)
    cursor = cursor_now(mailbox)
    world.store.move(ME, mail.number, "inbox")
    (changes,) = all_changes(mailbox, cursor)
    assert [h.id for h in changes.heads] == [gj.hex_id(mail.number)]


def test_mail_that_came_and_went_between_two_looks_is_not_fetched(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    cursor = cursor_now(mailbox)
    mail = world.receive("Oops")
    world.store.delete(ME, mail.number)
    (changes,) = all_changes(mailbox, cursor)
    assert (changes.heads, changes.quiet_ids) == ((), (gj.hex_id(mail.thread),))


def test_empty_pages_do_not_end_the_history(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    cursor = cursor_now(mailbox)
    world.google.api.page_limit = 1
    seen = world.receive("Old news", subject="Seen", read=False)
    for _ in range(3):
        world.store.set_extras(ME, seen.number, {})  # nothing that Gmail's history tells of
    last = world.receive("By Friday.", subject="Last")
    (changes,) = all_changes(mailbox, cursor)
    assert set(changes.thread_ids) == {gj.hex_id(seen.thread), gj.hex_id(last.thread)}
    assert int(changes.cursor) > 2**63 - 1000


def test_a_forgotten_history_expires_the_cursor(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    world.receive("By Friday.")
    cursor = cursor_now(mailbox)
    world.receive("And on", subject="On")
    world.store.forget_changes(ME)
    with pytest.raises(CursorExpired):
        mailbox.changes(cursor, SINCE)


def test_a_history_that_expires_between_two_pages_expires_the_cursor(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    cursor = cursor_now(mailbox)
    world.google.api.page_limit = 1
    world.receive("One", subject="One")
    world.receive("Two", subject="Two")
    world.faults.add(Rule("GET */history", "expire_cursor", nth=2))
    with pytest.raises(CursorExpired):
        mailbox.changes(cursor, SINCE)


def test_our_own_draft_wakes_us_without_costing_a_fetch(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail = world.receive("By Friday.")
    cursor = cursor_now(mailbox)
    mailbox.create_draft(reply_to(mail))
    before = world.count("messages.get")
    (changes,) = all_changes(mailbox, cursor)
    assert changes.quiet_ids == changes.thread_ids == (gj.hex_id(mail.thread),)
    assert world.count("messages.get") == before


# Drafts


@pytest.mark.parametrize(
    "spoilt", [{"subject": "Another subject"}, {"in_reply_to": "<nobody@x.example>"}, {"in_reply_to": "", "references": ()}]
)
def test_a_draft_that_would_be_a_ghost_is_refused_and_leaves_nothing(
    world: GoogleWorld, mailbox: GmailMailbox, spoilt: dict[str, Any]
) -> None:
    mail = world.receive("By Friday.")
    with pytest.raises(DraftRefused):
        mailbox.create_draft(reply_to(mail, **spoilt))
    assert world.store.drafts(ME) == []


def test_a_reply_to_a_mail_in_the_bin_would_be_a_ghost(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail = world.receive("By Friday.")
    world.store.trash(ME, mail.number)
    with pytest.raises(DraftRefused):
        mailbox.create_draft(reply_to(mail))


def test_a_ghost_left_by_a_crash_is_cleared_away_and_not_taken_for_the_draft(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail = world.receive("By Friday.")
    reply = reply_to(mail)
    world.store.put_draft(ME, written(reply))
    assert mailbox.find_draft(reply.mark, reply.thread_id) is None
    assert world.store.drafts(ME) == []


@pytest.mark.parametrize("action", ["lost_after", "lost_before", "server_error", "rate_limit", "forbidden_rate_limit"])
def test_creating_a_draft_is_tried_once_whatever_happens(world: GoogleWorld, mailbox: GmailMailbox, action: Any) -> None:
    mail = world.receive("By Friday.")
    reply = reply_to(mail)
    world.faults.add(Rule("POST */drafts", action))
    with pytest.raises(TryLater):
        mailbox.create_draft(reply)
    done = 1 if action == "lost_after" else 0
    assert len(world.store.drafts(ME)) == done
    assert (mailbox.find_draft(reply.mark, reply.thread_id) is not None) == bool(done)


def test_over_a_real_socket_a_broken_connection_makes_no_second_draft() -> None:
    """httplib2 would send the POST again; see app/providers/google_http.py."""
    world = GoogleWorld()
    mail = world.receive("By Friday.")

    class Dies:
        """A server that acts on the POST and then hangs up without a word."""

        def __init__(self) -> None:
            import socket
            import threading

            self.posts = 0
            self.listener = socket.create_server(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
            threading.Thread(target=self.serve, daemon=True).start()

        def serve(self) -> None:
            while True:
                try:
                    connection, _ = self.listener.accept()
                except OSError:
                    return
                connection.recv(100_000)
                self.posts += 1
                connection.close()

    credentials = world.credentials()
    credentials.token = "at hand"
    server = Dies()
    box = GmailMailbox(ME, credentials, api_endpoint=server.url, http=OneAttemptHttp(2))
    with pytest.raises(TryLater):
        box.create_draft(reply_to(mail))
    server.listener.close()
    assert server.posts == 1


def test_a_draft_edited_in_gmail_is_found_by_its_id_though_its_mark_is_gone(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail = world.receive("By Friday.")
    draft = mailbox.create_draft(reply_to(mail))
    held = world.store.drafts(ME)[0]
    call = Call.of("POST", f"http://x/inbox/{ME}/draft/{held.draft}", None, "do=save&text=My+own+words")
    assert world.sandbox.answer(call).status == 303
    now = mailbox.draft(draft.id)
    assert now is not None
    assert (now.text, now.mark != draft.mark, now.message_id != draft.message_id) == ("My own words", True, True)
    assert [d.id for d in mailbox.drafts_in(draft.thread_id)] == [draft.id]


def test_a_draft_sent_while_we_look_is_not_deleted(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail = world.receive("By Friday.")
    draft = mailbox.create_draft(reply_to(mail))
    held = world.store.drafts(ME)[0]
    world.faults.add(Rule("GET */drafts/*", "run_after", then=lambda: world.store.send_draft(ME, held.draft or 0)))
    mailbox.delete_draft(draft.id)
    assert [m.folder for m in world.store.thread(ME, mail.thread)] == ["inbox", "sent"]


def test_a_very_long_message_id_is_not_folded_into_nonsense(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    long = f"<{'A' * 120}@eurprd01.prod.exchangelabs.example>"
    mail = world.receive("By Friday.", message_id=long)
    assert mailbox.create_draft(reply_to(mail)).thread_id == gj.hex_id(mail.thread)
    assert long.encode() in world.store.drafts(ME)[0].raw


def test_the_draft_goes_out_under_the_alias_that_was_written_to(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail = world.receive("By Friday.")
    mailbox.create_draft(reply_to(mail, sender="ada.lovelace@alias.example"))
    assert "ada.lovelace@alias.example" in world.store.drafts(ME)[0].header("from")


# Faults


@pytest.mark.parametrize("action", ["server_error", "rate_limit", "forbidden_rate_limit", "lost_before", "lost_after"])
def test_a_read_survives_a_passing_fault(world: GoogleWorld, mailbox: GmailMailbox, action: Any) -> None:
    mail = world.receive("By Friday.")
    world.faults.add(Rule("GET */threads/*", action, times=2))
    assert len(mailbox.thread(gj.hex_id(mail.thread)).messages) == 1
    assert world.slept == [1.5, 2.5]


def test_a_read_gives_up_after_a_few_attempts(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    world.faults.add(Rule("GET */threads/*", "server_error", times=0))
    with pytest.raises(TryLater):
        mailbox.thread("18c")
    assert len(world.slept) == 4


def test_the_wait_that_google_asks_for_is_kept_or_passed_on(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail = world.receive("By Friday.")
    world.faults.add(Rule("GET */threads/*", "rate_limit", retry_after_seconds=7))
    mailbox.thread(gj.hex_id(mail.thread))
    assert world.slept == [7]
    world.faults.add(Rule("GET */threads/*", "rate_limit", retry_after_seconds=900))
    with pytest.raises(TryLater) as caught:
        mailbox.thread(gj.hex_id(mail.thread))
    assert caught.value.after_seconds == 900


def test_an_instant_at_the_end_of_a_message_is_read_as_a_wait() -> None:
    answer = httplib2.Response({"date": "Mon, 23 Nov 2026 09:00:00 GMT"})
    assert after_seconds(answer, "Too many. Retry after 2026-11-23T09:01:30.500Z") == 90.5
    assert after_seconds(answer, "Too many.") is None
    assert after_seconds(httplib2.Response({}), "Retry after 2026-11-23T09:01:30Z") is None


def test_a_token_revoked_in_the_middle_of_a_look_means_to_link_again(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    for number in range(3):
        world.receive("Hello", subject=str(number))
    world.faults.add(Rule("GET */messages/*", "revoke", nth=2))
    with pytest.raises(AccessRevoked):
        mailbox.changes(None, SINCE)


def test_an_expired_token_is_refreshed_once_and_saved(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail = world.receive("By Friday.")
    mailbox.thread(gj.hex_id(mail.thread))
    saved = len(world.saved)
    world.google.oauth.expire_access_tokens(ME)
    mailbox.thread(gj.hex_id(mail.thread))
    mailbox.thread(gj.hex_id(mail.thread))
    assert len(world.saved) == saved + 1
    assert world.oauth.credentials(world.saved[-1]).token


def test_a_grant_without_drafts_means_to_link_again(world: GoogleWorld) -> None:
    mailbox = world.mailbox(world.credentials(("openid", READ_SCOPE)))
    mail = world.receive("By Friday.")
    with pytest.raises(AccessRevoked, match="connect it again"):
        mailbox.create_draft(reply_to(mail))


def test_a_client_that_google_refuses_is_the_operators_matter(world: GoogleWorld) -> None:
    credentials = world.credentials()
    credentials._client_secret = "wrong"
    with pytest.raises(ApplicationRefused):
        world.mailbox(credentials).thread("18c")


def test_a_thread_id_that_google_finds_malformed_is_gone(mailbox: GmailMailbox) -> None:
    with pytest.raises(ThreadGone):
        mailbox.thread("not an id")


def test_time_outs_of_the_transport_ask_to_try_later(world: GoogleWorld) -> None:
    class Nowhere:
        def request(self, *_: Any, **__: Any) -> Any:
            raise requests.ConnectTimeout("timed out")

    with pytest.raises(TryLater):
        world.mailbox(http=Nowhere()).thread("18c")


def test_a_lost_answer_over_a_socket_is_a_gateways_504() -> None:
    sandbox = Sandbox()
    sandbox.faults.add(Rule("GET */profile", "lost_before"))
    with pytest.raises(AnswerLost):
        sandbox.answer(Call.of("GET", "http://x/gmail/v1/users/me/profile"))
    sandbox.faults.add(Rule("GET */profile", "lost_before"))
    with sandbox:
        assert requests.get(f"{sandbox.url}/gmail/v1/users/me/profile", timeout=5).status_code == 504


# Searching and push


def test_an_alias_not_verified_is_not_ours(world: GoogleWorld, mailbox: GmailMailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = {"sendAs": [{"sendAsEmail": ME, "isPrimary": True}, {"sendAsEmail": "x@y.example", "verificationStatus": "pending"}]}
    monkeypatch.setattr(mailbox, "_read", lambda _: listed)
    assert mailbox.addresses() == {ME}


def test_many_addresses_are_asked_for_in_several_searches(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    people = {f"person{n}@acme.example" for n in range(45)}
    for n in (3, 33, 44):
        world.receive("Hi", sender=f"person{n}@acme.example", subject=str(n))
    found = list(mailbox.mail_from(people, set(), SINCE))
    assert [m.sender.address for m in found if m.sender] == [f"person{n}@acme.example" for n in (44, 33, 3)]
    assert world.count("messages.list") == 3


def test_nobody_asked_for_is_nobody_searched(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    world.receive("By Friday.")
    assert list(mailbox.mail_from(set(), set(), SINCE)) == []
    assert world.count("messages.list") == 0


def test_a_watch_covers_inbox_and_sent_mail_for_a_week(world: GoogleWorld) -> None:
    mailbox = world.mailbox(topic="projects/p/topics/t")
    watch = mailbox.watch()
    assert watch.expires_at == NOW + timedelta(days=7)
    assert world.google.api.watches[ME].labels == {"INBOX", "SENT"}
    mailbox.unwatch(watch)
    mailbox.unwatch(watch)
    assert world.google.api.watches == {}


@pytest.mark.parametrize("topic", ["", "not-a-topic"])
def test_without_a_good_topic_there_is_no_push(world: GoogleWorld, topic: str) -> None:
    with pytest.raises(NoPush):
        world.mailbox(topic=topic).watch()


def test_every_answer_was_held_to_googles_schema(world: GoogleWorld, mailbox: GmailMailbox) -> None:
    mail = world.receive("By Friday.")
    mailbox.create_draft(reply_to(mail))
    mailbox.changes(None, SINCE)
    assert world.compared >= 5
