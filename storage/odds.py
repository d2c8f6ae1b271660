"""How improbable a night is, from few figures: shares by the beta-binomial, arrivals by the negative binomial."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, lgamma, log1p
from typing import Final

WEIGHT: Final = 100.0
"""Pages that the past counts for at most: nights of one publisher differ by more than chance."""
_PRIOR: Final = 0.5


def share_tail(odd: int, pages: int, usual_odd: float, usual_pages: float) -> float:
    """Probability that at least so many of these pages are odd, if they are as the usual ones were.

    The beta-binomial predictive distribution under Jeffreys' prior: with little known nothing is improbable.
    """
    shrunk = min(1.0, WEIGHT / usual_pages) if usual_pages else 0.0
    a, b = usual_odd * shrunk + _PRIOR, (usual_pages - usual_odd) * shrunk + _PRIOR
    whole = _log_beta(a, b)
    return min(1.0, sum(exp(_log_of(each, pages, a, b) - whole) for each in range(odd, pages + 1)))


def silence(rates: Iterable[float], burst: float) -> float:
    """Probability that nothing came in days of these expected numbers.

    Each day is negative binomial with shape `burst`: 1 is as uneven as waiting times are, more is more regular.
    """
    return exp(-sum(burst * log1p(rate / burst) for rate in rates))


def few(came: int, rate: float, burst: float) -> float:
    """Probability that at most so many came where `rate` were expected, under the same law."""
    share = rate / (rate + burst)
    start = burst * log1p(-share) if share < 1 else 0.0
    logs = (lgamma(n + burst) - lgamma(burst) - lgamma(n + 1) + start + n * _log(share) for n in range(came + 1))
    return min(1.0, sum(map(exp, logs)))


def _log(share: float) -> float:
    return log1p(share - 1) if share > 0 else -1e9


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_of(odd: int, pages: int, a: float, b: float) -> float:
    chosen = lgamma(pages + 1) - lgamma(odd + 1) - lgamma(pages - odd + 1)
    return chosen + _log_beta(odd + a, pages - odd + b)
