"""``hearback doctor``: look at everything that can be wrong with an installation, and say what to do about each fault.

Each check is a function that yields lines; a check that breaks becomes a line itself. Nothing is changed, but for watches:
to learn whether a Pub/Sub topic works, one Gmail mailbox's watch is asked for again, which is harmless.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.errors import AppError
from app.flow.link import LINK, SIGN_IN
from app.flow.services import Services, Tokens
from app.main import build_services, pushes
from app.providers.graph import OtherHost
from app.providers.mailbox import NoPush
from app.settings import Settings, SettingsFault, load_settings
from app.store import leases
from app.store.encryption import ID_BYTES, SealBroken, sealed_columns
from app.store.migrations import is_current
from app.store.tables import Base, JournalRow, MailboxRow, MailboxState, ThreadRow

SKEW = timedelta(minutes=1)
TESTING_WEEK = timedelta(days=8)
"""Google ends refresh tokens after seven days while the consent screen is in "Testing"."""
LATE = timedelta(minutes=15)
"""What has been outstanding longer than this waits for a worker that is not there, or not enough."""
ASKED_MAILBOXES = 10
TIMEOUT_SECONDS = 15


class State(StrEnum):
    OK = "ok"
    NOTE = "note"
    FAULT = "FAULT"


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: what was looked at, and in a sentence what is the matter and what to do."""

    state: State
    about: str
    sentence: str


Lines = Iterator[Line]


def ok(about: str, sentence: str) -> Line:
    return Line(State.OK, about, sentence)


def note(about: str, sentence: str) -> Line:
    return Line(State.NOTE, about, sentence)


def fault(about: str, sentence: str) -> Line:
    return Line(State.FAULT, about, sentence)


@dataclass(frozen=True)
class Patient:
    """An installation under examination; ``http`` is asked for everything outside."""

    settings: Settings
    services: Services
    http: requests.Session

    @property
    def now(self) -> datetime:
        return self.services.clock()


def examine_environment(http: requests.Session | None = None) -> Lines:
    """Examine the installation that the environment describes."""
    try:
        settings = load_settings()
        settings.require_service()
        services = build_services(settings)
    except SettingsFault as wrong:
        for sentence in wrong.sentence.splitlines():
            yield fault("configuration", sentence)
        return
    try:
        yield from examine(settings, services, http)
    finally:
        services.database.close()


def examine(settings: Settings, services: Services, http: requests.Session | None = None) -> Lines:
    """All checks, in the order in which one would mend things. What cannot be looked at without a database is left out."""
    yield ok("configuration", f"All settings can be used. Pages are at {settings.public_url}.")
    patient = Patient(settings, services, http or outward_session(settings))
    whole = True
    for line in database(patient):
        whole = whole and line.state is not State.FAULT
        yield line
    for check in OUTSIDE:
        yield from guarded(check, patient)
    if whole:
        for check in INSIDE:
            yield from guarded(check, patient)


def guarded(check: Callable[[Patient], Lines], patient: Patient) -> Lines:
    """A check whose own breaking is told, so that the others still run."""
    about = check.__name__.replace("_", " ")
    try:
        yield from check(patient)
    except AppError as wrong:
        yield fault(about, wrong.sentence)
    except (requests.RequestException, SQLAlchemyError, OSError) as wrong:
        yield fault(about, f"This could not be looked at ({type(wrong).__name__}). Is the network, or the database, there?")


def outward_session(settings: Settings) -> requests.Session:
    """For requests to the outside; the sandbox answers for Microsoft's host where the settings say so."""
    http = requests.Session()
    if settings.microsoft_login_endpoint:
        parts = urlsplit(settings.microsoft_authority)
        http.mount(f"{parts.scheme}://{parts.netloc}", OtherHost(settings.microsoft_login_endpoint))
    return http


# The database and its keys


