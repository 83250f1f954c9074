"""The key pair with which this service speaks to push services."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def _webpush(**call: Any) -> Any:
    """Call a push service. Imported here, for it brings a web client of its own along, and few services are set up for it."""
    from pywebpush import webpush

    return webpush(**call)


@dataclass(frozen=True, slots=True)
class PushKeys:
    """The service's own key pair for Web Push, and an address at which a push service reaches whoever runs it.

    Attributes:
        private: the raw private key of P-256, base64url without padding.
        public: what browsers want as ``applicationServerKey``.
        send: calls a push service, as ``pywebpush.webpush`` does.
    """

    private: str = field(repr=False)
    public: str
    contact: str
    send: Callable[..., Any] = _webpush


def push_keys(private: str, contact: str) -> PushKeys:
    """The pair of a private key. Raises ValueError for a text that is no key."""
    from py_vapid import Vapid

    try:
        key = Vapid.from_string(private).public_key
    except Exception as fault:  # py_vapid raises whatever its parsers do
        raise ValueError("must be a private key of P-256 as `hearback keys push` makes it") from fault
    raw = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return PushKeys(private, base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), contact)


def new_push_key() -> str:
    """A fresh private key."""
    from py_vapid import Vapid

    fresh = Vapid()
    fresh.generate_keys()
    number = fresh.private_key.private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
