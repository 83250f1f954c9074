"""The sandbox as a web service, and as a transport for tests that need no socket.

::

    with Sandbox() as sandbox:              # a free port; sandbox.url is its address
        sandbox.store.add_account("ada@mail.example", "Ada")

Every door (Google, Microsoft, the inbox page, the controls) takes a :class:`~app.sandbox.exchange.Call` and answers or passes
it on. ``POST /control/faults`` takes a rule as JSON, ``DELETE /control/faults`` lifts all, ``GET /control/counts`` tells what
was asked of it. Never start it in production: it lets everybody in.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.sandbox.exchange import Answer, AnswerLost, Call
from app.sandbox.faults import Faults, Rule
from app.sandbox.google import GoogleSandbox
from app.sandbox.inbox import InboxPages
from app.sandbox.mail import MailStore


class Door(Protocol):
    """Something that answers calls to its own addresses."""

    def answer(self, call: Call) -> Answer | None:
        """None: the address is not ours. Raises AnswerLost."""
        ...


class Sandbox:
    """All of the sandbox: one store of mail, one set of faults, and the doors to them.

    Args:
        store: by default an empty one by the real clock.
        doors: further doors, asked after Google's and before the inbox page.
        latency_seconds: added to every answer over the socket, to simulate distance.
    """

    def __init__(
        self,
        store: MailStore | None = None,
        doors: Sequence[Door] = (),
        *,
        faults: Faults | None = None,
        latency_seconds: float = 0,
    ) -> None:
        self.store = store or MailStore(lambda: datetime.now(UTC))
        self.faults = faults or Faults()
        self.google = GoogleSandbox(self.store, self.faults)
        self.doors: list[Door] = [self.google, *doors, InboxPages(self.store)]
        self.latency_seconds = latency_seconds
        self.url = ""
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def add_door(self, door: Door) -> None:
        self.doors.insert(1, door)

    def answer(self, call: Call) -> Answer:
        """Answer one call. Raises AnswerLost."""
        if call.path.startswith("/control/"):
            return self._control(call)
        for door in self.doors:
            answer = door.answer(call)
            if answer is not None:
                return answer
        return Answer.json({"error": {"code": 404, "message": f"The sandbox has nothing at {call.path}"}}, 404)

    def _control(self, call: Call) -> Answer:
        match call.method, call.path:
            case "POST", "/control/faults":
                try:
                    rule = Rule.from_json(call.json())
                except (ValueError, TypeError) as refused:
                    return Answer.json({"error": str(refused)}, 400)
                self.faults.add(rule)
                return Answer.json({"struck": len(self.faults.struck)}, 201)
            case "DELETE", "/control/faults":
                self.faults.clear()
                return Answer(204)
            case "GET", "/control/counts":
                api = self.google.api
                calls = {f"{account} {name}": n for (account, name), n in api.calls.items()}
                sends = dict(self.store.send_requests)
                return Answer.json({"send_requests": sends, "gmail_units": dict(api.units), "gmail_calls": calls})
            case _:
                return Answer.json({"error": "no such control"}, 404)

    # Over a socket

    def start(self, port: int = 0, host: str = "127.0.0.1") -> str:
        """Serve from a thread of our own until :meth:`stop`; gives the address. Port 0 takes a free one."""
        listener = socket.create_server((host, port))
        self.url = f"http://{host}:{listener.getsockname()[1]}"
        config = uvicorn.Config(self.app(), log_level="warning", lifespan="off", access_log=False, timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"The sandbox did not start on port {port}.")
            time.sleep(0.005)
        return self.url

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(timeout=5)
            self._server = self._thread = None

    def __enter__(self) -> Sandbox:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def app(self) -> Starlette:
        """The ASGI application."""

        async def endpoint(request: Request) -> Response:
            call = Call.of(request.method, str(request.url), dict(request.headers), await request.body())
            if self.latency_seconds:
                await anyio.sleep(self.latency_seconds)
            try:
                answer = await anyio.to_thread.run_sync(self.answer, call)
            except AnswerLost as lost:
                await anyio.sleep(lost.hold_seconds)
                answer = Answer.json({"error": {"code": 504, "message": "Deadline exceeded"}}, 504)
            return Response(answer.body, answer.status, dict(answer.headers))

        verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
        return Starlette(routes=[Route("/{path:path}", endpoint, methods=verbs)])


class DirectHttp:
    """Calls the sandbox without a socket, in the shape of httplib2.Http, as Google's client library wants its transport.

    Args:
        answer: usually ``sandbox.answer``.
        observe: told of every call before it is made; may raise, as if the process died there.
    """

    def __init__(self, answer: Callable[[Call], Answer], observe: Callable[[Call], None] | None = None) -> None:
        self._answer = answer
        self._observe = observe

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Mapping[str, str] | None = None, **_: object
    ) -> tuple[Any, bytes]:
        """(httplib2.Response, content). Raises TimeoutError for a lost answer."""
        import httplib2

        call = Call.of(method, uri, headers, body)
        if self._observe is not None:
            self._observe(call)
        try:
            answer = self._answer(call)
        except AnswerLost:
            raise TimeoutError("timed out") from None
        return httplib2.Response({**answer.headers, "status": str(answer.status)}), answer.body

    def close(self) -> None:
        """There is nothing to close."""
