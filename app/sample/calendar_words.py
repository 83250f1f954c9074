"""Dates as letters and mail programs of the four languages write them."""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
}
_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
_SHORT_WEEKDAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun",
    "de": "Mo. Di. Mi. Do. Fr. Sa. So.",
    "fr": "lun. mar. mer. jeu. ven. sam. dim.",
    "es": "lun mar mié jue vie sáb dom",
}


def month(day: date, language: str, *, short: bool = False) -> str:
    """The month's name, in the case in which it stands inside a sentence."""
    return (_SHORT_MONTHS if short else _MONTHS)[language].split()[day.month - 1]


def weekday(day: date, language: str, *, short: bool = False) -> str:
    return (_SHORT_WEEKDAYS if short else _WEEKDAYS)[language].split()[day.weekday()]


def in_letter(day: date, language: str) -> str:
    """``14 March``, ``14. März``, ``14 mars``, ``14 de marzo``; the first of a French month is ``1er``."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    joint = {"en": " ", "de": ". ", "fr": " ", "es": " de "}[language]
    return f"{number}{joint}{month(day, language)}"


def gmail_attribution(at: datetime, writer: str, address: str, language: str) -> str:
    """The line above a quote as Gmail writes it; ``writer`` may be empty."""
    day, name, year, clock = weekday(at, language, short=True), month(at, language, short=True), at.year, f"{at:%H:%M}"
    if language == "de":
        return f"Am {day}, {at.day}. {name} {year} um {clock} Uhr schrieb {writer} <{address}>:"
    if language == "fr":
        return f"Le {day} {at.day} {name} {year} à {clock}, {writer} <{address}> a écrit :"
    if language == "es":
        return f"El {day}, {at.day} {name} {year} a las {clock}, {writer} (<{address}>) escribió:"
    return f"On {day}, {at.day} {name} {year} at {clock}, {writer} <{address}> wrote:"


def apple_attribution(at: datetime, writer: str, address: str, language: str) -> str:
    """The line above a quote as Apple Mail writes it."""
    name, clock = month(at, language, short=True), f"{at:%H:%M}"
    if language == "de":
        return f"Am {at:%d.%m.%Y} um {clock} schrieb {writer} <{address}>:"
    if language == "fr":
        return f"Le {at.day} {name} {at.year} à {clock}, {writer} <{address}> a écrit :"
    if language == "es":
        return f"El {at.day} {name} {at.year}, a las {clock}, {writer} <{address}> escribió:"
    return f"On {at.day} {name} {at.year}, at {clock}, {writer} <{address}> wrote:"


def outlook_header(at: datetime, sender: str, to: str, subject: str, language: str) -> list[tuple[str, str]]:
    """The block above a quote as Outlook writes it: (label, value) a line."""
    name, clock = month(at, language), f"{at:%H:%M}"
    day = weekday(at, language)
    if language == "de":
        sent = f"{day}, {at.day}. {name} {at.year} {clock}"
        return [("Von:", sender), ("Gesendet:", sent), ("An:", to), ("Betreff:", subject)]
    if language == "fr":
        sent = f"{day} {at.day} {name} {at.year} {clock}"
        return [("De :", sender), ("Envoyé :", sent), ("À :", to), ("Objet :", subject)]
    if language == "es":
        sent = f"{day}, {at.day} de {name} de {at.year} {clock}"
        return [("De:", sender), ("Enviado el:", sent), ("Para:", to), ("Asunto:", subject)]
    return [("From:", sender), ("Sent:", f"{at:%d} {name} {at.year} {clock}"), ("To:", to), ("Subject:", subject)]
