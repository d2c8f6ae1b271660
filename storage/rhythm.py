"""A publisher's rhythm: how many new addresses come on which weekday, and how long it may be silent. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, pvariance
from typing import Final

from storage.odds import few, silence

LOOKED_BACK: Final = timedelta(days=70)
"""What is older says nothing about the rhythm."""
DAYS: Final = 10
"""Days below which there is no rhythm yet."""
IMPROBABLE: Final = 1e-4
"""Silence less likely than that is told."""
SCARCE, MANY = 1e-6, 20.0
"""So few are told less likely than that, where usually at least so many come even on the quietest weekday."""
_SHRINK: Final = 2.0
"""Days of the usual week that a weekday's few figures are mixed with."""
_BURSTS, _CALMEST, _WILDEST = 0.9, 20.0, 0.5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What days of the past brought."""

    rates: tuple[float, ...]
    """New addresses by weekday, Monday first."""
    burst: float
    """Shape of the negative binomial: how regular days of one weekday are."""
    longest: int
    """Days without anything new in a row, at most."""

    def rate(self, day: date) -> float:
        """New addresses that this day is to bring."""
        return self.rates[day.weekday()]


def rhythm(came: Mapping[date, int], since: date, until: date) -> Rhythm | None:
    """The rhythm of the days from `since` to before `until`; None where they are too few, or brought next to nothing.

    Bursts count as the most that came on nine days of ten.
    """
    days = [since + n * _DAY for n in range((until - since).days)]
    if len(days) < DAYS:
        return None
    counts = [came.get(day, 0) for day in days]
    most = sorted(counts)[int(len(counts) * _BURSTS)]
    calm = [min(count, max(most, 1)) for count in counts]
    mean = fmean(calm)
    rates = tuple(_rate([c for day, c in zip(days, calm, strict=True) if day.weekday() == n], mean) for n in range(7))
    return Rhythm(rates=rates, burst=_burst(days, calm, rates), longest=_longest(counts)) if mean > 0 else None


def silent(known: Rhythm, last: date, today: date) -> float:
    """Probability that chance brought nothing from the day after `last` to `today`; 1 where it was silent like that."""
    gap = (today - last).days
    if gap <= 2 * known.longest + (known.longest > 0):
        return 1.0
    return silence((known.rate(last + n * _DAY) for n in range(1, gap + 1)), known.burst)


def scarce(known: Rhythm, came: Mapping[date, int], today: date) -> float:
    """Probability that so few came today and yesterday, even if both were like the quietest weekday."""
    quietest = min(known.rates)
    two = came.get(today, 0) + came.get(today - _DAY, 0)
    return few(two, 2 * quietest, 2 * known.burst) if quietest >= MANY else 1.0


def _rate(counts: Sequence[int], mean: float) -> float:
    return (sum(counts) + _SHRINK * mean) / (len(counts) + _SHRINK)


def _burst(days: Sequence[date], counts: Sequence[int], rates: Sequence[float]) -> float:
    """The shape by moments: variance = rate + rate^2 / shape."""
    expected = [rates[day.weekday()] for day in days]
    beyond = pvariance([c - rate for c, rate in zip(counts, expected, strict=True)]) - fmean(expected)
    shape = fmean(rate * rate for rate in expected) / beyond if beyond > 0 else _CALMEST
    return min(max(shape, _WILDEST), _CALMEST)


def _longest(counts: Sequence[int]) -> int:
    longest = row = 0
    for count in counts:
        row = 0 if count else row + 1
        longest = max(longest, row)
    return longest
