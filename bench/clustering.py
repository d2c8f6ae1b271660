"""How well clusters match the truth: pairs found, pairs joined wrongly, and the adjusted Rand index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Pairs, or their weights: rightly joined, wrongly joined, missed."""

    right: float
    wrong: float
    missed: float

    @property
    def precision(self) -> float:
        """Share of the joined pairs that are right."""
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        """Share of the true pairs that are joined."""
        return self.right / ((self.right + self.missed) or 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / ((2 * self.right + self.wrong + self.missed) or 1)


def pairs_found(truth: Sequence[Hashable], answer: Sequence[Hashable]) -> Found:
    """All pairs of articles, by whether truth and answer put them into one cluster."""
    both, true, told = (_pairs(labels) for labels in (zip(truth, answer, strict=True), truth, answer))
    return Found(both, told - both, true - both)


def adjusted_rand(truth: Sequence[Hashable], answer: Sequence[Hashable]) -> float:
    """Agreement of two partitions, 0 by chance and 1 for the same (L. Hubert and P. Arabie 1985)."""
    both, true, told = (_pairs(labels) for labels in (zip(truth, answer, strict=True), truth, answer))
    by_chance = true * told / (_pairs([0] * len(truth)) or 1)
    most = (true + told) / 2
    return 1.0 if most == by_chance else (both - by_chance) / (most - by_chance)


def _pairs(labels: Iterable[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())
