"""Google, as far as Hearback meets it: accounts and tokens, the Gmail API, and Pub/Sub's push of a watched mailbox."""

from __future__ import annotations

import base64
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import requests

from app.sandbox import gmail_json
from app.sandbox.exchange import Answer, AnswerLost, Call
from app.sandbox.faults import Faults, Rule
from app.sandbox.gmail_api import GmailApi, Refused, too_many
from app.sandbox.google_oauth_server import ISSUER, GoogleOAuthServer, Unauthorized, subject_of
from app.sandbox.mail import Change, MailStore


class GoogleSandbox:
    """The whole of it behind one :meth:`answer`.

    Attributes:
        oauth: sign-in and tokens.
        api: the Gmail API; counts calls and quota units.
    """

    def __init__(self, store: MailStore, faults: Faults | None = None, now: Callable[[], datetime] | None = None) -> None:
        self.store = store
        self.faults = faults or Faults()
        self.oauth = GoogleOAuthServer(store, now or store.now)
        self.api = GmailApi(store)
        self._lock = threading.Lock()
        self._unpushed: dict[str, str] = {}
        store.subscribe(self._notice)

    def answer(self, call: Call) -> Answer | None:
        """The answer, or None when the address is not one of Google's. Raises AnswerLost."""
        of_api = call.path.startswith(("/gmail/", "/upload/gmail/", "/batch"))
        handler = None if of_api else self.oauth.routes.find(call.method, call.path)
        if handler is None and not of_api:
            return None
        account = self.oauth.account_of(call)
        rule = self.faults.strike(call.method, call.path, account)
        if rule is not None:
            answer = self._struck(rule, account, call)
            if answer is not None:
                return answer
        answer = self._api(call) if handler is None else handler[0](call, **handler[1])
        if rule is not None and rule.action == "run_after" and rule.then is not None:
            rule.then()
        if rule is not None and rule.action == "lost_after":
            raise AnswerLost(rule.hold_seconds)
        return answer

    def _api(self, call: Call) -> Answer:
        try:
            account, scopes = self.oauth.authorized(call)
            return self.api.answer(call, account, scopes)
        except Unauthorized:
            message = "Request had invalid authentication credentials."
            return Refused(401, message, "authError", "UNAUTHENTICATED").answer
        except Refused as refusal:
            return refusal.answer

    def _struck(self, rule: Rule, account: str, call: Call) -> Answer | None:
        """The answer in place of the real one; None to go on."""
        wait = {} if rule.retry_after_seconds is None else {"retry-after": str(rule.retry_after_seconds)}
        match rule.action:
            case "rate_limit":
                answer = too_many().answer
            case "forbidden_rate_limit":
                answer = Refused(403, "User Rate Limit Exceeded", "userRateLimitExceeded", domain="usageLimits").answer
            case "server_error":
                answer = Refused(rule.status, "Backend Error", "backendError", "UNAVAILABLE").answer
            case "lost_before":
                raise AnswerLost(rule.hold_seconds)
            case _:
                if rule.action == "revoke":
                    self.oauth.revoke_account(account)
                elif rule.action == "expire_cursor":
                    self.store.forget_changes(account)
                elif rule.action == "run_before" and rule.then is not None:
                    rule.then()
                return None
        return replace(answer, headers={**answer.headers, **wait})

    # Push

    def _notice(self, change: Change) -> None:
        address = change.mail.account
        watch = self.api.watches.get(address)
        if watch is None or watch.expires_at <= self.store.now():
            return
        # Reported of the real one: a filter on INBOX lets drafts and sent mail through as well.
        with self._lock:
            self._unpushed[address] = gmail_json.history_id(change.sequence)

    def pushes(self) -> list[tuple[str, str]]:
        """(account, history id) of every watched mailbox that changed since the last time this was asked."""
        with self._lock:
            due = list(self._unpushed.items())
            self._unpushed.clear()
        return due

    def push_request(
        self,
        address: str,
        history_id: str,
        *,
        audience: str,
        service_account: str,
        subscription: str = "projects/p/subscriptions/s",
    ) -> tuple[dict[str, str], bytes]:
        """(headers, body) of the POST with which Pub/Sub tells that the mailbox changed."""
        now = self.store.now()
        claims: dict[str, object] = {
            "iss": ISSUER,
            "aud": audience,
            "azp": subject_of(service_account),
            "sub": subject_of(service_account),
            "email": service_account,
            "email_verified": True,
            "iat": int(now.timestamp()),
            "exp": int(now.timestamp()) + 3600,
        }
        data = json.dumps({"emailAddress": address, "historyId": int(history_id)}).encode()
        number, at = str(secrets.randbelow(10**16)), now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        body = {
            "message": {
                "data": base64.b64encode(data).decode(),
                "messageId": number,
                "message_id": number,
                "publishTime": at,
                "publish_time": at,
                "attributes": {},
            },
            "subscription": subscription,
        }
        headers = {"Authorization": f"Bearer {self.oauth.sign(claims)}", "Content-Type": "application/json"}
        return headers, json.dumps(body).encode()

    def push(self, url: str, *, audience: str = "", service_account: str = "push@sandbox.example") -> list[int]:
        """Deliver every push that is due to the address; gives the statuses it answered with."""
        statuses = []
        for address, history_id in self.pushes():
            headers, body = self.push_request(address, history_id, audience=audience or url, service_account=service_account)
            statuses.append(requests.post(url, data=body, headers=headers, timeout=10).status_code)
        return statuses
