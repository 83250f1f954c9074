"""Gmail's side panel and Outlook's task pane beside the inbox, as the mail programs would show them.

For a Gmail account this plays Google's add-on host: it calls the add-on with signed tokens and the event of the open message,
draws the card that comes back, and sends what is pressed. For an Outlook account it frames the task pane, whose page loads a
stand-in for Office.js from here that gives it the open message and an access token.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests
from markupsafe import Markup

from app.sandbox import graph_json
from app.sandbox.exchange import Answer, Call, Routes
from app.sandbox.google_oauth_server import ISSUER, GoogleOAuthServer, subject_of
from app.sandbox.inbox import who
from app.sandbox.mail import Account, Mail, MailStore, NoSuchMail
from app.sandbox.microsoft_oauth_server import MicrosoftOAuthServer
from app.sandbox.pages import render

SERVICE_ACCOUNT = "service-4711@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"
ADDON_CLIENT = "hearback-demo-addon"
ADDIN_CLIENT = "0d7c3d0a-5f0e-4c0e-9a53-1f0a6b1d2c3e"
STUB = Path(__file__).parent / "static" / "office_stub.js"
_OTHER_TAGS = re.compile(r"<(?!/?(?:b|i|u|br)\s*/?>)[^>]*>")


class AddonSurfaces:
    """The pages under ``/beside``: a door of :class:`app.sandbox.server.Sandbox`.

    Args:
        service: the address of the service whose add-ons are shown.
        post: makes the calls to it, as ``requests.post``.
    """

    def __init__(
        self,
        store: MailStore,
        google: GoogleOAuthServer,
        microsoft: MicrosoftOAuthServer,
        service: str,
        post: Callable[..., Any] = requests.post,
    ) -> None:
        self._store, self._google, self._microsoft = store, google, microsoft
        self._service, self._post = service, post
        self._routes = Routes()
        self._routes.add("GET", "/beside", self._accounts)
        self._routes.add("GET", "/beside/{address}", self._beside)
        self._routes.add("POST", "/beside/{address}", self._press)
        self._routes.add("GET", "/office.js", self._office)

    def answer(self, call: Call) -> Answer | None:
        found = self._routes.find(call.method, call.path)
        if found is None:
            return None
        try:
            return found[0](call, **found[1])
        except (NoSuchMail, ValueError):
            return Answer.html(render("inbox_gone.html"), 404)

    def _office(self, _: Call) -> Answer:
        headers = {"content-type": "text/javascript; charset=utf-8", "cross-origin-resource-policy": "cross-origin"}
        return Answer(200, STUB.read_bytes(), headers)

    def _accounts(self, _: Call) -> Answer:
        return Answer.html(render("beside_accounts.html", accounts=list(self._store.accounts.values())))

    def _beside(self, call: Call, address: str) -> Answer:
        account, mail = self._opened(address, call.one("thread"))
        if account.keeps_ids:
            return self._page(account, mail, name=json.dumps(self._frame_name(account, mail)))
        path = "/addons/google/message" if mail else "/addons/google/home"
        return self._page(account, mail, answer=self._call_google(account, mail, self._service + path))

    def _press(self, call: Call, address: str) -> Answer:
        account, mail = self._opened(address, call.one("thread"))
        action = json.loads(call.field("press"))
        function = str(action["function"])
        if not function.startswith(self._service + "/"):
            raise ValueError(function)
        parameters = {one["key"]: one["value"] for one in action.get("parameters", ())}
        return self._page(account, mail, answer=self._call_google(account, mail, function, parameters, call.field("day")))

    def _opened(self, address: str, thread: str) -> tuple[Account, Mail | None]:
        account = self._store.account(address)
        if not thread:
            return account, None
        mails = [mail for mail in self._store.thread(account.address, int(thread)) if mail.draft is None]
        if not mails:
            raise NoSuchMail(thread)
        return account, mails[-1]

    def _page(self, account: Account, mail: Mail | None, answer: Mapping[str, Any] | None = None, name: str = "") -> Answer:
        acted = (answer or {}).get("renderActions") or answer or {}
        action = acted.get("action") or {}
        steps = action.get("navigations") or [{}]
        card = next(iter(steps[-1].values()), None)
        return Answer.html(
            render(
                "beside.html",
                account=account,
                mail=mail,
                threads=self._store.threads(account.address),
                who=who,
                card=card,
                said=(action.get("notification") or {}).get("text", ""),
                opened=(action.get("link") or {}).get("url", ""),
                problem="" if card or name else (answer or {}).get("error") or json.dumps(answer),
                simple=simple,
                press=lambda wanted: json.dumps(wanted),
                day=lambda ms: datetime.fromtimestamp(int(ms) / 1000, UTC).date().isoformat(),
                pane=f"{self._service}/addons/outlook/taskpane",
                frame_name=name,
                here=f"/beside/{quote(account.address)}" + (f"?thread={mail.thread}" if mail else ""),
            )
        )

    # As Google's add-on host

    def _call_google(
        self, account: Account, mail: Mail | None, url: str, parameters: Mapping[str, str] | None = None, day: str = ""
    ) -> Mapping[str, Any]:
        common: dict[str, Any] = {"hostApp": "GMAIL", "platform": "WEB", "userLocale": "en"}
        if parameters is not None:
            common["parameters"] = dict(parameters)
        if day:
            at = datetime.fromisoformat(day).replace(tzinfo=UTC)
            common["formInputs"] = {"day": {"dateInput": {"msSinceEpoch": str(int(at.timestamp() * 1000))}}}
        system = self._signed(aud=url, sub="4711", email=SERVICE_ACCOUNT, email_verified=True)
        user = self._signed(aud=ADDON_CLIENT, sub=subject_of(account), email=account.address, email_verified=True)
        event: dict[str, Any] = {
            "commonEventObject": common,
            "authorizationEventObject": {"systemIdToken": system, "userIdToken": user},
        }
        if mail is not None:
            event["gmail"] = {"threadId": f"thread-f:{mail.thread}", "messageId": f"msg-f:{mail.number}"}
        try:
            answer = self._post(url, json=event, headers={"Authorization": f"Bearer {system}"}, timeout=60)
            found = answer.json()
        except (requests.RequestException, ValueError) as fault:
            return {"error": f"The add-on did not answer: {fault}"}
        return found if isinstance(found, dict) else {"error": str(found)}

    def _signed(self, **claims: object) -> str:
        at = int(self._store.now().timestamp())
        return self._google.sign({"iss": ISSUER, "iat": at, "exp": at + 3600, **claims})

    # As Outlook

    def _frame_name(self, account: Account, mail: Mail | None) -> dict[str, Any]:
        """What the stand-in for Office.js finds in the name of its frame."""
        person = self._microsoft.account(account.address)
        scope = {"azp": ADDIN_CLIENT, "scp": "access_as_user"}
        message = mail and {
            "conversationId": graph_json.conversation_id(mail.thread),
            "itemId": graph_json.ordinary_id(mail),
            "internetMessageId": mail.message_id,
        }
        return {
            "message": message,
            "language": "en-US",
            "token": self._microsoft.id_token(ADDIN_CLIENT, person, lies=scope),
            "id_token": self._microsoft.id_token(ADDIN_CLIENT, person),
            "account": {
                "homeAccountId": f"{person.object_id}.{person.tenant_id}",
                "environment": "login.microsoftonline.com",
                "tenantId": person.tenant_id,
                "username": person.address,
                "localAccountId": person.object_id,
            },
        }


def simple(text: str) -> Markup:
    """The simple HTML of a card's text: bold, italic, underlined and broken lines, and nothing else."""
    return Markup(_OTHER_TAGS.sub("", text))  # noqa: S704 - every other tag is gone, and attributes with it
