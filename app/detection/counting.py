"""What a promised span counts from: the closing date, the meeting that the mail names, or the day I send what they wait for.

"Within five working days of that meeting" counts from the meeting, where the mail says when it is; in "within 48 hours of having
them" the first step is mine. Without either, a span counts from the day of writing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.detection.dates import Wording
from app.detection.marks import Marked
from app.detection.reading import Pledge
from app.detection.words.pattern import any_of

_REACH = 4
"""How many sentences back a meeting may have been dated."""
_BEHIND = 45
"""Characters behind a span in which stands what it counts from."""
_STEM = 5

_CLOSING = any_of(
    r"\b(?:clos(?:ing|e|es|ed)\b|deadline|application window|(?:bewerbungs|ausschreibungs|einsende|melde|anmelde)(?:schluss|frist|ende)\w*|"
    r"ende der (?:bewerbungs|ausschreibungs)?frist|fristende|ablauf der (?:bewerbungs)?frist|clôture|date limite|fin des candidatures|"
    r"cierre|fecha l[ií]mite|fin del plazo|vencimiento)"
)
_EVENT = any_of(
    r"\b(?:of|after|from|following|since|nach|ab|après|suivant|suivent|compter|de|tras|despu[eé]s|desde|partir|posteriores|siguientes) "
    r"(?:(?:the|that|this|said|your|our|his|her|their|dem|der|diesem|dieser|ihrem|ihrer|deinem|deiner|unserem|unserer|la|le|l'|du|de la|de l'|"
    r"cette|cet|ce|votre|notre|del|el|esa|ese|esta|este|dicha|dicho|su|tu|a la|al)\b ?)*"
    r"(?P<event>[\w-]*(?:meeting|interview|panel|board|committee|assessment|exam|trial|presentation|visit|sitting|workshop|"
    r"sitzung|gespräch\w*|termin|treffen|besprechung|runde|konferenz|prüfung|probearbeit\w*|probetag|klausur|vorstellung|"
    r"réunion|entretien|comité|commission|jury|visite|séance|rencontre|conseil|épreuve|"
    r"reuni[oó]n|entrevista|comit[eé]|comisi[oó]n|visita|sesi[oó]n|prueba|consejo|examen))\b"
)
_THIS_ONE = any_of(r"\b(?:that|this|said|dieser|diesem|jener|cette|cet|ce|esa|ese|esta|este|dicha|dicho)\b")
_THAT = any_of(
    r"\b(?:of|after|from|following|since) (?:that|this|then|it)(?: (?:date|day))?(?=\W|$)(?! (?:message|e-?mail|mail|letter|note|writing|notice))|\b(?:danach|ab dann|nach diesem tag)\b|"
    r"\b(?:qui suivr\w+|qui suivent|qui suivraient|suivants?)(?=\W*$)|\b(?:siguientes|posteriores)(?=\W*$)|\b(?:danach|darauf)(?=\W*$)|"
    r"\b(?:après|suivant) (?:cela|ça|cette date|ce jour)\b|\b(?:de|desde|tras|despu[eé]s de|a partir de) (?:eso|ello|esa fecha|ese d[ií]a|entonces)\b"
)
_MY_PART = any_of(
    r"\b(?:of|after|from|upon|on) (?:having|receiving|getting|finishing|completing|submitting|doing|returning|receipt of) (?:them|it|these|those|all|both|everything|the (?:last|signed|completed)|your (?!application|cv\b|resume|initial))|"
    r"\b(?:of|after|from) (?:hearing (?:back )?from you|your (?:reply|response|answer|confirmation|documents?|submission|return))|"
    r"\bnach (?:erhalt|eingang|zusendung|rücksendung|ihrer (?:rückmeldung|antwort|zusage|bestätigung)|deiner (?:rückmeldung|antwort|zusage))(?! (?:ihrer|deiner|der) bewerbung)|"
    r"\b(?:après|dès|suivant|à) (?:la )?réception(?! de (?:votre|ta) (?:candidature|cv|dossier de candidature))|\baprès (?:votre|ton|ta) (?:retour|réponse|envoi|accord)|"
    r"\b(?:tras|desde|de) (?:recibirl[oa]s?|haberl[oa]s? recibido|(?:tu|su) (?:respuesta|env[ií]o|confirmaci[oó]n))"
)
_DAYS = frozenset({"date", "weekday_date", "weekday", "numeric", "day", "weekday_in", "either", "named_day"})


def counted_from(pledge: Pledge, one: Marked, before: Sequence[Marked], closing: Wording | None) -> Pledge:
    """A promise whose span counts from what stands behind it, where the mail tells when that is.

    Args:
        before: the sentences up to this one, which is the last.
        closing: when applications close, where the mail has said so.
    """
    when = pledge.when or pledge.step
    if pledge.when is not None and pledge.when.term[0] == "weekday" and not pledge.reported:
        return _the_one_after(pledge, pledge.when, one, before)
    if when is None or when.term[0] != "span" or pledge.reported:
        return pledge
    behind = one.text[when.start : when.end + _BEHIND]
    base: Wording | None = None
    if _MY_PART.search(behind):
        return replace(pledge, when=when, step=pledge.step if pledge.when else None, on_me=True)
    if closing is not None and closing != when and _CLOSING.search(behind):
        base = closing
    elif (match := _EVENT.search(behind)) and match.start() <= when.end - when.start + 4:
        base = _dated(match["event"].lower()[:_STEM], when, before)
        if base is None and _THIS_ONE.search(match.group()):
            base = _dated("", when, before)
    elif (match := _THAT.search(behind)) and match.start() <= when.end - when.start + 4:
        base = _dated("", when, before)
    if base is None:
        return pledge
    return pledge if pledge.when is None else replace(pledge, when=replace(when, term=("after", when.term, base.term), anchor=""))


_FOLLOWING = any_of(
    r"\b(?:following|darauf|darauffolgenden?|drauf|suivante?|d'après|siguiente|posterior)\b|\b(?:the|that|on|by) \w+day (?:after|following)(?=\W*(?:$|[.,;:!?)]))|\bfollowing \w+day\b|"
    r"\b(?:on|by) the (?:mon|tues|wednes|thurs|fri|satur|sun)day\b(?! (?:of|before|\d))"
)
"""What makes a weekday the one after a day just named: "Head of dept back Thursday, ... by the following Tuesday"."""


def _the_one_after(pledge: Pledge, when: Wording, one: Marked, before: Sequence[Marked]) -> Pledge:
    """A promise for the weekday after a day that was named before it, counted from that day."""
    if len(when.term[1]) != 1 or not _FOLLOWING.search(one.text[when.start : when.end + 14]):
        return pledge
    base = next((w for w in reversed(one.times) if w.dated and w.end <= when.start and w.term[0] in _DAYS), None)
    if base is None:
        earlier = [w for other in before[-_REACH:-1] for w in other.times if w.dated and w.term[0] in _DAYS]
        base = earlier[-1] if earlier else None
    if base is None:
        return pledge
    return replace(pledge, when=replace(when, term=("weekday_after", when.term[1][0], base.term)))


_AFTER_NOUN = any_of(
    r"\b(?:after|following|once) (?:the|our|my|this|that) (?P<a>[\w-]{4,})|\bnach (?:dem|der|unserem|unserer|diesem|dieser) (?P<b>[\w-]{4,})|"
    r"\baprès (?:le |la |l'|notre |ce |cette )(?P<c>[\w-]{4,})|\b(?:tras|despu[eé]s de(?:l| la)?) (?:la |el |nuestr[oa] |es[ea] )?(?P<d>[\w-]{4,})"
)


def names_a_step(text: str) -> bool:
    """Whether a sentence says after what: "after the offsite"."""
    return _AFTER_NOUN.search(text) is not None


def following_named(pledge: Pledge, one: Marked, before: Sequence[Marked]) -> Pledge:
    """An undated promise that follows what an earlier sentence has dated by name: "the offsite is from the 23rd to the 25th ... after the offsite"."""
    if pledge.when is not None or pledge.step is not None or not (match := _AFTER_NOUN.search(one.text)):
        return pledge
    stem = next(name for name in match.groups() if name).lower()[:_STEM]
    for earlier in reversed(before[-_REACH:-1]):
        if stem in earlier.text.lower() and (days := [w for w in earlier.times if w.dated]):
            return replace(pledge, step=days[-1], follows="after")
    return pledge


def _dated(stem: str, when: Wording, before: Sequence[Marked]) -> Wording | None:
    """The latest day that the sentences name for it: in the one that names it, or in those behind, as lists do ("Your interview: Date: ...")."""
    late = before[-_REACH:]
    for index in range(len(late) - 1, -1, -1):
        if stem in late[index].text.lower() and (days := _days(late[index], when, last=index == len(late) - 1)):
            return days[-1]
    for index in range(len(before) - 2, -1, -1):
        if stem in before[index].text.lower():
            listed = [
                day for one in before[index + 1 : min(index + _LISTED, len(before) - 1)] for day in _days(one, when, last=False)
            ]
            return listed[0] if listed else None
    return None


_LISTED = 4
"""How far behind its name the day of an event may stand in a list."""


def _days(one: Marked, when: Wording, *, last: bool) -> list[Wording]:
    return [w for w in one.times if w.dated and w.term[0] in _DAYS and (not last or w.end <= when.start)]
