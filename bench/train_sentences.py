"""Fit the weights of sentence kinds on labelled sentences, and say how well they carry over.

    python bench/train_sentences.py               figures of five folds, a language at a time
    python bench/train_sentences.py --write       and the weights of all, into words/sentence_kinds_*.json

The sentences lie in tests/cases/sentences_*.tsv (kind, sentence), written for this project. Multinomial logistic regression by
stochastic gradient descent with decaying weights, its order drawn from a fixed seed: the same data give the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.detection.marks import mark
from app.detection.own_words import own_words
from app.detection.sentence_kind import MINE, THEIRS, terms_of
from app.detection.sentences import Sentence, sentences
from app.detection.words import plain

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
WORDS = ROOT / "app" / "detection" / "words"
ROUNDS = 40
PACE = 0.05
DECAY = 6e-5
ORDERS = (7, 11)
RAREST = 2
"""A term that occurs less often tells nothing that carries over."""
SMALLEST = 0.12
"""A term whose weights are all smaller is left out of the file."""


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    kind: int
    terms: tuple[str, ...]
    counts: float = 1.0


READ_AS = {
    "dated": "promise", "undated": "promise", "no": "nopromise", "not_before": "notbefore", "silence": "silence", "filled": "rejected",
    "rejected": "rejected", "cancelled": "rejected", "offered": "offered", "courtesy": "courtesy", "next_step": "invited",
    "reported": "my_reported", "reported_no": "my_other", "withdrew": "my_withdrew", "declined": "my_withdrew", "accepted": "my_accepted",
    "goes_on": "my_other",
}  # fmt: skip
"""What the tables of promises_*.tsv call the same."""


_ACCEPTS = re.compile(
    r"\baccept|\boffer|\bcontract|\bsign(?:ed|ing)?\b|count me in|\byes\b|delighted|thrilled|can't wait|see you on|"
    r"\bnehme\b.*\ban\b|angebot|vertrag|zusag|unterschr|freue mich auf den start|\baccepte|\boffre|\bcontrat|\bsign[eé]|avec (?:joie|plaisir)|"
    r"\bacepto|\boferta|\bcontrato|\bfirm[oé]|encantad[oa]|con gusto",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"withdr|declin|another|elsewhere|other|no longer|\bnot\b|n't\b|decided|out of|instead|stay|different|already|got a|found|pass on|step|pull|"
    r"zurück|ander|nicht|leider|abgesagt|absag|entschieden|bereits|schon|doch|retir|autre|ailleurs|\bpas\b|\bplus\b|décid|déclin|renonc|désist|"
    r"\botr[oa]|retir|\bno\b|declin|renunc|decid|descart|ya (?:he|teng)",
    re.IGNORECASE,
)


def labelled(language: str) -> Iterator[tuple[str, str]]:
    """Kind and sentence: those written for this, and those of the tables that the tests read."""
    for path in sorted(CASES.glob(f"sentences_{language}*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, sentence = line.split("\t")[:2]
                if kind == "my_withdrew" and _ACCEPTS.search(sentence) and not _LEAVES.search(sentence):
                    kind = "my_accepted"
                yield kind, sentence
    for path in sorted(CASES.glob(f"promises_{language}*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                sentence, reading = line.split("\t")[:2]
                yield ("ask" if reading.startswith("ask:") else READ_AS.get(reading, "")), sentence


def of_scenes(language: str, kinds: Sequence[str]) -> Iterator[Example]:
    """Sentences of labelled scenes: the one that holds the promise in force, and the other dated ones of that message, which hold none."""
    mine = kinds is MINE
    yes, no = ("my_reported", "my_other") if mine else ("promise", "nopromise")
    for path in sorted(CASES.glob("scenes*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            scene = json.loads(line)
            if scene["lang"] != language:
                continue
            me = set(scene["me"]["addresses"])
            for thread in scene["threads"]:
                label = scene["labels"].get(thread["id"]) or {}
                promise = label.get("promise") if label.get("status") != "my_turn" else None
                for sent in thread["messages"]:
                    if not promise or sent["id"] != promise["message"]:
                        continue
                    if any(address in (sent.get("from") or "") for address in me) != mine:
                        continue
                    own = own_words(sent.get("text"), sent.get("html")).text
                    quote = " ".join(plain(promise["quote"]).split())
                    for one in mark(sentences(own), language, mine=mine):
                        text = " ".join(plain(one.sentence.text).split())
                        holds = quote in text or text in quote
                        if (
                            "hangs_on_me" not in one.has
                            and not _HANGS.search(text)
                            and (holds or any(w.dated for w in one.times))
                        ):
                            terms = tuple(terms_of(one.text, one.times, one.signs, language))
                            yield Example(one.text, kinds.index(yes if holds else no), terms, 1.0 if holds else IN_PASSING)


_HANGS = re.compile(
    r"\b(?:once|when|as soon as|the moment|if you|of having|of receiving|sobald|wenn|nachdem|dès|une fois|quand|lorsque|en cuanto|cuando|una vez)\b",
    re.IGNORECASE,
)
"""What may make a promise hang on me: scenes do not say of a sentence by itself whether it does."""

IN_PASSING = 0.6
"""What a dated sentence beside a promise counts: nobody has labelled it by itself."""


def examples(language: str, kinds: Sequence[str]) -> list[Example]:
    """The labelled sentences of one language whose kind is one of these."""
    out = list(of_scenes(language, kinds))
    for kind, sentence in labelled(language):
        if kind in kinds:
            (one,) = mark([Sentence(0, len(sentence), sentence)], language, mine=kinds is MINE)
            out.append(Example(sentence, kinds.index(kind), tuple(terms_of(one.text, one.times, one.signs, language))))
    return out


def fit(rows: Sequence[Example], count: int) -> tuple[list[float], dict[str, list[float]]]:
    """Bias and weights of ``count`` kinds: the mean over some orders of the same sentences, so that no order counts."""
    fitted = [_fit(rows, count, order) for order in ORDERS]
    bias = [sum(values) / len(ORDERS) for values in zip(*(bias for bias, _ in fitted), strict=True)]
    terms = fitted[0][1]
    mean = {t: [sum(w[t][k] for _, w in fitted) / len(ORDERS) for k in range(count)] for t in terms}
    return bias, mean


def _fit(rows: Sequence[Example], count: int, seed: int) -> tuple[list[float], dict[str, list[float]]]:
    often = Counter(term for row in rows for term in row.terms)
    weights: dict[str, list[float]] = {term: [0.0] * count for term, times in often.items() if times >= RAREST}
    bias = [0.0] * count
    order = list(rows)
    shuffled = random.Random(seed)
    for round_ in range(ROUNDS):
        shuffled.shuffle(order)
        pace = PACE / (1 + round_)
        for row in order:
            known = [weights[term] for term in row.terms if term in weights]
            sums = [b + sum(w[k] for w in known) for k, b in enumerate(bias)]
            highest = max(sums)
            grown = [math.exp(s - highest) for s in sums]
            whole = sum(grown)
            for k in range(count):
                error = grown[k] / whole - (k == row.kind)
                step = pace * error * row.counts
                bias[k] -= step * 0.2
                for w in known:
                    w[k] -= step + pace * DECAY * 100 * w[k]
    return bias, weights


def guess(row: Example, bias: Sequence[float], weights: dict[str, list[float]]) -> list[float]:
    known = [weights[term] for term in row.terms if term in weights]
    sums = [b + sum(w[k] for w in known) for k, b in enumerate(bias)]
    highest = max(sums)
    grown = [math.exp(s - highest) for s in sums]
    return [g / sum(grown) for g in grown]


def folds(rows: Sequence[Example], count: int) -> Iterator[tuple[Example, list[float]]]:
    """Each example with the probabilities of weights that have not seen it."""
    mixed = list(rows)
    random.Random(3).shuffle(mixed)
    for fold in range(5):
        bias, weights = fit([row for i, row in enumerate(mixed) if i % 5 != fold], count)
        for i, row in enumerate(mixed):
            if i % 5 == fold:
                yield row, guess(row, bias, weights)


def figures(rows: Sequence[Example], kinds: Sequence[str], *, show: str = "") -> None:
    right: Counter[int] = Counter()
    taken: Counter[int] = Counter()
    there: Counter[int] = Counter()
    mixed: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row, chances in folds(rows, len(kinds)):
        best = max(range(len(kinds)), key=chances.__getitem__)
        taken[best] += 1
        there[row.kind] += 1
        right[best] += best == row.kind
        if best != row.kind:
            mixed[kinds[row.kind], kinds[best]] += 1
            if show and show in (kinds[row.kind], kinds[best]):
                print(f"    {kinds[row.kind]} -> {kinds[best]} {chances[best]:.2f}  {row.text}")
    for k, kind in enumerate(kinds):
        print(
            f"  {kind:12} {there[k]:5} labelled, precision {right[k] / max(1, taken[k]):.2f}, recall {right[k] / max(1, there[k]):.2f}"
        )
    print("  most mixed up:", ", ".join(f"{a} as {b} {n}" for (a, b), n in sorted(mixed.items(), key=lambda x: -x[1])[:6]))


def written(bias: Sequence[float], weights: dict[str, list[float]]) -> dict[str, object]:
    kept = {term: [round(w, 2) for w in values] for term, values in sorted(weights.items()) if max(map(abs, values)) >= SMALLEST}
    return {"bias": [round(b, 2) for b in bias], "terms": kept}


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--language", choices=("en", "de", "fr", "es"))
    ask.add_argument("--write", action="store_true", help="write the weights fitted on all sentences")
    ask.add_argument("--show", default="", help="print the sentences of this kind that were judged wrongly")
    given = ask.parse_args()
    for language in [given.language] if given.language else ["en", "de", "fr", "es"]:
        stored = {}
        for name, kinds in (("theirs", THEIRS), ("mine", MINE)):
            rows = examples(language, kinds)
            if not given.write or given.show:
                print(f"{language} {name}: {len(rows)} sentences")
                figures(rows, kinds, show=given.show)
            if given.write:
                stored[name] = {"kinds": list(kinds), **written(*fit(rows, len(kinds)))}
        if given.write:
            lines = json.dumps(stored, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
            (WORDS / f"sentence_kinds_{language}.json").write_text(lines + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
