"""Sign in with Google, link a Gmail mailbox, keep and end its access.

google-auth-oauthlib runs the authorization code flow with PKCE (developers.google.com/identity/protocols/oauth2/web-server). What it
leaves to us, and what this module adds:

* **The flow outlives the process.** State, nonce and code verifier are plain JSON to be kept on the server between redirect
  and callback, bound to the browser, used once.
* **Identity.** The id_token's signature, audience, issuer, life and nonce are checked here; a person is keyed on ``sub``, for
  addresses change hands.
* **Consent is granular.** Each mail scope can be unticked, and the answer then comes without it: granted scopes are compared.
* **No draft-only scope exists at Google.** ``gmail.compose`` is the least that can write a draft; that nothing is ever sent is
  kept by our code alone (tests/test_cannot_send.py).
* **A refresh that fails** with ``invalid_grant`` means the user has to link again; any other failure passes, or is the
  operator's, and no reason to bother the user.

Over plain http, as in the demo, oauthlib wants ``OAUTHLIB_INSECURE_TRANSPORT=1`` in the environment.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import google.auth.exceptions
import jwt
import requests
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from app.errors import AppError
from app.providers.mailbox import AccessRevoked, TryLater

AUTH_URI = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
REVOKE_URI = "https://oauth2.googleapis.com/revoke"
CERTS_URI = "https://www.googleapis.com/oauth2/v3/certs"
ISSUERS = ("https://accounts.google.com", "accounts.google.com")

READ_SCOPE = "https://www.googleapis.com/auth/gmail.readonly"
DRAFT_SCOPE = "https://www.googleapis.com/auth/gmail.compose"
SIGN_IN_SCOPES = ("openid", "email")
LINK_SCOPES = (*SIGN_IN_SCOPES, READ_SCOPE, DRAFT_SCOPE)

CLOCK_SKEW = timedelta(minutes=5)
TIMEOUT_SECONDS = 20.0


class ConsentDeclined(AppError):
    """You left Google's page without agreeing, so nothing was linked. You can try again at any time."""

    status = 403


class SignInFailed(AppError):
    """This sign-in with Google is too old, was already used, or began in another browser. Please start again."""

    status = 400


class PermissionsIncomplete(AppError):
    """Google did not give every permission that is needed, so nothing was linked. Please try again and leave all boxes ticked.

    Attributes:
        missing: the scopes that were not granted.
    """

    status = 403

    def __init__(self, missing: tuple[str, ...] = ()) -> None:
        what = {READ_SCOPE: "reading your mail", DRAFT_SCOPE: "writing drafts"}
        named = " and ".join(what.get(scope, scope) for scope in missing)
        super().__init__(
            f"Google did not give the permission for {named}, so nothing was linked. Please try again and leave its box ticked."
            if named
            else None
        )
        self.missing = missing


class ApplicationRefused(TryLater):
    """Google does not accept this application's own credentials. Nothing was lost; whoever runs it has to renew them.

    A passing fault as far as a mailbox is concerned: it works again once the operator has acted.
    """

    status = 503


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in.

    Attributes:
        subject: Google's key of the person, which never changes.
        address: the account's verified address, in lower case.
    """

    subject: str
    address: str

    @property
    def key(self) -> str:
        return self.subject


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in that has begun.

    Attributes:
        url: where to send the browser.
        state: comes back with the callback; bind it to the browser.
        pending: plain JSON to be kept on the server until the callback, used once and thrown away.
    """

    url: str
    state: str
    pending: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Linked:
    """A mailbox that was just linked: whose it is, what was granted, and the tokens as opaque text to be stored encrypted.

    Attributes:
        ends_at: when the refresh token dies by itself; seven days on while the consent screen is in "Testing".
    """

    identity: Identity
    scopes: frozenset[str]
    credentials: str
    ends_at: datetime | None = None


