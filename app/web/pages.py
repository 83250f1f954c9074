"""Every page of the service, in the order in which they are met."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse

from app.web import (
    feeds,
    my_data_page,
    notifications_page,
    place_page,
    privacy_page,
    settings_page,
    sign_in,
    thread_page,
    threads_page,
)
from app.web.rendering import STATIC

worker = APIRouter(include_in_schema=False)


@worker.get("/push-worker.js")
def push_worker() -> FileResponse:
    """The script that shows notifications: it must lie at the top to speak for the whole site."""
    return FileResponse(STATIC / "push-worker.js", media_type="text/javascript")


PAGES: tuple[APIRouter, ...] = (
    sign_in.router,
    place_page.router,
    threads_page.router,
    thread_page.router,
    settings_page.router,
    notifications_page.router,
    feeds.router,
    worker,
    my_data_page.router,
    privacy_page.router,
)
