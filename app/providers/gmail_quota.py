"""Gmail's limits, kept before Google has to: units a minute for each user, and for the whole project.

Units and limits as of 1 May 2026 (developers.google.com/workspace/gmail/api/reference/quota): 6,000 a minute for a user of a
project, which cannot be raised, and 1,200,000 for the project. A token bucket lets through at most its size plus a minute's
flow in any minute, so size and flow are chosen to stay below the limit together.

Each process keeps its own buckets. A mailbox is read by one job at a time over all processes, so what a user's bucket leaves
free (600 units) is for the few calls that look after drafts elsewhere at the same moment. The project's bucket is divided by
the number of living workers. Whatever goes over all the same is refused by Google, and then its Retry-After is obeyed.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from app.providers.mailbox import TryLater

UNITS = {
    "getProfile": 1,
    "labels.get": 1,
    "labels.list": 1,
    "settings.sendAs.list": 1,
    "history.list": 2,
    "messages.list": 5,
    "drafts.list": 5,
    "threads.list": 10,
    "drafts.create": 10,
    "drafts.delete": 10,
    "drafts.update": 15,
    "messages.get": 20,
    "drafts.get": 20,
    "threads.get": 40,
    "stop": 50,
    "watch": 100,
}
UNKNOWN_UNITS = 40
"""What a method that is not in the table is taken to cost: as much as the dearest that we use often."""
USER_SIZE, USER_A_SECOND = 1_200.0, 70.0
PROJECT_SIZE, PROJECT_A_SECOND = 200_000.0, 15_000.0
LONGEST_WAIT_SECONDS = 20.0
USERS_REMEMBERED = 10_000


def unspent(units: int) -> None:
    """What is told of spent units where nobody counts them."""


class Bucket:
    """Units that flow in at a steady rate and are taken out by calls. May be overdrawn by those who then wait."""

    def __init__(self, size: float, a_second: float, now: float) -> None:
        self._size, self._flow = size, a_second
        self._units, self._at = size, now

    def wait_for(self, units: float, now: float, share: int = 1) -> float:
        """Seconds until so many units may be spent, of a bucket that is one of ``share``. Takes nothing."""
        flow, size = self._flow / share, self._size / share
        self._units = min(size, self._units + max(0.0, now - self._at) * flow)
        self._at = now
        return max(0.0, (units - self._units) / flow)

    def take(self, units: float) -> None:
        self._units -= units


class GmailQuota:
    """The buckets of one process; one object, made where the program is put together. Safe to use from many threads.

    Args:
        share: how many processes spend the project's units; asked at every call, so it must be quick.
        spent: is told the units of every call.
    """

    def __init__(
        self,
        *,
        share: Callable[[], int] = lambda: 1,
        ticks: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
        spent: Callable[[int], object] = unspent,
    ) -> None:
        self._spent = spent
        self._share, self._ticks, self._sleep = share, ticks, sleep
        self._guard = threading.Lock()
        self._project = Bucket(PROJECT_SIZE, PROJECT_A_SECOND, ticks())
        self._users: OrderedDict[str, Bucket] = OrderedDict()

    def spend(self, user: str, method: str) -> None:
        """Wait until this call may be made. Raises TryLater where that would take longer than 20 seconds.

        Args:
            method: as the client library names it (``gmail.users.messages.get``), or its last words.
        """
        units = UNITS.get(method.removeprefix("gmail.users."), UNKNOWN_UNITS)
        with self._guard:
            now, share = self._ticks(), max(1, self._share())
            bucket = self._users.pop(user, None) or Bucket(USER_SIZE, USER_A_SECOND, now)
            self._users[user] = bucket
            if len(self._users) > USERS_REMEMBERED:
                self._users.popitem(last=False)
            wait = max(bucket.wait_for(units, now), self._project.wait_for(units, now, share))
            if wait > LONGEST_WAIT_SECONDS:
                raise TryLater(after_seconds=wait)
            bucket.take(units)
            self._project.take(units)
        self._spent(units)
        if wait:
            self._sleep(wait)
