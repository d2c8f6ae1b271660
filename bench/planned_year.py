"""A year of nights on a made-up clock: one run a local night, whatever hour is planned, and none more when it is set.

    python -m bench.planned_year [--year 2026] [--zones Europe/Berlin ...]

Each half hour of the day is planned in each zone. A scheduler's clock goes through the year from one planned moment to
the next, with looks in between at times drawn by chance; now and then it is an hour slow or fast for some hours. What
is due then is asked of the real `nights.due`; runs are noted in memory. For comparison, what the triggers of
APScheduler alone would have run. Exit status 1 if a night has no run, or if two runs are too far apart, or too near to
be those of two nights.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from bench.tables import markdown
from nights import Plan, due
from nights.rhythm import Nightly
from storage import RunRow, RunState, Store

COLUMNS = ("zone", "runs a year", "missed", "shortest gap", "longest, clock not set", "APScheduler's trigger alone")
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Seoul", "UTC")
JITTER = 900
LONGEST = timedelta(hours=25, seconds=JITTER)
HOUR = timedelta(hours=1)
SHORTEST = timedelta(hours=21, seconds=-JITTER)
"""A day that summer time makes short, from a slow clock to a fast one: what is sooner is a second run."""


@dataclass
class Notes:
    """A ledger in memory: what a Store tells a scheduler."""

    made: dict[str, datetime] = field(default_factory=dict)

    def run_of(self, job: str, slot: str) -> RunRow | None:
        """The run of a slot; all are done at once."""
        at = self.made.get(slot)
        if at is None:
            return None
        told: dict[str, Any] = {"run": 1, "job": job, "slot": slot, "state": RunState.DONE, "reason": "", "version": ""}
        return RunRow(**told, started_at=at, heartbeat_at=at, finished_at=at)

    def runs_of(self, job: str, limit: int = 1) -> list[RunRow]:
        """Any of them."""
        return [run for slot in [*self.made][:limit] if (run := self.run_of(job, slot))]

    def running(self) -> list[RunRow]:
        """None is under way."""
        return []

    def store(self) -> Store:
        """As `due` wants it: a scheduler has been on watch for ever."""
        return cast(Store, SimpleNamespace(ledger=self, schedulers=None))


@dataclass(frozen=True)
class Year:
    """What came of a plan in a year."""

    runs: dict[str, datetime]
    nights: int

    @property
    def missed(self) -> int:
        """Nights without a run."""
        return self.nights - len(self.runs)

    @property
    def gaps(self) -> list[timedelta]:
        """From run to run, in true time."""
        return [after - before for before, after in pairwise(sorted(self.runs.values()))]


def clock(plan: Plan, begin: datetime, end: datetime, chance: Random) -> Iterator[tuple[datetime, datetime]]:
    """(true time, what the clock shows) at each look."""
    now, wrong, until = begin, timedelta(), begin
    while now < end:
        if now >= until:
            wrong, until = timedelta(), now + timedelta(days=chance.uniform(10, 20))
            if chance.random() < 0.5:
                wrong, until = chance.choice([HOUR, -HOUR]), now + timedelta(hours=chance.uniform(1, 30))
        yield now, now + wrong
        coming = plan.next(now + wrong)
        look = timedelta(minutes=chance.uniform(1, 720))
        now = min(now + look, until if until > now else now + look, coming.due - wrong if coming else end)


def lived(plan: Plan, year: int, seed: int, *, steady: bool) -> Year:
    """A year of this plan, with a clock that is set now and then unless it is `steady`."""
    begin, end = (datetime(y, 1, 1, tzinfo=plan.zone).astimezone(UTC) for y in (year, year + 1))
    notes, chance = Notes({"before": begin}), Random(seed)
    after = end + timedelta(days=1)  # a slow clock comes late to the last night
    looks = clock(plan, begin, after, chance) if not steady else ((now, now) for now in steadily(plan, begin, after))
    for now, shown in looks:
        for each in due([plan], notes.store(), shown):
            notes.made[each.slot.name] = now
    names = {slot.name for slot in plan.slots(begin, end)}
    return Year({name: at for name, at in notes.made.items() if name in names}, len(names))


def steadily(plan: Plan, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Every planned moment."""
    now = begin
    while (coming := plan.next(now)) is not None and now < end:
        now = coming.due
        yield now


def alone(at: time, zone: ZoneInfo, year: int) -> int:
    """How often APScheduler's own trigger would have run."""
    trigger = CronTrigger(hour=at.hour, minute=at.minute, timezone=zone)
    last: Any = None
    now, end, runs = datetime(year, 1, 1, tzinfo=zone) - timedelta(seconds=1), datetime(year + 1, 1, 1, tzinfo=zone), 0
    while (last := trigger.get_next_fire_time(last, last or now)) is not None and last.timestamp() < end.timestamp():
        runs += 1
    return runs


def row(zone: str, year: int) -> tuple[list[object], bool]:
    """A line of the table, and whether the promise is kept."""
    plans = [
        Plan(name="nightly", publishers=("a",), rhythm=Nightly(at), zone=ZoneInfo(zone), jitter=JITTER, salt=zone)
        for at in (time(half // 2, half % 2 * 30) for half in range(48))
    ]
    steady = [lived(plan, year, 1, steady=True) for plan in plans]
    upset = [lived(plan, year, number, steady=False) for number, plan in enumerate(plans)]
    longest, shortest = max(max(each.gaps) for each in steady), min(min(each.gaps) for each in (*steady, *upset))
    theirs = {alone(cast(Nightly, plan.rhythm).at, cast(ZoneInfo, plan.zone), year) for plan in plans}
    missed = sum(each.missed for each in (*steady, *upset))
    runs = sorted({len(each.runs) for each in (*steady, *upset)})
    told = [zone, told_as(runs), missed, hours(shortest), hours(longest), told_as(sorted(theirs))]
    return told, not missed and longest <= LONGEST and shortest >= SHORTEST


def told_as(numbers: Sequence[int]) -> str:
    """Numbers as a cell."""
    return ", ".join(map(str, numbers))


def hours(span: timedelta) -> str:
    """Hours as a cell."""
    return f"{span.total_seconds() / 3600:.2f} h"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; 0 if every promise is kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--year", type=int, default=2026)
    parser.add_argument("--zones", nargs="+", default=ZONES)
    options = parser.parse_args(arguments)
    rows, kept = zip(*(row(zone, options.year) for zone in options.zones), strict=True)
    print(markdown(f"Nights of {options.year}", COLUMNS, rows))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
