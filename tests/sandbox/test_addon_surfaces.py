"""The sandbox plays the hosts of both add-ons beside its inbox."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
import requests

from app.sandbox.addon_surfaces import ADDIN_CLIENT, ADDON_CLIENT, SERVICE_ACCOUNT, AddonSurfaces, simple
from app.sandbox.exchange import Answer, Call
from app.sandbox.google_oauth_server import subject_of
from app.sandbox.mail import compose
from app.sandbox.microsoft import MicrosoftSandbox
from app.sandbox.server import Sandbox

SERVICE = "http://localhost:8000"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
CARD = {
    "header": {"title": "Hearback", "subtitle": "Your application"},
    "sections": [
        {"widgets": [{"decoratedText": {"text": "<b>Waiting &lt;3</b>", "bottomLabel": "by Friday"}}]},
        {
            "header": "Another day",
            "collapsible": True,
            "widgets": [
                {"dateTimePicker": {"name": "day", "label": "Day", "type": "DATE_ONLY", "valueMsEpoch": "1772409600000"}},
                {
                    "buttonList": {
                        "buttons": [
                            {
                                "text": "Snooze",
                                "onClick": {
                                    "action": {
                                        "function": f"{SERVICE}/addons/google/act",
                                        "parameters": [{"key": "action", "value": "snooze"}],
                                    }
                                },
                            }
                        ]
                    }
                },
            ],
        },
    ],
}


class AddOn:
    """An add-on that always answers with one card and notes how it was called."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any], str]] = []
        self.fault: Exception | None = None

    def post(self, url: str, *, json: dict[str, Any], headers: dict[str, str], timeout: float) -> Any:
        if self.fault:
            raise self.fault
        self.calls.append((url, json, headers["Authorization"].removeprefix("Bearer ")))
        answer = requests.Response()
        answer.status_code = 200
        answer._content = _text(url)
        return answer


def _text(url: str) -> bytes:
    if url.endswith("/act"):
        action = {"navigations": [{"updateCard": CARD}], "notification": {"text": "Done."}}
        return json.dumps({"renderActions": {"action": action}}).encode()
    return json.dumps({"action": {"navigations": [{"pushCard": CARD}]}}).encode()


@pytest.fixture
def surfaces() -> tuple[Sandbox, AddOn, int, int]:
    sandbox, add_on = Sandbox(), AddOn()
    microsoft = MicrosoftSandbox(sandbox.store, sandbox.faults)
    sandbox.store.add_account("ada@gmail.example", "Ada")
    microsoft.oauth.add_account("ada@outlook.example", "Ada")
    numbers = []
    for address in ("ada@gmail.example", "ada@outlook.example"):
        raw = compose("Jane <jane@acme.example>", [address], "Your application", "Hello", sent_at=NOW)
        numbers.append(sandbox.store.deliver(address, raw).thread)
    sandbox.add_door(AddonSurfaces(sandbox.store, sandbox.google.oauth, microsoft.oauth, SERVICE, add_on.post))
    return sandbox, add_on, numbers[0], numbers[1]


def page(answer: Answer) -> str:
    assert answer.status == 200
    return answer.body.decode()


def claims(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def test_gmails_host_calls_with_both_tokens_and_draws_the_card(surfaces: tuple[Sandbox, AddOn, int, int]) -> None:
    sandbox, add_on, thread, _ = surfaces
    drawn = page(sandbox.answer(Call.of("GET", f"/beside/ada@gmail.example?thread={thread}")))
    assert "<b>Waiting &lt;3</b>" in drawn
    ((url, event, system),) = add_on.calls
    assert url == f"{SERVICE}/addons/google/message"
    assert event["gmail"]["threadId"] == f"thread-f:{thread}"
    assert (claims(system)["aud"], claims(system)["email"]) == (url, SERVICE_ACCOUNT)
    user = claims(event["authorizationEventObject"]["userIdToken"])
    assert (user["aud"], user["sub"]) == (ADDON_CLIENT, subject_of("ada@gmail.example"))


def test_a_pressed_button_reaches_the_add_on_with_the_picked_day(surfaces: tuple[Sandbox, AddOn, int, int]) -> None:
    sandbox, add_on, thread, _ = surfaces
    drawn = page(sandbox.answer(Call.of("GET", f"/beside/ada@gmail.example?thread={thread}")))
    pressed = re.search(r'name="press" value="([^"]+)"', drawn)
    assert pressed
    body = requests.models.RequestEncodingMixin._encode_params({"press": html.unescape(pressed.group(1)), "day": "2026-03-20"})
    after = page(sandbox.answer(Call.of("POST", f"/beside/ada@gmail.example?thread={thread}", body=body)))
    assert "Done." in after
    _, event, _ = add_on.calls[-1]
    assert event["commonEventObject"]["parameters"] == {"action": "snooze"}
    assert event["commonEventObject"]["formInputs"] == {"day": {"dateInput": {"msSinceEpoch": "1773964800000"}}}


def test_a_button_calls_no_other_service(surfaces: tuple[Sandbox, AddOn, int, int]) -> None:
    sandbox, add_on, thread, _ = surfaces
    body = requests.models.RequestEncodingMixin._encode_params({"press": json.dumps({"function": "http://elsewhere.example/"})})
    answer = sandbox.answer(Call.of("POST", f"/beside/ada@gmail.example?thread={thread}", body=body))
    assert answer.status == 404
    assert add_on.calls == []


def test_outlooks_frame_is_told_the_message_and_a_token_of_its_owner(surfaces: tuple[Sandbox, AddOn, int, int]) -> None:
    sandbox, _, _, thread = surfaces
    drawn = page(sandbox.answer(Call.of("GET", f"/beside/ada@outlook.example?thread={thread}")))
    name = re.search(r'taskpane" name="([^"]+)"', drawn)
    assert name
    told = json.loads(html.unescape(name.group(1)))
    assert told["message"]["conversationId"]
    token = claims(told["token"])
    assert (token["aud"], token["azp"], token["scp"]) == (ADDIN_CLIENT, ADDIN_CLIENT, "access_as_user")


def test_an_add_on_that_does_not_answer_is_said(surfaces: tuple[Sandbox, AddOn, int, int]) -> None:
    sandbox, add_on, _, _ = surfaces
    add_on.fault = requests.ConnectionError("refused")
    assert "did not answer" in page(sandbox.answer(Call.of("GET", "/beside/ada@gmail.example")))


def test_only_simple_html_of_a_card_is_drawn() -> None:
    assert simple("<b>a</b> <script>x</script> <i onclick=x>b</i> &lt;b&gt;") == "<b>a</b> x b</i> &lt;b&gt;"


def test_the_stand_in_for_office_js_is_served(surfaces: tuple[Sandbox, AddOn, int, int]) -> None:
    assert "nestedAppAuthBridge" in page(surfaces[0].answer(Call.of("GET", "/office.js")))
    assert "ada@outlook.example" in page(surfaces[0].answer(Call.of("GET", "/beside")))
