"""Sealed fields and keyed hashes: AES-256-GCM bound to its place, several keys, and an index key of its own.

A sealed value is ``version (1 byte) | key id (4) | nonce (12) | ciphertext and tag``. Its associated data is
``table|column|row|key id``, so that a value copied into another row or column does not open there. The first key seals,
every key opens; :func:`rotate` seals everything anew under the first one, also while the service runs.

Hashes by which a sealed value is looked up are HMAC-SHA-256 under keys derived from a random *index key*. That key lies
sealed in the database: sealing keys come and go, but a hash of which we no longer know the original must keep its value.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, MetaData, Table, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.schema import Column

from app.errors import AppError

VERSION = 1
KEY_BYTES = 32
NONCE_BYTES = 12
ID_BYTES = 4
HEAD_BYTES = 1 + ID_BYTES + NONCE_BYTES


class KeyFault(AppError):
    """This is no sealing key. A key is 32 random bytes in base64, as `hearback keys new` prints them."""


class SealBroken(AppError):
    """A private field does not open with the keys at hand. Nothing was changed; please check HEARBACK_KEYS."""


@dataclass(frozen=True, slots=True)
class Key:
    """One sealing key. Its id is derived from it, so that an id never names two keys."""

    id: bytes
    cipher: AESGCM = field(repr=False)


def new_key() -> str:
    """A fresh sealing key as text."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_key(text: str) -> Key:
    """Read a key's text. Raises KeyFault; the message never repeats the text."""
    try:
        raw = base64.urlsafe_b64decode(text.strip().replace("+", "-").replace("/", "_"))
    except (binascii.Error, ValueError):
        raise KeyFault from None
    if len(raw) != KEY_BYTES or len(set(raw)) < KEY_BYTES // 4:
        raise KeyFault
    return Key(hmac.digest(raw, b"hearback key id", hashlib.sha256)[:ID_BYTES], AESGCM(raw))


class Vault:
    """Seals, opens and hashes. Thread-safe: it holds nothing that changes once the index key is in place."""

    def __init__(self, keys: Sequence[str], index_key: bytes | None = None) -> None:
        if not keys:
            raise KeyFault("No sealing key was given, so nothing private can be kept or read.")
        parsed = [read_key(text) for text in keys]
        self._active = parsed[0]
        self._keys = {key.id: key for key in parsed}
        self._index_key = index_key

    def with_index_key(self, index_key: bytes) -> Vault:
        """The same keys, able to hash."""
        vault = Vault.__new__(Vault)
        vault._active, vault._keys, vault._index_key = self._active, self._keys, index_key
        return vault

    def seal(self, column: InstrumentedAttribute[Any], row: UUID, text: str) -> bytes:
        """Seal a text for one column of one row."""
        return self.seal_bytes(column.class_.__tablename__, column.key, str(row), text.encode())

    def open(self, column: InstrumentedAttribute[Any], row: UUID, sealed: bytes) -> str:
        """Open what was sealed for this very column and row. Raises SealBroken."""
        return self.open_bytes(column.class_.__tablename__, column.key, str(row), sealed).decode()

    def open_or(self, column: InstrumentedAttribute[Any], row: UUID, sealed: bytes | None, empty: str = "") -> str:
        """Like :meth:`open`, but a column that holds nothing gives ``empty``."""
        return empty if sealed is None else self.open(column, row, sealed)

    def seal_bytes(self, table: str, column: str, row: str, plain: bytes) -> bytes:
        key = self._active
        nonce = secrets.token_bytes(NONCE_BYTES)
        return bytes([VERSION]) + key.id + nonce + key.cipher.encrypt(nonce, plain, _place(table, column, row, key.id))

    def open_bytes(self, table: str, column: str, row: str, sealed: bytes) -> bytes:
        if len(sealed) <= HEAD_BYTES or sealed[0] != VERSION:
            raise SealBroken(f"A private field in {table}.{column} is damaged. Nothing was changed; please restore a backup.")
        key = self._keys.get(sealed[1 : 1 + ID_BYTES])
        if key is None:
            raise SealBroken(
                f"A private field in {table}.{column} was sealed with key {sealed[1 : 1 + ID_BYTES].hex()}, which is not in "
                "HEARBACK_KEYS. Nothing was changed; please add that key again, after the active one."
            )
        try:
            return key.cipher.decrypt(sealed[1 + ID_BYTES : HEAD_BYTES], sealed[HEAD_BYTES:], _place(table, column, row, key.id))
        except InvalidTag:
            raise SealBroken(
                f"A private field in {table}.{column} does not belong where it lies, or is damaged. Nothing was changed."
            ) from None

    @property
    def active_id(self) -> bytes:
        """The id of the key that seals."""
        return self._active.id

    @property
    def key_ids(self) -> frozenset[bytes]:
        """The ids of all keys that open."""
        return frozenset(self._keys)

    def hash(self, purpose: str, value: str) -> bytes:
        """The keyed hash by which ``value`` is looked up. The same value hashes differently for another purpose."""
        if self._index_key is None:
            raise SealBroken("The index key has not been read from the database yet.")
        return hmac.digest(hmac.digest(self._index_key, purpose.encode(), hashlib.sha256), value.encode(), hashlib.sha256)


def _place(table: str, column: str, row: str, key_id: bytes) -> bytes:
    return f"{table}|{column}|{row}|{key_id.hex()}".encode()


def sealed_columns(metadata: MetaData) -> list[tuple[Table, Column[Any]]]:
    """Every column that holds sealed values: those marked ``info={"sealed": True}``."""
    return [(t, c) for t in metadata.sorted_tables for c in t.columns if c.info.get("sealed") and isinstance(c.type, LargeBinary)]


def rotate(session: Session, vault: Vault, metadata: MetaData, at_most: int = 500) -> int:
    """Seal up to ``at_most`` values anew under the first key; 0 means that none is left. Does not commit.

    A value that changes meanwhile is left alone (the update asks for the old bytes) and found again by the next call.
    """
    done = 0
    for table, column in sealed_columns(metadata):
        (row_id,) = table.primary_key.columns
        outdated = select(row_id, column).where(func.substr(column, 2, ID_BYTES) != vault.active_id).limit(at_most - done)
        for row, sealed in session.execute(outdated).all():
            plain = vault.open_bytes(table.name, column.name, str(row), sealed)
            anew = vault.seal_bytes(table.name, column.name, str(row), plain)
            session.execute(update(table).where(row_id == row, column == sealed).values({column.name: anew}))
            done += 1
        if done >= at_most:
            break
    return done
