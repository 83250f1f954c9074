"""The text of a follow-up: short, polite, one question, nothing made up."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from app.conversation import Candidate
from app.detection import judge
from app.detection.verdict import TimingRules, Verdict
from app.followup.wording import compose, day_in_words, placeholders
from tests.detection.letters import ME, reading_of

PROMISES = {
    ("en", False): ("Hi Nora, thanks for the interview. We'll let you know by Friday. Ann", "Data Analyst - next steps"),
    ("de", True): (
        "Sehr geehrte Frau Hale, vielen Dank für das Gespräch. Wir melden uns bis Freitag bei Ihnen.",
        "Ihre Bewerbung als Konstrukteurin",
    ),
    ("de", False): ("Hallo Nora, danke für das Gespräch. Ich melde mich bis Freitag bei dir.", "Deine Bewerbung als Redakteurin"),
    ("fr", True): ("Bonjour Nora, merci pour votre entretien. Je reviens vers vous avant vendredi.", "Poste de juriste"),
    ("fr", False): (
        "Bonjour Nora, merci pour ton entretien. Je reviens vers toi avant vendredi, tu auras ma réponse.",
        "Poste de graphiste",
    ),
    ("es", True): (
        "Estimada Nora: gracias por su entrevista. Le daremos una respuesta antes del viernes.",
        "Vacante de enfermera",
    ),
    ("es", False): ("Hola Nora, gracias por tu entrevista. Te digo algo antes del viernes.", "Vacante de enfermera"),
}
UNWELCOME = re.compile(
    r"you said|promis|still waiting|haven't heard|sorry|urgent|automat|versprochen|warte|désol|prometi|perd[oó]n", re.IGNORECASE
)


def due(language: str, formal: bool, *, second: bool = False) -> tuple[Verdict, list]:  # type: ignore[type-arg]
    text, subject = PROMISES[language, formal]
    readings = [
        reading_of("m1", "2026-03-02T10:00:00+01:00", text, subject=subject, sender="Ann Cole <ann.cole@brightfirm.example>")
    ]
    now = "2026-03-12T12:00:00+01:00"
    if second:
        readings.append(reading_of("m2", "2026-03-10T12:00:00+01:00", "Is there any news?", sender="me", subject=subject))
        now = "2026-03-25T12:00:00+01:00"
    verdict = judge(readings, [], ME, TimingRules(), datetime.fromisoformat(now))
    assert verdict.status == "due"
    return verdict, readings


@pytest.mark.parametrize(("language", "formal"), list(PROMISES))
@pytest.mark.parametrize("second", [False, True])
def test_follow_up_asks_one_question_in_two_to_four_sentences_and_is_signed(language: str, formal: bool, second: bool) -> None:
    verdict, readings = due(language, formal, second=second)
    body = compose(verdict, readings, ME)
    greeting, *middle, _closing, name = [line for line in body.splitlines() if line]
    assert body.count("?") == 1
    assert 2 <= len(re.findall(r"[.!?](?=\s|$)", " ".join(middle))) <= 5
    assert name == "Nora Hale"
    assert greeting
    assert not UNWELCOME.search(body)


@pytest.mark.parametrize(
    ("language", "formal", "word", "not_word"),
    [
        ("de", True, "Ihnen", "dir"),
        ("de", False, "dir", "Ihnen"),
        ("fr", True, "vous", "toi"),
        ("fr", False, "tu", "vous"),
        ("es", True, "su", "tu"),
        ("es", False, "tu", "su"),
    ],
)
def test_follow_up_speaks_as_formally_as_the_thread(language: str, formal: bool, word: str, not_word: str) -> None:
    verdict, readings = due(language, formal)
    said = re.findall(r"\w+", compose(verdict, readings, ME))
    assert word in said
    assert not_word not in said


def test_expected_time_is_named_once_as_a_date() -> None:
    verdict, readings = due("en", False)
    body = compose(verdict, readings, ME)
    assert body.count("6 March") == 1
    assert "Friday" not in body


def test_second_follow_up_reads_differently() -> None:
    first, second = due("en", False), due("en", False, second=True)
    assert compose(*first, ME) != compose(*second, ME)


def test_role_is_named_when_known_and_never_invented() -> None:
    verdict, readings = due("en", False)
    assert "Data Analyst" in compose(verdict, readings, ME)
    plain = [
        reading_of(
            "m1",
            "2026-03-02T10:00:00+00:00",
            "Hi Nora, thanks for the interview. We'll let you know by Friday.",
            subject="Thursday",
        )
    ]
    verdict = judge(plain, [], ME, TimingRules(), plain[0].sent_at + timedelta(days=10))
    assert "the position" in compose(verdict, plain, ME)


@pytest.mark.parametrize(
    ("sender", "greeting"),
    [
        ("Ann Cole <ann@brightfirm.example>", "Hi Ann,"),
        ("Cole, Ann <ann.cole@brightfirm.example>", "Hi Ann,"),
        ("Whitlock Karen (TRUST) <karen.whitlock@brightfirm.example>", "Hi Karen,"),
        ("Brightfirm Talent Team <talent@brightfirm.example>", "Hello,"),
        ("talent@brightfirm.example", "Hello,"),
        ("Nadia Kessler via Lever <nadia@hire.lever.co>", "Hi Nadia,"),
    ],
)
def test_greeting_has_the_right_first_name_or_none(sender: str, greeting: str) -> None:
    readings = [
        reading_of("m1", "2026-03-02T10:00:00+00:00", "Thanks for the interview. We'll let you know by Friday.", sender=sender)
    ]
    verdict = judge(readings, [], ME, TimingRules(), readings[0].sent_at + timedelta(days=10))
    assert compose(verdict, readings, ME).splitlines()[0] == greeting


def test_owner_s_own_text_is_used_with_its_placeholders() -> None:
    verdict, readings = due("en", False)
    body = compose(verdict, readings, ME, {"en_1": "Dear {{ person }}, any news on {{ role }}?\n{{ name }}"})
    assert body == "Dear Ann, any news on Data Analyst?\nNora Hale\n"


def test_placeholders_have_plain_names() -> None:
    verdict, readings = due("en", False)
    values = placeholders(verdict, readings, Candidate("Nora Hale", frozenset({"nora@hale.example"})))
    assert set(values) >= {"greeting", "person", "role", "organisation", "expected", "name", "first_name"}
    assert all(isinstance(value, str) for value in values.values())


def test_first_of_a_month_is_spelt_as_each_language_does() -> None:
    day = datetime(2026, 5, 1).date()
    assert [day_in_words(day, language) for language in ("en", "de", "fr", "es")] == ["1 May", "1. Mai", "1er mai", "1 de mayo"]
