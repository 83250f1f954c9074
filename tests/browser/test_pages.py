"""The pages in a real Chromium, against the sandbox: connect, see why, correct, tune, and leave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.demo import _settle
from app.sample import owner
from app.store import accounts
from app.store.tables import AccountRow, Base
from tests.browser.walk import Walk, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_visitor_connects_both_mailboxes_and_has_the_proposed_drafts_written(fresh: Walk) -> None:
    page = fresh.page
    fresh.sign_in()
    expect(page.get_by_role("heading", name="Connect a mailbox to begin")).to_be_visible()
    page.get_by_role("link", name="Connect Gmail").click()
    fresh.consent("google")
    expect(page.get_by_role("heading", name="Where you live")).to_be_visible()
    page.get_by_label("Time zone").fill("Europe/Berlin")
    page.get_by_label("Country", exact=True).select_option("DE")
    page.get_by_role("button", name="Show the holidays").click()
    expect(page.get_by_text("New Year's Day")).to_be_visible()
    page.get_by_role("button", name="This is right").click()
    expect(page.get_by_role("heading", name="Reading your mail")).to_be_visible()
    _settle(fresh.demo)
    # The page asks by itself until the mail is read.
    expect(page.get_by_role("heading", name="Your mail is read")).to_be_visible()
    fresh.connect("microsoft")
    fresh.go("/threads")
    own = fresh.drafts()
    proposed = len(fresh.threads("Draft proposed"))
    assert proposed
    for _ in range(2):
        page.get_by_role("button", name="Write these drafts").first.click()
        expect(page.get_by_role("status")).to_contain_text("unsent, in your mailbox")
    assert fresh.drafts() > own
    assert not fresh.threads("Draft proposed")
    assert fresh.threads("Draft ready")
    assert sum(dict(fresh.demo.sandbox.store.send_requests).values()) == 0
    assert fresh.complaints == []


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_who_denies_consent_is_told_so_and_nothing_is_connected(fresh: Walk, provider: str) -> None:
    fresh.sign_in()
    fresh.go(f"/connect/{provider}")
    fresh.consent(provider, "deny")
    expect(fresh.page.locator("main h1")).to_be_visible()
    fresh.go("/threads")
    expect(fresh.page.get_by_role("heading", name="Connect a mailbox to begin")).to_be_visible()


def test_a_changed_rule_says_what_it_would_do_before_it_is_saved_and_then_does_it(fresh: Walk) -> None:
    fresh.ready()
    page = fresh.page
    before = len(fresh.threads("Draft proposed"))
    fresh.go("/settings")
    page.get_by_label("Working days to wait after the promised day").fill("25")
    effects = page.locator("#effects")
    expect(effects).to_contain_text("would wait until")
    fresh.go("/threads")
    assert len(fresh.threads("Draft proposed")) == before, "nothing is saved by looking"
    fresh.go("/settings")
    page.get_by_label("Working days to wait after the promised day").fill("25")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    fresh.go("/threads?show=waiting")
    assert fresh.threads("Waiting for them")
    fresh.go("/threads")
    assert len(fresh.threads("Draft proposed")) < before
    fresh.go("/settings")
    page.get_by_role("button", name="Restore 2").click()
    fresh.go("/threads")
    assert len(fresh.threads("Draft proposed")) == before
    assert fresh.complaints == []


def test_nonsense_is_told_beside_its_field_and_stays_there(fresh: Walk) -> None:
    fresh.sign_in()
    fresh.connect("google")
    page = fresh.page
    fresh.go("/settings")
    for nonsense in ("-3", "999999999999", "0"):
        page.get_by_label("Working days to wait after the promised day").fill(nonsense)
        page.get_by_role("button", name="Save", exact=True).last.click()
        expect(page.locator("#grace_days-fault")).to_contain_text("from 1 to 60")
        expect(page.get_by_label("Working days to wait after the promised day")).to_have_value(nonsense)
    fresh.go("/settings/wording")
    field = page.get_by_label("First follow-up (English)")
    for bad in ("{% for x in range(9) %}x{% endfor %}", "{{ name.__class__ }}", "{{ nobody }}", "{{ name"):
        field.fill(bad)
        page.get_by_role("button", name="Save", exact=True).last.click()
        expect(page.locator("#en_1-fault")).to_contain_text("Line 1")
        expect(field).to_have_value(bad)
    # What is typed before the page's script has woken up is previewed with the next keystroke only.
    expect(page.locator("#sample-en_1")).to_have_attribute("data-htmx-powered", "true")
    field.fill("Dear {{ person }},\n\nany news?\n\n{{ name }}")
    expect(page.locator("#sample-en_1")).to_contain_text("any news?")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    fresh.go("/settings/mailboxes")
    page.get_by_role("link", name="Time zone, region and name").click()
    page.get_by_label("Time zone").fill("Europe/Atlantis")
    page.get_by_role("button", name="This is right").click()
    expect(page.locator("#timezone-fault")).to_contain_text("no such time zone")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Atlantis")


def test_a_date_is_corrected_and_the_correction_undone(fresh: Walk) -> None:
    fresh.ready()
    page = fresh.page
    name = fresh.threads("Draft proposed")[0]
    page.get_by_role("link", name=name, exact=True).click()
    deadline = page.locator("dl dd").first
    read = deadline.inner_text()
    later = date.today() + timedelta(days=20)
    page.get_by_label("The date is another").fill(later.isoformat())
    page.locator("form.action", has=page.get_by_label("The date is another")).get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("The date is changed")
    expect(deadline).not_to_have_text(read)
    expect(page.locator("h1 + .label")).to_have_text("Waiting for them")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone")
    expect(deadline).to_have_text(read)
    expect(page.locator("h1 + .label")).to_have_text("Draft proposed")


def test_everything_can_be_deleted(fresh: Walk) -> None:
    fresh.ready()
    page = fresh.page
    page.get_by_role("button", name="Write these drafts").first.click()
    before = fresh.drafts()
    fresh.go("/my-data")
    page.get_by_role("checkbox", name="Yes, delete everything of mine").check()
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("status")).to_contain_text("deleted")
    with fresh.demo.services.database.read() as session:
        left = {table.name: session.execute(table.select()).all() for table in Base.metadata.sorted_tables}
    # The sealed key of the index belongs to the service, not to a person.
    assert {name for name, rows in left.items() if rows} <= {"index_key", "executor_lease"}
    assert fresh.drafts() < before, "untouched drafts are taken away"
    fresh.go("/threads")
    expect(page.get_by_role("link", name="Sign in with Google")).to_be_visible()


def test_every_form_works_without_javascript(chromium: object, fresh: Walk) -> None:
    fresh.ready()
    cookies = fresh.context.cookies()
    plain = fresh.context.browser.new_context(java_script_enabled=False, locale="en-GB")  # type: ignore[union-attr]
    plain.add_cookies(cookies)  # type: ignore[arg-type]
    page = plain.new_page()
    url = fresh.demo.url
    page.goto(f"{url}/settings")
    page.get_by_label("Working days to wait after the promised day").fill("3")
    page.get_by_role("button", name="Show what this would change").click()
    expect(page.locator("#effects")).to_contain_text("draft")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    page.goto(f"{url}/threads")
    page.get_by_label("Search").fill("okoye")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="One conversation found")).to_be_visible()
    page.locator("li.thread").get_by_role("button", name="They answered").click()
    expect(page.get_by_role("status")).to_contain_text("they have answered")
    page.goto(f"{url}/settings/notifications")
    page.get_by_role("button", name="Make the addresses").click()
    atom = page.get_by_label("Drafts that wait (Atom").input_value()
    assert plain.request.get(atom).ok
    page.get_by_role("button", name="Take the addresses away").click()
    assert plain.request.get(atom).status == 404
    plain.close()


def test_the_keyboard_alone_reaches_and_does_everything(fresh: Walk) -> None:
    fresh.ready()
    page = fresh.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    reached: set[str] = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(str(page.evaluate("document.activeElement.innerText.trim()")))
    assert {"Conversations", "Settings", "My data", "Sign out", "Write these drafts"} <= reached
    page.get_by_role("button", name="Write these drafts").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("unsent, in your mailbox")


def test_the_owner_of_the_sample_is_who_signed_in(fresh: Walk) -> None:
    fresh.sign_in()
    with fresh.demo.services.database.read() as session:
        (row,) = session.query(AccountRow).all()
        assert accounts.email_of(session, row) in owner().addresses
