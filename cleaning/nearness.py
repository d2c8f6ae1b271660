"""Whether two texts tell one story in nearly the same words: a copy, a cut or an extended version, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cleaning.facts import Facts, Told, agreement, facts_of
from cleaning.folding import folded_words
from cleaning.likeness import likeness

NEAR: Final = 0.55
"""Share of the shorter text's runs that the longer one must hold."""
RUN: Final = 3
NUMBERS, NAMES = 0.75, 0.60
"""Share of the numbers, and of the names, in equal surroundings that must be equal."""
ONE_FACT, CORRECTED = 2, 0.9
"""A fact is compared by the words before it and by those after it. One that differs, where hardly anything else in a
long text does, is a correction."""
SHORT, SHORT_DAYS = 80, 2
"""A text of fewer words is only the same story within so many days: notices repeat themselves."""
TERSE, SAME_TITLE = 30, 0.5
"""A text of fewer words proves nothing without a title that has so much in common."""
CUT = 0.8
"""Below this share of the other's length a text is cut; above its inverse, extended."""


class Relation(StrEnum):
    """What an article is to the one it was compared with."""

    EXACT = "exact"
    """The same text."""
    COPY = "copy"
    CUT = "cut"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near one text is to another."""

    relation: Relation
    containment: float
    """Share of the shorter text's runs of three words that the other holds, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, prepared for comparison."""

    title: tuple[str, ...]
    length: int
    """In words; in scripts without spaces, in characters."""
    runs: frozenset[int]
    """Hashes of its runs of three words, good within this process."""
    facts: Facts


@lru_cache(maxsize=64)  # the story of the hour is read once for all its copies
def read_closely(title: str, text: str) -> Reading:
    """The text, prepared for comparison."""
    words = folded_words(text)
    return Reading(tuple(folded_words(title)), len(words), _runs(words), facts_of(text))


def nearness(one: Reading, other: Reading, days: float) -> Nearness | None:
    """What `one` is to `other`; None if they are not one story. `days`: how far apart they appeared.

    Containment of word runs (A. Broder 1997) decides, then the facts: two reports of one series may share most of
    their words, and differ in numbers and names where the words beside these are equal.
    """
    short = min(one.length, other.length)
    containment = len(one.runs & other.runs) / max(1, min(len(one.runs), len(other.runs)))
    if containment < NEAR or (short < SHORT and days > SHORT_DAYS):
        return None
    if short < TERSE and likeness(one.title, other.title) < SAME_TITLE:
        return None
    allowed = ONE_FACT if short >= SHORT and containment >= CORRECTED else 0
    if _differ(one.facts.numbers, other.facts.numbers, NUMBERS, allowed):
        return None
    if _differ(one.facts.names, other.facts.names, NAMES, allowed):
        return None
    return Nearness(_relation(len(one.runs), len(other.runs)), containment)


def _differ(one: Told, other: Told, least: float, allowed: int) -> bool:
    """Whether the facts tell the texts apart."""
    found = agreement(one, other)
    return found.same < least * found.compared and found.compared - found.same > allowed


def _runs(words: Sequence[str]) -> frozenset[int]:
    if len(words) < RUN:
        return frozenset((hash(tuple(words)),))
    return frozenset(map(hash, zip(words, words[1:], words[2:], strict=False)))


def _relation(ours: int, theirs: int) -> Relation:
    if ours < CUT * theirs:
        return Relation.CUT
    return Relation.EXTENDED if theirs < CUT * ours else Relation.COPY
