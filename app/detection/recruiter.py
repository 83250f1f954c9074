"""Is this about my candidacy? Weighted evidence for and against, each piece with the words it rests on.

Weights add up; each kind of evidence counts once a thread. They stand in words/recruiter_weights.json, readable and small.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import chain

from app.conversation import Candidate, Message, Person
from app.detection.mail_kind import sounds_like_hiring
from app.detection.reading import Evidence, Reading
from app.detection.words import hiring, platforms
from app.detection.words.cut import Cut
from app.detection.words.scanner import Scanner
from app.detection.words.titles import ENDS_AS_TITLE, begins_as_title, find_title, has_rank

_WEIGHTS = json.loads(files("app.detection.words").joinpath("recruiter_weights.json").read_text(encoding="utf-8"))
WORDING = "wording"
"""The piece of evidence that the words of a mail are, all together (mail_kind.py)."""
WEIGHTS: dict[str, float] = {**_WEIGHTS["for"], **_WEIGHTS["against"], WORDING: 1.0}
THRESHOLD: float = _WEIGHTS["threshold"]

_LIST_TAG = re.compile(r"^\s*\[[^\]]*\]")

_SUBJECT_FACTOR, _ONCE_FACTOR = 1.75, 0.4
"""What speaks against a candidacy weighs more in the subject, and less where a text has one word of the kind only."""

_tokens = Cut("[a-zà-öø-ÿß]")
_REPLY_MARK = re.compile(r"^\s*(?:(?:re|aw|antw|rv|sv|vs|fwd?|fw|tr|wg|rif|r)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)


def bare_subject(subject: str) -> str:
    """The subject without its "Re:", "AW:", "TR:" and the like."""
    return _REPLY_MARK.sub("", subject).strip()


def may_concern(subject: str, text: str) -> bool:
    """Whether a mail is worth the costly look: it is short, or has one of the words that no long mail about a candidacy lacks."""
    if len(text) <= hiring.SHORT_CHARS:
        return True
    return not hiring.HIRING_KEYWORDS.isdisjoint(_tokens(f"{subject}\n{text[:8000]}".lower()))


_SEGMENT = re.compile(r"\s+[-–—|•:/]+\s+|\s*[|•–—:;,]\s+|\s*[()\[\]]\s*|\s+(?:@|<>|at|bei|chez)\s+")
_BEFORE_TITLE = re.compile(
    r"(?:(?:your|my|the|our|an?|ihre|deine|meine|votre|ma|tu|su|mi|la|le|el|l['’]|die|der|das)\s+)?"
    r"(?:(?:application|interview|offer|vacancy|position|role|post|job|opening|candidacy|chat|feedback|update|next steps?|trial(?: shift| day)?|bewerbung|stelle|stellenangebot|gespräch|vorstellungsgespräch|"
    r"einladung(?: zum gespräch)?|probearbeiten|candidature|poste|entretien|offre|recrutement|vacante|puesto|plaza|candidatura|entrevista|oferta|postulaci[oó]n|proceso(?: de selecci[oó]n)?|selecci[oó]n)\b\s*"
    r"(?:(?:for|as|re|about|on|of|to|als|zur|zum|für|um|pour|comme|de|au|à|en tant que|para|como|del?|al?)\b\s*|d['’]\s*)?(?:(?:the|an?|die|der|das|den|le|la|el|un[ea]?|eine[rn]?)\b|l['’])?\s*)+",
    re.IGNORECASE,
)
_BEHIND_TITLE = re.compile(
    r"\s+(?:opportunit(?:y|ies)|role|position|vacancy|job|post|opening|interview|application|stelle|job|gesucht|poste|puesto|plaza|vacante)\W*$",
    re.IGNORECASE,
)
_TO_SOMEBODY = re.compile(
    r"^(?:your|my|our|the|dear|meet|message|letter|from|with|ihre?|deine?|unsere?|votre|mon|notre|nos|su|tu|mi|nuestr[oa])\b|"
    r"['’](?:ve|m|re|ll)\b|\b(?:joined|new|is|are|was|will|you|from|with|vom?|mit|avec|con|by|visit|meeting|lunch|dinner|conference|conf|welcome|newsletter|appointment|quote|estimate|invoice|rechnung|termin|angebot|kostenvoranschlag|devis|facture|rdv|rendez-vous|factura|presupuesto|cita)\b",
    re.IGNORECASE,
)
_TITLE_WORDS = 6
"""Names of jobs are short."""


@lru_cache(maxsize=512)
def subject_title(subject: str) -> str:
    """The part of a subject that is the name of a job and little else ("Corvexa - Technical Lead", "Jefa de recepción"); else empty.

    A job that only occurs ("Heating engineer visit", "Your account manager") does not make its subject one.
    """
    may_end_so = has_rank(subject) or find_title(subject) is not None
    for part in _SEGMENT.split(subject):
        part = part.strip(" .,!?-–—\"'")
        applied = _BEFORE_TITLE.match(part)
        if applied:
            part = part[applied.end() :].strip()
        part = _BEHIND_TITLE.sub("", part)
        if not part or len(part.split()) > _TITLE_WORDS:
            continue
        if (begins_as_title(part) or (may_end_so and ENDS_AS_TITLE.search(part))) and not _TO_SOMEBODY.search(part):
            return part
    return ""


_SCANNER = Scanner(
    {
        **hiring.CANDIDACY,
        **hiring.AGAINST,
        "applies_to_me": hiring.APPLIES_TO_ME,
        "i_hire": hiring.I_HIRE,
    }
)
_SHORT_CHARS = 900
"""Up to this length, small signs count; long mails mention everything somewhere."""

_READ_CHARS = 2400
"""As much of a mail as tells what it is about; long mails mention everything somewhere."""


def evidence_in(
    message: Message, candidate: Candidate, own_text: str, signature: str, language: str, *, bulk: bool
) -> tuple[Evidence, ...]:
    """What one message brings forward; nothing of it depends on other messages."""
    mine = message.mine or candidate.is_me(message.sender)
    subject = bare_subject(message.subject)
    in_subject = _SCANNER.scan(subject)
    in_subject.pop("title", None)
    if match := find_title(_LIST_TAG.sub("", subject)):
        in_subject["title"] = match
    job = subject_title(_LIST_TAG.sub("", subject))
    text = own_text[:_READ_CHARS]
    in_text = _SCANNER.scan(text if mine else f"{text}\n{signature[:400]}")
    if not mine and (match := find_title(text[:1200], german=language == "de")):
        in_text["title"] = match
    spoken = _of_mine(in_subject, in_text) if mine else _of_theirs(message, candidate, own_text, in_subject, in_text, bulk=bulk)
    named = (_found("subject_is_title", job),) if job else ()
    wording = Evidence(WORDING, round(sounds_like_hiring(subject, own_text, mine=mine), 3))
    return (*named, *spoken, *_against(in_subject, in_text, text, job.lower()), wording)


_IN_SUBJECT = ("interview", "application", "profile", "joining", "terms", "post", "hiring_people")
_IN_TEXT = ("interview", "application", "profile", "joining", "agency", "post", "terms", "hiring_people", "deciders")
_Matches = dict[str, re.Match[str]]


def _found(name: str, quote: str = "") -> Evidence:
    return Evidence(name, WEIGHTS[name], " ".join(quote.split())[:120])


def _of_mine(in_subject: _Matches, in_text: _Matches) -> Iterator[Evidence]:
    if match := in_text.get("i_hire"):
        yield _found("i_hire", match.group())
    elif match := in_text.get("mine_applies"):
        yield _found("mine_applies", match.group())
    if match := in_subject.get("title"):
        yield _found("title_in_subject", match.group())
    for name in ("interview", "application", "post", "terms", "hiring_people"):
        if match := in_text.get(name):
            yield _found(name, match.group())
    if match := in_text.get("conversation"):
        yield _found("mine_thanks", match.group())


@lru_cache(maxsize=512)
def _what_the_sender_does(sender: Person) -> tuple[str, str]:
    """The words of a name and address that speak of hiring, and those that speak of another service."""
    named = f"{sender.name} {sender.address}"
    if coach := hiring.COACHING_SENDER.search(named):
        return "", coach.group()
    hires = hiring.SENDER_HIRES.search(named)
    serves = hiring.SERVICE_SENDER.search(f"{sender.name} {sender.address.partition('@')[0]}")
    return hires.group() if hires else "", serves.group() if serves else ""


def _of_theirs(
    message: Message, candidate: Candidate, own_text: str, in_subject: _Matches, in_text: _Matches, *, bulk: bool
) -> Iterator[Evidence]:
    sender = message.sender
    domain = sender.domain if sender else ""
    ats = platforms.within(domain, platforms.ATS_DOMAINS) or any(
        platforms.within(person.domain, platforms.ATS_DOMAINS) for person in message.reply_to
    )
    if sender and sender.address in platforms.JOB_BOARD_ALERTS:
        yield _found("job_alert", sender.address)
    if ats and sender:
        yield _found("ats_sender", sender.address)
    elif platforms.within(domain, platforms.PLATFORM_DOMAINS) and sender:
        yield _found("platform_relay", sender.address)
    if bulk and not ats:
        yield _found("bulk")
    if platforms.is_organisation(domain):
        if any(address.rpartition("@")[2] == domain for address in candidate.addresses):
            yield _found("same_firm", domain)
        elif not bulk and len(message.to) == 1 and len(own_text) <= _SHORT_CHARS:
            yield _found("firm_writes_to_me", domain)
    if sender:
        hires, serves = _what_the_sender_does(sender)
        if hires:
            yield _found("sender_hires", hires)
        if serves:
            yield _found("service_sender", serves)
    if match := in_subject.get("title"):
        yield _found("title_in_subject", match.group())
    if match := in_text.get("title"):
        yield _found("title_in_text", match.group())
    for name in _IN_SUBJECT:
        if match := in_subject.get(name):
            yield _found(f"{name}_in_subject", match.group())
    for name in _IN_TEXT:
        if (match := in_text.get(name)) and (name != "deciders" or len(own_text) <= _SHORT_CHARS):
            yield _found(name, match.group())
    if match := in_text.get("thanks_for_applying") or in_subject.get("thanks_for_applying"):
        yield _found("thanks_for_applying", match.group())
    if message.calendar in ("REQUEST", "COUNTER") and ("interview" in in_subject or "interview" in in_text):
        yield _found("invitation")
    if len(own_text) <= _SHORT_CHARS and (match := in_subject.get("conversation") or in_text.get("conversation")):
        yield _found("conversation", match.group())
    if match := in_text.get("applies_to_me") or in_subject.get("applies_to_me"):
        yield _found("applies_to_me", match.group())


_BY_WORD = frozenset("housing money customer trade study stage coach visa health business news".split())
"""Kinds that single words name, which other mail has as well."""


_NAMES_THE_JOB = re.compile(r"[ -](?:\w+[ -])?")
_EMPLOYER = re.compile(
    r"\b(?:bewerbung|application|candidature|candidatura|postulaci[oó]n|interview|vorstellungsgespräch|gespräch|entretien|entrevista|job|stelle|poste|puesto)\b"
    r".{0,40}?\b(?:bei(?:m| der| dem)?|at|with|chez|auprès d[eu]|en)\s",
    re.IGNORECASE,
)
"""Behind it stands the name of an employer: "Ihre Bewerbung bei der Kufner Versicherungsmakler GmbH"."""


def _is_of_the_job(match: re.Match[str], in_subject: _Matches, job: str) -> bool:
    """Whether a word of the subject belongs to the job, or to the employer's name: the firm that I apply to may insure, lend or teach."""
    if match.group().lower() in job:
        return True
    if (employer := _EMPLOYER.search(match.string)) and match.start() >= employer.end():
        return True
    title = in_subject.get("title")  # "Loan Processor application status"
    if title is not None and title.start() <= match.start() < title.end():
        return True  # "Scrum Master in Regensburg"
    beside = title is not None and _NAMES_THE_JOB.fullmatch(match.string, match.end(), title.start()) is not None
    return beside and not in_subject.keys().isdisjoint(("application", "interview", "post", "profile"))


