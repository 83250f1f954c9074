"""What kind of sentence is it? Weighed terms, for wordings that no phrase of ours covers.

People promise in endless ways ("we'll have you sorted by Friday", "I'll be on the phone to you Monday"), and the grammar in
promises.py knows many of them, never all. Here a sentence is cut into terms (words, pairs, triples; every time expression is one
word), and each term speaks for or against each kind of sentence: multinomial logistic regression, fitted offline by
bench/train_sentences.py on labelled sentences that were written for this project. The weights are small files one can read,
words/sentence_kinds_*.json; nothing is downloaded and no mail is learned from.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from app.detection.dates import Wording
from app.detection.words.word_classes import CLASSES

THEIRS = (
    "promise", "conditional", "silence", "notbefore", "ask", "rejected", "offered", "invited", "courtesy", "nopromise", "other",
)  # fmt: skip
"""What a sentence of theirs can be."""

MINE = ("my_reported", "my_withdrew", "my_accepted", "my_defers", "my_other")
"""What a sentence of mine can be."""

_TOKEN = re.compile(r"‹[a-z]+›|[^\W\d_]+|\d+|'[^\W\d_]+|[?!:]")
_AT_A_TIME = {"by", "before", "until"}
_LONG_WORD, _STEM = 6, 5
_MOST_CHARS = 400

Weights = dict[str, tuple[float, ...]]


def terms_of(text: str, dated: Sequence[Wording], signs: Iterable[str], language: str) -> list[str]:
    """The terms of a sentence: words, pairs and triples, each time expression a word of its own; long words also by their stem;
    and the order of the classes of its words (words/word_classes.py), which carries over to words never seen.

    Args:
        text: the sentence, as :func:`app.detection.words.plain` made it.
        dated: its time expressions, left to right, with offsets into ``text``.
        signs: names of phrase patterns that were found in it; each is a term too.
    """
    tokens = _sequence(text, dated)
    out = dict.fromkeys(tokens[1:-1])
    out.update(dict.fromkeys(map(" ".join, pairwise(tokens))))
    out.update(dict.fromkeys(map(" ".join, zip(tokens, tokens[1:], tokens[2:], strict=False))))
    out.update(dict.fromkeys(token[:_STEM] + "*" for token in tokens if len(token) > _LONG_WORD and token[0] != "‹"))
    out.update(dict.fromkeys(f"={sign}" for sign in signs))
    out.update(_skeleton(tokens, language))
    return list(out)


def _sequence(text: str, dated: Sequence[Wording]) -> list[str]:
    """The words of a sentence between its beginning ``^`` and its end ``$``."""
    tokens: list[str] = ["^"]
    at = 0
    for wording in dated:
        if wording.start >= at:
            tokens += _tokens(text[at : wording.start])
            tokens.append(_time(wording))
            at = wording.end
    tokens += _tokens(text[at:_MOST_CHARS])
    tokens.append("$")
    return tokens


def _skeleton(tokens: Sequence[str], language: str) -> dict[str, None]:
    """Singles, pairs, pairs over one, and triples of the classes of a sentence's words; words of no class are passed over."""
    bones = [found for token in tokens if (found := token if token[0] in "‹?^$" else class_of(token, language))]
    bones = [bone for bone, before in zip(bones, ["", *bones], strict=False) if bone != before]
    out = dict.fromkeys(f"#{bone}" for bone in bones)
    out.update(dict.fromkeys(f"#{a} {b}" for a, b in pairwise(bones)))
    out.update(dict.fromkeys(f"#{a} . {c}" for a, c in zip(bones, bones[2:], strict=False)))
    out.update(dict.fromkeys(f"#{a} {b} {c}" for a, b, c in zip(bones, bones[1:], bones[2:], strict=False)))
    return out


@lru_cache(maxsize=20_000)
def class_of(token: str, language: str) -> str:
    """The class of a word; empty where it has none."""
    words, beginnings = _class_words(language)
    if found := words.get(token):
        return found
    return next((found for length in range(len(token), 1, -1) if (found := beginnings.get(token[:length]))), "")


@lru_cache(maxsize=4)
def _class_words(language: str) -> tuple[dict[str, str], dict[str, str]]:
    words: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for name, listed in CLASSES.get(language, CLASSES["en"]).items():
        for word in listed.split():
            (beginnings if word.endswith("*") else words).setdefault(word.rstrip("*"), name)
    return words, beginnings


def _tokens(text: str) -> list[str]:
    return ["#" if token.isdigit() else token for token in _TOKEN.findall(text.lower())]


def _time(wording: Wording) -> str:
    if wording.past:
        return "‹past›"
    if wording.kind == "undated":
        return "‹soon›"
    if wording.relation in _AT_A_TIME:
        return "‹by›"
    if wording.relation in ("in", "within", "over"):
        return "‹within›"
    return "‹after›" if wording.relation in ("after", "since", "from", "not_before") else "‹on›"


def kinds(text: str, dated: Sequence[Wording], signs: Iterable[str], language: str, *, mine: bool = False) -> dict[str, float]:
    """How probable each kind is; the probabilities add up to 1.

    Args:
        text, dated, signs: as :func:`terms_of` takes them.
        language: ``en``, ``de``, ``fr`` or ``es``; any other is weighed as English.
        mine: I wrote it: the kinds are those of :data:`MINE`, else those of :data:`THEIRS`.
    """
    model = _model(language if language in CLASSES else "en", mine)
    sums = _unpacked(model.bias + sum([node.weight for node in _spoken(text, dated, signs, model)]), len(model.names))
    highest = max(sums)
    grown = [math.exp((one - highest) / _SCALE) for one in sums]
    whole = sum(grown)
    return {name: one / whole for name, one in zip(model.names, grown, strict=True)}


