"""A verdict as JSON and back: what a page or a card shows of a thread without judging it again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.detection.verdict import Corrections, Promise, Reason, Status, Verdict


@dataclass(frozen=True, slots=True)
class Summary:
    """The latest verdict on a thread, and the thread's subject."""

    verdict: Verdict
    subject: str


def summary_to_text(summary: Summary) -> str:
    verdict, promise = summary.verdict, summary.verdict.promise
    out: dict[str, Any] = {
        "status": str(verdict.status),
        "recruiter": verdict.recruiter,
        "promise": promise
        and {
            "message_id": promise.message_id,
            "quote": promise.quote,
            "first_on": promise.first_on.isoformat(),
            "deadline": promise.deadline.isoformat(),
            "dated": promise.dated,
            "made_on": promise.made_on.isoformat(),
            "reported": promise.reported,
            "rule": promise.rule,
        },
        "due_on": _text(verdict.due_on),
        "due_at": _text(verdict.due_at),
        "wake_at": _text(verdict.wake_at),
        "reasons": [[reason.stage, reason.sentence, reason.quote] for reason in verdict.reasons],
        "subject": summary.subject,
    }
    for name in ("lapse", "follow_up", "counterpart", "language", "role", "organisation", "person"):
        out[name] = getattr(verdict, name)
    return json.dumps(out, ensure_ascii=False)


def summary_from_text(text: str) -> Summary:
    stored = json.loads(text)
    promise = stored["promise"]
    if promise:
        promise = Promise(**promise | {name: date.fromisoformat(promise[name]) for name in ("first_on", "deadline", "made_on")})
    verdict = Verdict(
        status=Status(stored["status"]),
        recruiter=stored["recruiter"],
        promise=promise or None,
        due_on=date.fromisoformat(stored["due_on"]) if stored["due_on"] else None,
        due_at=datetime.fromisoformat(stored["due_at"]) if stored["due_at"] else None,
        wake_at=datetime.fromisoformat(stored["wake_at"]) if stored["wake_at"] else None,
        reasons=tuple(Reason(*reason) for reason in stored["reasons"]),
        **{name: stored[name] for name in ("lapse", "follow_up", "counterpart", "language", "role", "organisation", "person")},
    )
    return Summary(verdict, stored["subject"])


def corrections_to_json(corrections: Corrections) -> dict[str, Any]:
    """Only what the user has said; message ids and days, no words of any mail."""
    out: dict[str, Any] = {}
    if corrections.recruiter is not None:
        out["recruiter"] = corrections.recruiter
    if corrections.not_promises:
        out["not_promises"] = sorted(corrections.not_promises)
    if corrections.deadlines:
        out["deadlines"] = [[message, day.isoformat()] for message, day in corrections.deadlines]
    for name in ("said_on", "said_by", "answered_at", "done_at", "snoozed_until"):
        if (value := getattr(corrections, name)) is not None:
            out[name] = value.isoformat()
    if corrections.never:
        out["never"] = True
    return out


def corrections_from_json(stored: dict[str, Any]) -> Corrections:
    def day(name: str) -> date | None:
        return date.fromisoformat(stored[name]) if name in stored else None

    def instant(name: str) -> datetime | None:
        return datetime.fromisoformat(stored[name]) if name in stored else None

    return Corrections(
        recruiter=stored.get("recruiter"),
        not_promises=frozenset(stored.get("not_promises", ())),
        deadlines=tuple((message, date.fromisoformat(on)) for message, on in stored.get("deadlines", ())),
        said_on=day("said_on"),
        said_by=day("said_by"),
        answered_at=instant("answered_at"),
        done_at=instant("done_at"),
        snoozed_until=day("snoozed_until"),
        never=stored.get("never", False),
    )


def _text(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