def _against(in_subject: _Matches, in_text: _Matches, text: str, job: str) -> Iterator[Evidence]:
    """What speaks for another kind of mail; a word that the name of the job has ("Customer Service Specialist") says nothing."""
    for name in hiring.AGAINST:
        if (match := in_subject.get(name)) and not _is_of_the_job(match, in_subject, job):
            factor = (
                _SUBJECT_FACTOR if not job else _ONCE_FACTOR if name in _BY_WORD else 1.0
            )  # "Trainee estate agent (Lettings)"
            yield Evidence(name, WEIGHTS[name] * factor, match.group())
        elif match := in_text.get(name):
            enough = 2 if name in _BY_WORD else 1
            said: set[str] = set()
            for one in chain((match,), _SCANNER.each(name, text)):
                if one.group().lower() not in job:
                    said.add(one.group().lower())
                if len(said) == enough:
                    break
            if said:
                yield Evidence(name, WEIGHTS[name] * (1.0 if len(said) == enough else _ONCE_FACTOR), match.group())


def gather(readings: Iterable[Reading]) -> dict[str, Evidence]:
    """The evidence of a whole thread by name, each kind once: the features that the weights were trained on."""
    best: dict[str, Evidence] = {}
    wordings: list[float] = []
    for reading in readings:
        if not reading.draft:
            for found in _all_of(reading):
                if found.name == WORDING:
                    wordings.append(found.weight)
                else:
                    best.setdefault(found.name, found)
    without_doubles(best)
    if wordings:
        best[WORDING] = Evidence(WORDING, sum(wordings) / len(wordings))
    return best


