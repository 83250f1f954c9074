"""Cut a text into its words."""

from __future__ import annotations

import re


class Cut:
    """Finds every run of the characters of one class.

    A text in ASCII, as most mail in English is, is translated and split, which takes a quarter of the time of a search.

    Args:
        characters: the class as a regular expression has it, brackets included.
    """

    def __init__(self, characters: str) -> None:
        one = re.compile(characters)
        self._find = re.compile(f"{characters}+").findall
        self._kept = bytes(code if code < 128 and one.match(chr(code)) else ord(" ") for code in range(256))

    def __call__(self, text: str) -> list[str]:
        """The words, left to right."""
        if text.isascii():
            return text.encode().translate(self._kept).decode().split()
        return self._find(text)
