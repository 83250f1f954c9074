"""Fit what tells a recruiter thread, evidence and words together, and say how well it carries over to authors not seen.

    python bench/train_recruiter.py            leave-one-author-out figures
    python bench/train_recruiter.py --write    and the weights of all, into words/recruiter_weights.json and words/mail_kind.json

Learned from: the labelled scenes of tests/cases (each file one author; more files can be given), the mails written for this in
tests/cases/mails_*.jsonl, and public mail where it is here (bench/public_mail.py), a stranger's thread each. Logistic regression
(AdaGrad, fixed order) on the pieces of evidence of a thread and on the mean of its messages' words; the weights are divided by
SHARPNESS so that a whole thread is one at the threshold of 1. The same data give the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.conversation import Candidate, Message, Person
from app.detection import read
from app.detection.mail_kind import loudness, mail_terms
from app.detection.own_words import own_words
from app.detection.recruiter import WEIGHTS, WORDING, bare_subject, gather
from app.scenes import message_of
from bench.public_mail import folder, load

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
WORDS = ROOT / "app" / "detection" / "words"
SHARPNESS = 4.0
STRANGER, WRITTEN_FOR_THIS = 0.5, 0.7
"""What a public mail and a single mail count, beside a thread of a scene."""
ROUNDS, PACE = 18, 0.2
SHRINK, PULL = 0.001, 0.01
"""How strongly the weight of a word is drawn to nothing, and that of a piece of evidence to what a person thought of it before."""
PRIOR = Path(__file__).with_name("recruiter_prior.json")
RAREST, SMALLEST = 3, 0.01
_HIRING_WORDS = """interview interviews interviewed interviewing applicant applicants candidate candidates candidacy recruiter recruiters
recruitment recruiting vacancy vacancies hiring position role bewerbung bewerbungen stelle vorstellungsgespräch lebenslauf candidature poste
entretien recrutement entrevista candidatura puesto vacante currículum postulación selección""".split()
NEVER_AGAINST = frozenset(
    form
    for word in _HIRING_WORDS
    for stem in (word, f"{word[:5]}*")
    for form in (stem, f"s:{stem}")
    if stem == word or len(word) > 5
)
"""Words of hiring by themselves never speak against a candidacy, though much that was written for this has them on purpose."""
START = "="

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """One thread: evidence and words, and what a person said about it."""

    name: str
    features: Features
    recruiter: bool
    counts: float


def features_of(messages: Sequence[Message], candidate: Candidate) -> Features:
    """Pieces of evidence as strong as they are in the thread, and the mean of the messages' words."""
    readings = [read(message, candidate, to_the_end=True) for message in messages]
    found = gather(readings)
    features = {f"={f.name}": f.weight / WEIGHTS[f.name] for f in found.values() if f.name != WORDING}
    sent = [message for message in messages if not message.draft]
    for message in sent:
        words = own_words(message.text, message.html).text
        terms = mail_terms(bare_subject(message.subject), words, mine=message.mine)
        for term in terms:
            features[term] = features.get(term, 0.0) + loudness(len(terms)) / len(sent)
    return features


def of_scenes(path: Path) -> list[Example]:
    """The labelled threads of one author."""
    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        scene = json.loads(line)
        me = scene["me"]
        candidate = Candidate(me["name"], frozenset(me["addresses"]), me.get("timezone") or "UTC", me.get("region") or "")
        for thread in scene["threads"]:
            if label := scene["labels"].get(thread["id"]):
                messages = [message_of(m, thread["id"], candidate) for m in thread["messages"]]
                features = features_of(messages, candidate)
                examples.append(Example(f"{scene['id']} {thread['id']}", features, bool(label["recruiter"]), 1.0))
    return examples


def written_for_this() -> Iterator[Example]:
    """Single mails and short threads, near the border on purpose."""
    me = Person("Alex Doe", "alex.doe@inbox.example")
    candidate = Candidate(me.name, frozenset({me.address}), "Europe/London", "GB")
    for path in [*sorted(CASES.glob("mails_*.jsonl")), *sorted(CASES.glob("threads_*.jsonl"))]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            messages = []
            for day, sent in enumerate(row.get("messages", [row]), 2):
                mine, other = bool(sent.get("mine")), Person(*parseaddr(sent["from"]))
                sender, to = (me, Person("Someone", "someone@firm.example")) if mine else (other, me)
                sent_at = datetime(2026, 3, day, 9, tzinfo=UTC)
                messages.append(
                    Message(
                        id=str(day), thread_id="t", sent_at=sent_at, sender=sender, to=(to,), subject=sent["subject"], text=sent["text"],
                        mine=mine,
                    )
                )  # fmt: skip
            name = f"{path.stem} {number} {messages[0].subject}"
            yield Example(name, features_of(messages, candidate), row["label"] == "yes", WRITTEN_FOR_THIS)


