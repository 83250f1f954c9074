"""Named queries about linked mailboxes, and what is outstanding in them. Nothing here commits."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from app.conversation import Candidate
from app.store.accounts import normal_address
from app.store.database import vault_of
from app.store.tables import JournalRow, MailboxRow, MailboxState, ThreadRow

WORKING = (MailboxState.FIRST_LOOK, MailboxState.ACTIVE)


@dataclass(frozen=True, slots=True)
class Link:
    """What is needed to open a linked mailbox.

    Attributes:
        watch_id, watch_secret, watch_expires_at: the push that runs, if any.
    """

    id: UUID
    account_id: UUID
    provider: str
    address: str
    credentials: str
    watch_id: str = ""
    watch_secret: str = ""
    watch_expires_at: datetime | None = None


def mailbox(session: Session, mailbox_id: UUID) -> MailboxRow | None:
    return session.scalar(select(MailboxRow).where(MailboxRow.id == mailbox_id).options(joinedload(MailboxRow.account)))


def mailboxes_of(session: Session, account_id: UUID) -> list[MailboxRow]:
    """Somebody's mailboxes, the first linked first."""
    return list(session.scalars(select(MailboxRow).where(MailboxRow.account_id == account_id).order_by(MailboxRow.linked_at)))


def linked_as(session: Session, provider: str, subject: str, address: str) -> MailboxRow | None:
    """The mailbox that is already linked under this identity or this address, whoever linked it."""
    vault = vault_of(session)
    return session.scalar(
        select(MailboxRow)
        .where(
            MailboxRow.provider == provider,
            or_(
                MailboxRow.subject_hash == vault.hash("mailbox.subject", f"{provider}|{subject}"),
                MailboxRow.address_hash == vault.hash("address", normal_address(address)),
            ),
        )
        .limit(1)
    )


def by_subject(session: Session, provider: str, subject: str) -> MailboxRow | None:
    """The mailbox linked under this very identity, with its account, whoever linked it."""
    subject_hash = vault_of(session).hash("mailbox.subject", f"{provider}|{subject}")
    return session.scalar(
        select(MailboxRow)
        .where(MailboxRow.provider == provider, MailboxRow.subject_hash == subject_hash)
        .options(joinedload(MailboxRow.account))
    )


def by_watch(session: Session, watch_id: str) -> MailboxRow | None:
    """The mailbox of a subscription at the provider."""
    return session.scalar(select(MailboxRow).where(MailboxRow.watch_id == watch_id)) if watch_id else None


def add_mailbox(
    session: Session,
    *,
    account_id: UUID,
    provider: str,
    subject: str,
    address: str,
    owner_name: str,
    credentials: str,
    timezone: str,
    region: str,
    now: datetime,
) -> MailboxRow:
    vault, row_id = vault_of(session), uuid4()
    row = MailboxRow(
        id=row_id,
        account_id=account_id,
        provider=provider,
        subject_hash=vault.hash("mailbox.subject", f"{provider}|{subject}"),
        address=vault.seal(MailboxRow.address, row_id, normal_address(address)),
        address_hash=vault.hash("address", normal_address(address)),
        owner_name=vault.seal(MailboxRow.owner_name, row_id, owner_name),
        credentials=vault.seal(MailboxRow.credentials, row_id, credentials),
        state=MailboxState.FIRST_LOOK,
        state_reason="",
        timezone=timezone,
        region=region,
        linked_at=now,
        dirty_at=now,
        failures=0,
        watch_id="",
    )
    session.add(row)
    session.flush()
    return row


def relink(session: Session, row: MailboxRow, credentials: str, now: datetime) -> None:
    """Fresh credentials for a mailbox that its own user connects again; reading goes on where it stopped."""
    row.credentials = vault_of(session).seal(MailboxRow.credentials, row.id, credentials)
    # A first look that never came to its end is finished first; that is safe to do twice.
    row.state = MailboxState.ACTIVE if row.synced_at and row.told_at else MailboxState.FIRST_LOOK
    row.state_reason, row.failures, row.retry_at, row.dirty_at = "", 0, None, now
    # What was judged while the mailbox could not be worked on has no draft outstanding, however due it is.
    session.execute(update(ThreadRow).where(ThreadRow.mailbox_id == row.id).values(wake_at=now))


