"""The text of a follow-up: two to four short, polite sentences with one question, in the thread's language.

It says what it is about where that is known, names the expected time at most once, thanks, and is signed with the user's name.
It never says "you said", never presses, never apologises, and makes nothing up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_date

from app.conversation import Candidate, Person
from app.detection.reading import Reading
from app.detection.verdict import Verdict
from app.followup.own_wording import fill
from app.followup.phrases import PHRASES, Phrases

_SALUTATIONS = re.compile(
    r"^(?:frau|herr|herrn|mr|mrs|ms|mx|madame|monsieur|mme|m|señora|señor|sra|sr|dr|prof|sir|ma'?am|fr|sister|father|lic)\b\.?",
    re.IGNORECASE,
)
_MISLEADING = re.compile(r"call|phone|automat|urgent|téléph|appel|llam|telefon|anruf|promis|asap", re.IGNORECASE)
"""A role with one of these is left out: "Call Centre Agent" in a line that asks for news would read as a wish to telephone."""

_NOT_A_NAME = re.compile(
    r"\b(?:team|hr|recruit\w*|talent|career\w*|karriere|jobs?|office|service|rh|rrhh|people|hiring|bewerbung\w*|support|noreply|no-reply|admin|via|personal\w*|studio|department|services|"
    r"group|gmbh|ltd|llc|inc|ag|academy|school|council|trust|hospital|agentur|sekretariat|bursar|direktion|pflegedirektion|fundaci[oó]n|mairie|restaurant|hotel|leitung|equip|selecci[oó]n|university|"
    r"college|candidat\w*|panel|committee|info|contact|secretary|secretariat|the|operations|management|manager|unit|museum|library|theatre|church|clinic|praxis|kanzlei|estudi\w*|talento|empleo)\b",
    re.IGNORECASE,
)


def compose(
    verdict: Verdict, readings: Sequence[Reading], candidate: Candidate, templates: Mapping[str, str] | None = None
) -> str:
    """Write the body, lines ended by ``\\n``, signed with the candidate's name.

    Args:
        templates: the owner's own texts by key, ``en_1`` (first follow-up) and ``en_2`` (second) and so on, written as
            ``own_wording.py`` wants them, with the placeholders of :func:`placeholders`; a key that is missing falls back to ours.
    """
    values = placeholders(verdict, readings, candidate)
    own = (templates or {}).get(f"{verdict.language}_{min(verdict.follow_up, 2)}")
    if own:
        return fill(own, values)
    phrases = _phrases(verdict, readings)
    lines = phrases.second if verdict.follow_up > 1 else phrases.first
    about = phrases.about.format(**values) if values["role"] and not _MISLEADING.search(values["role"]) else phrases.about_nothing
    when = phrases.expected.format(**values) if values["expected"] else phrases.expected_nothing
    body = " ".join(line.format(about=about, when=when, **values) for line in lines)
    body = re.sub(r"\s+", " ", body).replace(" ,", ",").replace(" .", ".").strip()
    return f"{values['greeting']}\n\n{body}\n\n{phrases.closing}\n{values['name']}\n"


def placeholders(verdict: Verdict, readings: Sequence[Reading], candidate: Candidate) -> dict[str, str]:
    """The named values a template may use; each may be empty but ``greeting`` and ``name``."""
    phrases = _phrases(verdict, readings)
    return {
        "greeting": _greeting(verdict, readings, phrases),
        "person": _first_name(_addressee(verdict, readings)) or "",
        "role": verdict.role,
        "organisation": verdict.organisation,
        "expected": _expected(verdict),
        "name": candidate.name,
        "first_name": candidate.first_name,
    }


def _phrases(verdict: Verdict, readings: Sequence[Reading]) -> Phrases:
    formal = is_formal(readings, verdict.language)
    return PHRASES[(verdict.language if verdict.language in ("en", "de", "fr", "es") else "en", formal)]


def is_formal(readings: Sequence[Reading], language: str) -> bool:
    """Whether the thread says Sie, vous or usted: as they write to me, else as I write to them; formal where nothing tells."""
    if language == "en":
        return False
    for mine in (False, True):
        said = [r.formal for r in readings if r.mine is mine and not r.draft and not r.automatic and r.formal is not None]
        if said:
            return said[-1]
    return True


def _addressee(verdict: Verdict, readings: Sequence[Reading]) -> Person | None:
    source = next((r for r in readings if r.id == verdict.counterpart), None)
    if source is None:
        return None
    if source.mine:
        return source.to[0] if source.to else None
    if source.reply_to and source.reply_to[0].name:
        return source.reply_to[0]
    return source.sender


def _greeting(verdict: Verdict, readings: Sequence[Reading], phrases: Phrases) -> str:
    person = _addressee(verdict, readings)
    if person is None or not _wrote_here(person, readings):
        return phrases.greeting_nobody
    language = verdict.language
    if language in ("de", "fr", "es") and is_formal(readings, language):
        greeted = _title_used(person, readings)
        if greeted:
            return phrases.greeting_title.format(title=greeted)
        if language == "de":
            full = _full_name(person)
            return phrases.greeting_name.format(first=full) if full else phrases.greeting_nobody
        return phrases.greeting_nobody
    first = _first_name(person)
    return phrases.greeting_name.format(first=first) if first else phrases.greeting_nobody


def _wrote_here(person: Person, readings: Sequence[Reading]) -> bool:
    """Whether a mail of this thread came under the person's own name: only then is it known how they call themselves."""
    names = {reading.sender.name for reading in readings if reading.sender and not reading.draft}
    return any(name and (name in person.name or person.name in name) for name in names)