def strangers() -> Iterator[Example]:
    place = folder()
    for mail in load(place) if place else ():
        if not mail.hiring:
            yield Example(mail.message.id, features_of([mail.message], mail.candidate), False, STRANGER)


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Log odds that each feature adds; ``=`` is where they start."""
    thought = json.loads(PRIOR.read_text(encoding="utf-8"))
    start = {f"={name}": weight * SHARPNESS for side in ("for", "against") for name, weight in thought[side].items()}
    start[START] = -SHARPNESS * float(thought["threshold"])
    often = Counter(name for example in examples for name in example.features)
    weights = {name: start.get(name, 0.0) for name, times in often.items() if times >= RAREST or name.startswith("=")} | start
    squares = dict.fromkeys(weights, 0.01)
    rows = [([*((n, v) for n, v in e.features.items() if n in weights), (START, 1.0)], e.recruiter, e.counts) for e in examples]
    shuffled = random.Random(11)
    for _ in range(ROUNDS):
        shuffled.shuffle(rows)
        for features, recruiter, counts in rows:
            error = (chance(sum(weights[name] * value for name, value in features)) - recruiter) * counts
            for name, value in features:
                drawn = PULL * (weights[name] - start.get(name, 0.0)) if name.startswith("=") else SHRINK * weights[name]
                slope = error * value + drawn
                squares[name] += slope * slope
                weights[name] -= PACE * slope / math.sqrt(squares[name])
                if weights[name] < 0.0 and name in NEVER_AGAINST:
                    weights[name] = 0.0
    return weights


def odds(example: Example, weights: Features) -> float:
    return weights[START] + sum(weights.get(name, 0.0) * value for name, value in example.features.items())


def chance(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))


def figures(examples: Iterable[Example], weights: Features) -> str:
    """Precision, recall and the threads judged wrongly."""
    right = wrong = missed = 0
    names = []
    for example in examples:
        judged = odds(example, weights) >= 0
        right += judged and example.recruiter
        wrong += judged and not example.recruiter
        missed += example.recruiter and not judged
        if judged != example.recruiter:
            names.append(example.name)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return f"precision {precision:.3f}  recall {recall:.3f}  wrong {wrong}  missed {missed}  {', '.join(names[:6])}"


def write(weights: Features) -> None:
    """Store evidence and words apart, both in units of which the threshold is 1 above where they start."""
    place = WORDS / "recruiter_weights.json"
    stored = json.loads(place.read_text(encoding="utf-8"))
    threshold = round(-weights[START] / SHARPNESS, 3)
    evidence = {name: round(weights.get(f"={name}", 0.0) / SHARPNESS, 3) for side in ("for", "against") for name in stored[side]}
    stored = {
        "threshold": threshold,
        "for": {name: weight for name, weight in evidence.items() if weight >= 0},
        "against": {name: weight for name, weight in evidence.items() if weight < 0},
    }
    place.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    words = {name: round(w / SHARPNESS, 3) for name, w in sorted(weights.items()) if not name.startswith("=") or name == "=mine"}
    kept = {name: weight for name, weight in words.items() if abs(weight) >= SMALLEST}
    (WORDS / "mail_kind.json").write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"threshold {threshold}, {len(evidence)} pieces of evidence, {len(kept)} words and pairs")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("authors", nargs="*", type=Path, help="labelled scenes beside those of tests/cases, one author a file")
    ask.add_argument("--write", action="store_true", help="write the weights fitted on everything, without the figures")
    given = ask.parse_args()
    authors = {path.stem: of_scenes(path) for path in [*sorted(CASES.glob("scenes*.jsonl")), *given.authors]}
    single, public = list(written_for_this()), list(strangers())
    print(
        f"{sum(map(len, authors.values()))} threads of {len(authors)} authors, {len(single)} single mails, {len(public)} public ones"
    )
    if not given.write:
        for name, held_out in authors.items():
            others = [example for other, examples in authors.items() if other != name for example in examples]
            print(f"{name}, not seen: {figures(held_out, fit([*others, *single, *public]))}", flush=True)
        known = [example for examples in authors.values() for example in examples]
        print(f"public mail, every second not seen: {figures(public[::2], fit([*known, *single, *public[1::2]]))}")
        print(f"single mails, every second not seen: {figures(single[::2], fit([*known, *single[1::2], *public]))}")
    weights = fit([*(example for examples in authors.values() for example in examples), *single, *public])
    print(f"public mail, seen: {figures(public, weights)}")
    if given.write:
        write(weights)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
