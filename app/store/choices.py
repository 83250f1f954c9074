"""Named queries about what somebody chose: timing rules, absence, signature, wording, pauses, preferences. Nothing here commits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.detection.verdict import TimingRules
from app.store.accounts import rules_to_json
from app.store.database import vault_of
from app.store.tables import AccountRow, MailboxRow, MailboxState, PreferenceRow


@dataclass(frozen=True, slots=True)
class Choices:
    """When drafts come.

    Attributes:
        absent_from_on, absent_until_on: first and last day without drafts; no last day means no absence.
    """

    rules: TimingRules = field(default_factory=TimingRules)
    automatic: bool = True
    absent_from_on: date | None = None
    absent_until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Preference:
    """A sender or organisation that is always or never treated as a recruiter."""

    id: UUID
    kind: str
    value: str
    recruiter: bool
    created_at: datetime


def set_choices(row: AccountRow, choices: Choices) -> None:
    row.rules = rules_to_json(choices.rules)
    row.automatic = choices.automatic
    row.absent_from_on, row.absent_until_on = choices.absent_from_on, choices.absent_until_on


def sign_off_of(session: Session, row: AccountRow) -> str:
    """The name under follow-ups, where it differs from the mailbox's."""
    return vault_of(session).open_or(AccountRow.sign_off, row.id, row.sign_off)


def set_sign_off(session: Session, row: AccountRow, name: str) -> None:
    row.sign_off = vault_of(session).seal(AccountRow.sign_off, row.id, name) if name else None


def set_templates(session: Session, row: AccountRow, templates: Mapping[str, str]) -> None:
    kept = {key: text for key, text in templates.items() if text.strip()}
    row.templates = vault_of(session).seal(AccountRow.templates, row.id, json.dumps(kept, ensure_ascii=False)) if kept else None


def pause(row: MailboxRow) -> None:
    """Leave a mailbox alone until it is resumed; one that has to be connected again stays so."""
    if row.state in (MailboxState.ACTIVE, MailboxState.FIRST_LOOK):
        row.state = MailboxState.PAUSED


def resume(row: MailboxRow, now: datetime) -> None:
    if row.state == MailboxState.PAUSED:
        row.state = MailboxState.ACTIVE if row.synced_at else MailboxState.FIRST_LOOK
        row.dirty_at = now


def preferences(session: Session, account_id: UUID) -> list[Preference]:
    """Everything somebody said about senders and organisations, the latest first."""
    vault = vault_of(session)
    rows = session.scalars(
        select(PreferenceRow).where(PreferenceRow.account_id == account_id).order_by(PreferenceRow.created_at.desc())
    )
    return [
        Preference(row.id, row.kind, vault.open_or(PreferenceRow.value, row.id, row.value), row.recruiter, row.created_at)
        for row in rows
    ]
