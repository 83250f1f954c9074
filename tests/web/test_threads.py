"""Conversations, and what can be said about them: each with its way back, and nobody else's."""

from __future__ import annotations

from uuid import uuid4

import pytest
from httpx2 import Response
from selectolax.lexbor import LexborHTMLParser

from app.store.database import Database
from app.web.rendering import with_days
from tests.flow.world import waiting_world
from tests.web.visit import Visit, label


def test_the_list_shows_the_promise_and_its_days(waiting: Visit) -> None:
    page = waiting.get("/threads").text
    assert "Waiting for them" in page
    assert "Fri 6 Mar" in page
    assert "Tue 10 Mar" in page


def test_a_correction_can_be_undone_and_undone_once_only(waiting: Visit) -> None:
    thread = f"/threads/{waiting.thread_id()}"
    answer = waiting.post(f"{thread}/actions/answered")
    assert "they have answered" in answer.text
    assert waiting.world.status() != "waiting"
    undo = answer.text.split('action="/undo/')[1].split('"')[0]
    assert "Undone" in waiting.post(f"/undo/{undo}", back=thread).text
    assert waiting.world.status() == "waiting"
    assert "no longer be undone" in waiting.post(f"/undo/{undo}", back=thread).text
    assert waiting.world.status() == "waiting"


@pytest.mark.parametrize("day", ["", "never", "2026-02-31", "9999999999-01-01", "1999-01-01", "2090-01-01", "<script>"])
def test_a_day_that_cannot_be_used_is_told_beside_its_field_and_stays_in_it(waiting: Visit, day: str) -> None:
    answer = waiting.post(f"/threads/{waiting.thread_id()}/actions/snooze", day=day)
    assert answer.status_code == 422
    assert 'id="fault-snooze"' in answer.text
    assert "<script>" not in answer.text.replace("<script src", "")
    if day.isalnum() or day.count("-") == 2:
        assert f'value="{day}"' in answer.text
    assert waiting.world.status() == "waiting"


def test_another_users_thread_is_as_unknown_as_one_that_does_not_exist(waiting: Visit, sqlite_database: Database) -> None:
    other = Visit.to(waiting_world(sqlite_database, "bob"))
    theirs, nobodys = other.thread_id(), str(uuid4())
    for thread in (theirs, nobodys, "nonsense"):
        for answer in (waiting.get(f"/threads/{thread}"), waiting.post(f"/threads/{thread}/actions/never")):
            assert answer.status_code == 404
    mine, none = waiting.get(f"/threads/{theirs}").text, waiting.get(f"/threads/{nobodys}").text
    assert mine.replace(theirs, "") == none.replace(nobodys, "")
    assert other.world.status() == "waiting"


def test_a_form_of_an_expired_page_changes_nothing_and_says_so(waiting: Visit) -> None:
    answer = waiting.post(f"/threads/{waiting.thread_id()}/actions/never", token="of another day")
    assert answer.status_code == 403
    assert "too old" in answer.text
    assert label(waiting.get(f"/threads/{waiting.thread_id()}")) == "Waiting for them"


def test_a_way_back_leads_only_to_this_service(waiting: Visit) -> None:
    for bad in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = waiting.client.post(
            f"/threads/{waiting.thread_id()}/actions/answered",
            data={"form_token": waiting.token, "back": bad},
            follow_redirects=False,
        )
        assert answer.headers["location"] == f"/threads/{waiting.thread_id()}"


def test_a_draft_is_taken_away_and_written_again(drafted: Visit) -> None:
    thread = f"/threads/{drafted.thread_id()}"
    assert "Draft ready" in drafted.get("/threads").text
    drafted.world.go(hours=1)
    assert "taken away" in drafted.post(f"{thread}/actions/take_away").text
    assert not drafted.world.our_drafts()
    drafted.post(f"{thread}/actions/write")
    assert len(drafted.world.our_drafts()) == 1
    drafted.post(f"{thread}/actions/write")
    assert len(drafted.world.our_drafts()) == 1


