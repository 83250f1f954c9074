"""The one place that knows where this program may connect to: the addresses in its settings, and browsers' push services.

Whatever library makes a connection, Python looks the host up first and says so to audit hooks (PEP 578); one of ours refuses
all others. So neither a link in somebody's mail nor a forged address in a push can make the service call a stranger or a
neighbour in its network. The database is reached by its own C library and is not meant here.
"""

from __future__ import annotations

import ipaddress
import sys
from typing import Any
from urllib.parse import urlsplit

from app.flow.notify import PUSH_HOSTS
from app.settings import Settings

_allowed: set[str] = set()


class StrangeHost(OSError):
    """A library tried to connect to a host that is not in the settings. Nothing was sent."""


def outgoing_hosts(settings: Settings) -> frozenset[str]:
    """Every host that the settings name, and the push services."""
    addresses = [
        settings.google_auth_uri,
        settings.google_token_uri,
        settings.google_revoke_uri,
        settings.google_certs_uri,
        settings.gmail_api_endpoint,
        settings.microsoft_authority,
        settings.microsoft_login_endpoint,
        settings.microsoft_keys_uri,
        settings.graph_endpoint,
    ]
    return frozenset({urlsplit(address).hostname or "" for address in addresses} | set(PUSH_HOSTS)) - {""}


def is_allowed(host: str, allowed: frozenset[str] | set[str]) -> bool:
    host = host.lower().rstrip(".")
    # A host that begins with a dot means all those below it.
    return host in allowed or any(entry.startswith(".") and host.endswith(entry) for entry in allowed)


def allow_only(hosts: frozenset[str]) -> None:
    """From now on, and until this process ends, refuse to look up any other host. Raises StrangeHost in whoever tries."""
    first = not _allowed
    _allowed.update(hosts)
    if first:
        sys.addaudithook(_look)


def _look(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = args[0].decode("ascii", "replace") if isinstance(args[0], bytes) else str(args[0] or "")
        if host and not _is_own(host) and not is_allowed(host, _allowed):
            raise StrangeHost(f"{host} is not a host of this service's settings")


def _is_own(host: str) -> bool:
    """Addresses to listen on: everything of this machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def listens_on(host: str) -> None:
    """Let the server itself bind to this name or address."""
    _allowed.add(host.lower())