def delete_mailbox(session: Session, mailbox_id: UUID) -> None:
    """Delete a mailbox and, by the foreign keys, everything read in it; of the journal's lines about it the bare events stay."""
    session.execute(update(JournalRow).where(JournalRow.mailbox_id == mailbox_id).values(why=None, kept_text=None))
    session.execute(delete(MailboxRow).where(MailboxRow.id == mailbox_id))


def link_of(session: Session, row: MailboxRow) -> Link | None:
    """What opens this mailbox; None where it holds no credentials."""
    vault = vault_of(session)
    if row.credentials is None:
        return None
    return Link(
        id=row.id,
        account_id=row.account_id,
        provider=row.provider,
        address=vault.open_or(MailboxRow.address, row.id, row.address),
        credentials=vault.open(MailboxRow.credentials, row.id, row.credentials),
        watch_id=row.watch_id,
        watch_secret=vault.open_or(MailboxRow.watch_secret, row.id, row.watch_secret),
        watch_expires_at=row.watch_expires_at,
    )


def credentials_of(session: Session, mailbox_id: UUID) -> str:
    """The sealed credentials, opened; empty when there are none."""
    sealed = session.scalar(select(MailboxRow.credentials).where(MailboxRow.id == mailbox_id))
    return vault_of(session).open_or(MailboxRow.credentials, mailbox_id, sealed)


def save_credentials(session: Session, mailbox_id: UUID, credentials: str) -> None:
    """Keep credentials that the provider renewed."""
    sealed = vault_of(session).seal(MailboxRow.credentials, mailbox_id, credentials)
    session.execute(
        update(MailboxRow).where(MailboxRow.id == mailbox_id, MailboxRow.credentials.is_not(None)).values(credentials=sealed)
    )


def candidate_of(session: Session, row: MailboxRow, sign_off: str = "") -> Candidate:
    """The mailbox's owner, as detection knows them."""
    vault = vault_of(session)
    aliases: list[str] = json.loads(vault.open_or(MailboxRow.aliases, row.id, row.aliases, "[]"))
    address = vault.open_or(MailboxRow.address, row.id, row.address)
    name = sign_off or vault.open_or(MailboxRow.owner_name, row.id, row.owner_name)
    return Candidate(name, frozenset({address, *aliases}), row.timezone, row.region)


def set_owner(session: Session, row: MailboxRow, aliases: frozenset[str], name: str | None) -> None:
    """Keep the addresses the owner writes from, and the name their own mail shows."""
    vault = vault_of(session)
    row.aliases = vault.seal(MailboxRow.aliases, row.id, json.dumps(sorted(aliases)))
    if name is not None:
        row.owner_name = vault.seal(MailboxRow.owner_name, row.id, name)


def address_of(session: Session, row: MailboxRow) -> str:
    return vault_of(session).open_or(MailboxRow.address, row.id, row.address)


def cursor_of(session: Session, row: MailboxRow) -> str | None:
    return vault_of(session).open(MailboxRow.cursor, row.id, row.cursor) if row.cursor else None


def set_cursor(session: Session, row: MailboxRow, cursor: str | None) -> None:
    row.cursor = None if cursor is None else vault_of(session).seal(MailboxRow.cursor, row.id, cursor)


def dirty_at(session: Session, mailbox_id: UUID) -> datetime | None:
    """Since when there has been something new in this mailbox; None where there is nothing, or no such mailbox."""
    return session.scalar(select(MailboxRow.dirty_at).where(MailboxRow.id == mailbox_id))


def mark_dirty(session: Session, mailbox_id: UUID, now: datetime) -> None:
    """Say that there is something new in this mailbox."""
    session.execute(update(MailboxRow).where(MailboxRow.id == mailbox_id).values(dirty_at=now))


