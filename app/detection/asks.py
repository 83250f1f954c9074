"""What a message asks of me, what it tells me (rejection, offer), what I tell them (withdrawal), and what is mere courtesy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.detection.marks import TURNS, Marked
from app.detection.reading import Ask, Outcome
from app.detection.sentences import Sentence
from app.detection.words import en, plain
from app.detection.words.turn_words import TurnWords

WORDS = TURNS

_WORD = re.compile(r"[^\W\d_]{2,}")
_FIGURES = re.compile(r"\d{3}|\d[.,:]\d|\d\s?(?:k|€|£|\$|%)", re.I)
_LINK = re.compile(
    r"\b(?:calendly\.com|savvycal\.com|cal\.com|bookings?\.|outlook\.office365\.com/owa/calendar|meetings?\.hubspot|goodtime\.io|youcanbook\.me|doodle\.com|zcal\.co|tidycal)",
    re.I,
)

_OUTCOMES = frozenset({"rejected", "filled", "cancelled", "offered"})

SMALL = frozenset({"document", "detail", "question"})
"""What is asked in passing: it leaves a promise in force once it is sent."""


def words_of(language: str) -> TurnWords:
    return WORDS.get(language, en.EN)


SURE_OF_REQUEST, SURE_OF_NO_REQUEST, SURE_OF_OUTCOME, SURE_OF_DELAY = 0.98, 0.25, 0.95, 0.45
SURE_OF_PROMISE, SURE_OF_NO_OUTCOME, SURE_OF_MY_OUTCOME, SURE_OF_NO_QUESTION = 0.65, 0.06, 0.99, 0.03
SURE_OF_SYSTEM, SURE_OF_COURTESY, SURE_OF_INVITATION = 0.985, 0.7, 0.3
"""How probable a request must be where no phrase of ours is found, below what it is none whatever was found; an outcome; and my putting it off."""


@dataclass(frozen=True, slots=True)
class Substance:
    """What a message amounts to, beside its promises."""

    asks: tuple[Ask, ...] = ()
    outcome: Outcome | None = None
    next_step: str = ""
    courtesy: bool = False
    merely_asks: bool = False


def find_substance(
    marked: Sequence[Marked], language: str, own_text: str, promising: frozenset[int] = frozenset(), *, automatic: bool = False
) -> Substance:
    """What their message tells me and wants of me.

    Args:
        promising: where sentences begin that promise an answer: they ask for nothing, and only plain words end the thread beside them.
        automatic: no human wrote it: only what is plain ends the thread.
    """
    words = words_of(language)
    asks: list[Ask] = []
    outcome: Outcome | None = None
    next_step = ""
    rest: list[str] = []
    before = ""
    for one in marked:
        text, has = one.text, one.has
        if not next_step and "next_step" in has:
            next_step = has["next_step"].group()
        promises = one.kinds["promise"] >= SURE_OF_PROMISE
        if not outcome and not promises and not has.keys().isdisjoint(_OUTCOMES):
            outcome = _outcome(text, words, one.quote)
            if outcome and one.kinds["rejected"] + one.kinds["offered"] < SURE_OF_NO_OUTCOME:
                outcome = None
        if not outcome and not promising and not next_step and "maybe" not in has:
            outcome = _outcome_as_a_whole(one, automatic=automatic)
        kind = _kind_of_request(text, words) if "request" in has else ""
        wanted = one.kinds["ask"] + one.kinds["conditional"]
        if (
            kind
            and not (words.pleads.search(text) and "no_request" not in has)
            and (
                wanted < (SURE_OF_NO_QUESTION if "?" in text else SURE_OF_NO_REQUEST)
                or (one.sentence.start in promising and "?" not in text)
            )
        ):
            kind = ""
        elif not kind and one.kinds["ask"] >= SURE_OF_REQUEST and "no_request" not in has and one.sentence.start not in promising:
            kind = _what_is_wanted(text, words)
        if kind == "question" and before:
            kind = _what_is_wanted(before, words)  # "We need a second phone number. Could you send it over?"
            if kind == "task" and _SEND_IT.search(text):
                kind = "document"  # "Martin can't find the link to your case study. Could you send it again?"
        elif kind == "task" and _SEND_IT.search(text) and words.detail.search(before):
            kind = "detail"
        if kind == "question" and (any(w.dated for w in one.times) or one.kinds["invited"] >= SURE_OF_INVITATION):
            kind = "availability"  # "Could you be here on Friday the 27th, around four?"
        before = text
        if kind:
            asks.append(Ask(kind, one.quote))
        else:
            rest.append(text)
    if not next_step and (link := _LINK.search(own_text)):
        next_step = link.group()
    merely = bool(asks) and not outcome and not next_step and _says_little(rest, words)
    return Substance(
        tuple(asks),
        outcome,
        next_step,
        not asks and not outcome and (is_courtesy([one.sentence for one in marked], words) or _is_polite(marked)),
        merely,
    )


_SEND_IT = re.compile(r"\b(?:send|email|e-mail|forward|share|drop|ping|pop) (?:me |us )?(?:it|them|that|those|one)\b", re.I)


def _is_polite(marked: Sequence[Marked]) -> bool:
    """Whether every sentence of a short mail is courtesy as a whole: "That's kind, I'll pass it on! Have a good day." """
    if not marked or sum(len(one.text) for one in marked) > 160:
        return False
    said = [one for one in marked if len(_WORD.findall(one.text)) > 2]  # The rest is names.
    return bool(said) and all(one.kinds["courtesy"] >= SURE_OF_COURTESY and "?" not in one.text and not one.times for one in said)


def _says_little(texts: Sequence[str], words: TurnWords) -> bool:
    """Whether at most one sentence is more than thanks and wishes."""
    return sum(len(_WORD.findall(_without_courtesy(text, words))) > 3 for text in texts) <= 1


def find_my_outcome(marked: Sequence[Marked], language: str) -> Outcome | None:
    """What I tell them about going on: withdrew, declined, accepted."""
    words = words_of(language)
    for one in marked:
        text = one.text
        for kind, pattern in (("withdrew", words.withdrew), ("declined", words.declined), ("accepted", words.accepted)):
            if match := pattern.search(text):
                asks = text.rstrip().endswith("?") and kind != "withdrew"
                if asks or _IF.search(text[: match.start()]):
                    continue
                return Outcome(kind, one.quote)
        if one.kinds["my_withdrew"] >= SURE_OF_MY_OUTCOME and "?" not in text and "delivers" not in one.has:
            return Outcome("withdrew", one.quote)
    return None


_IF = re.compile(r"\b(?:if|whether|falls|wenn|si)\b", re.I)


def defers(marked: Sequence[Marked], language: str) -> bool:
    """Whether I put off what they want: "I'll send it tomorrow"; or only ask something about it."""
    words = words_of(language)
    if any(words.defers.search(one.text) for one in marked):
        return True
    putting_off = [one for one in marked if _PUTS_OFF.search(one.text) and one.kinds["my_defers"] >= SURE_OF_DELAY]
    if putting_off and not delivers([one for one in marked if one not in putting_off]):
        return True  # A time in the sentence that puts it off ("I'll scan both on Sunday") delivers nothing.
    asks = any(one.text.rstrip().endswith("?") for one in marked)
    return asks and not any(words.delivers.search(one.text) or any(not w.past for w in one.times) for one in marked)


_PUTS_OFF = re.compile(
    r"\b(?:i'll|i will|ill|let me|i'm|i am|going to|will|to follow|have to|need to|ich|wir|werde|je|j'|vais|yo|te|le|les|lo|voy|en cuanto)\b",
    re.I,
)
"""Who puts off says what they will do."""


def delivers(marked: Sequence[Marked]) -> bool:
    """Whether my mail holds what they may have asked for: a time, a figure, a document, a yes."""
    return any("delivers" in one.has or any(not w.past for w in one.times) or _FIGURES.search(one.text) for one in marked)


def thanks_for_a_call(text: str) -> bool:
    """Whether my mail thanks them for calling me."""
    return _A_CALL.search(text) is not None


_A_CALL = re.compile(
    r"\bthank(?:s| you)(?: so much| very much| again)? for (?:(?:your|the|this \w+'s|yesterday's|today's)(?: phone| kind)? call|calling|ringing|phoning)\b|"
    r"\bdank(?:e)? (?:noch einmal |nochmals? )?für (?:ihren|deinen|den|das|ihr|dein) (?:rück)?(?:anruf|telefonat)\b|"
    r"\bmerci (?:beaucoup |encore )?(?:pour|de) (?:votre|ton|l'|cet) ?(?:appel|coup de fil|coup de téléphone|échange téléphonique)\b|"
    r"\bgracias (?:de nuevo )?por (?:su|tu|la) (?:amable )?llamada\b|\bgracias por (?:llamarme|haberme llamado)\b",
    re.I,
)


def is_courtesy(sentences: Sequence[Sentence], words: TurnWords) -> bool:
    """Whether nothing but thanks, good wishes and names is said."""
    text = " ".join(plain(sentence.text) for sentence in sentences)
    all_words = _WORD.findall(text)
    if len(all_words) <= 1 and "?" not in text:
        return True
    if len(all_words) > 45:
        return False
    rest = [word for word in _WORD.findall(_without_courtesy(text, words)) if not word[0].isupper()]
    return len(rest) <= min(3, len(all_words) // 2)


def _without_courtesy(text: str, words: TurnWords) -> str:
    return words.greeting.sub(" ", words.courtesy.sub(" ", text))


def _outcome_as_a_whole(one: Marked, *, automatic: bool) -> Outcome | None:
    """A rejection or an offer in words that no phrase of ours covers; a tracking system only turns down, and in plain words."""
    for kind in ("rejected",) if automatic else ("rejected", "offered"):
        if one.kinds[kind] >= (SURE_OF_SYSTEM if automatic else SURE_OF_OUTCOME) and "?" not in one.text:
            return Outcome(kind, one.quote)
    return None


def _outcome(text: str, words: TurnWords, quote: str) -> Outcome | None:
    for kind, pattern in (
        ("offered", words.offered),
        ("rejected", words.rejected),
        ("filled", words.filled),
        ("cancelled", words.cancelled),
    ):
        if (match := pattern.search(text)) and "?" not in text[match.start() :]:
            before, inside = text[: match.start()], match.group()
            if _WHETHER.search(before + inside):
                continue  # "I'll call on Tuesday to say if you have the job."
            if words.maybe.search(before) and kind != "rejected":
                continue
            if kind == "rejected" and _SUPPOSES.search(before + inside):
                continue
            if kind == "offered" and words.maybe.search(inside):
                continue
            if kind == "cancelled" and _ON_HOLD.search(text):
                continue
            return Outcome(kind, quote)
    return None


_WHETHER = re.compile(r"\bwh\b")
"""How :mod:`app.detection.marks` writes an "if" that is no condition."""
_SUPPOSES = re.compile(
    r"\b(?:if|should you|should you not|have not heard|not receive|whether|falls|wenn|sollte\w*|si|en caso|alike|unsuccessful candidates|both)\b",
    re.I,
)
"""What makes a rejection one that may come."""
_ON_HOLD = re.compile(
    r"\b(?:on hold|paused?|for now|for the time being|until further|auf eis|pausier\w*|vorerst|vorläufig|momentan|derzeit|zurzeit|for the moment|at the moment|pour le moment|pour l'instant|jusqu'à nouvel ordre|por el momento|de momento|en suspens|en attente|en pause|en pausa|por ahora|hasta nuevo)\b",
    re.I,
)
"""What is put off is not over."""


def _kind_of_request(text: str, words: TurnWords) -> str:
    """What a sentence asks of me; empty when nothing."""
    if not words.request.search(text):
        return ""
    if words.no_request.search(text) and text.count("?") < 2:
        return ""
    if len(_WORD.findall(text)) < 2 and "?" in text and not (words.document.search(text) or words.decision.search(text)):
        return ""
    return _what_is_wanted(text, words)


def _what_is_wanted(text: str, words: TurnWords) -> str:
    for kind in ("availability", "decision", "task", "document", "detail"):
        if getattr(words, kind).search(text):
            return kind
    return "question"
