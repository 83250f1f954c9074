"""Exports as people really have them: mbox, Maildir, .eml; Takeout labels, copies, broken ends."""

from __future__ import annotations

import mailbox
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from app.conversation import Person, Reply
from app.providers.archive import Archive, ArchiveUnreadable, folder_of
from app.providers.eml import CannotWrite

ME = "ines@mail.example"
START = datetime(2026, 1, 1, tzinfo=UTC)


def mail(
    subject: str = "Role",
    *,
    sender: str = "Kim Roe <kim@firm.example>",
    to: str = f"Ines Prado <{ME}>",
    id: str | None = "<1@firm.example>",
    date: str | None = "Mon, 05 Jan 2026 10:00:00 +0100",
    body: str = "We will let you know by Friday.",
    **headers: str,
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    if id:
        message["Message-ID"] = id
    if date:
        message["Date"] = date
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message


def mbox(path: Path, *messages: EmailMessage) -> Path:
    box = mailbox.mbox(path)
    for message in messages:
        box.add(message)
    box.close()
    return path


def opened(path: Path, out: Path | None = None) -> Archive:
    return Archive.open(path, [ME], out)


def threads(archive: Archive) -> list[set[str]]:
    return [{m.message_id for m in archive.thread(t).messages} for t in archive.changes(None, START).thread_ids]


def test_references_join_a_thread_even_when_the_message_between_is_missing(tmp_path: Path) -> None:
    first = mail(id="<1@x.example>")
    third = mail("Re: Role", id="<3@x.example>", References="<1@x.example> <2@gone.example>", In_Reply_To="<2@gone.example>")
    other = mail("Role", id="<9@x.example>", sender="Someone Else <else@other.example>")
    assert sorted(map(sorted, threads(opened(mbox(tmp_path / "a.mbox", first, third, other))))) == [
        ["<1@x.example>", "<3@x.example>"],
        ["<9@x.example>"],
    ]


def test_a_reply_without_references_joins_by_subject_and_people_but_never_a_stranger(tmp_path: Path) -> None:
    first = mail("Interview", id="<1@x.example>")
    reply = mail(
        "RE: Interview", id="<2@x.example>", sender=f"Ines <{ME}>", to="kim@firm.example", date="Tue, 06 Jan 2026 10:00:00 +0100"
    )
    stranger = mail("AW: Interview", id="<3@y.example>", sender="Uwe <uwe@other.example>", date="Wed, 07 Jan 2026 10:00:00 +0100")
    assert sorted(map(sorted, threads(opened(mbox(tmp_path / "a.mbox", first, reply, stranger))))) == [
        ["<1@x.example>", "<2@x.example>"],
        ["<3@y.example>"],
    ]


def test_takeout_labels_tell_folders_and_copies_of_one_message_are_one_message(tmp_path: Path) -> None:
    sent = mail(sender=f"Ines <{ME}>", to="kim@firm.example", X_Gmail_Labels="Sent,Important", X_GM_THRID="7")
    copy = mail(sender=f"Ines <{ME}>", to="kim@firm.example", X_Gmail_Labels="Inbox", X_GM_THRID="7")
    binned = mail(id="<2@firm.example>", X_Gmail_Labels="Trash,Inbox", X_GM_THRID="7")
    draft = mail(id="<3@firm.example>", sender=f"Ines <{ME}>", X_Gmail_Labels="Drafts", X_GM_THRID="7")
    archive = opened(mbox(tmp_path / "a.mbox", sent, copy, binned, draft))
    (thread,) = [archive.thread(t) for t in archive.changes(None, START).thread_ids]
    assert {(m.message_id, m.folder, m.mine, m.draft) for m in thread.messages} == {
        ("<1@firm.example>", "sent", True, False),
        ("<2@firm.example>", "trash", False, False),
        ("<3@firm.example>", "drafts", True, True),
    }


def test_an_mbox_that_ends_in_the_middle_loses_only_its_end(tmp_path: Path) -> None:
    path = mbox(tmp_path / "a.mbox", mail(id="<1@x.example>"), mail("Other", id="<2@x.example>", body="x" * 4000))
    path.write_bytes(path.read_bytes()[:-3000])
    archive = opened(path)
    assert archive.count == 2
    assert [m.message_id for t in archive.changes(None, START).thread_ids for m in archive.thread(t).messages] == [
        "<1@x.example>",
        "<2@x.example>",
    ]


def test_what_is_no_mail_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.eml").write_bytes(mail().as_bytes())
    (tmp_path / "empty.eml").write_bytes(b"")
    (tmp_path / "picture.eml").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    archive = opened(tmp_path)
    assert archive.count == 1
    assert sorted(Path(f.where).name for f in archive.faults) == ["empty.eml", "picture.eml"]


@pytest.mark.parametrize("missing", ["From", "Date", "Message-ID", "To", "Subject"])
def test_a_message_without_a_usual_header_is_kept(tmp_path: Path, missing: str) -> None:
    message = mail()
    del message[missing]
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    archive = opened(tmp_path)
    (thread,) = [archive.thread(t) for t in archive.changes(None, datetime(1970, 1, 1, tzinfo=UTC)).thread_ids]
    assert thread.messages[0].text is not None
    assert "Friday" in thread.messages[0].text


def test_an_unknown_charset_and_raw_bytes_are_read_as_well_as_they_allow(tmp_path: Path) -> None:
    raw = b"From: J\xfcrgen <j@firm.example>\nTo: ines@mail.example\nSubject: =?x-nope?Q?Gr=FC=DFe?=\nDate: Mon, 05 Jan 2026 10:00:00 +0100\nContent-Type: text/plain; charset=klingon\n\nGr\xfc\xdfe bis Freitag\n"
    (tmp_path / "a.eml").write_bytes(raw)
    archive = opened(tmp_path)
    (thread,) = [archive.thread(t) for t in archive.changes(None, START).thread_ids]
    assert thread.messages[0].text == "Grüße bis Freitag\n"
    assert thread.messages[0].sender is not None


def test_maildir_flags_tell_drafts_and_subfolders_tell_sent_mail(tmp_path: Path) -> None:
    for folder in ("cur", "new", ".Sent/cur", ".Sent/new"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "cur" / "1:2,S").write_bytes(mail(id="<1@x.example>").as_bytes())
    (tmp_path / "cur" / "2:2,DS").write_bytes(mail("Later", id="<2@x.example>").as_bytes())
    (tmp_path / ".Sent" / "cur" / "3:2,S").write_bytes(mail("Sent", id="<3@x.example>").as_bytes())
    archive = opened(tmp_path)
    assert {m.message_id: m.folder for m in archive.envelopes()} == {
        "<1@x.example>": "",
        "<2@x.example>": "drafts",
        "<3@x.example>": "sent",
    }


@pytest.mark.parametrize(
    ("name", "folder"),
    [("Gesendet", "sent"), ("Éléments envoyés", "sent"), ("Papelera", "trash"), ("Entwürfe", "drafts"), ("Projects", "")],
)
def test_folders_are_known_in_four_languages(name: str, folder: str) -> None:
    assert folder_of(name) == folder


def test_a_draft_becomes_an_unsent_file_in_its_thread_that_names_no_program(tmp_path: Path) -> None:
    archive = opened(mbox(tmp_path / "a.mbox", mail()), tmp_path / "out")
    (thread_id,) = archive.changes(None, START).thread_ids
    reply = Reply(
        thread_id, thread_id, Person("Ines Prado", ME), (Person("Kim Roe", "kim@firm.example"),), (), "Re: Role", "Hello Kim,\n\nOne question?\n\nInes\n",
        in_reply_to="<1@firm.example>", references=("<1@firm.example>",), mark="<abc@mail.example>",
    )  # fmt: skip
    draft = archive.create_draft(reply)
    raw = (tmp_path / "out" / draft.id).read_bytes()
    assert b"X-Unsent: 1" in raw
    assert b"In-Reply-To: <1@firm.example>" in raw
    assert b"hearback" not in raw.lower()
    assert archive.find_draft("<abc@mail.example>", thread_id) == archive.draft(draft.id)
    assert [d.mark for d in archive.drafts_in(thread_id)] == ["<abc@mail.example>"]
    archive.delete_draft(draft.id)
    assert archive.draft(draft.id) is None


def test_a_long_message_id_is_referred_to_unchanged(tmp_path: Path) -> None:
    long_id = f"<{'x' * 120}@eurprd01.prod.outlook.example>"
    archive = opened(mbox(tmp_path / "a.mbox", mail(id=long_id)), tmp_path / "out")
    (thread_id,) = archive.changes(None, START).thread_ids
    reply = Reply(
        thread_id,
        "",
        Person("", ME),
        (Person("", "kim@firm.example"),),
        (),
        "Re: Role",
        "Hello",
        in_reply_to=long_id,
        references=(long_id,),
    )
    draft = archive.create_draft(reply)
    assert f"In-Reply-To: {long_id}".encode() in (tmp_path / "out" / draft.id).read_bytes()
    assert draft.thread_id == thread_id


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    archive = opened(mbox(tmp_path / "a.mbox", mail()), tmp_path / "file" / "out")
    (thread_id,) = archive.changes(None, START).thread_ids
    reply = Reply(thread_id, "", Person("", ME), (Person("", "kim@firm.example"),), (), "Re: Role", "Hello")
    with pytest.raises(CannotWrite, match="choose another folder"):
        archive.create_draft(reply)


@pytest.mark.parametrize("content", [None, b"just notes\n"])
def test_a_path_without_mail_is_said_in_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "notes.txt").write_bytes(content)
    with pytest.raises(ArchiveUnreadable, match="Nothing was changed"):
        opened(tmp_path if content is not None else tmp_path / "missing")


