"""One draft a lapse: written when due, looked after until it is sent, thrown away or no longer wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.flow.draft import Result, write_draft, write_drafts
from app.flow.review import review_account
from app.providers.mailbox import DraftRefused, TryLater
from app.store import journal, mailboxes
from app.store.database import Database
from app.store.tables import AccountRow, DraftState
from tests.flow.world import MONDAY, RECRUITER, World, drafted_world, waiting_world


def test_a_promise_for_friday_gets_its_draft_on_tuesday(database: Database) -> None:
    world = waiting_world(database)
    assert world.status() == "waiting"
    world.at(9, 23)
    assert world.our_drafts() == []
    world.at(10, 8)
    assert world.our_drafts() == []
    world.at(10, 9)
    (draft,) = world.our_drafts()
    assert draft.thread_id == "t1"
    assert [p.address for p in draft.to] == [RECRUITER]
    assert world.states() == [DraftState.OPEN]
    assert world.status() == "due"


def test_a_second_pass_writes_no_second_draft(database: Database) -> None:
    world = drafted_world(database)
    for _ in range(3):
        world.go(hours=1)
    assert len(world.our_drafts()) == 1
    assert world.mail.calls["create_draft"] == 1


def test_the_first_look_only_proposes_until_it_is_told_to_write(database: Database) -> None:
    world = World.new(database)
    world.mail.deliver("t1", RECRUITER, "the job: promise 2026-02-20", at=MONDAY - timedelta(days=15))
    for _ in range(3):
        world.go(hours=1)
    assert world.status() == "due"
    assert world.our_drafts() == []
    outcomes = write_drafts(world.services, world.mailbox_id, world.now)
    assert [outcome.result for outcome in outcomes] == [Result.WRITTEN]
    assert len(world.our_drafts()) == 1
    # From then on drafts come by themselves.
    world.mail.deliver("t2", "bob@corp.example", "another job: promise 2026-03-06")
    world.go(minutes=1)
    world.at(10)
    assert len(world.our_drafts()) == 2


def test_a_first_look_without_proposals_lets_drafts_come_by_themselves(database: Database) -> None:
    world = World.new(database)
    world.mail.deliver("t1", RECRUITER, "the job: promise 2026-03-06")
    world.go()
    world.at(10)
    assert len(world.our_drafts()) == 1


def test_nothing_comes_by_itself_when_the_user_wants_to_be_asked(database: Database) -> None:
    world = waiting_world(database)
    with database.write() as session:
        account = session.get(AccountRow, world.account_id)
        assert account
        account.automatic = False
    world.at(10)
    assert world.our_drafts() == []
    assert write_draft(world.services, world.row().id, world.now).result == Result.NOT_NOW
    assert write_draft(world.services, world.row().id, world.now, asked=True).result == Result.WRITTEN


def test_an_answer_that_arrived_unnoticed_prevents_the_draft(database: Database) -> None:
    world = waiting_world(database)
    world.time[0] += timedelta(days=8, hours=1)
    world.mail.deliver("t1", RECRUITER, "we have news")
    outcome = write_draft(world.services, world.row().id, world.now)
    assert outcome.result == Result.NOT_NOW
    assert world.our_drafts() == []
    assert world.states() == []
    assert world.status() == "answered"


def test_an_answer_in_another_thread_or_mailbox_prevents_the_draft(database: Database) -> None:
    world = waiting_world(database)
    other = world.link("ada@work.example")
    other.deliver("x9", RECRUITER, "hello there", at=MONDAY + timedelta(days=1))
    world.time[0] += timedelta(days=8, hours=1)
    assert write_draft(world.services, world.row().id, world.now).result == Result.NOT_NOW
    assert world.status() == "answered"


def test_a_sync_that_meets_the_answer_elsewhere_lays_it_beside_the_thread(database: Database) -> None:
    world = waiting_world(database)
    world.mail.deliver("t7", "boss@acme.example", "hello there")
    world.go(minutes=1)
    world.go(minutes=6)
    assert world.status() == "answered"
    assert [row.provider_thread_id for row in world.rows()] == ["t1"]


def test_an_answer_stays_an_answer_when_it_is_deleted(database: Database) -> None:
    world = waiting_world(database)
    answer = world.mail.deliver("t1", RECRUITER, "we have news")
    world.go(minutes=6)
    world.mail.discard(answer.id)
    world.go(hours=2)
    assert world.status() == "answered"
    world.at(10)
    assert world.our_drafts() == []


def test_an_answer_takes_the_untouched_draft_away_and_keeps_its_text(database: Database) -> None:
    world = drafted_world(database)
    text = world.our_drafts()[0].text
    world.mail.deliver("t1", RECRUITER, "we have news")
    world.go(minutes=6)
    assert world.our_drafts() == []
    assert world.states() == [DraftState.REMOVED]
    with database.read() as session:
        assert text in [entry.kept_text for entry in journal.entries(session, world.account_id)]


def test_an_edited_draft_is_left_alone(database: Database) -> None:
    world = drafted_world(database)
    world.mail.edit_draft(world.our_drafts()[0].id, "Dear Jane, my own words")
    world.go(minutes=6)
    world.mail.deliver("t1", RECRUITER, "we have news")
    world.go(hours=1)
    world.go(hours=12)
    assert [draft.text for draft in world.our_drafts()] == ["Dear Jane, my own words"]
    assert world.states() == [DraftState.KEPT]


def test_a_draft_edited_and_edited_back_stays_the_users(database: Database) -> None:
    world = drafted_world(database)
    (draft,) = world.our_drafts()
    world.mail.edit_draft(draft.id, "my own words")
    world.go(minutes=6)
    world.mail.edit_draft(draft.id, draft.text)
    world.go(minutes=6)
    world.mail.deliver("t1", RECRUITER, "we have news")
    world.go(hours=2)
    assert len(world.our_drafts()) == 1


def test_a_draft_at_which_the_user_was_just_now_is_not_taken_away_yet(database: Database) -> None:
    world = drafted_world(database)
    world.mail.open_and_save_draft(world.our_drafts()[0].id)
    world.mail.deliver("t1", RECRUITER, "we have news")
    world.go(minutes=6)
    assert len(world.our_drafts()) == 1
    world.go(minutes=20)
    assert world.our_drafts() == []


def test_a_draft_that_expires_unsent_is_taken_away(database: Database) -> None:
    world = drafted_world(database)
    world.at(20, month=4)
    assert world.status() == "expired"
    assert world.our_drafts() == []


def test_a_draft_thrown_away_by_the_user_never_comes_again_for_this_lapse(database: Database) -> None:
    world = drafted_world(database)
    world.mail.delete_draft(world.our_drafts()[0].id)
    world.go(minutes=6)
    assert world.states() == [DraftState.DELETED]
    world.at(19)
    assert world.our_drafts() == []
    assert write_draft(world.services, world.row().id, world.now, asked=True).result == Result.NOT_NOW


def test_a_sent_draft_leads_to_the_second_follow_up_seven_working_days_later(database: Database) -> None:
    world = drafted_world(database)
    world.mail.send_draft(world.our_drafts()[0].id)
    world.go(minutes=6)
    assert world.states() == [DraftState.SENT]
    assert world.status() == "followed_up"
    world.at(18, 23)
    assert world.our_drafts() == []
    world.at(19, 9)
    assert len(world.our_drafts()) == 1
    assert [row.follow_up for row in world.draft_rows()] == [1, 2]


def test_no_draft_within_seven_working_days_of_another_whatever_they_promise_meanwhile(database: Database) -> None:
    world = drafted_world(database)
    world.time[0] += timedelta(hours=1)
    world.mail.deliver("t1", RECRUITER, "sorry, the job: promise 2026-03-11")
    world.go(minutes=1)
    assert world.our_drafts() == []  # the first draft is no longer wanted
    world.at(13, 12)  # the new promise's own day
    assert world.our_drafts() == []
    world.at(18, 12)
    assert world.our_drafts() == []
    world.at(19, 9)
    assert len(world.our_drafts()) == 1


def test_a_draft_of_the_users_own_keeps_us_from_writing(database: Database) -> None:
    world = waiting_world(database)
    world.mail.add_draft("t1", "mine")
    world.at(10)
    assert world.our_drafts() == []
    assert world.status() == "draft_exists"


def test_a_lost_answer_to_create_makes_no_second_draft(database: Database) -> None:
    world = waiting_world(database)
    world.mail.faults["create_draft done"] = TryLater()
    world.at(10)
    assert len(world.our_drafts()) == 1
    assert world.states() == [DraftState.CLAIMED]
    world.go(minutes=30)
    assert len(world.our_drafts()) == 1
    assert world.states() == [DraftState.OPEN]


def test_a_half_written_draft_that_the_user_has_edited_meanwhile_is_theirs(database: Database) -> None:
    world = waiting_world(database)
    world.mail.faults["create_draft done"] = TryLater()
    world.at(10)
    world.mail.edit_draft(world.our_drafts()[0].id, "my own words")
    world.go(minutes=30)
    world.mail.deliver("t1", RECRUITER, "we have news")
    world.go(hours=2)
    assert [draft.text for draft in world.our_drafts()] == ["my own words"]


def test_a_refused_draft_is_told_and_not_tried_again(database: Database) -> None:
    world = waiting_world(database)
    world.mail.faults["create_draft"] = DraftRefused()
    world.at(10)
    world.go(hours=2)
    assert world.mail.calls["create_draft"] == 1
    assert "draft_refused" in world.events()


def test_a_thread_that_vanished_gets_no_draft_and_no_fault(database: Database) -> None:
    world = waiting_world(database)
    for message_id in list(world.mail.messages):
        world.mail.messages.pop(message_id)
    report = world.at(10)
    assert report.faults == []
    assert world.our_drafts() == []
    assert world.row().due_at is None


def test_a_thread_in_which_only_my_own_mail_remains_gets_no_draft(database: Database) -> None:
    world = waiting_world(database)
    world.mail.deliver("t1", "ada@mail.example", "thank you")
    world.mail.messages.pop("m1")
    world.at(10)
    assert world.our_drafts() == []


def test_a_busy_provider_is_tried_again_later_and_nothing_is_doubled(database: Database) -> None:
    world = waiting_world(database)
    for name in ("thread", "mail_from", "create_draft"):
        world.mail.faults[name] = TryLater(after_seconds=30)
    world.at(10)
    for _ in range(6):
        world.go(minutes=10)
    assert len(world.our_drafts()) == 1
    assert world.states() == [DraftState.OPEN]


@pytest.mark.parametrize("away_until", ["2026-03-15"])
def test_no_draft_comes_while_the_user_is_away(database: Database, away_until: str) -> None:
    from datetime import date

    world = waiting_world(database)
    with database.write() as session:
        account = session.get(AccountRow, world.account_id)
        assert account
        account.absent_from_on, account.absent_until_on = date(2026, 3, 9), date.fromisoformat(away_until)
    from app.flow.review import review_account

    review_account(world.services, world.account_id, world.now)
    world.at(12)
    assert world.our_drafts() == []
    world.at(16, 9)
    assert len(world.our_drafts()) == 1


def test_a_promise_that_lapsed_while_the_mailbox_had_to_be_connected_again_gets_its_draft_afterwards(database: Database) -> None:
    world = waiting_world(database)
    with database.write() as session:
        mailboxes.needs_relink(session, world.mailbox_id, "revoked")
    review_account(world.services, world.account_id, world.now)  # As an answer in another mailbox of theirs would have it.
    world.at(11)
    assert world.our_drafts() == []
    with database.write() as session:
        row = mailboxes.mailbox(session, world.mailbox_id)
        assert row is not None
        mailboxes.relink(session, row, "a new token", world.now)
    world.go(minutes=1)
    assert len(world.our_drafts()) == 1


def test_a_draft_that_lies_among_the_deleted_items_keeps_us_from_nothing(database: Database) -> None:
    """Outlook still calls it a draft, whether it was the user's own or a half-made one of ours."""
    world = waiting_world(database)
    thrown = world.mail.deliver("t1", "ada@mail.example", "Hi Jane, I wanted to ask")
    world.mail.messages[thrown.id] = replace(thrown, draft=True, folder="trash")
    world.at(10)
    assert len(world.our_drafts()) == 1


def test_a_half_made_draft_that_a_dead_run_left_beside_the_recorded_one_is_taken_away(database: Database) -> None:
    world = drafted_world(database)
    (draft,) = world.our_drafts()
    world.mail.drafts["half"] = replace(draft, id="half", message_id="half", text="")
    world.mail.log.append("t1")
    for _ in range(2):
        world.go(hours=7)
    assert [left.id for left in world.our_drafts()] == [draft.id]
    assert world.states() == [DraftState.OPEN]
