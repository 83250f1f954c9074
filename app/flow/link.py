"""Sign in, link a mailbox, unlink it. Signing in says who somebody is; linking gives us their mail; neither implies the other."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import available_timezones

from app.errors import AppError
from app.flow.attend import take_away
from app.flow.review import review_mailbox
from app.flow.services import Arrival, Services, Unknown
from app.flow.watch import unwatch_mailbox
from app.providers.mailbox import NoPush
from app.store import accounts, journal, mailboxes, threads
from app.store.tables import MailboxState

log = logging.getLogger(__name__)

SIGN_IN, LINK = "sign_in", "link"
PATHS = {SIGN_IN: "sign-in", LINK: "connect"}


class FlowLost(AppError):
    """This sign-in is too old, was already used, or began in another browser. Nothing was changed; please start again."""

    status = 400


class NotAllowed(AppError):
    """This address may not use this service. Nothing was kept; please ask whoever runs it to let you in."""

    status = 403


class MailboxTaken(AppError):
    """This mailbox is already connected to another account here. Nothing was changed; please sign in with that account."""

    status = 409


class BadPlace(AppError):
    """This time zone or region does not exist. Nothing was changed; please choose one from the list."""

    status = 422


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: its cookie, and whether the account is new."""

    token: str
    account_id: UUID
    is_new: bool


def redirect_uri(services: Services, purpose: str, provider: str) -> str:
    """The callback address to register at the provider."""
    return f"{services.public_url}/{PATHS[purpose]}/{provider}/callback"


def begin(services: Services, purpose: str, provider: str, browser: str, now: datetime, account_id: UUID | None = None) -> str:
    """Begin to sign in or to link; the answer is where to send the browser.

    Args:
        browser: a random cookie of the browser, without which the callback is worth nothing.
        account_id: whose mailbox is being linked.
    """
    hint = ""
    if account_id is not None:
        with services.database.read() as session:
            account = accounts.account(session, account_id)
            hint = accounts.email_of(session, account) if account and account.provider == provider else ""
    begun = services.connection(provider).begin(purpose, redirect_uri(services, purpose, provider), hint)
    with services.database.write() as session:
        accounts.forget_expired(session, now)
        accounts.begin_flow(
            session,
            state=begun.state,
            browser=browser,
            provider=provider,
            purpose=purpose,
            account_id=account_id,
            pending=begun.pending,
            now=now,
            length=services.sign_in_time,
        )
    return begun.url


def _finish(
    services: Services,
    purpose: str,
    provider: str,
    browser: str,
    query: Mapping[str, str],
    now: datetime,
    account_id: UUID | None,
) -> Arrival:
    """Use a started flow up and read the callback. Raises FlowLost for one that is unknown, used, old or somebody else's."""
    connection = services.connection(provider)
    with services.database.write() as session:
        taken = accounts.take_flow(
            session, state=query.get("state", ""), browser=browser, provider=provider, purpose=purpose, now=now
        )
    if taken is None or taken[0] != account_id:
        raise FlowLost
    return connection.finish(purpose, taken[1], query, now)


def sign_in(services: Services, provider: str, browser: str, query: Mapping[str, str], now: datetime) -> SignedIn:
    """Read the callback of a sign-in and start a session. Raises FlowLost, NotAllowed and what the provider raises."""
    arrival = _finish(services, SIGN_IN, provider, browser, query, now, None)
    if not is_allowed(arrival.address, services.allow):
        raise NotAllowed
    with services.database.write() as session:
        account = accounts.account_of(session, provider, arrival.subject)
        is_new = account is None
        if account is None:
            account = accounts.add_account(session, provider, arrival.subject, arrival.address, now)
        elif accounts.email_of(session, account) != accounts.normal_address(arrival.address):
            accounts.set_email(session, account, arrival.address)
        return SignedIn(accounts.start_session(session, account.id, now, services.session_length), account.id, is_new)


def is_allowed(address: str, allow: Iterable[str]) -> bool:
    """Whether an address, or its very domain, is on the list; nobody is on an empty one."""
    address = accounts.normal_address(address)
    domain = address.rpartition("@")[2] if "@" in address else ""
    return bool(domain) and any(entry in ("*", address, domain, f"@{domain}") for entry in allow)


def link(services: Services, account_id: UUID, provider: str, browser: str, query: Mapping[str, str], now: datetime) -> UUID:
    """Read the callback of a link and keep the mailbox; the answer is its id. Its first look is outstanding then.

    A mailbox that somebody else has linked is not taken over. The permission just given is then not revoked either: at
    Google that would end the other link to the same mailbox as well.

    Raises:
        FlowLost, MailboxTaken, and what the provider raises.
    """
    try:
        arrival = _finish(services, LINK, provider, browser, query, now, account_id)
    except FlowLost:
        raise
    except AppError as fault:
        # Kept for `hearback doctor`: what kept users from connecting is often the operator's to mend.
        with services.database.write() as session:
            journal.note(session, account_id=account_id, event=f"link_refused:{type(fault).__name__}"[:40], at=now)
        raise
    with services.database.write() as session:
        row = mailboxes.linked_as(session, provider, arrival.subject, arrival.address)
        if row is not None and row.account_id != account_id:
            raise MailboxTaken
        if row is not None:
            mailboxes.relink(session, row, arrival.credentials, now)
            event = "mailbox_relinked"
        else:
            siblings = mailboxes.mailboxes_of(session, account_id)
            row = mailboxes.add_mailbox(
                session,
                account_id=account_id,
                provider=provider,
                subject=arrival.subject,
                address=arrival.address,
                owner_name=arrival.name,
                credentials=arrival.credentials,
                timezone=siblings[0].timezone if siblings else "UTC",
                region=siblings[0].region if siblings else "",
                now=now,
            )
            event = "mailbox_linked"
        journal.note(session, account_id=account_id, mailbox_id=row.id, event=event, at=now)
        if arrival.access_ends_at is not None:
            journal.note(session, account_id=account_id, mailbox_id=row.id, event="access_ends", at=arrival.access_ends_at)
        mailbox_id = row.id
    services.wake(mailbox_id)
    return mailbox_id


