"""What every linked mailbox does, whoever the provider is.

A bench puts a mailbox of the product in front of a mail store of the sandbox. To hold a further mailbox to the contract, write
a bench and add it to ``BENCHES``; what a provider really cannot do is named in the bench's ``cannot``.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from google_world import ALIAS, ME, NOW, GoogleWorld
from microsoft_world import OutlookBench

from app.conversation import Person, Reply
from app.providers.archive import Archive
from app.providers.mailbox import Mailbox, ThreadGone
from app.sandbox import gmail_json as gj
from app.sandbox.mail import Folder, Mail, MailStore, compose, new_message_id

RITA = Person("Rita Recruit", "rita@acme.example")
SINCE = NOW - timedelta(days=60)
EVER = datetime(1970, 1, 1, tzinfo=UTC)


class GmailBench:
    """Gmail, as the sandbox plays it."""

    name = "gmail"
    cannot: frozenset[str] = frozenset()
    me = ME
    alias = ALIAS

    def __init__(self) -> None:
        self.world = GoogleWorld()
        self.store: MailStore = self.world.store
        self.mailbox: Mailbox = self.world.mailbox()

    def thread_id(self, mail: Mail) -> str:
        return gj.hex_id(mail.thread)

    def message_id(self, mail: Mail) -> str:
        return gj.hex_id(mail.number)

    def pass_time(self, by: timedelta) -> None:
        self.world.now += by

    def now(self) -> datetime:
        return self.world.now


class ArchiveBench:
    """An export: every look reads the store's mail as .eml files, in folders by name."""

    name = "archive"
    cannot: frozenset[str] = frozenset({"changes", "draft_life", "aliases"})
    me = ME
    alias = ALIAS

    def __init__(self) -> None:
        self.world = GoogleWorld()
        self.store: MailStore = self.world.store
        self._folder = TemporaryDirectory(prefix="archive-")
        self.mailbox: Mailbox = ExportedMailbox(self.store, Path(self._folder.name))

    def thread_id(self, mail: Mail) -> str:
        archive = self.mailbox.archive()  # type: ignore[attr-defined]
        found = [m.thread_id for t in archive.changes(None, EVER).thread_ids for m in archive.thread(t).messages]
        ids = {m.message_id: m.thread_id for t in set(found) for m in archive.thread(t).messages}
        return str(ids.get(mail.message_id, mail.message_id))

    def message_id(self, mail: Mail) -> str:
        return next((m.id for m in self.mailbox.archive().envelopes() if m.message_id == mail.message_id), mail.message_id)  # type: ignore[attr-defined]

    def pass_time(self, by: timedelta) -> None:
        self.world.now += by

    def now(self) -> datetime:
        return self.world.now


class ExportedMailbox:
    """The archive of a mailbox as it was exported this instant."""

    def __init__(self, store: MailStore, folder: Path) -> None:
        self._store, self._folder = store, folder
        (folder / "out").mkdir()

    def archive(self) -> Archive:
        sources = [
            (str(mail.number), partial(lambda raw: raw, mail.raw), mail.folder)
            for mail in self._store.mails(ME)
            if mail.folder != "drafts"
        ]
        return Archive(sources, [ME], self._folder / "out")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.archive(), name)

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


BENCHES = [GmailBench, OutlookBench, ArchiveBench]

NEEDS = {
    "aliases": ("every_address",),
    "changes": ("after_a_look", "new_mail_is_told", "a_cursor_may", "mail_that_comes_during", "own_answer_is", "thrown_away"),
    "draft_life": (
        "lands_unsent", "answers_its_parent", "names_this_program", "owners_own_among", "edited_draft", "owner_sent",
        "may_be_deleted_again", "sent_or_deleted_is", "smuggle",
    ),
}  # fmt: skip
"""What a test needs, by a part of its name: an export never changes, and its drafts are files that nobody sends or edits there."""


