"""Is this push really from Google? Pub/Sub signs each one with a token of the service account we named.

The token is RS256 with ``iss`` https://accounts.google.com, ``aud`` our configured audience, ``email`` the service account and
``email_verified`` true (https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions). Keys change every few days,
so an unknown key id means a fresh look at Google's key list, but no more than once a minute: anybody can make up key ids.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections.abc import Callable
from typing import Any

import jwt
import requests

from app.errors import AppError

KEYS_LIVE_SECONDS = 6 * 3600.0
LOOK_AGAIN_SECONDS = 60.0
LEEWAY_SECONDS = 120
"""Clocks differ; two minutes is what Google's own libraries advise at most."""

REMEMBERED_SECONDS = 300.0
"""An accepted token need not be checked anew for so long: its signature does not change, and a withdrawn key is noticed soon."""
MOST_REMEMBERED = 1000


class NotVerified(AppError):
    """This request does not prove where it comes from, so nothing was done."""

    status = 403


class SigningKeys:
    """A provider's published signing keys (JWKS), fetched when needed and kept for hours."""

    def __init__(
        self,
        uri: str,
        *,
        timeout_seconds: float = 10.0,
        ticks: Callable[[], float] = time.monotonic,
        fetch: Callable[[], dict[str, Any]] | None = None,
    ) -> None:
        self._uri, self._timeout, self._ticks = uri, timeout_seconds, ticks
        self._fetch = fetch or self._get
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = float("-inf")
        self._guard = threading.Lock()

    def key(self, key_id: str) -> jwt.PyJWK:
        """The key of that id. Raises NotVerified when the provider publishes none such."""
        found = self._keys.get(key_id)
        if found is not None and self._ticks() - self._fetched < KEYS_LIVE_SECONDS:
            return found
        with self._guard:
            if self._ticks() - self._fetched >= LOOK_AGAIN_SECONDS:
                try:
                    published = self._fetch()
                    self._keys = {str(k["kid"]): jwt.PyJWK(k, algorithm="RS256") for k in published.get("keys", ()) if "kid" in k}
                except (requests.RequestException, ValueError, jwt.PyJWTError) as fault:
                    if found is None:
                        raise NotVerified(
                            "The sender's keys cannot be read just now, so nothing was done. It will be sent again."
                        ) from fault
                self._fetched = self._ticks()
        found = self._keys.get(key_id)
        if found is None:
            raise NotVerified
        return found

    def _get(self) -> dict[str, Any]:
        answer = requests.get(self._uri, timeout=self._timeout)
        answer.raise_for_status()
        keys = answer.json()
        return keys if isinstance(keys, dict) else {}


class GooglePushTokens:
    """Checks the bearer token of a Pub/Sub push."""

    def __init__(self, keys: SigningKeys, *, audience: str, account: str, issuer: str = "https://accounts.google.com") -> None:
        self._keys, self._audience, self._account = keys, audience, account
        self._issuers = [issuer, issuer.removeprefix("https://")]
        self._accepted: dict[bytes, float] = {}

    def remembers(self, authorization: str) -> bool:
        """Whether :meth:`check` accepted the same header a short while ago: Pub/Sub shows one token with many pushes."""
        until = self._accepted.get(hashlib.sha256(authorization.encode()).digest())
        return until is not None and time.time() < until

    def check(self, authorization: str) -> None:
        """Accept the Authorization header of a push. Raises NotVerified."""
        claims = verified_claims(authorization, self._keys, self._audience, self._issuers)
        if claims.get("email_verified") not in (True, "true") or not hmac.compare_digest(
            str(claims.get("email", "")).encode(), self._account.encode()
        ):
            raise NotVerified
        if len(self._accepted) >= MOST_REMEMBERED:
            self._accepted = {}
        until = min(time.time() + REMEMBERED_SECONDS, float(claims["exp"]))
        self._accepted[hashlib.sha256(authorization.encode()).digest()] = until


def verified_claims(authorization: str, keys: SigningKeys, audience: str, issuers: list[str]) -> dict[str, Any]:
    """The claims of a ``Bearer`` token whose signature, audience, issuer and times hold. Raises NotVerified."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotVerified
    try:
        key = keys.key(str(jwt.get_unverified_header(token).get("kid", "")))
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=audience,
            issuer=issuers,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "aud", "iss"]},
        )
    except (jwt.PyJWTError, ValueError) as fault:
        raise NotVerified from fault
    return claims
