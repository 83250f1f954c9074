"""Graph's delta query over one folder: rounds, pages, partial rows, removals, and tokens that expire.

learn.microsoft.com/graph/api/message-delta: the first round gives what is in the folder, later ones what changed since; a move out of the
folder shows as ``@removed``; order and uniqueness are not promised. Tokens are opaque: here they name a state kept in memory.
"""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass, replace

from app.sandbox import graph_json as gj
from app.sandbox.graph_query import Row, select
from app.sandbox.mail import Folder, Mail, MailStore, NoSuchMail


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a delta query, at one of its pages.

    Attributes:
        since: the change sequence after which this round tells changes; None for the first round.
        until: the sequence at which the round began; the next one tells what came after.
        waiting: rows not yet given: the number of a mail, and whether to tell it in full (``+``), its flag (``~``) or its loss (``-``).
    """

    account: str
    folder: Folder
    wanted: str
    expansion: str
    since: int | None
    until: int
    waiting: tuple[tuple[int, str], ...]


class TokenExpired(Exception):
    """The state behind a delta token is gone."""


class Deltas:
    """The delta states that this sandbox gave out.

    Attributes:
        filtered_limit: how many messages a first round with a filter gives at most.
        disorder: with a random generator, rows come shuffled, repeated, in halves, and with removals that are not true.
    """

    def __init__(self, store: MailStore) -> None:
        self._store = store
        self._states: dict[str, Round] = {}
        self.disorder: random.Random | None = None
        self.filtered_limit = 5_000

    def begin(self, account: str, folder: Folder, wanted: str, expansion: str, inside: list[Mail], until: int) -> Round:
        """The first round, over the mail that was in the folder, let through by the filter, not before ``until``."""
        return Round(account, folder, wanted, expansion, None, until, self._mixed([(m.number, "+") for m in inside]))

    def go_on(self, token: str, account: str) -> Round:
        """The round that a token stands for. Raises TokenExpired."""
        state = self._states.get(token)
        if state is None or state.account != account:
            raise TokenExpired
        if state.since is not None and not state.waiting and state.until < self._store.forgotten(account):
            raise TokenExpired
        return state

    def next_round(self, state: Round) -> Round:
        """What changed after a round that was read to its end."""
        told: dict[int, str] = {}
        until = self._store.sequence
        for change in self._store.changes(state.account, state.until):
            number, inside = change.mail.number, change.mail.folder == state.folder and change.kind != "removed"
            was_inside = change.before == state.folder or (change.kind == "removed" and change.mail.folder == state.folder)
            if inside:
                only_flag = change.kind == "flagged" and told.get(number, "~") == "~"
                told[number] = "~" if only_flag else "+"
            elif was_inside or number in told:
                told[number] = "-"
        return replace(state, since=state.until, until=until, waiting=self._mixed(list(told.items())))

    def page(self, state: Round, size: int, immutable: bool, as_text: bool) -> tuple[list[Row], str, bool]:
        """(rows, token, last): rows of one page, the token to go on with, and whether it begins the next round."""
        rows = [row for row in (self._row(state, one, immutable, as_text) for one in state.waiting[:size]) if row]
        left = replace(state, waiting=state.waiting[size:])
        last = not left.waiting
        token = secrets.token_urlsafe(24)
        self._states[token] = replace(left, since=left.since if left.since is not None else -1) if last else left
        return rows, token, last

    def forget(self, account: str) -> None:
        """Every token of the account expires now."""
        for token in [t for t, s in self._states.items() if s.account == account]:
            del self._states[token]

    def _row(self, state: Round, one: tuple[int, str], immutable: bool, as_text: bool) -> Row | None:
        number, how = one
        try:
            mail: Mail | None = self._store.get(state.account, number)
        except NoSuchMail:
            mail = None
        if how == "-" or mail is None or (mail.folder != state.folder and how != "!"):
            gone = gj.immutable_id(number) if immutable or mail is None else gj.ordinary_id(mail)
            return {"@odata.type": "#microsoft.graph.message", "id": gone, "@removed": {"reason": "deleted"}}
        if how == "!":
            return {"@odata.type": "#microsoft.graph.message", "id": gj.immutable_id(number), "@removed": {"reason": "changed"}}
        row = self._told(mail, state, immutable, as_text)
        if how == "~":
            return {name: value for name, value in row.items() if name in ("@odata.etag", "@odata.type", "id", "isRead")}
        if how in "12":
            return _half(row, how)
        return row

    def _told(self, mail: Mail, state: Round, immutable: bool, as_text: bool) -> Row:
        row = gj.message(mail, immutable=immutable, as_text=as_text)
        if not state.wanted:
            row = {name: value for name, value in row.items() if name not in gj.ONLY_WHEN_SELECTED}
        return {"@odata.type": "#microsoft.graph.message", **select(row, state.wanted), **gj.expanded(mail, state.expansion)}

    def _mixed(self, rows: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
        if self.disorder is None:
            return tuple(rows)
        mixed: list[tuple[int, str]] = []
        for number, how in rows:
            match self.disorder.randrange(4) if how == "+" else 0:
                case 1:
                    mixed += [(number, "+"), (number, "+")]
                case 2:
                    mixed += [(number, "1"), (number, "2")]
                case 3:
                    mixed += [(number, "+"), (number, "!")]
                case _:
                    mixed.append((number, how))
        self.disorder.shuffle(mixed)
        return tuple(mixed)


def _half(row: Row, which: str) -> Row:
    """Every other member, with the id in both halves."""
    names = [name for name in row if name != "id" and not name.startswith("@")]
    kept = set(names[::2] if which == "1" else names[1::2])
    return {name: value for name, value in row.items() if name in kept or name == "id" or name.startswith("@")}
