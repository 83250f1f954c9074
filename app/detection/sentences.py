"""Split own words into sentences, with their offsets.

Mail is hard-wrapped, chatty and full of abbreviations and dates. A full stop ends a sentence unless it belongs to an
abbreviation, a number or a day ("am 14. März", "3.6."); a line break ends one when the line was not full, when what follows
is a bullet or a new thought, or after a greeting.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Sentence(NamedTuple):
    """One sentence of a text.

    ``text`` has the same length as ``whole[start:end]`` and differs from it only in that every line break is a blank: a
    sentence that was wrapped over two lines reads as one, and ``start + i`` is the offset of its i-th character.
    """

    start: int
    end: int
    text: str


_BREAK = re.compile(
    r"(?<![.!?…。])[.!?…。]+[\"'”’»)\]]*(?=\s)|;(?=\s+(?:should|if|unless|wenn|falls|sollten|si|à défaut|sans|en caso|de no)\b)|\n+"
)
# Abbreviations that are followed by more of their sentence, without their last full stop; lower case.
_ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "e.g", "i.e", "approx", "appt", "dept", "est", "ext", "no", "nos", "ref",
    "tel", "inc", "co", "ltd", "al", "cf", "fig", "hr", "hrs", "min", "mins", "incl", "esp", "viz", "messrs", "hon", "rev", "gen", "vol", "w",
    "mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "z.b", "z", "d.h", "u.a", "u", "bzw", "ca", "evtl", "ggf", "inkl", "nr", "str", "usw", "vgl", "fr", "frl", "dipl", "ing", "zzgl", "max", "zt",
    "mo", "di", "mi", "do", "sa", "so", "jän", "mär", "okt", "dez", "bspw", "lt", "gem", "gepl", "z.zt", "s.o", "i.d.r", "vorauss", "voraussichtl", "o.ä",
    "ho", "dgl", "bzgl", "hrn", "mag", "dipl.-ing", "a.o", "i.a", "i. a", "p.a", "m", "mm", "mme", "mlle", "mmes", "p.ex", "p. ex", "cie", "env", "janv", "févr", "fév", "avr", "juil", "déc", "lun", "mer", "jeu", "ven", "sam", "dim", "tél", "réf", "art",
    "d", "dña", "sra", "srta", "sres", "lic", "núm", "pág", "ud", "uds", "vd", "aprox", "depto", "av", "avda", "ene", "abr", "ago", "dic", "mié", "jue", "vie", "sáb", "dom", "telf",
})  # fmt: skip
# Of these it is known that a capital after them begins a new sentence.
_MAY_END = frozenset({"no", "so", "do", "co", "min", "mins", "hr", "hrs", "sat", "sun", "mon", "fri", "wed", "inc", "ltd", "al", "p.m", "a.m", "pm", "am", "etc", "usw", "est", "max", "mar", "tel", "m", "d", "st", "art", "env", "gen", "fig", "w", "u", "di", "mi", "mo", "sa", "mer", "sam", "dom", "jeu", "ven", "dim", "lun"})  # fmt: skip
_LAST_WORD = re.compile(r"[^\s(\[\"'“«/]*$")
_BULLET = re.compile(r"(?:[-*•·–—▪◦‣→✓✔]|\d{1,2}[.)]|[a-z]\))\s")
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|hallo|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rns]?|"
    r"moin|servus|grüezi|bonjour|bonsoir|cher|chère|chers|madame|monsieur|salut|hola|buen[oa]s|estimad[oa]s?|querid[oa]s?|buen día)\b[^.?]{0,60}$",
    re.I,
)
_GERMAN_DATE_AFTER = re.compile(
    r"\s(?:jan|jän|jaen|feb|feber|mär|maer|apr|mai|jun|jul|aug|sep|okt|nov|dez|kw|quartal|woche|januar|uhr|tag|monat|stock|etage|runde|hälfte|jh|\d)",
    re.I,
)
_LOWER_START = re.compile(r"[a-zß-öø-ÿ]")
# Text is wrapped somewhere between these columns.
_NARROWEST, _WIDEST = 58, 100
# Nobody writes longer sentences; a list without a full stop is cut, so that looking for what belongs together stays cheap.
_LONGEST = 4000


def sentences(text: str) -> tuple[Sentence, ...]:
    """Split ``text`` (as :func:`app.detection.own_words.own_words` gives it) into sentences. Offsets are into ``text``."""
    if not text:
        return ()
    width = _wrap_width(text) if "\n" in text else 0
    found: list[Sentence] = []
    start = 0
    for mark in _BREAK.finditer(text):
        at, end = mark.span()
        if text[at] == "\n":
            if not (end - at > 1 or _line_ends(text, at, width)):
                continue
            stop = at
        else:
            if text[at] == "." and not _stop_ends(text, start, at, end):
                continue
            stop = end
        _add(found, text, start, stop)
        start = end
    _add(found, text, start, len(text))
    return tuple(found)


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        _add(found, text, start, cut)
        start = cut
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return
    start += len(piece) - len(piece.lstrip())
    found.append(Sentence(start, start + len(stripped), stripped.replace("\n", " ") if "\n" in stripped else stripped))


def _wrap_width(text: str) -> int:
    """The column at which the text was wrapped; 0 when it was not: some line is longer than any wrapping allows."""
    longest = 0
    for line in text.split("\n"):
        length = len(line)
        if length > longest and not (length > _WIDEST and "://" in line):
            if length > _WIDEST:
                return 0
            longest = length
    return longest if longest >= _NARROWEST else 0


def _line_ends(text: str, at: int, width: int) -> bool:
    """Whether the line break at ``at`` ends a sentence."""
    line_start = text.rfind("\n", 0, at) + 1
    next_end = text.find("\n", at + 1)
    following = text[at + 1 : next_end if next_end >= 0 else len(text)]
    if not following or _BULLET.match(following):
        return True
    line = text[line_start:at]
    last = line[-1:]
    if last in ".!?:;" and not following[0].islower():
        return not (last == "." and not _stop_ends(text, line_start, at - 1, at))
    if last == "," and len(line) < 40:
        # "Hi Jane," and "Best," stand alone; a clause goes on.
        return bool(_GREETING.match(line)) or len(line.split()) <= 3
    if _GREETING.match(line) and len(line) < 45:
        return True
    if following[0].islower() or following[0] in "(,;":
        # Chatty mail begins its thoughts in lower case, but then its lines are whole sentences, with room to spare.
        if not width:
            return len(line) < 50 and len(line.split()) > 1 and not line.endswith((",", " and", " or", " und", " et", " y"))
        return _had_room(line, following, width) and len(line) < width * 0.7
    if not width:
        return True
    return _had_room(line, following, width)


def _had_room(line: str, following: str, width: int) -> bool:
    """Whether the next word would have fitted on the line: then its writer broke the line, not a program."""
    word = following.split(" ", 1)[0]
    return len(line) + 1 + len(word) <= width - 2


def _stop_ends(text: str, start: int, at: int, end: int) -> bool:
    """Whether the full stop at ``at`` (whitespace follows ``end``) ends its sentence."""
    if end - at > 1 and text[at : at + 2] == "..":
        # An ellipsis goes on in lower case.
        following = text[end : end + 3].lstrip()
        return not following[:1].islower()
    found = _LAST_WORD.search(text, max(start, at - 24), at)
    word = found.group().lower() if found else ""
    following = text[end : end + 24]
    next_char = following.lstrip()[:1]
    if word in _ABBREVIATIONS:
        return (
            word in _MAY_END
            and next_char.isupper()
            and not _LOWER_START.match(following.lstrip())
            and not _title_before_name(word)
        )
    if word in ("p.m", "a.m", "etc", "p.m.", "a.m."):
        return next_char.isupper()
    if len(word) == 1 and word.isalpha():
        return not (text[at - 1].isupper() and next_char.isupper() and (at < 2 or text[at - 2] in " \n(."))
    if "." in word and len(word) <= 6 and word.replace(".", "").isalpha():
        return next_char.isupper() and word not in ("z.b", "d.h", "u.a", "e.g", "i.e")
    if word and word[-1].isdigit() and len(word.rpartition(".")[2]) <= 2 and word.replace(".", "").replace("/", "").isdigit():
        # "am 14. März", "bis zum 3.6. per Mail", "der 2. Runde"; but "by the 14. We will ..."
        if next_char.islower() or next_char.isdigit() or _GERMAN_DATE_AFTER.match(following):
            return False
        return not (
            len(word) <= 2
            and text[max(start, at - 12) : at]
            .rstrip("0123456789")
            .rstrip()
            .lower()
            .endswith(("der", "die", "das", "den", "dem", "am", "zum", "im", "vom", "zur"))
        )
    if next_char.islower():
        # A full stop before a lower-case word ends a sentence only after a real word: "ok. will do. talk friday"
        return len(word) > 2 or word in ("ok", "so", "it", "me", "us", "go", "be", "in", "on", "up", "do", "by")
    return True


def _title_before_name(word: str) -> bool:
    return word in ("m", "d", "st", "hr")


def quote_of(sentence: Sentence, quoting: str) -> str:
    """The sentence as it was written, at most 300 characters, cut between words."""
    quote = quoting[sentence.start : sentence.end].strip()
    return quote if len(quote) <= 300 else quote[:300].rsplit(" ", 1)[0]
