"""No minute holds more than Google allows, and nobody waits without need."""

from __future__ import annotations

import pytest

from app.flow.services import LONGEST_PAUSE, retry_pause
from app.providers.gmail_quota import PROJECT_SIZE, UNITS, GmailQuota
from app.providers.mailbox import TryLater


class Time:
    """Seconds that pass only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0

    def ticks(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def busiest_minute(spent: list[tuple[float, int]]) -> int:
    return max(sum(units for at, units in spent if start <= at < start + 60) for start, _ in spent)


@pytest.mark.parametrize("method", ["threads.get", "messages.get", "history.list"])
def test_a_user_never_costs_more_than_6000_units_in_any_minute(method: str) -> None:
    time = Time()
    quota = GmailQuota(ticks=time.ticks, sleep=time.sleep)
    spent = []
    while time.now < 200:
        quota.spend("ada@gmail.example", f"gmail.users.{method}")
        spent.append((time.now, UNITS[method]))
    assert 4_000 < busiest_minute(spent) <= 6_000


def test_another_user_does_not_wait_for_the_first() -> None:
    time = Time()
    quota = GmailQuota(ticks=time.ticks, sleep=time.sleep)
    for _ in range(60):
        quota.spend("ada@gmail.example", "threads.get")
    at = time.now
    quota.spend("bea@gmail.example", "threads.get")
    assert time.now == at


def test_the_project_is_shared_by_the_living_workers() -> None:
    time, spent = Time(), []
    quota = GmailQuota(share=lambda: 20, ticks=time.ticks, sleep=time.sleep)
    for n in range(3_000):
        quota.spend(f"user{n}@gmail.example", "threads.get")
        spent.append((time.now, 40))
    assert time.now > 0, "nobody ever waited"
    assert busiest_minute(spent) <= 1_200_000 / 20


def test_who_would_wait_too_long_is_told_when_to_come_back() -> None:
    quota = GmailQuota(ticks=lambda: 0.0, sleep=lambda _: None)

    def spend_too_much() -> None:
        for _ in range(200):
            quota.spend("ada@gmail.example", "threads.get")

    with pytest.raises(TryLater) as later:
        spend_too_much()
    assert later.value.after_seconds is not None
    assert later.value.after_seconds > 20
    assert PROJECT_SIZE > 8_000


def test_pauses_double_are_spread_and_never_shorter_than_the_provider_wishes() -> None:
    assert [retry_pause(n, None).total_seconds() for n in range(4)] == [15, 30, 60, 120]
    assert retry_pause(50, None) == LONGEST_PAUSE
    assert retry_pause(0, 300).total_seconds() == 300
    for jitter in (0.0, 0.5, 1.0):
        assert 300 <= retry_pause(2, 300, jitter).total_seconds() <= 375
    assert retry_pause(0, None, 0.2) != retry_pause(0, None, 0.7)