_SPEAK_FOR_NOTHING, _SHORT_OF = frozenset({WORDING, "firm_writes_to_me"}), 0.1


def weigh(readings: Sequence[Reading], elsewhere: Sequence[Reading] = ()) -> tuple[float, tuple[Evidence, ...]]:
    """Add up a thread: the sum and what it is made of, heaviest first."""
    best = gather(readings)
    total = sum(found.weight for found in best.values())
    if all(found.weight <= 0 or found.name in _SPEAK_FOR_NOTHING for found in best.values()):
        total = min(total, THRESHOLD - _SHORT_OF)  # "The train leaves at nine, bring your boots": words alone are no sign.
    if elsewhere and -0.6 < total < THRESHOLD and _known(readings, elsewhere):
        best["known_recruiter"] = _found("known_recruiter")
        total += WEIGHTS["known_recruiter"]
    return total, tuple(sorted(best.values(), key=lambda found: -abs(found.weight)))


_HIRING = frozenset(
    """subject_is_title title_in_subject title_in_text ats_sender sender_hires hiring_people hiring_people_in_subject interview
    interview_in_subject application application_in_subject profile_in_subject joining joining_in_subject terms terms_in_subject post
    post_in_subject mine_applies""".split()
)
"""What hardly anybody but the hiring side, or mail about a job, has."""


