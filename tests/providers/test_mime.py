"""Headers and bodies as mail really has them, read without ever failing."""

from __future__ import annotations

import pytest

from app.providers.mime import EPOCH, header_date, header_text, message_ids, read_message


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Ihr =?utf-8?q?Gespr=C3=A4ch_=E2=80=93?=\r\n Product Owner", "Ihr Gespräch – Product Owner"),
        ("=?utf-8?q?eins_?=\r\n =?utf-8?q?zwei?=", "eins zwei"),
        ("=?x-nobody?q?caf=E9?=", "caf\ufffd"),
        ("plain\r\n folded", "plain folded"),
        (None, ""),
    ],
)
def test_headers_are_unfolded_and_decoded_or_shown_as_they_stand(raw: str | None, text: str) -> None:
    assert header_text(raw) == text


def test_a_date_keeps_its_own_offset_and_nonsense_is_none() -> None:
    at = header_date("Mon, 05 Jan 2026 10:00:00 +0530")
    assert at is not None
    assert at.isoformat() == "2026-01-05T10:00:00+05:30"
    assert header_date("next Tuesday, perhaps") is None
    assert header_date("Mon, 45 Jan 2026 10:00:00 +0000") is None


def test_message_ids_are_found_among_comments_and_folds() -> None:
    assert message_ids("<a@x> (comment)\r\n <b@y> <a@x>") == ("<a@x>", "<b@y>")


def test_a_calendar_part_tells_its_method_with_or_without_the_parameter() -> None:
    head = b"From: a@x.example\r\nMIME-Version: 1.0\r\n"
    named = head + b"Content-Type: text/calendar; method=request\r\n\r\nBEGIN:VCALENDAR\r\n"
    inside = head + b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n"
    assert [read_message(raw).calendar for raw in (named, inside)] == ["REQUEST", "CANCEL"]


def test_a_truncated_multipart_still_gives_its_first_part() -> None:
    raw = b'From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello Fri'
    message = read_message(raw)
    assert (message.text, message.html, message.sent_at) == ("Hello Fri", None, EPOCH)


def test_an_attached_text_is_not_the_body() -> None:
    raw = (
        b'From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=cv.txt\r\n\r\nMy CV\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nThe letter\r\n--b--\r\n"
    )
    assert (read_message(raw).text or "").strip() == "The letter"
