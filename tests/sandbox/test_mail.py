"""The sandbox's mail store: threads, drafts, and a log from which every provider's changes are told."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from app.sandbox.mail import Mail, MailStore, NoSuchMail, compose

ME, OUTLOOK = "ada@mail.example", "ada@outlook.example"
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def store() -> MailStore:
    made = MailStore(Clock())
    made.add_account(ME, "Ada")
    made.add_account(OUTLOOK, "Ada", keeps_ids=True)
    return made


def write(
    subject: str = "Interview", *, sender: str = "r@acme.example", to: str = ME, parent: Mail | None = None, **other: str
) -> bytes:
    return compose(sender, [to], subject, "Hello", sent_at=START, parent=parent, headers=other)


def test_an_answer_with_the_same_subject_joins_the_thread(store: MailStore) -> None:
    first = store.deliver(ME, write())
    assert store.deliver(ME, write("AW: Re: interview", parent=first)).thread == first.thread


def test_an_answer_with_another_subject_begins_a_thread(store: MailStore) -> None:
    first = store.deliver(ME, write())
    assert store.deliver(ME, write("Offer", parent=first)).thread != first.thread


def test_the_same_subject_alone_joins_nothing(store: MailStore) -> None:
    assert store.deliver(ME, write()).thread != store.deliver(ME, write()).thread


def test_answers_find_each_other_through_a_mail_that_is_not_here(store: MailStore) -> None:
    missing = store.deliver(OUTLOOK, write())
    one, other = (store.deliver(ME, write("Re: Interview", parent=missing)) for _ in range(2))
    assert one.thread == other.thread


def test_threads_of_two_accounts_are_apart(store: MailStore) -> None:
    raw = write()
    assert store.deliver(ME, raw).thread != store.deliver(OUTLOOK, raw).thread


def test_editing_a_draft_renews_its_number_at_gmail_and_keeps_it_at_outlook(store: MailStore) -> None:
    for address, keeps in [(ME, False), (OUTLOOK, True)]:
        draft = store.put_draft(address, write(sender=address))
        edited = store.replace_draft(address, draft.draft or 0, write("Other", sender=address))
        assert (edited.number == draft.number, edited.draft) == (keeps, draft.draft)
        assert [m.subject for m in store.drafts(address)] == ["Other"]


def test_a_sent_draft_is_dated_now_and_arrives_at_other_accounts_of_the_store(store: MailStore) -> None:
    draft = store.put_draft(ME, write("Hi", sender=ME, to=OUTLOOK))
    sent = store.send_draft(ME, draft.draft or 0)
    assert (sent.folder, sent.draft) == ("sent", None)
    assert parsedate_to_datetime(sent.header("date")) > START
    assert [m.folder for m in store.mails(OUTLOOK)] == ["inbox"]
    with pytest.raises(NoSuchMail):
        store.send_draft(ME, draft.draft or 0)


def test_an_answer_to_a_sent_draft_joins_its_thread(store: MailStore) -> None:
    first = store.deliver(ME, write())
    draft = store.put_draft(ME, write("Re: Interview", sender=ME, parent=first), first.thread)
    sent = store.send_draft(ME, draft.draft or 0)
    assert store.deliver(ME, write("Re: Interview", parent=sent)).thread == first.thread


def test_the_log_tells_everything_in_order(store: MailStore) -> None:
    mail = store.deliver(ME, write())
    store.set_read(ME, mail.number)
    store.move(ME, mail.number, "archive")
    store.trash(ME, mail.number)
    store.delete(ME, mail.number)
    log = store.changes(ME)
    assert [(c.kind, c.before, c.mail.folder) for c in log] == [
        ("added", None, "inbox"),
        ("flagged", "inbox", "inbox"),
        ("moved", "inbox", "archive"),
        ("moved", "archive", "trash"),
        ("removed", "trash", "trash"),
    ]
    assert [c.sequence for c in log] == sorted({c.sequence for c in log})
    assert store.changes(ME, log[2].sequence) == log[3:]
    assert store.changes(OUTLOOK) == []


def test_a_forgotten_log_says_from_where_it_is_complete(store: MailStore) -> None:
    store.deliver(ME, write())
    store.forget_changes(ME)
    assert store.forgotten(ME) == store.sequence
    assert store.forgotten(OUTLOOK) == 0


def test_listeners_hear_each_change_until_they_leave(store: MailStore) -> None:
    heard: list[str] = []
    leave = store.subscribe(lambda change: heard.append(change.kind))
    mail = store.deliver(ME, write())
    leave()
    store.delete(ME, mail.number)
    assert heard == ["added"]


def test_an_alias_leads_to_its_account(store: MailStore) -> None:
    store.add_account("bob@mail.example", "Bob", ["Robert@Mail.example"])
    assert store.account("robert@mail.example").address == "bob@mail.example"
    with pytest.raises(NoSuchMail):
        store.account("nobody@mail.example")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"From: \xe9\r\nSubject: =?x?q?=\r\n\r\n\xff",
        b"Content-Type: multipart/mixed\r\n\r\n",
        b"From: <<>>,\r\n\r\n",
    ],
)
def test_mail_in_any_state_can_be_kept_and_looked_at(store: MailStore, raw: bytes) -> None:
    mail = store.deliver(ME, raw)
    assert isinstance(mail.subject + mail.header("from") + mail.text + mail.message_id, str)


def test_many_threads_may_deliver_at_once(store: MailStore) -> None:
    def deliver() -> None:
        for _ in range(50):
            store.deliver(ME, write())

    workers = [threading.Thread(target=deliver) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    mails = store.mails(ME)
    assert len({m.number for m in mails}) == len(mails) == 200
    assert [c.sequence for c in store.changes(ME)] == list(range(1, 201))
