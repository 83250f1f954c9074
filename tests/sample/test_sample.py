"""The sample mailbox: every status, real mail, and the same verdicts on any day of any week."""

from __future__ import annotations

import email.policy
import functools
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.parser import BytesParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.conversation import Candidate
from app.detection import answer_sources, judge, read
from app.detection.language import language_of
from app.detection.reading import Reading
from app.detection.verdict import Status, TimingRules, Verdict
from app.detection.workdays import WorkCalendar
from app.followup.reply import reply_for
from app.providers.archive import Archive
from app.providers.mime import read_message
from app.sample import Account, SampleMail, messages, owner, week_of, write_mbox
from app.sample.scenes import day_of, instant_of

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 11, 15, 30, tzinfo=UTC)
ME = Candidate(owner().name, frozenset(owner().addresses), owner().timezone, owner().region)

MONDAYS = (
    # Holidays, the turn of the year, both changes of the clock, and plain weeks, over two years.
    date(2026, 1, 5),
    date(2026, 3, 30),
    date(2026, 4, 6),
    date(2026, 4, 13),
    date(2026, 5, 18),
    date(2026, 6, 1),
    date(2026, 8, 10),
    date(2026, 10, 5),
    date(2026, 10, 26),
    date(2026, 12, 21),
    date(2026, 12, 28),
    date(2027, 1, 4),
    date(2027, 1, 11),
    date(2027, 3, 29),
    date(2027, 4, 5),
    date(2027, 5, 10),
    date(2027, 5, 24),
    date(2027, 9, 13),
    date(2027, 11, 1),
    date(2028, 1, 3),
)


def parsed(mail: SampleMail) -> email.message.EmailMessage:
    return BytesParser(policy=email.policy.default).parsebytes(mail.raw)


@functools.cache
def readings_of(monday: date, account: Account | None) -> dict[str, tuple[SampleMail, list[Reading]]]:
    """(first mail, readings) by thread."""
    found: dict[str, tuple[SampleMail, list[Reading]]] = {}
    for mail in messages(datetime(monday.year, monday.month, monday.day, 12, tzinfo=UTC), account):
        message = read_message(mail.raw, thread_id=mail.thread, folder=mail.folder, own_addresses=ME.addresses)
        found.setdefault(mail.thread, (mail, []))[1].append(read(message, ME))
    return found


def judged(now: datetime, account: Account | None = None) -> Iterator[tuple[SampleMail, Verdict, list[Reading]]]:
    """(first mail, verdict, readings) a thread, with the mail of all other threads looked at as a linked mailbox would be."""
    threads = readings_of(week_of(now), account)
    for thread, (first, own) in threads.items():
        addresses, domains = answer_sources(own, ME)
        elsewhere = [
            reading
            for other, (_, theirs) in threads.items()
            if other != thread
            for reading in theirs
            if not reading.mine and reading.sender and (reading.sender.address in addresses or reading.sender.domain in domains)
        ]
        yield first, judge(own, elsewhere, ME, TimingRules(), now), own


def instants(monday: date) -> list[datetime]:
    """An instant on each day, from the first minute of the week to the last, in the owner's zone."""
    clocks = ((0, 1), (8, 59), (9, 1), (12, 0), (18, 30), (3, 15), (23, 59))
    days = (monday + timedelta(days=n) for n in range(7))
    return [datetime(d.year, d.month, d.day, h, m, tzinfo=BERLIN) for d, (h, m) in zip(days, clocks, strict=True)]


def test_it_holds_at_least_18_threads_and_70_messages_and_every_status() -> None:
    mails = messages(NOW)
    assert len(mails) >= 70
    assert len({m.thread for m in mails}) >= 18
    assert {m.expected for m in mails} == {status.value for status in Status}


def test_a_due_thread_waits_in_each_of_the_four_languages() -> None:
    due = {m.thread: m for m in messages(NOW) if m.expected == "due"}
    languages = {
        language_of(read_message(m.raw).text or "") for m in messages(NOW) if m.thread in due and "text/plain" in m.raw.decode()
    }
    assert len(due) >= 5
    assert {"en", "de", "fr", "es"} <= languages


def test_the_case_it_began_with_is_there_twice_once_reported_and_once_written() -> None:
    promises = [
        m for m in messages(NOW) if "calling people this week to schedule second interviews" in (read_message(m.raw).text or "")
    ]
    assert [(m.folder, m.expected) for m in promises] == [("inbox", "due"), ("sent", "due")]


