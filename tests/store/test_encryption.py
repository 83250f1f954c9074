"""Sealed fields open in their own place only, with every key that is kept; rotation leaves no old key in use."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.store import accounts
from app.store.database import Database, metadata
from app.store.encryption import KeyFault, SealBroken, Vault, new_key, read_key, rotate, sealed_columns
from app.store.tables import AccountRow, MailboxRow

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_what_was_sealed_opens_again() -> None:
    vault, row = Vault([new_key()]), uuid4()
    sealed = vault.seal(MailboxRow.credentials, row, "refresh-token ✓")
    assert b"refresh" not in sealed
    assert vault.open(MailboxRow.credentials, row, sealed) == "refresh-token ✓"


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    vault, row = Vault([new_key()]), uuid4()
    assert vault.seal(MailboxRow.credentials, row, "a") != vault.seal(MailboxRow.credentials, row, "a")


def test_a_value_moved_to_another_row_or_column_does_not_open() -> None:
    vault, row = Vault([new_key()]), uuid4()
    sealed = vault.seal(MailboxRow.credentials, row, "token")
    for column, place in ((MailboxRow.credentials, uuid4()), (MailboxRow.cursor, row), (AccountRow.email, row)):
        with pytest.raises(SealBroken):
            vault.open(column, place, sealed)


@pytest.mark.parametrize("position", [0, 1, 5, 17, -1])
def test_a_damaged_value_does_not_open(position: int) -> None:
    vault, row = Vault([new_key()]), uuid4()
    sealed = bytearray(vault.seal(MailboxRow.credentials, row, "token"))
    sealed[position] ^= 1
    with pytest.raises(SealBroken):
        vault.open(MailboxRow.credentials, row, bytes(sealed))


def test_every_key_opens_and_the_first_one_seals() -> None:
    old, new, row = new_key(), new_key(), uuid4()
    sealed = Vault([old]).seal(MailboxRow.credentials, row, "token")
    both = Vault([new, old])
    assert both.open(MailboxRow.credentials, row, sealed) == "token"
    with pytest.raises(SealBroken, match="not in HEARBACK_KEYS"):
        Vault([old]).open(MailboxRow.credentials, row, both.seal(MailboxRow.credentials, row, "token"))


@pytest.mark.parametrize("text", ["", "short", "not base64 at all!", "A" * 43 + "=", "aGVsbG8="])
def test_a_text_that_is_no_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(KeyFault) as fault:
        read_key(text)
    assert not text or text not in fault.value.sentence


def test_no_key_at_all_is_refused() -> None:
    with pytest.raises(KeyFault):
        Vault([])


def test_rotation_seals_everything_anew_and_keeps_the_hashes(database: Database, sealing_key: str) -> None:
    with database.write() as session:
        for n in range(7):
            accounts.add_account(session, "google", f"subject-{n}", f"p{n}@x.example", NOW)
    new = new_key()
    rotating = Database(database.engine, Vault([new, sealing_key]))
    rotating.open()
    total = 0
    while True:
        with rotating.write() as session:
            done = rotate(session, rotating.vault, metadata, at_most=3)
        total += done
        if not done:
            break
    assert total == 8  # seven addresses and the index key
    only_new = Database(database.engine, Vault([new]))
    only_new.open()
    with only_new.read() as session:
        row = accounts.account_of(session, "google", "subject-3")
        assert row is not None
        assert accounts.email_of(session, row) == "p3@x.example"


def test_keys_of_another_database_are_told_at_the_start(database: Database) -> None:
    with pytest.raises(SealBroken, match="not in HEARBACK_KEYS"):
        Database(database.engine, Vault([new_key()])).open()


def test_every_column_of_bytes_is_either_sealed_or_a_hash() -> None:
    sealed = {(table.name, column.name) for table, column in sealed_columns(metadata)}
    hashes = {"fingerprint", "intended"}
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.type.__class__.__name__ == "LargeBinary" and (table.name, column.name) not in sealed:
                assert column.name.endswith("_hash") or column.name in hashes, f"{table.name}.{column.name} is neither"


def test_no_address_lies_open_in_the_database_file(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        accounts.add_account(session, "google", "subject-canary", "canary@x.example", NOW)
        assert session.scalar(select(AccountRow.id)) is not None
    path = sqlite_database.engine.url.database
    assert path
    sqlite_database.close()
    for suffix in ("", "-wal"):
        try:
            content = open(path + suffix, "rb").read()  # noqa: SIM115
        except FileNotFoundError:
            continue
        assert b"canary" not in content
