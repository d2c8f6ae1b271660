"""How near an answer comes to the truth: words of a text in their order, title, day, names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench.corpus import Gold
from bench.extractor import Extracted

_WITHOUT_SPACES = "\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Japanese, Chinese: scripts without spaces between words, where each letter is a token."""
_TOKEN = re.compile(f"[{_WITHOUT_SPACES}]|(?:(?![{_WITHOUT_SPACES}])\\w)+")
_NO_NAMES = frozenset("by and von und et y di e par por de http https www com".split())
_CLOSE = 0.8


@dataclass(frozen=True, slots=True)
class Score:
    """How one answer fares, each measure 0 to 1; None where the page's truth, or any answer, is missing."""

    f1: float | None = None
    """Twice the words that both texts have in the same order, over the words of both."""
    leak: float | None = None
    """Share of the answer's words that are not the article's."""
    loss: float | None = None
    """Share of the article's words that are not in the answer."""
    title: float | None = None
    """1 for the same words; case, punctuation and space do not count."""
    title_close: float | None = None
    """1 for nearly the same words."""
    date: float | None = None
    author: float | None = None
    """1 for exactly the same words in all names."""


def score(gold: Gold, answer: Extracted) -> Score:
    """The answer's score on this page."""
    f1, leak, loss = _text(gold.body, answer["text"]) if gold.body else (None, None, None)
    alike = _alike(tokens(gold.title), tokens(answer["title"])) if gold.title else None
    return Score(
        f1=f1,
        leak=leak,
        loss=loss,
        title=float(tokens(gold.title) == tokens(answer["title"])) if gold.title else None,
        title_close=None if alike is None else float(alike >= _CLOSE),
        date=float(gold.date == answer["date"][:10]) if gold.date else None,
        author=float(_names(" ".join(gold.authors)) == _names(answer["author"])) if gold.authors else None,
    )


def tokens(text: str) -> list[str]:
    """The words of a text, folded."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def in_order(a: Sequence[str], b: Sequence[str]) -> int:
    """Length of the longest common subsequence.

    A bit for each token of `a` tells whether the best common subsequence grows there; one token of `b` after the
    other, all bits are brought up to date by one addition.
    """
    places: dict[str, int] = {}
    for index, token in enumerate(a):
        places[token] = places.get(token, 0) | 1 << index
    every = (1 << len(a)) - 1
    flat = every
    for token in b:
        matches = flat & places.get(token, 0)
        flat = (flat + matches | flat - matches) & every
    return len(a) - flat.bit_count()


def _text(truth: str, said: str) -> tuple[float, float | None, float | None]:
    """F1, leak and loss."""
    a, b = tokens(truth), tokens(said)
    shared = (Counter(a) & Counter(b)).total()
    f1 = 2 * in_order(a, b) / (len(a) + len(b)) if a or b else 1.0
    return f1, 1 - shared / len(b) if b else None, 1 - shared / len(a) if a else None


def _alike(a: list[str], b: list[str]) -> float:
    return 2 * (Counter(a) & Counter(b)).total() / (len(a) + len(b)) if a and b else 0.0


def _names(text: str) -> set[str]:
    return set(tokens(text)) - _NO_NAMES