_MARK_DIRTY = (
    update(MailboxRow)
    .where(MailboxRow.provider == bindparam("whose"), MailboxRow.address_hash.in_(bindparam("hashes", expanding=True)))
    .values(dirty_at=bindparam("now"))
    .returning(MailboxRow.id, MailboxRow.address_hash)
)
"""Built once: pushes come by the hundred a second, and building it costs as much as running it."""


def mark_dirty_by_address(session: Session, provider: str, addresses: Collection[str], now: datetime) -> dict[str, UUID]:
    """The same for the mailboxes that pushes name by their addresses, in one statement.

    Args:
        addresses: as :func:`normal_address` writes them.

    Returns:
        The mailbox of each address that has one.
    """
    vault = vault_of(session)
    named = {vault.hash("address", address): address for address in addresses}
    marked = session.connection().execute(_MARK_DIRTY, {"whose": provider, "hashes": list(named), "now": now})
    return {named[bytes(address_hash)]: mailbox_id for mailbox_id, address_hash in marked}


def needs_relink(session: Session, mailbox_id: UUID, why: str) -> None:
    """Stop trying this mailbox until its user connects it again."""
    session.execute(
        update(MailboxRow)
        .where(MailboxRow.id == mailbox_id)
        .values(state=MailboxState.NEEDS_RELINK, state_reason=why, watch_id="", watch_expires_at=None)
    )


def note_failure(session: Session, mailbox_id: UUID, retry_at: datetime) -> None:
    """Count a passing fault and say when to try again."""
    session.execute(
        update(MailboxRow).where(MailboxRow.id == mailbox_id).values(failures=MailboxRow.failures + 1, retry_at=retry_at)
    )


def set_watch(session: Session, mailbox_id: UUID, watch_id: str, secret: str, expires_at: datetime | None) -> None:
    sealed = vault_of(session).seal(MailboxRow.watch_secret, mailbox_id, secret) if secret else None
    session.execute(
        update(MailboxRow)
        .where(MailboxRow.id == mailbox_id)
        .values(watch_id=watch_id, watch_secret=sealed, watch_expires_at=expires_at)
    )


# What is outstanding: read by the sweep, so each query is bounded and walks an index


def working(session: Session) -> list[UUID]:
    """Every mailbox that is neither paused nor to be linked again."""
    return list(session.scalars(select(MailboxRow.id).where(MailboxRow.state.in_(WORKING))))


def to_sync(session: Session, now: datetime, polled_before: datetime, at_most: int) -> list[UUID]:
    """Mailboxes with news, or not looked at since ``polled_before``."""
    return list(
        session.scalars(
            select(MailboxRow.id)
            .where(
                MailboxRow.state.in_(WORKING),
                or_(MailboxRow.retry_at.is_(None), MailboxRow.retry_at <= now),
                or_(MailboxRow.dirty_at.is_not(None), MailboxRow.synced_at.is_(None), MailboxRow.synced_at <= polled_before),
            )
            .order_by(MailboxRow.dirty_at)
            .limit(at_most)
        )
    )


def to_watch(session: Session, expires_before: datetime, at_most: int) -> list[UUID]:
    """Mailboxes whose push ends soon, or which have none yet."""
    return list(
        session.scalars(
            select(MailboxRow.id)
            .where(
                MailboxRow.state == MailboxState.ACTIVE,
                or_(MailboxRow.watch_expires_at.is_(None), MailboxRow.watch_expires_at <= expires_before),
            )
            .limit(at_most)
        )
    )


def watch_secret_of(session: Session, row: MailboxRow) -> str:
    """What a provider must repeat in each notification; empty where there is no such secret."""
    return vault_of(session).open_or(MailboxRow.watch_secret, row.id, row.watch_secret)


def watch_ended(session: Session, mailbox_id: UUID) -> None:
    """The provider says that its push stops: have it renewed at the next sweep."""
    session.execute(update(MailboxRow).where(MailboxRow.id == mailbox_id).values(watch_expires_at=None))
