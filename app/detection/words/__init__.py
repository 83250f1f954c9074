"""Data: the words, weights and domains that detection reads. One set of files a language."""

_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "ʼ": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\n": " ",
        "\t": " ",
        "‑": "-",
        "‐": "-",
    }
)


def plain(text: str) -> str:
    """The same text with one kind of apostrophe, hyphen and blank; every character keeps its place."""
    if text.isascii() and not ("\n" in text or "`" in text or "\t" in text):
        return text
    return text.translate(_PLAIN)
