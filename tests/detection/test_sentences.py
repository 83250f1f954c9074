"""Sentences end where a thought ends, not at abbreviations, dates or the edge of the page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.detection.sentences import sentences

SPLITS = [
    ["The panel meets on Fri. 3 Sept. at 3 p.m. and I'll call Mr. Smith, e.g. at noon.", "Then we talk."],
    ["Wir melden uns z.B. am 14. März oder bis zum 3.6. per Mail.", "Nr. 5 ist frei.", "Hr. Müller ruft an."],
    ["M. Dupont et Mme. Durand vous rappellent.", "Réf. 12 est close."],
    ["La Sra. López le llamará el viernes.", "Gracias."],
    ["See https://x.example/a.html?b=1.2 first.", "It took 3.5 hours."],
    ["Will you hear by Friday?", "Yes!", "We promise…"],
    ["We decide on the 14.03. at the latest.", "Bye."],
]


@pytest.mark.parametrize("parts", SPLITS, ids=[parts[0][:20] for parts in SPLITS])
def test_a_full_stop_ends_a_sentence_only_where_it_does(parts: list[str]) -> None:
    assert [sentence.text for sentence in sentences(" ".join(parts))] == parts


def test_a_wrapped_sentence_is_one() -> None:
    text = (
        "Dear Sam,\n\nWe are going to meet with the hiring committee on Thursday afternoon and\nI will be able to let you know what they decided "
        "before the end of the\nweek.\nThanks\nJane"
    )
    assert [sentence.text for sentence in sentences(text)] == [
        "Dear Sam,",
        "We are going to meet with the hiring committee on Thursday afternoon and I will be able to let you know what they decided before the end of the week.",
        "Thanks",
        "Jane",
    ]


def test_chatty_lines_are_sentences() -> None:
    assert [s.text for s in sentences("sounds good\nlet me check with sam\nwill ping you tmrw")] == [
        "sounds good",
        "let me check with sam",
        "will ping you tmrw",
    ]


def test_bullets_are_sentences() -> None:
    assert [s.text for s in sentences("Next steps:\n- we call your referees\n- you hear by Friday\n1. done")] == [
        "Next steps:",
        "- we call your referees",
        "- you hear by Friday",
        "1. done",
    ]


def test_a_greeting_stands_alone() -> None:
    assert [s.text for s in sentences("Hallo Frau Kern,\nvielen Dank.")] == ["Hallo Frau Kern,", "vielen Dank."]


@given(st.text(alphabet="aB .!?\n,-1é@:>", max_size=300))
def test_offsets_are_true_and_nothing_is_lost(text: str) -> None:
    found = sentences(text)
    for sentence in found:
        assert text[sentence.start : sentence.end].replace("\n", " ") == sentence.text
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())
    assert all(first.end <= second.start for first, second in pairwise(found))


def test_a_text_without_any_full_stop_is_cut_between_words() -> None:
    text = "we will call you on Friday " * 1000
    found = sentences(text)
    assert len(found) > 5
    assert max(len(one.text) for one in found) <= 4000
    assert " ".join(one.text for one in found) == text.strip()
    assert all(text[one.start : one.end] == one.text for one in found)


def test_a_word_longer_than_any_sentence_is_cut_too() -> None:
    assert "".join(one.text for one in sentences("a" * 10_000)) == "a" * 10_000
