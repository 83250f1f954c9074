"""Sign in with Microsoft, link an Outlook mailbox, keep its tokens fresh.

msal runs the authorization code flow with PKCE and refreshes tokens. What it leaves to us, and what this module adds
(https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference,
https://learn.microsoft.com/entra/identity-platform/claims-validation):

* **Identity.** msal does not check signature, audience, issuer or expiry of the id_token (since 1.38). We do, and key a
  person on ``tid`` and ``oid``: addresses change hands, and the ``email`` claim of a work account is whatever its
  administrator typed, so it is never read. ``preferred_username`` is: its domain must be a verified one of the tenant.
* **Kinds of refusal.** The tenant wants an administrator's consent (:class:`ConsentBlocked`), the grant is over
  (AccessRevoked: link again), or it is a passing fault (TryLater). A wrong or expired client secret is the operator's
  (:class:`ApplicationRefused`) and no reason to tell the user to link again.

The scopes asked for are ``User.Read`` and ``Mail.ReadWrite``; msal adds ``openid profile offline_access``. Mail.ReadWrite does not
include sending (https://learn.microsoft.com/graph/permissions-reference), so Microsoft itself keeps us from sending.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import quote, urlencode

import jwt
import msal
import requests

from app.errors import AppError
from app.providers.graph import GraphSession, passing_faults, retry_after
from app.providers.mailbox import TryLater

AUTHORITY = "https://login.microsoftonline.com/common"
MAIL_SCOPES = ["User.Read", "Mail.ReadWrite"]
PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
CLOCK_SKEW_SECONDS = 300

# https://learn.microsoft.com/entra/identity-platform/reference-error-codes
_NEEDS_ADMINISTRATOR = {65001, 90093, 90094, 90095, 900941, 50105, 53003}
_DECLINED_BY_USER = {65004}
_GRANT_IS_OVER = {"invalid_grant", "interaction_required", "consent_required", "login_required"}
_PASSING = {"temporarily_unavailable", "server_error"}
_CODE = re.compile(r"AADSTS(\d+)")


class ConsentBlocked(AppError):
    """Your organisation lets only an administrator allow new applications. Nothing was linked.

    Attributes:
        admin_consent_url: what the administrator opens to allow it for the organisation.
    """

    status = 403

    def __init__(self, admin_consent_url: str) -> None:
        super().__init__(
            "Your organisation lets only an administrator allow this application to read your mail and to write drafts (it "
            "cannot send). Nothing was linked. Please ask your administrator to open this address and to agree, then try "
            f"again: {admin_consent_url}"
        )
        self.admin_consent_url = admin_consent_url


class ConsentDeclined(AppError):
    """The page of Microsoft was left without agreeing. Nothing was linked.

    Attributes:
        admin_consent_url: for the case that the page had asked for an administrator's approval.
    """

    status = 403

    def __init__(self, admin_consent_url: str) -> None:
        super().__init__(
            "You left Microsoft's page without agreeing, so nothing was linked. You can try again at any time. If the page said "
            f"“Approval required”, ask your administrator to open this address and to agree: {admin_consent_url}"
        )
        self.admin_consent_url = admin_consent_url


class SignInFailed(AppError):
    """This sign-in with Microsoft is too old, was already used, or began in another browser. Please start again."""

    status = 400


class PermissionsIncomplete(AppError):
    """Microsoft did not give the permission to read mail and write drafts, so nothing was linked. Please try again and agree."""

    status = 403


class ApplicationRefused(TryLater):
    """Microsoft does not accept this application's own credentials. Nothing was lost; whoever runs it has to renew them.

    A passing fault as far as a mailbox is concerned: it works again once the operator has acted.
    """

    status = 503


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in.

    Attributes:
        tenant_id, object_id: together the key of the person; neither ever changes.
        address: the sign-in name, in lower case; may be empty. Good for an allow-list, never as a key.
    """

    tenant_id: str
    object_id: str
    address: str
    name: str

    @property
    def key(self) -> str:
        return f"{self.tenant_id}:{self.object_id}"

    @property
    def is_personal(self) -> bool:
        """An Outlook.com or other personal account, not one of an organisation."""
        return self.tenant_id == PERSONAL_TENANT


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
    """A mailbox that was just linked: whose it is, and the token cache to be stored encrypted."""

    identity: Identity
    cache: str


