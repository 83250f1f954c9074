"""Pushes that come together share a transaction; each is answered after its mailbox is marked, and one fault loses none in silence."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Mapping
from uuid import UUID

import pytest

from app.web.gathering import Gathering

KNOWN = {f"ada{n}@gmail.example": UUID(int=n) for n in range(20)}


class Notes:
    """Transactions that last until they are let go."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.go_on = threading.Event()
        self.at_once = 0
        self.fault: Exception | None = None

    def note(self, addresses: Collection[str]) -> Mapping[str, UUID]:
        self.at_once += 1
        assert self.at_once == 1
        self.batches.append(list(addresses))
        assert self.go_on.wait(5)
        self.at_once -= 1
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        return {address: KNOWN[address] for address in addresses if address in KNOWN}


async def _started(notes: Notes, batches: int) -> None:
    while len(notes.batches) < batches:
        await asyncio.sleep(0.001)


def test_what_comes_during_a_transaction_shares_the_next_one() -> None:
    notes = Notes()

    async def pushes() -> list[UUID | None]:
        gathering = Gathering(notes.note)
        first = asyncio.create_task(gathering.noted("ada0@gmail.example"))
        await _started(notes, 1)
        others = [
            asyncio.create_task(gathering.noted(address)) for address in (*KNOWN, "gone@gmail.example", "ada7@gmail.example")
        ]
        await asyncio.sleep(0)
        assert not first.done(), "nothing is answered before it is marked"
        notes.go_on.set()
        return await asyncio.gather(first, *others)

    assert asyncio.run(pushes()) == [UUID(int=0), *KNOWN.values(), None, UUID(int=7)]
    assert notes.batches == [["ada0@gmail.example"], [*KNOWN, "gone@gmail.example"]]


def test_a_transaction_that_fails_fails_for_those_who_shared_it_and_nobody_else() -> None:
    notes = Notes()
    notes.fault = RuntimeError("the database is away")
    notes.go_on.set()

    async def pushes() -> UUID | None:
        gathering = Gathering(notes.note)
        failed = await asyncio.gather(*(gathering.noted(address) for address in list(KNOWN)[:3]), return_exceptions=True)
        assert [str(fault) for fault in failed] == ["the database is away"] * 3
        return await gathering.noted("ada5@gmail.example")

    assert asyncio.run(pushes()) == UUID(int=5)


def test_a_caller_who_has_gone_keeps_nobody_else_from_being_answered() -> None:
    notes = Notes()

    async def pushes() -> UUID | None:
        gathering = Gathering(notes.note)
        gone = asyncio.create_task(gathering.noted("ada1@gmail.example"))
        stays = asyncio.create_task(gathering.noted("ada1@gmail.example"))
        await _started(notes, 1)
        gone.cancel()
        notes.go_on.set()
        answered = await stays
        with pytest.raises(asyncio.CancelledError):
            await gone
        return answered

    assert asyncio.run(pushes()) == UUID(int=1)
