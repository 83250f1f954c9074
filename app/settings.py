"""Every knob of the service, typed, read from ``HEARBACK_*`` and an optional ``.env`` file.

Wrong or missing values stop the start with a sentence (:class:`SettingsFault`). There are no default secrets. Only the
composition roots (``main``, ``cli``, ``alembic/env.py``) read this module; classes receive the plain values they need.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.errors import AppError
from app.store.encryption import KeyFault, read_key

Listed = Annotated[tuple[str, ...], NoDecode]
ListedSecrets = Annotated[tuple[SecretStr, ...], NoDecode]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsFault(AppError):
    """The configuration is incomplete or wrong, so nothing was started. Nothing was changed."""


class Settings(BaseSettings):
    """The configuration of one running service. Field names in capitals with ``HEARBACK_`` before them are the variables."""

    model_config = SettingsConfigDict(
        env_prefix="HEARBACK_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    # Where it lives
    public_url: str = Field(
        "http://localhost:8000", description="The address under which browsers reach the service, without a path."
    )
    database_url: str = Field(
        "sqlite:///hearback.db", description="sqlite:///file for one process, postgresql+psycopg://… for many."
    )
    database_pool_size: int = Field(20, ge=1, le=200, description="Connections kept open to Postgres.")
    database_busy_timeout: timedelta = Field(
        timedelta(seconds=15), description="How long a writer waits for another one on SQLite."
    )

    # Who may come in
    allow: Listed = Field((), description="Addresses and domains that may sign in, separated by commas; * opens it to everybody.")
    session_length: timedelta = Field(timedelta(days=30), description="How long a browser stays signed in.")
    sign_in_time: timedelta = Field(timedelta(minutes=15), description="How long a started sign-in or connection may take.")

    # Secrets
    keys: ListedSecrets = Field(
        (), description="Keys that seal tokens and private fields, separated by commas; the first seals, all of them open."
    )

    # Google
    google_client_id: str = ""
    google_client_secret: SecretStr = SecretStr("")
    google_auth_uri: str = "https://accounts.google.com/o/oauth2/v2/auth"
    google_token_uri: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
    google_revoke_uri: str = "https://oauth2.googleapis.com/revoke"
    google_certs_uri: str = "https://www.googleapis.com/oauth2/v3/certs"
    google_issuer: str = "https://accounts.google.com"
    gmail_api_endpoint: str = "https://gmail.googleapis.com"
    gmail_web: str = "https://mail.google.com/mail/u/"
    google_pubsub_topic: str = Field("", description="projects/…/topics/…; empty: Gmail is polled, not pushed.")
    google_push_audience: str = Field("", description="The audience of Pub/Sub's push tokens; empty closes the hook.")
    google_push_account: str = Field(
        "", description="The service account that signs Pub/Sub's push tokens; empty closes the hook."
    )

    # Microsoft
    microsoft_client_id: str = ""
    microsoft_client_secret: SecretStr = SecretStr("")
    microsoft_authority: str = "https://login.microsoftonline.com/common"
    microsoft_login_endpoint: str = Field(
        "", description="Where requests to the authority's host really go; for the sandbox only."
    )
    microsoft_issuer: str = Field(
        "https://login.microsoftonline.com/{tenantid}/v2.0",
        description="The issuer of id tokens; {tenantid} is the token's tenant.",
    )
    graph_endpoint: str = "https://graph.microsoft.com/v1.0"
    outlook_web: str = "https://outlook.office.com/mail/"

    # Inside the inbox
    google_addon_client_id: str = Field("", description="The add-on's own OAuth client; empty: there is no Gmail add-on.")
    google_addon_account: str = Field(
        "", description="The service account with which Google calls the add-on; empty: there is no Gmail add-on."
    )
    outlook_addin_client_id: str = Field(
        "", description="The registration of the Outlook add-in and its API; empty: there is no Outlook add-in."
    )
    outlook_frame_ancestors: Listed = Field(
        (), description="Who may show the task pane in a frame; empty: Outlook's known hosts."
    )
    microsoft_keys_uri: str = "https://login.microsoftonline.com/common/discovery/v2.0/keys"
    office_js: str = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"

    # Notifications of browsers
    push_key: SecretStr = Field(
        SecretStr(""), description="Private key for Web Push, made by `hearback keys push`; empty: no notifications."
    )
    push_contact: str = Field(
        "", description="mailto: or https: address at which push services reach whoever runs this; by default the public address."
    )

    # How it works
    first_look: timedelta = Field(timedelta(days=60), description="How far back a newly connected mailbox is read.")
    poll_every: timedelta = Field(
        timedelta(minutes=5), description="How often each mailbox is looked at when nothing was pushed."
    )
    sweep_every: timedelta = Field(
        timedelta(seconds=5), description="How often the database is asked what is outstanding, pushed or not."
    )
    jobs_at_once: int = Field(8, ge=2, le=64, description="Jobs that one process works on at the same time.")
    provider_timeout: timedelta = Field(timedelta(seconds=60), description="How long one call to Google or Microsoft may take.")
    keep_closed: timedelta = Field(timedelta(days=90), description="How long a closed conversation keeps its quote and names.")
    limit_rates: bool = Field(True, description="Refuse callers that ask too often; false where a proxy in front does it.")
    metrics_port: int = Field(
        0, ge=0, le=65535, description="Where Prometheus may ask for figures; 0: nowhere. Never the port of the pages."
    )
    metrics_host: str = Field("127.0.0.1", description="The address on which the figures are answered.")
    database_wait: timedelta = Field(
        timedelta(seconds=60), description="How long a start waits for a database that is not there yet, or not migrated."
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("allow", mode="before")
    @classmethod
    def _split_allow(cls, value: Any) -> Any:
        return tuple(part.strip().lower() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("outlook_frame_ancestors", mode="before")
    @classmethod
    def _split_ancestors(cls, value: Any) -> Any:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("outlook_frame_ancestors")
    @classmethod
    def _plain_ancestors(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not host.startswith(("https://", "http://")) or set(host) & set(";,'\"") for host in value):
            raise ValueError("must be addresses such as https://outlook.office.com, separated by commas")
        return value

    @field_validator("keys", mode="before")
    @classmethod
    def _split_keys(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def _plain_origin(cls, value: str) -> str:
        parts = urlsplit(value.rstrip("/"))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an address such as https://hearback.example")
        if parts.path or parts.query or parts.fragment or parts.username:
            raise ValueError("must be an address without a path, such as https://hearback.example")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError("must start with https:// unless it is this very machine, because sign-in cookies travel over it")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("keys")
    @classmethod
    def _usable_keys(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for position, key in enumerate(value, start=1):
            try:
                read_key(key.get_secret_value())
            except KeyFault as fault:
                raise ValueError(f"key {position} of {len(value)} cannot be used: {fault.sentence}") from fault
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator(
        "session_length", "sign_in_time", "first_look", "poll_every", "sweep_every", "provider_timeout", "keep_closed"
    )
    @classmethod
    def _positive(cls, value: timedelta) -> timedelta:
        if value <= timedelta(0):
            raise ValueError("must be longer than nothing")
        return value

    @model_validator(mode="after")
    def _whole_clients(self) -> Settings:
        for name, client, secret in (
            ("GOOGLE", self.google_client_id, self.google_client_secret),
            ("MICROSOFT", self.microsoft_client_id, self.microsoft_client_secret),
        ):
            if bool(client) != bool(secret.get_secret_value()):
                raise ValueError(
                    f"HEARBACK_{name}_CLIENT_ID and HEARBACK_{name}_CLIENT_SECRET go together; one of them is missing"
                )
        if bool(self.google_addon_client_id) != bool(self.google_addon_account):
            raise ValueError(
                "HEARBACK_GOOGLE_ADDON_CLIENT_ID and HEARBACK_GOOGLE_ADDON_ACCOUNT go together; one of them is missing"
            )
        return self

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over https, so that cookies can be ``__Host-`` ones."""
        return self.public_url.startswith("https://")

    def secret_keys(self) -> tuple[str, ...]:
        return tuple(key.get_secret_value() for key in self.keys)

    def require_keys(self) -> tuple[str, ...]:
        """The sealing keys. Raises SettingsFault where there are none: there is no default key."""
        if not self.keys:
            raise SettingsFault(
                "HEARBACK_KEYS is not set, so nothing was started: mail tokens are never kept unsealed. "
                "Make a key with `hearback keys new` and put it into the environment or the .env file."
            )
        return self.secret_keys()

    def require_service(self) -> None:
        """Check what a running service needs beyond well-formed values. Raises SettingsFault."""
        self.require_keys()
        if not (self.google_client_id or self.microsoft_client_id):
            raise SettingsFault(
                "Neither HEARBACK_GOOGLE_CLIENT_ID nor HEARBACK_MICROSOFT_CLIENT_ID is set, so nobody could sign in and nothing was "
                "started. Set one of them together with its secret, or try the service out with `hearback demo`."
            )
        if not self.allow:
            raise SettingsFault(
                "HEARBACK_ALLOW is not set, so nobody could sign in and nothing was started. "
                "List the addresses or domains that may, separated by commas; * opens it to everybody."
            )


def load_settings(env_file: Path | str | None = ".env", **values: Any) -> Settings:
    """Read the settings from the environment and ``env_file``; ``values`` win over both. Raises SettingsFault with a sentence."""
    try:
        return Settings(_env_file=env_file, **values)  # type: ignore[call-arg]
    except ValidationError as error:
        raise SettingsFault(
            "\n".join(_sentence(fault) for fault in error.errors(include_input=False, include_url=False))
        ) from None


def _sentence(fault: Any) -> str:
    """One line for one wrong value, naming the variable and never repeating a value, which may be a secret."""
    message = str(fault["msg"]).removeprefix("Value error, ")
    if not fault["loc"]:
        return f"The configuration is wrong, so nothing was started: {message}."
    name = "HEARBACK_" + str(fault["loc"][0]).upper()
    return f"{name} is wrong, so nothing was started: {message[:1].lower() + message[1:]}."


def loopback_http_allowed(settings: Settings) -> None:
    """Let oauthlib talk plain http, which it refuses otherwise, when we and Google's addresses are on this very machine."""
    addresses = (settings.public_url, settings.google_auth_uri, settings.google_token_uri)
    if all(urlsplit(address).hostname in LOOPBACK for address in addresses):
        os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
