"""A shift: the runs that one scheduler has under way, each a child process under its plan's limit of time."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from threading import Condition, Event, Thread
from time import monotonic, sleep
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from nights.child import Child, end_orphan, sweep
from nights.due import Due
from nights.plan import Plan
from storage import RunState, Store, age, is_dead

log = logging.getLogger("winnow.scheduler")

INTERRUPTED: Final = 130
BUSY: Final = 4
FAILED: Final = 1
"""Exit statuses of a run, as `winnow crawl` has them."""
NOBODY: Final = "it was nobody's turn"
_TRIES: Final = 5


class Shift:
    """Makes runs, and answers for how each ended.

    `command` is the command line of a run's process, `environment` what it is told besides. A run over its limit has
    `grace` seconds to end by itself, as it was told the limit too, and `patience` more once it is asked to end.
    """

    def __init__(
        self,
        store: Store,
        command: Callable[[Due], Sequence[str]],
        environment: Mapping[str, str],
        *,
        grace: float = 10.0,
        patience: float = 60.0,
    ) -> None:
        self._store, self._command, self._environment = store, command, environment
        self._grace, self._patience = grace, patience
        self._changed = Condition()
        self._under_way: dict[tuple[str, str], Child | None] = {}
        self._ended: dict[tuple[str, str], tuple[int, float]] = {}
        self._statuses: Counter[int] = Counter()
        self._orphans: dict[str, Thread] = {}
        """Who ends which process that is not ours."""
        self._stopped = False
        self.news = Event()
        """Set whenever a run has ended."""

    def begin(self, due: Due) -> bool:
        """Starts a run, unless we were asked to stop or have one of this plan. Returns whether it did."""
        with self._changed:
            if self._stopped or any(job == due.plan.job for job, _ in self._under_way):
                return False
            maker = Thread(target=self._make, args=(due,), name=f"{due.plan.job} {due.slot.name}", daemon=True)
            self._under_way[due.key] = None
            try:
                maker.start()
            except RuntimeError:  # the system has no more of them
                del self._under_way[due.key]
                raise
        return True

    def __len__(self) -> int:
        """How many runs are under way."""
        return len(self._under_way)

    def tried(self, due: Due) -> tuple[int, float] | None:
        """The exit status of the last try of a run in this shift, and for how many seconds it has been over."""
        ended = self._ended.get(due.key)
        return None if ended is None else (ended[0], monotonic() - ended[1])

    def statuses(self) -> list[int]:
        """The exit statuses of all runs that have ended, each once."""
        return list(self._statuses)

    def wait(self, below: int, timeout: float | None = None) -> bool:
        """Waits until fewer runs are under way. Whether it is so."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._under_way) < below, timeout)

    def stop(self) -> None:
        """Asks all runs to end, and kills those that do not; no other begins. Another interrupt kills at once."""
        with self._changed:
            self._stopped, children = True, [child for child in self._under_way.values() if child is not None]
        enders = [Thread(target=self._end, args=(child,), daemon=True) for child in children]
        try:
            for ender in enders:
                ender.start()
            for ender in enders:
                ender.join()
        finally:
            for child in children:
                child.kill()
            self.wait(1, self._patience)

    def look_after_orphans(self, plans: Sequence[Plan]) -> None:
        """Ends runs over their limit whose scheduler is gone, and writes down those that died with nobody to say so."""
        with self._changed:
            ours = {child.name for child in self._under_way.values() if child is not None} | self._orphans.keys()
        planned = {plan.job: plan for plan in plans}
        for run in self._store.ledger.running():
            if run.job in planned and run.process not in ours:
                self._orphan(run.process, planned[run.job])

    def _orphan(self, process: str, plan: Plan) -> None:
        if is_dead(process):
            sweep(process)
            self._record(process, RunState.LOST, "its process died")
        elif (age(process) or 0.0) > plan.limit + self._grace + 2 * self._patience:  # who began it had time to end it
            with self._changed:  # asked a second time it would end at once, and not politely
                ender = Thread(target=self._end_orphan, args=(process, plan), daemon=True)
                ender.start()
                self._orphans[process] = ender

    def _end_orphan(self, process: str, plan: Plan) -> None:
        try:
            politely = end_orphan(process, self._patience)
            self._record(process, RunState.TIME_LIMIT, _over(plan, politely))
        finally:
            with self._changed:
                del self._orphans[process]

    def wait_for_orphans(self) -> None:
        """Waits until those that are being ended are gone, and told so."""
        with self._changed:
            enders = list(self._orphans.values())
        for ender in enders:
            ender.join()

    def _make(self, due: Due) -> None:
        """The whole life of one run."""
        began, status = monotonic(), FAILED
        try:
            status = self._watched(due)
        except Exception:  # such as no memory for another process
            log.exception("%s: could not be run", _name(due))
        finally:
            _tell(due, status, monotonic() - began)
            with self._changed:
                self._note(due, status, monotonic())
                del self._under_way[due.key]
                self._changed.notify_all()
            self.news.set()

    def _note(self, due: Due, status: int, at: float) -> None:
        """Of each plan the latest run is remembered: a service goes on for years."""
        for key in [key for key in self._ended if key[0] == due.plan.job]:
            del self._ended[key]
        self._ended[due.key] = (status, at)
        self._statuses[status] += 1

    def _passed_over(self, due: Due) -> int:
        """A slot in which it is nobody's turn is claimed like any, so that it is looked at once."""
        return 0 if self._store.ledger.pass_over(due.plan.job, due.slot.name, NOBODY, datetime.now(UTC)) else BUSY

    def _watched(self, due: Due) -> int:
        if not due.publishers:
            return self._passed_over(due)
        with self._changed:
            if self._stopped:
                return INTERRUPTED
            child = self._under_way[due.key] = Child(self._command(due), self._environment)
        log.info("%s: started as process %d: %s", _name(due), child.number, _whom(due.publishers))
        if not child.wait(due.plan.limit + self._grace):
            return self._cut(due, child)
        if child.status < 0:
            self._record(child.name, RunState.LOST, f"its process was killed by signal {-child.status}")
        return child.status

    def _cut(self, due: Due, child: Child) -> int:
        log.warning("%s: over its limit of %d s: asking process %d to end", _name(due), due.plan.limit, child.number)
        politely = child.end(self._patience)
        self._record(child.name, RunState.TIME_LIMIT, _over(due.plan, politely))
        return FAILED

    def _end(self, child: Child) -> None:
        log.info("asking process %d to end", child.number)
        if not child.end(self._patience):
            log.warning("process %d did not end within %g s: killed", child.number, self._patience)

    def _record(self, process: str, state: RunState, reason: str) -> None:
        """Writes how a run ended that could not say so itself, with the stubbornness of one who has time."""
        for left in reversed(range(_TRIES)):
            try:
                if self._store.ledger.close_for(process, state, reason, datetime.now(UTC)):
                    log.warning("recorded as %s: %s", state, reason)
                return
            except SQLAlchemyError as error:
                log.error("the ledger cannot be written: %s", str(error).splitlines()[0])
                sleep(_TRIES - left)


def _over(plan: Plan, politely: bool) -> str:
    how = "ended when asked to" if politely else "did not end when asked to: killed with all its processes"
    return f"over its limit of {plan.limit} s; {how}"


def _tell(due: Due, status: int, seconds: float) -> None:
    if status == BUSY:
        log.info("%s: already made, or still being made", _name(due))
    elif status == INTERRUPTED:
        log.info("%s: interrupted after %.0f s; it may go on", _name(due), seconds)
    else:
        level = logging.ERROR if status else logging.INFO
        log.log(level, "%s: ended with exit status %d after %.0f s", _name(due), status, seconds)


def _name(due: Due) -> str:
    return f"{due.plan.name} {due.slot.name}"


def _whom(publishers: Sequence[str]) -> str:
    more = f" and {len(publishers) - 5} more" if len(publishers) > 5 else ""
    return " ".join(publishers[:5]) + more
