"""From Gmail's JSON to messages and drafts: what is missing, broken or oddly written must still be read."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversation import Person
from app.providers import gmail_parse
from app.sandbox import gmail_json as gj
from app.sandbox.mail import Account, Mail

ARRIVED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OWN = frozenset({"ada@mail.example"})


def data(text: str | bytes) -> str:
    return base64.urlsafe_b64encode(text.encode() if isinstance(text, str) else text).decode().rstrip("=")


def part(kind: str, body: str | bytes, **headers: str) -> dict[str, Any]:
    named = {"Content-Type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}}
    return {
        "mimeType": kind.split(";")[0],
        "filename": "",
        "headers": [{"name": n, "value": v} for n, v in named.items()],
        "body": {"size": len(body), "data": data(body)},
    }


def resource(payload: dict[str, Any] | None = None, labels: tuple[str, ...] = ("INBOX",), **headers: str) -> dict[str, Any]:
    payload = payload or part("text/plain; charset=utf-8", "Hello")
    payload["headers"] = payload.get("headers", []) + [{"name": n.replace("_", "-"), "value": v} for n, v in headers.items()]
    return {
        "id": "a1",
        "threadId": "a0",
        "labelIds": list(labels),
        "internalDate": str(int(ARRIVED.timestamp() * 1000)),
        "payload": payload,
    }


def read(*args: Any, **headers: Any) -> Any:
    return gmail_parse.message(resource(*args, **headers), OWN)


def test_headers_are_found_in_any_case() -> None:
    message = read(FROM="Rita <Rita@Acme.example>", message_ID="<1@x>", in_reply_TO="<0@x>", reFerences="<a@x> <0@x>")
    assert message.sender == Person("Rita", "rita@acme.example")
    assert (message.message_id, message.in_reply_to, message.references) == ("<1@x>", "<0@x>", ("<a@x>", "<0@x>"))


def test_the_day_of_writing_is_a_day_in_the_senders_offset() -> None:
    sent = read(Date="Fri, 20 Nov 2026 01:30:00 +0900").sent_at
    assert sent == datetime(2026, 11, 20, 1, 30, tzinfo=timezone(timedelta(hours=9)))
    assert sent.day == 20


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Thu, 99 Foo 2026", "Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 20 Nov 2126 12:00:00 +0000"]
)
def test_a_date_that_is_missing_or_cannot_be_gives_way_to_the_arrival(date: str) -> None:
    assert read(**({"Date": date} if date else {})).sent_at == ARRIVED


def test_nobody_named_is_nobody() -> None:
    assert read().sender is None
    assert read(From="undisclosed").sender is None


@pytest.mark.parametrize(
    ("labels", "folder"),
    [
        (("DRAFT",), "drafts"),
        (("SENT",), "sent"),
        (("SENT", "TRASH"), "trash"),
        (("SPAM",), "spam"),
        (("INBOX", "CATEGORY_PROMOTIONS"), "promotions"),
        (("INBOX", "UNREAD"), "inbox"),
        (("CATEGORY_UPDATES",), "archive"),
        ((), "archive"),
    ],
)
def test_labels_name_the_folder(labels: tuple[str, ...], folder: str) -> None:
    message = read(None, labels)
    assert (message.folder, message.draft) == (folder, folder == "drafts")


def test_what_the_owner_wrote_is_theirs_wherever_it_lies_but_forged_spam_is_not() -> None:
    assert read(None, ("SENT", "TRASH"), From="ada@other.example").mine
    assert read(None, ("INBOX",), From="Ada <ada@mail.example>").mine
    assert not read(None, ("SPAM",), From="ada@mail.example").mine
    assert not read(None, ("INBOX",), From="rita@acme.example").mine


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "Grüße".encode("latin-1"), "Grüße"),
        ("iso-8859-1", "Grüße".encode(), "Grüße"),
        ("windows-1252", "don’t".encode("cp1252"), "don’t"),
        ("us-ascii", "Grüße".encode("latin-1"), "Grüße"),
        ("x-unknown", "Grüße".encode(), "Grüße"),
        ("iso-2022-jp", "ご連絡".encode("iso-2022-jp"), "ご連絡"),
        ("gb2312", "你好".encode("gb2312"), "你好"),
    ],
)
def test_text_is_read_whatever_its_charset_says(charset: str, body: bytes, text: str) -> None:
    assert read(part(f"text/plain; charset={charset}", body)).text == text


def test_encoded_words_left_in_headers_are_decoded() -> None:
    message = read(Subject="=?utf-8?q?Gespr=C3=A4ch?=", From="=?iso-8859-1?q?J=F6rg?= <j@acme.example>")
    assert (message.subject, message.sender) == ("Gespräch", Person("Jörg", "j@acme.example"))


def test_both_bodies_are_taken_and_attachments_are_not() -> None:
    attached = part("text/plain", "CV", Content_Disposition='attachment; filename="cv.txt"') | {"filename": "cv.txt"}
    both = {"mimeType": "multipart/alternative", "parts": [part("text/plain", "Plain"), part("text/html", "<p>Rich</p>")]}
    enclosed = {"mimeType": "message/rfc822", "parts": [part("text/plain", "Somebody else's mail")]}
    message = read({"mimeType": "multipart/mixed", "parts": [attached, enclosed, both]})
    assert (message.text, message.html) == ("Plain", "<p>Rich</p>")


@pytest.mark.parametrize(
    "invitation",
    [
        part("text/calendar; charset=utf-8; method=REQUEST", "BEGIN:VCALENDAR"),
        part("text/calendar; method=request", ""),
        part("text/calendar", "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"),
    ],
)
def test_an_invitation_says_its_method(invitation: dict[str, Any]) -> None:
    message = read({"mimeType": "multipart/alternative", "parts": [part("text/plain", "Invitation"), invitation]})
    assert (message.calendar, message.text) == ("REQUEST", "Invitation")


def test_headers_that_tell_automatic_mail_are_kept_under_lower_case_names() -> None:
    message = read(Auto_Submitted="auto-replied", LIST_ID="<x.example>")
    assert (message.headers["auto-submitted"], message.headers["list-id"]) == ("auto-replied", "<x.example>")


def test_a_large_text_is_asked_for_and_put_in() -> None:
    large = part("text/plain; charset=utf-8", "") | {"body": {"size": 300_000, "attachmentId": "big"}}
    found = resource(large)
    assert gmail_parse.missing_bodies(found) == ("big",)
    assert gmail_parse.message(found, OWN).text is None
    assert gmail_parse.message(found, OWN, {"big": b"By Friday."}).text == "By Friday."


def test_an_attached_text_is_not_asked_for() -> None:
    attached = part("text/plain", "", Content_Disposition="attachment") | {"body": {"size": 9, "attachmentId": "cv"}}
    assert gmail_parse.missing_bodies(resource({"mimeType": "multipart/mixed", "parts": [attached]})) == ()


def test_a_message_of_next_to_nothing_is_a_message() -> None:
    message = gmail_parse.message({"id": "1"}, OWN)
    assert (message.id, message.sender, message.text, message.sent_at.year) == ("1", None, None, 1970)


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("Any news?\n\nOn Mon, Nov 16, 2026 at 9:00 Rita <r@acme.example> wrote:\n> By Friday.\n", "Any news?"),
        ("Any news?\n\nOn Mon, Nov 16, 2026 at 9:00 Rita Recruit\n<r@acme.example> wrote:\n\n> By Friday.\n", "Any news?"),
        ("Any news?\n\n-----Original Message-----\nFrom: Rita", "Any news?"),
        ("Any news?\n\nKind regards\nAda", "Any news?\n\nKind regards\nAda"),
        ("", ""),
    ],
)
def test_the_visible_text_of_a_draft_ends_above_the_quote(text: str, visible: str) -> None:
    assert gmail_parse.visible_text(text, None) == visible


def test_the_visible_text_of_an_html_draft_ends_above_the_quote() -> None:
    html = '<div>Any news?<br>Ada</div><div class="gmail_quote"><blockquote>By Friday.</blockquote></div>'
    assert gmail_parse.visible_text(None, html) == "Any news?\nAda"


@given(
    raw=st.binary(max_size=400),
    head=st.sampled_from(
        [b"From: ", b"To: a@b\r\nSubject: ", b"Date: ", b"Content-Type: ", b"Content-Type: text/plain; charset=", b""]
    ),
)
def test_whatever_bytes_arrive_as_mail_become_a_message(raw: bytes, head: bytes) -> None:
    mail = Mail(17, "ada@mail.example", head + raw, "inbox", False, ARRIVED, ARRIVED, 17)
    told = gj.message(mail, Account("ada@mail.example", "Ada"), 1)
    assert gmail_parse.message(told, OWN).id == "11"
