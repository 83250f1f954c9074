"""The safeguards of the draft path, each of which can be taken out to see whether the simulation would notice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import update

from app.flow import draft as flow
from app.flow.review import judge_threads, load
from app.providers.gmail import GmailMailbox
from app.providers.outlook import OutlookMailbox
from app.store import drafts
from app.store.tables import DraftRow, DraftState


def _any_claim(session: Any, row: Any, lapse: str, follow_up: int, mark: str, now: Any) -> Any:
    """Claim whatever there is, whoever holds it."""
    session.execute(
        update(DraftRow).where(DraftRow.thread_id == row.id, DraftRow.state == DraftState.CLAIMED).values(claimed_until=None)
    )
    return _claim(session, row, lapse, follow_up, mark, now)


def _unlooked(session: Any, thread_id: Any, mailbox_id: Any, look: Any, now: Any) -> Any:
    """Judge by what was known before the look."""
    return judge_threads(session, load(session, [thread_id]), now)[0]


_claim = drafts.claim
MUTATIONS = {
    "claim": [
        (drafts, "claim", _any_claim),
        (drafts, "_held", lambda row: DraftRow.id == row.id),
    ],
    "second-look": [(flow, "keep_look", _unlooked), (flow, "look_elsewhere", lambda *_: [])],
    "orphan-search": [
        (GmailMailbox, "find_draft", lambda self, mark, thread_id: None),
        (OutlookMailbox, "find_draft", lambda self, mark, thread_id: None),
    ],
}


@contextmanager
def without(safeguard: str | None) -> Iterator[None]:
    """Take a safeguard out for the time of the block; None: none."""
    patches = [patch.object(where, name, instead) for where, name, instead in MUTATIONS.get(safeguard or "", [])]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()