def _title_used(person: Person, readings: Sequence[Reading]) -> str:
    """How I addressed this person before ("Frau Öztürk"), where a title shows that the gender is known."""
    surname = _surname(person)
    if not surname:
        return ""
    for reading in reversed(readings):
        if not reading.mine or reading.draft or not reading.greeting:
            continue
        words = reading.greeting.split()
        if words and _SALUTATIONS.match(words[0]) and surname.lower() in reading.greeting.lower():
            return reading.greeting
    return ""


def _clean(name: str) -> str:
    """A person's name in its usual order; empty for teams, departments and mail systems."""
    name = (
        re.sub(r"\([^)]*\)|\bvia\b.*$|\bfrom\b.*$|\s+(?:@|at|bei)\s+.*$|\s*[|/–—].*$|\s+-\s+.*$", "", name).strip().strip("\"'")
    )
    if "," in name:
        last, _, first = name.partition(",")
        if (
            len(last.split()) <= 2
            and 1 <= len(first.split()) <= 2
            and not re.search(r"\b(?:phd|md|mba|cpa|jr|sr|p\.?eng|esq|crha|gsc)\b", first, re.IGNORECASE)
        ):
            name = f"{first.strip()} {last.strip()}"
        else:
            name = last.strip()
    if not name or "@" in name or any(ch.isdigit() for ch in name) or _NOT_A_NAME.search(name):
        return ""
    return name


def _first_name(person: Person | None) -> str:
    """The given name of a person, or empty when there is any doubt."""
    if person is None:
        return ""
    name = _clean(person.name)
    words = [word.strip(".,") for word in name.split()]
    while words and _SALUTATIONS.match(words[0]):
        if len(words) <= 2:
            return ""
        words = words[1:]
    if not words:
        return ""
    first, local = words[0], person.address.partition("@")[0].lower()
    if len(first) < 2 or not first[0].isupper() or len(words) > 4:
        return ""
    parts = [part for part in re.split(r"[._-]", local) if part]
    if len(words) == 2 and len(parts) >= 2 and _same(parts[0], words[1]) and _same(parts[1], words[0]):
        first = words[1]
    if first.isupper() and len(first) > 3:
        first = first.capitalize()
    return first


def _same(part: str, word: str) -> bool:
    return part == word.lower()


def _surname(person: Person) -> str:
    words = [word for word in _clean(person.name).split() if not _SALUTATIONS.match(word)]
    return words[-1] if len(words) >= 2 else ""


def _full_name(person: Person) -> str:
    words = [word for word in _clean(person.name).split() if not _SALUTATIONS.match(word)]
    return (
        " ".join(words) if 2 <= len(words) <= 3 and all(word[0].isupper() and len(word.strip(".")) > 1 for word in words) else ""
    )


def _expected(verdict: Verdict) -> str:
    """The expected time as a date in the thread's language; empty for an undated promise."""
    promise = verdict.promise
    if promise is None or not promise.dated or verdict.follow_up > 1:
        return ""
    return day_in_words(promise.deadline, verdict.language)


def day_in_words(day: date, language: str) -> str:
    """``27 February``, ``27. Februar``, ``27 février``, ``27 de febrero``."""
    pattern = {"en": "d MMMM", "de": "d. MMMM", "fr": "d MMMM", "es": "d 'de' MMMM"}.get(language, "d MMMM")
    text = format_date(day, pattern, locale={"en": "en_GB"}.get(language, language))
    return re.sub(r"^1 (?=\w)", "1er ", text) if language == "fr" else text
