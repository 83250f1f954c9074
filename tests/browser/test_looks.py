"""Every page at both widths, light and dark: nothing for axe to find, nothing cut off, nothing fetched from elsewhere.

The pictures go to build/screens; the two in docs/screens, which the README shows, are taken by the same run.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.demo import Demo
from tests.browser.walk import Walk, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "build" / "screens"
SIGNED_IN = {
    "threads": "/threads",
    "threads_waiting": "/threads?show=waiting",
    "threads_found": "/threads?q=product",
    "threads_not_found": "/threads?q=nobody-of-that-name",
    "thread": "THREAD",
    "place": "PLACE",
    "progress": "PROGRESS",
    "settings": "/settings",
    "settings_mailboxes": "/settings/mailboxes",
    "settings_wording": "/settings/wording",
    "settings_people": "/settings/people",
    "settings_notifications": "/settings/notifications",
    "my_data": "/my-data",
    "journal": "/my-data/journal",
    "error": "/threads/00000000-0000-0000-0000-000000000000",
}
LOOKS = [(360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")]


def _paths(found: Walk) -> dict[str, str]:
    found.go("/threads")
    thread = found.page.locator("li.thread").first.get_attribute("id") or ""
    found.go("/settings/mailboxes")
    place = found.page.get_by_role("link", name=re.compile("^Time zone, region")).first.get_attribute("href") or ""
    special = {
        "THREAD": f"/threads/{thread.removeprefix('thread-')}",
        "PLACE": place,
        "PROGRESS": place.replace("/place", "/progress"),
    }
    return {name: special.get(path, path) for name, path in SIGNED_IN.items()}


def _look(found: Walk, name: str, path: str, width: int, scheme: str) -> list[str]:
    found.go(path)
    SCREENS.mkdir(parents=True, exist_ok=True)
    found.page.screenshot(path=SCREENS / f"{name}_{width}_{scheme}.png", full_page=True)
    wrong = [f"{name} {width} {scheme}: {one}" for one in found.violations()]
    if "built-in" in found.page.inner_text("body") or "object at 0x" in found.page.inner_text("body"):
        wrong.append(f"{name}: something is shown that is no text")
    if found.is_too_wide():
        wrong.append(f"{name} {width} {scheme}: wider than the window")
    return wrong


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_is_accessible_and_fits(chromium: Browser, settled: Demo, width: int, scheme: str) -> None:
    with walk(chromium, settled, viewport={"width": width, "height": 900}, color_scheme=scheme) as found:
        wrong = _look(found, "landing", "/", width, scheme)
        found.sign_in()
        for name, path in _paths(found).items():
            wrong += _look(found, name, path, width, scheme)
    assert wrong == []
    refused = [one for one in found.complaints if "404" not in one]
    assert refused == [], "the content policy refuses nothing that a page needs"


def test_the_two_pictures_of_the_readme_are_taken_by_this_run(chromium: Browser, settled: Demo) -> None:
    docs = ROOT / "docs" / "screens"
    docs.mkdir(parents=True, exist_ok=True)
    with walk(chromium, settled, viewport={"width": 1100, "height": 820}, color_scheme="light") as found:
        found.sign_in()
        for name, path in (("conversations", "/threads"), ("settings", "/settings")):
            found.go(path)
            picture = SCREENS / f"readme_{name}.png"
            SCREENS.mkdir(parents=True, exist_ok=True)
            found.page.screenshot(path=picture)
            # A picture in the repository changes only when somebody deletes it and runs the tests.
            if not (docs / f"{name}.png").exists():
                shutil.copyfile(picture, docs / f"{name}.png")
            assert picture.stat().st_size > 10_000
