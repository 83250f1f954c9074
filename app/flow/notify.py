"""Tell browsers that a draft waits: Web Push (RFC 8030) with a key of this service's own (VAPID, RFC 8292).

A message says how many drafts were written and nothing else: no name, no word of any mail. Only the push services of the known
browsers are called, so that a forged subscription cannot make this service call any address it likes.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests

from app.errors import AppError
from app.flow.push_keys import PushKeys
from app.flow.services import Services
from app.store import pushes

log = logging.getLogger(__name__)

PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    ".push.apple.com",
)
"""The push services of Chrome, Firefox, Edge and Safari; with a leading dot: any host under it."""
LONGEST = 4000
LIVES_SECONDS = 12 * 3600
TIMEOUT_SECONDS = 10


class BadSubscription(AppError):
    """This browser's push service is not one that we know. Nothing was changed; the feeds on this page work everywhere."""

    status = 422


def read_subscription(text: str) -> Mapping[str, Any]:
    """What a browser gave as its subscription. Raises BadSubscription for anything that is not one of a known push service."""
    try:
        found: Any = json.loads(text) if len(text) <= LONGEST else None
        endpoint, keys = str(found["endpoint"]), found["keys"]
        parts = urlsplit(endpoint)
        known = (
            parts.scheme == "https" and parts.port in (None, 443) and not parts.username and is_known_host(parts.hostname or "")
        )
        kept = {"endpoint": endpoint, "keys": {"p256dh": str(keys["p256dh"]), "auth": str(keys["auth"])}}
    except (ValueError, TypeError, KeyError):
        raise BadSubscription from None
    if not known:
        raise BadSubscription
    return kept


def is_known_host(host: str) -> bool:
    return any(host == known or (known.startswith(".") and host.endswith(known)) for known in PUSH_HOSTS)


def tell_browsers(services: Services, now: datetime) -> int:
    """Tell every browser whose user has new drafts waiting; the answer is how many were told.

    A push service that is out of order is tried again at the next round; a subscription it no longer knows is forgotten.
    """
    push = services.push
    if push is None:
        return 0
    with services.database.read() as session:
        waiting = pushes.to_tell(session)
    done = 0
    for one in waiting:
        with services.database.write() as session:
            if not pushes.claim(session, one, now):
                continue
        verdict = _send(push, one)
        done += verdict == "told"
        if verdict == "told":
            continue
        with services.database.write() as session:
            if verdict == "gone":
                pushes.remove(session, one.id)
            else:
                pushes.release(session, one)
    return done


def _send(push: PushKeys, one: pushes.ToTell) -> str:
    """Call a push service: ``told``, ``gone`` where it knows the browser no longer, else ``later``."""
    from pywebpush import WebPushException  # Here, as few services are set up for it.

    try:
        push.send(
            subscription_info=dict(one.subscription),
            data=json.dumps({"drafts": one.drafts}),
            vapid_private_key=push.private,
            vapid_claims={"sub": push.contact},
            ttl=LIVES_SECONDS,
            timeout=TIMEOUT_SECONDS,
        )
    except WebPushException as fault:
        status = fault.response.status_code if fault.response is not None else 0
        log.warning("a push service refused a message: %s", status)
        return "gone" if status in (404, 410) else "later"
    except requests.RequestException as fault:
        log.warning("a push service could not be reached: %s", type(fault).__name__)
        return "later"
    return "told"
