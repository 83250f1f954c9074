"""What reading a Gmail mailbox costs, in Google's own units, as the sandbox counts them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from tests.journeys.conftest import ADA, MONDAY, PROMISE, Street

LIST, MESSAGE, THREAD = 5, 20, 40
MESSAGES, RECRUITERS, PROMOTIONS = 3000, 60, 300
NEWS = "Hello Ada,\n\nthe minutes of our last meeting are attached. The next one is on Thursday.\n\nBest\nKim\n"
OFFER = "Big sale this weekend. Everything must go.\n"


def _units(street: Street) -> int:
    return sum(street.sandbox.google.api.units.values())


def _calls(street: Street) -> Counter[str]:
    found: Counter[str] = Counter()
    for (_, name), number in street.sandbox.google.api.calls.items():
        found[name] += number
    return found


@pytest.fixture
def large(street: Street) -> Street:
    """3,000 messages in as many threads: 60 of recruiters, 300 in Promotions."""
    store = street.sandbox.store
    for n in range(MESSAGES):
        at = MONDAY - timedelta(days=40) + timedelta(minutes=15 * n)
        if n % 50 == 0:
            sender, text, subject = f"Jane Doe <jane@acme{n}-talent.example>", PROMISE, f"Data Engineer at Acme {n}"
        else:
            sender, text, subject = f"Kim {n} <kim{n}@club{n}.example>", NEWS if n % 10 else OFFER, f"Minutes {n}"
        folder = "promotions" if n % 10 == 0 and n % 50 else "inbox"
        raw = (
            f"From: {sender}\r\nTo: Ada <{ADA['google']}>\r\nSubject: {subject}\r\nDate: {at:%a, %d %b %Y %H:%M:%S} +0000\r\n"
            f"Message-ID: <{n}@bulk.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}"
        )
        store.deliver(ADA["google"], raw.encode(), folder, received_at=at)  # type: ignore[arg-type]
    street.sign_in()
    street.connect()
    return street


@pytest.mark.slow
def test_the_first_look_costs_no_more_than_a_fifth_above_the_least(large: Street) -> None:
    large.work()
    with large.services.database.read() as session:
        from sqlalchemy import func, select

        from app.store.tables import ThreadRow

        kept = session.scalar(select(func.count()).select_from(ThreadRow))
    assert kept == RECRUITERS
    outside = MESSAGES - sum(1 for n in range(MESSAGES) if n % 10 == 0 and n % 50)
    pages = -(-outside // 500)
    least = LIST * pages + MESSAGE * outside + THREAD * RECRUITERS
    print(f"first look: {_units(large)} units, at least {least} needed: {_units(large) / least:.3f} times; {dict(_calls(large))}")
    assert _units(large) <= 1.2 * least


@pytest.mark.slow
def test_a_new_message_costs_one_fetch_and_a_known_thread_no_more(street: Street) -> None:
    street.promise = street.deliver("Jane Doe <jane.doe@acme-talent.example>", PROMISE)  # type: ignore[attr-defined]
    street.sign_in()
    street.connect()
    street.work()
    street.work()

    def cost_of(**mail: str) -> Counter[str]:
        before = _calls(street)
        street.deliver(mail.pop("sender"), mail.pop("text"), **mail)  # type: ignore[arg-type]
        street.go(minutes=6)
        spent = _calls(street)
        spent.subtract(before)
        return Counter({name: n for name, n in spent.items() if n > 0 and name.endswith(".get")})

    news = cost_of(sender="Kim <kim@club.example>", text=NEWS, subject="Minutes")
    assert news == Counter({"messages.get": 1}), news
    known = cost_of(
        sender="Jane Doe <jane.doe@acme-talent.example>",
        text="Hi Ada,\n\nwe have news: the team would like to meet you again. When would suit you?\n\nJane\n",
        reply_to=street.promise,  # type: ignore[attr-defined]
    )
    assert known == Counter({"messages.get": 1}), known
    fresh = cost_of(sender="Bob Roe <bob.roe@corp-hiring.example>", text=PROMISE, subject="Platform Engineer at Corp")
    assert fresh["threads.get"] == 1, fresh
