"""Mail that no program should have written: a corpus made by hand, by damaging good mail, and Python's own of real breakages."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterator
from pathlib import Path

HEAD = (
    b"From: Jane <jane@acme.example>\r\nTo: ada@gmail.example\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n"
    b"Message-ID: <1@x>\r\nSubject: Hi\r\n"
)
WHOLE = (
    HEAD
    + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="out"\r\n\r\n--out\r\n'
    + b'Content-Type: multipart/alternative; boundary="in"\r\n\r\n--in\r\nContent-Type: text/plain; charset=utf-8\r\n'
    + b"Content-Transfer-Encoding: quoted-printable\r\n\r\nHi Ada, we will get back to you by Friday=2C I pro=\r\nmise.\r\n--in\r\n"
    + b"Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + b"PHA+SGkgQWRhLCB3ZSB3aWxsIGdldCBiYWNrIHRvIHlvdSBieSBGcmlkYXkuPC9wPg==\r\n--in--\r\n--out\r\n"
    + b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--out\r\n"
    + b"Content-Type: message/rfc822\r\n\r\nFrom: x@y.example\r\nSubject: inside\r\n\r\nforwarded\r\n--out--\r\n"
)


def typed(content_type: str, body: bytes) -> bytes:
    return HEAD + f"Content-Type: {content_type}\r\n\r\n".encode() + body


def nested(deep: int, kind: str = "multipart/mixed") -> bytes:
    """Parts within parts, each with a boundary of its own, none of them closed."""
    return HEAD + b"".join(f'Content-Type: {kind}; boundary="b{level}"\r\n\r\n--b{level}\r\n'.encode() for level in range(deep))


def letters_in(deep: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\r\n\r\n" * deep + b"Subject: end\r\n\r\nend"


BY_HAND: dict[str, bytes] = {
    "nothing": b"",
    "an empty line": b"\r\n",
    "zeros": b"\x00" * 1000,
    "a header only": HEAD,
    "no header": b"just words, no header at all\r\n" * 50,
    "an mbox line first": b"From ada@gmail.example Mon Mar  2 10:00:00 2026\r\n" + HEAD + b"\r\nhi",
    "lines that end in CR": WHOLE.replace(b"\r\n", b"\r"),
    "lines that end in LF": WHOLE.replace(b"\r\n", b"\n"),
    "no boundary": typed("multipart/mixed", b"no boundary"),
    "an empty boundary": typed('multipart/mixed; boundary=""', b"--\r\n--\r\n----"),
    "a boundary of signs": typed('multipart/mixed; boundary=".*+?()[]{}|^$\\\\"', b"--.*+?()[]{}|^$\\\\\r\n\r\nwords"),
    "a boundary without a part": typed("multipart/mixed; boundary=a", b"--a\r\n--a\r\n--a"),
    "the same boundary inside": HEAD
    + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
    + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 200,
    "parts within parts": nested(90),
    "parts within parts within parts": nested(1500),
    "letters within letters": letters_in(90),
    "letters within letters within letters": letters_in(1500),
    "very many parts": typed("multipart/mixed; boundary=a", b"--a\r\n\r\nx\r\n" * 5000 + b"--a--"),
    "an unknown charset": typed("text/plain; charset=klingon", b"words"),
    "a charset with a zero": typed('text/plain; charset="utf\x00-8"', b"words"),
    "a charset that is no text": typed("text/plain; charset=base64", b"d29yZHM="),
    "a charset that runs code elsewhere": typed("text/plain; charset=unicode_escape", b"\\N{SNOWMAN}\\x00\\ud800"),
    "UTF-7": typed("text/plain; charset=utf-7", b"+AGkAZg-+////"),
    "UTF-16 without its other half": typed("text/plain; charset=utf-16", b"\xff\xfeh\x00i\x00\x00"),
    "half a UTF-8 sign": typed("text/plain; charset=utf-8", b"caf\xc3"),
    "parameters in pieces": typed("text/plain; charset*0*=utf-8''u; charset*1=tf; charset*9=-8; charset*x=1", b"words"),
    "a type that is none": typed("/; = ;;", b"words"),
    "a type of six kilobytes": typed("text/plain; " + "x=y; " * 1200, b"words"),
    "an unknown encoding": HEAD + b"Content-Transfer-Encoding: rot13\r\n\r\njbeqf",
    "broken base64": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n====not base64====",
    "base64 that ends early": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\nSGk",
    "broken quoted-printable": HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=\r\n=4=\x00==",
    "broken uuencode": HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n\xff\xff\r\nend",
    "deep html": typed("text/html", b"<div>" * 5000),
    "deep tables": typed("text/html", b"<table><tr><td>" * 2000 + b"x"),
    "deep quotes in html": typed("text/html", b'<blockquote type="cite">' * 3000 + b"by Friday"),
    "html that never closes": typed("text/html", b"<style><script><!-- <table><td><blockquote"),
    "html of entities": typed("text/html", b"&amp;lt;&#x110000;&#0;&#xD800;&" * 3000),
    "html with a long attribute": typed("text/html", b'<p style="' + b"display:none;" * 20_000 + b'">by Friday</p>'),
    "quotes in quotes": HEAD + b"\r\n" + b"> " * 20_000 + b"end",
    "one promise very often": HEAD + b"\r\n" + b"I will get back to you by " * 3000,
    "one date very often": HEAD + b"\r\n" + b"by 1/2/3 " * 5000,
    "one long word": HEAD + b"\r\n" + b"a" * 200_000,
    "one long line of blanks": HEAD + b"\r\n" + b" \t\xc2\xa0" * 50_000 + b"x",
    "attribution lines": HEAD + b"\r\n" + b"On Mon, 2 Mar 2026 at 10:00, Jane <j@x.example> wrote:\r\n" * 2000,
    "a day that never was": HEAD.replace(b"Mon, 2 Mar 2026", b"Xyz, 99 Foo 0000") + b"\r\nhello",
    "a year that no clock has": HEAD.replace(b"2 Mar 2026", b"2 Mar 99999") + b"\r\nhello",
    "a zone out of this world": HEAD.replace(b"+0100", b"+9999") + b"\r\nhello",
    "addresses that are none": HEAD.replace(b"jane@acme.example", b"@@@,,;;<<>>") + b"\r\nhello",
    "a thousand recipients": HEAD + b"Cc: " + b", ".join(b"x%d@y.example" % n for n in range(1000)) + b"\r\n\r\nhello",
    "groups within groups": HEAD.replace(b"ada@gmail.example", b"a:b:c:d:;;;;" * 50) + b"\r\nhello",
    "comments within comments": HEAD.replace(b"ada@gmail.example", b"(" * 300 + b"ada@gmail.example") + b"\r\nhello",
    "broken encoded words": HEAD.replace(b"Subject: Hi", b"Subject: =?utf-8?B?////?= =?x?Q?=?= =?utf-8?Q?=ZZ?=") + b"\r\nhello",
    "very many encoded words": HEAD.replace(b"Subject: Hi", b"Subject: " + b"=?utf-8?Q?a?= " * 2000) + b"\r\nhello",
    "raw bytes in headers": HEAD.replace(b"Subject: Hi", b"Subject: \xff\xfe caf\xe9 \x00") + b"\r\nhello",
    "a header without an end": b"Subject" * 5000 + b": x\r\n\r\nhello",
    "a folded header without an end": HEAD + b"X-Long: a\r\n" + b" b\r\n" * 20_000 + b"\r\nhello",
    "every header twice": HEAD + HEAD + b"\r\nhello",
    "ten thousand headers": HEAD + b"X-A: b\r\n" * 10_000 + b"\r\nhello",
    "references without an end": HEAD + b"References: " + b"<a@b> " * 5000 + b"\r\n\r\nhello",
    "an identity with line breaks": HEAD.replace(b"<1@x>", b"<1\r\n @\r\n x>") + b"\r\nhello",
    "a calendar that is none": typed("text/calendar; method=\xc3", b"BEGIN:VCALENDAR" * 500),
    "winmail.dat": typed("application/ms-tnef; name=winmail.dat", b"\x78\x9f\x3e\x22" + bytes(range(256)) * 20),
}


def damaged(seed: int = 7, many: int = 300) -> Iterator[bytes]:
    """Good mail after an accident: cut short, pieces exchanged, doubled or lost, bytes turned. Always the same ones."""
    chance = random.Random(seed)
    for _ in range(many):
        raw = bytearray(WHOLE)
        for _ in range(chance.randint(1, 6)):
            at, until = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
            match chance.randrange(5):
                case 0:
                    del raw[until:]
                case 1:
                    del raw[at : min(until, at + 40)]
                case 2:
                    raw[at:at] = raw[at : min(until, at + 200)]
                case 3:
                    raw[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 8)))
                case 4 if at < len(raw):
                    raw[at] = chance.randrange(256)
        yield bytes(raw)


def pythons_own() -> list[Path]:
    """The messages with which Python tests its parser, most of them taken from real breakages; none where they are not installed."""
    found = importlib.util.find_spec("test")
    folders = [Path(place) / "test_email" / "data" for place in found.submodule_search_locations or ()] if found else []
    return sorted(path for folder in folders for path in folder.glob("msg_*.txt"))