def database(patient: Patient) -> Lines:
    """Reachable, of this version, and opened by the keys at hand."""
    services = patient.services
    try:
        services.database.is_reachable()
        current = is_current(services.database.engine)
    except (SQLAlchemyError, OSError) as wrong:
        yield fault(
            "database", f"It does not answer ({type(wrong).__name__}). Check HEARBACK_DATABASE_URL and that the server runs."
        )
        return
    if not current:
        yield fault("database", "Its tables are not those of this version. Run `hearback migrate`.")
        return
    yield ok("database", f"It answers and has this version's tables ({services.database.engine.dialect.name}).")
    try:
        services.database.open()
    except SealBroken as wrong:
        yield fault("keys", wrong.sentence)
        return
    yield from keys(patient)


def keys(patient: Patient) -> Lines:
    """Which sealed values still need an older key, and which need one that is lost."""
    vault = patient.services.database.vault
    known = dict.fromkeys(vault.key_ids, 0)
    lost = 0
    with patient.services.database.read() as session:
        for _table, column in sealed_columns(Base.metadata):
            key_id = func.substr(column, 2, ID_BYTES)
            for found, count in session.execute(select(key_id, func.count()).where(column.is_not(None)).group_by(key_id)):
                if bytes(found) in known:
                    known[bytes(found)] += count
                else:
                    lost += count
    old = sum(count for key_id, count in known.items() if key_id != vault.active_id)
    if lost:
        yield fault(
            "keys",
            f"{lost} private fields were sealed with a key that is not in HEARBACK_KEYS. Add it again, behind the active one.",
        )
    elif old:
        yield note("keys", f"{old} private fields still need an older key. Run `hearback keys rotate`, then drop the older keys.")
    else:
        yield ok("keys", "Everything is sealed with the active key.")


# The outside world


def clock(patient: Patient) -> Lines:
    """Ours against a provider's: tokens, deadlines and sessions depend on it."""
    address = patient.settings.google_certs_uri if patient.settings.google_client_id else authority_document(patient.settings)
    answer = patient.http.get(address, timeout=TIMEOUT_SECONDS)
    try:
        theirs = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        yield note("clock", "It could not be compared: the provider's answer has no date.")
        return
    off = abs(patient.now - theirs)
    if off > SKEW:
        yield fault(
            "clock",
            f"This machine's clock is {int(off.total_seconds())} seconds off. Set it, for example by running an NTP client.",
        )
    else:
        yield ok("clock", "It agrees with the provider's to the minute.")


def authority_document(settings: Settings) -> str:
    return f"{settings.microsoft_authority.rstrip('/')}/v2.0/.well-known/openid-configuration"


def google_client(patient: Patient) -> Lines:
    """Does Google know this client, its secret and our callback addresses?"""
    settings = patient.settings
    if not settings.google_client_id:
        return
    yield from oauth_client(
        patient, "google", settings.google_token_uri, settings.google_client_id, settings.google_client_secret.get_secret_value()
    )


def microsoft_client(patient: Patient) -> Lines:
    """Does Microsoft know this client, its secret and our callback addresses?"""
    settings = patient.settings
    if not settings.microsoft_client_id:
        return
    token_uri = f"{settings.microsoft_authority.rstrip('/')}/oauth2/v2.0/token"
    secret = settings.microsoft_client_secret.get_secret_value()
    yield from oauth_client(patient, "microsoft", token_uri, settings.microsoft_client_id, secret)


