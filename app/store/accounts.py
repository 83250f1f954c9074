"""Named queries about accounts, their signed-in browsers and started OAuth flows. Nothing here commits."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import fields
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from app.detection.verdict import TimingRules
from app.store.database import vault_of
from app.store.tables import AccountRow, OAuthFlowRow, PreferenceRow, SessionRow

SEEN_EVERY = timedelta(minutes=10)


def normal_address(address: str) -> str:
    """One spelling for one address."""
    return address.strip().lower()


def account_of(session: Session, provider: str, subject: str) -> AccountRow | None:
    """The account of an identity; the subject is the provider's own, stable name for a person."""
    subject_hash = vault_of(session).hash("account.subject", f"{provider}|{subject}")
    return session.scalar(select(AccountRow).where(AccountRow.provider == provider, AccountRow.subject_hash == subject_hash))


def account(session: Session, account_id: UUID) -> AccountRow | None:
    return session.get(AccountRow, account_id)


def add_account(session: Session, provider: str, subject: str, email: str, now: datetime) -> AccountRow:
    vault, row_id = vault_of(session), uuid4()
    row = AccountRow(
        id=row_id,
        provider=provider,
        subject_hash=vault.hash("account.subject", f"{provider}|{subject}"),
        email=vault.seal(AccountRow.email, row_id, normal_address(email)),
        email_hash=vault.hash("address", normal_address(email)),
        created_at=now,
        rules={},
        automatic=True,
    )
    session.add(row)
    session.flush()
    return row


def set_email(session: Session, row: AccountRow, email: str) -> None:
    """Follow a changed address of the same identity."""
    vault = vault_of(session)
    row.email, row.email_hash = (
        vault.seal(AccountRow.email, row.id, normal_address(email)),
        vault.hash("address", normal_address(email)),
    )


def email_of(session: Session, row: AccountRow) -> str:
    return vault_of(session).open_or(AccountRow.email, row.id, row.email)


def delete_account(session: Session, account_id: UUID) -> None:
    """Delete somebody and, by the foreign keys, everything that is theirs."""
    session.execute(delete(AccountRow).where(AccountRow.id == account_id))


# Timing rules


def rules_of(row: AccountRow) -> TimingRules:
    """The account's timing rules: the defaults, and what differs from them."""
    return rules_from_json(row.rules)


def rules_to_json(rules: TimingRules) -> dict[str, Any]:
    """Only what differs from the defaults, so that better defaults reach everybody who never changed them."""
    out: dict[str, Any] = {}
    for field in fields(TimingRules):
        value = getattr(rules, field.name)
        if value == field.default:
            continue
        if isinstance(value, time):
            value = value.isoformat()
        elif isinstance(value, frozenset):
            value = sorted(value)
        out[field.name] = value
    return out


def rules_from_json(stored: dict[str, Any]) -> TimingRules:
    values = dict(stored)
    if "draft_at" in values:
        values["draft_at"] = time.fromisoformat(values["draft_at"])
    if "working_weekdays" in values:
        values["working_weekdays"] = frozenset(values["working_weekdays"])
    return TimingRules(**values)


def templates_of(session: Session, row: AccountRow) -> dict[str, str]:
    """The user's own wordings by language; empty where ours are used."""
    found: dict[str, str] = json.loads(vault_of(session).open_or(AccountRow.templates, row.id, row.templates, "{}"))
    return found


# Preferences about senders and organisations


def preference_for(session: Session, account_id: UUID, addresses: set[str], domains: set[str]) -> bool | None:
    """Whether mail of these people is always (True) or never (False) about a candidacy; a sender outweighs an organisation."""
    vault = vault_of(session)
    hashes = {vault.hash("preference.sender", a): 1 for a in addresses} | {
        vault.hash("preference.organisation", d): 0 for d in domains
    }
    if not hashes:
        return None
    found = session.execute(
        select(PreferenceRow.value_hash, PreferenceRow.recruiter).where(
            PreferenceRow.account_id == account_id, PreferenceRow.value_hash.in_(hashes)
        )
    ).all()
    best = max(found, key=lambda row: hashes[bytes(row[0])], default=None)
    return best[1] if best else None


