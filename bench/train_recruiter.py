"""Fit the weights of recruiter evidence on labelled scenes, author by author, and say how well they carry over.

    python bench/train_recruiter.py SCENES.jsonl ...            each file one author: leave-one-author-out figures
    python bench/train_recruiter.py SCENES.jsonl ... --write    and the weights of all, into recruiter_weights.json

Logistic regression on the pieces of evidence of a thread, with the threshold held at 1: the logit is SHARPNESS * (sum - 1).
Weights are drawn towards those that stand in the file, keep their sign, and public mail (see bench/public_mail.py), where it is here,
adds strangers' threads with a small weight each. Plain gradient steps, no randomness: the same data give the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.conversation import Candidate
from app.detection import read
from app.detection.recruiter import WEIGHTS, gather
from app.scenes import message_of
from bench.public_mail import folder, load

SHARPNESS = 6.0
PULL = 30.0
"""How strongly a weight is drawn to where it starts; one labelled thread counts 1."""
STRANGER = 0.3
MOST = {"promise_alone": 0.8, "subject_is_title": 0.95, "title_in_subject": 0.75, "conversation": 0.6, "firm_writes_to_me": 0.12}
"""What may never make a recruiter thread by itself: a promise, a job in the subject, thanks for a meeting."""
STEPS = 120
PACE = 0.004
FALSE_POSITIVE = 2.0
"""A stranger's thread taken for a recruiter's costs as much as so many missed ones."""
FILE = Path(__file__).resolve().parents[1] / "app" / "detection" / "words" / "recruiter_weights.json"


@dataclass(frozen=True, slots=True)
class Example:
    """One thread: how strongly each piece of evidence is in it, and what a person said about it."""

    name: str
    features: Mapping[str, float]
    recruiter: bool
    counts: float = 1.0


def examples_of(path: Path) -> list[Example]:
    """The labelled threads of one author."""
    examples = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            scene = json.loads(line)
            me = scene["me"]
            candidate = Candidate(me["name"], frozenset(me["addresses"]), me.get("timezone") or "UTC", me.get("region") or "")
            for thread in scene["threads"]:
                if label := scene["labels"].get(thread["id"]):
                    readings = [read(message_of(m, thread["id"], candidate), candidate) for m in thread["messages"]]
                    is_one = bool(label["recruiter"])
                    found = gather(readings).values()
                    features = {f.name: f.weight / WEIGHTS[f.name] for f in found}
                    examples.append(Example(f"{scene['id']} {thread['id']}", features, is_one, 1.0 if is_one else FALSE_POSITIVE))
    return examples


def strangers() -> list[Example]:
    """Public mail that nobody marked as hiring mail."""
    place = folder()
    if place is None:
        return []
    rows = []
    for mail in load(place):
        if not mail.hiring:
            found = gather([read(mail.message, mail.candidate)]).values()
            rows.append(Example(mail.message.id, {f.name: f.weight / WEIGHTS[f.name] for f in found}, False, STRANGER))
    return rows


def fit(examples: Sequence[Example], start: Mapping[str, float]) -> dict[str, float]:
    """Weights that part the examples best without leaving their start further than the examples are worth."""
    weights = dict(start)
    for _ in range(STEPS):
        slope = {name: PULL * (weights[name] - start[name]) for name in weights}
        for example in examples:
            error = (probability(example, weights) - example.recruiter) * example.counts * SHARPNESS
            for name, value in example.features.items():
                slope[name] += error * value
        for name, amount in slope.items():
            moved = weights[name] - PACE * amount
            moved = max(moved, 0.0) if start[name] > 0 else min(moved, 0.0)
            weights[name] = min(moved, MOST.get(name, moved))
    return weights


def total(example: Example, weights: Mapping[str, float]) -> float:
    return sum(weights[name] * value for name, value in example.features.items())


def probability(example: Example, weights: Mapping[str, float]) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, SHARPNESS * (total(example, weights) - 1.0)))))


def figures(examples: Iterable[Example], weights: Mapping[str, float]) -> str:
    """Precision, recall and the threads judged wrongly."""
    right = wrong = missed = 0
    names = []
    for example in examples:
        judged = total(example, weights) >= 1.0
        right += judged and example.recruiter
        wrong += judged and not example.recruiter
        missed += example.recruiter and not judged
        if judged != example.recruiter:
            names.append(example.name)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return f"precision {precision:.3f}  recall {recall:.3f}  wrong {wrong}  missed {missed}  {', '.join(names[:8])}"


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("authors", nargs="+", type=Path, help="labelled scenes, one author a file")
    ask.add_argument("--write", action="store_true", help="write the weights fitted on all authors")
    given = ask.parse_args()
    authors = {path.stem: examples_of(path) for path in given.authors}
    public = strangers()
    print(f"{sum(map(len, authors.values()))} labelled threads of {len(authors)} authors, {len(public)} public messages")
    for name, held_out in authors.items():
        others = [example for other, examples in authors.items() if other != name for example in examples]
        weights = fit([*others, *public], WEIGHTS)
        print(f"{name}: as they stand  {figures(held_out, WEIGHTS)}")
        print(f"{name}: fitted on the others  {figures(held_out, weights)}")
    weights = fit([*(example for examples in authors.values() for example in examples), *public], WEIGHTS)
    for name, examples in authors.items():
        print(f"{name}: fitted on all  {figures(examples, weights)}")
    print(f"public mail: as it stands {figures(public, WEIGHTS)}\npublic mail: fitted on all {figures(public, weights)}")
    if given.write:
        stored = json.loads(FILE.read_text(encoding="utf-8"))
        for side in ("for", "against"):
            stored[side] = {name: round(weights[name], 2) for name in stored[side]}
        FILE.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
