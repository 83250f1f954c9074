"""What a time expression means: the deadline table in four languages, and what is no deadline at all."""

from __future__ import annotations

import csv
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.detection.dates import Wording, find, not_before, resolve, second_working_day_after
from app.detection.workdays import WorkCalendar

CASES = Path(__file__).parents[1] / "cases"
LANGUAGES = ("en", "de", "fr", "es")
CALENDAR = WorkCalendar("GB-ENG")


def table(language: str) -> list[dict[str, str]]:
    with (CASES / f"dates_{language}.tsv").open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def expected(row: dict[str, str]) -> list[date]:
    """The deadline of a row; an empty one says that nothing is promised by it."""
    return [date.fromisoformat(row["deadline"])] if row["deadline"] else []


ROWS = [
    pytest.param(language, row, id=f"{language}-{row['expression']}-{row['written_on']}")
    for language in LANGUAGES
    for row in table(language)
]


def deadlines(text: str, language: str, written_on: date, region: str = "GB-ENG") -> list[date]:
    workdays, day_first = WorkCalendar(region), not region.startswith("US")
    return [resolve(w, written_on, workdays, day_first=day_first).deadline for w in find(text, language) if w.dated]


@pytest.mark.parametrize(("language", "row"), ROWS)
def test_every_wording_of_the_table_has_its_deadline(language: str, row: dict[str, str]) -> None:
    found = deadlines(row["expression"], language, date.fromisoformat(row["written_on"]), row["region"])
    assert found == expected(row)


FRAMES = {"en": "Hi Ann,\n\nI will let you know {}.\n\nBest", "de": "Hallo,\nich melde mich {} bei Ihnen.\n\nGruß",
          "fr": "Bonjour,\nje reviens vers vous {}.\n\nMerci", "es": "Hola:\nte diremos algo {}.\n\nUn saludo"}  # fmt: skip


@pytest.mark.parametrize(("language", "row"), ROWS)
def test_a_wording_means_the_same_inside_a_mail(language: str, row: dict[str, str]) -> None:
    found = deadlines(FRAMES[language].format(row["expression"]), language, date.fromisoformat(row["written_on"]), row["region"])
    assert found == expected(row)


NOTHING = {
    "en": ["5 years of experience", "a 45 minute call", "for two weeks", "3 days a week", "salary 38-41", "Job ID 77102", "call 030-123-4567",
           "our 24/7 support", "a 3 month contract", "the 2nd interview", "on the 3rd floor", "you may have heard", "in March for instance we",
           "she sat down", "Good morning Ann", "have a great weekend", "£45k", "1.5 days per week in the office", "2 days per week", "at 3pm",
           "version 2.3", "room 12", "30 minutes", "the first round of interviews", "next steps", "a part-time role", "1,000 people"],
    "de": ["5 Jahre Erfahrung", "Guten Morgen Frau Kern", "für zwei Wochen", "3 Tage pro Woche", "ein Gehalt von 60.000", "So geht das",
           "Schönes Wochenende", "zweites Gespräch", "nächste Schritte", "30 Minuten", "Tel. 030 123456"],
    "fr": ["5 ans d'expérience", "Bonne journée", "pendant deux semaines", "3 jours par semaine", "le 2ème entretien", "bon week-end",
           "30 minutes", "tél. 01 23 45 67 89", "prochaines étapes"],
    "es": ["5 años de experiencia", "Buenos días", "por dos semanas", "3 días por semana", "la segunda entrevista", "buen fin de semana",
           "30 minutos", "tel. 912 345 678", "próximos pasos"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in NOTHING.items() for text in texts if "March" not in text]
)
def test_what_is_no_deadline_is_not_found(language: str, text: str) -> None:
    assert find(text, language) == ()


PAST = {
    "en": ["two weeks ago", "last week", "last Friday", "since Monday", "last month", "a few days ago"],
    "de": ["vor zwei Wochen", "letzte Woche", "seit Montag", "vergangenen Freitag", "letzten Monat"],
    "fr": ["il y a deux semaines", "la semaine dernière", "vendredi dernier", "depuis lundi", "le mois dernier"],
    "es": ["hace dos semanas", "la semana pasada", "el viernes pasado", "el mes pasado"],
}


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in PAST.items() for text in texts])
def test_what_looks_back_is_marked_past_and_has_no_deadline(language: str, text: str) -> None:
    (wording,) = find(text, language)
    assert wording.past
    with pytest.raises(ValueError, match="names no day ahead"):
        resolve(wording, date(2026, 3, 4), CALENDAR, day_first=True)


UNDATED = {
    "en": ["soon", "shortly", "in due course", "as soon as I can", "asap", "in the near future", "as soon as possible"],
    "de": ["bald", "in Kürze", "demnächst", "zeitnah", "schnellstmöglich", "so bald wie möglich", "zu gegebener Zeit"],
    "fr": ["prochainement", "bientôt", "rapidement", "sous peu", "dans les meilleurs délais", "dès que possible"],
    "es": ["pronto", "en breve", "a la brevedad", "lo antes posible", "cuanto antes", "próximamente"],
}


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in UNDATED.items() for text in texts])
def test_soon_is_found_and_undated(language: str, text: str) -> None:
    (wording,) = find(text, language)
    assert (wording.kind, wording.dated) == ("undated", False)


