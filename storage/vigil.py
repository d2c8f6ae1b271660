"""The end of a run: each publisher's night as a whole against its usual nights; alarms are raised, seen, or closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from cleaning import Outcome
from storage.alarms import CAUSES, Alarm, Kind, close, open_alarms, raise_alarm
from storage.figures import Night, Share, arrivals, refusals, replaced, sample, waiting, was_heard
from storage.hindsight import take_back
from storage.odds import share_tail
from storage.rhythm import IMPROBABLE as NEVER_SO_SILENT
from storage.rhythm import SCARCE as NEVER_SO_FEW
from storage.rhythm import Rhythm, scarce, silent
from storage.runs import reads_sources
from storage.schema import crawl_run, run_count
from storage.sentinel import HOLDING, STAYED, take_along
from storage.traits import ENOUGH, IMPROBABLE, Oddity, beyond
from storage.watch_schema import trait
from storage.withdrawal import Doubt

_CALM, _AGAIN = 0.01, 3
"""A share more likely than that is usual again; an oddity that so many pages in a row did not have is over."""
_t = trait.c


@dataclass(frozen=True, slots=True)
class Judged:
    """The end of a run: what is wrong with its publishers now, and how pages were counted that it took back."""

    alarms: tuple[Alarm, ...]
    withdrawn: Mapping[str, tuple[Outcome, ...]]
    """By publisher."""


def judge_run(connection: Connection, run_id: int, now: datetime) -> Judged:
    """Judge every publisher of the run as a whole."""
    run = connection.execute(select(crawl_run).where(crawl_run.c.id == run_id)).one()
    c = run_count.c
    named = select(c.publisher).where(c.run_id == run_id).distinct().order_by(c.publisher)
    names = connection.execute(named).scalars().all()
    nights = [Night(name, run_id, reads_sources(run.job), run.started_at, now) for name in names]
    withdrawn = {night.publisher: _judge(connection, night) for night in nights}
    return Judged(tuple(alarm for name in names for alarm in open_alarms(connection, name)), withdrawn)


def _judge(connection: Connection, night: Night) -> tuple[Outcome, ...]:
    """Raise and close alarms. Where walls stand in place of articles, what is odd among the new pages waits."""
    raised = [*_refused(connection, night), *_turned(connection, night)]
    taken: tuple[Outcome, ...] = ()
    for alarm in raised:
        raise_alarm(connection, alarm, night.run_id, night.now)
        doubt = Doubt(reason=alarm.kind, evidence=alarm.text, at=night.now, run_id=night.run_id)
        taken += take_along(connection, night.publisher, HOLDING, doubt)
    taken += tuple(take_back(connection, night.publisher, night.run_id, night.now))
    heard = night.reads_sources and was_heard(connection, night)
    more = [*_suspects(connection, night), *(_quiet(connection, night) if heard else ())]
    for alarm in more:
        raise_alarm(connection, alarm, night.run_id, night.now)
    for alarm in open_alarms(connection, night.publisher):
        if alarm.last_run != night.run_id and _is_over(connection, night, alarm.kind, heard):
            close(connection, alarm, night.now)
    return taken


def _refused(connection: Connection, night: Night) -> Iterator[Alarm]:
    """More pages refused than usual."""
    now, before, worst = refusals(connection, night)
    enough = before.pages >= ENOUGH and now.odd > beyond(worst) * now.pages
    chance = share_tail(now.odd, now.pages, before.odd, before.pages) if enough else 1.0
    if chance < IMPROBABLE:
        usually = f"{before.odd} of {before.pages}"
        figures = {"pages": f"{now.odd} of {now.pages}", "usually": usually, "by chance": f"{chance:.0e}"}
        yield _alarm(
            connection, night, Kind.REFUSED, {**figures, **now.reasons}, sample(connection, night, Outcome.REFUSED)
        )


def _turned(connection: Connection, night: Night) -> Iterator[Alarm]:
    """Known articles that were refused."""
    now = replaced(connection, night)
    chance = share_tail(now.odd, now.pages, 0, STAYED)
    if now.odd and chance < IMPROBABLE:
        figures = {"articles": f"{now.odd} of {now.pages}", "by chance": f"{chance:.0e}"}
        told = sample(connection, night, Outcome.REFUSED)
        yield _alarm(connection, night, Kind.TURNED, {**figures, **now.reasons}, told)


def _suspects(connection: Connection, night: Night) -> Iterator[Alarm]:
    """Pages of this run that wait for another reason than an open alarm."""
    known = {alarm.kind.value for alarm in open_alarms(connection, night.publisher)} - {Kind.SUSPECT.value}
    held = {why: count for why, count in waiting(connection, night).items() if why not in known}
    if held:
        figures = {"pages": str(sum(held.values()))} | {why: str(count) for why, count in held.items()}
        yield _alarm(connection, night, Kind.SUSPECT, figures, sample(connection, night, Outcome.HELD))


def _quiet(connection: Connection, night: Night) -> Iterator[Alarm]:
    """Nothing new for longer than this publisher ever is silent, or next to nothing."""
    found = arrivals(connection, night)
    if found is None:
        return
    today, known = night.began.date(), found.rhythm
    quiet, few = silent(known, found.last, today), scarce(known, found.came, today)
    gap = (today - found.last).days
    figures = {"last new": str(found.last), "usually": f"{sum(known.rates) / 7:.1f} a day", "by chance": f"{quiet:.0e}"}
    if quiet < NEVER_SO_SILENT:
        yield _alarm(connection, night, Kind.SILENT, {"silent days": str(gap)} | figures, (found.url, found.title))
    elif few < NEVER_SO_FEW:
        yield _alarm(connection, night, Kind.FEW, _scarcity(found.lately, known, few), (found.url, found.title))


def _scarcity(came: int, known: Rhythm, chance: float) -> dict[str, str]:
    least = f"{min(known.rates):.1f} on the quietest day of the week"
    return {"in two days": str(came), "usually": least, "by chance": f"{chance:.0e}"}


def _is_over(connection: Connection, night: Night, kind: Kind, heard: bool) -> bool:
    """Whether what such an alarm is raised for has not come back in this run."""
    if kind not in (Kind.SILENT, Kind.FEW) and _is_well(connection, night):
        return kind in (Kind.REFUSED, Kind.TURNED) or not waiting(connection, night, all_runs=True)
    if kind.name in Oddity.__members__:
        return _is_forgotten(connection, night, Oddity[kind.name])
    match kind:
        case Kind.SILENT | Kind.FEW:
            return heard
        case Kind.SUSPECT:
            return not any(waiting(connection, night, all_runs=True).values())
        case Kind.TURNED:
            now, before = replaced(connection, night), Share(0, STAYED)
        case _:
            now, before, _ = refusals(connection, night)
    return now.pages > 0 and share_tail(now.odd, now.pages, before.odd, before.pages) > _CALM


def _is_well(connection: Connection, night: Night) -> bool:
    """Whether known articles were answered as ever, and nothing was refused."""
    known, asked = replaced(connection, night), refusals(connection, night)[0]
    return known.pages >= _AGAIN and not known.odd and not asked.odd


def _is_forgotten(connection: Connection, night: Night, oddity: Oddity) -> bool:
    """Whether the latest pages are free of the oddity; known ones leave no trace, so a run without it will do."""
    if oddity is Oddity.LOST:
        odd = _t.odd.op("&")(oddity.value) != 0
        again = select(_t.page_id).where(_t.run_id == night.run_id, _t.publisher == night.publisher, odd).limit(1)
        now = replaced(connection, night)
        return now.pages > 0 and now.odd == 0 and connection.execute(again).first() is None
    wanted = select(_t.odd).where(_t.publisher == night.publisher, ~_t.known)
    latest = connection.execute(wanted.order_by(_t.at.desc(), _t.page_id.desc()).limit(_AGAIN)).scalars().all()
    return len(latest) == _AGAIN and not any(odd & oddity.value for odd in latest)


def _alarm(connection: Connection, night: Night, kind: Kind, figures: dict[str, str], told: tuple[str, str]) -> Alarm:
    url, excerpt = told
    return Alarm(publisher=night.publisher, kind=kind, cause=CAUSES[kind], figures=figures, url=url, excerpt=excerpt)
