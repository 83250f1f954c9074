"""Calls to Graph: time-outs, four at once, one refresh, faults by what to do about them."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from microsoft_world import ME, FixedToken, MicrosoftWorld

from app.providers.graph import (
    CallSlots,
    Graph,
    GraphFault,
    GraphSession,
    ItemGone,
    MailboxMissing,
    OtherHost,
    PermissionMissing,
    retry_after,
)
from app.providers.mailbox import AccessRevoked, CursorExpired, TryLater
from app.sandbox.microsoft import MicrosoftSandbox
from app.sandbox.server import Sandbox


class Canned(requests.adapters.BaseAdapter):
    """Gives one answer after the other and remembers what was asked."""

    def __init__(self, *answers: tuple[int, Any] | Exception, headers: dict[str, str] | None = None) -> None:
        super().__init__()
        self.answers = list(answers)
        self.asked: list[tuple[requests.PreparedRequest, Any]] = []
        self.headers = headers or {}

    def send(self, request: requests.PreparedRequest, *args: Any, timeout: Any = None, **other: Any) -> requests.Response:
        self.asked.append((request, timeout))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        response = requests.Response()
        response.status_code, body = answer
        response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
        response.headers.update(self.headers)
        response.request = request
        return response

    def close(self) -> None: ...


def graph_on(adapter: Canned, tokens: Any = None) -> Graph:
    session = GraphSession()
    session.mount("https://", adapter)
    return Graph(tokens or FixedToken("t"), session)


def fault(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": "said", "innerError": {}}}


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (429, fault("ApplicationThrottled"), TryLater),
        (500, b"<html>oops</html>", TryLater),
        (503, fault("ServiceNotAvailable"), TryLater),
        (504, b"", TryLater),
        (403, fault("ErrorAccessDenied"), PermissionMissing),
        (403, fault("MailboxNotEnabledForRESTAPI"), MailboxMissing),
        (404, fault("MailboxNotEnabledForRESTAPI"), MailboxMissing),
        (404, fault("ErrorItemNotFound"), ItemGone),
        (410, fault("SyncStateNotFound"), CursorExpired),
        (410, b"gone", CursorExpired),
        (400, fault("resyncRequired"), CursorExpired),
        (400, fault("InefficientFilter"), GraphFault),
        (400, ["not", "an", "object"], GraphFault),
    ],
)
def test_faults_are_sorted_by_what_to_do(status: int, body: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught:
        graph_on(Canned((status, body))).get("/me")
    assert type(caught.value) is kind


def test_an_answer_that_is_cut_off_is_a_passing_fault() -> None:
    with pytest.raises(TryLater):
        graph_on(Canned((200, b'{"value": ['))).get("/me")


@pytest.mark.parametrize("broken", [requests.ConnectionError("x"), requests.ReadTimeout("x"), requests.ConnectTimeout("x")])
def test_a_network_fault_is_a_passing_fault_and_never_repeated_by_itself(broken: Exception) -> None:
    adapter = Canned(broken, (200, {}))
    with pytest.raises(TryLater):
        graph_on(adapter).post("/me/messages/1/createReply", {})
    assert len(adapter.asked) == 1


def test_every_call_has_a_time_out() -> None:
    adapter = Canned((200, {}))
    graph_on(adapter).get("/me")
    assert adapter.asked[0][1] == (5, 30)


class Refreshing:
    def __init__(self) -> None:
        self.refused: list[str | None] = []

    def access_token(self, refused: str | None = None) -> str:
        self.refused.append(refused)
        return "new" if refused else "old"


def test_a_refused_token_is_refreshed_once() -> None:
    tokens, adapter = Refreshing(), Canned((401, fault("InvalidAuthenticationToken")), (200, {"id": "1"}))
    assert graph_on(adapter, tokens).get("/me") == {"id": "1"}
    assert tokens.refused == [None, "old"]
    assert [request.headers["Authorization"] for request, _ in adapter.asked] == ["Bearer old", "Bearer new"]


def test_a_token_refused_twice_means_that_access_is_over() -> None:
    adapter = Canned(*[(401, fault("InvalidAuthenticationToken"))] * 3)
    with pytest.raises(AccessRevoked):
        graph_on(adapter, Refreshing()).get("/me")
    assert len(adapter.asked) == 2


def test_our_token_follows_no_link_to_another_host() -> None:
    adapter = Canned((200, {"value": [1], "@odata.nextLink": "https://evil.example/v1.0/me/messages"}))
    with pytest.raises(GraphFault, match=r"evil\.example"):
        list(graph_on(adapter).pages("/me/messages"))
    assert len(adapter.asked) == 1


def test_blanks_in_a_query_travel_as_percent_20() -> None:
    adapter = Canned((200, {}))
    graph_on(adapter).get("/me/messages", {"$filter": "receivedDateTime ge 2026-01-01T00:00:00Z", "$top": "5"})
    assert adapter.asked[0][0].url == (
        "https://graph.microsoft.com/v1.0/me/messages?$filter=receivedDateTime%20ge%202026-01-01T00:00:00Z&$top=5"
    )


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("12", 12), ("1.5", 1.5), ("-3", 0), ("Mon, 23 Nov 2026 09:00:30 GMT", 30), ("soon", None), ("", None)],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    response = requests.Response()
    response.headers["Retry-After"] = header
    assert retry_after(response, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)) == seconds


def test_never_more_than_four_calls_at_once_touch_one_mailbox() -> None:
    world = MicrosoftWorld()
    world.receive("Hello")
    world.sandbox.api.latency_seconds = 0.02
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: world.mailbox().addresses(), range(10)))
    assert world.sandbox.api.busiest[ME] == 4


def test_each_mailbox_has_slots_of_its_own() -> None:
    slots = CallSlots()
    assert slots.of("a") is slots.of("a")
    assert slots.of("a") is not slots.of("b")
    held = [slots.of("a").acquire(blocking=False) for _ in range(5)]
    assert held == [True, True, True, True, False]


def test_the_sandbox_is_reached_over_http_although_msal_and_graph_are_spoken_to_by_https() -> None:
    sandbox = Sandbox()
    microsoft = MicrosoftSandbox(sandbox.store, sandbox.faults)
    sandbox.add_door(microsoft)
    microsoft.oauth.add_account(ME, "Ada")
    token, _ = microsoft.oauth.allow("c", ME, ["User.Read", "Mail.ReadWrite"])
    with sandbox:
        session = GraphSession()
        session.mount("https://login.microsoftonline.com", OtherHost(sandbox.url))
        document = session.get("https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration").json()
        assert document["authorization_endpoint"].startswith(sandbox.url)
        me = Graph(FixedToken(token), session, threading.BoundedSemaphore(4), f"{sandbox.url}/v1.0").get("/me")
    assert me["mail"] == ME
