"""The main job on a Gmail and on an Outlook mailbox, through the real OAuth dance and the real client code, in the sandbox."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.flow.link import unlink
from app.sandbox.faults import Rule
from app.store.tables import MailboxRow
from tests.journeys.conftest import JANE, PROMISE, REJECTION, Street, revoke


def test_a_promise_passes_and_one_draft_appears_in_its_thread_and_nothing_is_sent(linked: Street) -> None:
    assert "I will get back to you with a decision by Friday" in linked.page().text()
    assert linked.drafts() == []
    linked.at(9, 23)
    assert linked.drafts() == []
    linked.at(10)
    (draft,) = linked.drafts()
    assert draft.header("To") == "Jane Doe <jane.doe@acme-talent.example>"
    assert draft.header("In-Reply-To") == linked.promise
    assert len(linked.sandbox.store.threads(linked.address)) == 1
    assert "Draft ready" in linked.page().text()
    assert linked.sends == 0


def test_a_second_pass_writes_no_second_draft(linked: Street) -> None:
    linked.at(10)
    for _ in range(3):
        linked.go(hours=2)
    assert len(linked.drafts()) == 1


def test_an_answer_takes_the_untouched_draft_away(linked: Street) -> None:
    linked.at(10)
    linked.go(hours=1)
    linked.deliver(JANE, REJECTION, reply_to=linked.promise)
    linked.go(minutes=5)
    assert linked.drafts() == []
    assert "Closed" in linked.page().text()


def test_an_answer_leaves_the_edited_draft(linked: Street) -> None:
    linked.at(10)
    (draft,) = linked.drafts()
    linked.edit(draft)
    linked.go(hours=1)
    linked.deliver(JANE, REJECTION, reply_to=linked.promise)
    linked.go(hours=1)
    (left,) = linked.drafts()
    assert "Hi dear Jane" in left.text


def test_the_first_look_proposes_and_writes_when_told(either_street: Street) -> None:
    street = either_street
    street.deliver(JANE, PROMISE, at=street.now - timedelta(days=14))
    street.sign_in()
    street.connect()
    for _ in range(3):
        street.go(hours=1)
    assert street.drafts() == []
    assert "Draft proposed" in street.page().text()
    street.press("/write-drafts")
    assert len(street.drafts()) == 1
    assert "Draft ready" in street.page().text()


def test_a_draft_that_the_user_sends_counts_as_the_follow_up(linked: Street) -> None:
    linked.at(10)
    (draft,) = linked.drafts()
    linked.go(hours=1)
    linked.sandbox.store.send_draft(linked.address, draft.draft or 0)
    linked.go(minutes=10)
    assert linked.drafts() == []
    assert "Followed up" in linked.page().text()
    linked.at(19, 12)
    assert len(linked.drafts()) == 1


def test_a_draft_that_the_user_throws_away_does_not_come_back(linked: Street) -> None:
    linked.at(10)
    (draft,) = linked.drafts()
    linked.go(hours=1)
    linked.sandbox.store.delete(linked.address, draft.number)
    for day in (11, 12, 19, 20):
        linked.at(day)
        assert linked.drafts() == []


def test_a_lost_answer_to_drafts_create_makes_no_second_draft(linked: Street) -> None:
    linked.sandbox.faults.add(Rule("POST */drafts" if linked.provider == "google" else "POST */createReply", "lost_after"))
    linked.at(10)
    for _ in range(3):
        linked.go(hours=1)
    assert len(linked.drafts()) == 1


def test_a_permission_taken_back_asks_the_user_to_reconnect_and_goes_on_afterwards(linked: Street) -> None:
    revoke(linked)
    linked.at(10)
    assert linked.drafts() == []
    assert "Reconnect" in linked.page().text()
    linked.connect()
    linked.go(minutes=1)
    assert len(linked.drafts()) == 1


def test_disconnecting_takes_the_draft_away_and_leaves_nothing(linked: Street) -> None:
    linked.at(10)
    assert len(linked.drafts()) == 1
    (mailbox_id,) = linked.mailbox_ids
    with linked.services.database.read() as session:
        (account_id,) = session.scalars(select(MailboxRow.account_id))
    unlink(linked.services, account_id, mailbox_id, linked.now)
    assert linked.drafts() == []
    assert linked.mailbox_ids == []