class GoogleOAuth:
    """This application, as registered at Google. Safe to share between threads.

    Nothing is asked of the network before the first call that needs it. Every address is an argument, so that the sandbox
    can stand in for Google.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        auth_uri: str = AUTH_URI,
        token_uri: str = TOKEN_URI,
        revoke_uri: str = REVOKE_URI,
        certs_uri: str = CERTS_URI,
        issuers: tuple[str, ...] = ISSUERS,
        session: requests.Session | None = None,
    ) -> None:
        self.client_id = client_id
        self._secret = client_secret
        self._auth_uri = auth_uri
        self._token_uri = token_uri
        self._revoke_uri = revoke_uri
        self._certs_uri = certs_uri
        self._issuers = issuers
        self._http = session or requests.Session()
        self._keys: dict[str, jwt.PyJWK] = {}
        self._keys_lock = threading.Lock()

    # Signing in and linking

    def start_sign_in(self, redirect_uri: str) -> Started:
        """Begin a sign-in that asks for nothing but who it is."""
        return self._start("sign-in", SIGN_IN_SCOPES, redirect_uri, access_type="online", prompt="select_account")

    def start_linking(self, redirect_uri: str, login_hint: str | None = None) -> Started:
        """Begin linking a mailbox: reading mail and writing drafts.

        ``prompt=consent`` makes Google give a refresh token even when it gave one before.
        """
        hint = {"login_hint": login_hint} if login_hint else {}
        return self._start("link", LINK_SCOPES, redirect_uri, access_type="offline", prompt="consent", **hint)

    def finish_sign_in(self, pending: Mapping[str, Any], query: Mapping[str, str], now: datetime) -> Identity:
        """Turn the callback's query into an identity; no token is kept.

        Raises:
            ConsentDeclined, SignInFailed, ApplicationRefused, TryLater.
        """
        return self._identity(self._finish("sign-in", pending, query), pending, now)

    def finish_linking(self, pending: Mapping[str, Any], query: Mapping[str, str], now: datetime) -> Linked:
        """Turn the callback's query into tokens. What was granted in vain is given back before PermissionsIncomplete is raised.

        Raises:
            ConsentDeclined, PermissionsIncomplete, SignInFailed, ApplicationRefused, TryLater.
        """
        token = self._finish("link", pending, query)
        identity = self._identity(token, pending, now)
        scope = token.get("scope", "")
        # oauthlib turns Google's text into a list.
        granted = frozenset(scope.split() if isinstance(scope, str) else scope)
        missing = tuple(scope for scope in (READ_SCOPE, DRAFT_SCOPE) if scope not in granted)
        stored = json.dumps(
            {
                "refresh_token": token.get("refresh_token", ""),
                "token": token["access_token"],
                "expiry": (now + timedelta(seconds=float(token.get("expires_in", 0)))).astimezone(UTC).isoformat(),
                "scopes": sorted(granted),
            }
        )
        if missing:
            self._give_back(str(token.get("refresh_token") or token["access_token"]))
            raise PermissionsIncomplete(missing)
        if not token.get("refresh_token"):
            raise PermissionsIncomplete
        seconds = token.get("refresh_token_expires_in")
        return Linked(identity, granted, stored, now + timedelta(seconds=float(seconds)) if seconds else None)

    # Tokens

    def credentials(self, stored: str) -> Credentials:
        """google-auth's credentials of a linked mailbox, ready to refresh themselves."""
        known = json.loads(stored)
        expiry = datetime.fromisoformat(known["expiry"]).astimezone(UTC).replace(tzinfo=None) if known.get("expiry") else None
        return Credentials(  # type: ignore[no-untyped-call]
            token=known.get("token"),
            refresh_token=known["refresh_token"],
            token_uri=self._token_uri,
            client_id=self.client_id,
            client_secret=self._secret,
            scopes=[READ_SCOPE, DRAFT_SCOPE],
            expiry=expiry,  # google-auth wants it naive, in UTC.
        )

    def disconnect(self, stored: str) -> None:
        """End the access at Google; nothing happens when it is already over. Raises TryLater."""
        self._give_back(json.loads(stored)["refresh_token"], strict=True)

    # Inside

    def _start(self, purpose: str, scopes: tuple[str, ...], redirect_uri: str, **asked: str) -> Started:
        flow = self._flow(scopes, redirect_uri)
        nonce = secrets.token_urlsafe(24)
        url, state = flow.authorization_url(nonce=nonce, **asked)
        pending = {
            "purpose": purpose,
            "state": state,
            "nonce": nonce,
            "code_verifier": flow.code_verifier,
            "redirect_uri": redirect_uri,
        }
        return Started(url, state, pending)

    def _finish(self, purpose: str, pending: Mapping[str, Any], query: Mapping[str, str]) -> dict[str, Any]:
        if pending.get("purpose") != purpose or not hmac.compare_digest(str(pending.get("state", "")), query.get("state", "")):
            raise SignInFailed
        if query.get("error") == "access_denied":
            raise ConsentDeclined
        if query.get("error") or not query.get("code"):
            raise SignInFailed
        # Without scopes of its own the session does not compare them: Google renames "email", and we compare ourselves.
        flow = self._flow(None, str(pending["redirect_uri"]), str(pending["code_verifier"]))
        flow.oauth2session.register_compliance_hook("access_token_response", _no_passing_fault)
        try:
            return dict(flow.fetch_token(code=query["code"], include_client_id=True, timeout=TIMEOUT_SECONDS))
        except requests.RequestException as fault:
            raise TryLater from fault
        except OAuth2Error as fault:
            if fault.error in ("invalid_client", "unauthorized_client", "redirect_uri_mismatch"):
                raise ApplicationRefused from fault
            raise SignInFailed from fault

    def _flow(self, scopes: tuple[str, ...] | None, redirect_uri: str, code_verifier: str | None = None) -> Any:
        config = {
            "web": {
                "client_id": self.client_id,
                "client_secret": self._secret,
                "auth_uri": self._auth_uri,
                "token_uri": self._token_uri,
            }
        }
        return Flow.from_client_config(config, scopes=scopes, redirect_uri=redirect_uri, code_verifier=code_verifier)

    def _identity(self, token: Mapping[str, Any], pending: Mapping[str, Any], now: datetime) -> Identity:
        claims = self._claims(str(token.get("id_token", "")), now)
        if not hmac.compare_digest(str(claims.get("nonce", "")), str(pending["nonce"])):
            raise SignInFailed
        if not claims.get("email") or claims.get("email_verified") not in (True, "true"):
            raise SignInFailed("Google did not confirm the address of this account, so nothing was linked.")
        return Identity(str(claims["sub"]), str(claims["email"]).strip().lower())

    def _claims(self, id_token: str, now: datetime) -> dict[str, Any]:
        """The id_token's claims, once signature, audience, issuer and life are found good. Raises SignInFailed, TryLater."""
        try:
            key = self._key(str(jwt.get_unverified_header(id_token).get("kid", "")))
            # The clock is ours to ask, so exp and iat are looked at here and not by the library.
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key,
                algorithms=["RS256"],
                audience=self.client_id,
                options={"require": ["exp", "iat", "sub", "iss", "aud"], "verify_exp": False, "verify_iat": False},
            )
        except jwt.PyJWTError as fault:
            raise SignInFailed from fault
        late = now.timestamp() > float(claims["exp"]) + CLOCK_SKEW.total_seconds()
        early = now.timestamp() < float(claims["iat"]) - CLOCK_SKEW.total_seconds()
        if claims["iss"] not in self._issuers or late or early:
            raise SignInFailed
        return claims

    def _key(self, key_id: str) -> jwt.PyJWK:
        """Google's signing key; fetched again when an unknown one is named, for Google changes them every few days."""
        with self._keys_lock:
            if key_id not in self._keys:
                try:
                    answer = self._http.get(self._certs_uri, timeout=TIMEOUT_SECONDS)
                    answer.raise_for_status()
                    self._keys = {k.key_id or "": k for k in jwt.PyJWKSet.from_dict(answer.json()).keys}
                except (requests.RequestException, jwt.PyJWKSetError, ValueError) as fault:
                    raise TryLater from fault
            if key_id not in self._keys:
                raise jwt.InvalidKeyError("signed by none of Google's keys")
            return self._keys[key_id]

    def _give_back(self, token: str, *, strict: bool = False) -> None:
        """Revoke at Google. 400 says that it was revoked before."""
        try:
            answer = self._http.post(self._revoke_uri, data={"token": token}, timeout=TIMEOUT_SECONDS)
        except requests.RequestException as fault:
            if strict:
                raise TryLater from fault
            return
        if strict and answer.status_code not in (200, 400):
            raise TryLater


def stored_form(credentials: Credentials) -> str:
    """What :meth:`GoogleOAuth.credentials` reads: opaque to everybody else."""
    expiry = credentials.expiry
    return json.dumps(
        {
            "refresh_token": credentials.refresh_token,
            "token": credentials.token,
            "expiry": expiry.replace(tzinfo=UTC).isoformat() if expiry else None,
            "scopes": sorted(credentials.granted_scopes or credentials.scopes or []),
        }
    )


def refresh_fault(fault: google.auth.exceptions.GoogleAuthError) -> AppError:
    """What a failed refresh means for whoever asked: link again, wait, or tell the operator."""
    said = str(fault)
    if isinstance(fault, google.auth.exceptions.RefreshError) and not fault.retryable:
        if "invalid_grant" in said:
            return AccessRevoked()
        if "invalid_client" in said or "unauthorized_client" in said or "deleted_client" in said:
            return ApplicationRefused()
    return TryLater()


def _no_passing_fault(answer: requests.Response) -> requests.Response:
    if answer.status_code >= 500 or answer.status_code == 429:
        raise TryLater
    return answer
