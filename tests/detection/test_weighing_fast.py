"""The quick ways of weighing words come to what the plain definition of their terms comes to."""

from __future__ import annotations

import json
import math
from importlib.resources import files

import pytest

from app.detection.mail_kind import loudness, mail_terms, sounds_like_hiring
from app.detection.marks import mark
from app.detection.sentence_kind import terms_of, weights_of
from app.detection.sentences import sentences

SAID = {
    "en": "Hi Ana, thanks for coming in! We'll have you sorted by Friday 3rd, and could you send us 2 references? By, by, by Monday.",
    "de": "Hallo Jana, wir melden uns bis Ende nächster Woche bei Ihnen. Könnten Sie uns noch die Zeugnisse schicken? Viele Grüße",
    "fr": "Bonjour Léa, nous reviendrons vers vous d'ici vendredi. L'équipe n'a pas encore tranché ; pouvez-vous nous rappeler ?",
    "es": "Hola Inés: te avisamos antes del 14 de marzo. ¿Podrías enviarnos el título? El comité aún no lo ha decidido.",
}


@pytest.mark.parametrize("mine", [False, True])
@pytest.mark.parametrize("language", sorted(SAID))
def test_a_sentence_weighs_what_its_terms_weigh(language: str, mine: bool) -> None:
    bias, weights = weights_of(language, mine)
    marked = mark(sentences(SAID[language]), language, mine=mine)
    assert len(marked) > 1
    for one in marked:
        sums = list(bias)
        for term in terms_of(one.text, one.times, one.signs, language):
            for place, weight in enumerate(weights.get(term, ())):
                sums[place] += weight
        grown = [math.exp(each) for each in sums]
        assert list(one.kinds.values()) == pytest.approx([each / sum(grown) for each in grown])


@pytest.mark.parametrize("mine", [False, True])
@pytest.mark.parametrize("language", sorted(SAID))
def test_a_mail_weighs_what_its_terms_weigh(language: str, mine: bool) -> None:
    stored = json.loads(files("app.detection.words").joinpath("mail_kind.json").read_text(encoding="utf-8"))
    terms = mail_terms("Interview on Friday", SAID[language], mine=mine)
    weighed = loudness(len(terms)) * sum(stored.get(term, 0.0) for term in terms)
    assert weighed != 0
    assert sounds_like_hiring("Interview on Friday", SAID[language], mine=mine) == pytest.approx(weighed)


def test_stored_weights_lose_nothing_when_they_are_packed() -> None:
    for language in SAID:
        for mine in (False, True):
            bias, weights = weights_of(language, mine)
            for row in (bias, *weights.values()):
                assert all(abs(weight * 1000 - round(weight * 1000)) < 1e-6 and abs(weight) < 1000 for weight in row)
