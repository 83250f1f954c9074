"""Fit the weights of words that tell mail about a candidacy from other mail, and say how well they carry over.

    python bench/train_mail_kind.py               figures of five folds
    python bench/train_mail_kind.py --write       and the weights of all, into words/mail_kind.json

The mails lie in tests/cases/mails_*.jsonl (written for this project) and in the labelled scenes; public mail, where it is here (see
bench/public_mail.py), adds strangers' mail with a small weight each. Logistic regression by stochastic gradient descent from a fixed
seed: the same data give the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.conversation import Candidate
from app.detection.mail_kind import mail_terms
from app.detection.own_words import own_words
from app.detection.recruiter import bare_subject
from app.scenes import message_of
from bench.public_mail import folder, load

CASES = ROOT / "tests" / "cases"
FILE = ROOT / "app" / "detection" / "words" / "mail_kind.json"
ROUNDS, PACE, DECAY, RAREST, SMALLEST = 16, 0.2, 0.004, 3, 0.05
STRANGER, SCENE = 0.3, 0.6
"""What a public mail and a mail of a scene count, beside one that was written for this."""


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    terms: frozenset[str]
    hiring: bool
    counts: float


def written_for_this() -> list[Example]:
    out = []
    for path in sorted(CASES.glob("mails_*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            terms = mail_terms(bare_subject(row["subject"]), own_words(row["text"], None).text, mine=bool(row.get("mine")))
            out.append(Example(f"{path.stem} {number} {row['subject']}", frozenset(terms), row["label"] == "yes", 1.0))
    return out


def of_scenes() -> list[Example]:
    out = []
    for path in sorted(CASES.glob("scenes*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            scene = json.loads(line)
            me = scene["me"]
            candidate = Candidate(me["name"], frozenset(me["addresses"]), me.get("timezone") or "UTC", me.get("region") or "")
            for thread in scene["threads"]:
                label = scene["labels"].get(thread["id"])
                for number, sent in enumerate(thread["messages"][:3]):
                    message = message_of(sent, thread["id"], candidate)
                    if label and not message.draft:
                        words = own_words(message.text, message.html).text
                        terms = mail_terms(bare_subject(message.subject), words, mine=message.mine)
                        counts = SCENE / (1 + number)
                        out.append(Example(f"{scene['id']} {message.id}", frozenset(terms), bool(label["recruiter"]), counts))
    return out


def strangers() -> list[Example]:
    place = folder()
    out = []
    for mail in load(place) if place else ():
        if not mail.hiring:
            words = own_words(mail.message.text, mail.message.html).text
            terms = mail_terms(bare_subject(mail.message.subject), words, mine=False)
            out.append(Example(mail.message.id, frozenset(terms), False, STRANGER))
    return out


def fit(rows: Sequence[Example]) -> dict[str, float]:
    often = Counter(term for row in rows for term in row.terms)
    weights = {term: 0.0 for term, times in often.items() if times >= RAREST}
    weights["="] = 0.0
    order = [(row, [term for term in row.terms if term in weights]) for row in rows]
    shuffled = random.Random(5)
    for round_ in range(ROUNDS):
        shuffled.shuffle(order)
        pace = PACE / (1 + round_ / 2)
        for row, known in order:
            # Long mails have many terms: each speaks more softly.
            scale = scale_of(len(known))
            error = (chance(weights["="] + scale * sum(weights[term] for term in known)) - row.hiring) * row.counts
            weights["="] -= pace * 0.1 * error
            for term in known:
                weights[term] -= pace * (error * scale + DECAY * weights[term])
    return weights


def scale_of(terms: int) -> float:
    return 1.0 if terms else 0.0


def chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def guess(row: Example, weights: dict[str, float]) -> float:
    known = [term for term in row.terms if term in weights]
    return weights["="] + scale_of(len(known)) * sum(weights[term] for term in known)


def figures(rows: Sequence[Example], *, show: bool) -> None:
    mixed = list(rows)
    random.Random(3).shuffle(mixed)
    right = wrong = missed = strange = 0
    for fold in range(5):
        weights = fit([row for i, row in enumerate(mixed) if i % 5 != fold])
        for i, row in enumerate(mixed):
            if i % 5 == fold and row.counts == 1.0:
                odds = guess(row, weights)
                right += odds > 0 and row.hiring
                wrong += odds > 0 and not row.hiring
                missed += odds <= 0 and row.hiring
                if show and (odds > 0) != row.hiring:
                    print(f"    {'hiring' if row.hiring else 'other '} {odds:+.1f} {row.name}")
            elif i % 5 == fold and row.counts == STRANGER:
                strange += guess(row, weights) > 0
    print(
        f"written for this: precision {right / max(1, right + wrong):.3f} recall {right / max(1, right + missed):.3f}; strangers taken {strange}"
    )


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--write", action="store_true")
    ask.add_argument("--show", action="store_true", help="print the mails that were judged wrongly")
    given = ask.parse_args()
    rows = [*written_for_this(), *of_scenes(), *strangers()]
    print(f"{len(rows)} mails")
    if not given.write:
        figures(rows, show=given.show)
    else:
        weights = fit(rows)
        kept = {term: round(w, 2) for term, w in sorted(weights.items()) if abs(w) >= SMALLEST or term == "="}
        FILE.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        print(f"{len(kept)} terms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