def weights_of(language: str, mine: bool) -> tuple[tuple[float, ...], Weights]:
    """The bias of each kind and what each term speaks for, in the order of :data:`THEIRS` or :data:`MINE`."""
    name = f"sentence_kinds_{language if language in ('de', 'fr', 'es') else 'en'}.json"
    stored = json.loads(files("app.detection.words").joinpath(name).read_text(encoding="utf-8"))["mine" if mine else "theirs"]
    return tuple(stored["bias"]), {term: tuple(weights) for term, weights in stored["terms"].items()}


# The same weights, laid out for speed: what a term speaks for all kinds is one whole number, a field of bits for each kind, so that
# one addition serves them all; and the terms form trees of words, so that most pairs and triples are never even put together.

_SCALE = 1000
_BITS = 32
_HALF = 1 << (_BITS - 1)
_MOST_WORDS = 20_000


class _Node:
    """A word in a tree of terms: what the term that ends with it speaks for, and how terms go on."""

    __slots__ = ("following", "over_one", "weight")

    def __init__(self) -> None:
        self.weight = 0
        self.following = _NOTHING_FOLLOWS
        self.over_one = _NOTHING_FOLLOWS

    def below(self, word: str) -> _Node:
        """Where a term goes on with a word."""
        if self.following is _NOTHING_FOLLOWS:
            self.following = {}
        return self.following.setdefault(word, _Node())

    def beyond(self, word: str) -> _Node:
        """The same with any one word between."""
        if self.over_one is _NOTHING_FOLLOWS:
            self.over_one = {}
        return self.over_one.setdefault(word, _Node())


_NOTHING_FOLLOWS: dict[str, _Node] = {}
"""Most terms end there: tens of thousands of empty dictionaries would weigh more than all that is said."""


_Word = tuple[_Node | None, _Node | None, str]
"""The terms that begin with a word, the term of its stem, and its class."""


class _Model:
    """The weights for the sentences of one language, theirs or mine."""

    def __init__(self, language: str, mine: bool) -> None:
        bias, weights = weights_of(language, mine)
        self.names = MINE if mine else THEIRS
        self.language = language
        self.bias = _packed(bias)
        self.words: dict[str, _Node] = {}
        self.classes: dict[str, _Node] = {}
        self.stems: dict[str, _Node] = {}
        self.signs: dict[str, _Node] = {}
        self.known: dict[str, _Word] = {}
        for term, speaks in weights.items():
            self._place(term).weight = _packed(speaks)

    def _place(self, term: str) -> _Node:
        if term[0] == "=":
            return self.signs.setdefault(term[1:], _Node())
        if len(term) > 1 and term[-1] == "*":
            return self.stems.setdefault(term[:-1], _Node())
        tree, pieces = self.words, term.split(" ")
        if len(term) > 1 and term[0] == "#" and term[1] != " ":
            tree, pieces = self.classes, term[1:].split(" ")
            if len(pieces) == 3 and pieces[1] == ".":
                return tree.setdefault(pieces[0], _Node()).beyond(pieces[2])
        node = tree.setdefault(pieces[0], _Node())
        for piece in pieces[1:]:
            node = node.below(piece)
        return node

    def look_up(self, token: str) -> _Word:
        """What is known of a word, remembered for the next time."""
        stem = self.stems.get(token[:_STEM]) if len(token) > _LONG_WORD and token[0] != "‹" else None
        found = (self.words.get(token), stem, token if token[0] in "‹?^$" else class_of(token, self.language))
        if len(self.known) > _MOST_WORDS:
            self.known.clear()
        self.known[token] = found
        return found


@lru_cache(maxsize=8)
def _model(language: str, mine: bool) -> _Model:
    return _Model(language, mine)


def _packed(weights: Sequence[float]) -> int:
    return sum(round(weight * _SCALE) << (_BITS * place) for place, weight in enumerate(weights))


_ABOVE_ZERO = {count: sum(_HALF << (_BITS * place) for place in range(count)) for count in (len(THEIRS), len(MINE))}


def _unpacked(total: int, count: int) -> list[int]:
    """The sums of all kinds, each half a field too high lest a negative one borrow from its neighbour: only their differences count."""
    return list(struct.unpack(f"<{count}I", (total + _ABOVE_ZERO[count]).to_bytes(count * _BITS // 8, "little")))


def _spoken(text: str, dated: Sequence[Wording], signs: Iterable[str], model: _Model) -> set[_Node]:
    """Those of the terms of a sentence (:func:`terms_of`) that speak for or against anything."""
    known, look_up = model.known, model.look_up
    found: set[_Node] = set()
    bones: list[str] = []
    one: _Node | None = None
    two: _Node | None = None
    before = ""
    for token in _sequence(text, dated):
        word, stem, bone = known.get(token) or look_up(token)
        if two is not None and (three := two.following.get(token)) is not None:
            found.add(three)
        two = one.following.get(token) if one is not None else None
        if two is not None:
            found.add(two)
        one = word
        if one is not None:
            found.add(one)
        if stem is not None:
            found.add(stem)
        if bone and bone != before:
            bones.append(bone)
            before = bone
    classes = model.classes
    over = one = two = None
    for bone in bones:
        if two is not None and (three := two.following.get(bone)) is not None:
            found.add(three)
        if over is not None and (three := over.over_one.get(bone)) is not None:
            found.add(three)
        two = one.following.get(bone) if one is not None else None
        if two is not None:
            found.add(two)
        over, one = one, classes.get(bone)
        if one is not None:
            found.add(one)
    for sign in signs:
        if (node := model.signs.get(sign)) is not None:
            found.add(node)
    return found
