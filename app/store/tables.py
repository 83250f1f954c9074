"""What is kept, table by table. No message body is; what could name a person is sealed or hashed (see ``encryption.py``).

Row ids are random, made here before a row is written, because sealed columns are bound to them. Relationships never load by
themselves (``lazy="raise"``): a query says what it needs. Queries live beside this module as named functions.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on every database. A naive one is refused: nobody could say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Instant, date: Date, bytes: LargeBinary, UUID: Uuid, dict[str, Any]: JSON}  # noqa: RUF012


def _sealed() -> Any:
    return mapped_column(LargeBinary, nullable=True, info={"sealed": True})


def _id() -> Any:
    return mapped_column(Uuid, primary_key=True, default=uuid4)


class MailboxState(StrEnum):
    """Where a linked mailbox stands."""

    FIRST_LOOK = "first_look"
    ACTIVE = "active"
    NEEDS_RELINK = "needs_relink"
    PAUSED = "paused"


class DraftState(StrEnum):
    """Where one follow-up of ours stands. Of CLAIMED and OPEN a thread has at most one."""

    CLAIMED = "claimed"
    """Somebody is about to write it; it may already lie in the mailbox, to be found by its mark."""
    OPEN = "open"
    """It lies in the mailbox, unsent."""
    SENT = "sent"
    """The user sent it."""
    REMOVED = "removed"
    """We took it away, untouched; its text is in the journal."""
    DELETED = "deleted_by_user"
    """The user threw it away: never again for this lapse."""
    KEPT = "kept"
    """No longer needed, but the user had edited it: it is theirs now."""
    REFUSED = "refused"
    """The mail service would not take it."""


class AccountRow(Base):
    """Somebody who may sign in: an identity at Google or Microsoft, with rules and choices."""

    __tablename__ = "account"

    id: Mapped[UUID] = _id()
    provider: Mapped[str] = mapped_column(String(20))
    subject_hash: Mapped[bytes]
    email: Mapped[bytes | None] = _sealed()
    email_hash: Mapped[bytes]
    created_at: Mapped[datetime]
    locale: Mapped[str] = mapped_column(String(35), default="")
    rules: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Timing rules that differ from the defaults."""
    automatic: Mapped[bool] = mapped_column(Boolean, default=True)
    """Drafts come by themselves; False: only when told."""
    absent_from_on: Mapped[date | None]
    absent_until_on: Mapped[date | None]
    sign_off: Mapped[bytes | None] = _sealed()
    templates: Mapped[bytes | None] = _sealed()

    __table_args__ = (UniqueConstraint("provider", "subject_hash"),)


class SessionRow(Base):
    """A signed-in browser. Only a hash of its cookie is kept; deleting the row signs it out."""

    __tablename__ = "web_session"

    id: Mapped[UUID] = _id()
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)

    account: Mapped[AccountRow] = relationship(lazy="raise")


