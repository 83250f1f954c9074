"""Keep the tokens of a linked Outlook mailbox fresh, without ever losing one that was rotated.

Every refresh may hand out a new refresh token, and msal's cache knows only its own process
(https://github.com/softeria/ms-365-mcp-server/issues/545). So one worker at a time loads the cache, refreshes and saves it under
the lock of :class:`TokenStore`; a second one that waited finds the fresh token and asks nobody.
"""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from typing import Protocol

import msal

from app.errors import AppError
from app.providers.graph import passing_faults
from app.providers.mailbox import AccessRevoked, TryLater
from app.providers.microsoft_oauth import MAIL_SCOPES, MicrosoftOAuth

FRESH_SECONDS = 300


class MicrosoftTokens:
    """Access tokens of one linked mailbox, refreshed when needed by one worker at a time. Implements graph.AccessTokens."""

    def __init__(self, oauth: MicrosoftOAuth, store: TokenStore) -> None:
        self._oauth = oauth
        self._store = store

    def access_token(self, refused: str | None = None) -> str:
        """A bearer token good for at least five minutes, and another one than ``refused``.

        Raises:
            AccessRevoked: the grant is over; the mailbox has to be linked again.
            ConsentBlocked: an administrator has to agree again.
            ApplicationRefused, TryLater: nothing is wrong with the mailbox.
        """
        token = _fresh_token(_cache(self._store.load()), refused)
        if token:
            return token
        with self._store.locked() as held:
            # Whoever held the lock before us may have refreshed already.
            cache = _cache(held.load())
            token = _fresh_token(cache, refused)
            if token:
                return token
            try:
                token, fault = self._refresh(cache)
            finally:
                # Also after a fault: msal may have received a rotated refresh token before it.
                if cache.has_state_changed:
                    held.save(cache.serialize())
        if fault is not None:
            raise fault
        return token

    def _refresh(self, cache: msal.SerializableTokenCache) -> tuple[str, AppError | None]:
        app = self._oauth.application(cache)
        accounts = app.get_accounts()
        revoked = AccessRevoked("Microsoft no longer lets us into this mailbox. Nothing was lost; please connect it again.")
        if not accounts:
            return "", revoked
        try:
            with passing_faults():
                result = app.acquire_token_silent_with_error(list(MAIL_SCOPES), account=accounts[0], force_refresh=True)
        except ValueError as fault:
            # An answer that is not JSON: a gateway's error page.
            raise TryLater("Microsoft's sign-in sent an answer we cannot read; we try again by ourselves.") from fault
        if not result:
            return "", revoked
        if "error" in result:
            return "", self._oauth.token_fault(result) or revoked
        return str(result["access_token"]), None


class HeldTokens(Protocol):
    """The token cache of one mailbox while we alone hold it."""

    def load(self) -> str:
        """The cache as it is stored now; empty when there is none."""
        ...

    def save(self, cache: str) -> None:
        """Store a changed cache at once; it must be durable when this returns."""
        ...


class TokenStore(Protocol):
    """Where the opaque token cache of one mailbox lies, encrypted, between processes."""

    def load(self) -> str:
        """The cache as it was saved last, without waiting for anybody; empty when there is none."""
        ...

    def locked(self) -> AbstractContextManager[HeldTokens]:
        """Hold this mailbox's cache alone, over all processes, until the block ends; wait while another holds it.

        A call to Microsoft happens inside the block (at most some seconds), so the lock must not be an open transaction
        that others need: a row lock on a connection of its own, an advisory lock, or with a single process a lock in memory.
        """
        ...


def _cache(text: str) -> msal.SerializableTokenCache:
    cache = msal.SerializableTokenCache()
    cache.deserialize(text or None)
    return cache


def _fresh_token(cache: msal.SerializableTokenCache, refused: str | None) -> str:
    """An access token of the cache that is not about to expire; empty when there is none.

    msal's own silent call would go to the network here, without the lock. Expiry is msal's wall clock, as msal wrote it.
    """
    horizon = time.time() + FRESH_SECONDS
    for entry in cache.search(msal.TokenCache.CredentialType.ACCESS_TOKEN):
        granted = {scope.rpartition("/")[2].lower() for scope in str(entry.get("target", "")).split()}
        if "mail.readwrite" in granted and int(entry["expires_on"]) > horizon and entry["secret"] != refused:
            return str(entry["secret"])
    return ""
