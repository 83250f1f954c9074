"""An exported mailbox (mbox, Maildir, .eml files) as a Mailbox: nothing leaves the machine, drafts become .eml files.

What exports really look like: Google Takeout writes one mbox with ``X-Gmail-Labels`` and ``X-GM-THRID`` headers, bin and
spam included, and copies of one message under several labels. Thunderbird and Apple Mail write an mbox or a folder of .eml
a mailbox, without saying what was sent. Maildir marks drafts with the flag ``D``. Exports end in the middle when a disk was
full. So: threads come from Gmail's own thread id where there is one, else from References and In-Reply-To, else from subject
and people; sent mail is told by label, folder or the owner's addresses; a message that cannot be read is counted and named,
and the rest is read all the same.

Only headers are held in memory; bodies are read from the file when a thread is asked for.
"""

from __future__ import annotations

import functools
import mailbox
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message as MimePart
from pathlib import Path

from app.conversation import Draft, Message, Reply, Thread
from app.errors import AppError
from app.providers import eml, mime
from app.providers.mailbox import Changes, NoPush, ThreadGone, Watch
from app.providers.threading_rules import assign_threads

Progress = Callable[[int, int], None]
"""Called with (messages read, messages in all)."""

_FOLDER_WORDS: tuple[tuple[str, str], ...] = (
    # Label and folder names as mail programs write them, in the four languages; first match wins.
    ("drafts", r"drafts?|entw[uü]rfe|brouillons?|borrador(es)?"),
    ("trash", r"trash|bin|deleted( items| messages)?|papierkorb|gel[oö]schte .*|corbeille|papelera|eliminados"),
    ("spam", r"spam|junk( e-?mail)?|ind[eé]sirables?|correo no deseado"),
    ("sent", r"sent( items| mail| messages)?|gesendet(e .*)?|([eé]l[eé]ments )?envoy[eé]s|enviados|messages envoy[eé]s"),
    ("promotions", r"category promotions|kategorie werbung|promotions|promociones"),
    ("inbox", r"inbox|posteingang|bo[iî]te de r[eé]ception|recibidos|bandeja de entrada"),
)


class ArchiveUnreadable(AppError):
    """There is no mailbox to read at this path. Nothing was changed; give an mbox file, a Maildir or a folder of .eml files."""

    status = 400


@dataclass(frozen=True, slots=True)
class Fault:
    """A message that could not be read as it should: where it lies, and what is wrong with it, in a sentence."""

    where: str
    sentence: str


