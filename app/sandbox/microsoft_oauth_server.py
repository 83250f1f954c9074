"""Microsoft's sign-in and tokens: the v2 endpoints of a tenant, consent that a tenant may block, rotating refresh tokens.

Addresses and answers are those of learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow: PKCE is checked, a code works
once, every refresh hands out a new refresh token, access tokens say nothing to their bearer, the nonce of the authorize
request comes back in the id_token, and errors carry AADSTS numbers.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

import jwt

from app.sandbox.exchange import Answer, Call, Routes
from app.sandbox.google_oauth_server import signing_key
from app.sandbox.mail import MailStore
from app.sandbox.pages import render

LOGIN = "https://login.microsoftonline.com"
ISSUER = LOGIN + "/{tenantid}/v2.0"
PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
ACCESS_TOKEN_SECONDS = 3599
CODE_LIFETIME = timedelta(minutes=10)
REFRESH_LIFETIME = timedelta(days=90)
_RESERVED = {"openid", "profile", "offline_access", "email"}
_ALIASES = {"common", "organizations", "consumers"}
_WHAT_IT_MEANS = {
    "User.Read": "Read your profile",
    "Mail.Read": "Read your mail",
    "Mail.ReadWrite": "Read, update, create and delete mail in your mailbox (does not include permission to send mail)",
    "Mail.Send": "Send mail as you",
}


@dataclass(frozen=True, slots=True)
class MicrosoftAccount:
    """Somebody who can sign in.

    Attributes:
        blocks_consent: the tenant lets only an administrator allow applications.
        has_mailbox: False for an account whose mail lies elsewhere.
    """

    address: str
    name: str
    tenant_id: str
    object_id: str
    blocks_consent: bool = False
    has_mailbox: bool = True


@dataclass(frozen=True, slots=True)
class Application:
    """An application as registered. No redirect addresses means: any."""

    client_id: str
    secret: str
    redirect_uris: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Grant:
    account: str
    client_id: str
    scopes: frozenset[str]
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class _Issued:
    grant: _Grant
    scopes: frozenset[str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Code:
    grant: _Grant
    scopes: frozenset[str]
    redirect_uri: str
    challenge: str
    nonce: str
    expires_at: datetime


class TokenRefused(Exception):
    """No access token, or one that is unknown, expired or revoked."""


@dataclass(slots=True)
class _State:
    grants: list[_Grant] = field(default_factory=list)
    codes: dict[str, _Code] = field(default_factory=dict)
    access: dict[str, _Issued] = field(default_factory=dict)
    refresh: dict[str, _Issued] = field(default_factory=dict)


class MicrosoftOAuthServer:
    """Microsoft's accounts, as far as an application sees them.

    Attributes:
        single_use_refresh_tokens: a refresh token ends with its use. Microsoft lets old ones live on; with this, one that
            was lost shows at once.
        refreshes: how many refreshes were granted.
    """

    def __init__(self, store: MailStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._lock = threading.RLock()
        self._state = _State()
        self.applications: dict[str, Application] = {}
        self.accounts: dict[str, MicrosoftAccount] = {}
        self.consented_tenants: set[str] = set()
        self.single_use_refresh_tokens = False
        self.refreshes = 0
        self.routes = Routes()
        self.routes.add("GET", "/{tenant}/v2.0/.well-known/openid-configuration", self._configuration)
        self.routes.add("GET", "/{tenant}/discovery/v2.0/keys", self._keys)
        self.routes.add("GET", "/{tenant}/oauth2/v2.0/authorize", self._consent_page)
        self.routes.add("POST", "/{tenant}/oauth2/v2.0/authorize", self._decide)
        self.routes.add("POST", "/{tenant}/oauth2/v2.0/token", self._token)
        self.routes.add("GET", "/{tenant}/v2.0/adminconsent", self._admin_consent)

    def add_client(self, client_id: str, secret: str, redirect_uris: Iterable[str] = ()) -> Application:
        application = Application(client_id, secret, frozenset(redirect_uris))
        self.applications[client_id] = application
        return application

    def add_account(
        self,
        address: str,
        name: str = "",
        *,
        tenant_id: str = PERSONAL_TENANT,
        blocks_consent: bool = False,
        has_mailbox: bool = True,
        aliases: Iterable[str] = (),
    ) -> MicrosoftAccount:
        """Open an account, with a mailbox in the store unless it has none."""
        object_id = str(uuid.uuid5(uuid.UUID(tenant_id), address.lower()))
        account = MicrosoftAccount(address.lower(), name, tenant_id, object_id, blocks_consent, has_mailbox)
        self.accounts[account.address] = account
        if has_mailbox:
            self._store.add_account(account.address, name, aliases, keeps_ids=True)
        return account

    def account(self, address: str) -> MicrosoftAccount:
        """The account; one that only the mail store knows gets a personal one. Raises KeyError."""
        if address not in self.accounts:
            mail_account = self._store.accounts[address]
            return self.add_account(mail_account.address, mail_account.name, aliases=mail_account.aliases)
        return self.accounts[address]

    # What the rest of the sandbox asks

    def authorized(self, call: Call) -> tuple[MicrosoftAccount, frozenset[str]]:
        """(account, scopes) of the call's bearer token. Raises TokenRefused."""
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        with self._lock:
            issued = self._state.access.get(token)
            if scheme.lower() != "bearer" or issued is None or issued.grant.revoked or issued.expires_at <= self._now():
                raise TokenRefused
            return self.account(issued.grant.account), issued.scopes

    def account_of(self, call: Call) -> str:
        """The account of the call's token even when it is no longer good; empty when unknown."""
        token = call.headers.get("authorization", "").partition(" ")[2]
        with self._lock:
            issued = self._state.access.get(token)
            if issued is None and call.path.endswith("/token"):
                issued = self._state.refresh.get(call.field("refresh_token"))
            return issued.grant.account if issued else ""

    def allow(self, client_id: str, address: str, scopes: Iterable[str]) -> tuple[str, str]:
        """Consent without a page: (access token, refresh token)."""
        with self._lock:
            grant = self._grant(client_id, address.lower(), frozenset(scopes))
            answer = self._issue(grant, grant.scopes | {"offline_access"}, "")
            return str(answer["access_token"]), str(answer["refresh_token"])

    def revoke_account(self, address: str) -> None:
        """The owner or an administrator ends the access of every application."""
        with self._lock:
            for grant in self._state.grants:
                if grant.account == address:
                    grant.revoked = True

    def expire_access_tokens(self, address: str) -> None:
        """The hour is over; refresh tokens stay good."""
        with self._lock:
            for token in [t for t, issued in self._state.access.items() if issued.grant.account == address]:
                del self._state.access[token]

    # Documents

    def _configuration(self, call: Call, tenant: str) -> Answer:
        # The one address a browser opens leads to this sandbox; the others are fetched through the caller's own adapter.
        host = call.headers.get("host", "")
        here = LOGIN if not host or host.endswith("microsoftonline.com") else f"http://{host}"
        document = {
            "issuer": ISSUER if tenant in _ALIASES else ISSUER.replace("{tenantid}", tenant),
            "authorization_endpoint": f"{here}/{tenant}/oauth2/v2.0/authorize",
            "token_endpoint": f"{LOGIN}/{tenant}/oauth2/v2.0/token",
            "jwks_uri": f"{LOGIN}/{tenant}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
            "tenant_region_scope": None,
        }
        return Answer.json(document)

    def _keys(self, call: Call, tenant: str) -> Answer:
        key, key_id, _ = signing_key()
        numbers = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        return Answer.json({"keys": [{**numbers, "kid": key_id, "alg": "RS256", "use": "sig"}]})

    # Pages

    def _consent_page(self, call: Call, tenant: str) -> Answer:
        problem = self._problem(call)
        if problem:
            return Answer.html(render("microsoft_page.html", heading="Sign in", text=problem, back=""), 400)
        for mail_account in [a for a in self._store.accounts.values() if a.keeps_ids]:
            self.account(mail_account.address)
        page = render(
            "microsoft_consent.html",
            action=f"/{tenant}/oauth2/v2.0/authorize",
            accounts=[a for a in self.accounts.values() if _admits(tenant, a)],
            hint=call.one("login_hint"),
            client_id=call.one("client_id"),
            meanings=[_WHAT_IT_MEANS.get(s, s) for s in sorted(_asked(call.one("scope")) - _RESERVED)],
            asked={name: values[0] for name, values in call.query.items()},
        )
        return Answer.html(page)

    def _decide(self, call: Call, tenant: str) -> Answer:
        asked = Call("GET", call.path, {name[4:]: v for name, v in call.form.items() if name.startswith("ask.")})
        account = self.accounts.get(call.field("account").lower())
        problem = self._problem(asked) or ("" if account and _admits(tenant, account) else "AADSTS50020: no such account here.")
        if problem or account is None:
            return Answer.html(render("microsoft_page.html", heading="Sign in", text=problem, back=""), 400)
        if call.field("decision") != "allow":
            said = "AADSTS65004: User declined to consent to access the app."
            return _back(asked, {"error": "access_denied", "error_description": said, "error_subcode": "cancel"})
        scopes = _asked(asked.one("scope"))
        if account.blocks_consent and account.tenant_id not in self.consented_tenants and scopes - _RESERVED:
            said = "AADSTS90094: An administrator has blocked this application or must grant it permission."
            return _back(asked, {"error": "access_denied", "error_description": said})
        with self._lock:
            code = "0.A" + secrets.token_urlsafe(48)
            grant = self._grant(asked.one("client_id"), account.address, scopes)
            self._state.codes[code] = _Code(
                grant,
                scopes,
                asked.one("redirect_uri"),
                asked.one("code_challenge"),
                asked.one("nonce"),
                self._now() + CODE_LIFETIME,
            )
        client_info = _b64(json.dumps({"uid": account.object_id, "utid": account.tenant_id}).encode())
        return _back(asked, {"code": code, "client_info": client_info, "session_state": str(uuid.uuid4())})

    def _admin_consent(self, call: Call, tenant: str) -> Answer:
        """The administrator agrees for the tenants that block consent (for all of them under ``organizations``)."""
        tenants = {a.tenant_id for a in self.accounts.values() if a.blocks_consent and tenant in ("organizations", a.tenant_id)}
        self.consented_tenants |= tenants
        return Answer.redirect(f"{call.one('redirect_uri')}?{urlencode({'admin_consent': 'True', 'tenant': tenant})}")

    def _problem(self, call: Call) -> str:
        application = self.applications.get(call.one("client_id"))
        if application is None:
            return f"AADSTS700016: Application with identifier '{call.one('client_id')}' was not found in the directory."
        if not call.one("redirect_uri") or (
            application.redirect_uris and call.one("redirect_uri") not in application.redirect_uris
        ):
            return "AADSTS50011: The redirect URI specified in the request does not match the redirect URIs of the application."
        if call.one("response_type") != "code" or not call.one("scope"):
            return "AADSTS900144: The request body must contain the following parameter: 'scope'."
        return ""

    # Tokens

    def _token(self, call: Call, tenant: str) -> Answer:
        application = self.applications.get(call.field("client_id"))
        if application is None:
            return self._refused("unauthorized_client", 700016, "Application was not found in the directory.")
        if not secrets.compare_digest(application.secret, call.field("client_secret")):
            return self._refused("invalid_client", 7000215, "Invalid client secret provided.", 401)
        match call.field("grant_type"):
            case "authorization_code":
                return self._exchange(call, application)
            case "refresh_token":
                return self._refresh(call, application)
            case _:
                return self._refused("unsupported_grant_type", 70003, "The app requested an unsupported grant type.")

    def _exchange(self, call: Call, application: Application) -> Answer:
        with self._lock:
            # Taken out before it is looked at: a code works once, even when this attempt fails.
            code = self._state.codes.pop(call.field("code"), None)
            if code is None or code.grant.client_id != application.client_id or code.expires_at <= self._now():
                return self._refused("invalid_grant", 70008, "The provided authorization code is expired or was redeemed.")
            if code.redirect_uri != call.field("redirect_uri"):
                return self._refused("invalid_grant", 50011, "The redirect URI does not match.")
            if code.challenge and _b64(hashlib.sha256(call.field("code_verifier").encode()).digest()) != code.challenge:
                return self._refused("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge.")
            return Answer.json(self._issue(code.grant, code.scopes, code.nonce))

    def _refresh(self, call: Call, application: Application) -> Answer:
        token = call.field("refresh_token")
        with self._lock:
            issued = self._state.refresh.get(token)
            if issued is None or issued.grant.client_id != application.client_id:
                return self._refused("invalid_grant", 70000, "The refresh token is malformed or was already used.")
            if issued.grant.revoked:
                return self._refused("invalid_grant", 50173, "The provided grant has expired due to it being revoked.")
            if issued.expires_at <= self._now():
                return self._refused("invalid_grant", 700082, "The refresh token has expired due to inactivity.")
            if self.single_use_refresh_tokens:
                del self._state.refresh[token]
            self.refreshes += 1
            return Answer.json(self._issue(issued.grant, issued.scopes, ""))

    def _issue(self, grant: _Grant, scopes: frozenset[str], nonce: str) -> dict[str, object]:
        account = self.account(grant.account)
        access = "EwB" + secrets.token_urlsafe(64)
        self._state.access[access] = _Issued(grant, scopes, self._now() + timedelta(seconds=ACCESS_TOKEN_SECONDS))
        answer: dict[str, object] = {
            "token_type": "Bearer",
            "scope": " ".join(sorted(scopes - {"offline_access"})),
            "expires_in": ACCESS_TOKEN_SECONDS,
            "ext_expires_in": ACCESS_TOKEN_SECONDS,
            "access_token": access,
            "client_info": _b64(json.dumps({"uid": account.object_id, "utid": account.tenant_id}).encode()),
        }
        if "offline_access" in scopes:
            refresh = "0.A" + secrets.token_urlsafe(64)
            self._state.refresh[refresh] = _Issued(grant, scopes, self._now() + REFRESH_LIFETIME)
            answer["refresh_token"] = refresh
        if "openid" in scopes:
            answer["id_token"] = self.id_token(grant.client_id, account, nonce, "profile" in scopes)
        return answer

    def id_token(
        self,
        audience: str,
        account: MicrosoftAccount,
        nonce: str = "",
        profile: bool = True,
        lies: Mapping[str, object] | None = None,
    ) -> str:
        """An id_token, signed; ``lies`` replace the usual claims, for tests of what must be refused."""
        at = int(self._now().timestamp())
        claims: dict[str, object] = {
            "ver": "2.0",
            "iss": ISSUER.replace("{tenantid}", account.tenant_id),
            "sub": _b64(hashlib.sha256(f"{audience}{account.object_id}".encode()).digest()),
            "aud": audience,
            "iat": at,
            "nbf": at,
            "exp": at + 3600,
            "tid": account.tenant_id,
            "oid": account.object_id,
        }
        if profile:
            claims |= {"name": account.name, "preferred_username": account.address}
        if nonce:
            claims["nonce"] = nonce
        key, key_id, _ = signing_key()
        return jwt.encode({**claims, **(lies or {})}, key, algorithm="RS256", headers={"kid": key_id})

    def _grant(self, client_id: str, address: str, scopes: frozenset[str]) -> _Grant:
        grant = _Grant(address, client_id, scopes)
        self._state.grants.append(grant)
        return grant

    def _refused(self, error: str, code: int, description: str, status: int = 400) -> Answer:
        at = self._now().strftime("%Y-%m-%d %H:%M:%SZ")
        trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
        said = f"AADSTS{code}: {description} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {at}"
        answer = {
            "error": error,
            "error_description": said,
            "error_codes": [code],
            "timestamp": at,
            "trace_id": trace,
            "correlation_id": correlation,
        }
        return Answer.json(answer, status)


def _asked(scope: str) -> frozenset[str]:
    """Scopes by their short names; Graph's long ones mean the same."""
    return frozenset(one.removeprefix("https://graph.microsoft.com/") for one in scope.split())


def _admits(tenant: str, account: MicrosoftAccount) -> bool:
    personal = account.tenant_id == PERSONAL_TENANT
    return tenant == "common" or tenant == ("consumers" if personal else "organizations") or tenant == account.tenant_id


def _back(asked: Call, answer: dict[str, str]) -> Answer:
    return Answer.redirect(f"{asked.one('redirect_uri')}?{urlencode({**answer, 'state': asked.one('state')})}")


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
