"""Microsoft, as far as Hearback meets it: sign-in and tokens, Graph's mail, subscriptions, batches, and a way in for ``requests``."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from app.sandbox.exchange import Answer, AnswerLost, Call
from app.sandbox.faults import Faults, Rule
from app.sandbox.graph_api import GraphApi, GraphRefused
from app.sandbox.graph_json import at
from app.sandbox.graph_push import GraphPush
from app.sandbox.mail import MailStore
from app.sandbox.microsoft_oauth_server import MicrosoftOAuthServer, TokenRefused

BATCH_LIMIT = 20


class MicrosoftSandbox:
    """The whole of it behind one :meth:`answer`: a door of :class:`app.sandbox.server.Sandbox`.

    Attributes:
        oauth: sign-in and tokens; accounts are opened there.
        api: Graph's mail; counts calls.
        push: subscriptions and notifications.
    """

    def __init__(
        self,
        store: MailStore,
        faults: Faults | None = None,
        now: Callable[[], datetime] | None = None,
        post: Callable[..., Any] = requests.post,
    ) -> None:
        self.store = store
        self.faults = faults or Faults()
        self.oauth = MicrosoftOAuthServer(store, now or store.now)
        self.api = GraphApi(store)
        self.push = GraphPush(store, post)

    def answer(self, call: Call) -> Answer | None:
        """The answer, or None when the address is not one of Microsoft's. Raises AnswerLost."""
        of_graph = call.path.startswith("/v1.0/")
        handler = None if of_graph else self.oauth.routes.find(call.method, call.path)
        if handler is None and not of_graph:
            return None
        account = self.oauth.account_of(call)
        rule = self.faults.strike(call.method, call.path, account)
        if rule is not None:
            answer = self._struck(rule, account)
            if answer is not None:
                return answer
        answer = self._graph(call) if handler is None else handler[0](call, **handler[1])
        if rule is not None and rule.action == "run_after" and rule.then is not None:
            rule.then()
        if rule is not None and rule.action == "lost_after":
            raise AnswerLost(rule.hold_seconds)
        return answer

    def _graph(self, call: Call) -> Answer:
        try:
            try:
                account, scopes = self.oauth.authorized(call)
            except TokenRefused:
                challenge = {"www-authenticate": 'Bearer realm="", error="invalid_token"'}
                raise GraphRefused(
                    401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.", challenge
                ) from None
            if call.path == "/v1.0/$batch" and call.method == "POST":
                return self._batch(call)
            answer = self.push.answer(call, account, scopes) or self.api.answer(call, account, scopes)
            if answer is None:
                raise GraphRefused(400, "BadRequest", f"Resource not found for the segment '{call.path.rpartition('/')[2]}'.")
            return answer
        except GraphRefused as refusal:
            return refusal.answer(at(self.store.now()))

    def _batch(self, call: Call) -> Answer:
        try:
            wanted = call.json()["requests"]
        except (ValueError, KeyError, TypeError):
            raise GraphRefused(400, "BadRequest", "Invalid batch payload format.") from None
        if len(wanted) > BATCH_LIMIT:
            raise GraphRefused(400, "BadRequest", f"Number of batch request steps exceeds the maximum value of {BATCH_LIMIT}.")
        return Answer.json({"responses": [self._batched(call, one) for one in wanted]})

    def _batched(self, call: Call, one: Mapping[str, Any]) -> dict[str, Any]:
        headers = {
            "authorization": call.headers.get("authorization", ""),
            "host": call.headers.get("host", "graph.microsoft.com"),
        }
        body = json.dumps(one["body"]) if one.get("body") is not None else None
        inner = Call.of(one["method"], "/v1.0" + one["url"], {**headers, **(one.get("headers") or {})}, body)
        answer = self._graph(inner)
        return {
            "id": one["id"],
            "status": answer.status,
            "headers": {name.title(): value for name, value in answer.headers.items()},
            **({"body": json.loads(answer.body)} if answer.body else {}),
        }

    def _struck(self, rule: Rule, account: str) -> Answer | None:
        """The answer in place of the real one; None to go on."""
        wait = {} if rule.retry_after_seconds is None else {"retry-after": str(rule.retry_after_seconds)}
        now = at(self.store.now())
        match rule.action:
            case "rate_limit" | "forbidden_rate_limit":
                answer = GraphRefused(429, "TooManyRequests", "Too many requests.").answer(now)
            case "server_error":
                answer = GraphRefused(rule.status, "ServiceNotAvailable", "Service unavailable.").answer(now)
            case "lost_before":
                raise AnswerLost(rule.hold_seconds)
            case _:
                if rule.action == "revoke":
                    self.oauth.revoke_account(account)
                elif rule.action == "expire_cursor":
                    self.store.forget_changes(account)
                    self.api.deltas.forget(account)
                elif rule.action == "run_before" and rule.then is not None:
                    rule.then()
                return None
        return replace(answer, headers={**answer.headers, **wait})


class DirectAdapter(BaseAdapter):
    """Lets a ``requests.Session`` call the sandbox without a socket: ``session.mount("https://", DirectAdapter(sandbox.answer))``.

    Args:
        answer: usually ``sandbox.answer``; None from it is a 404.
        observe: told of every call before it is made; may raise, as if the process died there.
    """

    def __init__(self, answer: Callable[[Call], Answer | None], observe: Callable[[Call], None] | None = None) -> None:
        super().__init__()
        self._answer = answer
        self._observe = observe

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Raises requests.ReadTimeout for a lost answer."""
        url = str(request.url)
        call = Call.of(str(request.method), url, {"host": url.split("/")[2], **request.headers}, request.body)
        if self._observe is not None:
            self._observe(call)
        try:
            answer = self._answer(call) or Answer(404)
        except AnswerLost:
            raise requests.ReadTimeout("timed out", request=request) from None
        raw = HTTPResponse(io.BytesIO(answer.body), headers=dict(answer.headers), status=answer.status, preload_content=False)
        response = requests.adapters.HTTPAdapter().build_response(request, raw)
        return response if isinstance(response, requests.Response) else requests.Response()

    def close(self) -> None:
        """There is nothing to close."""
