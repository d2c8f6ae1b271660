"""Schedulers: each leaves a sign of life and its plans, so that later one can tell whether anybody was on watch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from storage.ledger import Access
from storage.process import this_process
from storage.schema import scheduler

QUIET: Final = timedelta(hours=1)
"""One that only looks in, as cron lets it do, counts as on watch between two looks that are not further apart."""
KEPT: Final = timedelta(days=400)
"""How long the signs of life are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulerRow:
    """A time that a scheduler was on watch."""

    id: int
    host: str
    process: str
    plans: str
    """What it was to run, and when: JSON, as its door wrote it."""
    resident: bool
    """Whether it stayed; else it looked in now and then."""
    started_at: datetime
    seen_at: datetime
    """Its latest sign of life."""
    ended_at: datetime | None
    """When it was asked to end; None if it never was."""


class Schedulers:
    """The schedulers that were on watch over this database."""

    def __init__(self, read: Access, write: Access) -> None:
        self._read, self._write = read, write

    def began(self, host: str, plans: str, now: datetime, *, resident: bool) -> int:
        """Write that one begins; returns its id. A look of one that looked in a while ago belongs to its row."""
        return self._write(lambda c: _began(c, host, plans, now, resident))

    def seen(self, scheduler_id: int, now: datetime) -> None:
        """A sign of life."""
        self._write(lambda c: c.execute(_update(scheduler_id).values(seen_at=now)))

    def ended(self, scheduler_id: int, now: datetime) -> None:
        """It ends, as it was asked to."""
        self._write(lambda c: c.execute(_update(scheduler_id).values(seen_at=now, ended_at=now)))

    def between(self, since: datetime, until: datetime) -> list[SchedulerRow]:
        """Those that gave a sign of life within this time, in order of their beginning."""
        s = scheduler.c
        met = select(scheduler).where(s.started_at <= until, s.seen_at >= since).order_by(s.started_at, s.id)
        return self._read(lambda c: [SchedulerRow(**row._mapping) for row in c.execute(met)])

    def latest(self, limit: int = 1) -> list[SchedulerRow]:
        """Those seen last, newest first."""
        met = select(scheduler).order_by(scheduler.c.seen_at.desc(), scheduler.c.id.desc()).limit(limit)
        return self._read(lambda c: [SchedulerRow(**row._mapping) for row in c.execute(met)])


def _update(scheduler_id: int) -> Any:
    return update(scheduler).where(scheduler.c.id == scheduler_id)


def _began(connection: Connection, host: str, plans: str, now: datetime, resident: bool) -> int:
    connection.execute(delete(scheduler).where(scheduler.c.seen_at < now - KEPT))
    going_on = None if resident else _looked_in(connection, host, plans, now)
    if going_on is not None:
        connection.execute(_update(going_on).values(seen_at=now, process=this_process()))
        return going_on
    row = {"host": host, "process": this_process(), "plans": plans, "resident": resident}
    made = insert(scheduler).values(**row, started_at=now, seen_at=now).returning(scheduler.c.id)
    return int(connection.execute(made).scalar_one())


def _looked_in(connection: Connection, host: str, plans: str, now: datetime) -> int | None:
    s = scheduler.c
    same = (s.host == host) & (s.plans == plans) & s.resident.is_(False)
    recent = select(s.id).where(same, s.seen_at > now - QUIET, s.seen_at <= now).order_by(s.id.desc()).limit(1)
    return connection.execute(recent).scalar()
