"""The calls of the Gmail API, made once for a process.

The client library writes the methods of every collection anew each time that one is asked for, which takes longer than many a
call; so there is one of each for all. They send nothing themselves: each call is given its own transport when it is executed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from googleapiclient.discovery import build

from app.providers.google_http import OneAttemptHttp

COLLECTIONS = frozenset({"attachments", "drafts", "history", "messages", "sendAs", "settings", "threads"})


class Calls:
    """A resource of the client library, whose collections stay as they were made first."""

    def __init__(self, resource: Any) -> None:
        self._resource = resource
        self._made: dict[str, Calls] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in COLLECTIONS:
            return getattr(self._resource, name)
        return lambda: self._made.get(name) or self._made.setdefault(name, Calls(getattr(self._resource, name)()))


@lru_cache(maxsize=16)
def users(api_endpoint: str) -> Calls:
    """The calls about a user's mail, at an address."""
    options = {"api_endpoint": api_endpoint}
    return Calls(build("gmail", "v1", http=OneAttemptHttp(), client_options=options, cache_discovery=False).users())
