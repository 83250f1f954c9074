"""An Outlook mailbox over Graph: what is read, what is drafted, and what never happens."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from microsoft_world import ME, NOW, FixedToken, MicrosoftWorld

from app.conversation import Person, Reply
from app.providers import outlook_changes
from app.providers.graph import MailboxMissing, PermissionMissing
from app.providers.mailbox import AccessRevoked, CursorExpired, DraftRefused, NoPush, ThreadGone, TryLater
from app.providers.outlook import OutlookMailbox
from app.sandbox import graph_json as gj
from app.sandbox.faults import Rule
from app.sandbox.mail import Mail, compose

SINCE = NOW - timedelta(days=60)
RITA = Person("Rita Recruit", "rita@acme.example")


@pytest.fixture
def world() -> MicrosoftWorld:
    return MicrosoftWorld()


def reply_to(mail: Mail, **other: object) -> Reply:
    said = {
        "thread_id": gj.conversation_id(mail.thread),
        "parent_id": gj.immutable_id(mail.number),
        "sender": Person("Ada Lovelace", ME),
        "to": (RITA,),
        "cc": (),
        "subject": f"Re: {mail.subject}",
        "body": "Hi Rita,\n\nis there any news? 1 < 2 & so on.\n\nAda",
        "mark": "mark-1",
    }
    return Reply(**{**said, **other})  # type: ignore[arg-type]


def drafts(world: MicrosoftWorld) -> list[Mail]:
    return [m for m in world.store.drafts(ME) if m.folder == "drafts"]


def changed(mailbox: OutlookMailbox, cursor: str | None) -> tuple[set[str], str]:
    """Every portion of a look at the mailbox."""
    threads: set[str] = set()
    while True:
        changes = mailbox.changes(cursor, SINCE)
        threads |= set(changes.thread_ids)
        cursor = changes.cursor
        if changes.complete:
            return threads, cursor


# Reading


def test_the_first_look_gives_every_thread_of_inbox_and_sent_since_then(world: MicrosoftWorld) -> None:
    received = world.receive("Hello", days_ago=3)
    sent = world.send("My application", subject="Application", days_ago=2)
    world.receive("Too old", subject="Old", days_ago=90)
    threads, _ = changed(world.mailbox(), None)
    assert threads == {gj.conversation_id(received.thread), gj.conversation_id(sent.thread)}


def test_a_long_first_look_comes_in_portions_and_loses_nothing(world: MicrosoftWorld) -> None:
    mails = [world.receive("Hello", subject=f"Subject {i}", minutes_ago=i) for i in range(620)]
    first = world.mailbox().changes(None, SINCE)
    assert not first.complete
    threads, _ = changed(world.mailbox(), None)
    assert threads == {gj.conversation_id(m.thread) for m in mails}


def test_a_mailbox_beyond_the_limit_of_a_filtered_delta_is_seen_whole(
    world: MicrosoftWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlook_changes, "FILTERED_DELTA_LIMIT", 5)
    world.sandbox.api.deltas.filtered_limit = 5
    mails = [world.receive("Hello", subject=f"Subject {i}", minutes_ago=i) for i in range(9)]
    assert changed(world.mailbox(), None)[0] == {gj.conversation_id(m.thread) for m in mails}


def test_heads_carry_what_a_judgement_needs(world: MicrosoftWorld) -> None:
    world.receive("Hello Ada", headers={"Auto-Submitted": "auto-replied"}, cc=["Bob <bob@acme.example>"])
    head = world.mailbox().changes(None, SINCE).heads[0]
    assert head.sender == RITA
    assert head.headers["auto-submitted"] == "auto-replied"
    assert "Hello Ada" in (head.html or "")
    assert [p.address for p in head.cc] == ["bob@acme.example"]
    assert head.folder == "inbox"
    assert not head.mine


def test_a_message_keeps_the_offset_of_the_day_it_was_written_on(world: MicrosoftWorld) -> None:
    world.receive("Hello", headers={"X-Nothing": "1"})
    raw = world.store.mails(ME)[0].raw.replace(b"+0000", b"-0800")
    mail = world.store.deliver(ME, raw, received_at=NOW)
    message = world.mailbox().thread(gj.conversation_id(mail.thread)).messages[-1]
    assert message.sent_at.utcoffset() == timedelta(hours=-8)


def test_later_looks_give_only_what_changed(world: MicrosoftWorld) -> None:
    world.receive("Old news", subject="Other")
    _, cursor = changed(world.mailbox(), None)
    assert changed(world.mailbox(), cursor)[0] == set()
    fresh = world.receive("News")
    threads, cursor = changed(world.mailbox(), cursor)
    assert threads == {gj.conversation_id(fresh.thread)}
    assert changed(world.mailbox(), cursor)[0] == set()


def test_mail_that_a_rule_files_away_is_told_once(world: MicrosoftWorld) -> None:
    early = world.receive("Filed before", subject="Early", folder="archive", days_ago=2)
    threads, cursor = changed(world.mailbox(), None)
    assert threads == {gj.conversation_id(early.thread)}
    late = world.receive("Filed at once", folder="archive")
    changes = world.mailbox().changes(cursor, SINCE)
    assert changes.thread_ids == (gj.conversation_id(late.thread),)
    assert [m.folder for m in changes.heads] == ["archive"]
    cursor = changes.cursor
    for _ in range(3):
        threads, cursor = changed(world.mailbox(), cursor)
        assert threads == set()
    delayed = world.receive("Shown late", subject="Delayed", folder="archive", minutes_ago=3)
    assert changed(world.mailbox(), cursor)[0] == {gj.conversation_id(delayed.thread)}


def test_spam_and_what_was_thrown_away_begin_nothing(world: MicrosoftWorld) -> None:
    world.receive("Buy", subject="Buy", folder="spam")
    world.receive("Old", subject="Old", folder="trash")
    assert changed(world.mailbox(), None)[0] == set()


def test_a_message_that_was_only_moved_is_read_afresh_and_not_believed_gone(world: MicrosoftWorld) -> None:
    mail = world.receive("Hello")
    _, cursor = changed(world.mailbox(), None)
    world.store.move(ME, mail.number, "archive")
    changes = world.mailbox().changes(cursor, SINCE)
    assert changes.thread_ids == (gj.conversation_id(mail.thread),)
    assert changes.heads[0].folder == "archive"


def test_a_message_deleted_for_good_does_not_disturb(world: MicrosoftWorld) -> None:
    mail = world.receive("Hello")
    _, cursor = changed(world.mailbox(), None)
    world.store.delete(ME, mail.number)
    assert changed(world.mailbox(), cursor)[0] == set()


@pytest.mark.parametrize("seed", range(8))
def test_rows_halved_repeated_shuffled_or_falsely_removed_change_nothing(world: MicrosoftWorld, seed: int) -> None:
    mails = [world.receive(f"Hello {i}", subject=f"Subject {i}", minutes_ago=i) for i in range(12)]
    world.sandbox.api.deltas.disorder = random.Random(seed)
    threads, cursor = changed(world.mailbox(), None)
    assert threads == {gj.conversation_id(m.thread) for m in mails}
    more = [world.receive(f"Later {i}", subject=f"Later {i}") for i in range(6)]
    changes = world.mailbox().changes(cursor, SINCE)
    assert set(changes.thread_ids) == {gj.conversation_id(m.thread) for m in more}
    assert {m.subject for m in changes.heads} == {m.subject for m in more}
    assert all(m.sender == RITA and m.html for m in changes.heads)


def test_what_came_and_went_within_one_look_is_a_change_without_a_head(
    world: MicrosoftWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = world.receive("Hello")
    mailbox = world.mailbox()
    page = mailbox._changes._delta_page("inbox", None, SINCE)
    world.store.delete(ME, mail.number)
    page["value"].append({"id": gj.immutable_id(mail.number), "@removed": {"reason": "deleted"}})
    monkeypatch.setattr(mailbox._changes, "_delta_page", lambda *_: page)
    changes = mailbox.changes(None, SINCE)
    assert changes.thread_ids == (gj.conversation_id(mail.thread),)
    assert changes.heads == ()


def test_an_expired_delta_token_asks_for_a_new_look(world: MicrosoftWorld) -> None:
    world.receive("Hello")
    _, cursor = changed(world.mailbox(), None)
    world.sandbox.api.deltas.forget(ME)
    with pytest.raises(CursorExpired):
        world.mailbox().changes(cursor, SINCE)
    with pytest.raises(CursorExpired):
        world.mailbox().changes("not a cursor of ours", SINCE)


def test_a_thread_holds_the_mail_of_all_folders_oldest_first(world: MicrosoftWorld) -> None:
    first = world.send("My application", days_ago=9)
    answer = world.receive("Thanks", parent=first, days_ago=8)
    late = world.receive("No", parent=answer, days_ago=1)
    world.store.trash(ME, late.number)
    messages = world.mailbox().thread(gj.conversation_id(first.thread)).messages
    assert [m.folder for m in messages] == ["sent", "inbox", "trash"]
    assert [m.mine for m in messages] == [True, False, False]
    assert messages[1].in_reply_to == first.message_id


def test_a_thread_of_which_nothing_is_left_is_gone(world: MicrosoftWorld) -> None:
    mail = world.receive("Hello")
    world.store.delete(ME, mail.number)
    with pytest.raises(ThreadGone):
        world.mailbox().thread(gj.conversation_id(mail.thread))


def test_strangers_in_one_conversation_are_threads_of_their_own(world: MicrosoftWorld) -> None:
    acme = world.receive("We received it", subject="Your application", days_ago=5)
    globex = world.receive(
        "So did we", sender="Gil <gil@globex.example>", subject="Your application", thread=acme.thread, days_ago=4
    )
    threads, cursor = changed(world.mailbox(), None)
    plain = gj.conversation_id(acme.thread)
    assert len(threads) == 2
    other = (threads - {plain}).pop()
    assert [m.sender.address for m in world.mailbox().thread(plain).messages if m.sender] == ["rita@acme.example"]
    assert [m.sender.address for m in world.mailbox().thread(other).messages if m.sender] == ["gil@globex.example"]
    world.receive("News", sender="Gil <gil@globex.example>", subject="Re: Your application", parent=globex, thread=acme.thread)
    changes = world.mailbox().changes(cursor, SINCE)
    assert changes.thread_ids == (other,)
    assert changes.heads[0].thread_id == other
    draft = world.mailbox().create_draft(reply_to(globex, thread_id=other, to=(Person("Gil", "gil@globex.example"),)))
    assert [d.id for d in world.mailbox().drafts_in(other)] == [draft.id]
    assert world.mailbox().drafts_in(plain) == ()


def test_messages_without_sender_or_message_id_are_read(world: MicrosoftWorld) -> None:
    mail = world.store.deliver(ME, b"Subject: Report\r\n\r\nUndeliverable\r\n", received_at=NOW)
    messages = world.mailbox().thread(gj.conversation_id(mail.thread)).messages
    assert messages[0].sender is None
    assert messages[0].message_id == ""


@pytest.mark.parametrize(("method", "said"), [("REQUEST", "REQUEST"), ("CANCEL", "CANCEL"), ("REPLY", "REPLY")])
def test_invitations_say_what_they_are(world: MicrosoftWorld, method: str, said: str) -> None:
    raw = (
        f"From: Rita <rita@acme.example>\r\nTo: {ME}\r\nSubject: Interview\r\nMessage-ID: <i@acme.example>\r\n"
        f"Content-Type: text/calendar; method={method}\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    )
    mail = world.store.deliver(ME, raw.encode(), received_at=NOW)
    assert world.mailbox().thread(gj.conversation_id(mail.thread)).messages[0].calendar == said
    assert world.mailbox().changes(None, SINCE).heads[0].calendar == said


def test_mail_of_people_and_organisations_is_found_in_every_folder_newest_first(world: MicrosoftWorld) -> None:
    world.receive("one", subject="A", days_ago=5, folder="archive")
    world.receive("two", subject="B", sender="Bo <bo@mail.globex.example>", days_ago=4, folder="spam")
    world.receive("three", subject="C", sender="Eve <eve@notglobex.example>", days_ago=3)
    world.receive("four", subject="D", days_ago=30)
    found = list(world.mailbox().mail_from({"rita@acme.example"}, {"globex.example"}, NOW - timedelta(days=10)))
    assert [m.subject for m in found] == ["B", "A"]


def test_the_owners_addresses_include_aliases_and_those_in_use(world: MicrosoftWorld) -> None:
    world.receive("x", sender="Ada <ada@other.example>", folder="sent")
    assert world.mailbox().addresses() == {ME, "ada.l@outlook.example", "ada@other.example"}


# Drafts


def test_a_draft_lands_in_the_conversation_above_the_quote_and_is_not_sent(world: MicrosoftWorld) -> None:
    parent = world.receive("We will answer by Friday.")
    draft = world.mailbox().create_draft(reply_to(parent))
    kept = drafts(world)[0]
    content = gj.body_of(kept)["content"]
    assert kept.thread == parent.thread
    assert kept.header("in-reply-to") == parent.message_id
    assert draft.text == "Hi Rita,\n\nis there any news? 1 < 2 & so on.\n\nAda"
    assert "1 &lt; 2 &amp; so on." in content
    assert content.index("any news") < content.index("divRplyFwdMsg") < content.index("by Friday")
    assert draft.mark == "mark-1"
    assert [p.address for p in draft.to] == ["rita@acme.example"]
    assert draft.open_url.startswith("https://outlook.office365.com/")
    assert b"mark-1" not in kept.raw
    assert world.store.send_requests.total() == 0


def test_after_my_own_last_message_the_draft_still_goes_to_the_recruiter(world: MicrosoftWorld) -> None:
    first = world.receive("We will answer by Friday.", days_ago=9)
    mine = world.send("Thanks!", parent=first, days_ago=8)
    draft = world.mailbox().create_draft(reply_to(mine, cc=(Person("Bob", "bob@acme.example"),)))
    assert [p.address for p in draft.to] == ["rita@acme.example"]
    assert [p.address for p in draft.cc] == ["bob@acme.example"]
    assert ME not in drafts(world)[0].header("to")


def test_an_unread_parent_stays_unread(world: MicrosoftWorld) -> None:
    parent, read = world.receive("Hello"), world.receive("Read", subject="Other", read=True)
    world.mailbox().create_draft(reply_to(parent))
    world.mailbox().create_draft(reply_to(read, mark="mark-2"))
    assert not world.store.get(ME, parent.number).read
    assert world.store.get(ME, read.number).read


@pytest.mark.parametrize("patch", [1, 2, 3])
def test_an_unread_parent_is_unread_again_when_the_draft_is_looked_for_after_a_fault(world: MicrosoftWorld, patch: int) -> None:
    """Before the flag is noted, before it is restored, and after that."""
    parent = world.receive("Hello")
    world.sandbox.faults.add(Rule("PATCH */messages/*", "lost_before", nth=patch, times=0))
    with pytest.raises(TryLater):
        world.mailbox().create_draft(reply_to(parent))
    world.sandbox.faults.clear()
    assert world.mailbox().find_draft("mark-1", gj.conversation_id(parent.thread)) is None
    assert not world.store.get(ME, parent.number).read
    assert drafts(world) == []


def test_a_mail_read_since_the_draft_was_written_stays_read(world: MicrosoftWorld) -> None:
    parent = world.receive("Hello")
    world.mailbox().create_draft(reply_to(parent))
    world.store.set_read(ME, parent.number)
    assert world.mailbox().find_draft("mark-1", gj.conversation_id(parent.thread)) is not None
    assert world.store.get(ME, parent.number).read


def test_an_unmarked_reply_is_taken_for_ours_only_when_it_is_as_empty_as_it_was_made(world: MicrosoftWorld) -> None:
    parent = world.receive("Hello", read=True)
    world.sandbox.api.marks_replies = False
    world.sandbox.faults.add(Rule("PATCH */messages/*", "lost_before", times=0))
    with pytest.raises(TryLater):
        world.mailbox().create_draft(reply_to(parent))
    world.sandbox.faults.clear()
    raw = compose(f"Ada Lovelace <{ME}>", ["rita@acme.example"], "RE: Hello", "My own words", sent_at=world.now, parent=parent)
    own = world.store.put_draft(ME, raw, parent.thread)
    assert len(drafts(world)) == 2
    assert world.mailbox().find_draft("mark-1", gj.conversation_id(parent.thread)) is None
    assert [kept.number for kept in drafts(world)] == [own.number]


def test_where_an_item_takes_no_reply_an_earlier_one_is_answered(world: MicrosoftWorld) -> None:
    first = world.receive("Hello", days_ago=4)
    last = world.receive("Protected", parent=first, days_ago=3)
    world.sandbox.api.refuse_replies.add(last.number)
    draft = world.mailbox().create_draft(reply_to(last))
    assert drafts(world)[0].header("in-reply-to") == first.message_id
    assert draft.text.startswith("Hi Rita")


def test_neither_a_draft_nor_thrown_away_mail_is_answered(world: MicrosoftWorld) -> None:
    kept = world.receive("Hello", days_ago=3)
    binned = world.receive("Never mind", parent=kept, days_ago=2)
    world.mailbox().create_draft(reply_to(kept, mark="of another lapse"))
    world.store.trash(ME, binned.number)
    world.mailbox().create_draft(reply_to(binned))
    assert {d.header("in-reply-to") for d in drafts(world)} == {kept.message_id}
    world.store.trash(ME, kept.number)
    with pytest.raises(DraftRefused):
        world.mailbox().create_draft(reply_to(kept, mark="mark-3"))


def test_a_conversation_in_which_nothing_takes_a_reply_is_refused(world: MicrosoftWorld) -> None:
    only = world.receive("Protected")
    world.sandbox.api.refuse_replies.add(only.number)
    with pytest.raises(DraftRefused):
        world.mailbox().create_draft(reply_to(only))
    assert drafts(world) == []


def test_no_draft_is_made_in_a_thread_that_is_gone(world: MicrosoftWorld) -> None:
    mail = world.receive("Hello")
    world.store.delete(ME, mail.number)
    with pytest.raises(ThreadGone):
        world.mailbox().create_draft(reply_to(mail))


@pytest.fixture
def half_made(world: MicrosoftWorld) -> Mail:
    """A conversation in which the process died between createReply and the PATCH."""
    parent = world.receive("Hello", read=True)
    world.sandbox.faults.add(Rule("PATCH */messages/*", "lost_before", times=0))
    with pytest.raises(TryLater):
        world.mailbox().create_draft(reply_to(parent))
    world.sandbox.faults.clear()
    assert len(drafts(world)) == 1
    return parent


def test_a_draft_half_made_by_a_crash_is_completed_and_not_doubled(world: MicrosoftWorld, half_made: Mail) -> None:
    (left,) = drafts(world)
    whole = world.mailbox().create_draft(reply_to(half_made))
    assert whole.id == gj.immutable_id(left.number)
    assert whole.text.startswith("Hi Rita")
    assert len(drafts(world)) == 1


def test_looking_for_a_half_made_draft_takes_it_away(world: MicrosoftWorld, half_made: Mail) -> None:
    assert world.mailbox().find_draft("mark-1", gj.conversation_id(half_made.thread)) is None
    assert drafts(world) == []
    world.mailbox().create_draft(reply_to(half_made))
    assert len(drafts(world)) == 1


def test_a_half_made_draft_in_which_the_owner_wrote_is_kept(world: MicrosoftWorld, half_made: Mail) -> None:
    (left,) = drafts(world)
    html = gj.body_of(left)["content"].replace("<hr", "<p>Dear Rita,</p><hr")
    world.store.replace_draft(ME, left.draft or 0, gj.changed(left.raw, {"body": {"contentType": "html", "content": html}}))
    found = world.mailbox().find_draft("mark-1", gj.conversation_id(half_made.thread))
    assert found is not None
    assert found.text == "Dear Rita,"


def test_a_written_draft_whose_answer_was_lost_is_found(world: MicrosoftWorld) -> None:
    parent = world.receive("Hello", read=True)
    world.sandbox.faults.add(Rule("PATCH */messages/*", "lost_after"))
    with pytest.raises(TryLater):
        world.mailbox().create_draft(reply_to(parent))
    found = world.mailbox().find_draft("mark-1", gj.conversation_id(parent.thread))
    assert found is not None
    assert found.text.startswith("Hi Rita")
    assert world.mailbox().create_draft(reply_to(parent)).id == found.id
    assert len(drafts(world)) == 1


def test_a_reply_made_although_its_answer_was_lost_is_not_doubled(world: MicrosoftWorld) -> None:
    parent = world.receive("Hello", read=True)
    world.sandbox.faults.add(Rule("POST */createReply", "lost_after"))
    with pytest.raises(TryLater):
        world.mailbox().create_draft(reply_to(parent))
    assert world.mailbox().create_draft(reply_to(parent)).text.startswith("Hi Rita")
    assert len(drafts(world)) == 1


def test_a_draft_that_cannot_be_completed_is_removed(world: MicrosoftWorld) -> None:
    parent = world.receive("Hello", read=True)
    world.sandbox.faults.add(Rule("PATCH */messages/*", "server_error", status=400))
    with pytest.raises(Exception, match="400"):
        world.mailbox().create_draft(reply_to(parent))
    assert drafts(world) == []


def test_a_draft_sent_or_deleted_by_its_owner_is_no_draft(world: MicrosoftWorld) -> None:
    one, two = world.receive("A", subject="A"), world.receive("B", subject="B")
    sent = world.mailbox().create_draft(reply_to(one))
    deleted = world.mailbox().create_draft(reply_to(two, mark="mark-2"))
    for kept in drafts(world):
        if kept.subject.endswith("A"):
            world.store.send_draft(ME, kept.draft or 0)
        else:
            world.session().delete(
                f"https://graph.microsoft.com/v1.0/me/messages/{deleted.id}",
                headers={"Authorization": f"Bearer {world.sandbox.oauth.allow('c', ME, ['Mail.ReadWrite'])[0]}"},
            )
    mailbox = world.mailbox()
    assert mailbox.draft(sent.id) is None
    assert mailbox.draft(deleted.id) is None
    assert mailbox.find_draft("mark-1", sent.thread_id) is None
    assert mailbox.find_draft("mark-2", deleted.thread_id) is None
    mailbox.delete_draft(sent.id)
    assert [m.folder for m in world.store.mails(ME) if m.subject == "RE: A"] == ["sent"]


def test_the_owners_words_in_a_draft_are_seen(world: MicrosoftWorld) -> None:
    parent = world.receive("Hello")
    draft = world.mailbox().create_draft(reply_to(parent))
    kept = drafts(world)[0]
    html = gj.body_of(kept)["content"].replace("any news", "anything new")
    world.store.replace_draft(ME, kept.draft or 0, gj.changed(kept.raw, {"body": {"contentType": "html", "content": html}}))
    again = world.mailbox().draft(draft.id)
    assert again is not None
    assert "anything new" in again.text
    assert again.mark == "mark-1"


def test_a_draft_edited_in_the_very_moment_is_not_deleted(world: MicrosoftWorld) -> None:
    parent = world.receive("Hello")
    draft = world.mailbox().create_draft(reply_to(parent))

    def edit() -> None:
        world.now += timedelta(seconds=1)
        kept = drafts(world)[0]
        world.store.replace_draft(ME, kept.draft or 0, kept.raw)

    world.sandbox.faults.add(Rule("DELETE */messages/*", "run_before", then=edit))
    with pytest.raises(TryLater):
        world.mailbox().delete_draft(draft.id)
    assert len(drafts(world)) == 1
    world.mailbox().delete_draft(draft.id)
    world.mailbox().delete_draft(draft.id)
    assert drafts(world) == []


def test_the_owners_own_draft_is_listed_without_a_mark(world: MicrosoftWorld) -> None:
    parent = world.receive("Hello")
    world.mailbox().create_draft(reply_to(parent))
    world.mailbox().create_draft(reply_to(parent, mark=""))
    assert sorted(d.mark for d in world.mailbox().drafts_in(gj.conversation_id(parent.thread))) == ["", "mark-1"]


# Doors that close


def test_an_expired_token_is_refreshed_once_and_then_given_up(world: MicrosoftWorld) -> None:
    world.receive("Hello")
    with pytest.raises(AccessRevoked, match="connect it again"):
        world.mailbox(through=FixedToken("expired")).addresses()
    assert len(world.asked) == 2


def test_an_account_without_a_mailbox_says_so(world: MicrosoftWorld) -> None:
    world.sandbox.oauth.add_account("no@gmail.example", "No Mailbox", has_mailbox=False)
    with pytest.raises(MailboxMissing, match="no Outlook mailbox"):
        world.mailbox("no@gmail.example").changes(None, SINCE)


def test_a_withdrawn_permission_says_so(world: MicrosoftWorld) -> None:
    token, _ = world.sandbox.oauth.allow("c", ME, ["User.Read"])
    with pytest.raises(PermissionMissing):
        world.mailbox(through=FixedToken(token)).changes(None, SINCE)


@pytest.mark.parametrize(
    ("rule", "seconds"),
    [
        (Rule("GET *", "rate_limit", retry_after_seconds=33), 33),
        (Rule("GET *", "server_error", status=503, retry_after_seconds=7), 7),
        (Rule("GET *", "lost_before"), None),
    ],
)
def test_a_busy_service_asks_for_patience(world: MicrosoftWorld, rule: Rule, seconds: int | None) -> None:
    world.sandbox.faults.add(rule)
    with pytest.raises(TryLater) as later:
        world.mailbox().changes(None, SINCE)
    assert later.value.after_seconds == seconds


def test_every_request_asks_for_immutable_ids_but_the_one_for_the_web_link(world: MicrosoftWorld) -> None:
    parent = world.receive("Hello")
    world.mailbox().changes(None, SINCE)
    world.mailbox().create_draft(reply_to(parent))
    bare = [c for c in world.asked if c.path.startswith("/v1.0/") and 'IdType="ImmutableId"' not in c.headers.get("prefer", "")]
    assert [c.query["$select"] for c in bare] == [["webLink"]]
    assert world.compared > 100


# Push


def test_a_subscription_is_made_told_and_renewed(world: MicrosoftWorld) -> None:
    mailbox = world.mailbox(push=True)
    watch = mailbox.watch()
    assert [url for url, how in world.posted if "params" in how] == [
        "https://hearback.example/hooks/microsoft",
        "https://hearback.example/hooks/microsoft/lifecycle",
    ]
    assert len(watch.secret) >= 32
    world.receive("Hello")
    told = world.sandbox.push.due()
    assert {row["changeType"] for row in told} == {"created", "updated"}
    assert all(row["clientState"] == watch.secret and row["subscriptionId"] == watch.id for row in told)
    world.now += timedelta(days=5)
    renewed = world.mailbox(push=True, watching=watch).watch()
    assert (renewed.id, renewed.secret) == (watch.id, watch.secret)
    assert renewed.expires_at == watch.expires_at + timedelta(days=5)
    world.mailbox().unwatch(renewed)
    world.mailbox().unwatch(renewed)
    assert world.sandbox.push.subscriptions == {}


def test_a_subscription_that_graph_has_dropped_is_made_again(world: MicrosoftWorld) -> None:
    watch = world.mailbox(push=True).watch()
    world.sandbox.push.subscriptions.clear()
    again = world.mailbox(push=True, watching=watch).watch()
    assert again.id != watch.id
    assert again.secret != watch.secret


def test_without_an_address_or_a_handshake_there_is_no_push(world: MicrosoftWorld) -> None:
    with pytest.raises(NoPush):
        world.mailbox().watch()

    def silent(url: str, **how: object) -> object:
        from requests import ConnectionError

        raise ConnectionError(url)

    world.hooks["https://hearback.example/hooks/microsoft"] = silent
    with pytest.raises(NoPush, match="timed out"):
        world.mailbox(push=True).watch()
