"""What is kept, why and for how long; open to everybody. Made from the same source as docs/privacy.md."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from app.store.kept import STATEMENTS, sections
from app.web.rendering import page
from app.web.sessions import MaybeVisitor

router = APIRouter(include_in_schema=False)


@router.get("/privacy")
def privacy(visitor: MaybeVisitor) -> Response:
    return page("privacy.html", visitor, statements=STATEMENTS, sections=sections())
