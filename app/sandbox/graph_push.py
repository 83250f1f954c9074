"""Graph's subscriptions: the handshake, notifications of changes, lifecycle events, and their end.

learn.microsoft.com/graph/change-notifications-delivery-webhooks: both addresses must echo a token as plain text within ten seconds before
the subscription exists; one POST may carry many notifications; an arrival is often told twice (created, then updated).
"""

from __future__ import annotations

import secrets
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import requests

from app.sandbox import graph_json as gj
from app.sandbox.exchange import Answer, Call
from app.sandbox.graph_api import Asked, GraphRefused, canonical, context
from app.sandbox.mail import Change, MailStore
from app.sandbox.microsoft_oauth_server import MicrosoftAccount

LONGEST = timedelta(minutes=10_080)
SHORTEST = timedelta(minutes=45)
HANDSHAKE_SECONDS = 10
LIFECYCLE_EVENTS = ("reauthorizationRequired", "subscriptionRemoved", "missed")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subscription:
    id: str
    account: MicrosoftAccount
    resource: str
    kinds: frozenset[str]
    notification_url: str
    lifecycle_url: str
    client_state: str
    expires_at: datetime
    application_id: str = ""


class GraphPush:
    """Subscriptions of the sandbox and what is due to be told to them.

    Args:
        post: how an address is reached: ``requests.post``, or a test's own.
    """

    def __init__(self, store: MailStore, post: Callable[..., Any] = requests.post) -> None:
        self._store = store
        self._post = post
        self._lock = threading.Lock()
        self.subscriptions: dict[str, Subscription] = {}
        self._untold: list[tuple[Subscription, Row]] = []
        store.subscribe(self._notice)

    def answer(self, call: Call, account: MicrosoftAccount, scopes: frozenset[str]) -> Answer | None:
        """The answer to a call under /subscriptions, or None. Raises GraphRefused."""
        path = canonical(call.path).split("/")
        if len(path) < 2 or path[1] != "subscriptions":
            return None
        asked = Asked(call, account, scopes)
        match call.method, path[2:]:
            case "POST", []:
                return self._create(asked)
            case "GET", []:
                rows = [self._row(s) for s in self._living(account)]
                return Answer.json({"@odata.context": context(call, "subscriptions"), "value": rows})
            case "GET", [name]:
                return Answer.json(self._row(self._one(account, name)))
            case "PATCH", [name]:
                return self._renew(asked, self._one(account, name))
            case "POST", [name, "reauthorize"]:
                self._one(account, name)
                return Answer(204)
            case "DELETE", [name]:
                with self._lock:
                    del self.subscriptions[self._one(account, name).id]
                return Answer(204)
        return None

    # Telling

    def flush(self) -> list[int]:
        """Tell everything that is due, one POST an address; gives the statuses that came back."""
        with self._lock:
            due, self._untold = self._untold, []
        by_address: dict[str, list[Row]] = {}
        for subscription, row in due:
            if subscription.id in self.subscriptions:
                by_address.setdefault(subscription.notification_url, []).append(row)
        return [self._post(url, json={"value": rows}, timeout=HANDSHAKE_SECONDS).status_code for url, rows in by_address.items()]

    def due(self) -> list[Row]:
        """Notifications not yet told; they count as told from now on."""
        with self._lock:
            due, self._untold = self._untold, []
        return [row for _, row in due]

    def lifecycle(self, event: str, address: str = "") -> list[int]:
        """Tell a lifecycle event to the subscriptions of an account, or of all; ``subscriptionRemoved`` also ends them."""
        if event not in LIFECYCLE_EVENTS:
            raise ValueError(event)
        statuses = []
        for one in [s for s in self.subscriptions.values() if address in ("", s.account.address)]:
            if event == "subscriptionRemoved":
                self.subscriptions.pop(one.id, None)
            row = {
                "subscriptionId": one.id,
                "subscriptionExpirationDateTime": gj.at(one.expires_at),
                "tenantId": one.account.tenant_id,
                "clientState": one.client_state,
                "lifecycleEvent": event,
            }
            if one.lifecycle_url:
                statuses.append(self._post(one.lifecycle_url, json={"value": [row]}, timeout=HANDSHAKE_SECONDS).status_code)
        return statuses

    def _notice(self, change: Change) -> None:
        kind = "created" if change.kind == "added" else "updated"
        if change.kind == "removed":
            kind = "deleted"
        for one in self._living_of(change.mail.account):
            kinds = [k for k in ("created", "updated") if k in one.kinds] if kind == "created" else [kind]
            for told in kinds:
                if told in one.kinds:
                    with self._lock:
                        self._untold.append((one, self._notification(one, told, change)))

    def _notification(self, one: Subscription, kind: str, change: Change) -> Row:
        message_id = gj.immutable_id(change.mail.number)
        resource = f"Users/{one.account.object_id}/Messages/{message_id}"
        return {
            "subscriptionId": one.id,
            "subscriptionExpirationDateTime": gj.at(one.expires_at),
            "clientState": one.client_state,
            "changeType": kind,
            "tenantId": one.account.tenant_id,
            "resource": resource,
            "resourceData": {
                "@odata.type": "#Microsoft.Graph.Message",
                "@odata.id": resource,
                "@odata.etag": gj.etag(change.mail),
                "id": message_id,
            },
        }

    # Keeping

    def _create(self, asked: Asked) -> Answer:
        said = asked.json()
        missing = [name for name in ("changeType", "notificationUrl", "resource", "expirationDateTime") if not said.get(name)]
        if missing:
            raise GraphRefused(400, "InvalidRequest", f"{missing[0]} is required.")
        if not {"Mail.ReadWrite", "Mail.Read", "Mail.ReadBasic"} & asked.scopes:
            raise GraphRefused(
                403, "ExtensionError", "Operation: Create; Exception: [Status Code: Forbidden; Reason: Access denied]"
            )
        lifecycle = str(said.get("lifecycleNotificationUrl") or "")
        for url in filter(None, (str(said["notificationUrl"]), lifecycle)):
            self._handshake(url)
        subscription = Subscription(
            str(uuid.uuid4()),
            asked.account,
            str(said["resource"]),
            frozenset(str(said["changeType"]).split(",")),
            str(said["notificationUrl"]),
            lifecycle,
            str(said.get("clientState") or "")[:128],
            self._until(said["expirationDateTime"]),
        )
        with self._lock:
            self.subscriptions[subscription.id] = subscription
        row = {"@odata.context": context(asked.call, "subscriptions/$entity"), **self._row(subscription)}
        return Answer.json({**row, "clientState": subscription.client_state}, 201)

    def _handshake(self, url: str) -> None:
        token = f"Validation: Testing client application reachability for subscription Request-Id: {secrets.token_hex(8)} ä&+"
        try:
            answer = self._post(
                url, params={"validationToken": token}, headers={"Content-Type": "text/plain"}, timeout=HANDSHAKE_SECONDS
            )
        except requests.RequestException:
            raise GraphRefused(400, "ValidationError", "Subscription validation request timed out.") from None
        plain = answer.headers.get("content-type", "").startswith("text/plain")
        if answer.status_code != 200 or not plain or answer.content.decode("utf-8", "replace") != token:
            raise GraphRefused(
                400, "ValidationError", "Subscription validation request failed. Response must exactly match validationToken."
            )

    def _renew(self, asked: Asked, one: Subscription) -> Answer:
        renewed = replace(one, expires_at=self._until(asked.json().get("expirationDateTime")))
        with self._lock:
            self.subscriptions[one.id] = renewed
        return Answer.json({"@odata.context": context(asked.call, "subscriptions/$entity"), **self._row(renewed)})

    def _until(self, said: Any) -> datetime:
        now = self._store.now()
        try:
            wished = datetime.fromisoformat(str(said).replace("Z", "+00:00"))
            if wished > now + LONGEST or wished <= now:
                raise ValueError
        except (ValueError, TypeError):
            raise GraphRefused(
                400, "InvalidRequest", "Subscription expiration can only be 10080 minutes in the future."
            ) from None
        return max(wished, now + SHORTEST)

    def _living(self, account: MicrosoftAccount) -> list[Subscription]:
        return self._living_of(account.address)

    def _living_of(self, address: str) -> list[Subscription]:
        now = self._store.now()
        return [s for s in list(self.subscriptions.values()) if s.account.address == address and s.expires_at > now]

    def _one(self, account: MicrosoftAccount, name: str) -> Subscription:
        for one in self._living(account):
            if one.id == name:
                return one
        raise GraphRefused(404, "ResourceNotFound", "The object was not found.")

    def _row(self, one: Subscription) -> Row:
        return {
            "id": one.id,
            "resource": one.resource,
            "applicationId": one.application_id or "00000000-0000-0000-0000-000000000000",
            "changeType": ",".join(sorted(one.kinds)),
            "clientState": None,
            "notificationUrl": one.notification_url,
            "lifecycleNotificationUrl": one.lifecycle_url or None,
            "expirationDateTime": gj.at(one.expires_at),
            "creatorId": one.account.object_id,
            "includeResourceData": None,
            "latestSupportedTlsVersion": "v1_2",
            "encryptionCertificate": None,
            "encryptionCertificateId": None,
            "notificationQueryOptions": None,
            "notificationUrlAppId": None,
        }
