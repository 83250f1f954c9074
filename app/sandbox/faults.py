"""Faults on demand: the next call, or the nth, to an endpoint fails as providers fail.

A rule names the endpoint (``POST */drafts``), which matching call it strikes, and what happens to it. The doors of the
sandbox ask :meth:`Faults.strike` once a call and put the outcome into their provider's words.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Literal, get_args

Action = Literal[
    "rate_limit",  # 429
    "forbidden_rate_limit",  # 403 with a rate-limit reason, where the provider has such a thing
    "server_error",  # 5xx (Rule.status), nothing was done
    "lost_before",  # no answer, nothing was done
    "lost_after",  # no answer, but it was done
    "revoke",  # the account's tokens are revoked before the call is looked at
    "expire_cursor",  # the account's change log is forgotten before the call is looked at
    "run_before",  # Rule.then is called, then the call is answered as usual
    "run_after",  # the call is acted on, Rule.then is called, then it is answered
]
ACTIONS: tuple[str, ...] = get_args(Action)


@dataclass(frozen=True, slots=True)
class Rule:
    """One fault.

    Attributes:
        where: a pattern for ``METHOD /path`` with ``*`` for anything, such as ``POST */drafts`` or ``GET */history``.
        nth: strikes this matching call, counted from 1 when the rule is made.
        times: and so many in a row; 0 for ever.
        account: strikes only calls of this account; empty for all.
        status: for ``server_error``.
        retry_after_seconds: sent along with refusals where set.
        hold_seconds: how long a lost answer hangs.
    """

    where: str
    action: Action
    nth: int = 1
    times: int = 1
    account: str = ""
    status: int = 503
    retry_after_seconds: int | None = None
    hold_seconds: float = 0
    then: Callable[[], object] | None = None

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Rule:
        """A rule as the control endpoint takes it. Raises ValueError for one that could never strike."""
        unknown = set(value) - (set(cls.__slots__) - {"then"})
        if unknown or value.get("action") not in ACTIONS or not isinstance(value.get("where"), str):
            raise ValueError(f"a rule needs 'where' and an 'action' of {', '.join(ACTIONS)}; unknown: {sorted(unknown)}")
        return cls(**value)


class Faults:
    """The rules in force. Safe to use from many threads.

    Attributes:
        struck: (``METHOD /path``, action) of every call that met a rule, for tests that ask whether it happened.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[tuple[Rule, list[int]]] = []
        self.struck: list[tuple[str, str]] = []

    def add(self, rule: Rule) -> Rule:
        with self._lock:
            self._rules.append((rule, [0]))
        return rule

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()
            self.struck.clear()

    def strike(self, method: str, path: str, account: str) -> Rule | None:
        """The rule that strikes this call, if any. Every matching rule counts the call; the first that is due wins."""
        called = f"{method} {path}"
        with self._lock:
            due = None
            for rule, seen in self._rules:
                if not fnmatchcase(called, rule.where) or (rule.account and rule.account != account):
                    continue
                seen[0] += 1
                over = rule.times and seen[0] >= rule.nth + rule.times
                if due is None and seen[0] >= rule.nth and not over:
                    due = rule
            if due is not None:
                self.struck.append((called, due.action))
            return due
