"""A person with a real browser: the service and the sandbox on this machine, and what such a person does on their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from app.demo import PROVIDERS, Demo, _running, _settle
from app.sample import owner

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Walk:
    """One browser window on a running service.

    Attributes:
        elsewhere: addresses on other machines that any page asked for; there must be none.
        complaints: what the browser wrote to its console: refused scripts and styles, faults of scripts.
    """

    demo: Demo
    context: BrowserContext
    page: Page
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.demo.url + path)

    def sign_in(self) -> None:
        self.go("/")
        self.page.get_by_role("link", name="Sign in with Google").click()
        self.consent("google")

    def consent(self, provider: str, decision: str = "allow") -> None:
        """Choose the sample's owner on the provider's page, and allow or deny."""
        self.page.locator("#account").select_option(owner().by_account[PROVIDERS[provider]])
        self.page.locator(f"button[value={decision}]").click()
        self.page.wait_for_url(re.compile(re.escape(self.demo.url)))

    def connect(self, provider: str) -> None:
        """Connect a mailbox over its consent page, confirm the place, and have the mail read."""
        self.go(f"/connect/{provider}")
        self.consent(provider)
        self.page.get_by_label("Time zone").fill("Europe/Berlin")
        self.page.get_by_label("Country", exact=True).select_option("DE")
        self.page.get_by_role("button", name="This is right").click()
        _settle(self.demo)

    def ready(self) -> None:
        """Signed in, both mailboxes connected and read."""
        self.sign_in()
        for provider in PROVIDERS:
            self.connect(provider)
        self.go("/threads")

    def violations(self) -> list[str]:
        """What axe finds on the page as it is."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate("(tags) => axe.run(document, {runOnly: tags})", WCAG)
        return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]

    def is_too_wide(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))

    def threads(self, state: str) -> list[str]:
        """The names on the cards with this label."""
        cards = self.page.locator("li.thread").filter(has=self.page.locator(".label", has_text=re.compile(f"^{state}$")))
        return cards.locator("h3").all_inner_texts()

    def drafts(self) -> int:
        return sum(len(self.demo.sandbox.store.drafts(address)) for address in owner().addresses)


@contextmanager
def walk(browser: Browser, demo: Demo, **options: Any) -> Iterator[Walk]:
    """A fresh window. What Microsoft's library sends to Microsoft's own address goes to the sandbox, as a resolver would."""
    context = browser.new_context(locale="en-GB", **options)
    context.set_default_timeout(15_000)
    page = context.new_page()
    found = Walk(demo, context, page)

    def to_sandbox(route: Route) -> None:
        parts = urlsplit(route.request.url)
        address = f"{demo.sandbox.url}{parts.path}?{parts.query}"
        route.fulfill(status=302, headers={"location": address})

    context.route("https://login.microsoftonline.com/**", to_sandbox)
    own = {urlsplit(address).netloc for address in (demo.url, demo.sandbox.url)} | {"login.microsoftonline.com"}
    context.on("request", lambda request: found.elsewhere.append(request.url) if _host(request.url) not in own else None)
    page.on("console", lambda message: found.complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: found.complaints.append(str(fault)))
    yield found
    context.close()
    assert found.elsewhere == []


def _host(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc if parts.scheme in ("http", "https", "ws", "wss") else "login.microsoftonline.com"


@contextmanager
def running() -> Iterator[Demo]:
    with _running(datetime.now(UTC)) as demo:
        yield demo


def need_chromium() -> None:
    if not CHROMIUM.exists():
        pytest.skip(f"THE PAGES WERE NOT TESTED IN A BROWSER: there is no {CHROMIUM}; `make browser` installs it")


__all__ = ["CHROMIUM", "QUIET", "Demo", "Walk", "expect", "need_chromium", "running", "walk"]
