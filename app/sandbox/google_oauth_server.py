"""Google's sign-in and tokens: consent page, codes, access and refresh tokens, id_tokens, revocation.

The addresses and answers are those of developers.google.com/identity/protocols/oauth2/web-server: PKCE is checked, a code works
once and for ten minutes, a refresh token comes with the first offline consent or with ``prompt=consent``, single scopes can
be unticked, ``email`` comes back under its long name, and revoking either token ends the whole grant.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlencode

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from app.sandbox.exchange import Answer, Call, Routes
from app.sandbox.mail import Account, MailStore, NoSuchMail
from app.sandbox.pages import render

ISSUER = "https://accounts.google.com"
ACCESS_TOKEN_SECONDS = 3599
TESTING_SECONDS = 604_799
"""How long a refresh token lives whose consent screen is still in Testing."""
CODE_LIFETIME = timedelta(minutes=10)
AUTH = "https://www.googleapis.com/auth/"
_LONG_NAMES = {"email": AUTH + "userinfo.email", "profile": AUTH + "userinfo.profile"}
_IDENTITY = {"openid", *_LONG_NAMES.values()}
_WHAT_IT_MEANS = {
    AUTH + "gmail.readonly": "View your email messages and settings",
    AUTH + "gmail.compose": "Manage drafts and send emails",
    AUTH + "gmail.modify": "Read, compose and send emails from your Gmail account",
    AUTH + "gmail.metadata": "View your email message metadata, such as labels and headers, but not the email body",
}


@dataclass(frozen=True, slots=True)
class Client:
    """An application registered with the sandbox. No redirect addresses means: any."""

    client_id: str
    secret: str
    redirect_uris: frozenset[str] = frozenset()


@dataclass(slots=True)
class Grant:
    """What an account has allowed a client. Ends as a whole."""

    account: str
    client_id: str
    scopes: frozenset[str]
    refresh_tokens: set[str] = field(default_factory=set)
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class _Code:
    grant: Grant
    scopes: frozenset[str]
    redirect_uri: str
    challenge: str
    method: str
    nonce: str
    offline: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Access:
    grant: Grant
    scopes: frozenset[str]
    expires_at: datetime


class Unauthorized(Exception):
    """No access token, or one that is unknown, expired or revoked."""


@lru_cache(maxsize=1)
def signing_key() -> tuple[rsa.RSAPrivateKey, str, str]:
    """(private key, key id, certificate as PEM); made once a process, because making one takes a moment."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbox.example")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2050, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    return key, secrets.token_hex(20), pem