class Archive:
    """A :class:`~app.providers.mailbox.Mailbox` over an export. Use :meth:`open`.

    Attributes:
        faults: messages that could not be read, or only in part; the rest is not affected.
    """

    def __init__(
        self,
        sources: Iterable[tuple[str, Callable[[], bytes], str]],
        own_addresses: Iterable[str],
        out: Path | None = None,
        progress: Progress | None = None,
        total: int = 0,
    ) -> None:
        """Read the headers of every message.

        Args:
            sources: (where it lies, a function that reads its bytes, folder or empty) a message.
            out: where drafts are written; None: drafts cannot be written.
        """
        self._own = frozenset(a.strip().lower() for a in own_addresses)
        self._out = out
        self.faults: list[Fault] = []
        self._load: dict[str, Callable[[], bytes]] = {}
        self._envelopes: dict[str, Message] = {}
        for done, (where, load, folder) in enumerate(sources, 1):
            self._take(where, load, folder)
            if progress:
                progress(done, max(total, done))
        self._thread()

    def _thread(self) -> None:
        """Sort the messages into threads; done again when the owner's addresses change, for they tell whom a thread is with."""
        self._thread_of = assign_threads(self._envelopes.values(), self._own)
        self._thread_by_rfc_id = {m.message_id: self._thread_of[m.id] for m in self._envelopes.values() if m.message_id}
        self._threads: dict[str, list[str]] = defaultdict(list)
        for key, thread_id in self._thread_of.items():
            self._threads[thread_id].append(key)

    @property
    def count(self) -> int:
        """Messages read, copies of one message counted once."""
        return len(self._envelopes)

    @classmethod
    def open(cls, path: Path, own_addresses: Iterable[str], out: Path | None = None, progress: Progress | None = None) -> Archive:
        """Open an mbox file, a Maildir, a single .eml or a folder that holds such files at any depth. Raises ArchiveUnreadable."""
        found = list(_sources(path))
        if not found:
            raise ArchiveUnreadable(
                f"There is no mail in {path}: it is neither an mbox file, nor a Maildir, nor a folder with .eml files. Nothing was changed."
            )
        return cls(found, own_addresses, out, progress, len(found))

    def _take(self, where: str, load: Callable[[], bytes], folder: str) -> None:
        try:
            raw = load()
        except OSError as fault:
            self.faults.append(Fault(where, f"This file cannot be read ({fault.strerror or fault})."))
            return
        if not raw.strip():
            self.faults.append(Fault(where, "There is nothing in this message."))
            return
        headers = mime.read_headers(raw)
        if not any(headers.get(name) for name in ("from", "to", "date", "subject", "message-id", "received")):
            self.faults.append(Fault(where, "This is not a mail message: it has none of the usual headers."))
            return
        folder = _folder(headers) or folder
        message = mime.envelope(headers, raw=raw, folder=folder, own_addresses=self._own)
        if message.sent_at == mime.EPOCH:
            received = mime.header_date((headers.get("received") or "").rpartition(";")[2])
            message = replace(message, sent_at=received or mime.EPOCH)
            if received is None:
                self.faults.append(Fault(where, "This message has no readable date; it is kept, and counts as very old."))
        earlier = self._envelopes.get(message.id)
        if earlier is not None:
            # A copy under another label. What tells most about it wins: sent and bin over inbox and archive.
            if earlier.folder in ("", "inbox", "archive") and message.folder:
                self._envelopes[message.id] = replace(
                    earlier, folder=message.folder, mine=earlier.mine or message.mine, draft=earlier.draft or message.draft
                )
            return
        self._envelopes[message.id] = message
        self._load[message.id] = load

    @property
    def can_draft(self) -> bool:
        """Whether there is a folder that drafts can be written into."""
        return self._out is not None

    def is_ours(self, message: Message) -> bool:
        """Whether this unsent message is a draft file of ours, which never hinders another look at its thread."""
        return message.draft and message.id not in self._envelopes

    def set_owner(self, own_addresses: Iterable[str]) -> None:
        """Tell whose mailbox this is, once it is known: mail from these addresses is the owner's."""
        self._own = frozenset(a.strip().lower() for a in own_addresses)
        for key, message in self._envelopes.items():
            if message.sender is not None and message.sender.address in self._own and not message.mine:
                self._envelopes[key] = replace(message, mine=True)
        self._thread()

    def addresses(self) -> frozenset[str]:
        return self._own

    def envelopes(self) -> Iterator[Message]:
        """Every message without its bodies, in no particular order."""
        return iter(self._envelopes.values())

    def changes(self, cursor: str | None, since: datetime) -> Changes:
        """An export does not change: every thread with mail since ``since`` at first, none afterwards."""
        if cursor is not None:
            return Changes((), cursor)
        ids = (t for t, keys in self._threads.items() if any(self._envelopes[k].sent_at >= since for k in keys))
        return Changes(tuple(ids), "read")

    def thread(self, thread_id: str) -> Thread:
        keys = self._threads.get(thread_id)
        if not keys:
            raise ThreadGone
        written = (draft for draft in self._written() if draft.thread_id == thread_id)
        own = tuple(_draft_message(draft) for draft in written)
        return Thread(thread_id, tuple(sorted((*map(self._message, keys), *own), key=lambda m: m.sent_at)))

    def mail_from(self, people: Set[str], domains: Set[str], since: datetime) -> Iterator[Message]:
        for message in sorted(self._envelopes.values(), key=lambda m: m.sent_at, reverse=True):
            sender = message.sender
            if sender is None or message.mine or message.draft or message.sent_at < since:
                continue
            if sender.address in people or any(sender.domain == d or sender.domain.endswith("." + d) for d in domains):
                yield self._message(message.id)

    def drafts_in(self, thread_id: str) -> tuple[Draft, ...]:
        kept = (self._message(k) for k in self._threads.get(thread_id, ()) if self._envelopes[k].draft)
        theirs = tuple(Draft(m.id, thread_id, m.id, m.to, m.cc, m.subject, m.text or "", changed_at=m.sent_at) for m in kept)
        return theirs + tuple(draft for draft in self._written() if draft.thread_id == thread_id)

    def create_draft(self, reply: Reply) -> Draft:
        if reply.thread_id not in self._threads:
            raise ThreadGone
        if self._out is None:
            raise eml.CannotWrite("There is no folder to write drafts into; name one with --out.")
        return eml.write(self._out, reply)

    def find_draft(self, mark: str, thread_id: str) -> Draft | None:
        return next((d for d in self._written() if d.mark == mark), None)

    def draft(self, draft_id: str) -> Draft | None:
        return next((d for d in self._written() if d.id == draft_id), None)

    def delete_draft(self, draft_id: str) -> None:
        if self._out is not None and self.draft(draft_id) is not None:
            (self._out / draft_id).unlink(missing_ok=True)

    def watch(self) -> Watch:
        raise NoPush("An exported mailbox does not change by itself.")

    def unwatch(self, watch: Watch) -> None:
        return

    def close(self) -> None:
        return

    def _written(self) -> Iterator[Draft]:
        """The drafts written so far, each in the thread of the message it answers."""
        for draft in eml.read_all(self._out) if self._out is not None else ():
            address = (self._out / draft.id).resolve().as_uri() if self._out is not None else ""
            yield replace(draft, thread_id=self._thread_by_rfc_id.get(draft.thread_id, ""), open_url=address)

    def _message(self, key: str) -> Message:
        known = self._envelopes[key]
        text, html, calendar = mime.read_bodies(self._load[key]())
        return replace(known, thread_id=self._thread_of[key], text=text, html=html, calendar=calendar)


