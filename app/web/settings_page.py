"""Settings: when drafts come, the mailboxes, the wording, and who is treated as a recruiter."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi import Form as FormField
from fastapi.responses import RedirectResponse, Response

from app.detection.verdict import TimingRules
from app.flow import choose, link, words_for
from app.flow.services import Services, Unknown
from app.followup.own_wording import PLACEHOLDERS, BadTemplate, check
from app.store import accounts, choices, journal
from app.store.choices import Choices
from app.web import timing_form
from app.web.asking import tell
from app.web.forms import Filled, Form
from app.web.rendering import counted, day, fill, fragment, page, texts
from app.web.sessions import Now, Reading, SignedIn, UsesServices, Visitor, check_form
from app.web.threads_page import mailbox_lines

router = APIRouter(prefix="/settings", include_in_schema=False)

FormToken = Annotated[str, FormField(alias="form_token", max_length=200)]
LANGUAGES = ("en", "de", "fr", "es")
KEYS = tuple(f"{language}_{number}" for language in LANGUAGES for number in (1, 2))
LONGEST_NAME = 100


def choices_of(services: Services, account_id: UUID) -> Choices:
    with services.database.read() as session:
        row = accounts.account(session, account_id)
        if row is None:
            raise Unknown
        return Choices(accounts.rules_of(row), row.automatic, row.absent_from_on, row.absent_until_on)


# When drafts come


@router.get("")
def show_timing(services: UsesServices, visitor: SignedIn) -> Response:
    known = choices_of(services, visitor.account_id)
    return _timing(visitor, timing_form.to_fields(known), known.rules, {}, [])


def _timing(
    visitor: Visitor, shown: dict[str, Any], rules: TimingRules, faults: dict[str, str], effects: list[str], status: int = 200
) -> Response:
    return page(
        "settings_timing.html",
        visitor,
        status,
        shown=shown,
        faults=faults,
        effects=effects,
        differs=timing_form.differs(rules),
        bounds=timing_form.NUMBERS,
        default=timing_form.shown_default,
    )


@router.post("")
def save_timing(services: UsesServices, visitor: SignedIn, now: Now, filled: Filled) -> Response:
    """Save the rules, put one back to its default, or only say what they would change."""
    form = Form(filled)
    check_form(visitor, form.text("form_token"))
    known = choices_of(services, visitor.account_id)
    if rule := form.text("restore"):
        kept = timing_form.restored(known, rule)
        choose.choose(services, visitor.account_id, kept, now)
        # What was typed into the other fields stays there; only this one is back, and saved.
        back = timing_form.to_fields(kept)
        shown = timing_form.typed_fields(form) | {name: back[name] for name in (rule, f"{rule}_on") if name in back}
        return _timing(visitor, shown, kept.rules, {}, [texts()["timing"]["restored"]])
    wished = timing_form.from_form(form)
    if form.faults:
        return _timing(visitor, timing_form.typed_fields(form), known.rules, form.faults, [], 422)
    if form.on("preview"):
        effects = _sentences(choose.preview(services, visitor.account_id, wished, now))
        return _timing(visitor, timing_form.typed_fields(form), known.rules, {}, effects)
    choose.choose(services, visitor.account_id, wished, now)
    answer = RedirectResponse("/settings", status_code=303)
    tell(answer, texts()["timing"]["saved"])
    return answer


@router.post("/preview")
def preview_timing(services: UsesServices, visitor: SignedIn, now: Now, filled: Filled) -> Response:
    """What the rules as they are typed would change: the part of the page that shows it."""
    form = Form(filled)
    check_form(visitor, form.text("form_token"))
    wished = timing_form.from_form(form)
    effects = [] if form.faults else _sentences(choose.preview(services, visitor.account_id, wished, now))
    return fragment("settings_effects.html", effects=effects, faulty=bool(form.faults))


def _sentences(effects: choose.Effects) -> list[str]:
    """What would change, in words."""
    words = texts()["effects"]
    out = [counted(words["today"] if effects.by_themselves else words["today_told"], effects.today)]
    if not effects.changed:
        return [*out, words["nothing"]]
    out += [counted(words["wait"], many, day=day(on)) for on, many in effects.later[:3]]
    if rest := sum(many for _, many in effects.later[3:]):
        out.append(counted(words["wait_more"], rest))
    if effects.dropped:
        out.append(counted(words["dropped"], effects.dropped))
    return out


# Mailboxes


@router.get("/mailboxes")
def show_mailboxes(services: UsesServices, session: Reading, visitor: SignedIn) -> Response:
    lines = mailbox_lines(services, session, visitor.account_id)
    return page("settings_mailboxes.html", visitor, mailboxes=lines, connections=services.connections)


@router.post("/mailboxes/{mailbox_id}/pause")
def pause(
    services: UsesServices,
    visitor: SignedIn,
    now: Now,
    mailbox_id: UUID,
    form_token: FormToken,
    on: Annotated[str, FormField(max_length=5)] = "yes",
) -> Response:
    check_form(visitor, form_token)
    choose.pause(services, visitor.account_id, mailbox_id, now, on=on == "yes")
    answer = RedirectResponse("/settings/mailboxes", status_code=303)
    tell(answer, texts()["mailboxes"]["paused_now" if on == "yes" else "resumed_now"])
    return answer


@router.post("/mailboxes/{mailbox_id}/disconnect")
def disconnect(services: UsesServices, visitor: SignedIn, now: Now, mailbox_id: UUID, filled: Filled) -> Response:
    """Disconnect a mailbox and delete what was read in it."""
    form = Form(filled)
    check_form(visitor, form.text("form_token"))
    if not form.ticked("sure"):
        answer = RedirectResponse("/settings/mailboxes", status_code=303)
        tell(answer, texts()["mailboxes"]["not_sure"])
        return answer
    left = link.unlink(services, visitor.account_id, mailbox_id, now, remove_drafts=form.ticked("remove_drafts"))
    answer = RedirectResponse("/settings/mailboxes", status_code=303)
    tell(answer, " ".join(filter(None, (texts()["mailboxes"]["gone"], left.sentence))))
    return answer


# Wording


@router.get("/wording")
def show_wording(services: UsesServices, visitor: SignedIn) -> Response:
    with services.database.read() as session:
        row = accounts.account(session, visitor.account_id)
        if row is None:
            raise Unknown
        templates, name = accounts.templates_of(session, row), choices.sign_off_of(session, row)
    return _wording(services, visitor, templates, name, {})


def _wording(
    services: Services,
    visitor: Visitor,
    templates: dict[str, str],
    name: str,
    faults: dict[str, str],
    status: int = 200,
) -> Response:
    samples = {}
    for key in KEYS:
        try:
            samples[key] = words_for.sample(services, visitor.account_id, key, "" if key in faults else templates.get(key, ""))
        except BadTemplate as fault:
            faults[key] = fault.sentence
    return page(
        "settings_wording.html",
        visitor,
        status,
        templates=templates,
        name=name,
        faults=faults,
        samples=samples,
        languages=LANGUAGES,
        placeholders=PLACEHOLDERS,
        ours={key: words_for.starting_point(key) for key in KEYS},
        longest=LONGEST_NAME,
    )


@router.post("/wording")
def save_wording(services: UsesServices, visitor: SignedIn, now: Now, filled: Filled) -> Response:
    form = Form(filled)
    check_form(visitor, form.text("form_token"))
    templates = {key: form.text(key).replace("\r\n", "\n") for key in KEYS}
    if (key := form.text("restore")) in KEYS:
        templates[key] = ""
    name = form.text("name")
    if len(name) > LONGEST_NAME or any(ord(character) < 32 for character in name):
        form.faults["name"] = fill(texts()["faults"]["name"], n=LONGEST_NAME)
    for key, template in templates.items():
        try:
            check(template)
        except BadTemplate as fault:
            form.faults[key] = fault.sentence
    if form.faults:
        return _wording(services, visitor, templates, name, form.faults, 422)
    with services.database.write() as session:
        row = accounts.account(session, visitor.account_id)
        if row is None:
            raise Unknown
        choices.set_templates(session, row, templates)
        choices.set_sign_off(session, row, name)
        journal.note(session, account_id=visitor.account_id, event="settings_changed", at=now)
    answer = RedirectResponse("/settings/wording", status_code=303)
    tell(answer, texts()["wording"]["saved"])
    return answer


@router.post("/wording/preview/{key}")
def preview_wording(services: UsesServices, visitor: SignedIn, key: str, filled: Filled) -> Response:
    """One text as it would read in a conversation of the visitor's: the part of the page that shows it."""
    form = Form(filled)
    check_form(visitor, form.text("form_token"))
    if key not in KEYS:
        raise Unknown
    try:
        template = form.text(key).replace("\r\n", "\n")
        check(template)
        return fragment("settings_sample.html", sample=words_for.sample(services, visitor.account_id, key, template), fault="")
    except BadTemplate as fault:
        return fragment("settings_sample.html", sample=None, fault=fault.sentence)


