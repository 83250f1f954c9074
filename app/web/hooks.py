"""Where Google and Microsoft knock when there is new mail. Verify, note it, answer: nothing else happens in the request.

A push carries no truth, only "look at this mailbox again": it sets ``dirty_at`` and wakes the background work, so doubled, late
and out-of-order pushes are harmless. Both providers expect an answer within seconds and punish slow ones (Graph drops
notifications for minutes). What cannot be verified is refused; a hook whose secret is not configured does not exist (404).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import logging
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Annotated, Any, Protocol
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from app.errors import AppError, TooOften
from app.providers.push_tokens import NotVerified
from app.store import mailboxes
from app.store.accounts import normal_address
from app.store.database import Database
from app.web.gathering import Gathering
from app.web.limiting import Rates

log = logging.getLogger(__name__)

LONGEST_PUSH = 256 * 1024
"""Bytes; Graph batches many notifications into one request, and none of them is large."""
LONGEST_HANDSHAKE = 2048


class HookClosed(AppError):
    """There is nothing here."""

    status = 404


class NotAPush(AppError):
    """This is not a notification we understand; nothing was done."""

    status = 400


class PushTokens(Protocol):
    """Checks the Authorization header of Google's pushes."""

    def remembers(self, authorization: str) -> bool:
        """Whether it was accepted a short while ago and still holds; answers at once."""

    def check(self, authorization: str) -> None:
        """Accept it, or raise NotVerified; may have to fetch Google's keys."""


async def _body(request: Request) -> bytes:
    """The request's body, refused when it is longer than any push. Asynchronous because reading it is; the routes are not."""
    received = bytearray()
    async for part in request.stream():
        received += part
        if len(received) > LONGEST_PUSH:
            raise NotAPush
    return bytes(received)


Body = Annotated[bytes, Depends(_body)]


def hooks(
    database: Database,
    clock: Callable[[], datetime],
    wake: Callable[[UUID], None],
    *,
    google: PushTokens | None,
    microsoft: bool,
    rates: Rates | None = None,
) -> APIRouter:
    """The routes.

    Args:
        google: None closes Google's hook, because no audience or service account is configured.
        microsoft: False closes Microsoft's.
        rates: what one mailbox may cause. A push above that is refused, so that the provider says it again later.
    """
    rates = rates or Rates(counted=False)
    router = APIRouter(prefix="/hooks", include_in_schema=True, tags=["hooks"])
    # SQLite lets one writer in and makes the others sleep in growing steps; taking turns here costs far less.
    turn: AbstractContextManager[object] = threading.Lock() if database.is_sqlite else nullcontext()

    def note(addresses: Collection[str]) -> Mapping[str, UUID]:
        with turn, database.write() as session:
            return mailboxes.mark_dirty_by_address(session, "google", addresses, clock())

    gathering = Gathering(note)

    @router.post("/google", status_code=204)
    async def google_push(request: Request, body: Body) -> Response:
        """Take a Pub/Sub push about a Gmail mailbox."""
        if google is None:
            raise HookClosed
        authorization = request.headers.get("authorization", "")
        if not google.remembers(authorization):
            await run_in_threadpool(google.check, authorization)
        address = normal_address(_gmail_address(body))
        if not rates.allows_push(address):
            raise TooOften
        mailbox_id = await gathering.noted(address)
        if mailbox_id is not None:
            wake(mailbox_id)
        return Response(status_code=204)  # Also for a mailbox that is gone: Google would repeat anything else for days.

    @router.post("/microsoft", status_code=202)
    def microsoft_push(request: Request, body: Body) -> Response:
        """Take change notifications from Graph, or answer its handshake."""
        return _graph(request, body)

    @router.post("/microsoft/lifecycle", status_code=202)
    def microsoft_lifecycle(request: Request, body: Body) -> Response:
        """Take Graph's lifecycle events: each means "look again", and two of them "renew your subscription"."""
        return _graph(request, body)

    def _graph(request: Request, body: bytes) -> Response:
        if not microsoft:
            raise HookClosed
        handshake = request.query_params.get("validationToken")
        if handshake is not None:
            if len(handshake) > LONGEST_HANDSHAKE:
                raise NotAPush
            # Opaque, from anybody: given back as plain text and nothing else, as Graph wants within ten seconds.
            return Response(handshake, media_type="text/plain", headers={"X-Content-Type-Options": "nosniff"})
        woken: list[UUID] = []
        refused = held_back = 0
        now = clock()
        with turn, database.write() as session:
            for item in _notifications(body):
                row = mailboxes.by_watch(session, str(item.get("subscriptionId", "")))
                secret = mailboxes.watch_secret_of(session, row) if row is not None else ""
                if (
                    row is None
                    or not secret
                    or not hmac.compare_digest(secret.encode(), str(item.get("clientState", "")).encode())
                ):
                    refused += 1
                    continue
                if not rates.allows_push(str(row.id)):
                    held_back += 1
                    continue
                mailboxes.mark_dirty(session, row.id, now)
                if item.get("lifecycleEvent") in ("reauthorizationRequired", "subscriptionRemoved"):
                    mailboxes.watch_ended(session, row.id)
                woken.append(row.id)
        for mailbox_id in woken:
            wake(mailbox_id)
        # Where others in the same request were heard, a mailbox that was held back is found by the next poll.
        if held_back and not woken:
            raise TooOften
        if refused and not woken:
            raise NotVerified
        return Response(status_code=202)

    return router


def _gmail_address(body: bytes) -> str:
    """The address in a push: base64 JSON within JSON. Which history id it names does not matter: we read on from our own."""
    try:
        data = json.loads(body)["message"]["data"]
        address = json.loads(base64.b64decode(data + "=" * (-len(data) % 4), altchars=b"-_"))["emailAddress"]
    except (ValueError, KeyError, TypeError, binascii.Error) as fault:
        raise NotAPush from fault
    if not isinstance(address, str):
        raise NotAPush
    return address


def _notifications(body: bytes) -> list[dict[str, Any]]:
    try:
        value = json.loads(body)["value"]
    except (ValueError, KeyError, TypeError) as fault:
        raise NotAPush from fault
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise NotAPush
    return value
