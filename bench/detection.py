"""How fast messages are read and judged, on one core, beside dateparser's search on the same texts in the same run.

    python bench/detection.py            public mail, see bench/public_mail.py for where it is looked for

Rates of one run are comparable with each other; between machines only the ratio is.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.conversation import Message
from app.detection import judge, read
from app.detection.verdict import Status, TimingRules, Verdict
from bench.public_mail import PublicMail, as_gmail, as_outlook, folder, load

FLOORS = {"text": 1500.0, "html": 700.0, "times dateparser": 50.0}


def judged(mail: PublicMail, message: Message) -> Verdict:
    """Read one message as its recipient's and judge it 20 days later."""
    return judge([read(message, mail.candidate)], (), mail.candidate, TimingRules(), message.sent_at + timedelta(days=20))


def rate(mails: Sequence[PublicMail], dress: Callable[[Message], Message], rounds: int) -> tuple[float, list[Verdict]]:
    """Messages per second: the median of some rounds over all of them, and the verdicts."""
    dressed = [(mail, dress(mail.message)) for mail in mails]
    verdicts = [judged(mail, message) for mail, message in dressed]  # a first round warms the caches
    seconds = []
    gc.collect()
    for _ in range(rounds):
        start = time.process_time()
        for mail, message in dressed:
            judged(mail, message)
        seconds.append(time.process_time() - start)
    return len(dressed) / sorted(seconds)[rounds // 2], verdicts


def dateparser_rate(mails: Sequence[PublicMail], count: int) -> float:
    """Texts per second that dateparser's search_dates gets through, on an even sample of the same mail."""
    from dateparser.search import search_dates

    sample = [mail.message.text or "" for mail in mails[:: max(1, len(mails) // count)]]
    search_dates("by Friday", languages=["en"])
    start = time.process_time()
    for text in sample:
        search_dates(text, languages=["en"])
    return len(sample) / (time.process_time() - start)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--dateparser-texts", type=int, default=150)
    args = ask.parse_args()
    place = folder()
    if place is None:
        print("There is no public mail here; set HEARBACK_PUBLIC_MAIL to the folder that holds it.", file=sys.stderr)
        return 2
    mails = list(load(place))
    with_text = [m for m in mails if m.message.text]
    text, _ = rate(with_text, lambda m: m, args.rounds)
    gmail, _ = rate(with_text, as_gmail, args.rounds)
    outlook, _ = rate(with_text, as_outlook, args.rounds)
    times = text / dateparser_rate(with_text, args.dateparser_texts)
    every = [judged(m, m.message) for m in mails]
    strangers = [v for m, v in zip(mails, every, strict=True) if not m.hiring]
    taken = sum(v.recruiter for v in strangers)
    print(f"{len(mails)} messages, {len(with_text)} of them text")
    print(f"read + judge, text            {text:8.0f} messages/s   (at least {FLOORS['text']:.0f})")
    print(f"read + judge, Gmail HTML      {gmail:8.0f} messages/s   (at least {FLOORS['html']:.0f})")
    print(f"read + judge, Outlook HTML    {outlook:8.0f} messages/s   (at least {FLOORS['html']:.0f})")
    print(f"times dateparser, same texts  {times:8.0f}              (at least {FLOORS['times dateparser']:.0f})")
    print(f"taken for recruiter threads   {taken:8d} of {len(strangers)} without a hiring note ({taken / len(strangers):.2%})")
    print(f"drafts 20 days later          {sum(v.status is Status.DUE for v in strangers):8d}")
    held = text >= FLOORS["text"] and min(gmail, outlook) >= FLOORS["html"] and times >= FLOORS["times dateparser"]
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
