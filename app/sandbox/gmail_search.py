"""Gmail's search language, as far as an application needs it (support.google.com/mail/answer/7190).

Terms next to each other must all hold; ``{a b}`` and ``a OR b`` ask for one of them, ``-`` turns a term round, ``( )`` groups.
As the API does and the web page does not: no expansion of aliases, and each message is looked at by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses

from app.sandbox.mail import Mail

Matcher = Callable[[Mail], bool]
_TOKEN = re.compile(r'-?\w+:"[^"]*"|-?"[^"]*"|[{}()]|-(?=[{(])|[^\s{}()]+')
_DAYS = {"d": 1, "m": 30, "y": 365}
_IN = {"sent": "sent", "draft": "drafts", "drafts": "drafts", "trash": "trash", "spam": "spam"}


def search(query: str, now: datetime) -> tuple[Matcher, bool]:
    """(does a mail match, do bin and spam belong to what is searched)."""
    tokens = _TOKEN.findall(query)
    everywhere = any(re.fullmatch(r"in:(anywhere|trash|spam)", t.lower()) for t in tokens)
    reader = _Reader(tokens, now)
    return reader.all_until(None), everywhere


class _Reader:
    def __init__(self, tokens: list[str], now: datetime) -> None:
        self._tokens = tokens
        self._now = now

    def all_until(self, end: str | None) -> Matcher:
        """Terms up to the closing bracket; each element is a choice of terms joined by OR."""
        choices: list[list[Matcher]] = []
        join_next = False
        while self._tokens and self._tokens[0] != end:
            if self._tokens[0] == "OR":
                self._tokens.pop(0)
                join_next = True
                continue
            matcher = self._term()
            if join_next and choices:
                choices[-1].append(matcher)
            else:
                choices.append([matcher])
            join_next = False
        if self._tokens:
            self._tokens.pop(0)
        return lambda mail: all(any(m(mail) for m in choice) for choice in choices)

    def _any_until(self, end: str) -> Matcher:
        terms: list[Matcher] = []
        while self._tokens and self._tokens[0] != end:
            terms.append(self._term())
        if self._tokens:
            self._tokens.pop(0)
        return lambda mail: any(m(mail) for m in terms)

    def _term(self) -> Matcher:
        piece = self._tokens.pop(0)
        if piece == "-":
            inner = self._term()
            return lambda mail: not inner(mail)
        if piece == "{":
            return self._any_until("}")
        if piece == "(":
            return self.all_until(")")
        if piece.startswith("-") and len(piece) > 1:
            self._tokens.insert(0, piece[1:])
            inner = self._term()
            return lambda mail: not inner(mail)
        name, colon, value = piece.partition(":")
        if colon and not value and self._tokens and self._tokens[0] == "(":
            # from:(a OR b): the operator belongs to every word in the brackets.
            self._tokens.pop(0)
            words: list[Matcher] = []
            while self._tokens and self._tokens[0] != ")":
                word = self._tokens.pop(0)
                if word != "OR":
                    words.append(_operator(name.lower(), word, self._now))
            if self._tokens:
                self._tokens.pop(0)
            return lambda mail: any(m(mail) for m in words)
        return _operator(name.lower(), value.strip('"'), self._now) if colon else _words(piece.strip('"'))


def _operator(name: str, value: str, now: datetime) -> Matcher:
    wanted = value.lower()
    match name:
        case "from" | "to" | "cc":
            return lambda mail: _addressed(mail.header(name), wanted)
        case "subject":
            return lambda mail: wanted in mail.subject.lower()
        case "after" | "newer":
            at = _instant(value)
            return lambda mail: mail.received_at >= at
        case "before" | "older":
            at = _instant(value)
            return lambda mail: mail.received_at < at
        case "newer_than" | "older_than":
            age = re.fullmatch(r"(\d+)([dmy])", wanted)
            limit = now - timedelta(days=int(age[1]) * _DAYS[age[2]]) if age else now
            return lambda mail: (mail.received_at >= limit) == (name == "newer_than")
        case "rfc822msgid":
            return lambda mail: mail.message_id.strip("<>") == value.strip("<>")
        case "in" if wanted == "anywhere":
            return _always
        case "in" if wanted in ("chats", "chat"):
            return _never
        case "in" if wanted == "inbox":
            return lambda mail: mail.folder in ("inbox", "promotions")
        case "in" if wanted in _IN:
            return lambda mail: mail.folder == _IN[wanted]
        case "is":
            return lambda mail: mail.read == (wanted == "read")
        case "category":
            return lambda mail: (
                (mail.folder == "promotions") == (wanted == "promotions") and mail.folder in ("inbox", "promotions")
            )
        case _:
            return _words(f"{name}:{value}")


def _always(_: Mail) -> bool:
    return True


def _never(_: Mail) -> bool:
    return False


def _addressed(header: str, wanted: str) -> bool:
    """An address given in full must be the same; a domain also stands for what lies below it; a word may be in the name."""
    for name, address in getaddresses([header]):
        address = address.lower()
        domain = address.rpartition("@")[2]
        if "@" in wanted:
            if address == wanted:
                return True
        elif domain == wanted or domain.endswith("." + wanted) or wanted in re.split(r"\W+", f"{name} {address}".lower()):
            return True
    return False


def _words(text: str) -> Matcher:
    wanted = text.lower()
    return lambda mail: wanted in f"{mail.subject}\n{mail.header('from')}\n{mail.text}".lower()


def _instant(value: str) -> datetime:
    """Epoch seconds, or a day; days begin at midnight Pacific, which is the trap (UTC-8 here, summer or not)."""
    if value.isdigit() and len(value) > 4:
        return datetime.fromtimestamp(int(value), UTC)
    day = re.fullmatch(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", value)
    return datetime(int(day[1]), int(day[2]), int(day[3]), 8, tzinfo=UTC) if day else datetime.max.replace(tzinfo=UTC)