class OAuthFlowRow(Base):
    """A sign-in or connection that has begun: used once, in the browser that began it, within minutes."""

    __tablename__ = "oauth_flow"

    id: Mapped[UUID] = _id()
    state_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    browser_hash: Mapped[bytes]
    provider: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    pending: Mapped[bytes | None] = _sealed()
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class MailboxRow(Base):
    """A linked mailbox. ``dirty_at``, ``retry_at``, ``synced_at`` and ``watch_expires_at`` say what is outstanding."""

    __tablename__ = "mailbox"

    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(String(20))
    subject_hash: Mapped[bytes]
    address: Mapped[bytes | None] = _sealed()
    address_hash: Mapped[bytes]
    aliases: Mapped[bytes | None] = _sealed()
    owner_name: Mapped[bytes | None] = _sealed()
    credentials: Mapped[bytes | None] = _sealed()
    state: Mapped[str] = mapped_column(String(20), default=MailboxState.FIRST_LOOK)
    state_reason: Mapped[str] = mapped_column(Text, default="")
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    region: Mapped[str] = mapped_column(String(16), default="")
    place_confirmed_at: Mapped[datetime | None]
    linked_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When the user first said "write these drafts"; before, we only propose."""
    cursor: Mapped[bytes | None] = _sealed()
    dirty_at: Mapped[datetime | None]
    """Somebody said that there is something new; stays until a sync that began later has finished."""
    synced_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(Integer, default=0)
    retry_at: Mapped[datetime | None]
    watch_id: Mapped[str] = mapped_column(String(200), default="")
    watch_secret: Mapped[bytes | None] = _sealed()
    watch_expires_at: Mapped[datetime | None]

    account: Mapped[AccountRow] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("provider", "address_hash"),
        UniqueConstraint("provider", "subject_hash"),
        Index(
            "ix_mailbox_dirty_at",
            "dirty_at",
            sqlite_where=text("dirty_at IS NOT NULL"),
            postgresql_where=text("dirty_at IS NOT NULL"),
        ),
        Index("ix_mailbox_synced_at", "state", "synced_at"),
        Index("ix_mailbox_watch_expires_at", "watch_expires_at"),
        Index("ix_mailbox_watch_id", "watch_id"),
    )


class ThreadRow(Base):
    """A conversation that is, or might be, about the owner's candidacy, with its latest verdict."""

    __tablename__ = "thread"

    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    mailbox_id: Mapped[UUID] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"))
    provider_thread_id: Mapped[str] = mapped_column(String(500))
    status: Mapped[str] = mapped_column(String(20))
    status_since_at: Mapped[datetime]
    follow_up: Mapped[int] = mapped_column(Integer, default=1)
    lapse: Mapped[str] = mapped_column(String(600), default="")
    deadline_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None]
    """From when a draft of ours is outstanding; empty when none is: not due, not told, or already written."""
    wake_at: Mapped[datetime | None]
    """When time alone changes the verdict, so that it has to be made anew."""
    attend_at: Mapped[datetime | None]
    """When an open draft of ours in it has to be looked at."""
    summary: Mapped[bytes | None] = _sealed()
    """The verdict as JSON: quote, names, subject, role, organisation, reasons."""
    corrections: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    person_hash: Mapped[bytes | None]
    domain_hash: Mapped[bytes | None]
    last_mail_at: Mapped[datetime]
    followed_up_at: Mapped[datetime | None]
    sources_hash: Mapped[bytes | None]
    """Which promise and which people mail elsewhere has been asked about, so that it is asked once."""
    judged_at: Mapped[datetime]
    reader_version: Mapped[int] = mapped_column(Integer)
    gone_at: Mapped[datetime | None]

    mailbox: Mapped[MailboxRow] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("mailbox_id", "provider_thread_id"),
        Index("ix_thread_due_at", "due_at", sqlite_where=text("due_at IS NOT NULL"), postgresql_where=text("due_at IS NOT NULL")),
        Index(
            "ix_thread_wake_at", "wake_at", sqlite_where=text("wake_at IS NOT NULL"), postgresql_where=text("wake_at IS NOT NULL")
        ),
        Index(
            "ix_thread_attend_at",
            "attend_at",
            sqlite_where=text("attend_at IS NOT NULL"),
            postgresql_where=text("attend_at IS NOT NULL"),
        ),
        Index("ix_thread_account_id_status_last_mail_at", "account_id", "status", "last_mail_at"),
        Index("ix_thread_account_id_last_mail_at", "account_id", "last_mail_at"),
        Index("ix_thread_account_id_status_due_on", "account_id", "status", "due_on", "mailbox_id", "id"),
        Index("ix_thread_account_id_person_hash", "account_id", "person_hash"),
        Index("ix_thread_account_id_domain_hash", "account_id", "domain_hash"),
        Index("ix_thread_reader_version", "reader_version"),
    )


class ReadingRow(Base):
    """What was read in one message that matters for a thread: one of its own, or one elsewhere that may answer it.

    It stays when the message is deleted (``gone_at``): an answer once seen is an answer.
    """

    __tablename__ = "reading"

    id: Mapped[UUID] = _id()
    thread_id: Mapped[UUID] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    mailbox_id: Mapped[UUID] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[str] = mapped_column(String(500))
    elsewhere: Mapped[bool] = mapped_column(Boolean, default=False)
    sent_at: Mapped[datetime]
    draft: Mapped[bool] = mapped_column(Boolean, default=False)
    gone_at: Mapped[datetime | None]
    reading: Mapped[bytes | None] = _sealed()
    reader_version: Mapped[int] = mapped_column(Integer)

    __table_args__ = (UniqueConstraint("thread_id", "mailbox_id", "message_id"),)