def oauth_client(patient: Patient, provider: str, token_uri: str, client_id: str, secret: str) -> Lines:
    """Ask for a consent page for each callback, and redeem a code that cannot exist: a good client is told just that.

    RFC 6749, 5.2: ``invalid_grant`` is about the code, ``invalid_client`` about us. Which of both is checked first is not laid
    down, so a refused redirect address is looked for on the consent page.
    """
    about = f"{provider} client"
    connection = patient.services.connection(provider)
    for purpose in (SIGN_IN, LINK):
        path = "sign-in" if purpose == SIGN_IN else "connect"
        callback = f"{patient.settings.public_url}/{path}/{provider}/callback"
        begun = connection.begin(purpose, callback)
        said = consent_page(patient.http, begun.url)
        if "redirect_uri_mismatch" in said or "AADSTS50011" in said:
            yield fault(
                about, f"The redirect address {callback} is not registered. Add it to the client at {provider}'s console."
            )
            return
        if "invalid_client" in said or "AADSTS700016" in said:
            yield fault(
                about, f"{provider.title()} does not know HEARBACK_{provider.upper()}_CLIENT_ID. Copy it from the console again."
            )
            return
        if "invalid_scope" in said or "AADSTS70011" in said:
            yield fault(about, f"{provider.title()} does not know one of the scopes. Add the mail scopes to the consent screen.")
            return
    fields = {
        "grant_type": "authorization_code",
        "code": secrets.token_urlsafe(16),
        "client_id": client_id,
        "client_secret": secret,
        "redirect_uri": callback,
        "code_verifier": secrets.token_urlsafe(48),
    }
    answer = patient.http.post(token_uri, data=fields, timeout=TIMEOUT_SECONDS)
    error = error_of(answer)
    if error in ("invalid_client", "unauthorized_client"):
        yield fault(
            about,
            f"{provider.title()} refuses the client secret: wrong or expired. Make a new one and set HEARBACK_{provider.upper()}_CLIENT_SECRET.",
        )
    elif error == "redirect_uri_mismatch":
        yield fault(about, f"The redirect address {callback} is not registered. Add it to the client at {provider}'s console.")
    elif answer.status_code >= 500:
        yield note(about, f"{provider.title()}'s sign-in is out of order just now ({answer.status_code}). Look again later.")
    else:
        yield ok(about, "The client, its secret and both redirect addresses are accepted.")


def consent_page(http: requests.Session, url: str) -> str:
    """What a consent page says, an error that Google packs into its address included."""
    answer = http.get(url, timeout=TIMEOUT_SECONDS)
    said = answer.text + answer.url
    for packed in parse_qs(urlsplit(answer.url).query).get("authError", []):
        try:
            said += base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            continue
    return said


def error_of(answer: requests.Response) -> str:
    try:
        found: Any = answer.json()
    except ValueError:
        return ""
    return str(found.get("error", "")) if isinstance(found, dict) else ""


def public_address(patient: Patient) -> Lines:
    """Can the address we tell others be reached, and are we the ones who answer there?"""
    url = patient.settings.public_url
    try:
        answer = patient.http.get(f"{url}/healthz", timeout=TIMEOUT_SECONDS, allow_redirects=False)
        ours = answer.status_code == 200 and answer.json().get("status") == "ok"
    except (requests.RequestException, ValueError, AttributeError):
        ours = False
    if not ours:
        yield fault(
            "public address", f"{url} does not lead to this service. Start it, and check the proxy and HEARBACK_PUBLIC_URL."
        )
        return
    yield ok("public address", f"{url} leads to this service.")
    if patient.settings.microsoft_client_id and patient.settings.secure:
        yield from handshake(patient)


def handshake(patient: Patient) -> Lines:
    """Do what Graph does before it pushes (learn.microsoft.com/graph/change-notifications-delivery-webhooks)."""
    token = secrets.token_urlsafe(24)
    for path in ("/hooks/microsoft", "/hooks/microsoft/lifecycle"):
        answer = patient.http.post(
            f"{patient.settings.public_url}{path}", params={"validationToken": token}, timeout=10, allow_redirects=False
        )
        if (
            answer.status_code != 200
            or answer.text != token
            or not answer.headers.get("content-type", "").startswith("text/plain")
        ):
            yield fault(
                "hooks", f"{path} does not give Graph's handshake back ({answer.status_code}). A proxy may keep it from us."
            )
            return
    yield ok("hooks", "Graph's handshake comes back.")


