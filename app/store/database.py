"""The database: SQLite in one process, Postgres for many, through the same two doors, :meth:`Database.read` and ``write``.

SQLite lets one writer in at a time. A transaction that reads first and writes later can be refused half-way
(SQLITE_BUSY_SNAPSHOT), so writers say so at once with ``BEGIN IMMEDIATE`` and wait for each other (``busy_timeout``); readers
are never held up in WAL mode (https://www.sqlite.org/wal.html). On Postgres both doors are ordinary transactions.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from app.errors import AppError
from app.store.encryption import KEY_BYTES, Vault
from app.store.tables import Base, IndexKeyRow

INDEX_KEY_ID = UUID(int=1)


class DatabaseNotReady(AppError):
    """The database has no tables yet, or old ones. Nothing was changed; run `hearback migrate` first."""

    status = 503


class Database:
    """Opens short sessions that commit once, at their end, or not at all.

    ``session.info["vault"]`` is what queries seal, open and hash with. No session may be held across a call to a provider.
    """

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        self._locks: dict[str, threading.Lock] = {}
        self._locks_guard = threading.Lock()
        self._readers = sessionmaker(engine, expire_on_commit=False)
        self._writers = sessionmaker(engine.execution_options(hearback_writes=True), expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def open(self) -> None:
        """Read the index key, making it at the very first start. Raises DatabaseNotReady, SealBroken (foreign keys)."""
        if not inspect(self.engine).has_table(IndexKeyRow.__tablename__):
            raise DatabaseNotReady
        with self.engine.execution_options(hearback_writes=True).begin() as connection:
            sealed = connection.scalar(select(IndexKeyRow.key).where(IndexKeyRow.id == INDEX_KEY_ID))
        if sealed is None:
            fresh = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
            try:
                with self.engine.execution_options(hearback_writes=True).begin() as connection:
                    values = {"id": INDEX_KEY_ID, "key": self.vault.seal(IndexKeyRow.key, INDEX_KEY_ID, fresh)}
                    connection.execute(insert(IndexKeyRow).values(values))
            except IntegrityError:
                pass  # Another process was first; its key is read below.
            with self.engine.begin() as connection:
                sealed = connection.scalar(select(IndexKeyRow.key).where(IndexKeyRow.id == INDEX_KEY_ID))
        self.vault = self.vault.with_index_key(
            base64.b64decode(self.vault.open(IndexKeyRow.key, INDEX_KEY_ID, bytes(sealed or b"")))
        )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking only; whatever it changed is thrown away."""
        with self._readers(info={"vault": self.vault}) as session:
            yield session  # Closing it ends the transaction without a commit.

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that commits at the end of the block, or rolls everything back when the block raises."""
        with self._writers(info={"vault": self.vault}) as session, session.begin():
            yield session

    @contextmanager
    def exclusive(self, name: str) -> Iterator[None]:
        """Hold ``name`` alone until the block ends, over all threads and, on Postgres, all processes. Not a transaction.

        On Postgres this is an advisory lock on a connection of its own, so a call to a provider may happen inside.
        """
        if self.is_sqlite:
            with self._locks_guard:
                lock = self._locks.setdefault(name, threading.Lock())
            with lock:
                yield
            return
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(select(func.pg_advisory_lock(number)))
            try:
                yield
            finally:
                connection.execute(select(func.pg_advisory_unlock(number)))

    def is_reachable(self) -> bool:
        """Whether a question gets an answer. Raises what the driver raises when not."""
        with self.engine.connect() as connection:
            return connection.scalar(select(1)) == 1

    def close(self) -> None:
        self.engine.dispose()


def vault_of(session: Session) -> Vault:
    """The vault that this session seals and opens with."""
    vault = session.info["vault"]
    assert isinstance(vault, Vault)
    return vault


def open_engine(url: str, *, pool_size: int = 20, busy_timeout: timedelta = timedelta(seconds=15)) -> Engine:
    """An engine for SQLite or Postgres, set up as this module's opening says."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": busy_timeout.total_seconds(), "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # We say BEGIN ourselves.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("hearback_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


metadata = Base.metadata
