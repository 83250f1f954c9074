"""How somebody learns that a draft waits: private feeds, and notifications of the browser. We never mail anybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi import Form as FormField
from fastapi.responses import JSONResponse, RedirectResponse, Response

from app.flow import notify
from app.store import feeds, pushes
from app.web.asking import tell
from app.web.forms import Filled, Form
from app.web.rendering import page, texts
from app.web.sessions import Now, Reading, SignedIn, UsesServices, check_form

router = APIRouter(prefix="/settings/notifications", include_in_schema=False)

FormToken = Annotated[str, FormField(alias="form_token", max_length=200)]


@router.get("")
def show(services: UsesServices, session: Reading, visitor: SignedIn) -> Response:
    secret = feeds.secret_of(session, visitor.account_id)
    push = services.push
    return page(
        "settings_notifications.html",
        visitor,
        atom=f"{services.public_url}/feeds/{secret}/drafts.atom" if secret else "",
        calendar=f"{services.public_url}/feeds/{secret}/follow-ups.ics" if secret else "",
        push_key=push.public if push else "",
        browsers=pushes.counted(session, visitor.account_id),
    )


@router.post("/feeds")
def change_feeds(
    services: UsesServices,
    visitor: SignedIn,
    now: Now,
    form_token: FormToken,
    revoke: Annotated[str, FormField(max_length=5)] = "",
) -> Response:
    """Make a new secret address, or take the address away."""
    check_form(visitor, form_token)
    with services.database.write() as session:
        if revoke:
            feeds.revoke(session, visitor.account_id)
        else:
            feeds.renew(session, visitor.account_id, now)
    answer = RedirectResponse("/settings/notifications", status_code=303)
    tell(answer, texts()["notifications"]["revoked" if revoke else "renewed"])
    return answer


@router.post("/push")
def subscribe(services: UsesServices, visitor: SignedIn, now: Now, filled: Filled) -> Response:
    """Keep what this browser's push service wants to be called with. Raises BadSubscription for unknown services."""
    form = Form(filled)
    check_form(visitor, form.text("form_token"))
    subscription = notify.read_subscription(form.text("subscription"))
    with services.database.write() as session:
        pushes.add(session, visitor.account_id, subscription, now)
    return JSONResponse({"status": "subscribed"})


@router.post("/push/stop")
def stop(services: UsesServices, visitor: SignedIn, form_token: FormToken) -> Response:
    """Tell none of this visitor's browsers any more."""
    check_form(visitor, form_token)
    with services.database.write() as session:
        pushes.remove_all(session, visitor.account_id)
    answer = RedirectResponse("/settings/notifications", status_code=303)
    tell(answer, texts()["notifications"]["stopped"])
    return answer
