"""One Chromium for all browser tests, and services to visit with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from app.demo import Demo
from tests.browser.walk import CHROMIUM, QUIET, Walk, need_chromium, running, walk


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    need_chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def fresh(chromium: Browser) -> Iterator[Walk]:
    """A service that nobody has visited, for tests that change much."""
    with running() as demo, walk(chromium, demo) as found:
        yield found


@pytest.fixture(scope="module")
def settled(chromium: Browser) -> Iterator[Demo]:
    """A service with both mailboxes connected and read, for tests that mostly look."""
    with running() as demo, walk(chromium, demo) as found:
        found.ready()
        yield demo
