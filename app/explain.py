"""Show a judgement stage by stage: what was read in each message, on which words it rests, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from rich.console import RenderableType
from rich.rule import Rule
from rich.text import Text

from app import report
from app.conversation import Candidate, Message
from app.detection import judge, read
from app.detection.own_words import own_words
from app.detection.reading import Reading
from app.detection.verdict import TimingRules
from app.followup.reply import reply_for
from app.providers import mime


def explain_thread(raws: Sequence[tuple[Path, bytes]], candidate: Candidate, now: datetime) -> Iterator[RenderableType]:
    """The stages of one thread, given as raw messages; every message is taken to belong to it."""
    messages = [mime.read_message(raw, thread_id="thread", own_addresses=candidate.addresses) for _, raw in raws]
    messages.sort(key=lambda m: m.sent_at)
    readings: list[Reading] = []
    for message in messages:
        reading = read(message, candidate)
        readings.append(reading)
        yield Rule(f"{message.subject or '(no subject)'}", align="left")
        yield from _message_lines(message, reading)
    verdict = judge(readings, (), candidate, TimingRules(), now)
    words, colour = report.STATUS_WORDS[verdict.status]
    yield Rule("Verdict", align="left")
    yield Text(words, style=colour)
    yield from report.reasons(verdict)
    if verdict.due_on:
        yield Text(f"  {'due on:':14}{verdict.due_on:%a %Y-%m-%d}")
    reply = reply_for(verdict, readings, candidate)
    if reply is not None:
        yield report.letter(reply)


def _message_lines(message: Message, reading: Reading) -> Iterator[Text]:
    yield _line(
        "from",
        str(message.sender or "nobody named"),
        f"{message.sent_at:%a %Y-%m-%d %H:%M %z}" + (", mine" if reading.mine else ""),
    )
    own = own_words(message.text, message.html)
    yield _line("own words", f"{len(own.text)} characters", own.text[:400] + ("…" if len(own.text) > 400 else ""))
    left_out = [name for name in ("quoted", "signature", "disclaimer") if getattr(own, name)]
    if left_out:
        yield _line("left out", ", ".join(left_out))
    yield _line("language", reading.language)
    if reading.automatic:
        yield _line("automatic", f"{reading.automatic.replace('_', ' ')}: {reading.automatic_why}")
    for found in reading.evidence:
        yield _line("evidence", f"{found.weight:+.1f}  {found.name}", found.quote)
    for pledge in reading.pledges:
        kind = " ".join(
            word
            for word, holds in (
                ("dated" if pledge.dated else "undated", True),
                ("promise", True),
                ("(reported by me)", pledge.reported),
                ("(waits for my part)", pledge.on_me),
            )
            if holds
        )
        when = f"; when: “{pledge.when.text}”" if pledge.when else ""
        yield _line("promise", kind + when, pledge.quote)
    if reading.silence:
        yield _line("silence", "a silence clause, no promise", reading.silence.quote)
    if reading.not_before:
        yield _line("not before", f"no news before “{reading.not_before.text}”")
    for ask in reading.asks:
        yield _line("asks me", ask.kind, ask.quote)
    if reading.outcome:
        yield _line("outcome", reading.outcome.kind, reading.outcome.quote)
    if reading.next_step:
        yield _line("next step", reading.next_step)
    if reading.courtesy:
        yield _line("courtesy", "nothing but thanks or a greeting")
    for words in (reading.unmonitored, reading.no_enquiry):
        if words:
            yield _line("unattended", "answers are not read, or not wanted", words)


def _line(stage: str, sentence: str, quote: str = "") -> Text:
    line = Text(f"  {stage + ':':14}", style="dim")
    line.append(sentence, style="default")
    if quote:
        line.append("\n" + "\n".join(f"{'':18}{part}" for part in quote.splitlines()), style="italic")
    return line
