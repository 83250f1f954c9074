"""Dates in names and mentions: "rue du 4 Septembre", "votre mail du 2 mars", "Julio García", "los lunes".

They are written like the dates of a promise and name no day ahead. What is said here of French and Spanish rests on their grammar: a
date that hangs on a noun by "de" or "del" tells which letter or meeting is meant, unless a relation ("después de la reunión del jueves")
or a verb to come ("le comité de lundi tranchera") makes it the time of something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.detection.dates_lexer import Token

Term = tuple[Any, ...]

_STREETS = frozenset(
    "rue avenue av bd bld boulevard place quai impasse allee chemin cours square faubourg pont station gare metro arret "
    "calle avenida avda plaza paseo glorieta colonia estacion parada puente barrio parque edificio torre ronda".split()
)
_STREET_AHEAD = re.compile(rf" (?:de la |de |del |bis )?(?:{'|'.join(sorted(_STREETS))})\b")
_BETWEEN = frozenset("de del du des la le les el los las l d".split())
# Nouns that are themselves of time: "la date du 14", "la fecha límite del 14".
_TIME_NOUNS = frozenset(
    "date echeance delai limite journee soiree matinee nuit horizon courant veille vispera fecha plazo jornada transcurso curso cierre tope "
    "dead-line deadline jour dia tarde noche".split()
)
_TIED = frozenset({"by", "before", "after", "until", "in", "within", "not_before", "on", "over", "from"})
_BARE = re.compile(r"(?:vers|le|la|les|l'|el|los|las|ce|a|al|du|sur|sobre|au|pour|pour le|pour la)$")
_THANKS = re.compile(r"\b(?:merci|remerci\w*|gracias|agrade\w*|suite|recu\w*|recib\w*|ref\w*)\b")
_NEXT_WORD = re.compile(r" *([^\W\d_]+)")
_TO_COME = re.compile(r"(?:[^\W\d_]{2,}(?:ra|ront|ran)|va|vont|van|doit|doivent|debe|deben|devrait|devraient|deberia)$")
_LAST_WORDS = re.compile(r"[^\W\d_]+")
_PEOPLE = frozenset("abril agosto avril domingo julio juin mai mar mars noel navidad pascua pilar reyes sam santos".split())
_MEN_OF_THAT_NAME = frozenset("julio abril domingo".split())
_TELEPHONE = re.compile(r"(?:au|al|le|sur le) 0\d(?! ?[/.-]?\d)")
_HABIT = re.compile(r"(?:todos |tous )?(?:los (?:lunes|martes|miercoles|jueves|viernes|sabados|domingos)|les [a-z]+dis)\b")
# What has a length of its own, so that "is of six months" says nothing about an answer.
_LASTING = re.compile(
    r"\b(?:contrato?|cdd|cdi|stage|mission|essai|preavis|formation|alternance|apprentissage|entretien|appel|rendez-vous|conges?|vacances|experience"
    r"|duree|teletravail|rtt|anciennete|prueba|preaviso|practicas|beca|formacion|entrevista|llamada|vacaciones|experiencia|duracion|teletrabajo"
    r"|jornada|horario|turno|garantia|antiguedad|proyecto|projet)\b"
)


def is_no_day_ahead(
    text: str, folded: str, start: int, end: int, term: Term, relation: str, level: Sequence[Token], i: int
) -> bool:
    """Whether the wording that stands there, in a French or Spanish text, belongs to a name, a mention or a habit."""
    words = _LAST_WORDS.findall(folded[max(0, start - 40) : start])
    near = [word for word in words[-3:] if word not in _BETWEEN]
    if relation in ("", "between") and near and near[-1] in _STREETS and folded[start - 1 : start] in (" ", "'"):
        return True
    if relation in ("in", "on") and term[0] == "date" and _STREET_AHEAD.match(folded, end):
        return True  # en el 14 de la calle Mayor
    if term == ("holiday", "bank_holiday", None) and not relation:
        return True  # "el martes es festivo"
    if term == ("holiday", "bank_holiday", None) and text[start:end].split()[-1][:1].isupper():
        return True  # le Pont de Sèvres
    if relation == "on" and term[0] == "date" and _TELEPHONE.match(folded, start):
        return True  # "je vous joins au 06"
    if _is_person(text, folded, start, end, term, relation):
        return True
    if term[0] == "weekday" and (_HABIT.match(folded, start) or words[-1:] == ["cada"] or words[-1:] == ["chaque"]):
        return True
    return _is_mention(folded, start, end, term, relation, level, i)


def has_a_length(folded: str, start: int) -> bool:
    """Whether a span is how long a contract, a trial or a call lasts: such a word stands before it in the sentence."""
    before = folded[max(0, start - 60) : start]
    return (
        _LASTING.search(before, max(before.rfind(". "), before.rfind("! "), before.rfind("? "), before.rfind("\n"), 0))
        is not None
    )


def _is_person(text: str, folded: str, start: int, end: int, term: Term, relation: str) -> bool:
    """A month, a day or a feast that is part of a name: Julio García, Lucía Reyes, Domingo Pérez."""
    words = [word for word in _LAST_WORDS.finditer(text, start, end) if folded[word.start() : word.end()] in _PEOPLE]
    if not words or not words[0].group()[0].isupper():
        return False
    word = words[0]
    bare = word.start() == start
    following = re.match(r" ([^\W\d_]+)", text[word.end() : word.end() + 30])
    if following and following[1][0].isupper():
        return True
    if bare and (before := re.search(r"([^\W\d_]+) $", text[max(0, start - 30) : start])) and before[1][0].isupper():
        return True
    return (
        folded[word.start() : word.end()] in _MEN_OF_THAT_NAME
        and term[0] in ("month", "weekday")
        and folded.startswith("a ", start)
        and relation == "on"
    )


def _is_mention(folded: str, start: int, end: int, term: Term, relation: str, level: Sequence[Token], i: int) -> bool:
    """votre mail du 2 mars, la reunión del jueves."""
    if relation not in ("", "between") or term[0] not in ("weekday", "date", "numeric", "weekday_date", "day"):
        return False
    at = i - 1
    if not folded.startswith(("du ", "del "), start):
        if at < 0 or level[at].symbol != "o":
            return False
        at -= 1
    if at < 0 or level[at].symbol != "x" or folded[level[at].start : level[at].end] in _TIME_NOUNS:
        return False
    following = _NEXT_WORD.match(folded, end)
    if following and _TO_COME.match(following[1]):
        return False
    for token in reversed(level[max(0, at - 6) : at]):
        if token.symbol in ".|;?!":
            break
        said = folded[token.start : token.end]
        if token.symbol == "C" or (token.symbol in "Rr" and token.value in _TIED and not _BARE.match(said)):
            return bool(_THANKS.search(folded[max(0, token.start - 30) : token.end]))
    return True
