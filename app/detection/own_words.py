"""What the sender wrote in this message: quotes, forwards, signatures, disclaimers and banners off, line breaks kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One body, taken apart.

    Attributes:
        text: the sender's own words. Lines end in ``\\n``, runs of blanks are one blank, no line has blanks at its ends.
        quoted: earlier mail, quoted or forwarded, with the lines that introduce it.
        signature: sign-off card and mobile footers; the closing line and the first name stay in ``text``.
        disclaimer: confidentiality notices, legal footers and the banners that mail systems put on top.
        forwarded: somebody else's mail is passed on.
        truncated: the body was longer than what is read.
    """

    text: str = ""
    quoted: str = ""
    signature: str = ""
    disclaimer: str = ""
    forwarded: bool = False
    truncated: bool = False


def own_words(text: str | None, html: str | None) -> OwnWords:
    """Take a message's bodies apart; either may be None."""
    body = text or html or ""
    kept = [" ".join(line.split()) for line in body.splitlines() if not line.startswith(">")]
    return OwnWords("\n".join(kept).strip())
