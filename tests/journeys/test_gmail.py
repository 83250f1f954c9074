"""The main job on a Gmail mailbox, through the real OAuth dance and the real client library, against the sandbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.flow.link import unlink
from app.sandbox.faults import Rule
from app.store.tables import MailboxRow
from tests.journeys.conftest import ADA, JANE, PROMISE, REJECTION, Street


@pytest.fixture
def linked(street: Street) -> Street:
    """On Monday Jane promised Friday; Ada is signed in and has connected her mailbox."""
    street.promise = street.deliver(JANE, PROMISE)  # type: ignore[attr-defined]
    street.sign_in()
    street.connect()
    street.work()
    return street


def test_a_promise_passes_and_one_draft_appears_in_its_thread_and_nothing_is_sent(linked: Street) -> None:
    assert "I will get back to you with a decision by Friday" in linked.page().text()
    assert linked.drafts() == []
    linked.at(9, 23)
    assert linked.drafts() == []
    linked.at(10)
    (draft,) = linked.drafts()
    assert draft.header("To") == "Jane Doe <jane.doe@acme-talent.example>"  # type: ignore[attr-defined]
    assert draft.header("In-Reply-To") == linked.promise  # type: ignore[attr-defined]
    assert len(linked.sandbox.store.threads(ADA["google"])) == 1
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
    linked.deliver(JANE, REJECTION, reply_to=linked.promise)  # type: ignore[attr-defined]
    linked.go(minutes=5)
    assert linked.drafts() == []
    assert "Closed" in linked.page().text()


def test_an_answer_leaves_the_edited_draft(linked: Street) -> None:
    linked.at(10)
    (draft,) = linked.drafts()
    raw = draft.raw.replace(b"\r\n\r\n", b"\r\n\r\nA word of my own. ", 1)  # type: ignore[attr-defined]
    linked.sandbox.store.replace_draft(ADA["google"], draft.draft, raw)  # type: ignore[attr-defined]
    linked.go(hours=1)
    linked.deliver(JANE, REJECTION, reply_to=linked.promise)  # type: ignore[attr-defined]
    linked.go(hours=1)
    (left,) = linked.drafts()
    assert "A word of my own" in left.text  # type: ignore[attr-defined]


def test_the_first_look_proposes_and_writes_when_told(street: Street) -> None:
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
    linked.sandbox.store.send_draft(ADA["google"], draft.draft)  # type: ignore[attr-defined]
    linked.go(minutes=10)
    assert linked.drafts() == []
    assert "Followed up" in linked.page().text()
    linked.at(19, 12)
    assert len(linked.drafts()) == 1


def test_a_draft_that_the_user_throws_away_does_not_come_back(linked: Street) -> None:
    linked.at(10)
    (draft,) = linked.drafts()
    linked.go(hours=1)
    linked.sandbox.store.delete(ADA["google"], draft.number)  # type: ignore[attr-defined]
    for day in (11, 12, 19, 20):
        linked.at(day)
        assert linked.drafts() == []


def test_a_lost_answer_to_drafts_create_makes_no_second_draft(linked: Street) -> None:
    linked.sandbox.faults.add(Rule("POST */drafts", "lost_after"))
    linked.at(10)
    for _ in range(3):
        linked.go(hours=1)
    assert len(linked.drafts()) == 1


def test_a_permission_taken_back_asks_the_user_to_reconnect_and_goes_on_afterwards(linked: Street) -> None:
    linked.sandbox.google.oauth.revoke_account(ADA["google"])
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