class SourceRow(Base):
    """Somebody whose mail elsewhere may answer a thread, as a hash: so that new mail finds the threads it may answer."""

    __tablename__ = "answer_source"

    thread_id: Mapped[UUID] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True)
    source_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))

    __table_args__ = (Index("ix_answer_source_account_id_source_hash", "account_id", "source_hash"),)


class SeenRow(Base):
    """A conversation that was read and is not about a candidacy: nothing of it is kept but this hash and the day."""

    __tablename__ = "seen"

    mailbox_id: Mapped[UUID] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), primary_key=True)
    thread_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    judged_on: Mapped[date]


class DraftRow(Base):
    """A follow-up of ours, from the claim to its end. One a lapse; one open a thread."""

    __tablename__ = "draft"

    id: Mapped[UUID] = _id()
    thread_id: Mapped[UUID] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    mailbox_id: Mapped[UUID] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), index=True)
    lapse: Mapped[str] = mapped_column(String(600))
    follow_up: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    mark: Mapped[str] = mapped_column(String(200), unique=True)
    claim: Mapped[UUID | None]
    """Names the run that holds the claim; another run may take it over after ``claimed_until``."""
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    """How often a draft may have been put into the mailbox; counted before each try."""
    intended: Mapped[bytes | None]
    """Fingerprint of what we were about to write, by which a half-made draft is told from an edited one."""
    fingerprint: Mapped[bytes | None]
    """Fingerprint of what the mailbox gave back when we had written it."""
    provider_draft_id: Mapped[str] = mapped_column(String(500), default="")
    provider_message_id: Mapped[str] = mapped_column(String(500), default="")
    provider_changed_at: Mapped[datetime | None]
    open_url: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    written_at: Mapped[datetime | None]
    activity_at: Mapped[datetime | None]
    """When we last noticed the user at work on it."""
    edited_at: Mapped[datetime | None]
    removing_at: Mapped[datetime | None]
    """Set just before we take it away, so that after a crash its absence is known to be ours."""
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("thread_id", "lapse"),
        Index(
            "uq_draft_open_thread_id",
            "thread_id",
            unique=True,
            sqlite_where=text("state IN ('claimed', 'open')"),
            postgresql_where=text("state IN ('claimed', 'open')"),
        ),
        CheckConstraint("state <> 'open' OR provider_draft_id <> ''", name="open_has_provider_id"),
    )


class JournalRow(Base):
    """What we did in a mailbox, when and why; with the text of a draft that we took away."""

    __tablename__ = "journal"

    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    mailbox_id: Mapped[UUID | None] = mapped_column(ForeignKey("mailbox.id", ondelete="SET NULL"), index=True)
    thread_id: Mapped[UUID | None] = mapped_column(ForeignKey("thread.id", ondelete="SET NULL"), index=True)
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(40))
    why: Mapped[bytes | None] = _sealed()
    kept_text: Mapped[bytes | None] = _sealed()

    __table_args__ = (Index("ix_journal_account_id_at", "account_id", "at"),)


class PreferenceRow(Base):
    """A sender or an organisation that is always, or never, treated as a recruiter."""

    __tablename__ = "preference"

    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[bytes | None] = _sealed()
    value_hash: Mapped[bytes]
    recruiter: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("account_id", "kind", "value_hash"),)


class FeedRow(Base):
    """The secret address under which somebody's feeds are read; deleting the row revokes it."""

    __tablename__ = "feed"

    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    secret: Mapped[bytes | None] = _sealed()
    """Sealed, so that its owner can read the address again."""
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]


class PushRow(Base):
    """A browser that wants to be told when a draft waits."""

    __tablename__ = "push_subscription"

    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    endpoint_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    subscription: Mapped[bytes | None] = _sealed()
    """What the browser's push service wants to be called with, as JSON."""
    created_at: Mapped[datetime]
    told_at: Mapped[datetime]
    """Drafts written after this are still to be told."""


class LeaseRow(Base):
    """A running worker process: while it renews its row, its jobs are its own."""

    __tablename__ = "executor_lease"

    executor_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    renewed_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class IndexKeyRow(Base):
    """The sealed key under which everything looked up is hashed. One row."""

    __tablename__ = "index_key"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    key: Mapped[bytes | None] = _sealed()
