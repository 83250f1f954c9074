"""Whether detection's cost grows with the length of a mail and no faster, on mail made to be as costly as can be.

    python bench/worst_case.py            every stage on every text, in steps up to 100 kB

A pattern that looks back and forth over a text costs four times as much for twice the text: a mail of 100 kB would keep a worker
for minutes. Each stage is fed each text at 12.5, 25, 50 and 100 kB; the last doubling may cost at most 2.6 times as much. Exit
code 1 where one costs more.
"""

from __future__ import annotations

import argparse
import gc
import math
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.conversation import Candidate, Message, Person
from app.detection import read
from app.detection.asks import find_substance
from app.detection.automatic import asks_not_to_enquire, automatic, says_unmonitored
from app.detection.dates import find
from app.detection.marks import mark
from app.detection.names import form_of_address, names_in
from app.detection.own_words import own_words
from app.detection.promises import find_promises
from app.detection.recruiter import evidence_in
from app.detection.sentences import sentences

SIZES = (12_500, 25_000, 50_000, 100_000)
MOST_PER_DOUBLING = 2.6
TOO_SHORT_TO_TELL = 0.004
"""Seconds; a stage that takes less for the longest text is not measured any closer."""

PIECES = {
    "words": "word ",
    "one long word": "a",
    "digits": "1234567890",
    "digits and blanks": "12 ",
    "quotes": "> quoted\n",
    "nested quotes": ">",
    "unclosed tags": "<div><span ",
    "nested tags": "<div>",
    "if you": "if you ",
    "by": "by ",
    "we will": "we will ",
    "dates": "by Friday 3/6 or on Monday the 9th of March 2026, ",
    "weekdays": "Monday-",
    "full stops": ". ",
    "dots": ".",
    "question marks": "?",
    "commas": ",",
    "brackets": "(((",
    "dashes": "-- ",
    "blank lines": "\n",
    "colons": "From: ",
    "headers": "From: a@b.example\nSent: Monday\n",
    "wrote": "On Monday, Jane wrote:\n",
    "signatures": "Best regards,\nJane\n",
    "capitals": "Jane Van Doe ",
    "apostrophes": "we'll ",
    "addresses": "a@b.example ",
    "links": "https://a.example/?q=",
    "promises": "I will get back to you by Friday and let you know once we have met ",
    "requests": "Could you please let me know whether you could ",
    "silence": "If you have not heard from us within two weeks ",
    "titles": "senior assistant head of ",
    "german": "wenn Sie bis Ende der Woche nichts von uns gehört haben ",
    "french": "nous reviendrons vers vous d'ici la fin de la semaine ",
    "spanish": "le avisaremos antes de finales de la semana que viene ",
    "accents": "éèêü",
}
ME = Candidate("Alex Doe", frozenset({"alex@inbox.example"}), "Europe/London", "GB")


def message(text: str | None, html: str | None = None) -> Message:
    sender = Person("Jane Roe", "jane@firm.example")
    return Message("m", "t", datetime(2026, 3, 2, 9, tzinfo=UTC), sender, (Person("", "alex@inbox.example"),), subject="Role", text=text, html=html)  # fmt: skip


def stages(language: str) -> dict[str, Callable[[str], object]]:
    """Every public stage, as a function of the text."""
    return {
        "own_words": lambda text: own_words(text, None),
        "own_words, HTML": lambda text: own_words(None, text),
        "sentences": sentences,
        "mark": lambda text: mark(sentences(text), language, mine=False),
        "mark, mine": lambda text: mark(sentences(text), language, mine=True),
        "find": lambda text: find(text, language),
        "find_promises": lambda text: find_promises(
            mark(sentences(text), language, mine=False), language, mine=False, quoting=text
        ),
        "find_substance": lambda text: find_substance(mark(sentences(text), language, mine=False), language, text),
        "evidence_in": lambda text: evidence_in(message(text), ME, text, text, language, bulk=False),
        "automatic": lambda text: automatic(message(text), text, language),
        "says_unmonitored": says_unmonitored,
        "asks_not_to_enquire": asks_not_to_enquire,
        "form_of_address": lambda text: form_of_address(text, language),
        "names_in": lambda text: names_in("Role", None, text, text),
        "read": lambda text: read(message(text), ME, to_the_end=True),
        "read, HTML": lambda text: read(message(None, text), ME, to_the_end=True),
    }


def seconds(stage: Callable[[str], object], text: str, rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        gc.disable()  # It visits all that is alive, so what it costs does not depend on the stage alone.
        start = time.process_time()
        stage(text)
        best = min(best, time.process_time() - start)
        gc.enable()
    return best


def again(stage: Callable[[str], object], quarter: str, whole: str) -> float:
    """The cost of one doubling anew, over two of them; a part and the whole by turns so that both meet the same machine."""
    costs = [(seconds(stage, quarter, 1), seconds(stage, whole, 1)) for _ in range(7)]
    return math.sqrt(min(whole for _, whole in costs) / max(min(quarter for quarter, _ in costs), 1e-9))


def doublings(stage: Callable[[str], object], piece: str, most: float) -> list[float]:
    """The cost at each size, until one takes longer than the most that one is willing to wait."""
    costs: list[float] = []
    for size in SIZES:
        costs.append(seconds(stage, (piece * (size // len(piece) + 1))[:size], 1))
        if costs[-1] > most:
            break
    return costs


def faults(names: list[str], languages: list[str], most: float) -> Iterator[str]:
    slowest = (0.0, "")
    for name in names:
        piece = PIECES[name]
        for language in languages:
            for called, stage in stages(language).items():
                costs = doublings(stage, piece, most)
                slowest = max(slowest, (costs[-1], f"{called} on {name} in {language}"))
                ratio = costs[-1] / max(costs[-2], 1e-9) if len(costs) > 1 else 1.0
                if costs[-1] > TOO_SHORT_TO_TELL and ratio > MOST_PER_DOUBLING:
                    # A busy machine now and then doubles a time: only what shows again is believed.
                    text = piece * (SIZES[len(costs) - 1] // len(piece) + 1)
                    quarter, whole = text[: SIZES[len(costs) - 1] // 4], text[: SIZES[len(costs) - 1]]
                    ratio = min(ratio, again(stage, quarter, whole))
                steps = " ".join(f"{later / max(sooner, 1e-9):4.1f}" for sooner, later in pairwise(costs))
                told = f"{called:20} {name:18} {language}  {costs[-1] * 1000:8.1f} ms for {SIZES[len(costs) - 1] // 1000} kB   doublings {steps}"
                if costs[-1] > most or (costs[-1] > TOO_SHORT_TO_TELL and ratio > MOST_PER_DOUBLING):
                    yield told
    print(f"slowest: {slowest[0] * 1000:.0f} ms, {slowest[1]}")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--texts", nargs="*", choices=sorted(PIECES), default=list(PIECES))
    ask.add_argument("--languages", nargs="*", choices=("en", "de", "fr", "es"), default=["en", "de", "fr", "es"])
    ask.add_argument("--most", type=float, default=8.0, help="seconds; what takes longer is a fault, whatever it grows like")
    given = ask.parse_args()
    found = 0
    for fault in faults(given.texts, given.languages, given.most):
        found += 1
        print(fault, flush=True)
    print(f"{len(given.texts)} texts, {len(given.languages)} languages: {found} of the stages grow faster than their text")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
