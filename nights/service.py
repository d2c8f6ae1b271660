"""The scheduler at work: it looks what is due, at the planned moments and every few seconds, and makes it.

APScheduler is the clock: it wakes us at the moment when the next run is planned. The ledger is the truth: what was made
and what is being made is asked there, each time. The looks in between notice what no clock tells: a run that was
killed, a clock that was set, a machine that slept.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import SQLAlchemyError

from nights.due import Due, due
from nights.plans import Plans, as_json
from nights.shift import BUSY, FAILED, INTERRUPTED, Shift
from storage import Store

if TYPE_CHECKING:
    from apscheduler.schedulers.blocking import BlockingScheduler  # loaded below: only the service wants a clock

log = logging.getLogger("winnow.scheduler")

LOOK_EVERY: Final = 15.0
SIGN_EVERY: Final = 60.0
"""Seconds from one sign of life in the database to the next."""
_LAST_LOOK: Final = 10.0
"""Seconds to wait for the end of a look, when we are asked to end: the database may be away."""
_REST: Final = 15.0
_REST_OF_BUSY: Final = 300.0
"""Seconds before a slot is tried again; longer when another process said that it has it."""


def now_utc() -> datetime:
    """The time."""
    return datetime.now(UTC)


class Service:
    """Makes every run when it is due, until it is asked to stop."""

    def __init__(self, plans: Plans, store: Store, shift: Shift, clock: Callable[[], datetime] = now_utc) -> None:
        self._plans, self._store, self._shift, self._clock = plans, store, shift, clock
        self._stopped = Event()
        self._alarm: BlockingScheduler | None = None

    def run(self) -> None:
        """Works until KeyboardInterrupt, or `stop`; then runs under way are asked to end."""
        from apscheduler.schedulers.blocking import BlockingScheduler

        alarm = self._alarm = BlockingScheduler(timezone=UTC)
        me = self._store.schedulers.began(platform.node(), as_json(self._plans), self._clock(), resident=True)
        rounds = Thread(target=self._rounds, args=(me,), name="rounds", daemon=True)
        try:
            rounds.start()
            alarm.start()
        finally:
            self._stopped.set()
            self._shift.stop()
            self._shift.news.set()
            self._store.hurry()
            rounds.join(_LAST_LOOK)
            self._end_of_watch(me)
            self.stop()

    def stop(self) -> None:
        """Lets `run` come to its end."""
        self._stopped.set()
        self._shift.news.set()
        if self._alarm is not None and self._alarm.running:
            self._alarm.shutdown(wait=False)

    def look(self) -> None:
        """Begins what is due, as far as there is room for it, and sets the alarm for what comes next."""
        if self._stopped.is_set():
            return
        now = self._clock()
        try:
            self._shift.look_after_orphans(self._plans.plans)
            found = due(self._plans.plans, self._store, now)
        except SQLAlchemyError as error:
            log.error("the ledger cannot be read: %s", str(error).splitlines()[0])
        else:
            for each in filter(self._rested, found):
                if len(self._shift) < self._plans.parallel:
                    self._shift.begin(each)
        self._set_alarm(now)

    def _rested(self, each: Due) -> bool:
        tried = self._shift.tried(each)
        return tried is None or tried[1] > (_REST_OF_BUSY if tried[0] == BUSY else _REST)

    def _set_alarm(self, now: datetime) -> None:
        coming = [slot.due for plan in self._plans.plans if (slot := plan.next(now)) is not None]
        if self._alarm is not None and coming and not self._stopped.is_set():
            at = {"run_date": min(coming), "misfire_grace_time": None, "replace_existing": True}
            self._alarm.add_job(self._shift.news.set, "date", id="next", **at)

    def _rounds(self, me: int) -> None:
        """Looks, also when a run has ended, and gives signs of life; counts seconds, whatever the clock is set to."""
        signed = monotonic()
        while True:
            self._shift.news.clear()
            try:
                self.look()
            except Exception:  # such as no room for another thread: the next look finds what this one did not begin
                log.exception("the look broke off")
            self._shift.news.wait(LOOK_EVERY)
            if self._stopped.is_set():
                return
            if monotonic() - signed >= SIGN_EVERY:
                signed = monotonic()
                self._sign(me)

    def _sign(self, me: int) -> None:
        try:
            self._store.schedulers.seen(me, self._clock())
        except SQLAlchemyError as error:
            log.error("no sign of life could be written: %s", str(error).splitlines()[0])

    def _end_of_watch(self, me: int) -> None:
        """The last sign of life; who is asked to end while the database is away ends well all the same."""
        try:
            self._store.schedulers.ended(me, self._clock())
        except SQLAlchemyError as error:
            log.error("the end could not be written: %s", str(error).splitlines()[0])


def once(plans: Plans, store: Store, shift: Shift, clock: Callable[[], datetime] = now_utc) -> int:
    """Makes all that is due and not made yet, waits for it, and returns an exit status: the worst of the runs'."""
    store.schedulers.began(platform.node(), as_json(plans), clock(), resident=False)
    try:
        shift.look_after_orphans(plans.plans)
        shift.wait_for_orphans()
        while todo := [each for each in due(plans.plans, store, clock(), first=True) if shift.tried(each) is None]:
            for each in todo:
                shift.wait(plans.parallel)
                shift.begin(each)
            shift.wait(1)
    finally:
        shift.stop()
    return worst(shift.statuses())


def worst(statuses: list[int]) -> int:
    """One exit status for several runs. That another scheduler made one is no failure; one that was killed failed."""
    told = [FAILED if status < 0 else status for status in statuses if status != BUSY]
    return INTERRUPTED if INTERRUPTED in told else max(told, default=0)
