"""The task pane in a real Chromium, with Microsoft's own msal-browser against a stub of Outlook: by keyboard, at 320 px, in the dark."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.responses import Response
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.store.database import Database
from tests.addons.world import (
    OUTLOOK_THREAD,
    PERSON,
    PROMISE,
    TENANT,
    AddonWorld,
    access_token,
    event,
    new_world,
    promised,
)

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
ROOT = Path(__file__).parents[2]
STUB = ROOT / "app" / "sandbox" / "static" / "office_stub.js"
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"THE TASK PANE WAS NOT TESTED: there is no {CHROMIUM}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def served(sqlite_database: Database) -> Iterator[tuple[AddonWorld, str]]:
    """The service on a port of this machine, with the stub in the place of Office.js."""
    import socket

    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://localhost:{listener.getsockname()[1]}"
    world = promised(new_world(sqlite_database, url, f"{url}/stub/office.js"))
    app: Any = world.client.app
    app.add_api_route("/stub/office.js", lambda: Response(STUB.read_text(encoding="utf-8"), media_type="text/javascript"))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield world, url
    server.should_exit = True
    thread.join(5)


def naming(message: dict[str, str] | None, token: str | None = None) -> dict[str, Any]:
    """What Outlook's frame tells the pane."""
    token = access_token() if token is None else token
    account = {
        "homeAccountId": f"{PERSON}.{TENANT}",
        "environment": "login.microsoftonline.com",
        "tenantId": TENANT,
        "username": "ada@outlook.example",
        "localAccountId": PERSON,
    }
    identity = access_token(name="Ada Lovelace", preferred_username="ada@outlook.example")
    return {"message": message, "token": token, "id_token": identity, "account": account, "language": "en-US"}


def open_message() -> dict[str, str]:
    recorded = event("outlook_message")
    return {
        "conversationId": recorded["conversation_id"],
        "itemId": recorded["item_id"],
        "internetMessageId": recorded["internet_message_id"],
    }


@pytest.fixture
def pane(browser: Browser, served: tuple[AddonWorld, str]) -> Iterator[Any]:
    """Opens the pane at 320 px; at the end nothing may have been refused by its own policy."""
    refused: list[str] = []
    pages: list[Page] = []

    def opened(host: dict[str, Any], **context: Any) -> Page:
        page = browser.new_context(viewport={"width": 320, "height": 700}, **context).new_page()
        page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("pageerror", lambda fault: refused.append(str(fault)))
        page.add_init_script(f"window.name = {json.dumps(json.dumps(host))}")
        page.goto(f"{served[1]}/addons/outlook/taskpane")
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.context.close()
    assert refused == []


