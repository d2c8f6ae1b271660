"""When a plan's runs are planned: at local times by a cron expression, or in equal steps.

A plan's time is a local time. What it means in UTC is reckoned here, and nowhere else: a time that the clocks leave out
is the first instant after the gap, one that they show twice is the first of the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Final, NamedTuple, Protocol

from cronsim import CronSim, CronSimError

_SECOND: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)


class Planned(NamedTuple):
    """A run as it is planned, without its jitter."""

    slot: str
    """Names it: a run of a plan is made once a slot."""
    at: datetime
    """In UTC."""
    until: datetime
    """When the next one is planned."""


class Rhythm(Protocol):
    """How often, and when."""

    def words(self) -> str:
        """As people write it."""

    def after(self, moment: datetime, zone: tzinfo) -> Iterator[Planned]:
        """All that is planned for later than this moment, the soonest first."""

    def until(self, moment: datetime, zone: tzinfo) -> Iterator[Planned]:
        """All that was planned for this moment or sooner, the latest first."""


class BadRhythm(ValueError):
    """It cannot be read, or never comes; the message says why."""


@dataclass(frozen=True, slots=True)
class Nightly:
    """Once a local day. The slot is the date."""

    at: time

    def words(self) -> str:
        return self.at.isoformat("auto" if self.at.second else "minutes")

    def after(self, moment: datetime, zone: tzinfo) -> Iterator[Planned]:
        return _after(self._expression, moment, zone, _date)

    def until(self, moment: datetime, zone: tzinfo) -> Iterator[Planned]:
        return _until(self._expression, moment, zone, _date)

    @property
    def _expression(self) -> str:
        return f"{self.at.second} {self.at.minute} {self.at.hour} * * *"


@dataclass(frozen=True, slots=True)
class Cron:
    """At the local times of a cron expression: five fields, or six with seconds first. The slot is the local time."""

    expression: str

    def __post_init__(self) -> None:
        try:
            next(CronSim(self.expression, datetime(2024, 1, 1)))
        except CronSimError as error:
            raise BadRhythm(f"{self.expression!r} is no cron expression: {error}") from None
        except StopIteration:
            raise BadRhythm(f"{self.expression!r} never comes") from None

    def words(self) -> str:
        return self.expression

    def after(self, moment: datetime, zone: tzinfo) -> Iterator[Planned]:
        return _after(self.expression, moment, zone, _minute)

    def until(self, moment: datetime, zone: tzinfo) -> Iterator[Planned]:
        return _until(self.expression, moment, zone, _minute)


@dataclass(frozen=True, slots=True)
class Every:
    """In equal steps of so many seconds, counted from 1970 in UTC, which changes of the clocks do not touch."""

    seconds: int

    def __post_init__(self) -> None:
        if self.seconds < 1:
            raise BadRhythm("the steps must be of a second at least")

    def words(self) -> str:
        return f"every {timedelta(seconds=self.seconds)}"

    def after(self, moment: datetime, zone: tzinfo) -> Iterator[Planned]:
        number = int(moment.timestamp() // self.seconds)
        while True:
            number += 1
            yield self._planned(number)

    def until(self, moment: datetime, zone: tzinfo) -> Iterator[Planned]:
        number = int(moment.timestamp() // self.seconds)
        while True:
            yield self._planned(number)
            number -= 1

    def _planned(self, number: int) -> Planned:
        at, until = (datetime.fromtimestamp(n * self.seconds, UTC) for n in (number, number + 1))
        return Planned(f"{at:%Y-%m-%dT%H:%M:%SZ}", at, until)


def instant(wall: datetime, zone: tzinfo) -> datetime:
    """The moment in UTC at which the clocks of the zone show this time: the first such, or the first after the gap."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
        return first
    return _end_of_gap(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), first, zone)


def _end_of_gap(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The moment between these two at which the zone's offset changes, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == offset else (before, middle)
    return after


def _after(expression: str, moment: datetime, zone: tzinfo, name: _Name) -> Iterator[Planned]:
    walls = CronSim(expression, _wall(moment, zone))
    timed = ((wall, instant(wall, zone)) for wall in walls)
    for (wall, at), (_, until) in pairwise(timed):
        if moment < at < until:  # two local times that mean one moment, for one lies in a gap, make one run
            yield Planned(name(wall), at, until)


def _until(expression: str, moment: datetime, zone: tzinfo, name: _Name) -> Iterator[Planned]:
    top = max(_wall(moment, zone), _wall(moment - _DAY, zone) + _DAY)  # clocks set back show later times again
    until = instant(next(CronSim(expression, top)), zone)
    for wall in CronSim(expression, top + _SECOND, reverse=True):
        at = instant(wall, zone)
        if at <= moment and at < until:
            yield Planned(name(wall), at, until)
        until = at


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0, microsecond=0)


class _Name(Protocol):
    def __call__(self, wall: datetime) -> str: ...


def _date(wall: datetime) -> str:
    return f"{wall:%Y-%m-%d}"


def _minute(wall: datetime) -> str:
    return wall.isoformat(timespec="auto" if wall.second else "minutes")
