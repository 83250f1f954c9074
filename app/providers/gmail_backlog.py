"""What is still to be fetched of a Gmail mailbox, small enough to live in a cursor between two portions."""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass, replace

_PREFIX = "backlog:"


@dataclass(frozen=True, slots=True)
class Backlog:
    """A crawl that has been planned and not finished.

    Attributes:
        history_id: where to go on once all is fetched.
        messages: (thread id, message id) of what is still to be fetched.
        quiet: threads that changed without anything to fetch; told with the first portion and not kept.
    """

    history_id: str
    messages: tuple[tuple[str, str], ...]
    quiet: tuple[str, ...] = ()

    def after(self, count: int) -> Backlog:
        """What is left once the first portion has been told."""
        return replace(self, messages=self.messages[count:], quiet=())

    def to_cursor(self) -> str:
        """Opaque text, about seven bytes a message."""
        lines = [self.history_id, *(id if id == thread else f"{thread} {id}" for thread, id in self.messages)]
        return _PREFIX + base64.urlsafe_b64encode(zlib.compress("\n".join(lines).encode(), 9)).decode()

    @classmethod
    def from_cursor(cls, cursor: str) -> Backlog:
        """Raises ValueError for what no :meth:`to_cursor` wrote."""
        if not cursor.startswith(_PREFIX):
            raise ValueError("not a backlog")
        try:
            lines = zlib.decompress(base64.urlsafe_b64decode(cursor[len(_PREFIX) :])).decode().split("\n")
        except (zlib.error, binascii.Error, UnicodeDecodeError) as fault:
            raise ValueError("not a backlog") from fault
        rows = [line.partition(" ") for line in lines[1:] if line]
        return cls(lines[0], tuple((thread, id or thread) for thread, _, id in rows))
