"""Whose turn it is in an adaptive plan: who publishes often is asked often, who fails is asked more rarely.

A publisher's turn comes when one new article is expected since its last crawl: an hourly one with every slot of an
hourly plan, a monthly one once a day. While all its sources rest for their failures, so does it, but a week at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from nights.plans import stored_name
from storage import RunYield, SourceRow, Store, rate

LONGEST: Final = timedelta(days=1)
"""The most that lies between two crawls of a publisher that answers, however little it publishes."""

KNOWN_AFTER: Final = timedelta(days=1)
"""A shorter acquaintance says nothing about how often a publisher publishes."""

_FARTHEST: Final = timedelta(days=8)
"""No turn is farther away, unless a clock was wrong when the last crawl was made."""


def ready(publishers: Iterable[str], store: Store, now: datetime, step: timedelta) -> tuple[str, ...]:
    """The publishers whose turn it is now. `step`: from one slot of their plan to the next."""
    crawls = store.crawls(now)
    named = ((publisher, stored_name(publisher)) for publisher in publishers)
    turns = ((publisher, turn(crawls.get(name, ()), store.sources.of(name), step)) for publisher, name in named)
    return tuple(publisher for publisher, at in turns if at is None or not now < at <= now + max(_FARTHEST, step))


def turn(crawls: Sequence[RunYield], sources: Sequence[SourceRow], step: timedelta) -> datetime | None:
    """When a publisher's next crawl is to begin; None if it was never crawled. `crawls`: newest first."""
    if not crawls:
        return None
    gap = min(max(_gap(crawls, step), step), max(LONGEST, step))
    at = crawls[0].started_at + gap - step / 2  # a crawl begins a little after its slot, sometimes more
    resting = [source.next_attempt for source in sources]
    return max(at, *filter(None, resting)) if resting and all(resting) else at


def _gap(crawls: Sequence[RunYield], step: timedelta) -> timedelta:
    """Time in which one article is expected; the plan's own step as long as too little is known to tell."""
    if crawls[0].started_at - crawls[-1].started_at < KNOWN_AFTER:
        return step
    a_day = rate(crawls)
    return timedelta(days=1 / a_day) if a_day > 1 else LONGEST
