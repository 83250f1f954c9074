"""What a message asks of me, what it tells me, and what is mere courtesy."""

from __future__ import annotations

import pytest

from app.detection.asks import find_my_outcome, find_substance
from app.detection.marks import mark
from app.detection.sentences import sentences


def substance(text: str, language: str = "en"):  # type: ignore[no-untyped-def]
    return find_substance(mark(sentences(text), language, mine=False), language, text)


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "Could you let me know which mornings suit you for a final call?", "availability"),
        ("en", "Please send me copies of your certificates.", "document"),
        ("en", "Would you consider the night shift rota?", "decision"),
        ("de", "Wann würde es Ihnen passen?", "availability"),
        ("de", "Bitte schicken Sie uns noch Ihre Zeugnisse.", "document"),
        ("fr", "Merci de nous transmettre vos certificats.", "document"),
        ("fr", "Seriez-vous disponible mardi ?", "availability"),
        ("es", "¿Qué día de la próxima semana podrías venir?", "availability"),
        ("es", "Mándame el carnet de homologación por favor.", "document"),
    ],
)
def test_request_is_found_with_its_kind(language: str, text: str, kind: str) -> None:
    assert kind in {ask.kind for ask in substance(text, language).asks}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "If you have any questions, please let me know."),
        ("en", "How are you? Hope you had a good weekend."),
        ("en", "Please bear with us a little longer."),
        ("en", "Give me a couple of days and I'll let you know."),
        ("de", "Bei Fragen melden Sie sich bitte jederzeit."),
        ("fr", "N'hésitez pas à me contacter pour toute question."),
        ("es", "Te digo algo el jueves, ¿vale?"),
    ],
)
def test_politeness_asks_nothing(language: str, text: str) -> None:
    assert not substance(text, language).asks


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "We have decided to go with another candidate.", "rejected"),
        ("en", "Unfortunately you have been unsuccessful on this occasion.", "rejected"),
        ("en", "The vacancy has since been filled.", "filled"),
        ("en", "The requisition has been cancelled.", "cancelled"),
        ("en", "We are pleased to offer you the position of Senior Planner.", "offered"),
        ("de", "Leider müssen wir Ihnen mitteilen, dass wir uns für eine andere Bewerberin entschieden haben.", "rejected"),
        ("de", "Die Stelle ist inzwischen besetzt.", "filled"),
        ("fr", "Nous ne sommes pas en mesure de donner une suite favorable à votre candidature.", "rejected"),
        ("fr", "Le poste a été pourvu en interne.", "filled"),
        ("es", "El equipo se inclinó por un perfil con más experiencia.", "rejected"),
        ("es", "Nos complace hacerte una oferta en firme.", "offered"),
    ],
)
def test_outcome_is_told(language: str, text: str, kind: str) -> None:
    outcome = substance(text, language).outcome
    assert outcome is not None
    assert outcome.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Successful and unsuccessful candidates alike will be informed by Friday.",
        "I need ops to confirm a bed before I can offer anyone anything.",
        "Everyone is a yes on moving you to the panel.",
        "If you get another offer before that ring me first!",
        "Your CV went to the client this morning.",
    ],
)
def test_talk_of_outcomes_is_no_outcome(text: str) -> None:
    assert substance(text).outcome is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You're very welcome, Anna. Have a lovely weekend!"),
        ("en", "Thanks, got it."),
        ("de", "Vielen Dank, ist angekommen. Schönes Wochenende!"),
        ("fr", "Bien reçu, merci. Bonne journée !"),
        ("es", "Recibido, gracias. ¡Buen fin de semana!"),
    ],
)
def test_thanks_are_courtesy(language: str, text: str) -> None:
    assert substance(text, language).courtesy


def test_news_is_no_courtesy() -> None:
    assert not substance("Thanks Wanda, the director has signed and the budget is approved for your team.").courtesy


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "Please take my name out of the hat for this one?", "withdrew"),
        ("en", "I would like to withdraw my application.", "withdrew"),
        ("en", "Thank you but having thought it over I will have to decline.", "declined"),
        ("de", "Ich ziehe meine Bewerbung zurück.", "withdrew"),
        ("fr", "J'ai accepté une autre proposition, je retire donc ma candidature.", "withdrew"),
        ("es", "Acepto encantado, adjunto la carta firmada.", "accepted"),
    ],
)
def test_my_own_mail_ends_my_candidacy(language: str, text: str, kind: str) -> None:
    outcome = find_my_outcome(mark(sentences(text), language, mine=True), language)
    assert outcome is not None
    assert outcome.kind == kind