@pytest.mark.parametrize("monday", MONDAYS, ids=str)
def test_every_thread_is_what_it_should_be_on_every_day_of_the_week(monday: date) -> None:
    wrong = [
        f"{now:%a %d %b %H:%M} {mail.thread}: {verdict.status.value} instead of {mail.expected}"
        for now in instants(monday)
        for mail, verdict, _ in judged(now)
        if verdict.status.value != mail.expected
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("account", ["gmail", "outlook"])
def test_with_one_mailbox_linked_an_answer_in_the_other_is_not_seen(account: Account) -> None:
    found = {mail.thread: (verdict.status.value, mail.alone) for mail, verdict, _ in judged(NOW, account)}
    assert not {thread: pair for thread, pair in found.items() if pair[0] != pair[1]}
    assert account == "outlook" or found["saltmere_promise"][0] == "due"


def test_every_due_thread_gets_a_draft_to_a_person_on_the_hiring_side() -> None:
    drafts = {m.thread: reply_for(v, readings, ME) for m, v, readings in judged(NOW) if v.status is Status.DUE}
    assert len(drafts) >= 5
    for thread, reply in drafts.items():
        assert reply is not None, thread
        assert reply.to, thread
        assert not {p.address for p in (*reply.to, *reply.cc)} & ME.addresses
        assert reply.body.rstrip().endswith("Nora Brandt"), thread


@pytest.mark.parametrize("monday", MONDAYS, ids=str)
def test_the_margins_hold_whatever_holidays_the_weeks_before_had(monday: date) -> None:
    # What the files rely on, by hand: Friday of week -2 is due before the scan's Monday, and not yet beyond the 30 days.
    work, friday = WorkCalendar("DE"), day_of("-2 Fri", monday)
    assert work.add(friday, 2) < monday
    assert work.add(work.add(day_of("-5 Thu", monday), 10), 2) < monday
    assert monday + timedelta(days=6) <= work.add(day_of("-5 Thu", monday), 10) + timedelta(days=30)
    assert work.add(day_of("-4 Wed", monday), 7) < monday
    assert work.add(day_of("-1 Fri", monday), 7) > monday + timedelta(days=6)


@pytest.mark.parametrize("monday", MONDAYS, ids=str)
def test_all_mail_is_older_than_the_week_of_the_scan_and_younger_than_60_days(monday: date) -> None:
    midnight = datetime(monday.year, monday.month, monday.day, tzinfo=BERLIN)
    sent = [parsed(m)["date"].datetime for m in messages(midnight)]
    assert max(sent) < midnight
    assert midnight + timedelta(days=7) - min(sent) < timedelta(days=60)


def test_the_same_week_gives_the_same_bytes_and_another_week_other_message_ids() -> None:
    days = [messages(now) for now in instants(week_of(NOW))]
    assert all(day == days[0] for day in days)
    ids = {parsed(m)["message-id"] for m in days[0]}
    assert len(ids) == len(days[0])
    assert not ids & {parsed(m)["message-id"] for m in messages(NOW + timedelta(days=7))}


def test_every_message_parses_without_defects_and_belongs_to_the_owner() -> None:
    for mail in messages(NOW):
        mime = parsed(mail)
        assert not [d for part in mime.walk() for d in part.defects], mail.thread
        assert not re.search(rb"(?<!\r)\n", mail.raw)
        named = f"{mime['from']} {mime['to']} {mime['cc']}"
        assert owner().by_account[mail.account] in named, mail.thread
        addresses = re.findall(r"[\w.+-]+@([\w.-]+)", named)
        assert all(domain.endswith(".example") for domain in addresses), mail.thread
        assert "{date" not in (read_message(mail.raw).text or read_message(mail.raw).html or ""), mail.thread


def test_a_reply_names_all_messages_before_it_in_its_own_mailbox() -> None:
    before: dict[str, list[str]] = {}
    for mail in messages(NOW):
        known, mime = before.setdefault(mail.thread, []), parsed(mail)
        assert str(mime["references"] or "").split() == known, mail.thread
        assert str(mime["in-reply-to"] or "").strip() == (known[-1] if known else ""), mail.thread
        known.append(str(mime["message-id"]).strip())


def test_outlook_holds_about_a_third_and_the_two_mailboxes_are_the_whole() -> None:
    gmail, outlook = messages(NOW, "gmail"), messages(NOW, "outlook")
    assert 0.28 <= len(outlook) / len(messages(NOW)) <= 0.4
    assert {m.thread for m in gmail}.isdisjoint(m.thread for m in outlook)
    assert set(gmail) | set(outlook) == set(messages(NOW))
    assert "due" in {m.expected for m in outlook}


def test_dates_carry_the_offset_of_their_zone_on_that_day() -> None:
    summer, winter = date(2026, 7, 6), date(2026, 1, 5)
    assert instant_of("-1 Wed 09:00", summer, "Europe/Berlin").utcoffset() == timedelta(hours=2)
    assert instant_of("-1 Wed 09:00", winter, "Europe/Berlin").utcoffset() == timedelta(hours=1)
    assert instant_of("-2 Wed 09:14", date(2026, 3, 9), "Europe/London").isoformat() == "2026-02-25T09:14:00+00:00"


def test_dates_in_texts_are_written_in_the_language_of_the_letter() -> None:
    texts = "\n".join(read_message(m.raw).text or "" for m in messages(NOW))
    for date_in_letter in ("d'ici le 27 février avec", "bis zum 25. Februar eine", "by Friday 3 April."):
        assert date_in_letter in texts


def test_the_export_reads_as_a_takeout_of_the_same_threads(tmp_path: Path) -> None:
    path = tmp_path / "takeout.mbox"
    assert write_mbox(path, NOW) == len(messages(NOW))
    archive = Archive.open(path, owner().addresses)
    assert not archive.faults
    assert archive.count == len(messages(NOW))
    thread_ids = archive.changes(None, datetime(1970, 1, 1, tzinfo=UTC)).thread_ids
    expected: dict[str, set[str]] = {}
    for mail in messages(NOW):
        expected.setdefault(mail.thread, set()).add(parsed(mail)["message-id"])
    assert {frozenset(m.message_id for m in archive.thread(t).messages) for t in thread_ids} == {
        frozenset(v) for v in expected.values()
    }
    assert {m.folder for m in archive.envelopes()} == {m.folder for m in messages(NOW)}