def has_preferences(session: Session, account_id: UUID) -> bool:
    return session.scalar(select(PreferenceRow.id).where(PreferenceRow.account_id == account_id).limit(1)) is not None


def prefer(session: Session, account_id: UUID, kind: str, value: str, recruiter: bool | None, now: datetime) -> None:
    """Remember a choice about a ``sender`` (address) or an ``organisation`` (domain); None forgets it."""
    vault, value = vault_of(session), value.strip().lower()
    value_hash = vault.hash(f"preference.{kind}", value)
    session.execute(
        delete(PreferenceRow).where(
            PreferenceRow.account_id == account_id, PreferenceRow.kind == kind, PreferenceRow.value_hash == value_hash
        )
    )
    if recruiter is None:
        return
    row_id = uuid4()
    sealed = vault.seal(PreferenceRow.value, row_id, value)
    session.add(
        PreferenceRow(
            id=row_id,
            account_id=account_id,
            kind=kind,
            value=sealed,
            value_hash=value_hash,
            recruiter=recruiter,
            created_at=now,
        )
    )


# Signed-in browsers


def token_hash(token: str) -> bytes:
    """What is kept of a random token of ours: it has 256 bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).digest()


def start_session(session: Session, account_id: UUID, now: datetime, length: timedelta) -> str:
    """Sign a browser in; the answer is its cookie, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    session.add(
        SessionRow(
            id=uuid4(),
            token_hash=token_hash(token),
            account_id=account_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + length,
        )
    )
    return token


def session_of(session: Session, token: str, now: datetime) -> SessionRow | None:
    """The signed-in browser of a cookie, with its account; None when it has been signed out or is too old."""
    row = session.scalar(
        select(SessionRow).where(SessionRow.token_hash == token_hash(token)).options(joinedload(SessionRow.account))
    )
    return row if row is not None and row.expires_at > now else None


def touch_session(session: Session, row_id: UUID, now: datetime) -> None:
    """Note that a browser is still in use."""
    session.execute(update(SessionRow).where(SessionRow.id == row_id).values(last_seen_at=now))


def end_session(session: Session, token: str) -> None:
    session.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash(token)))


def end_sessions(session: Session, account_id: UUID) -> int:
    """Sign out everywhere; the answer is how many browsers that were."""
    return len(session.execute(delete(SessionRow).where(SessionRow.account_id == account_id).returning(SessionRow.id)).all())


# OAuth flows that have begun


def begin_flow(
    session: Session,
    *,
    state: str,
    browser: str,
    provider: str,
    purpose: str,
    account_id: UUID | None,
    pending: dict[str, Any],
    now: datetime,
    length: timedelta,
) -> None:
    """Keep what a callback needs, for this browser only."""
    row_id = uuid4()
    session.add(
        OAuthFlowRow(
            id=row_id,
            state_hash=token_hash(state),
            browser_hash=token_hash(browser),
            provider=provider,
            purpose=purpose,
            account_id=account_id,
            pending=vault_of(session).seal(OAuthFlowRow.pending, row_id, json.dumps(pending)),
            created_at=now,
            expires_at=now + length,
        )
    )


def take_flow(
    session: Session, *, state: str, browser: str, provider: str, purpose: str, now: datetime
) -> tuple[UUID | None, Any] | None:
    """Use up a started flow: its account and its pending data. None when it is unknown, used, too old or another browser's.

    A callback from another browser uses nothing up: the flow stays for the browser that began it.
    """
    row = session.execute(
        delete(OAuthFlowRow)
        .where(
            OAuthFlowRow.state_hash == token_hash(state),
            OAuthFlowRow.browser_hash == token_hash(browser),
            OAuthFlowRow.provider == provider,
            OAuthFlowRow.purpose == purpose,
        )
        .returning(OAuthFlowRow.id, OAuthFlowRow.account_id, OAuthFlowRow.pending, OAuthFlowRow.expires_at)
    ).one_or_none()
    if row is None or row.expires_at <= now or row.pending is None:
        return None
    return row.account_id, json.loads(vault_of(session).open(OAuthFlowRow.pending, row.id, row.pending))


def forget_expired(session: Session, now: datetime) -> None:
    """Delete sessions and flows whose time is over."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
    session.execute(delete(OAuthFlowRow).where(OAuthFlowRow.expires_at <= now))
