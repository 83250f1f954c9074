from __future__ import annotations

import pytest

from app.store.database import Database
from tests.addons.world import AddonWorld, new_world, promised


@pytest.fixture
def empty(sqlite_database: Database) -> AddonWorld:
    """Mailboxes that were linked and never read."""
    return new_world(sqlite_database)


@pytest.fixture
def world(empty: AddonWorld) -> AddonWorld:
    """A recruiter has promised an answer by Friday, in either mailbox."""
    return promised(empty)