class Owner:
    """What the mailbox's owner and the people who write to them do."""

    def __init__(self, bench: GmailBench) -> None:
        self.bench = bench

    def receives(
        self,
        text: str = "We will let you know by Friday.",
        *,
        sender: Person = RITA,
        subject: str = "Interview",
        folder: Folder = "inbox",
        parent: Mail | None = None,
    ) -> Mail:
        self.bench.pass_time(timedelta(minutes=1))
        raw = compose(str(sender), [self.bench.me], subject, text, sent_at=self.bench.now(), parent=parent)
        return self.bench.store.deliver(self.bench.me, raw, folder)

    def writes(self, text: str, *, parent: Mail | None = None, subject: str = "Re: Interview", folder: Folder = "sent") -> Mail:
        self.bench.pass_time(timedelta(minutes=1))
        raw = compose(f"Ada Lovelace <{self.bench.me}>", [str(RITA)], subject, text, sent_at=self.bench.now(), parent=parent)
        return self.bench.store.deliver(self.bench.me, raw, folder, read=True)

    def the_draft(self) -> Mail:
        (draft,) = self.bench.store.drafts(self.bench.me)
        return draft

    def follow_up(self, mail: Mail, text: str = "Is there any news?\n\nKind regards\nAda") -> Reply:
        return Reply(
            thread_id=self.bench.thread_id(mail),
            parent_id=self.bench.message_id(mail),
            sender=Person("Ada Lovelace", self.bench.me),
            to=(RITA,),
            cc=(Person("Hiring Manager", "boss@acme.example"),),
            subject="Re: " + mail.subject.removeprefix("Re: "),
            body=text,
            in_reply_to=mail.message_id,
            references=(*mail.references[::-1], mail.message_id),
            mark=new_message_id(self.bench.me),
        )


@pytest.fixture(params=BENCHES, ids=lambda bench: bench.name)
def bench(request: pytest.FixtureRequest) -> Iterator[GmailBench]:
    for need in request.param.cannot:
        if any(part in request.node.name for part in NEEDS[need]):
            pytest.skip(f"an {request.param.name} has no such thing: {need}")
    made = request.param()
    yield made
    made.mailbox.close()
    assert sum(made.store.send_requests.values()) == 0, "something asked the provider to send"


@pytest.fixture
def owner(bench: GmailBench) -> Owner:
    return Owner(bench)


@pytest.fixture
def mailbox(bench: GmailBench) -> Mailbox:
    return bench.mailbox


def look(mailbox: Mailbox, cursor: str | None) -> tuple[set[str], str, list[str]]:
    """(thread ids, cursor, ids of heads) of all portions from a cursor on."""
    threads: set[str] = set()
    heads: list[str] = []
    while True:
        portion = mailbox.changes(cursor, SINCE)
        threads |= set(portion.thread_ids)
        heads += [head.id for head in portion.heads]
        assert set(portion.quiet_ids) <= set(portion.thread_ids)
        cursor = portion.cursor
        if portion.complete:
            return threads, cursor, heads


# Who is who


def test_every_address_of_the_owner_is_known(bench: GmailBench, mailbox: Mailbox) -> None:
    assert {bench.me, bench.alias} <= mailbox.addresses()


