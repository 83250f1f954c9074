"""The form of the timing rules: from choices to fields, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, time
from typing import Any

from app.detection.verdict import TimingRules
from app.store.choices import Choices
from app.web.forms import Form
from app.web.rendering import texts

NUMBERS: dict[str, tuple[int, int]] = {
    "grace_days": (1, 60),
    "undated_days": (1, 60),
    "no_promise_days": (1, 90),
    "follow_ups": (1, 2),
    "second_after_days": (7, 60),
    "give_up_after_days": (1, 365),
}
"""What each rule may be, at least and at most. A second follow-up comes seven working days after the first at the earliest."""
SWITCHED = {"undated_days": 7, "no_promise_days": 7}
"""Rules that can be off, and what their field shows then."""
DEFAULTS = TimingRules()


def to_fields(choices: Choices) -> dict[str, Any]:
    """What the fields show for these choices."""
    rules = choices.rules
    shown: dict[str, Any] = {name: str(getattr(rules, name) or SWITCHED.get(name, "")) for name in NUMBERS}
    shown |= {f"{name}_on": getattr(rules, name) is not None for name in SWITCHED}
    shown["draft_at"] = rules.draft_at.strftime("%H:%M")
    shown["working_weekdays"] = [str(day) for day in sorted(rules.working_weekdays)]
    shown["automatic"] = "yes" if choices.automatic else "no"
    for name in ("absent_from_on", "absent_until_on"):
        value: date | None = getattr(choices, name)
        shown[name] = value.isoformat() if value else ""
    return shown


def typed_fields(form: Form) -> dict[str, Any]:
    """What the fields show again after they could not be used: exactly what was typed."""
    shown: dict[str, Any] = {name: form.text(name) for name in (*NUMBERS, "draft_at", "absent_from_on", "absent_until_on")}
    shown |= {f"{name}_on": form.on(f"{name}_on") for name in SWITCHED}
    shown["working_weekdays"] = list(form.typed.get("working_weekdays", ()))
    shown["automatic"] = form.text("automatic")
    return shown


def from_form(form: Form) -> Choices:
    """The choices of a filled form; what cannot be used is noted in its faults."""
    values: dict[str, Any] = {}
    for name, (lowest, highest) in NUMBERS.items():
        if name in SWITCHED and not form.on(f"{name}_on"):
            values[name] = None
            continue
        values[name] = form.whole(name, lowest, highest, getattr(DEFAULTS, name) or SWITCHED.get(name, lowest))
    values["draft_at"] = form.time("draft_at", DEFAULTS.draft_at)
    weekdays = {int(day) for day in form.typed.get("working_weekdays", ()) if day in {"0", "1", "2", "3", "4", "5", "6"}}
    if not weekdays:
        form.faults["working_weekdays"] = texts()["faults"]["weekdays"]
        weekdays = set(DEFAULTS.working_weekdays)
    values["working_weekdays"] = frozenset(weekdays)
    from_on, until_on = form.day("absent_from_on"), form.day("absent_until_on")
    if from_on and not until_on and "absent_until_on" not in form.faults:
        form.faults["absent_until_on"] = texts()["faults"]["absence_end"]
    elif from_on and until_on and until_on < from_on:
        form.faults["absent_until_on"] = texts()["faults"]["absence_order"]
    return Choices(TimingRules(**values), form.text("automatic") != "no", from_on, until_on)


def restored(choices: Choices, rule: str) -> Choices:
    """The choices with one rule back at its default; unchanged for a name that is no rule."""
    known = {field.name for field in fields(TimingRules)}
    return replace(choices, rules=replace(choices.rules, **{rule: getattr(DEFAULTS, rule)})) if rule in known else choices


def differs(rules: TimingRules) -> Mapping[str, bool]:
    """Which rules are not at their defaults."""
    return {field.name: getattr(rules, field.name) != getattr(DEFAULTS, field.name) for field in fields(TimingRules)}


def shown_default(rule: str) -> str:
    value = getattr(DEFAULTS, rule)
    if value is None:
        return str(texts()["timing"]["off"])
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)
