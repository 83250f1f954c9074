"""Show a follow-up's wording on a real conversation of the user's, before any draft is written with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.conversation import Candidate
from app.detection.verdict import Status, Verdict
from app.flow.review import candidate_for
from app.flow.services import Services
from app.followup.own_wording import fill
from app.followup.wording import compose
from app.store import threads
from app.store.tables import MailboxRow, ThreadRow

SPEAKING = (Status.DUE, Status.WAITING, Status.FOLLOWED_UP, Status.EXPIRED, Status.ANSWERED)
LOOKED_AT = 40
STARTING_POINTS = {
    "en": "{{ greeting }}\n\nI remain very interested in {% if role %}the {{ role }} position{% else %}the position{% endif %}. "
    "Is there any news you can share?\n\nKind regards,\n{{ name }}",
    "de": "{{ greeting }}\n\nan der Stelle{% if role %} ({{ role }}){% endif %} bin ich weiterhin sehr interessiert. "
    "Gibt es schon einen neuen Stand?\n\nMit freundlichen Grüßen\n{{ name }}",
    "fr": "{{ greeting }}\n\nLe poste{% if role %} ({{ role }}){% endif %} m'intéresse toujours beaucoup. "
    "Auriez-vous des nouvelles à me communiquer ?\n\nBien cordialement,\n{{ name }}",
    "es": "{{ greeting }}\n\nSigo con mucho interés en el puesto{% if role %} ({{ role }}){% endif %}. "
    "¿Hay alguna novedad que pueda compartir conmigo?\n\nSaludos cordiales,\n{{ name }}",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A text as it would read; ``about`` names the conversation it was tried on, empty where there is none yet."""

    text: str
    about: str


def starting_point(key: str) -> str:
    """A template to begin with."""
    return STARTING_POINTS[key.partition("_")[0]]


def sample(services: Services, account_id: UUID, key: str, template: str) -> Sample:
    """The follow-up that this template, or ours where it is empty, would give. Raises BadTemplate.

    Args:
        key: language and number of the follow-up, such as ``de_2``.
    """
    language, _, number = key.partition("_")
    with services.database.read() as session:
        query = select(ThreadRow).where(ThreadRow.account_id == account_id, ThreadRow.status.in_(SPEAKING))
        query = query.options(joinedload(ThreadRow.mailbox).joinedload(MailboxRow.account))
        rows = session.scalars(query.order_by(ThreadRow.last_mail_at.desc()).limit(LOOKED_AT)).all()
        found: tuple[ThreadRow, Verdict, str] | None = None
        for row in rows:
            summary = threads.summary_of(session, row)
            if summary is None or not summary.verdict.promise:
                continue
            if found is None or (summary.verdict.language == language and found[1].language != language):
                found = (row, summary.verdict, summary.subject)
        if found is None:
            return Sample(_without_thread(key, template), "")
        row, verdict, subject = found
        readings = threads.readings_of(session, [row.id])[row.id].live
        candidate: Candidate = candidate_for(session, row.mailbox)
    verdict = replace(verdict, language=language, follow_up=int(number))
    text = compose(verdict, readings, candidate, {key: template} if template.strip() else None)
    return Sample(text, verdict.person or verdict.organisation or subject)


def _without_thread(key: str, template: str) -> str:
    greeting = {"en": "Hello,", "de": "Guten Tag,", "fr": "Bonjour,", "es": "Buenos días:"}[key.partition("_")[0]]
    values = {"greeting": greeting, "role": "", "name": "…", "first_name": "…"}
    return fill(template.strip() or starting_point(key), values)