def tab_to(page: Page, label: str) -> None:
    """Reach something by the Tab key alone."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == label:
            return
    raise AssertionError(f"“{label}” is not reached with the Tab key")


def test_the_pane_says_what_the_card_says(pane: Any) -> None:
    page = pane(naming(open_message()))
    expect(page.get_by_role("heading", name="Waiting for them")).to_be_visible()
    expect(page.locator("blockquote")).to_contain_text("We will get back to you by Friday")
    expect(page.get_by_text("Deadline: Friday, March 6")).to_be_visible()
    page.get_by_text("Why", exact=True).click()
    expect(page.get_by_text("Timing rule")).to_be_visible()


def test_an_action_is_done_and_undone_by_keyboard(pane: Any, served: tuple[AddonWorld, str]) -> None:
    page = pane(naming(open_message()))
    expect(page.locator("blockquote")).to_be_visible()
    tab_to(page, "They answered")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Noted: they have answered")
    assert served[0].row(OUTLOOK_THREAD).status == "answered"
    assert page.evaluate("document.activeElement.tagName") == "H2"
    tab_to(page, "Undo")
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_contain_text("Undone.")
    assert served[0].row(OUTLOOK_THREAD).status == "waiting"


def test_another_day_is_given_by_keyboard(pane: Any, served: tuple[AddonWorld, str]) -> None:
    page = pane(naming(open_message()))
    expect(page.locator("blockquote")).to_be_visible()
    tab_to(page, "Another day")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("03202026")
    tab_to(page, "Another date")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Deadline: Friday, March 20")).to_be_visible()
    assert str(served[0].row(OUTLOOK_THREAD).deadline_on) == "2026-03-20"


def test_a_refused_action_is_said_and_the_thread_stays(pane: Any) -> None:
    page = pane(naming(open_message()))
    page.get_by_text("Another day").click()
    page.get_by_role("button", name="Not before …").click()
    expect(page.get_by_role("status")).to_contain_text("That day cannot be used")
    expect(page.locator("blockquote")).to_be_visible()
    expect(page.get_by_role("button", name="They answered")).to_be_enabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_into_320_pixels_in_both_colour_schemes(pane: Any, scheme: str) -> None:
    page = pane(naming(open_message()), color_scheme=scheme)
    expect(page.locator("blockquote")).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 320
    if AXE.exists():
        # Injected by the debugger, which the page's own policy does not bind.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run().then((report) => report.violations.map((one) => [one.id, one.nodes[0].html]))")
        assert found == []


def test_a_pinned_pane_follows_the_selection(pane: Any, served: tuple[AddonWorld, str]) -> None:
    world = served[0]
    world.outlook.deliver("AAQkother", "max@other.example", PROMISE.replace("by Friday", "by March 20"))
    world.go(minutes=10)
    page = pane(naming(open_message()))
    expect(page.locator("blockquote")).to_contain_text("by Friday")
    page.evaluate("window.postMessage({select: {conversationId: 'AAQkother', itemId: '', internetMessageId: ''}}, '*')")
    expect(page.locator("blockquote")).to_contain_text("by March 20")
    page.evaluate("window.postMessage({select: null}, '*')")
    expect(page.get_by_role("heading", name="Waiting for them")).to_be_visible()
    expect(page.locator(".threads li")).to_have_count(2)


def test_an_unread_message_appears_by_itself(pane: Any, served: tuple[AddonWorld, str]) -> None:
    served[0].outlook.deliver("AAQknew", "max@other.example", PROMISE)
    page = pane(naming({"conversationId": "AAQknew", "itemId": "", "internetMessageId": ""}))
    expect(page.get_by_role("heading", name="Reading this thread")).to_be_visible()
    expect(page.locator("blockquote")).to_contain_text("by Friday", timeout=15_000)


def test_links_open_in_a_browser_window_outside_the_frame(pane: Any, served: tuple[AddonWorld, str]) -> None:
    page = pane(naming(None))
    page.get_by_role("link", name="Settings").click()
    assert page.evaluate("openedByPane") == [f"{served[1]}/settings"]


def test_an_outlook_without_this_sign_in_is_told_what_else_there_is(browser: Browser, served: tuple[AddonWorld, str]) -> None:
    page = browser.new_page()
    page.route("https://login.microsoftonline.com/**", lambda route: route.abort())
    page.add_init_script(f"window.name = {json.dumps(json.dumps(naming(open_message(), token='')))}")
    page.goto(f"{served[1]}/addons/outlook/taskpane")
    expect(page.get_by_text("cannot tell Hearback who you are")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("link", name="Open Hearback in a browser")).to_be_visible()
    page.close()


def test_a_token_that_the_service_refuses_is_a_sentence(pane: Any) -> None:
    page = pane(naming(open_message(), token=access_token(aud="another")))
    expect(page.get_by_text("did not prove who you are")).to_be_visible()


def test_a_service_that_is_away_is_a_sentence_and_another_try(pane: Any) -> None:
    page = pane(naming(open_message()))
    expect(page.locator("blockquote")).to_be_visible()
    page.route("**/addons/api/**", lambda route: route.abort())
    page.get_by_role("button", name="What waits").click()
    expect(page.get_by_text("cannot be reached just now")).to_be_visible()
    page.unroute("**/addons/api/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".threads li")).to_have_count(1)
