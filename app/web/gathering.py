"""Pushes that come together are noted together: one transaction for all that waited for the one before it.

A provider that has much to say sends many pushes at once. Each is answered only after its mailbox is marked, but a transaction for
each would make them wait for one another, and cost more than everything else that a push does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from starlette.concurrency import run_in_threadpool

Note = Callable[[Collection[str]], Mapping[str, UUID]]
"""Marks the mailboxes of these addresses, and says which they are; an address without a mailbox is left out."""


class Gathering:
    """Lets requests of one event loop share transactions.

    Args:
        note: the transaction, run in a thread: never two at a time.
    """

    def __init__(self, note: Note) -> None:
        self._note = note
        self._waiting: dict[str, list[asyncio.Future[UUID | None]]] = {}
        self._running: asyncio.Task[None] | None = None

    async def noted(self, address: str) -> UUID | None:
        """The mailbox of an address, once it is marked for good; None without one. Raises what the transaction raised."""
        answer: asyncio.Future[UUID | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(address, []).append(answer)
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(0)  # Those that are just being read share this one too.
            batch, self._waiting = self._waiting, {}
            try:
                found = await run_in_threadpool(self._note, batch.keys())
            except Exception as fault:
                for answer in _open(batch):
                    answer.set_exception(fault)
                continue
            for address, answers in batch.items():
                for answer in _open({address: answers}):
                    answer.set_result(found.get(address))


def _open(batch: Mapping[str, list[asyncio.Future[UUID | None]]]) -> list[asyncio.Future[UUID | None]]:
    """Those who still wait: a caller may have gone."""
    return [answer for answers in batch.values() for answer in answers if not answer.done()]
