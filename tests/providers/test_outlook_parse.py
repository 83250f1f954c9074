"""Graph's JSON to our words, and our text into Graph's bodies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversation import Message, Person
from app.providers import outlook_parse as parse

ME = frozenset({"ada@outlook.example"})
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
QUOTE = '<hr tabindex="-1"><div id="divRplyFwdMsg"><b>From:</b> Rita</div><div>We answer by Friday.</div>'
REPLY = f'<html><head><style>p {{color: red}}</style></head><body dir="ltr">{QUOTE}</body></html>'


def mail(name: str, sender: str, subject: str = "Your application", *, days: int = 0, **other: object) -> Message:
    to = (Person("", "ada@outlook.example"),)
    said = {"id": name, "thread_id": "c", "sent_at": AT + timedelta(days=days), "sender": Person("", sender), "to": to}
    return Message(**{**said, "subject": subject, "message_id": f"<{name}@x>", **other})  # type: ignore[arg-type]


def ids(threads: list[tuple[Message, ...]]) -> list[list[str]]:
    return [[m.id for m in thread] for thread in threads]


def test_a_row_that_says_nothing_but_its_id_is_a_message() -> None:
    message = parse.message({"id": "1"}, {}, ME)
    assert message.sender is None
    assert message.subject == ""
    assert message.thread_id == "1"


def test_an_exchange_address_is_no_mail_address() -> None:
    assert parse.person({"emailAddress": {"name": "Ann", "address": "/O=CORP/OU=X/CN=ANN"}}) is None
    assert parse.person({"emailAddress": {"name": None, "address": None}}) is None
    assert parse.person({"emailAddress": {"name": "ann@x.example", "address": "Ann@X.example"}}) == Person("", "ann@x.example")


@pytest.mark.parametrize(
    ("row", "method"),
    [
        ({"@odata.type": "#microsoft.graph.eventMessageRequest", "meetingMessageType": "meetingRequest"}, "REQUEST"),
        ({"@odata.type": "#microsoft.graph.eventMessageRequest"}, "REQUEST"),
        ({"@odata.type": "#microsoft.graph.eventMessageResponse"}, "REPLY"),
        ({"@odata.type": "#microsoft.graph.eventMessageResponse", "meetingMessageType": "meetingTenativelyAccepted"}, "REPLY"),
        ({"@odata.type": "#microsoft.graph.eventMessageResponse", "proposedNewTime": {"start": {}}}, "COUNTER"),
        ({"@odata.type": "#microsoft.graph.eventMessage", "meetingMessageType": "meetingCancelled"}, "CANCEL"),
        ({"@odata.type": "#microsoft.graph.eventMessage", "meetingMessageType": "none"}, None),
        ({"@odata.type": "#microsoft.graph.message"}, None),
        ({}, None),
    ],
)
def test_every_kind_of_event_message_has_its_method(row: dict[str, object], method: str | None) -> None:
    assert parse.calendar_method(row) == method


def test_seven_digits_of_a_second_and_the_year_one_are_times_too() -> None:
    assert parse.instant("2026-11-02T09:00:00.1234567Z") == AT.replace(microsecond=123456)
    assert parse.instant("0001-01-01T00:00:00Z") is None
    assert parse.instant(None) is None


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_a_line_put_above_the_quote_is_read_back_as_it_was(line: str) -> None:
    body = parse.with_text_above({"contentType": "html", "content": REPLY}, line)
    assert parse.text_above_quote(body).split() == line.split()
    assert body["content"].index("divRplyFwdMsg") > body["content"].index('<body dir="ltr">')


def test_paragraphs_survive_and_markup_in_the_text_does_not_act() -> None:
    text = "Hi <b>Rita</b>,\n\nany news & dates?\n\nAda"
    body = parse.with_text_above({"contentType": "html", "content": REPLY}, text)
    assert parse.text_above_quote(body) == text
    assert "<b>Rita</b>" not in body["content"]


def test_a_plain_text_reply_gets_its_text_above_the_line() -> None:
    original = "________________________________\r\nFrom: Rita\r\nSent: Monday\r\n\r\nWe answer by Friday."
    assert parse.text_above_quote({"contentType": "text", "content": original}) == ""
    body = parse.with_text_above({"contentType": "text", "content": original}, "Hi Rita,\n\nnews?")
    assert parse.text_above_quote(body) == "Hi Rita,\n\nnews?"
    assert body["content"].endswith("We answer by Friday.")


def test_a_body_without_body_tag_and_an_empty_one_take_text() -> None:
    assert parse.text_above_quote(parse.with_text_above({"contentType": "html", "content": QUOTE}, "Hi")) == "Hi"
    assert parse.text_above_quote(parse.with_text_above({"contentType": "html", "content": ""}, "Hi")) == "Hi"
    assert parse.text_above_quote({}) == ""


def test_strangers_under_one_subject_are_two_threads() -> None:
    threads = parse.split_conversation([mail("a", "rita@acme.example"), mail("g", "gil@globex.example", days=1)], ME)
    assert ids(threads) == [["a"], ["g"]]
    names = parse.thread_names("c", threads)
    assert names[0] == "c"
    assert ids([parse.pick_thread(name, threads) for name in names]) == [["a"], ["g"]]


def test_a_colleague_who_answers_by_reference_belongs_to_the_thread() -> None:
    first, answer = mail("a", "rita@acme.example"), mail("b", "bob@acme.example", days=1, in_reply_to="<a@x>")
    assert ids(parse.split_conversation([answer, first], ME)) == [["a", "b"]]


def test_my_own_answer_without_headers_belongs_to_whom_it_is_addressed() -> None:
    acme, globex = mail("a", "rita@acme.example"), mail("g", "gil@globex.example", days=1)
    mine = mail("m", "ada@outlook.example", days=2, to=(Person("", "gil@globex.example"),), mine=True)
    assert ids(parse.split_conversation([acme, globex, mine], ME)) == [["a"], ["g", "m"]]


def test_what_names_nobody_goes_with_its_subject() -> None:
    report = replace(mail("r", "x@x.example", "Other", days=3), sender=None, to=(), message_id="")
    globex = mail("g", "gil@globex.example", "Re: Other", days=1)
    assert ids(parse.split_conversation([mail("a", "rita@acme.example"), globex, report], ME)) == [["a"], ["g", "r"]]


def test_a_split_threads_name_outlives_its_first_message() -> None:
    root = mail("g", "gil@globex.example", days=1)
    later = mail("h", "gil@globex.example", days=2, references=("<g@x>",))
    everything = parse.split_conversation([mail("a", "rita@acme.example"), root, later], ME)
    name = parse.thread_names("c", everything)[1]
    left = parse.split_conversation([mail("a", "rita@acme.example"), later], ME)
    assert ids([parse.pick_thread(name, left)]) == [["h"]]
    assert parse.thread_names("c", left)[1] == name
    assert parse.pick_thread(name, left[:1]) == ()


def test_quotes_in_a_filter_value_are_doubled() -> None:
    assert parse.quoted("O'Brien") == "'O''Brien'"
