"""Providers on a bad day: a clear sentence, nothing doubled, nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.flow.link import unlink
from app.providers.mailbox import AccessRevoked, TryLater
from app.sandbox.faults import Rule
from app.sandbox.mail import compose
from app.store import journal
from app.store.tables import MailboxRow, ThreadRow
from tests.journeys.conftest import JANE, PROMISE, REJECTION, Street, revoke

JUNE = "June Roe <june.roe@corp-hiring.example>"
READS = {"google": "GET */threads/*", "microsoft": "GET */messages*"}


def _account(street: Street) -> object:
    with street.services.database.read() as session:
        return session.scalars(select(MailboxRow.account_id)).one()


def test_a_permission_taken_back_in_the_middle_of_a_sync_is_told_and_nothing_is_lost(either_street: Street) -> None:
    street = either_street
    street.deliver(JANE, PROMISE)
    street.sign_in()
    street.connect()
    street.sandbox.faults.add(Rule(READS[street.provider], "run_before", then=lambda: revoke(street)))
    report = street.work()
    assert [type(fault) for fault in report.faults][:1] == [AccessRevoked] or street.statuses() == ["waiting"]
    street.go(hours=2)
    assert "Reconnect" in street.page().text()
    street.connect()
    street.work()
    assert street.statuses() == ["waiting"]


@pytest.mark.parametrize("action", ["rate_limit", "server_error", "lost_before", "lost_after"])
def test_a_provider_that_fails_on_the_day_of_the_draft_gets_one_afterwards(linked: Street, action: str) -> None:
    root = "* /gmail/*" if linked.provider == "google" else "* /v1.0/*"
    linked.sandbox.faults.add(Rule(root, action, times=0, retry_after_seconds=1))  # type: ignore[arg-type]
    linked.at(10)
    linked.sandbox.faults.clear()
    for _ in range(3):
        linked.go(hours=2)
    assert len(linked.drafts()) == 1


def test_a_thread_that_vanishes_before_its_draft_is_written_gets_none(linked: Street) -> None:
    (mail,) = linked.sandbox.store.mails(linked.address)
    pattern = "POST */drafts" if linked.provider == "google" else "POST */createReply"
    vanish = Rule(pattern, "run_before", then=lambda: linked.sandbox.store.delete(linked.address, mail.number))
    linked.sandbox.faults.add(vanish)
    linked.at(10)
    for _ in range(3):
        linked.go(hours=1)
    assert linked.drafts() == []
    assert linked.work().faults == []


def test_a_draft_that_vanishes_while_it_is_looked_at_is_taken_for_thrown_away(linked: Street) -> None:
    linked.at(10)
    (draft,) = linked.drafts()
    linked.sandbox.store.delete(linked.address, draft.number)
    for _ in range(3):
        linked.go(hours=7)
    assert linked.drafts() == []


def test_a_thread_in_which_only_my_own_mail_remains_gets_no_draft_and_no_fault(linked: Street) -> None:
    """There is nobody left in it whose mail could be answered."""
    (promise,) = linked.sandbox.store.mails(linked.address)
    thanks = compose(
        f"Ada Lovelace <{linked.address}>",
        [JANE],
        f"Re: {promise.subject}",
        "Thank you!\n\nAda",
        sent_at=linked.now,
        parent=promise,
    )
    linked.sandbox.store.deliver(linked.address, thanks, "sent", received_at=linked.now)
    linked.sandbox.store.delete(linked.address, promise.number)
    for day in (3, 10, 11):
        linked.at(day)
    assert linked.drafts() == []
    assert linked.work().faults == []


@pytest.mark.parametrize("meanwhile", ["nothing", "an answer"])
def test_a_cursor_that_has_expired_is_made_up_for_by_reading_the_last_weeks_again(linked: Street, meanwhile: str) -> None:
    """Gmail's 404 for an old history id, Graph's 410 for an old delta token."""
    if meanwhile == "an answer":
        linked.deliver(JANE, REJECTION, reply_to=linked.promise)
    where = {"google": "GET */history", "microsoft": "GET */inbox/messages/delta*"}[linked.provider]
    linked.sandbox.faults.add(Rule(where, "expire_cursor"))
    report = linked.go(hours=1)
    assert linked.sandbox.faults.struck, "the cursor did not expire"
    assert report.faults == []
    assert linked.statuses() == (["closed"] if meanwhile == "an answer" else ["waiting"])
    linked.at(10)
    assert len(linked.drafts()) == (0 if meanwhile == "an answer" else 1)


def test_a_draft_of_my_own_keeps_ours_away_until_it_is_thrown_away(linked: Street) -> None:
    (promise,) = linked.sandbox.store.mails(linked.address)
    raw = compose(
        f"Ada Lovelace <{linked.address}>", [JANE], f"Re: {promise.subject}", "Dear Jane", sent_at=linked.now, parent=promise
    )
    own = linked.sandbox.store.put_draft(linked.address, raw, promise.thread)
    linked.at(10)
    assert linked.statuses() == ["draft_exists"]
    assert [draft.number for draft in linked.drafts()] == [own.number]
    linked.sandbox.store.delete(linked.address, own.number)
    linked.go(hours=1)
    (ours,) = linked.drafts()
    assert ours.number != own.number


def test_disconnecting_while_the_provider_is_busy_deletes_everything_and_says_what_is_left(linked: Street) -> None:
    linked.at(10)
    assert len(linked.drafts()) == 1
    root = "* /gmail/*" if linked.provider == "google" else "* /v1.0/*"
    linked.sandbox.faults.add(Rule(root, "server_error", times=0))
    left = unlink(linked.services, _account(linked), linked.mailbox_ids[0], linked.now)  # type: ignore[arg-type]
    assert left.drafts_left == 1
    assert "could not be reached" in left.sentence
    assert linked.mailbox_ids == []
    with linked.services.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ThreadRow)) == 0


def test_a_busy_provider_puts_the_sync_off_and_the_next_one_misses_nothing(linked: Street) -> None:
    root = "* /gmail/*" if linked.provider == "google" else "* /v1.0/*"
    linked.deliver(JANE, REJECTION, reply_to=linked.promise)
    linked.sandbox.faults.add(Rule(root, "rate_limit", times=0, retry_after_seconds=60))
    report = linked.go(minutes=6)
    assert any(isinstance(fault, TryLater) for fault in report.faults), report
    assert linked.statuses() == ["waiting"]
    linked.sandbox.faults.clear()
    linked.go(hours=1)
    assert linked.statuses() == ["closed"]


def test_mail_without_message_id_or_sender_and_in_html_alone_stops_nothing(linked: Street) -> None:
    store, at = linked.sandbox.store, linked.now + timedelta(minutes=1)
    store.deliver(linked.address, b"Subject: report\r\n\r\nNo sender.\r\n", received_at=at)
    store.deliver(linked.address, b"From: x\r\n\r\n", received_at=at)
    html = (
        f"From: {JUNE}\r\nTo: {linked.address}\r\nSubject: Data Analyst interview\r\n"
        "Date: Mon, 02 Mar 2026 10:00:00 +0000\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        "<p>Hi Ada,</p><p>thank you for the interview for the Data Analyst position. I will get back to you with a decision by "
        "Friday.</p><p>June</p>"
    )
    store.deliver(linked.address, html.encode(), received_at=at)
    report = linked.go(minutes=10)
    assert report.faults == []
    assert linked.statuses() == ["waiting", "waiting"]
    report = linked.at(10)
    # Gmail threads by references alone: a mail that has no Message-ID cannot be answered in its thread, and the user is told.
    results = sorted(str(outcome.result) for outcome in report.written)
    assert results == (["refused", "written"] if linked.provider == "google" else ["written", "written"])
    assert len(linked.drafts()) == results.count("written")


def test_a_conversation_shared_by_unrelated_mail_neither_answers_nor_loses_the_promise(street: Street) -> None:
    """Outlook groups by its own index: newsletters and strangers may land in a recruiter's conversation."""
    street.provider = "microsoft"
    promise = street.deliver(JANE, PROMISE)
    thread = street.sandbox.store.by_message_id(street.address, promise)[0].thread
    street.sign_in()
    street.connect()
    street.work()
    news = "Hello all,\n\nthis month's recipes are out.\n\nUnsubscribe: https://news.example/u\n"
    street.deliver("Recipes <news@recipes.example>", news, subject="Recipes", thread=thread)
    street.go(hours=1)
    street.at(10)
    assert len(street.drafts()) == 1
    assert "jane.doe@acme-talent.example" in street.drafts()[0].header("To")


def test_an_item_that_refuses_a_reply_is_told_and_not_tried_for_ever(street: Street) -> None:
    street.provider = "microsoft"
    street.deliver(JANE, PROMISE)
    street.sign_in()
    street.connect()
    street.work()
    street.sandbox.faults.add(Rule("POST */createReply", "server_error", times=0, status=400))
    street.at(10)
    tried = len(street.sandbox.faults.struck)
    assert tried >= 1
    for day in (11, 12):
        street.at(day)
    assert street.drafts() == []
    assert len(street.sandbox.faults.struck) == tried, "it is tried again and again"
    with street.services.database.read() as session:
        told = [entry for entry in journal.entries(session, _account(street)) if entry.event == "draft_refused"]  # type: ignore[arg-type]
    assert len(told) == 1
    assert "refused" in (told[0].why or "")
