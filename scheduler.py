"""The door for a clock: every night at a set time, one crawl in a process of its own, and a line in the log about it.

APScheduler is the clock and nothing else. Whether a night's run was made is written in the database: the run claims
its slot, the local date it is for, so that several schedulers on one database make one run a night.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from console import BUSY, DEFAULT_DATABASE, INTERRUPTED, common

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger  # loaded below, because only one command wants a clock

log = logging.getLogger("winnow.scheduler")

_DOOR: Final = Path(__file__).with_name("cli.py")
_PATIENCE: Final = 60.0
"""Seconds that a crawl has to end politely once the scheduler is asked to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to crawl every night, and when."""

    at: time
    zone: tzinfo
    jitter: int = 0
    """Seconds by which a run may begin later, by chance, so that not all the world asks at the same second."""
    publishers: tuple[str, ...] = ()
    """Names or addresses; all known publishers if there are none."""
    database: str = DEFAULT_DATABASE
    machine: bool = False
    """Whether a run tells its reports as a JSON document on standard output."""

    @property
    def trigger(self) -> CronTrigger:
        """When the clock strikes."""
        from apscheduler.triggers.cron import CronTrigger

        return CronTrigger(hour=self.at.hour, minute=self.at.minute, timezone=self.zone, jitter=self.jitter or None)

    def slot(self, now: datetime) -> str:
        """The night that a run begun `now` is for: the latest local date whose planned time has come."""
        today = now.astimezone(self.zone).date()
        planned = datetime.combine(today, self.at, self.zone).astimezone(UTC)
        return (today if planned <= now else today - timedelta(days=1)).isoformat()

    def command(self, slot: str) -> list[str]:
        """The child's command line. The database is told by environment: its address may hold a password."""
        return [sys.executable, str(_DOOR), "crawl", *self.publishers, "--slot", slot, *["--json"] * self.machine]


class Nights:
    """Makes runs as child processes, each in a process group of its own."""

    def __init__(self, plan: Plan, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._plan = plan
        self._clock = clock
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._starting = Lock()

    def run(self) -> int:
        """Makes the run that is due now, waits for it and returns its exit status; 0 if it was made before."""
        slot, began = self._plan.slot(self._clock()), self._clock()
        child = self._start(slot)
        if child is None:
            return 0
        status = child.wait()
        return _told(slot, status, (self._clock() - began).total_seconds())

    def stop(self) -> None:
        """Asks the run under way to end, and ends it with all its processes if it does not; no other begins."""
        with self._starting:
            self._stopped, child = True, self._child
        if child is None or child.poll() is not None:
            return
        log.info("asking process %d to end", child.pid)
        child.terminate()
        try:
            child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            log.warning("process %d did not end within %g s: killed", child.pid, _PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)

    def _start(self, slot: str) -> subprocess.Popen[bytes] | None:
        """Begins the child, unless we were asked to stop. Only its leader is told to end: its workers end with it."""
        with self._starting:
            if self._stopped:
                return None
            environment = {**os.environ, "DATABASE_URL": self._plan.database}
            command = self._plan.command(slot)
            self._child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
        log.info("night %s: started as process %d: %s", slot, self._child.pid, " ".join(self._plan.publishers) or "all")
        return self._child


def _told(slot: str, status: int, seconds: float) -> int:
    """Says how a run ended, and returns its status; that another scheduler made it is no failure."""
    if status == BUSY:
        log.info("night %s: already made, or still being made", slot)
        return 0
    if status == INTERRUPTED:
        log.info("night %s: interrupted after %.0f s; it may be made again", slot, seconds)
        return status
    level = logging.ERROR if status else logging.INFO
    log.log(level, "night %s: ended with exit status %d after %.0f s", slot, status, seconds)
    return status


def serve(plan: Plan) -> int:
    """Makes a run every night, until SIGINT or SIGTERM ends it and the run under way; returns 0."""
    from apscheduler.schedulers.blocking import BlockingScheduler

    nights, clock = Nights(plan), BlockingScheduler(timezone=plan.zone)
    clock.add_job(nights.run, plan.trigger, misfire_grace_time=None, coalesce=True)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        log.info("next run at %s", plan.trigger.get_next_fire_time(None, datetime.now(UTC)))
        clock.start()
    except KeyboardInterrupt:
        log.info("asked to end")
    finally:
        nights.stop()
        if clock.running:
            clock.shutdown()
    return 0


def once(plan: Plan) -> int:
    """Makes the run that is due, unless it was made, and returns its exit status. An interrupt is passed on to it."""
    nights = Nights(plan)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return nights.run()
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        nights.stop()


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _time(context: click.Context, option: click.Parameter, text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise click.BadParameter("not a time such as 03:30") from None


def _zone(context: click.Context, option: click.Parameter, name: str | None) -> tzinfo:
    from apscheduler.schedulers.blocking import BlockingScheduler

    try:
        zone: tzinfo = ZoneInfo(name) if name else BlockingScheduler().timezone
    except (ZoneInfoNotFoundError, ValueError):
        raise click.BadParameter("not a time zone such as Europe/Berlin") from None
    return zone


def _known(context: click.Context, option: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    from crawlers import UnknownPublisher, target  # here, because it brings Scrapy along

    for name in names:
        try:
            target(name)
        except UnknownPublisher:
            raise click.BadParameter(f"{name} is not among `winnow publishers`") from None
    return names


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--at", default="03:30", show_default=True, metavar="HH:MM", callback=_time, help="When, every night.")
@click.option(
    "--timezone", "zone", metavar="ZONE", callback=_zone, help="Zone of that time; this machine's if not given."
)
@click.option(
    "--jitter", type=click.IntRange(min=0), default=900, show_default=True, help="Begin up to so many seconds later."
)
@click.option("--publisher", "publishers", multiple=True, callback=_known, help="Name or address; all if not given.")
@click.option(
    "--once", "at_once", is_flag=True, help="Make the run that is due, if it was not made yet; its exit status."
)
@common
def schedule(at_once: bool, **chosen: Any) -> None:
    """Crawl every night. Stop it with Ctrl-C or SIGTERM; several schedulers on one database make one run a night."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    log.setLevel(logging.INFO)
    plan = Plan(**chosen)
    sys.exit(once(plan) if at_once else serve(plan))


if __name__ == "__main__":
    schedule()
