"""Sentences of recruiting mail in German, French and Spanish, family by family, and what each of them is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.detection.asks import find_my_outcome, find_substance
from app.detection.marks import mark
from app.detection.promises import find_promises
from app.detection.sentences import sentences
from app.detection.words.automatic import NO_ENQUIRIES, UNMONITORED

CASES = Path(__file__).parents[1] / "cases"
LANGUAGES = ("de", "fr", "es")


def rows() -> list[tuple[str, str, str, str]]:
    out = []
    for language in LANGUAGES:
        for line in (CASES / f"promises_{language}_more.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                sentence, reading, wording = ([*line.split("\t"), ""])[:3]
                out.append((language, sentence, reading, wording))
    return out


def says(language: str, sentence: str, reading: str) -> tuple[bool, str]:
    """Whether the sentence is read so, and the time expression it rests on."""
    parts = mark(sentences(sentence), language, mine=False)
    theirs = find_promises(parts, language, mine=False, quoting=sentence)
    substance = find_substance(parts, language, sentence)
    when = next((w.text for p in theirs.pledges if (w := p.when or p.step)), "")
    if reading in ("dated", "undated", "no"):
        kind = "no" if not theirs.pledges else "dated" if any(p.dated for p in theirs.pledges) else "undated"
        return kind == reading, when
    if reading == "not_before":
        return theirs.not_before is not None and not theirs.pledges, theirs.not_before.text if theirs.not_before else ""
    if reading == "silence":
        return theirs.silence is not None and not theirs.pledges, theirs.silence.when.text if theirs.silence else ""
    if reading in ("reported", "reported_no"):
        mine = find_promises(mark(sentences(sentence), language, mine=True), language, mine=True, quoting=sentence).pledges
        when = next((w.text for p in mine if (w := p.when or p.step)), "")
        return bool(mine) == (reading == "reported"), when
    if reading in ("withdrew", "declined", "accepted", "goes_on"):
        outcome = find_my_outcome(mark(sentences(sentence), language, mine=True), language)
        return (outcome is None) if reading == "goes_on" else (outcome is not None and outcome.kind == reading), ""
    if reading in ("rejected", "filled", "cancelled", "offered", "undecided"):
        kind = substance.outcome.kind if substance.outcome else "undecided"
        return kind == reading, ""
    if reading.startswith("ask:"):
        return reading.removeprefix("ask:") in {ask.kind for ask in substance.asks}, ""
    if reading == "no_ask":
        return not substance.asks, ""
    if reading == "courtesy":
        return substance.courtesy, ""
    if reading == "next_step":
        return bool(substance.next_step), ""
    patterns = {"unmonitored": UNMONITORED, "no_enquiries": NO_ENQUIRIES}[reading]
    return any(re.search(pattern, sentence, re.IGNORECASE) for pattern in patterns), ""


@pytest.mark.parametrize(("language", "sentence", "reading", "wording"), rows())
def test_sentence_is_read_as_the_table_says(language: str, sentence: str, reading: str, wording: str) -> None:
    is_so, when = says(language, sentence, reading)
    assert is_so
    if wording:
        assert wording in when or when.rstrip(".") in wording
