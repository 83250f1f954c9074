"""Run the detection over labelled scenes: one mailbox each, as JSON, judged at its own instant. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.conversation import Candidate, Message, people
from app.detection import judge, read
from app.detection.verdict import Status, TimingRules
from app.followup.reply import reply_for


def predict(scene: dict[str, Any], rules: TimingRules | None = None) -> Iterator[dict[str, Any]]:
    """Judge every thread of a scene, the others being its mail elsewhere; one row a thread, in the scene's order."""
    me = scene["me"]
    candidate = Candidate(me["name"], frozenset(me["addresses"]), me.get("timezone") or "UTC", me.get("region") or "")
    now = datetime.fromisoformat(scene["now"])
    rules = rules or TimingRules()
    readings = {
        thread["id"]: [read(message_of(stored, thread["id"], candidate), candidate) for stored in thread["messages"]]
        for thread in scene["threads"]
    }
    for thread_id, own in readings.items():
        elsewhere = [reading for other_id, others in readings.items() if other_id != thread_id for reading in others]
        verdict = judge(own, elsewhere, candidate, rules, now)
        reply = reply_for(verdict, own, candidate) if verdict.status is Status.DUE else None
        promise = verdict.promise
        yield {
            "scene": scene["id"],
            "thread": thread_id,
            "recruiter": verdict.recruiter,
            "status": str(verdict.status),
            "promise": promise
            and {
                "message": promise.message_id,
                "quote": promise.quote,
                "deadline": promise.deadline.isoformat(),
                "dated": promise.dated,
            },
            "due_on": verdict.due_on.isoformat() if verdict.due_on else None,
            "draft": reply
            and {
                "to": [person.address for person in reply.to],
                "cc": [person.address for person in reply.cc],
                "subject": reply.subject,
                "body": reply.body,
            },
            "why": [str(reason) for reason in verdict.reasons],
        }


def message_of(stored: dict[str, Any], thread_id: str, candidate: Candidate) -> Message:
    """One message of a scene as every provider would give it."""
    headers = {name.lower(): value for name, value in (stored.get("headers") or {}).items()}
    senders = people(stored.get("from") or "")
    sender = senders[0] if senders else None
    return Message(
        id=stored["id"],
        thread_id=thread_id,
        sent_at=datetime.fromisoformat(stored["date"]),
        sender=sender,
        to=people(*stored.get("to", ())),
        cc=people(*stored.get("cc", ())),
        reply_to=people(headers.get("reply-to", "")),
        subject=stored.get("subject") or "",
        message_id=headers.get("message-id", f"<{stored['id']}@scene.invalid>"),
        text=stored.get("text"),
        html=stored.get("html"),
        headers=headers,
        calendar=stored.get("calendar"),
        mine=candidate.is_me(sender),
        draft=bool(stored.get("draft")),
        folder=stored.get("folder") or "",
    )
