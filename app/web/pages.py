"""Every page of the service, in the order in which they are met."""

from __future__ import annotations

from fastapi import APIRouter

from app.web import my_data_page, place_page, settings_page, sign_in, thread_page, threads_page

PAGES: tuple[APIRouter, ...] = (
    sign_in.router,
    place_page.router,
    threads_page.router,
    thread_page.router,
    settings_page.router,
    my_data_page.router,
)