def pubsub(patient: Patient) -> Lines:
    """Gmail's push: topic, audience and service account, which only work together."""
    settings = patient.settings
    given = (settings.google_pubsub_topic, settings.google_push_audience, settings.google_push_account)
    if not settings.google_client_id or not any(given):
        if settings.google_client_id:
            yield note("Pub/Sub", "No topic is set, so Gmail is polled. Mail is noticed after minutes instead of seconds.")
        return
    if not all(given):
        yield fault(
            "Pub/Sub",
            "HEARBACK_GOOGLE_PUBSUB_TOPIC, HEARBACK_GOOGLE_PUSH_AUDIENCE and HEARBACK_GOOGLE_PUSH_ACCOUNT go together. Set all three.",
        )
        return
    parts = settings.google_pubsub_topic.split("/")
    if len(parts) != 4 or parts[0] != "projects" or parts[2] != "topics":
        yield fault("Pub/Sub", "HEARBACK_GOOGLE_PUBSUB_TOPIC must read projects/<project>/topics/<topic>.")
        return
    if not settings.google_push_account.endswith(".iam.gserviceaccount.com"):
        yield fault("Pub/Sub", "HEARBACK_GOOGLE_PUSH_ACCOUNT is not a service account (…@<project>.iam.gserviceaccount.com).")
        return
    answer = patient.http.post(f"{settings.public_url}/hooks/google", data=b"{}", timeout=10, allow_redirects=False)
    if answer.status_code != 403:
        yield fault(
            "Pub/Sub",
            f"/hooks/google answers {answer.status_code} to an unsigned push instead of refusing it. Restart the service with these settings.",
        )
        return
    yield ok("Pub/Sub", "Topic and service account are set, and the hook refuses what is not signed.")


# What the database tells


def consent_screen(patient: Patient) -> Lines:
    """Is Google's consent screen in "Testing"? Then links made in it die after a week."""
    with patient.services.database.read() as session:
        ends = session.scalars(
            select(JournalRow.at).where(JournalRow.event == "access_ends", JournalRow.at > patient.now - TESTING_WEEK)
        ).all()
    if any(at < patient.now + TESTING_WEEK for at in ends):
        yield fault(
            "consent screen",
            "Google gave permissions that end after about 7 days, as it does while the consent screen is in “Testing”. "
            "Set its publishing status to “In production”, then connect the mailboxes again.",
        )
    else:
        yield ok("consent screen", "Google's permissions do not end by themselves.")


REFUSALS = {
    "ConsentBlocked": "the organisation (tenant) lets only an administrator allow the application. Have the administrator open "
    "the address that the user was shown, or register the application in that tenant",
    "PermissionsIncomplete": "permissions (scopes) were missing. Add the mail scopes to the consent screen; users leave all boxes ticked",
    "ApplicationRefused": "the provider refused this application's credentials. Renew the client secret",
}


def refused_links(patient: Patient) -> Lines:
    """What kept people from connecting a mailbox in the last days."""
    with patient.services.database.read() as session:
        found = session.execute(
            select(JournalRow.event, func.count())
            .where(JournalRow.event.startswith("link_refused:"), JournalRow.at > patient.now - TESTING_WEEK)
            .group_by(JournalRow.event)
        ).all()
    for event, count in found:
        why = REFUSALS.get(event.partition(":")[2])
        if why:
            yield fault("connecting", f"{count} times in the last days a mailbox could not be connected: {why}.")


