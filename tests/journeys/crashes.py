"""Kill the program between any two steps that leave the process: a call to a provider, or a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.store.database import Database


class Crash(BaseException):
    """The program ends here. No handler of ours may catch it, as none would run after a kill."""


@dataclass
class Boundaries:
    """Counts the boundaries that a run crosses, and crashes at one of them.

    Attributes:
        crash_at: the number of the boundary to crash at; 0: none.
        names: what was crossed, in order.
    """

    crash_at: int = 0
    names: list[str] = field(default_factory=list)

    def cross(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) == self.crash_at:
            raise Crash(name)


class CrossedDatabase(Database):
    """A database each of whose transactions has three boundaries: before it, before its commit and after it."""

    boundaries: Boundaries

    @classmethod
    def of(cls, database: Database, boundaries: Boundaries) -> CrossedDatabase:
        crossed = cls(database.engine, database.vault)
        crossed.boundaries = boundaries
        return crossed

    @contextmanager
    def read(self) -> Iterator[Session]:
        self.boundaries.cross("read")
        with super().read() as session:
            yield session
        self.boundaries.cross("read done")

    @contextmanager
    def write(self) -> Iterator[Session]:
        self.boundaries.cross("write")
        with super().write() as session:
            yield session
            self.boundaries.cross("commit")
        self.boundaries.cross("committed")


def at_every_boundary(run: Callable[[Boundaries], None], *, most: int = 1000) -> Iterator[str]:
    """Run again and again, crashing one boundary later each time, until a run crosses all of them alive.

    ``run`` has to let the crash through after it has restarted and checked; it gets fresh boundaries each time.
    """
    for crash_at in range(1, most):
        boundaries = Boundaries(crash_at)
        run(boundaries)
        if len(boundaries.names) < crash_at:
            return
        yield boundaries.names[crash_at - 1]
    raise AssertionError("the run never came to an end")
