"""The language of a mail is told from a line; what is none of the four is not taken for one."""

from __future__ import annotations

import pytest

from app.detection.language import language_of

LINES = {
    "en": [
        "Thanks, will let you know.",
        "We'll be in touch next week",
        "Sounds good",
        "Hi Jane, the panel meets on Friday.",
        "see you then",
    ],
    "de": [
        "Danke!",
        "Wir melden uns nächste Woche.",
        "Viele Grüße",
        "Bis Freitag!",
        "Hallo Frau Öztürk, der Vertrag ist unterwegs.",
    ],
    "fr": [
        "Merci",
        "Je reviens vers vous d'ici vendredi.",
        "Bonjour, RDV lundi",
        "Bien cordialement",
        "À vendredi, bonne journée",
    ],
    "es": [
        "Gracias",
        "Te decimos algo la semana que viene.",
        "Hasta el viernes",
        "Hola Inés, buenos días",
        "Quedo a la espera, un saludo",
    ],
    "other": [
        "Ciao Marco, grazie per la tua disponibilità, ti faremo sapere entro la prossima settimana.",
        "Hoi Jan, bedankt voor het gesprek, we laten je volgende week weten.",
        "Olá, obrigado pelo seu tempo, entraremos em contato até sexta.",
        "Hej, tack för senast, vi hör av oss nästa vecka.",
        "Мы ответим вам на следующей неделе",
    ],
}


@pytest.mark.parametrize(("language", "line"), [(language, line) for language, lines in LINES.items() for line in lines])
def test_a_line_is_enough(language: str, line: str) -> None:
    assert language_of(line) == language


@pytest.mark.parametrize("text", ["", "ok", "10-4", "https://der.die.das/und/nicht", "+49 30 123456"])
def test_what_says_nothing_is_the_default(text: str) -> None:
    assert language_of(text) == "en"
    assert language_of(text, default="de") == "de"