def mailboxes(patient: Patient) -> Lines:
    """Mailboxes that need their owner, and what the others answer when they are asked."""
    services = patient.services
    with services.database.read() as session:
        lost = session.execute(
            select(MailboxRow.provider, MailboxRow.state_reason, func.count())
            .where(MailboxRow.state == MailboxState.NEEDS_RELINK)
            .group_by(MailboxRow.provider, MailboxRow.state_reason)
        ).all()
        ids = session.execute(
            select(MailboxRow.id, MailboxRow.provider)
            .where(MailboxRow.state.in_((MailboxState.ACTIVE, MailboxState.FIRST_LOOK)))
            .order_by(MailboxRow.synced_at)
            .limit(ASKED_MAILBOXES)
        ).all()
    for provider, reason, count in lost:
        yield fault("mailboxes", f"{count} at {provider} must be connected again by their owners: {reason}")
    for mailbox_id, provider in ids:
        try:
            box = services.connection(provider).open(services.link(mailbox_id), Tokens(services.database, mailbox_id))
            try:
                box.addresses()
                if provider == "google" and patient.settings.google_pubsub_topic:
                    box.watch()
            finally:
                box.close()
        except NoPush as wrong:
            yield fault(
                "Pub/Sub",
                f"Gmail refuses the topic: {wrong.sentence} Let gmail-api-push@system.gserviceaccount.com publish to it.",
            )
        except AppError as wrong:
            yield fault("mailboxes", f"A mailbox at {provider} cannot be read: {wrong.sentence}")
        else:
            continue
        return
    if not lost:
        yield ok("mailboxes", f"{len(ids)} asked, all of them answer.")


def watches(patient: Patient) -> Lines:
    """Pushes that have ended and were not renewed."""
    if not pushes(patient.settings):
        return
    with patient.services.database.read() as session:
        lapsed = session.scalar(
            select(func.count())
            .select_from(MailboxRow)
            .where(MailboxRow.state == MailboxState.ACTIVE, MailboxRow.watch_expires_at < patient.now)
        )
    if lapsed:
        yield fault(
            "watches",
            f"The push of {lapsed} mailboxes has lapsed and was not renewed. Is a worker running? They are polled meanwhile.",
        )
    else:
        yield ok("watches", "No push has lapsed.")


def queue(patient: Patient) -> Lines:
    """For how long work has been outstanding, and who is there to do it."""
    now = patient.now
    with patient.services.database.read() as session:
        dirty = session.scalar(
            select(func.min(MailboxRow.dirty_at)).where(
                MailboxRow.state.in_((MailboxState.ACTIVE, MailboxState.FIRST_LOOK)),
                (MailboxRow.retry_at.is_(None)) | (MailboxRow.retry_at <= now),
            )
        )
        due = session.scalar(select(func.min(ThreadRow.due_at)).join(MailboxRow).where(MailboxRow.state == MailboxState.ACTIVE))
        working = leases.living(session, now)
    for what, since in (("reading mail", dirty), ("writing drafts", due)):
        if since is not None and now - since > LATE:
            minutes = int((now - since).total_seconds() // 60)
            yield fault("queue", f"Work ({what}) has been waiting for {minutes} minutes. Start a worker, or more of them.")
            return
    workers = f", {len(working)} workers at work" if working else ""
    yield ok("queue", f"Nothing has been waiting for longer than {int(LATE.total_seconds() // 60)} minutes{workers}.")


def quota(patient: Patient) -> Lines:
    """Mailboxes that are left alone because a provider asked for it, again and again."""
    with patient.services.database.read() as session:
        held = session.scalar(
            select(func.count()).select_from(MailboxRow).where(MailboxRow.failures >= 3, MailboxRow.retry_at > patient.now)
        )
    if held:
        yield fault(
            "quota",
            f"{held} mailboxes are refused again and again, and left alone for a while. Look at the provider's quota page for this project.",
        )
    else:
        yield ok("quota", "No mailbox is refused again and again.")


OUTSIDE: tuple[Callable[[Patient], Lines], ...] = (clock, google_client, microsoft_client, public_address, pubsub)
INSIDE: tuple[Callable[[Patient], Lines], ...] = (consent_screen, refused_links, mailboxes, watches, queue, quota)
