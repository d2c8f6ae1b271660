"""What each publisher's latest runs brought, against what they usually bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from statistics import median
from typing import Any

from sqlalchemy import Connection, case, func, select

from cleaning import Outcome
from storage.nouns import RunState
from storage.runs import OTHER_WORK
from storage.schema import crawl_run, run_count
from storage.sources import SourceRow

LOOKED_BACK = timedelta(days=60)
"""What is older says nothing about what is usual."""
OVERDUE = timedelta(hours=36)
_BROUGHT = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.DUPLICATE)
_FRESH = (Outcome.NEW, Outcome.DUPLICATE)


class Health(StrEnum):
    """How a publisher stands, the worst first."""

    FAILING = "failing"
    """Its last run broke off, brought nothing but failures and refusals, or nothing at all as a source failed."""
    ALARM = "alarm"
    """The sentinel has an alarm open: it is not as it usually is."""
    SOURCE_DEAD = "source dead"
    OVERDUE = "overdue"
    """Its last run is more than a day and a half ago."""
    UNKNOWN = "not crawled"
    GOOD = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunYield:
    """What one crawl brought of one publisher."""

    publisher: str
    run: int
    state: str
    started_at: datetime
    finished_at: datetime | None
    found: int
    fresh: int
    """New articles, duplicates of others included."""
    brought: int
    """Addresses that are articles: new, changed, same or duplicate."""
    troubled: int
    """Addresses that failed, were forbidden or refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """A publisher's latest crawls in few figures."""

    publisher: str
    last: RunYield | None
    usual: float | None
    """Median of fresh articles in a crawl, without the last one and the very first; None with fewer than three."""
    a_day: float | None
    """Fresh articles a day at the mean, without those of the very first crawl; None before the second one."""
    alarms: tuple[str, ...]
    """What the sentinel says is wrong with it."""
    last_fresh: datetime | None
    """When a crawl last brought something new."""
    health: Health


def pulse(
    publisher: str, crawls: Sequence[RunYield], sources: Sequence[SourceRow], alarms: Sequence[str], now: datetime
) -> Pulse:
    """The figures of one publisher. `crawls`: newest first."""
    last, earlier = (crawls[0] if crawls else None), crawls[1:-1]
    usual = median(each.fresh for each in earlier) if len(earlier) > 2 else None
    a_day = rate(crawls) if len(crawls) > 1 else None
    dead = any(each.dead(now) for each in sources)
    failing = any(each.failing_since for each in sources) and not dead
    health = _health(last, failing, bool(alarms), dead, now)
    fresh = next((each.started_at for each in crawls if each.fresh), None)
    return Pulse(
        publisher=publisher, last=last, usual=usual, a_day=a_day, alarms=tuple(alarms), last_fresh=fresh, health=health
    )


def rate(crawls: Sequence[RunYield]) -> float:
    """Fresh articles a day. The very first crawl brings what was there before, and tells no rate."""
    return sum(each.fresh for each in crawls[:-1]) / max(_days(crawls[0], crawls[-1]), 1.0)


def _days(later: RunYield, earlier: RunYield) -> float:
    return (later.started_at - earlier.started_at) / timedelta(days=1)


def _health(last: RunYield | None, failing: bool, alarm: bool, dead: bool, now: datetime) -> Health:
    if last is None:
        return Health.UNKNOWN
    broken = RunState(last.state).may_go_on or ((last.troubled > 0 or failing) and not last.brought)
    signs = (
        (Health.FAILING, broken),
        (Health.ALARM, alarm),
        (Health.SOURCE_DEAD, dead),
        (Health.OVERDUE, now - last.started_at > OVERDUE),
    )
    return next((health for health, shown in signs if shown), Health.GOOD)


def yields(connection: Connection, since: datetime) -> dict[str, list[RunYield]]:
    """The crawls since then by publisher, newest first."""
    rows = map(_yield, connection.execute(_QUERY.where(crawl_run.c.started_at >= since)))
    return {name: list(crawls) for name, crawls in groupby(rows, key=lambda crawl: crawl.publisher)}


def _pages(*outcomes: str) -> Any:
    return func.sum(case((run_count.c.outcome.in_(outcomes), run_count.c.pages), else_=0))


_r, _c = crawl_run.c, run_count.c
_QUERY = (
    select(
        _c.publisher,
        _c.run_id.label("run"),
        _r.state,
        _r.started_at,
        _r.finished_at,
        func.sum(_c.pages).label("found"),
        _pages(*_FRESH).label("fresh"),
        _pages(*_BROUGHT).label("brought"),
        _pages(Outcome.FAILED, Outcome.FORBIDDEN, Outcome.REFUSED).label("troubled"),
    )
    .join(crawl_run, _r.id == _c.run_id)
    .where(*(_r.job.not_like(f"{job}%") for job in OTHER_WORK))
    .group_by(_c.publisher, _c.run_id, _r.state, _r.started_at, _r.finished_at)
    .order_by(_c.publisher, _c.run_id.desc())
)


def _yield(row: Any) -> RunYield:
    return RunYield(**{name: getattr(row, name) for name in RunYield.__dataclass_fields__})
