"""The scorecard: points for and against a block being the article's, added up feature by feature.

A generalized additive model of step functions: boosted decision stumps (Friedman, "Greedy function approximation",
2001) with all steps of one feature added into one table, so that each verdict can be read off the tables. They are
fitted by bench/train_scorecard.py and stand in cleaning/points.py; the sum of points is the logarithm of the odds.
"""

from __future__ import annotations

from bisect import bisect_left

from cleaning.features import NAMES
from cleaning.points import BIAS, POINTS

_TABLES = tuple(POINTS[name] for name in NAMES)
_TOLD = 3


def points_of(features: tuple[float, ...]) -> list[float]:
    """The points that each of a block's features makes; they come in the order of NAMES."""
    return [points[bisect_left(steps, value)] for value, (steps, points) in zip(features, _TABLES, strict=True)]


def score(points: list[float]) -> float:
    """What the points add up to: above 0 a block is rather the article's. Added in order, for the same sum anywhere."""
    total = BIAS
    for point in points:
        total += point
    return total


def reasons(features: tuple[float, ...], points: list[float]) -> str:
    """The features that speak most against a block, worst first, such as "kin_share 0.02: -1.9"."""
    told = [each for each in zip(points, NAMES, features, strict=True) if each[0] < 0]
    return ", ".join([f"{name} {value:.2g}: {point:+.1f}" for point, name, value in sorted(told)[:_TOLD]])