def speaks_of_a_job(evidence: Container[str]) -> bool:
    """Whether any of the evidence is of the kind that hardly anybody but the hiring side has."""
    return any(name in evidence for name in _HIRING)


_PROMISES = ("promise_to_me", "promise", "undated_promise_to_me", "undated_promise")


def without_doubles(best: dict[str, Evidence]) -> None:
    """Leave out what another piece says better, and weaken promises where nothing else speaks of a job.

    Plumbers, doctors and friends promise in the same words: a promise alone never makes a recruiter thread.
    """
    if "subject_is_title" in best:
        best.pop("title_in_subject", None)
    if "subject_is_title" in best or "title_in_subject" in best:
        best.pop("title_in_text", None)
    if "promise" in best:
        best.pop("undated_promise_to_me", None)
        best.pop("undated_promise", None)
    if _HIRING.isdisjoint(best):
        best.pop("invitation", None)
        for name in _PROMISES:
            if (found := best.pop(name, None)) and name.endswith("to_me"):
                best["promise_alone"] = Evidence("promise_alone", WEIGHTS["promise_alone"], found.quote)


def _all_of(reading: Reading) -> Iterable[Evidence]:
    yield from reading.evidence
    if reading.pledges:
        dated = [pledge for pledge in reading.pledges if pledge.dated and pledge.rank == 2]
        to_me = reading.short and not reading.automatic and any(p.rank == 2 and p.to_me for p in reading.pledges)
        if dated:
            yield _found("promise", dated[0].quote)
            if to_me and any(p.to_me for p in dated):
                yield _found("promise_to_me", dated[0].quote)
        else:
            yield _found("undated_promise_to_me" if to_me else "undated_promise", reading.pledges[0].quote)
    if reading.silence:
        yield _found("silence_clause", reading.silence.quote)
    if reading.outcome:
        yield _found("outcome", reading.outcome.quote)
    if not reading.mine and (reading.next_step or any(ask.kind == "availability" for ask in reading.asks)):
        yield _found("invitation", reading.next_step)


def _known(readings: Sequence[Reading], elsewhere: Sequence[Reading]) -> bool:
    """Whether the people of this thread write to me as recruiters in another one."""
    people = {r.sender.address for r in readings if r.sender and not r.mine}
    domains = {r.sender.domain for r in readings if r.sender and not r.mine and platforms.is_organisation(r.sender.domain)}
    threads: dict[str, list[Reading]] = {}
    for other in elsewhere:
        threads.setdefault(other.thread_id, []).append(other)
    for others in threads.values():
        if any(o.sender and not o.mine and (o.sender.address in people or o.sender.domain in domains) for o in others):
            total, _ = weigh(others)
            if total >= THRESHOLD:
                return True
    return False
