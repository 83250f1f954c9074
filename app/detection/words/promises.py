"""The promise wording of every language there is."""

from __future__ import annotations

from app.detection.words.de_promises import DE
from app.detection.words.en_promises import EN
from app.detection.words.es_promises import ES
from app.detection.words.fr_promises import FR
from app.detection.words.promise_words import PromiseWords

PROMISES: dict[str, PromiseWords] = {"en": EN, "de": DE, "fr": FR, "es": ES}
