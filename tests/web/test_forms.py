"""Any field of any form, filled with nonsense: an answer with a sentence, never a fault of ours, and what was typed is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from app.flow.actions import NEEDS_DAY, Action
from app.store import threads
from tests.flow.world import World
from tests.web.visit import Visit

PAGES = (
    "/threads",
    "THREAD",
    "/settings",
    "/settings/mailboxes",
    "/settings/wording",
    "/settings/people",
    "/settings/notifications",
    "PLACE",
    "/my-data",
)
ENDS = ("/delete", "/disconnect", "/sign-out", "/sign-out-everywhere", "/write-drafts")
NONSENSE = (
    "",
    " ",
    "-1",
    "0",
    "1e309",
    "9" * 400,
    "NaN",
    "٣",
    "\x00",
    "\ud7ff\uffff",
    "0000-00-00",
    "9999-12-31",
    "25:61",
    "Mars/Olympus",
    "../../etc/passwd",
    "{{ 7*7 }}{% for a in range(9) %}x{% endfor %}",
    "{{ name.__class__.__mro__ }}",
    "'; DROP TABLE thread; --",
    '"><script>alert(1)</script>',
    "x" * 5_000,
)


@dataclass(frozen=True)
class Shown:
    """A form as a page shows it: where it goes and what its fields hold."""

    action: str
    fields: tuple[tuple[str, str], ...]


def forms(visit: Visit, ends: bool = False) -> Iterator[Shown]:
    """Every form of every page; with ``ends`` those alone after which nothing is as it was."""
    box = visit.world.row().mailbox_id
    for page in PAGES:
        path = {"THREAD": f"/threads/{visit.thread_id()}", "PLACE": f"/mailboxes/{box}/place"}.get(page, page)
        answer = visit.get(path)
        assert answer.status_code == 200, path
        for form in LexborHTMLParser(answer.text).css("form[method=post]"):
            action = form.attributes.get("action") or ""
            named = form.css("input[name], select[name], textarea[name], button[name]")
            fields = tuple((str(one.attributes["name"]), str(one.attributes.get("value") or "")) for one in named)
            if action.endswith(ENDS) is ends:
                yield Shown(action, fields)


def send(visit: Visit, form: Shown, changes: dict[str, str]) -> None:
    data: dict[str, list[str]] = {}
    for name, value in form.fields:
        data.setdefault(name, []).append(changes.get(name, value))
    answer = visit.client.post(form.action, data=data)
    assert answer.status_code < 500, (form.action, changes, answer.status_code)
    if form.action != "/my-data/export":  # A file of JSON, which holds what was typed as it was typed.
        assert "<script>alert" not in answer.text, (form.action, changes)
        assert answer.headers["content-type"].startswith("text/html"), form.action


@pytest.fixture
def found(waiting: Visit) -> list[Shown]:
    shown = list(forms(waiting))
    assert len({form.action for form in shown}) >= 15, sorted({form.action for form in shown})
    return shown


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_each_field_with_each_nonsense_is_answered(waiting: Visit, found: list[Shown], nonsense: str) -> None:
    for form in found:
        for name, _ in form.fields:
            if name != "form_token":
                send(waiting, form, {name: nonsense})
        send(waiting, form, {name: nonsense for name, _ in form.fields if name != "form_token"})
        send(waiting, form, {"form_token": nonsense})


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_in_a_form_that_ends_something_ends_nothing(untold: Visit, nonsense: str) -> None:
    found = {form.action: form for form in forms(untold, ends=True)}
    assert {end for end in ENDS for action in found if action.endswith(end)} == set(ENDS)
    for form in found.values():
        send(untold, form, {"form_token": nonsense})
        if any(name == "sure" for name, _ in form.fields):
            send(untold, form, {"sure": nonsense, "remove_drafts": nonsense})
            send(untold, form, {"sure": f"yes{nonsense}x"})
        assert untold.get("/threads").status_code == 200, "signed out, or deleted"
    assert untold.world.row().mailbox.told_at is None
    assert not untold.world.our_drafts()
    assert {"mailbox_unlinked", "told_to_write"}.isdisjoint(untold.world.events())


def test_a_form_that_deletes_everything_keeps_what_was_chosen_when_the_box_was_not_ticked(waiting: Visit) -> None:
    page = waiting.post("/my-data/delete")
    assert page.status_code == 422
    box = LexborHTMLParser(page.text).css_first("input[name=remove_drafts]")
    assert box is not None
    assert "checked" not in box.attributes


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(text=st.text(max_size=60), which=st.integers(0, 10_000))
def test_any_text_in_any_field_is_answered(waiting: Visit, text: str, which: int) -> None:
    some = list(forms(waiting))
    form = some[which % len(some)]
    send(waiting, form, {name: text for name, _ in form.fields if name != "form_token"})


@pytest.mark.parametrize("action", [action for action in Action if action not in (Action.WRITE, Action.TAKE_AWAY)])
def test_every_action_can_be_undone_from_the_page_that_tells_of_it(waiting: Visit, action: Action) -> None:
    world, path = waiting.world, f"/threads/{waiting.thread_id()}"
    before = corrections(world)
    day = {"day": "2026-03-20"} if action in NEEDS_DAY else {}
    told = waiting.post(f"{path}/actions/{action}", **day)
    assert told.status_code == 200
    undo = LexborHTMLParser(told.text).css_first("form[action^='/undo/']")
    assert undo is not None, "there is no way back"
    waiting.post(str(undo.attributes["action"]))
    assert corrections(world) == before


def corrections(world: World) -> object:
    return threads.corrections_of(world.row())