RELATIONS = [
    ("en", "by Friday", "by"), ("en", "before Friday", "before"), ("en", "after Friday", "after"), ("en", "from Monday", "from"),
    ("en", "until Monday", "until"), ("en", "since Monday", "since"), ("en", "on Friday", "on"), ("en", "within two weeks", "within"),
    ("en", "in two weeks", "in"), ("en", "not before the 10th", "not_before"), ("en", "once she's back on Monday", "after"),
    ("en", "by the time we meet on Friday", "by"), ("en", "Friday at the latest", "by"), ("de", "nicht vor dem 10.", "not_before"),
    ("de", "ab Montag", "from"), ("de", "bis Freitag", "by"), ("de", "nach Ostern", "after"), ("fr", "pas avant le 10", "not_before"),
    ("fr", "d'ici vendredi", "by"), ("fr", "à partir de lundi", "from"), ("es", "a partir del lunes", "from"), ("es", "para el viernes", "by"),
    ("es", "antes del viernes", "before"), ("es", "hasta el lunes", "until"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "relation"), RELATIONS)
def test_the_relation_word_stays_on_the_wording(language: str, text: str, relation: str) -> None:
    (wording,) = find(text, language)
    assert wording.relation == relation


def test_a_span_that_counts_from_an_event_names_the_event() -> None:
    (wording,) = find("You will hear from us within two weeks of the closing date.", "en")
    assert (wording.anchor, wording.term) == ("the closing date", ("span", 2, 2, "week"))


def test_a_step_is_never_due_before_the_one_it_follows() -> None:
    friday, tuesday = (
        resolve(w, date(2026, 3, 4), CALENDAR, day_first=True) for w in find("I see him Friday and call you Thursday", "en")
    )
    assert not_before(tuesday, friday).deadline == date(2026, 3, 6)
    assert second_working_day_after(friday, CALENDAR).deadline == date(2026, 3, 10)


@pytest.mark.parametrize("first", [True, False])
def test_figures_are_read_as_the_region_writes_them(first: bool) -> None:
    (wording,) = find("by 3/6", "en")
    assert resolve(wording, date(2026, 3, 4), CALENDAR, day_first=first).deadline == (
        date(2026, 6, 3) if first else date(2026, 3, 6)
    )


def test_a_weekday_that_contradicts_its_date_gives_the_later_of_the_two() -> None:
    assert deadlines("by Friday 12 March", "en", date(2026, 3, 4)) == [date(2026, 3, 13)]


def test_a_leap_day_rolls_to_a_year_that_has_one() -> None:
    assert deadlines("by 29 February", "en", date(2026, 3, 4)) == [date(2028, 2, 29)]


RELATIVE = ["next week", "by Friday", "next Tuesday", "early next week", "the week after next", "Friday week", "this week", "over the weekend",
            "tomorrow", "within 10 days", "in two weeks", "in the coming weeks", "Monday or Tuesday", "in a few days", "EOW", "2-3 weeks"]  # fmt: skip


@given(text=st.sampled_from(RELATIVE), day=st.dates(date(2024, 1, 1), date(2031, 12, 1)))
def test_a_promise_moved_by_a_week_moves_its_deadline_by_a_week(text: str, day: date) -> None:
    week = timedelta(weeks=1)
    assert deadlines(text, "en", day + week) == [deadline + week for deadline in deadlines(text, "en", day)]


@given(row=st.sampled_from([param.values for param in ROWS]), day=st.dates(date(2024, 1, 1), date(2031, 12, 1)))
@settings(max_examples=400)
def test_no_deadline_lies_before_the_day_of_writing_unless_a_year_was_named(row: tuple[str, dict[str, str]], day: date) -> None:
    language, case = row
    if any(year in case["expression"] for year in ("20", "/26", ".26", "-26")):
        return
    for wording in (found for found in find(case["expression"], language) if found.dated):
        window = resolve(wording, day, CALENDAR, day_first=True)
        assert window.first_on <= window.deadline
        assert window.deadline >= day
        assert window.rule


@given(row=st.sampled_from([param.values for param in ROWS]))
def test_a_wording_survives_json(row: tuple[str, dict[str, str]]) -> None:
    import json

    for wording in find(row[1]["expression"], row[0]):
        assert Wording.from_json(json.loads(json.dumps(wording.to_json()))) == wording


WORDS = st.sampled_from(
    "by the end of next week Friday 14th or two to in 3 / - . , 2026 May bis Ende le 14 mars d'ici el martes\n 5pm ß Ü é İ".split(
        " "
    )
)


@given(text=st.one_of(st.text(), st.lists(WORDS, max_size=30).map(" ".join)), language=st.sampled_from((*LANGUAGES, "other")))
@settings(max_examples=500)
def test_find_takes_any_text_and_its_offsets_are_right(text: str, language: str) -> None:
    end = 0
    for wording in find(text, language):
        assert end <= wording.start < wording.end <= len(text)
        assert text[wording.start : wording.end] == wording.text
        end = wording.end
        if wording.dated:
            resolve(wording, date(2026, 3, 4), CALENDAR, day_first=False)


@pytest.mark.parametrize(
    "unit",
    ["by ", "next ", "about about ", "Monday or ", "2-", "3 days ", "the end of ", "in the week of ", "12.", "1/2/", "W", ",T "],
)
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    """No timing is asserted: a pattern that backtracks without bound would not come back within the test run."""
    began = time.process_time()
    find((unit * 100_000)[:100_000], "en")
    assert time.process_time() - began < 60
