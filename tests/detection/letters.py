"""Short ways to write the mail that a judgement is about."""

from __future__ import annotations

from datetime import datetime

from app.conversation import Candidate, Message, people
from app.detection import read
from app.detection.reading import Reading

ME = Candidate("Nora Hale", frozenset({"nora@hale.example"}), "Europe/London", "GB-ENG")
ANN = "Ann Cole <ann@brightfirm.example>"
SUBJECT = "Data Analyst - next steps"


def reading_of(
    id: str,
    sent: str,
    text: str,
    sender: str = ANN,
    subject: str = SUBJECT,
    thread: str = "t1",
    headers: dict[str, str] | None = None,
    calendar: str | None = None,
    draft: bool = False,
    cc: tuple[str, ...] = (),
    folder: str = "",
    candidate: Candidate = ME,
) -> Reading:
    person = people("Nora Hale <nora@hale.example>" if sender == "me" else sender)[0]
    to = people(ANN) if sender == "me" else people("nora@hale.example")
    message = Message(
        id=id,
        thread_id=thread,
        sent_at=datetime.fromisoformat(sent),
        sender=person,
        to=to,
        cc=people(*cc),
        reply_to=people((headers or {}).get("reply-to", "")),
        subject=subject,
        message_id=f"<{id}@mail.example>",
        text=text,
        headers=headers or {},
        calendar=calendar,
        mine=sender == "me",
        draft=draft,
        folder=folder,
    )
    return read(message, candidate)
