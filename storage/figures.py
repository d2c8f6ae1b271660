"""What one night of a publisher brought, and what its nights before brought: figures from rows, without a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, case, func, select

from cleaning import Outcome
from storage.alarms import Kind
from storage.quarantine import HoldState
from storage.rhythm import LOOKED_BACK, Rhythm, rhythm
from storage.schema import crawl_run, run_count, source
from storage.schema import page as page_table
from storage.sentinel_schema import quarantine
from storage.watch_schema import alarm, usual_since

_A_NIGHT: Final = 3
"""Pages that a night must have to be compared with."""
_JUDGED = (Outcome.NEW.value, Outcome.CHANGED.value, Outcome.DUPLICATE.value, Outcome.HELD.value)
_SLACK, _DAY = timedelta(seconds=2), timedelta(days=1)
_p, _c, _q, _r = page_table.c, run_count.c, quarantine.c, crawl_run.c
_REFUSED = _c.outcome == Outcome.REFUSED.value


@dataclass(frozen=True, slots=True)
class Night:
    """One publisher's part of a run."""

    publisher: str
    run_id: int
    reads_sources: bool
    began: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many pages."""

    odd: int
    pages: int
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why, and how many for each reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """New addresses by the day on which they were found."""

    came: Mapping[date, int]
    last: date
    rhythm: Rhythm
    lately: int
    """Of today and yesterday."""
    url: str
    """The last one, with its title."""
    title: str


def refusals(connection: Connection, night: Night) -> tuple[Share, Share, float]:
    """Refused pages of this night among those that were judged; those of the nights before; and their worst share.

    Nights of an alarm say nothing about what is usual, unless somebody accepted it.
    """
    odd, pages = _pages(_REFUSED), _pages(_c.outcome.in_([*_JUDGED, Outcome.REFUSED.value]))
    wanted = (
        select(odd.label("odd"), pages.label("pages"))
        .join(crawl_run, _r.id == _c.run_id)
        .where(_c.publisher == night.publisher, _r.started_at >= night.began - LOOKED_BACK, _r.id < night.run_id)
        .where(~_alarmed(Kind.REFUSED))
        .group_by(_c.run_id)
    )
    before = [row for row in connection.execute(wanted) if row.pages]
    worst = max((row.odd / row.pages for row in before if row.pages >= _A_NIGHT), default=0.0)
    return (
        _refused(connection, night, odd, pages),
        Share(sum(r.odd for r in before), sum(r.pages for r in before)),
        worst,
    )


def replaced(connection: Connection, night: Night) -> Share:
    """Known articles whose pages were refused or held in this night, among those that were seen."""
    mine = (_p.run_id == night.run_id) & (_p.publisher == night.publisher) & _p.article_id.is_not(None)
    refused = _p.counted.in_([Outcome.REFUSED.value, Outcome.HELD.value])
    seen = _p.counted.in_([Outcome.SAME.value, Outcome.CHANGED.value])
    rows = connection.execute(
        select(_p.counted_for, func.count().label("pages")).where(mine, refused).group_by(_p.counted_for)
    ).all()
    good = connection.execute(select(func.count()).select_from(page_table).where(mine, seen)).scalar_one()
    odd = sum(row.pages for row in rows)
    return Share(odd, odd + good, {row.counted_for: str(row.pages) for row in rows})


def waiting(connection: Connection, night: Night, *, all_runs: bool = False) -> dict[str, int]:
    """How many pages wait that this run held, or any did, by reason."""
    wanted = select(_q.reason, func.count()).where(_q.publisher == night.publisher, _q.state == HoldState.HELD.value)
    wanted = wanted if all_runs else wanted.where(_q.run_id == night.run_id)
    return {row[0]: row[1] for row in connection.execute(wanted.group_by(_q.reason).order_by(_q.reason))}


def sample(connection: Connection, night: Night, outcome: Outcome) -> tuple[str, str]:
    """Address of a page that ended so in this run, and its words if it waits, else the evidence against it."""
    words = func.coalesce(_q.excerpt, _p.evidence)
    wanted = (
        select(_p.url, words)
        .outerjoin(quarantine, (_q.page_id == _p.id) & (_q.state == HoldState.HELD.value))
        .where(_p.run_id == night.run_id, _p.publisher == night.publisher, _p.counted == outcome.value)
    )
    row = connection.execute(wanted.order_by(_p.article_id.is_(None), _p.id).limit(1)).first()
    return (row[0], row[1]) if row else ("", "")


def was_heard(connection: Connection, night: Night) -> bool:
    """Whether a source answered in this run: where none did, silence proves nothing."""
    s = source.c
    heard = func.sum(case((s.answered_at >= night.began - _SLACK, 1), else_=0))
    known, answered = connection.execute(select(func.count(), heard).where(s.publisher == night.publisher)).one()
    return not known or bool(answered)


def arrivals(connection: Connection, night: Night) -> Arrivals | None:
    """What its sources brought on which day. None where there is no rhythm yet, and after the very first day."""
    listed = (_p.publisher == night.publisher) & _p.listed_at.is_not(None)
    newest = select(_p.url, _p.title, _p.found_at).where(listed).order_by(_p.found_at.desc(), _p.id.desc()).limit(1)
    first = connection.execute(select(func.min(_p.found_at)).where(_p.publisher == night.publisher)).scalar()
    latest = connection.execute(newest).first()
    if first is None or latest is None:
        return None
    last, today = latest.found_at.date(), night.began.date()
    accepted = select(usual_since.c.at).where(usual_since.c.publisher == night.publisher, usual_since.c.oddity == 0)
    since = max(first, connection.execute(accepted).scalar() or first, latest.found_at - LOOKED_BACK)
    day = func.substr(_p.found_at, 1, 10)
    rows = connection.execute(select(day, func.count()).where(listed, _p.found_at >= since).group_by(day))
    came = {date.fromisoformat(each): int(count) for each, count in rows}
    known = rhythm(came, since.date() + _DAY, min(last + _DAY, today))
    if known is None:
        return None
    lately = came.get(today, 0) + came.get(today - _DAY, 0)
    return Arrivals(came=came, last=last, rhythm=known, lately=lately, url=latest.url, title=latest.title)


def _pages(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, _c.pages), else_=0))


def _refused(connection: Connection, night: Night, odd: ColumnElement[int], pages: ColumnElement[int]) -> Share:
    mine = (_c.run_id == night.run_id) & (_c.publisher == night.publisher)
    row = connection.execute(select(odd, pages).where(mine)).one()
    why = select(_c.reason, _c.pages).where(mine, _REFUSED, _c.pages > 0).order_by(_c.pages.desc(), _c.reason)
    return Share(row[0] or 0, row[1] or 0, {each.reason: str(each.pages) for each in connection.execute(why)})


def _alarmed(kind: Kind) -> ColumnElement[bool]:
    """Whether a run was part of an alarm of this kind that nobody accepted."""
    a = alarm.c
    same = (a.publisher == _c.publisher) & (a.kind == kind.value) & ~a.accepted
    return select(a.id).where(same, a.run_id <= _r.id, a.last_run_id >= _r.id).exists()
