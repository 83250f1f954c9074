"""Answers that come where nobody looks: another mailbox, another thread, the bin; and threads known by an answer alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import detection
from tests.journeys.conftest import ADA, JANE, PROMISE, REJECTION, Street, opened_street, promised

OTHER = {"google": "microsoft", "microsoft": "google"}


def _in_other_mailbox(street: Street) -> dict[str, str]:
    return {"to": f"Ada Lovelace <{ADA[OTHER[street.provider]]}>"}


def test_an_answer_in_the_other_linked_mailbox_counts(linked: Street) -> None:
    linked.connect(OTHER[linked.provider])
    linked.work()
    linked.at(5)
    linked.deliver(JANE, REJECTION, **_in_other_mailbox(linked))
    linked.at(10)
    assert linked.drafts() == []
    assert linked.drafts(OTHER[linked.provider]) == []


def test_an_answer_in_the_other_linked_mailbox_takes_the_draft_away(linked: Street) -> None:
    linked.connect(OTHER[linked.provider])
    linked.at(10)
    assert len(linked.drafts()) == 1
    linked.go(hours=1)
    linked.deliver(JANE, REJECTION, **_in_other_mailbox(linked))
    linked.go(minutes=10)
    assert linked.drafts() == []


@pytest.mark.parametrize("folder", ["trash", "spam"])
def test_a_rejection_in_the_bin_counts_and_still_does_when_it_is_deleted(linked: Street, folder: str) -> None:
    linked.at(10, 8)
    linked.deliver(JANE, REJECTION, reply_to=linked.promise, folder=folder)  # type: ignore[arg-type]
    linked.at(10)
    assert linked.drafts() == []
    (binned,) = linked.sandbox.store.mails(linked.address, folder)  # type: ignore[arg-type]
    linked.sandbox.store.delete(linked.address, binned.number)
    for day in (11, 12):
        linked.at(day)
        assert linked.drafts() == []
    assert linked.statuses() == ["closed"]


def test_a_rejection_in_another_thread_counts(linked: Street) -> None:
    linked.at(4)
    linked.deliver(JANE, REJECTION, subject="Your application")
    linked.at(10)
    assert linked.drafts() == []


def test_a_rejection_that_a_fetched_thread_shows_is_laid_beside_the_waiting_one(linked: Street) -> None:
    """The other thread is fetched whole because of its newest message; the answer in it lies further up."""
    linked.at(4)
    first = linked.deliver(JANE, REJECTION, subject="Your application", at=linked.now - timedelta(minutes=3))
    linked.deliver("Kim <kim@club.example>", "See below.\n", subject="Your application", reply_to=first)
    linked.work()
    assert "waiting" not in linked.statuses()


def test_a_thread_whose_newest_message_only_says_thanks_is_found(either_street: Street) -> None:
    street = either_street
    promise = street.deliver(JANE, PROMISE, at=street.now - timedelta(days=3))
    thread = street.sandbox.store.by_message_id(street.address, promise)[0].thread
    raw = (
        f"From: Ada Lovelace <{street.address}>\r\nTo: {JANE}\r\nSubject: Re: Data Engineer at Acme\r\n"
        f"Date: Sun, 01 Mar 2026 10:00:00 +0000\r\nMessage-ID: <thanks@x.example>\r\nIn-Reply-To: {promise}\r\n"
        f"References: {promise}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThank you!\r\nAda\r\n"
    )
    sent_at = street.now - timedelta(days=1)
    street.sandbox.store.deliver(street.address, raw.encode(), "sent", received_at=sent_at, thread=thread)
    street.sign_in()
    street.connect()
    street.work()
    assert street.statuses() == ["waiting"]


def test_threads_are_read_anew_when_the_reader_has_improved(linked: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detection, "READER_VERSION", detection.READER_VERSION + 1)
    assert _to_read_again(linked) == 1
    linked.go(minutes=6)
    assert _to_read_again(linked) == 0
    assert linked.statuses() == ["waiting"]


def _to_read_again(street: Street) -> int:
    from app.store import threads

    with street.services.database.read() as session:
        return len(threads.to_read_again(session, detection.READER_VERSION, 10))


@pytest.mark.postgres
def test_the_main_job_is_the_same_on_postgres(postgres_url: str, sealing_key: str) -> None:
    from app.store.database import Database, open_engine
    from app.store.encryption import Vault

    database = Database(open_engine(postgres_url, pool_size=5), Vault([sealing_key]))
    database.open()
    try:
        with opened_street(database, sealing_key) as street:
            street = promised(street)
            street.at(10)
            street.go(hours=1)
            assert len(street.drafts()) == 1
            street.deliver(JANE, REJECTION, reply_to=street.promise)
            street.go(minutes=5)
            assert street.drafts() == []
    finally:
        database.close()
