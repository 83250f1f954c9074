"""Settings: every rule, what it would change, its default; feeds that can be revoked; all of one's data, and its end."""

from __future__ import annotations

import json

import pytest

from app.flow import notify
from app.flow.push_keys import new_push_key, push_keys
from app.store import accounts, feeds, possessions, pushes
from app.store.tables import Base
from tests.web.visit import Visit

RULES = {
    "grace_days": "2",
    "draft_at": "09:00",
    "undated_days_on": "yes",
    "undated_days": "7",
    "no_promise_days": "7",
    "follow_ups": "2",
    "second_after_days": "7",
    "give_up_after_days": "30",
    "automatic": "yes",
}
WEEK = ["0", "1", "2", "3", "4"]


def save(visit: Visit, path: str = "/settings", **changes: object) -> object:
    data = {"form_token": visit.token, "working_weekdays": WEEK, **RULES, **changes}
    return visit.client.post(path, data=data)


def test_a_rule_is_previewed_then_saved_then_restored(waiting: Visit) -> None:
    waiting.world.at(9)
    assert "would wait until Thu 12 Mar" in save(waiting, "/settings/preview", grace_days="4").text
    assert "nothing would change" in save(waiting, "/settings/preview").text
    assert str(waiting.world.row().due_on) == "2026-03-10"
    save(waiting, grace_days="4")
    assert str(waiting.world.row().due_on) == "2026-03-12"
    answer = save(waiting, restore="grace_days", give_up_after_days="44")
    assert 'value="44"' in answer.text, "what was typed elsewhere stays"
    assert str(waiting.world.row().due_on) == "2026-03-10"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("grace_days", "0"),
        ("grace_days", "-1"),
        ("grace_days", "1e9"),
        ("grace_days", "٣"),
        ("draft_at", "25:00"),
        ("draft_at", "09:00+05:00"),
        ("follow_ups", "99"),
        ("second_after_days", "nonsense"),
        ("give_up_after_days", "9" * 50),
        ("undated_days", ""),
        ("absent_until_on", "yesterday"),
        ("absent_from_on", "0001-01-01"),
    ],
)
def test_nonsense_in_a_field_is_told_beside_it_and_nothing_is_saved(waiting: Visit, field: str, value: str) -> None:
    answer = save(waiting, **{"give_up_after_days": "31", field: value})
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert f'value="{value}"' in answer.text or not value
    with waiting.world.services.database.read() as session:
        row = accounts.account(session, waiting.world.account_id)
        assert row is not None
        assert row.rules == {}


def test_a_week_without_working_days_is_refused(waiting: Visit) -> None:
    answer = waiting.client.post("/settings", data={"form_token": waiting.token, **RULES})
    assert answer.status_code == 422
    assert "working_weekdays-fault" in answer.text


def test_an_absence_puts_drafts_off(waiting: Visit) -> None:
    save(waiting, absent_from_on="2026-03-09", absent_until_on="2026-03-20")
    waiting.world.at(10)
    assert waiting.world.our_drafts() == []
    waiting.world.at(23)
    assert len(waiting.world.our_drafts()) == 1


def test_a_feed_tells_days_and_names_and_can_be_revoked(drafted: Visit) -> None:
    drafted.post("/settings/notifications/feeds")
    with drafted.world.services.database.read() as session:
        first = feeds.secret_of(session, drafted.world.account_id)
    atom = drafted.client.get(f"/feeds/{first}/drafts.atom")
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert "A draft waits" in atom.text
    assert "promise" not in atom.text, "no word of any mail"
    assert "BEGIN:VCALENDAR" in drafted.client.get(f"/feeds/{first}/follow-ups.ics").text
    drafted.post("/settings/notifications/feeds")
    assert drafted.client.get(f"/feeds/{first}/drafts.atom").status_code == 404
    drafted.post("/settings/notifications/feeds", revoke="yes")
    assert drafted.client.get("/feeds//drafts.atom").status_code == 404


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://169.254.169.254/latest",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_known_push_services_are_ever_called(waiting: Visit, endpoint: str) -> None:
    text = json.dumps({"endpoint": endpoint, "keys": {"p256dh": "x", "auth": "y"}})
    assert waiting.post("/settings/notifications/push", subscription=text).status_code == 422


def test_a_browser_is_told_of_a_new_draft_once_and_of_no_word_in_it(waiting: Visit) -> None:
    sent: list[dict[str, object]] = []
    keys = push_keys(new_push_key(), "mailto:admin@hearback.example")
    services = waiting.world.services
    object.__setattr__(services, "push", type(keys)(keys.private, keys.public, keys.contact, lambda **said: sent.append(said)))
    text = json.dumps({"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "x", "auth": "y"}})
    assert waiting.post("/settings/notifications/push", subscription=text).status_code == 200
    assert notify.tell_browsers(services, waiting.world.now) == 0
    waiting.world.at(10)
    assert notify.tell_browsers(services, waiting.world.now) == 1
    assert notify.tell_browsers(services, waiting.world.now) == 0
    assert [json.loads(str(one["data"])) for one in sent] == [{"drafts": 1}]
    waiting.post("/settings/notifications/push/stop")
    with services.database.read() as session:
        assert pushes.counted(session, waiting.world.account_id) == 0


def test_all_that_is_kept_can_be_taken_away_and_holds_no_key_to_the_mailbox(waiting: Visit) -> None:
    answer = waiting.post("/my-data/export")
    kept = json.loads(answer.text)
    assert kept["mailboxes"][0]["address"] == "ada@mail.example"
    assert kept["threads"]
    assert "credentials" not in answer.text
    with waiting.world.services.database.read() as session:
        assert possessions.numbers(session, waiting.world.account_id)["threads"] == 1


def test_everything_is_deleted_only_with_the_box_ticked_and_then_completely(drafted: Visit) -> None:
    assert drafted.post("/my-data/delete").status_code == 422
    assert drafted.world.our_drafts()
    drafted.world.go(hours=1)
    drafted.post("/my-data/delete", sure="yes", remove_drafts="yes")
    assert drafted.world.our_drafts() == []
    with drafted.world.services.database.read() as session:
        left = {table.name for table in Base.metadata.sorted_tables if session.execute(table.select()).first()}
    assert left <= {"index_key"}


def test_who_signs_out_everywhere_is_signed_out(waiting: Visit) -> None:
    waiting.post("/my-data/sign-out-everywhere")
    assert waiting.client.get("/settings", follow_redirects=False).headers["location"] == "/"