def test_five_hundred_messages_in_a_thread_are_one_thread(tmp_path: Path) -> None:
    def number(n: int) -> EmailMessage:
        chain = " ".join(f"<{i}@x.example>" for i in range(max(0, n - 3), n))
        return mail(
            "Re: Role", id=f"<{n}@x.example>", date=f"Mon, 05 Jan 2026 10:{n // 60:02}:{n % 60:02} +0100", References=chain
        )

    assert len(threads(opened(mbox(tmp_path / "a.mbox", *map(number, range(500)))))) == 1


def test_answers_elsewhere_are_found_by_address_and_by_domain(tmp_path: Path) -> None:
    path = mbox(
        tmp_path / "a.mbox",
        mail("One", id="<1@x.example>"),
        mail("Two", id="<2@x.example>", sender="Lee <lee@sub.firm.example>", date="Tue, 06 Jan 2026 10:00:00 +0100"),
        mail("Three", id="<3@x.example>", sender="Eve <eve@notfirm.example>"),
        mail("Four", id="<4@x.example>", sender=f"Ines <{ME}>"),
    )
    archive = opened(path)
    found = [m.message_id for m in archive.mail_from({"eve@notfirm.example"}, {"firm.example"}, START)]
    assert found == ["<2@x.example>", "<1@x.example>", "<3@x.example>"] or found == [
        "<2@x.example>",
        "<3@x.example>",
        "<1@x.example>",
    ]
