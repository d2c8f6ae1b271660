"""The scorecard: points for and against a block being the article's, added up feature by feature.

A generalized additive model of step functions: boosted decision stumps (Friedman, "Greedy function approximation",
2001) with all steps of one feature added into one table, so that each verdict can be read off the tables. They are
fitted by bench/train_scorecard.py and stand in cleaning/points.py; the sum of points is the logarithm of the odds.
"""

from __future__ import annotations

from bisect import bisect_left

from cleaning.features import NAMES
from cleaning.points import BIAS, POINTS

_TABLES = tuple((name, *POINTS[name]) for name in NAMES)
_TOLD = 3


def score(features: tuple[float, ...]) -> float:
    """Points of a block with these features, which come in the order of NAMES; above 0 it is rather the article's."""
    total = BIAS
    for value, (_, steps, points) in zip(features, _TABLES, strict=True):
        total += points[bisect_left(steps, value)]
    return total


def reasons(features: tuple[float, ...]) -> str:
    """The features that speak most against a block, worst first, such as "place_share 0.02: -1.9"."""
    told = (
        (points[bisect_left(steps, value)], name, value)
        for value, (name, steps, points) in zip(features, _TABLES, strict=True)
    )
    return ", ".join(f"{name} {value:.2g}: {point:+.1f}" for point, name, value in sorted(told)[:_TOLD] if point < 0)
