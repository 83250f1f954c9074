"""Mail in other threads and other linked mailboxes: which of it answers, or ends, the thread in question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from app.detection.automatic import Kind, is_unattended_address
from app.detection.reading import Reading
from app.detection.recruiter import bare_subject
from app.detection.words import platforms
from app.detection.words.titles import find_title

_WORD = re.compile(r"[^\W\d_]{3,}")
_SECOND_LEVEL = frozenset("co com gov ac org net edu nhs gob gouv govt mil sch ltd plc".split())
_FILLER = frozenset(
    """the and for with your you our new role position job post interview application update next steps step ihre bewerbung deine als für und stelle poste candidature votre pour
    entretien vacante puesto para una candidatura call chat meeting invitation invite termin einladung gespräch opportunity contract""".split()
)


def organisation_of(domain: str) -> str:
    """The registrable part of an organisation's own domain; empty for webmail, platforms and tracking systems."""
    if not platforms.is_organisation(domain):
        return ""
    parts = domain.split(".")
    keep = 3 if len(parts) > 2 and parts[-2] in _SECOND_LEVEL else 2
    return ".".join(parts[-keep:])


def label_of(domain: str) -> str:
    """An organisation's name as its domain spells it, without hyphens: ``tarrantbuild``."""
    return organisation_of(domain).partition(".")[0].replace("-", "")


def is_same_person(reading: Reading, other: Reading) -> bool:
    """Whether both come from one person; a shared no-reply address is nobody."""
    if not reading.sender or not other.sender:
        return False
    addresses = {p.address for p in (reading.sender, *reading.reply_to) if not is_unattended_address(p.address)}
    if other.sender.address in addresses:
        return True
    if any(person.address in addresses for person in other.reply_to):
        return True
    name = " ".join(reading.sender.name.lower().split())
    return (
        len(name.split()) >= 2
        and name == " ".join(other.sender.name.lower().split())
        and not is_unattended_address(other.sender.address)
    )


def is_same_organisation(reading: Reading, other: Reading) -> bool:
    if not reading.sender or not other.sender:
        return False
    own = {organisation_of(p.domain) for p in (reading.sender, *reading.reply_to)} - {""}
    return any(organisation_of(p.domain) in own for p in (other.sender, *other.reply_to))


def is_named_organisation(thread: Sequence[Reading], other: Reading) -> bool:
    """Whether it comes from an organisation that this thread names: the one for whose role an agency promised."""
    if not other.sender:
        return False
    names = {_spelt(name) for reading in thread for name in reading.names}
    return any(
        label == name or (len(name) >= 6 and (label.startswith(name) or name.startswith(label)))
        for label in _spellings(label_of(other.sender.domain))
        for name in names
    )


def _spellings(label: str) -> set[str]:
    """A domain's label as a name would be squashed: "finchandrowe" stands for Finch & Rowe as well."""
    forms = {label, *(label.replace(word, "", 1) for word in ("and", "und") if word in label[3:-3])}
    return {form for form in forms if len(form) >= 5}


_PAIRS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@lru_cache(maxsize=4096)
def _spelt(name: str) -> str:
    """A name in the letters that a domain may have: Müller is mueller, Alquería alqueria."""
    if name.isascii():
        return name
    return "".join(c for c in unicodedata.normalize("NFD", name.translate(_PAIRS)) if not unicodedata.combining(c))


def is_about_another_role(thread: Sequence[Reading], other: Reading) -> bool:
    """Whether it is plainly about another role, or about no candidacy at all."""
    if other.about_other:
        return True
    if sum(found.weight for found in other.evidence if found.weight < 0) <= -1.3:
        return True
    if other.calendar:
        return False  # An invitation's subject names who meets whom ("Marcus / VP Finance"), not the role.
    ours = bare_subject(thread[0].subject) if thread else ""
    theirs = bare_subject(other.subject)
    if not (find_title(ours) or thread[0].role) or not find_title(other.role):
        return False
    return not (_significant(ours) & (_significant(theirs) | set(other.names)))


def _significant(subject: str) -> set[str]:
    return {word for word in _WORD.findall(subject.lower()) if word not in _FILLER}


def answers(thread: Sequence[Reading], promise: Reading, other: Reading) -> bool:
    """Whether mail in another thread answers this thread's promise."""
    if other.mine or other.draft or other.automatic or other.says_nothing:
        return False
    related = (
        is_same_person(promise, other) or is_same_organisation(promise, other) or is_named_organisation([promise, *thread], other)
    )
    return related and not is_about_another_role(thread, other)


def ends(thread: Sequence[Reading], other: Reading) -> bool:
    """Whether an outcome in another thread, an automatic one too, is about this thread's role."""
    if other.outcome is None or other.mine or other.automatic in (Kind.OUT_OF_OFFICE, Kind.BOUNCE, Kind.SURVEY):
        return False
    theirs = [r for r in thread if not r.mine and r.sender]
    if is_about_another_role(thread, other):
        return False
    if any(is_same_person(r, other) or is_same_organisation(r, other) for r in theirs):
        return True
    labels = {form for r in theirs if r.sender for form in _spellings(label_of(r.sender.domain))}
    named = {_spelt(name) for name in other.names}
    if any(label in name or (len(name) >= 5 and name in label) for label in labels for name in named):
        return True
    if is_named_organisation(theirs, other):
        return True
    shared = _significant(bare_subject(thread[0].subject)) & _significant(bare_subject(other.subject)) if thread else set()
    ours = {name for r in thread for name in r.names if len(name) >= 6}
    return bool(shared) and bool(ours & set(other.names)) and len(shared) >= 2
