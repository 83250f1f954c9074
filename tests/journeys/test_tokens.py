"""Outlook's tokens in the real database: Microsoft gives a new refresh token with every refresh, and none may be lost."""

from __future__ import annotations

import threading
from uuid import UUID

import pytest
from microsoft_world import ME, MicrosoftWorld

from app.flow.services import Tokens
from app.providers.microsoft_tokens import MicrosoftTokens
from app.store import accounts, mailboxes
from app.store.database import Database, open_engine

WORKERS = 4


@pytest.fixture
def world() -> MicrosoftWorld:
    """By the real clock, for msal writes it into its cache; and an old refresh token is worth nothing."""
    world = MicrosoftWorld(None)
    world.sandbox.oauth.single_use_refresh_tokens = True
    return world


def _mailbox(database: Database, world: MicrosoftWorld) -> UUID:
    with database.write() as session:
        account = accounts.add_account(session, "microsoft", "subject", ME, world.now)
        session.flush()
        return mailboxes.add_mailbox(
            session,
            account_id=account.id,
            provider="microsoft",
            subject="subject",
            address=ME,
            owner_name="Ada Lovelace",
            credentials=world.link().cache,
            timezone="UTC",
            region="",
            now=world.now,
        ).id


def test_workers_that_refresh_at_once_ask_once_and_lose_no_token(
    database: Database, database_url: str, world: MicrosoftWorld
) -> None:
    """On Postgres each worker has a connection pool of its own, as a process of its own has; on SQLite there is one process."""
    mailbox_id = _mailbox(database, world)
    engines = [open_engine(database_url, pool_size=2) for _ in range(0 if database.is_sqlite else WORKERS)]
    workers = [Database(engine, database.vault) for engine in engines] or [database] * WORKERS
    try:
        for nth in range(1, 4):
            old = MicrosoftTokens(world.oauth(), Tokens(database, mailbox_id)).access_token()
            got = _all_at_once([MicrosoftTokens(world.oauth(), Tokens(worker, mailbox_id)) for worker in workers], old)
            assert len(got) == WORKERS
            assert len(set(got)) == 1
            assert got[0] != old
            assert world.sandbox.oauth.refreshes == nth
    finally:
        for engine in engines:
            engine.dispose()


def _all_at_once(tokens: list[MicrosoftTokens], refused: str) -> list[str]:
    start, got = threading.Barrier(len(tokens)), list[str]()

    def refresh(mine: MicrosoftTokens) -> None:
        start.wait()
        got.append(mine.access_token(refused=refused))

    threads = [threading.Thread(target=refresh, args=(mine,)) for mine in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got
