"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from app.web.sessions import UsesServices

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(services: UsesServices) -> JSONResponse:
    """The database answers, so requests can be served."""
    try:
        services.database.is_reachable()
    except SQLAlchemyError as fault:
        return JSONResponse({"status": "database unreachable", "fault": type(fault).__name__}, 503)
    return JSONResponse({"status": "ok"})