def way_back(answer: Response) -> str:
    return str(answer.text.split('action="/undo/')[1].split('"')[0])


def test_writing_a_draft_can_be_undone_once(drafted: Visit) -> None:
    thread = f"/threads/{drafted.thread_id()}"
    drafted.world.go(hours=1)
    drafted.post(f"{thread}/actions/take_away")
    entry = way_back(drafted.post(f"{thread}/actions/write"))
    assert len(drafted.world.our_drafts()) == 1
    assert "taken away" in drafted.post(f"/undo/{entry}", back=thread).text
    assert not drafted.world.our_drafts()
    assert "no longer be undone" in drafted.post(f"/undo/{entry}", back=thread).text


def test_taking_a_draft_away_can_be_undone_once_and_its_text_stays_in_the_journal(drafted: Visit) -> None:
    thread = f"/threads/{drafted.thread_id()}"
    drafted.world.go(hours=1)
    text = drafted.world.our_drafts()[0].text
    entry = way_back(drafted.post(f"{thread}/actions/take_away"))
    kept = LexborHTMLParser(drafted.get("/my-data/journal").text).css_first(".journal pre")
    assert kept is not None
    assert kept.text().strip() == text.strip()
    drafted.post(f"/undo/{entry}", back=thread)
    assert [draft.text for draft in drafted.world.our_drafts()] == [text]
    assert "no longer be undone" in drafted.post(f"/undo/{entry}", back=thread).text
    assert len(drafted.world.our_drafts()) == 1


def test_the_journal_says_in_which_mailbox_each_thing_was_done(drafted: Visit) -> None:
    written = [line.text() for line in LexborHTMLParser(drafted.get("/my-data/journal").text).css(".journal li")]
    (address,) = drafted.world.boxes
    assert any("Draft written" in line and address in line for line in written)


def test_undoing_a_draft_that_has_been_edited_leaves_it_alone(drafted: Visit) -> None:
    thread = f"/threads/{drafted.thread_id()}"
    drafted.world.go(hours=1)
    drafted.post(f"{thread}/actions/take_away")
    entry = way_back(drafted.post(f"{thread}/actions/write"))
    (draft,) = drafted.world.our_drafts()
    drafted.world.mail.edit_draft(draft.id, "My own words.")
    assert "it was left alone" in drafted.post(f"/undo/{entry}", back=thread).text
    assert [one.text for one in drafted.world.our_drafts()] == ["My own words."]


@pytest.mark.parametrize("query", ["show=nonsense", "p=-1", "p=99999999999", "mailbox=x", "q=%00", "q=zzz&p=4", "show=ready&p=9"])
def test_nonsense_in_the_address_of_the_list_is_no_fault(waiting: Visit, query: str) -> None:
    assert waiting.get(f"/threads?{query}").status_code == 200


def test_the_search_finds_by_subject_and_by_nothing_in_the_mail(waiting: Visit) -> None:
    subject = waiting.get("/threads").text
    assert 'id="thread-' in subject
    assert "No conversation with these words" in waiting.get("/threads?q=zebra").text


def test_a_search_can_be_cleared_and_what_is_shown_is_words(waiting: Visit) -> None:
    shown = waiting.get("/threads?q=nobody").text
    assert ">Clear the search</a>" in shown
    assert "built-in" not in shown


def test_days_in_the_reasons_are_written_as_the_visitor_writes_them(waiting: Visit) -> None:
    said: list[str] = []
    app = waiting.client.app

    @app.get("/spoken")  # type: ignore[attr-defined,untyped-decorator]
    def spoken() -> None:
        said.append(with_days("Written on 2026-03-06, that means 2026-03-10 (not 2026-99-99, not 12026-03-06)."))

    waiting.get("/spoken")
    waiting.client.get("/spoken", headers={"accept-language": "en-US"})
    assert said[0] == "Written on Fri 6 Mar, that means Tue 10 Mar (not 2026-99-99, not 12026-03-06)."
    assert said[1].startswith("Written on Fri, Mar 6, ")
