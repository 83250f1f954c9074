"""One user with one or more mailboxes in memory, and a clock that the test sets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.conversation import Draft
from app.detection.verdict import Status
from app.flow.outstanding import Report, catch_up
from app.flow.services import Services
from app.store import accounts, drafts, journal, mailboxes, threads
from app.store.database import Database
from app.store.tables import DraftRow, MailboxRow, ThreadRow
from tests.flow.memory_mailbox import MailService, MemoryConnection

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
RECRUITER = "jane@acme.example"


@dataclass
class World:
    """A user, their mail and the time."""

    services: Services
    connection: MemoryConnection
    time: list[datetime]
    account_id: UUID
    boxes: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def new(cls, database: Database, name: str = "ada", now: datetime = MONDAY) -> World:
        connection, time = MemoryConnection(), [now]
        services = Services(
            database, {"memory": connection}, lambda: time[0], "http://localhost:8000", frozenset({"*"}), wake=lambda _: None
        )
        with database.write() as session:
            account = accounts.add_account(session, "memory", f"subject of {name}", f"{name}@mail.example", now)
        world = cls(services, connection, time, account.id)
        world.link(f"{name}@mail.example")
        return world

    def link(self, address: str) -> MailService:
        service = MailService(address, lambda: self.time[0])
        self.connection.services[address] = service
        with self.services.database.write() as session:
            row = mailboxes.add_mailbox(
                session,
                account_id=self.account_id,
                provider="memory",
                subject=f"subject of {address}",
                address=address,
                owner_name="Ada Lovelace",
                credentials="token",
                timezone="UTC",
                region="",
                now=self.now,
            )
        self.boxes[address] = row.id
        return service

    @property
    def now(self) -> datetime:
        return self.time[0]

    @property
    def mail(self) -> MailService:
        return next(iter(self.connection.services.values()))

    @property
    def mailbox_id(self) -> UUID:
        return next(iter(self.boxes.values()))

    def go(self, **later: float) -> Report:
        """Let time pass, then do what is outstanding."""
        self.time[0] += timedelta(**later)
        return catch_up(self.services, self.now)

    def at(self, day: int, hour: int = 10, month: int = 3) -> Report:
        """Go to a day of March 2026, then do what is outstanding."""
        self.time[0] = datetime(2026, month, day, hour, tzinfo=UTC)
        return catch_up(self.services, self.now)

    def tell(self) -> None:
        """The user has said that drafts may be written."""
        with self.services.database.write() as session:
            row = session.get(MailboxRow, self.mailbox_id)
            assert row is not None
            row.told_at = self.now
        from app.flow.review import review_account

        review_account(self.services, self.account_id, self.now)

    def restarted(self, database: Database) -> World:
        """The same world after the program was started anew."""
        return replace(self, services=replace(self.services, database=database))

    def forget(self) -> None:
        """Delete the user, so that another world may live in the same database."""
        with self.services.database.write() as session:
            accounts.delete_account(session, self.account_id)

    # What is kept

    def rows(self) -> list[ThreadRow]:
        with self.services.database.read() as session:
            return threads.listed(session, self.account_id, status=tuple(Status))

    def row(self, provider_thread_id: str = "t1") -> ThreadRow:
        return next(row for row in self.rows() if row.provider_thread_id == provider_thread_id)

    def status(self, provider_thread_id: str = "t1") -> str:
        return self.row(provider_thread_id).status

    def draft_rows(self, provider_thread_id: str = "t1") -> list[DraftRow]:
        row = self.row(provider_thread_id)
        with self.services.database.read() as session:
            return drafts.drafts_of(session, [row.id]).get(row.id, [])

    def states(self, provider_thread_id: str = "t1") -> list[str]:
        return [row.state for row in self.draft_rows(provider_thread_id)]

    def events(self) -> list[str]:
        with self.services.database.read() as session:
            return [entry.event for entry in reversed(journal.entries(session, self.account_id))]

    def our_drafts(self) -> list[Draft]:
        return [draft for service in self.connection.services.values() for draft in service.ours()]


def waiting_world(database: Database, name: str = "ada", promised: str = "2026-03-06") -> World:
    """On Monday a recruiter promises Friday; the mailbox is synced and drafts may be written."""
    world = _promised_world(database, name, promised)
    world.go()
    world.tell()
    return world


def proposed_world(database: Database, name: str = "ada") -> World:
    """The mailbox is first looked at when Friday's promise has lapsed: a draft is proposed, and nothing written yet."""
    world = _promised_world(database, name, "2026-03-06")
    world.at(10)
    return world


def _promised_world(database: Database, name: str, promised: str) -> World:
    world = World.new(database, name)
    world.mail.deliver("t1", RECRUITER, f"the job: promise {promised}", at=MONDAY - timedelta(hours=1))
    return world


def drafted_world(database: Database, name: str = "ada") -> World:
    """Friday's promise has lapsed, and on Tuesday our draft lies in the thread."""
    world = waiting_world(database, name)
    world.at(10)
    return world
