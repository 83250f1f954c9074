"""Sentences that promise a response to me, and sentences that only look like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.detection.marks import mark
from app.detection.promises import Found, find_promises
from app.detection.sentences import sentences

CASES = Path(__file__).parents[1] / "cases"


def found_in(text: str, language: str = "en", mine: bool = False) -> Found:
    return find_promises(mark(sentences(text), language, mine=mine), language, mine=mine, quoting=text)


def rows() -> list[tuple[str, str, str, str]]:
    out = []
    for language in ("en", "de", "fr", "es"):
        for line in (CASES / f"promises_{language}.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                sentence, promise, wording = [*line.split("\t"), ""][:3]
                out.append((language, sentence, promise, wording))
    return out


@pytest.mark.parametrize(("language", "sentence", "promise", "wording"), rows())
def test_sentence_promises_what_the_table_says(language: str, sentence: str, promise: str, wording: str) -> None:
    pledges = found_in(sentence, language).pledges
    kind = "no" if not pledges else "dated" if any(pledge.dated for pledge in pledges) else "undated"
    assert kind == promise
    if wording:
        said = [(pledge.when or pledge.step).text for pledge in pledges if pledge.when or pledge.step]  # type: ignore[union-attr]
        assert any(wording in text or text.rstrip(".") in wording for text in said)


def test_quote_is_a_verbatim_part_of_the_message() -> None:
    text = "Thanks for coming in to see the whole team today; it was a real pleasure. We will let you\nknow by Friday. Best, Ann"
    (pledge,) = found_in(text).pledges
    assert pledge.quote in text
    assert "know by Friday" in pledge.quote


def test_promise_after_my_part_is_conditional_on_me() -> None:
    (pledge,) = found_in("Once you have sent the form, we will get back to you within three working days.").pledges
    assert pledge.on_me


def test_condition_that_lies_with_others_makes_no_promise() -> None:
    assert not found_in("If the client likes you I'll call by Wednesday.").pledges


def test_after_that_refers_to_the_step_in_the_sentence_before() -> None:
    (pledge,) = found_in("The panel meets on Wednesday. I'll circle back after that.").pledges
    assert pledge.follows == "after"
    assert pledge.step is not None
    assert "Wednesday" in pledge.step.text


def test_call_at_an_hour_is_an_appointment_but_a_call_with_the_decision_is_a_promise() -> None:
    assert not found_in("I'll call you Tuesday at 3 for our interview.").pledges
    assert found_in("I'll call you Tuesday with the decision.").pledges


def test_silence_clause_is_no_promise() -> None:
    found = found_in("If you have not heard from us within two weeks, please consider your application unsuccessful.")
    assert not found.pledges
    assert found.silence is not None
    assert "two weeks" in found.silence.when.text


def test_silence_clause_counts_from_the_closing_date_where_it_says_so() -> None:
    found = found_in(
        "The closing date is 29 May 2026. Candidates who have not heard from us within four weeks of the closing date "
        "should take it that they have not been shortlisted."
    )
    assert found.silence is not None
    assert found.silence.closing is not None
    assert "29 May" in found.silence.closing.text


def test_no_news_before_a_day_is_no_promise_but_is_remembered() -> None:
    found = found_in("I won't have news before Friday.")
    assert not found.pledges
    assert found.not_before is not None
    assert "Friday" in found.not_before.text


@pytest.mark.parametrize(
    "sentence",
    [
        "You mentioned you'd decide by the 14th.",
        "They said they would be calling people this week to schedule second interviews.",
        "Thanks for the call; looking forward to hearing from you next week as discussed.",
    ],
)
def test_my_own_mail_reports_their_promise(sentence: str) -> None:
    pledges = found_in(sentence, mine=True).pledges
    assert pledges
    assert pledges[0].reported


@pytest.mark.parametrize(
    "sentence", ["Could you let me know by Friday?", "I will send you my references by Monday.", "I am free on Tuesday."]
)
def test_my_own_wishes_and_undertakings_report_nothing(sentence: str) -> None:
    assert not found_in(sentence, mine=True).pledges


def test_naming_another_time_is_a_new_promise() -> None:
    (pledge,) = found_in("We need another week, sorry.").pledges
    assert pledge.dated