def test_mail_of_the_owner_is_mine_and_that_of_others_is_not(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    asked = owner.receives()
    owner.writes("Thank you.", parent=asked)
    assert [m.mine for m in mailbox.thread(bench.thread_id(asked)).messages] == [False, True]


# Changes


def test_a_first_look_names_every_thread_of_the_last_weeks(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    first, second = owner.receives(subject="One"), owner.receives(subject="Two")
    archived = owner.receives(subject="Three", folder="archive")
    threads, _, _ = look(mailbox, None)
    assert threads == {bench.thread_id(m) for m in (first, second, archived)}


def test_after_a_look_nothing_is_new_until_something_happens(owner: Owner, mailbox: Mailbox) -> None:
    owner.receives()
    _, cursor, _ = look(mailbox, None)
    threads, cursor, _ = look(mailbox, cursor)
    assert threads == set()
    assert look(mailbox, cursor)[0] == set()


def test_new_mail_is_told_once(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    _, cursor, _ = look(mailbox, None)
    came = owner.receives()
    threads, cursor, _ = look(mailbox, cursor)
    assert threads == {bench.thread_id(came)}
    assert look(mailbox, cursor)[0] == set()


def test_a_cursor_may_be_used_again_and_tells_the_same(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    _, cursor, _ = look(mailbox, None)
    came = owner.receives()
    assert look(mailbox, cursor)[0] == look(mailbox, cursor)[0] == {bench.thread_id(came)}


def test_mail_that_comes_during_a_first_look_is_told_by_the_next(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    owner.receives()
    portion = mailbox.changes(None, SINCE)
    came = owner.receives(subject="Meanwhile")
    assert bench.thread_id(came) in look(mailbox, portion.cursor)[0]


def test_the_owners_own_answer_is_a_change(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    asked = owner.receives()
    _, cursor, _ = look(mailbox, None)
    owner.writes("Thank you.", parent=asked)
    assert bench.thread_id(asked) in look(mailbox, cursor)[0]


def test_mail_thrown_away_is_a_change(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    asked = owner.receives()
    _, cursor, _ = look(mailbox, None)
    bench.store.trash(bench.me, asked.number)
    assert bench.thread_id(asked) in look(mailbox, cursor)[0]


# Threads


def test_a_thread_is_told_oldest_first(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    first = owner.receives()
    second = owner.writes("Thank you.", parent=first)
    third = owner.receives("Sorry for the delay.", subject="Re: Interview", parent=second)
    thread = mailbox.thread(bench.thread_id(first))
    assert [m.id for m in thread.messages] == [bench.message_id(m) for m in (first, second, third)]
    assert [m.in_reply_to for m in thread.messages] == ["", first.message_id, second.message_id]


@pytest.mark.parametrize("folder", ["trash", "spam", "archive"])
def test_an_answer_is_seen_wherever_it_lies(bench: GmailBench, owner: Owner, mailbox: Mailbox, folder: Folder) -> None:
    asked = owner.receives()
    answer = owner.receives("We have chosen another candidate.", subject="Re: Interview", parent=asked)
    bench.store.move(bench.me, answer.number, folder)
    assert [m.folder for m in mailbox.thread(bench.thread_id(asked)).messages] == ["inbox", folder]


def test_a_thread_of_which_nothing_is_left_is_gone(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    asked = owner.receives()
    bench.store.delete(bench.me, asked.number)
    with pytest.raises(ThreadGone):
        mailbox.thread(bench.thread_id(asked))


def test_a_thread_id_from_nowhere_is_gone_too(mailbox: Mailbox) -> None:
    with pytest.raises(ThreadGone):
        mailbox.thread("deadbeef")


def test_what_was_written_arrives_as_it_was_written(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    mail = owner.receives(
        "Wir melden uns bis Freitag – spätestens.\n\nGrüße\nJörg", sender=Person("Jörg Müller", "jm@acme.example")
    )
    (message,) = mailbox.thread(bench.thread_id(mail)).messages
    assert (message.text or message.html or "").replace("\r\n", "\n").find("Wir melden uns bis Freitag – spätestens.") >= 0
    assert message.sender == Person("Jörg Müller", "jm@acme.example")
    assert message.subject == "Interview"
    assert message.sent_at == bench.now()


# Answers elsewhere


@pytest.mark.parametrize("folder", ["inbox", "archive", "spam", "trash"])
def test_mail_from_a_person_is_found_in_every_folder(bench: GmailBench, owner: Owner, mailbox: Mailbox, folder: Folder) -> None:
    mail = owner.receives("A new thread from me.", subject="Your application", folder=folder)
    assert [m.id for m in mailbox.mail_from({RITA.address}, set(), SINCE)] == [bench.message_id(mail)]


def test_mail_from_a_domain_is_found_newest_first(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    older = owner.receives(sender=Person("Bob", "bob@acme.example"), subject="One")
    newer = owner.receives(sender=Person("Eve", "eve@mail.acme.example"), subject="Two")
    owner.receives(sender=Person("Acme Fan", "fan@notacme.example"), subject="Three")
    found = list(mailbox.mail_from(set(), {"acme.example"}, SINCE))
    assert [m.id for m in found] == [bench.message_id(newer), bench.message_id(older)]


def test_mail_before_the_day_asked_for_is_left_out(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    owner.receives("Old.")
    bench.pass_time(timedelta(hours=1))
    since = bench.now()
    mail = owner.receives("New.", subject="Another")
    assert [m.id for m in mailbox.mail_from({RITA.address}, set(), since)] == [bench.message_id(mail)]


# Drafts


def test_a_draft_lands_unsent_in_its_thread(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    asked = owner.receives()
    owner.writes("Thank you.", parent=asked)
    reply = owner.follow_up(asked)
    draft = mailbox.create_draft(reply)
    assert draft.thread_id == bench.thread_id(asked)
    last = mailbox.thread(bench.thread_id(asked)).messages[-1]
    assert (last.draft, last.folder) == (True, "drafts")
    assert bench.store.mails(bench.me, "sent") == [m for m in bench.store.mails(bench.me, "sent") if "Thank you." in m.text]


def test_a_draft_says_what_was_asked_for(owner: Owner, mailbox: Mailbox, bench: GmailBench) -> None:
    reply = owner.follow_up(owner.receives())
    draft = mailbox.create_draft(reply)
    assert (draft.to, draft.cc, draft.mark) == (reply.to, reply.cc, reply.mark)
    assert draft.subject.lower() == reply.subject.lower()
    assert draft.text.strip() == reply.body
    assert mailbox.draft(draft.id) == draft


def test_a_draft_answers_its_parent_and_never_the_owner(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    asked = owner.receives()
    mine = owner.writes("When will I hear from you?", parent=asked)
    mailbox.create_draft(owner.follow_up(mine))
    written = owner.the_draft()
    assert written.header("in-reply-to") == mine.message_id
    assert bench.me not in written.header("to")


def test_no_header_of_a_draft_names_this_program(owner: Owner, mailbox: Mailbox) -> None:
    mailbox.create_draft(owner.follow_up(owner.receives()))
    assert b"hearback" not in owner.the_draft().raw.lower()


def test_a_draft_is_found_again_by_its_mark_only(owner: Owner, mailbox: Mailbox, bench: GmailBench) -> None:
    asked = owner.receives()
    draft = mailbox.create_draft(owner.follow_up(asked))
    assert mailbox.find_draft(draft.mark, draft.thread_id) == draft
    assert mailbox.find_draft(new_message_id(bench.me), draft.thread_id) is None


def test_drafts_of_a_thread_are_told_the_owners_own_among_them(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    asked, other = owner.receives(), owner.receives(subject="Another")
    ours = mailbox.create_draft(owner.follow_up(asked))
    mailbox.create_draft(owner.follow_up(other))
    raw = compose(bench.me, [str(RITA)], "Re: Interview", "My own words", sent_at=bench.now(), parent=asked)
    bench.store.put_draft(bench.me, raw, asked.thread)
    found = mailbox.drafts_in(bench.thread_id(asked))
    assert {d.text.strip() for d in found} == {ours.text.strip(), "My own words"}
    assert [d.id for d in found if d.mark == ours.mark] == [ours.id]


def test_a_draft_into_a_thread_that_is_gone_is_refused(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    asked = owner.receives()
    bench.store.delete(bench.me, asked.number)
    with pytest.raises(ThreadGone):
        mailbox.create_draft(owner.follow_up(asked))
    assert bench.store.drafts(bench.me) == []


def test_an_edited_draft_keeps_its_id_and_shows_the_new_text(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    draft = mailbox.create_draft(owner.follow_up(owner.receives()))
    held = owner.the_draft()
    bench.pass_time(timedelta(minutes=5))
    bench.store.replace_draft(bench.me, held.draft or 0, held.raw.replace(b"any news", b"something new"))
    now = mailbox.draft(draft.id)
    assert now is not None
    assert now.text.strip() == "Is there something new?\n\nKind regards\nAda"
    assert (now.id, now.changed_at) == (draft.id, bench.now())


def test_a_draft_that_the_owner_sent_is_no_draft_any_more(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    draft = mailbox.create_draft(owner.follow_up(owner.receives()))
    bench.store.send_draft(bench.me, owner.the_draft().draft or 0)
    assert mailbox.draft(draft.id) is None
    assert mailbox.find_draft(draft.mark, draft.thread_id) is None
    assert mailbox.drafts_in(draft.thread_id) == ()


def test_deleting_a_draft_leaves_what_the_owner_sent_alone(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    asked = owner.receives()
    draft = mailbox.create_draft(owner.follow_up(asked))
    bench.store.send_draft(bench.me, owner.the_draft().draft or 0)
    mailbox.delete_draft(draft.id)
    assert [m.folder for m in bench.store.thread(bench.me, asked.thread)] == ["inbox", "sent"]


def test_a_deleted_draft_is_gone_and_may_be_deleted_again(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    draft = mailbox.create_draft(owner.follow_up(owner.receives()))
    mailbox.delete_draft(draft.id)
    mailbox.delete_draft(draft.id)
    assert mailbox.draft(draft.id) is None
    assert bench.store.drafts(bench.me) == []
    assert not any(message.draft for message in mailbox.thread(draft.thread_id).messages)


def test_a_draft_made_edited_sent_or_deleted_is_a_change(bench: GmailBench, owner: Owner, mailbox: Mailbox) -> None:
    """Whoever wrote it, and even when nothing is left of it: a thread waits for its owner as long as a draft of theirs lies there."""
    asked, other = owner.receives(), owner.receives(subject="Another interview")
    _, cursor, _ = look(mailbox, None)

    def told(asked: Mail) -> bool:
        nonlocal cursor
        threads, cursor, _ = look(mailbox, cursor)
        return bench.thread_id(asked) in threads

    mailbox.create_draft(owner.follow_up(asked))
    assert told(asked)
    assert not told(asked)
    raw = owner.the_draft().raw
    bench.store.replace_draft(bench.me, owner.the_draft().draft or 0, raw.replace(b"any news", b"something new"))
    assert told(asked)
    bench.store.send_draft(bench.me, owner.the_draft().draft or 0)
    assert told(asked)
    own = bench.store.put_draft(bench.me, raw, other.thread)
    assert told(other)
    bench.store.delete(bench.me, own.number)
    assert told(other)
    assert not told(other)


def test_line_breaks_in_copied_values_smuggle_no_header_in(owner: Owner, mailbox: Mailbox) -> None:
    reply = owner.follow_up(owner.receives())
    sender = Person("Ada\r\nBcc: thief@evil.example", reply.sender.address)
    mailbox.create_draft(replace(reply, sender=sender, subject=reply.subject + "\r\n"))
    assert owner.the_draft().header("bcc") == ""
