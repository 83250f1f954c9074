"""Faults that a person will read. Each one is a sentence: what happened, what is safe, what to do."""

from __future__ import annotations


class AppError(Exception):
    """Something went wrong in normal business. The class docstring is the default sentence for the user.

    Attributes:
        status: the HTTP status the web layer answers with.
    """

    status = 500

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or (type(self).__doc__ or "").strip().split("\n\n")[0])

    @property
    def sentence(self) -> str:
        return str(self)


class TooOften(AppError):
    """This is too often. Nothing was changed; please wait a minute and try again."""

    status = 429
