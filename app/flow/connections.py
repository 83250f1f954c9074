"""Google and Microsoft as :class:`~app.flow.services.Connection`: one shape for both, whatever their libraries call things."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import requests

from app.errors import AppError
from app.flow.services import Arrival, Begun, Tokens
from app.providers.gmail import API_ENDPOINT, WEB, GmailMailbox
from app.providers.gmail_quota import GmailQuota
from app.providers.google_http import OneAttemptHttp
from app.providers.google_oauth import GoogleOAuth
from app.providers.graph import GRAPH, CallSlots
from app.providers.mailbox import AccessRevoked, Mailbox, TryLater, Watch
from app.providers.microsoft_oauth import MicrosoftOAuth
from app.providers.microsoft_tokens import MicrosoftTokens
from app.providers.outlook import OutlookMailbox, PushAddresses
from app.store.mailboxes import Link

OUTLOOK_WEB = "https://outlook.office.com/mail/"


class NoAddress(AppError):
    """This account has no mail address, so it cannot be told who you are. Nothing was kept; please use another account."""

    status = 403


def utc_now() -> datetime:
    return datetime.now(UTC)


def _look_inside(box: Mailbox) -> None:
    """See that the account just linked has a mailbox at all. Raises AccessRevoked; a service that is busy is asked later."""
    try:
        box.addresses()
    except TryLater:
        return
    finally:
        box.close()


class _JustGiven:
    """Tokens fresh from consent, of a mailbox that is not kept yet: they need no refresh, and there is nobody to share them with."""

    def __init__(self, cache: str) -> None:
        self._cache = cache

    def load(self) -> str:
        return self._cache

    def save(self, cache: str) -> None:
        self._cache = cache

    def locked(self) -> AbstractContextManager[_JustGiven]:
        return nullcontext(self)


class GoogleConnection:
    """Sign in with Google; Gmail mailboxes.

    Args:
        http: makes the transport of each mailbox, in the shape of httplib2.Http.
        sleep: how a mailbox waits between its attempts.
    """

    title = "Gmail"

    def __init__(
        self,
        oauth: GoogleOAuth,
        *,
        api_endpoint: str = API_ENDPOINT,
        web: str = WEB,
        topic: str = "",
        quota: GmailQuota | None = None,
        http: Callable[[], Any] = OneAttemptHttp,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._oauth = oauth
        self._api_endpoint = api_endpoint
        self._web = web
        self._topic = topic
        self._quota = quota
        self._http = http
        self._sleep = sleep

    def begin(self, purpose: str, redirect_uri: str, login_hint: str = "") -> Begun:
        if purpose == "link":
            started = self._oauth.start_linking(redirect_uri, login_hint or None)
        else:
            started = self._oauth.start_sign_in(redirect_uri)
        return Begun(started.url, started.state, started.pending)

    def finish(self, purpose: str, pending: Mapping[str, Any], query: Mapping[str, str], now: datetime) -> Arrival:
        if purpose == "link":
            linked = self._oauth.finish_linking(pending, query, now)
            try:
                _look_inside(self._mailbox(linked.identity.address, linked.credentials))
            except AccessRevoked:
                with suppress(AppError):
                    self._oauth.disconnect(linked.credentials)
                raise
            return Arrival(linked.identity.key, linked.identity.address, "", linked.credentials, linked.ends_at)
        identity = self._oauth.finish_sign_in(pending, query, now)
        return Arrival(identity.key, identity.address, "")

    def open(self, link: Link, tokens: Tokens) -> Mailbox:
        return self._mailbox(link.address, link.credentials, tokens.save)

    def _mailbox(self, address: str, credentials: str, save: Callable[[str], None] | None = None) -> Mailbox:
        return GmailMailbox(
            address,
            self._oauth.credentials(credentials),
            save=save,
            api_endpoint=self._api_endpoint,
            web=self._web,
            topic=self._topic,
            http=self._http(),
            quota=self._quota,
            sleep=self._sleep,
        )

    def revoke(self, link: Link) -> None:
        self._oauth.disconnect(link.credentials)

    def thread_url(self, address: str, thread_id: str) -> str:
        """Where a browser shows a thread."""
        return f"{self._web}?authuser={quote(address)}#all/{quote(thread_id)}"


class MicrosoftConnection:
    """Sign in with Microsoft; Outlook mailboxes.

    Args:
        session: for requests to Graph; None for one of its own a mailbox.
        push: where Graph may reach us; None: Outlook is polled.
        clock: tells when a watch ends, and when a pause that Graph asks for by a date does.
    """

    title = "Outlook"

    def __init__(
        self,
        oauth: MicrosoftOAuth,
        *,
        root: str = GRAPH,
        session: requests.Session | None = None,
        push: PushAddresses | None = None,
        web: str = OUTLOOK_WEB,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._oauth = oauth
        self._root = root
        self._session = session
        self._push = push
        self._web = web
        self._clock = clock
        self._slots = CallSlots()

    def begin(self, purpose: str, redirect_uri: str, login_hint: str = "") -> Begun:
        if purpose == "link":
            started = self._oauth.start_linking(redirect_uri, login_hint or None)
        else:
            started = self._oauth.start_sign_in(redirect_uri)
        return Begun(started.url, started.state, started.pending)

    def finish(self, purpose: str, pending: Mapping[str, Any], query: Mapping[str, str], now: datetime) -> Arrival:
        if purpose == "link":
            linked = self._oauth.finish_linking(pending, query, now)
            identity, credentials = linked.identity, linked.cache
            tokens = MicrosoftTokens(self._oauth, _JustGiven(credentials))
            _look_inside(OutlookMailbox(tokens, session=self._session, root=self._root))
        else:
            identity, credentials = self._oauth.finish_sign_in(pending, query, now), ""
        if not identity.address:
            raise NoAddress
        return Arrival(identity.key, identity.address, identity.name, credentials)

    def open(self, link: Link, tokens: Tokens) -> Mailbox:
        watching = None
        if link.watch_id and link.watch_expires_at:
            watching = Watch(link.watch_id, link.watch_expires_at, link.watch_secret)
        return OutlookMailbox(
            MicrosoftTokens(self._oauth, tokens),
            session=self._session,
            slots=self._slots.of(str(link.id)),
            root=self._root,
            push=self._push,
            watching=watching,
            clock=self._clock,
        )

    def revoke(self, link: Link) -> None:
        """Microsoft offers no way to give one permission back; deleting the tokens is all there is.

        The user finds it under https://account.live.com/consent/Manage or https://myapps.microsoft.com.
        """

    def thread_url(self, address: str, thread_id: str) -> str:
        """Where a browser shows a conversation."""
        return f"{self._web}deeplink/readconv/{quote(thread_id, safe='')}?login_hint={quote(address)}"