class MicrosoftOAuth:
    """This application, as registered at Microsoft.

    Safe to share between threads. Nothing is asked of the network before the first call that needs it.

    Args:
        authority: https, with the tenant as its path: ``common``, ``organizations``, ``consumers`` or a tenant's id.
        session: reaches Microsoft's sign-in; tests and the sandbox mount another host on it.
    """

    def __init__(
        self, client_id: str, client_secret: str, *, authority: str = AUTHORITY, session: requests.Session | None = None
    ) -> None:
        self.client_id = client_id
        self._secret = client_secret
        self._authority = authority.rstrip("/")
        self._http = _SignInHttp(session or GraphSession())
        self._keys: dict[str, jwt.PyJWK] = {}
        self._keys_lock = threading.Lock()

    def start_linking(self, redirect_uri: str, login_hint: str | None = None) -> Started:
        """Begin linking a mailbox: reading mail and writing drafts."""
        return self._start("link", MAIL_SCOPES, redirect_uri, login_hint)

    def start_sign_in(self, redirect_uri: str) -> Started:
        """Begin a sign-in that asks for nothing but who it is."""
        return self._start("sign-in", [], redirect_uri, None)

    def finish_linking(self, pending: Mapping[str, Any], query: Mapping[str, str], now: datetime) -> Linked:
        """Turn the callback's query into tokens.

        Raises:
            ConsentBlocked, ConsentDeclined, PermissionsIncomplete, SignInFailed, ApplicationRefused, TryLater.
        """
        cache = msal.SerializableTokenCache()
        result = self._finish("link", pending, query, cache)
        granted = {scope.rpartition("/")[2].lower() for scope in str(result.get("scope", "")).split()}
        if "mail.readwrite" not in granted or "refresh_token" not in result:
            raise PermissionsIncomplete
        return Linked(self._identity(result, pending, now), cache.serialize())

    def finish_sign_in(self, pending: Mapping[str, Any], query: Mapping[str, str], now: datetime) -> Identity:
        """Turn the callback's query into an identity; no token is kept. Raises as finish_linking does."""
        result = self._finish("sign-in", pending, query, msal.SerializableTokenCache())
        return self._identity(result, pending, now)

    def admin_consent_url(self, redirect_uri: str, tenant: str = "organizations") -> str:
        """What an administrator opens to allow this application for a whole organisation."""
        root = self._authority.rpartition("/")[0]
        scopes = " ".join(f"https://graph.microsoft.com/{scope}" for scope in MAIL_SCOPES)
        query = urlencode({"client_id": self.client_id, "scope": scopes, "redirect_uri": redirect_uri}, quote_via=quote)
        return f"{root}/{tenant}/v2.0/adminconsent?{query}"

    def application(self, cache: msal.SerializableTokenCache, *, offline: bool = True) -> Any:
        """msal's application object on a token cache; raises TryLater when Microsoft's sign-in cannot be reached."""
        with passing_faults():
            return msal.ConfidentialClientApplication(
                self.client_id,
                client_credential=self._secret,
                authority=self._authority,
                token_cache=cache,
                http_client=self._http,
                # The authority is ours by configuration; asking Microsoft whether it is genuine would leave the sandbox.
                instance_discovery=False,
                exclude_scopes=None if offline else ["offline_access"],
            )

    def _start(self, purpose: str, scopes: list[str], redirect_uri: str, login_hint: str | None) -> Started:
        app = self.application(msal.SerializableTokenCache(), offline=purpose == "link")
        flow = app.initiate_auth_code_flow(
            list(scopes), redirect_uri=redirect_uri, prompt="select_account", login_hint=login_hint, response_mode="query"
        )
        return Started(flow["auth_uri"], flow["state"], {"purpose": purpose, "flow": flow})

    def _finish(
        self, purpose: str, pending: Mapping[str, Any], query: Mapping[str, str], cache: msal.SerializableTokenCache
    ) -> dict[str, Any]:
        flow = pending.get("flow")
        if pending.get("purpose") != purpose or not isinstance(flow, dict):
            raise SignInFailed
        if not hmac.compare_digest(str(query.get("state", "")).encode(), str(flow.get("state", "")).encode()):
            raise SignInFailed
        if "error" in query:
            raise self._callback_fault(query, str(flow.get("redirect_uri", "")))
        app = self.application(cache, offline=purpose == "link")
        try:
            with passing_faults():
                result = app.acquire_token_by_auth_code_flow(dict(flow), dict(query))
        except (ValueError, RuntimeError) as fault:
            # msal speaks so of a foreign state (ValueError) or a foreign nonce (RuntimeError).
            raise SignInFailed from fault
        if "error" in result:
            raise self.token_fault(result, str(flow.get("redirect_uri", ""))) or SignInFailed()
        return cast("dict[str, Any]", result)

    def _callback_fault(self, query: Mapping[str, str], redirect_uri: str) -> AppError:
        codes = _codes(query)
        link = self.admin_consent_url(redirect_uri)
        if codes & _NEEDS_ADMINISTRATOR or query["error"] in ("consent_required", "interaction_required"):
            return ConsentBlocked(link)
        if codes & _DECLINED_BY_USER or query["error"] == "access_denied":
            return ConsentDeclined(link)
        if query["error"] in _PASSING:
            return TryLater("Microsoft's sign-in is busy just now. Nothing was linked; please try again in a minute.")
        return self._setup_fault(query) or SignInFailed()

    def token_fault(self, result: Mapping[str, Any], redirect_uri: str = "") -> AppError | None:
        """What a refused token request means, or None when the grant itself is no good."""
        if _codes(result) & _NEEDS_ADMINISTRATOR:
            return ConsentBlocked(self.admin_consent_url(redirect_uri))
        if result.get("error") in _PASSING:
            return TryLater("Microsoft's sign-in is busy just now. Nothing was lost; we try again by ourselves.")
        return self._setup_fault(result)

    def _setup_fault(self, answer: Mapping[str, Any]) -> ApplicationRefused | None:
        if answer.get("error") in _GRANT_IS_OVER:
            return None
        if answer.get("error") in (
            "invalid_client",
            "unauthorized_client",
            "invalid_scope",
            "invalid_request",
            "invalid_resource",
        ):
            codes = ", ".join(f"AADSTS{code}" for code in sorted(_codes(answer)))
            return ApplicationRefused(
                f"Microsoft does not accept this application as it is registered ({answer['error']}{': ' + codes if codes else ''}). "
                "Nothing was lost. Whoever runs it should check the application id and redirect address, and renew the client "
                "secret if it has expired."
            )
        return None

    def _identity(self, result: Mapping[str, Any], pending: Mapping[str, Any], now: datetime) -> Identity:
        nonce = hashlib.sha256(str(pending["flow"].get("nonce", "")).encode("ascii")).hexdigest()
        try:
            claims = self._claims(str(result.get("id_token", "")), nonce, now)
            return Identity(
                tenant_id=str(claims["tid"]),
                object_id=str(claims["oid"]),
                address=str(claims.get("preferred_username", "")).strip().lower(),
                name=str(claims.get("name", "")).strip(),
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as fault:
            raise SignInFailed(
                "Microsoft's word on who you are could not be verified, so nothing was linked. Please start again."
            ) from fault

    def _claims(self, id_token: str, nonce: str, now: datetime) -> dict[str, Any]:
        """The claims of an id_token whose signature, audience, issuer, times and nonce have been checked.

        Raises:
            jwt.PyJWTError: anything about it is wrong.
        """
        header = jwt.get_unverified_header(id_token)
        claims: dict[str, Any] = jwt.decode(
            id_token,
            self._key(str(header.get("kid", ""))).key,
            algorithms=["RS256"],
            audience=self.client_id,
            # Times are compared with the caller's clock below, issuer with the token's own tenant.
            options={
                "require": ["exp", "iat", "iss", "aud", "tid", "oid"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
        at = now.timestamp()
        if not float(claims.get("nbf", claims["iat"])) - CLOCK_SKEW_SECONDS <= at <= float(claims["exp"]) + CLOCK_SKEW_SECONDS:
            raise jwt.ExpiredSignatureError("outside of the token's time")
        issuer = str(self._http.configuration(self._authority)["issuer"]).replace("{tenantid}", str(claims["tid"]))
        if claims["iss"] != issuer:
            raise jwt.InvalidIssuerError(f"issued by {claims['iss']}")
        if not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
            raise jwt.InvalidTokenError("the nonce is not the one we sent")
        return claims

    def _key(self, kid: str) -> jwt.PyJWK:
        with self._keys_lock:
            if kid not in self._keys:
                # Microsoft rolls its keys without notice: an unknown one is looked up again.
                address = str(self._http.configuration(self._authority)["jwks_uri"])
                found = jwt.PyJWKSet.from_dict(self._http.get(address).json())
                self._keys = {str(key.key_id): key for key in found.keys}
            try:
                return self._keys[kid]
            except KeyError:
                raise jwt.InvalidKeyError("signed by a key that Microsoft does not publish") from None


class _SignInHttp:
    """msal's ``http_client``: sorts passing faults before msal sees them, and reads each configuration document once.

    msal fetches the configuration for every application object, and we make one for every token cache.
    """

    def __init__(self, session: requests.Session) -> None:
        self._session = session
        self._documents: dict[str, requests.Response] = {}

    def configuration(self, authority: str) -> dict[str, Any]:
        document = self.get(f"{authority}/v2.0/.well-known/openid-configuration").json()
        if not isinstance(document, dict):
            raise TryLater("Microsoft's sign-in sent an answer we cannot read; we try again by ourselves.")
        return document

    def get(self, url: str, **kwargs: Any) -> requests.Response:
        if url in self._documents:
            return self._documents[url]
        response = self._answer("GET", url, **kwargs)
        if response.ok and url.endswith("/openid-configuration"):
            self._documents[url] = response
        return response

    def post(self, url: str, **kwargs: Any) -> requests.Response:
        return self._answer("POST", url, **kwargs)

    def close(self) -> None:
        """Called by msal; the session is the owner's to close."""

    def _answer(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        with passing_faults():
            response = self._session.request(method, url, **kwargs)
        if response.status_code == 429 or response.status_code >= 500:
            raise TryLater(
                "Microsoft's sign-in is busy just now. Nothing was lost; we try again by ourselves.",
                after_seconds=retry_after(response),
            )
        return response


def _codes(answer: Mapping[str, Any]) -> set[int]:
    """The AADSTS numbers of an error answer, from its list where it has one and from its text."""
    listed = answer.get("error_codes")
    codes = {int(code) for code in listed if str(code).isdigit()} if isinstance(listed, list) else set()
    return codes | {int(code) for code in _CODE.findall(str(answer.get("error_description", "")))}
