"""Worlds with plain detection, so that a mail says by itself what it is."""

from __future__ import annotations

import pytest

from app.store.database import Database
from tests.flow.conftest import _plain_detection  # noqa: F401
from tests.flow.world import drafted_world, proposed_world, waiting_world
from tests.web.visit import Visit


@pytest.fixture
def waiting(sqlite_database: Database) -> Visit:
    """On Monday a recruiter has promised Friday."""
    return Visit.to(waiting_world(sqlite_database))


@pytest.fixture
def drafted(sqlite_database: Database) -> Visit:
    """Friday has passed, and a draft lies in the thread."""
    return Visit.to(drafted_world(sqlite_database))


@pytest.fixture
def untold(sqlite_database: Database) -> Visit:
    """Friday has passed, and its draft is proposed: nothing has been written yet."""
    return Visit.to(proposed_world(sqlite_database))
