"""The one place that turns a fault into an answer: a page for a browser, JSON for a program."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.errors import AppError
from app.web.access_log import route_of
from app.web.rendering import page
from app.web.sessions import SignInFirst

log = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong on our side. Nothing was sent from your mailbox; please try again in a minute."
NOT_FOUND = "There is nothing here of that name, or it is not yours."
CLIENT_LEFT = 499
"""Seen in our log and metrics only; nginx's number for it."""
TITLES = {
    400: "That did not work",
    401: "Please sign in",
    403: "Not allowed",
    404: "Nothing here",
    409: "Not possible just now",
    422: "Please look again",
    429: "Too often",
    503: "Please try again in a minute",
}


def add_error_pages(app: FastAPI) -> None:
    """Have every fault answered with a sentence."""

    @app.exception_handler(AppError)
    def told(request: Request, fault: AppError) -> Response:
        if isinstance(fault, SignInFirst) and wants_page(request) and request.method == "GET":
            return RedirectResponse("/", status_code=303)
        if fault.status >= 500:
            log.warning("answered %s: %s", fault.status, type(fault).__name__)
        answer = _answer(request, fault.status, fault.sentence)
        if fault.status == 429:
            answer.headers["retry-after"] = "60"
        return answer

    @app.exception_handler(HTTPException)
    def refused(request: Request, fault: HTTPException) -> Response:
        sentence = NOT_FOUND if fault.status_code == 404 else str(fault.detail)
        answer = _answer(request, fault.status_code, sentence)
        answer.headers.update(fault.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, fault: RequestValidationError) -> Response:
        # A malformed id names nothing of anybody's.
        if any(error["loc"][:1] == ("path",) for error in fault.errors()):
            return _answer(request, 404, NOT_FOUND)
        fields = ", ".join(sorted({str(error["loc"][-1]) for error in fault.errors()}))
        return _answer(request, 422, f"This could not be read: {fields}. Nothing was changed.")

    @app.exception_handler(ClientDisconnect)
    def gone(request: Request, _: ClientDisconnect) -> Response:
        # A browser that asks for a newer preview drops the older one: nobody is there to read this, and nothing was done.
        log.info("the client left before its request to %s was read", route_of(request.scope))
        return Response(status_code=CLIENT_LEFT)

    @app.exception_handler(Exception)
    def unexpected(request: Request, fault: Exception) -> Response:
        # The route's pattern and not the path, in which ids and the secrets of feeds stand.
        log.error("unexpected %s in %s", type(fault).__name__, route_of(request.scope), exc_info=fault)
        return _answer(request, 500, UNEXPECTED)


def wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") or request.headers.get("sec-fetch-mode") == "navigate"


def _answer(request: Request, status: int, sentence: str) -> Response:
    if wants_page(request):
        title = TITLES.get(status, "Something went wrong")
        return page("error.html", None, status, title=title, sentence=sentence)
    return JSONResponse({"error": sentence}, status)
