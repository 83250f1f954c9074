"""Who is calling: the tokens of both hosts, checked. A token that does not hold shows nothing to anybody.

Google calls with two tokens (https://developers.google.com/workspace/add-ons/guides/alternate-runtimes): one in the Authorization
header says "this is Google's add-on service", for the very address that is called; the other, in the event, says whose inbox it
is, by the subject that never changes. Neither address nor name decides anything.

Outlook's task pane sends an access token for our own API that it was given by nested app authentication
(https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference). A person is tenant and object id together.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from uuid import UUID

import jwt

from app.providers.push_tokens import NotVerified, SigningKeys, verified_claims

GOOGLE_ISSUER = "https://accounts.google.com"
MICROSOFT_ISSUER = "https://login.microsoftonline.com/{tenantid}/v2.0"
ADD_IN_SCOPE = "access_as_user"


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified person, by the provider's stable name for them."""

    provider: str
    subject: str


class GoogleCallers:
    """Checks what Google's add-on service sends.

    Args:
        keys: Google's published signing keys.
        public_url: our own origin as the deployment names it, never what a Host header says.
        service_account: the project's add-on service account, as ``gcloud workspace-add-ons get-authorization`` shows it.
        client_id: the add-on's own OAuth client (``oauthClientId`` there); not the one that browsers sign in with.
    """

    def __init__(
        self, keys: SigningKeys, *, public_url: str, service_account: str, client_id: str, issuer: str = GOOGLE_ISSUER
    ) -> None:
        self._keys, self._public_url = keys, public_url
        self._service_account, self._client_id = service_account, client_id
        self._issuers = [issuer, issuer.removeprefix("https://")]

    def check_host(self, authorization: str, path: str) -> None:
        """Accept the Authorization header of a call to ``path``. Raises NotVerified: this is not Google, or not for here."""
        claims = verified_claims(authorization, self._keys, self._public_url + path, self._issuers)
        email = str(claims.get("email", ""))
        if claims.get("email_verified") not in (True, "true") or not hmac.compare_digest(
            email.encode(), self._service_account.encode()
        ):
            raise NotVerified

    def user(self, id_token: str) -> Caller:
        """Whose inbox it is. Raises NotVerified."""
        claims = verified_claims(f"Bearer {id_token}", self._keys, self._client_id, self._issuers)
        subject = claims.get("sub")
        if not isinstance(subject, str) or not subject:
            raise NotVerified
        return Caller("google", subject)


class OutlookCallers:
    """Checks the access tokens that our task pane sends.

    Args:
        keys: Microsoft's published signing keys.
        client_id: of the registration that is both the pane and its API; its tokens must be of version 2.
        issuer: with ``{tenantid}`` where the token's own tenant stands.
    """

    def __init__(self, keys: SigningKeys, *, client_id: str, issuer: str = MICROSOFT_ISSUER) -> None:
        self._keys, self._client_id, self._issuer = keys, client_id, issuer

    def user(self, authorization: str) -> Caller:
        """Who sends this Authorization header. Raises NotVerified."""
        issuer = self._issuer.replace("{tenantid}", _tenant(authorization))
        claims = verified_claims(authorization, self._keys, self._client_id, [issuer])
        person = claims.get("oid")
        if (
            claims.get("ver") != "2.0"
            or "nbf" not in claims
            or claims.get("azp") != self._client_id
            or ADD_IN_SCOPE not in str(claims.get("scp", "")).split()
            or not isinstance(person, str)
            or not person
        ):
            raise NotVerified
        return Caller("microsoft", f"{claims['tid']}:{person}")


def _tenant(authorization: str) -> str:
    """The tenant that a token names, still unverified: it only chooses the issuer that the token must then prove to have."""
    try:
        claims = jwt.decode(authorization.partition(" ")[2], options={"verify_signature": False})
        return str(UUID(str(claims["tid"])))
    except (jwt.PyJWTError, ValueError, KeyError) as fault:
        raise NotVerified from fault