def set_place(services: Services, account_id: UUID, mailbox_id: UUID, timezone: str, region: str, now: datetime) -> None:
    """Say where the owner lives: days and holidays are theirs. Judges the mailbox's threads again. Raises BadPlace, Unknown."""
    if timezone not in available_timezones() or len(region) > 16 or (not region.replace("-", "").isalnum() and region):
        raise BadPlace
    with services.database.write() as session:
        row = mailboxes.mailbox(session, mailbox_id)
        if row is None or row.account_id != account_id:
            raise Unknown
        row.timezone, row.region, row.place_confirmed_at = timezone, region.upper(), now
    review_mailbox(services, mailbox_id, now)


@dataclass(frozen=True, slots=True)
class Unlinked:
    """What came of disconnecting. With us nothing is left of the mailbox in any case; the rest depends on the provider.

    Attributes:
        drafts_left: untouched drafts of ours that still lie in the mailbox, because it could not be reached or let us in no longer.
        permission_left: the provider did not take the permission back.
    """

    drafts_left: int = 0
    permission_left: bool = False

    @property
    def sentence(self) -> str:
        """For the user; empty when all went well."""
        told = []
        if self.drafts_left:
            told.append(f"The mailbox could not be reached, so drafts of ours may still lie in it ({self.drafts_left}).")
        if self.permission_left:
            told.append(
                "The mail service could not be told to end our permission; please end it in your account's settings there."
            )
        return " ".join(told)


def unlink(services: Services, account_id: UUID, mailbox_id: UUID, now: datetime, *, remove_drafts: bool = True) -> Unlinked:
    """Disconnect a mailbox: take our untouched drafts away if wished, give the permission back, delete all that was read.

    What was read is deleted whatever the provider says: nobody who wants to leave waits for a mail service that is busy.
    """
    with services.database.read() as session:
        row = mailboxes.mailbox(session, mailbox_id)
        if row is None or row.account_id != account_id:
            raise Unknown
        opener, working = mailboxes.link_of(session, row), row.state != MailboxState.NEEDS_RELINK
        drafts_left = threads.ids_with_open_draft(session, mailbox_id) if remove_drafts else []
    permission_left = False
    if opener is not None and working:
        for thread_id in list(drafts_left):
            if not _tried(mailbox_id, take_away, services, thread_id, now):
                break
            drafts_left.remove(thread_id)
        else:
            _tried(mailbox_id, _stop_push, services, mailbox_id, now)
    if opener is not None:
        permission_left = not _tried(mailbox_id, services.connection(opener.provider).revoke, opener)
    with services.database.write() as session:
        mailboxes.delete_mailbox(session, mailbox_id)
        journal.note(session, account_id=account_id, event="mailbox_unlinked", at=now)
    return Unlinked(len(drafts_left), permission_left)


def _tried(mailbox_id: UUID, step: Callable[..., object], *arguments: object) -> bool:
    """Whether the provider let a step of leaving be done. One that it refuses stops neither the others nor the leaving."""
    try:
        step(*arguments)
    except AppError as fault:
        log.warning("leaving mailbox %s: %s was not done (%s)", mailbox_id, step.__name__, type(fault).__name__)
        return False
    return True


def _stop_push(services: Services, mailbox_id: UUID, now: datetime) -> None:
    try:
        unwatch_mailbox(services, mailbox_id, now)
    except NoPush:
        return


def delete_account(services: Services, account_id: UUID, now: datetime, *, remove_drafts: bool = True) -> Unlinked:
    """Delete somebody with everything that is theirs, here and as far as our permissions reach at the providers."""
    with services.database.read() as session:
        ids = [row.id for row in mailboxes.mailboxes_of(session, account_id)]
    left = [unlink(services, account_id, mailbox_id, now, remove_drafts=remove_drafts) for mailbox_id in ids]
    with services.database.write() as session:
        accounts.delete_account(session, account_id)
    return Unlinked(sum(one.drafts_left for one in left), any(one.permission_left for one in left))


def new_browser() -> str:
    """A random cookie that binds a started flow to its browser."""
    return secrets.token_urlsafe(32)


def with_query(path: str, **values: str) -> str:
    """A path of ours with a query."""
    return f"{path}?{urlencode(values)}" if values else path