def _draft_message(draft: Draft) -> Message:
    at = draft.changed_at or mime.EPOCH
    return Message(
        id=draft.id,
        thread_id=draft.thread_id,
        sent_at=at,
        sender=None,
        to=draft.to,
        cc=draft.cc,
        subject=draft.subject,
        text=draft.text,
        message_id=draft.mark,
        mine=True,
        draft=True,
        folder="drafts",
    )


def _folder(headers: MimePart) -> str:
    """The folder by Gmail's exported labels; empty where there are none."""
    labels = mime.header_text(headers.get("x-gmail-labels"))
    if not labels:
        return ""
    names = [folder_of(label) for label in labels.split(",")]
    return next((f for f, _ in _FOLDER_WORDS if f in names), "archive")


def folder_of(name: str) -> str:
    """Which folder a mail program's folder or label name means; empty when it is the owner's own name for something."""
    name = name.strip().strip('"').casefold()
    return next((folder for folder, words in _FOLDER_WORDS if re.fullmatch(words, name)), "")


def _sources(path: Path) -> Iterator[tuple[str, Callable[[], bytes], str]]:
    if not path.exists():
        raise ArchiveUnreadable(f"There is nothing at {path}. Nothing was changed; check the path.")
    try:
        if path.is_dir():
            if (path / "cur").is_dir() or (path / "new").is_dir():
                yield from _maildir(path)
                return
            for entry in sorted(path.iterdir()):
                if entry.is_dir():
                    yield from _sources(entry)
                elif entry.suffix.lower() in (".eml", ".emlx"):
                    yield str(entry), _reader(entry), folder_of(entry.parent.name)
                elif entry.suffix.lower() in (".mbox", "") and _is_mbox(entry):
                    yield from _mbox(entry)
        elif _is_mbox(path):
            yield from _mbox(path)
        else:
            yield str(path), _reader(path), ""
    except PermissionError as fault:
        raise ArchiveUnreadable(f"{fault.filename} may not be read by this user. Nothing was changed.") from fault


def _reader(path: Path) -> Callable[[], bytes]:
    def load() -> bytes:
        raw = path.read_bytes()
        # Apple's .emlx begins with a line that holds the length and ends with a property list.
        if path.suffix.lower() == ".emlx" and (first := re.match(rb"\s*(\d+)\s*\n", raw)):
            return raw[first.end() : first.end() + int(first.group(1))]
        return raw

    return load


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _mbox(path: Path) -> Iterator[tuple[str, Callable[[], bytes], str]]:
    box = mailbox.mbox(path, create=False)
    folder = folder_of(path.stem)
    for number, key in enumerate(box.keys(), 1):
        yield f"{path}, message {number}", functools.partial(box.get_bytes, key), folder


def _maildir(path: Path) -> Iterator[tuple[str, Callable[[], bytes], str]]:
    for place in [path, *(p for p in sorted(path.iterdir()) if p.is_dir() and (p / "cur").is_dir())]:
        folder = folder_of(place.name.lstrip(".").rpartition(".")[2])
        for entry in sorted([*place.glob("cur/*"), *place.glob("new/*")]):
            flags = entry.name.rpartition("2,")[2] if ":2," in entry.name or ";2," in entry.name else ""
            yield str(entry), _reader(entry), "drafts" if "D" in flags else "trash" if "T" in flags else folder
