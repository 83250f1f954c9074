"""No machine's mail passes for an answer, and no human's for a machine's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.conversation import Message, people
from app.detection.automatic import Kind, asks_not_to_enquire, automatic, is_unattended_address, says_unmonitored


def kind(
    text: str,
    subject: str = "Re: your application",
    sender: str = "Jane Doe <jane@acme.example>",
    calendar: str | None = None,
    **headers: str,
) -> Kind | None:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    message = Message(
        "m", "t", datetime(2026, 3, 2, tzinfo=UTC), people(sender)[0], subject=subject, text=text, headers=names, calendar=calendar,
        reply_to=people(names.get("reply-to", "")),
    )  # fmt: skip
    found = automatic(message, text, "en")
    assert found is None or found.evidence.endswith(".")
    return found.kind if found else None


OUT_OF_OFFICE = [
    ("Automatic reply: your application", "Thank you for your message. I am on annual leave and back on Thursday 23 July."),
    ("Automatische Antwort: Ihre Bewerbung", "Ich bin ab dem 3. Juni nicht im Büro. Ich bin ab dem 17. Juni wieder erreichbar."),
    ("Abwesenheitsnotiz", "Ich befinde mich im Urlaub und bin am 4. Mai zurück."),
    ("Réponse automatique : candidature", "Je suis absente jusqu'au 12 mai. En cas d'urgence, contactez le standard."),
    ("Respuesta automática: entrevista", "Estoy fuera de la oficina hasta el lunes 8 de junio."),
    ("Out of office Re: Jared", "I'm out today and will be back tomorrow."),
    (
        "Re: your application",
        "Thank you for your email. I am currently out of the office with limited access to email. I will be back on Monday 3 May. For urgent matters please contact Tom.",
    ),
    (
        "Re: Bewerbung",
        "Vielen Dank für Ihre Nachricht. Ich bin bis zum 12.06. nicht im Büro. In dringenden Fällen wenden Sie sich an meine Vertretung.",
    ),
]


@pytest.mark.parametrize(("subject", "text"), OUT_OF_OFFICE)
def test_an_out_of_office_note_is_told_by_its_wording(subject: str, text: str) -> None:
    assert kind(text, subject) == Kind.OUT_OF_OFFICE


@pytest.mark.parametrize(
    ("text", "back"),
    [
        (
            "I am on leave until Friday.\nI will be back in the office on Monday 3 May.\nRegards",
            "I will be back in the office on Monday 3 May.",
        ),
        ("Ich bin im Urlaub. Ab dem 17. Juni bin ich wieder erreichbar.", "Ab dem 17. Juni bin ich wieder erreichbar."),
        ("Je suis en congé. Je serai de retour le 12 mai.", "Je serai de retour le 12 mai."),
        ("Estoy de vacaciones. Vuelvo el 8 de junio.", "Vuelvo el 8 de junio."),
        ("I'm on site with patchy reception so replies may be slow.", ""),
    ],
)
def test_a_note_tells_when_they_are_back(text: str, back: str) -> None:
    message = Message(
        "m",
        "t",
        datetime(2026, 3, 2, tzinfo=UTC),
        people("a@b.example")[0],
        subject="Automatic reply: x",
        text=text,
        headers={"auto-submitted": "auto-replied"},
    )
    found = automatic(message, text, "en")
    assert found is not None
    assert found.kind == Kind.OUT_OF_OFFICE
    assert found.back_on_text == back


HUMANS = [
    "Hi Sam, I'm out until Monday but the panel has met and we will let you know by Wednesday.",
    "Thanks for your email. We would like to invite you to an interview next week, are you free?",
    "Hallo, ich bin bis Montag nicht im Büro, melde mich danach mit der Entscheidung zu Ihrem Gespräch.",
    "Bonjour, je suis en déplacement jusqu'à jeudi, je reviens vers vous vendredi pour le poste.",
    "Hola, estoy de viaje esta semana. Te digo algo de la entrevista el lunes.",
]


@pytest.mark.parametrize("text", HUMANS)
def test_a_human_who_mentions_an_absence_is_no_machine(text: str) -> None:
    assert kind(text) is None
    assert kind(text, x_auto_response_suppress="All", auto_submitted="no") is None


def test_headers_tell() -> None:
    assert kind("Hello", auto_submitted="auto-generated; type=x") == Kind.OTHER
    assert kind("The news", precedence="bulk", list_id="<x.y>") == Kind.BULK
    assert kind("x", "Undeliverable: hi", "Mail Delivery <mailer-daemon@x.example>") == Kind.BOUNCE
    assert kind("x", content_type="multipart/report; report-type=delivery-status") == Kind.BOUNCE
    assert kind("x", content_type="multipart/report; report-type=disposition-notification") == Kind.RECEIPT
    assert kind("", "Accepted: Interview", calendar="REPLY") == Kind.CALENDAR_REPLY
    assert kind("", "Interview", calendar="REQUEST") is None
    assert (
        kind(
            "How did we do? Take our survey.",
            "Your candidate experience",
            "Acme <noreply@x.example>",
            auto_submitted="auto-generated",
        )
        == Kind.SURVEY
    )


@pytest.mark.parametrize(
    "text",
    [
        "We have received your application for Nurse.",
        "Vielen Dank für Ihre Bewerbung.",
        "Nous avons bien reçu votre candidature.",
        "Hemos recibido tu candidatura.",
    ],
)
def test_an_ats_acknowledgement_is_automatic(text: str) -> None:
    assert kind(text, "Acme", "Acme Careers <no-reply@ats.example>") == Kind.ACKNOWLEDGEMENT
    assert kind(text, "Acme", "Acme Careers <jobs@ats.example>", auto_submitted="auto-generated") == Kind.ACKNOWLEDGEMENT


def test_a_human_behind_a_relay_is_no_machine() -> None:
    text = "I'm really glad we connected. I'll follow up with feedback next week."
    assert kind(text, sender="Wendy Cho <no-reply@us.greenhouse-mail.io>", reply_to="Wendy Cho <wendy@orbweaver.example>") is None
    assert kind(text, sender="Wendy Cho <wendy-cho@acme.teamtailor-mail.com>", list_unsubscribe="<mailto:u@x.example>") is None
    assert (
        kind(
            text,
            sender="Tariq Benomar via LinkedIn <messaging-noreply@linkedin.com>",
            reply_to="Tariq <r-7@reply.linkedin.com>",
            list_unsubscribe="<x>",
        )
        is None
    )


@pytest.mark.parametrize(
    "address",
    [
        "no-reply@x.example", "noreply@x.example", "no_reply@x.example", "donotreply@x.example", "do-not-reply@x.example", "nepasrepondre@x.example", "ne-pas-repondre@x.example",
        "keine-antwort@x.example", "bitte-nicht-antworten@x.example", "noresponder@x.example", "no-responder@x.example", "acme+noreply@x.example", "messages-noreply@linkedin.com", "mailer-daemon@x.example",
    ],
)  # fmt: skip
def test_addresses_that_nobody_reads(address: str) -> None:
    assert is_unattended_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "jane@acme.example",
        "careers@acme.example",
        "norah.reply@acme.example",
        "inmail-hit-reply@linkedin.com",
        "anorep@x.example",
    ],
)
def test_addresses_that_somebody_reads(address: str) -> None:
    assert not is_unattended_address(address)


@pytest.mark.parametrize(
    "sentence",
    [
        "This mailbox is not monitored.", "Please do not reply to this email.", "Replies to this message are not read.", "This is an unattended mailbox.", "This message was sent from a notification-only address that cannot accept incoming email.",
        "Bitte antworten Sie nicht auf diese E-Mail.", "Dieses Postfach wird nicht gelesen.", "Antworten auf diese Nachricht können nicht bearbeitet werden.",
        "Merci de ne pas répondre à ce message.", "Cette boîte n'est pas consultée.", "Por favor, no responda a este correo.", "Este buzón no está atendido.",
    ],
)  # fmt: skip
def test_an_unmonitored_mailbox_is_quoted(sentence: str) -> None:
    assert says_unmonitored(f"We decide by Friday. {sentence} Thank you") == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Please reply to this email by Friday.",
        "Emails are monitored.",
        "I do not have an answer yet.",
        "Antworten Sie bitte bis Freitag.",
        "Please reply all.",
    ],
)
def test_a_monitored_mailbox_is_not(text: str) -> None:
    assert says_unmonitored(text) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Please refrain from enquiring about the status.", "No phone calls or emails, please.", "Please do not contact us about the status of your application.", "We are unable to respond to individual enquiries.",
        "Bitte sehen Sie von Rückfragen ab.", "Wir bitten Sie, von Nachfragen abzusehen.", "Merci de ne pas nous relancer.", "Rogamos abstenerse de llamar.", "Por favor, no llame para preguntar.",
    ],
)  # fmt: skip
def test_a_wish_not_to_be_asked_is_quoted(sentence: str) -> None:
    assert asks_not_to_enquire(f"We decide by Friday. {sentence}") == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Please call me on Friday.",
        "Do not hesitate to contact me.",
        "Bei Rückfragen melden Sie sich gern.",
        "N'hésitez pas à me contacter.",
        "No dude en llamarme.",
        "No problem, please call.",
    ],
)
def test_an_invitation_to_ask_is_none(text: str) -> None:
    assert asks_not_to_enquire(text) is None
