"""What is due now: of each plan the latest slot whose time has come, unless its run was made or is being made.

So what was missed while the machine was off is caught up once, however many slots it were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from nights.pace import ready
from nights.plan import Plan, Slot
from storage import RunRow, RunState, Store, is_alive

PAUSES: Final = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""How long to wait after a run failed or died for the first, second... time; after that its slot is given up."""
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Due:
    """A run that is to be made now."""

    plan: Plan
    slot: Slot
    publishers: tuple[str, ...]
    """Whom to crawl: those of the plan; of an adaptive one those whose turn it is, who may be nobody."""
    before: RunRow | None = None
    """The run as it was broken off, if it goes on."""

    @property
    def key(self) -> tuple[str, str]:
        """What no other run has."""
        return self.plan.job, self.slot.name


def due(plans: Iterable[Plan], store: Store, now: datetime, *, first: bool = False) -> list[Due]:
    """The runs that are to be made now, in the order of the plans.

    A plan that no scheduler of this database had before its slot's time has missed nothing: its first run is the next
    slot's, unless `first` asks for it now.
    """
    running = {run.job: run for run in store.ledger.running()}
    return [found for plan in plans if (found := _due(plan, store, now, running, first)) is not None]


def _due(plan: Plan, store: Store, now: datetime, running: Mapping[str, RunRow], first: bool) -> Due | None:
    slot, alive = plan.latest(now), running.get(plan.job)
    if slot is None or (alive is not None and is_alive(alive, now)):
        return None
    made = store.ledger.run_of(plan.job, slot.name)
    if made is not None:
        return Due(plan, slot, _whom(plan, slot, store, now), made) if goes_on(made, now) else None
    coming = plan.next(slot.due)
    if coming is not None and store.ledger.run_of(plan.job, coming.name) is not None:
        return None  # the clock was set back: this time was lived through before
    if not first and not was_planned(plan, slot, store):
        return None
    return Due(plan, slot, _whom(plan, slot, store, now))


def _whom(plan: Plan, slot: Slot, store: Store, now: datetime) -> tuple[str, ...]:
    coming = plan.next(slot.due)
    if not plan.adaptive or coming is None:
        return plan.publishers
    return ready(plan.publishers, store, now, coming.due - slot.due)


def goes_on(run: RunRow, now: datetime) -> bool:
    """Whether a run that is not under way is to go on now: it was broken off, and has rested."""
    if not RunState(run.state).may_go_on and run.state != RunState.RUNNING:
        return False
    if run.state == RunState.INTERRUPTED:
        return True
    return not given_up(run) and now >= (run.finished_at or run.heartbeat_at) + PAUSES[run.attempts - 1]


def given_up(run: RunRow) -> bool:
    """Whether a run failed or died so often that its slot is left alone."""
    return run.attempts > len(PAUSES)


def was_planned(plan: Plan, slot: Slot, store: Store) -> bool:
    """Whether a scheduler of this database had the plan when the slot's time came, or ever ran it before."""
    if store.ledger.runs_of(plan.job):
        return True
    return any(plan.name in json.loads(each.plans) for each in store.schedulers.between(_EVER, slot.due))
