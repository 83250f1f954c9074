"""Split own words into sentences, with their offsets."""

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


_END = re.compile(r"[^.!?\n]+(?:[.!?]+|\n\n|$)")


def sentences(text: str) -> tuple[Sentence, ...]:
    """Split ``text`` (as :func:`app.detection.own_words.own_words` gives it) into sentences."""
    return tuple(Sentence(m.start(), m.end(), m.group().replace("\n", " ")) for m in _END.finditer(text) if m.group().strip())