# Senders and organisations


@router.get("/people")
def show_people(session: Reading, visitor: SignedIn) -> Response:
    return _people(session, visitor, Form({}))


def _people(session: Any, visitor: Visitor, form: Form, status: int = 200) -> Response:
    known = choices.preferences(session, visitor.account_id)
    return page(
        "settings_people.html",
        visitor,
        status,
        known=known,
        faults=form.faults,
        value=form.text("value"),
        which=form.text("recruiter"),
    )


@router.post("/people")
def add_person(services: UsesServices, visitor: SignedIn, now: Now, filled: Filled) -> Response:
    form = Form(filled)
    check_form(visitor, form.text("form_token"))
    value = form.text("value").lower().removeprefix("@")
    local, at, domain = value.rpartition("@")
    well_formed = (
        "." in domain and all(domain.split(".")) and len(value) <= 254 and not any(c.isspace() or c in "<>,;" for c in value)
    )
    if not well_formed or (at and not local):
        form.faults["value"] = texts()["faults"]["whom"]
        with services.database.read() as session:
            return _people(session, visitor, form, 422)
    kind = "sender" if at else "organisation"
    choose.prefer(services, visitor.account_id, kind, value, form.text("recruiter") != "never", now)
    answer = RedirectResponse("/settings/people", status_code=303)
    tell(answer, texts()["people"]["added"].format(value=value))
    return answer


@router.post("/people/forget")
def forget_person(services: UsesServices, visitor: SignedIn, now: Now, filled: Filled) -> Response:
    form = Form(filled)
    check_form(visitor, form.text("form_token"))
    with services.database.read() as session:
        known = choices.preferences(session, visitor.account_id)
    for one in known:
        if str(one.id) == form.text("id"):
            choose.prefer(services, visitor.account_id, one.kind, one.value, None, now)
    answer = RedirectResponse("/settings/people", status_code=303)
    tell(answer, texts()["people"]["forgotten"])
    return answer