class GoogleOAuthServer:
    """Google's accounts, as far as an application sees them.

    Args:
        now: the clock by which codes and tokens expire.
    """

    def __init__(self, store: MailStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._lock = threading.RLock()
        self.clients: dict[str, Client] = {}
        self._grants: dict[tuple[str, str], Grant] = {}
        self._codes: dict[str, _Code] = {}
        self._access: dict[str, _Access] = {}
        self.in_testing = False
        self.routes = Routes()
        self.routes.add("GET", "/o/oauth2/v2/auth", self._consent_page)
        self.routes.add("GET", "/o/oauth2/auth", self._consent_page)
        self.routes.add("POST", "/o/oauth2/v2/auth", self._decide)
        self.routes.add("POST", "/token", self._token)
        self.routes.add("POST", "/revoke", self._revoke)
        self.routes.add("GET", "/oauth2/v1/certs", self._certificates)
        self.routes.add("GET", "/oauth2/v3/certs", self._jwks)

    def add_client(self, client_id: str, secret: str, redirect_uris: Iterable[str] = ()) -> Client:
        client = Client(client_id, secret, frozenset(redirect_uris))
        self.clients[client_id] = client
        return client

    # What the rest of the sandbox asks

    def authorized(self, call: Call) -> tuple[str, frozenset[str]]:
        """(account, scopes) of the call's bearer token. Raises Unauthorized."""
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        with self._lock:
            access = self._access.get(token)
            if scheme.lower() != "bearer" or access is None or access.grant.revoked or access.expires_at <= self._now():
                raise Unauthorized
            return access.grant.account, access.scopes

    def account_of(self, call: Call) -> str:
        """The account of the call's token even when it is no longer good; empty when unknown."""
        token = call.headers.get("authorization", "").partition(" ")[2]
        with self._lock:
            access = self._access.get(token)
            if access is not None:
                return access.grant.account
            grant = self._grant_of(call.field("refresh_token")) if call.path == "/token" else None
            return grant.account if grant else ""

    def allow(self, client_id: str, address: str, scopes: Iterable[str]) -> str:
        """Consent without a page: a refresh token for the account."""
        with self._lock:
            grant = self._grant(client_id, address, frozenset(_LONG_NAMES.get(s, s) for s in scopes))
            token = "1//" + secrets.token_urlsafe(32)
            grant.refresh_tokens.add(token)
            return token

    def revoke_account(self, address: str) -> None:
        """The owner removes the access of every application."""
        with self._lock:
            for key in [k for k, g in self._grants.items() if g.account == address]:
                self._grants.pop(key).revoked = True

    def expire_access_tokens(self, address: str) -> None:
        """The hour is over; refresh tokens stay good."""
        with self._lock:
            for token in [t for t, a in self._access.items() if a.grant.account == address]:
                del self._access[token]

    def sign(self, claims: dict[str, object]) -> str:
        """A JWT of Google's, RS256."""
        key, key_id, _ = signing_key()
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": key_id})

    # Pages

    def _consent_page(self, call: Call) -> Answer:
        problem = self._problem(call)
        if problem:
            return Answer.html(render("google_error.html", problem=problem), 400)
        scopes = self._asked(call.one("scope"))
        hint = call.one("login_hint")
        accounts = [a for a in self._store.accounts.values() if not a.keeps_ids]
        page = render(
            "google_consent.html",
            accounts=accounts,
            hint=hint,
            client_id=call.one("client_id"),
            scopes=[(s, _WHAT_IT_MEANS.get(s, s)) for s in sorted(scopes - _IDENTITY)],
            asked={name: values[0] for name, values in call.query.items()},
        )
        return Answer.html(page)

    def _decide(self, call: Call) -> Answer:
        asked = Call("GET", call.path, {name[4:]: v for name, v in call.form.items() if name.startswith("ask.")})
        problem = self._problem(asked)
        if problem:
            return Answer.html(render("google_error.html", problem=problem), 400)
        back = asked.one("redirect_uri")
        if call.field("decision") != "allow":
            return Answer.redirect(f"{back}?{urlencode({'error': 'access_denied', 'state': asked.one('state')})}")
        try:
            account = self._store.account(call.field("account"))
        except NoSuchMail:
            return Answer.html(render("google_error.html", problem="no such account"), 400)
        wanted = self._asked(asked.one("scope"))
        ticked = frozenset(call.form.get("scope", [])) & wanted
        scopes = (wanted & _IDENTITY) | ticked
        with self._lock:
            known = self._grants.get((asked.one("client_id"), account.address))
            first = known is None or not known.refresh_tokens
            if known is not None and asked.one("include_granted_scopes") == "true":
                scopes |= known.scopes
            grant = self._grant(asked.one("client_id"), account.address, scopes)
            code = "4/0" + secrets.token_urlsafe(32)
            self._codes[code] = _Code(
                grant,
                scopes,
                back,
                asked.one("code_challenge"),
                asked.one("code_challenge_method", "plain"),
                asked.one("nonce"),
                asked.one("access_type") == "offline" and (first or "consent" in asked.one("prompt").split()),
                self._now() + CODE_LIFETIME,
            )
        answer = {"state": asked.one("state"), "code": code, "scope": _spelt(scopes), "authuser": "0", "prompt": "consent"}
        return Answer.redirect(f"{back}?{urlencode(answer)}")

    def _problem(self, call: Call) -> str:
        client = self.clients.get(call.one("client_id"))
        if client is None:
            return "invalid_client: The OAuth client was not found."
        if not call.one("redirect_uri") or (client.redirect_uris and call.one("redirect_uri") not in client.redirect_uris):
            return "redirect_uri_mismatch"
        if call.one("response_type") != "code" or not call.one("scope"):
            return "invalid_request"
        return ""

    # Tokens

    def _token(self, call: Call) -> Answer:
        client = self._client(call)
        if client is None:
            return _refused("invalid_client", "The OAuth client was not found.", 401)
        match call.field("grant_type"):
            case "authorization_code":
                return self._exchange(call, client)
            case "refresh_token":
                return self._refresh(call, client)
            case _:
                return _refused("unsupported_grant_type", "Invalid grant_type: " + call.field("grant_type"))

    def _exchange(self, call: Call, client: Client) -> Answer:
        with self._lock:
            # Taken out before it is looked at: a code works once, even when this attempt fails.
            code = self._codes.pop(call.field("code"), None)
            if code is None or code.grant.client_id != client.client_id or code.expires_at <= self._now() or code.grant.revoked:
                return _refused("invalid_grant", "Malformed auth code.")
            if code.redirect_uri != call.field("redirect_uri"):
                return _refused("redirect_uri_mismatch", "Bad Request")
            if code.challenge and not _proves(call.field("code_verifier"), code.challenge, code.method):
                return _refused("invalid_grant", "Invalid code verifier.")
            answer = self._issue(code.grant, code.scopes, code.nonce)
            if code.offline:
                token = "1//" + secrets.token_urlsafe(32)
                code.grant.refresh_tokens.add(token)
                answer["refresh_token"] = token
            return Answer.json(answer)

    def _refresh(self, call: Call, client: Client) -> Answer:
        with self._lock:
            grant = self._grant_of(call.field("refresh_token"))
            if grant is None or grant.client_id != client.client_id:
                return _refused("invalid_grant", "Token has been expired or revoked.")
            return Answer.json(self._issue(grant, grant.scopes, ""))

    def _issue(self, grant: Grant, scopes: frozenset[str], nonce: str) -> dict[str, object]:
        token = "ya29." + secrets.token_urlsafe(48)
        self._access[token] = _Access(grant, scopes, self._now() + timedelta(seconds=ACCESS_TOKEN_SECONDS))
        answer: dict[str, object] = {
            "access_token": token,
            "expires_in": ACCESS_TOKEN_SECONDS,
            "scope": _spelt(scopes),
            "token_type": "Bearer",
        }
        if self.in_testing:
            answer["refresh_token_expires_in"] = TESTING_SECONDS
        if "openid" in scopes:
            answer["id_token"] = self.sign(self._claims(grant, scopes, token, nonce))
        return answer

    def _claims(self, grant: Grant, scopes: frozenset[str], token: str, nonce: str) -> dict[str, object]:
        issued = int(self._now().timestamp())
        half = hashlib.sha256(token.encode()).digest()[:16]
        claims: dict[str, object] = {
            "iss": ISSUER,
            "aud": grant.client_id,
            "azp": grant.client_id,
            "sub": subject_of(grant.account),
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
            "iat": issued,
            "exp": issued + 3600,
        }
        if _LONG_NAMES["email"] in scopes:
            claims |= {"email": grant.account, "email_verified": True}
        if nonce:
            claims["nonce"] = nonce
        return claims

    def _revoke(self, call: Call) -> Answer:
        token = call.field("token") or call.one("token")
        with self._lock:
            access = self._access.get(token)
            grant = access.grant if access is not None else self._grant_of(token)
            if grant is None or grant.revoked:
                return _refused("invalid_token", "Token expired or revoked")
            grant.revoked = True
            self._grants.pop((grant.client_id, grant.account), None)
            return Answer.json({})

    def _certificates(self, _: Call) -> Answer:
        return Answer.json({signing_key()[1]: signing_key()[2]})

    def _jwks(self, _: Call) -> Answer:
        key, key_id = signing_key()[:2]
        numbers = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        return Answer.json({"keys": [{**numbers, "kid": key_id, "alg": "RS256", "use": "sig"}]})

    def _client(self, call: Call) -> Client | None:
        given = (call.field("client_id"), call.field("client_secret"))
        scheme, _, encoded = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            user, _, password = base64.b64decode(encoded).decode().partition(":")
            given = (user, password)
        client = self.clients.get(given[0])
        return client if client is not None and secrets.compare_digest(client.secret, given[1]) else None

    def _grant(self, client_id: str, address: str, scopes: frozenset[str]) -> Grant:
        grant = self._grants.get((client_id, address))
        if grant is None:
            grant = self._grants[client_id, address] = Grant(address, client_id, scopes)
        grant.scopes = scopes
        return grant

    def _grant_of(self, refresh_token: str) -> Grant | None:
        return next((g for g in self._grants.values() if refresh_token in g.refresh_tokens and not g.revoked), None)

    @staticmethod
    def _asked(scope: str) -> frozenset[str]:
        return frozenset(_LONG_NAMES.get(s, s) for s in scope.split())


def subject_of(account: Account | str) -> str:
    """Google's stable number of an account."""
    address = account if isinstance(account, str) else account.address
    return str(10**20 + int.from_bytes(hashlib.sha256(address.encode()).digest()[:8], "big"))


def _spelt(scopes: Iterable[str]) -> str:
    return " ".join(sorted(scopes))


def _proves(verifier: str, challenge: str, method: str) -> bool:
    if method == "plain":
        return secrets.compare_digest(verifier, challenge)
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return secrets.compare_digest(digest, challenge)


def _refused(error: str, description: str, status: int = 400) -> Answer:
    return Answer.json({"error": error, "error_description": description}, status)
