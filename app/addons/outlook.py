"""The page of Outlook's task pane, its files, and the icons both stores show.

The page lives in a frame of Outlook's, so it has a Content-Security-Policy of its own: scripts from here and from the two
Microsoft hosts that Office.js demands (it may not be hosted elsewhere), frames by the configured hosts of Outlook only, and no
X-Frame-Options, which knows no list. Third-party cookies are unreliable there: the pane uses bearer tokens and no cookie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from app.addons.identity import ADD_IN_SCOPE
from app.flow.services import Unknown

HERE = Path(__file__).parent
PREFIX = "/addons/outlook"
OFFICE_JS = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
OFFICE_HOSTS = ("https://appsforoffice.microsoft.com", "https://ajax.aspnetcdn.com")
SIGN_IN_HOST = "https://login.microsoftonline.com"
FRAME_ANCESTORS = (
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "https://outlook.live.com",
    "https://outlook.cloud.microsoft",
    "https://*.office.com",
    "https://*.cloud.microsoft",
)
"""Known hosts of Outlook on the web. Microsoft publishes no list and has moved before, hence a setting."""

ICON_SIZES = (16, 32, 64, 80, 128)
FILES = {
    "taskpane.js": "text/javascript; charset=utf-8",
    "taskpane.css": "text/css; charset=utf-8",
    "msal-browser.min.js": "text/javascript; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Pane:
    """What the page needs to know.

    Attributes:
        client_id: of the registration for nested app authentication; empty closes the pane.
        office_js: where Office.js comes from; anything but Microsoft's address is for the sandbox.
        frame_ancestors: who may show the pane in a frame.
    """

    public_url: str
    client_id: str
    office_js: str = OFFICE_JS
    frame_ancestors: Sequence[str] = FRAME_ANCESTORS

    @property
    def scope(self) -> str:
        return f"api://{self.client_id}/{ADD_IN_SCOPE}"

    @property
    def content_policy(self) -> str:
        parts = urlsplit(self.office_js)
        hosts = dict.fromkeys([*OFFICE_HOSTS, f"{parts.scheme}://{parts.netloc}"])
        return (
            f"default-src 'none'; script-src 'self' {' '.join(hosts)}; style-src 'self'; img-src 'self' data:; "
            f"connect-src 'self' {SIGN_IN_HOST}; base-uri 'none'; form-action 'none'; "
            f"frame-ancestors 'self' {' '.join(self.frame_ancestors)}"
        )


def outlook_routes(pane: Pane) -> APIRouter:
    """The page and its files; none of them exist while no client is configured, the icons always do."""
    router = APIRouter(prefix="/addons", include_in_schema=False)
    template = Template((HERE / "taskpane" / "taskpane.html").read_text(encoding="utf-8"))
    page = template.substitute(
        office_js=escape(pane.office_js),
        client_id=escape(pane.client_id),
        scope=escape(pane.scope),
        origin=escape(pane.public_url),
    )

    headers = {
        "Content-Security-Policy": pane.content_policy,
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "Referrer-Policy": "no-referrer",
    }

    @router.get("/outlook/taskpane")
    def taskpane() -> Response:
        """The task pane."""
        if not pane.client_id:
            raise Unknown
        return HTMLResponse(page, headers=headers)

    @router.get("/outlook/files/{name}")
    def pane_file(name: str) -> Response:
        if not pane.client_id or name not in FILES:
            raise Unknown
        return FileResponse(HERE / "taskpane" / name, media_type=FILES[name], headers={"Cache-Control": "public, max-age=3600"})

    @router.get("/icons/hearback-{size}.png")
    def icon(size: int) -> Response:
        if size not in ICON_SIZES:
            raise Unknown
        # Gmail and Outlook show it on pages of their own, which our other answers do not allow.
        headers = {"Cache-Control": "public, max-age=86400", "Cross-Origin-Resource-Policy": "cross-origin"}
        return FileResponse(HERE / "icons" / f"hearback-{size}.png", media_type="image/png", headers=headers)

    return router
