"""Why a publisher was not crawled on a day: what its plan's slots came to, in words, from the ledger's own rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Final

from nights.due import PAUSES, given_up
from nights.plan import Plan, Slot
from nights.plans import from_json, stored_name
from nights.rhythm import instant
from storage import QUIET, RunCounts, RunRow, RunState, SchedulerRow, Store, is_alive

_SIGN: Final = timedelta(minutes=3)
"""A resident scheduler that was silent for longer was not running."""
_SOON: Final = timedelta(minutes=2)
_DAY: Final = timedelta(days=1)
_MOST: Final = 3000
"""Slots of a day that are looked at."""
_WELL: Final = (RunState.DONE, RunState.TIME_LIMIT)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one slot."""

    slot: str
    due: datetime
    words: str
    run: int | None = None
    made: bool = False
    """Whether its run came to its end, with the publisher in it, unless it was not its turn in an adaptive plan."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a publisher was crawled on a day or was not."""

    publisher: str
    day: date
    plan: str
    """Empty if no plan covers it."""
    words: str
    slots: tuple[Told, ...] = ()

    @property
    def made(self) -> bool:
        """Whether every slot of the day was made."""
        return bool(self.slots) and all(slot.made for slot in self.slots)


def why(publisher: str, day: date, store: Store, now: datetime) -> Answer:
    """What became of a publisher's runs on a local day of its plan."""
    name, noon = stored_name(publisher), datetime.combine(day, time(12), UTC)
    watched = store.schedulers.between(noon - 2 * _DAY, noon + 2 * _DAY) or store.schedulers.latest()
    if not watched:
        return Answer(name, day, "", "no scheduler has ever run on this database: see `winnow schedule`")
    plan = next((found for each in reversed(watched) if (found := from_json(each.plans).of(name))), None)
    if plan is None:
        return Answer(name, day, "", "no plan covers it: `winnow schedule --show` tells the plans")
    since, until = (instant(datetime.combine(each, time()), plan.zone) for each in (day, day + _DAY))
    had = _had(plan, store, since)
    told = tuple(_told(slot, plan, had, name, store, now) for slot in islice(plan.slots(since, until), _MOST))
    return Answer(name, day, plan.name, _words(plan, told, now), told)


def _words(plan: Plan, told: tuple[Told, ...], now: datetime) -> str:
    if not told:
        coming = plan.next(now)
        return "its plan has no run on this day" + (f"; the next is at {_at(coming.due)}" if coming else "")
    return f"{sum(slot.made for slot in told)} of {len(told)} planned runs were made"


def _told(slot: Slot, plan: Plan, had: Sequence[SchedulerRow], publisher: str, store: Store, now: datetime) -> Told:
    run = store.ledger.run_of(plan.job, slot.name)
    if run is None:
        return Told(slot.name, slot.due, next(_unclaimed(slot, plan, had, store, now)))
    counts = next((each for each in store.run_counts(run.run) if each.publisher == publisher), None)
    made = run.state in _WELL and (counts is not None or plan.adaptive)
    return Told(slot.name, slot.due, "; ".join([*_claimed(run, now), _part(counts, plan, run)]), run.run, made)


def _part(counts: RunCounts | None, plan: Plan, run: RunRow) -> str:
    """What the run brought of the publisher."""
    if counts is not None:
        return _figures(counts)
    if run.state != RunState.DONE:
        return "nothing of this publisher was counted"
    return "it was not this publisher's turn" if plan.adaptive else "this publisher was not crawled in it"


def _claimed(run: RunRow, now: datetime) -> Iterator[str]:
    """What the row of a run tells."""
    until = run.finished_at or run.heartbeat_at
    match RunState(run.state):
        case RunState.RUNNING if is_alive(run, now):
            yield f"is being made since {_at(run.started_at)}, last sign of life at {_at(run.heartbeat_at)}"
        case RunState.RUNNING:
            yield f"was begun at {_at(run.started_at)}, but its process died after {_at(run.heartbeat_at)}"
        case RunState.DONE:
            yield f"was made from {_at(run.started_at)} to {_at(until)}"
        case state:
            reason = f": {run.reason}" if run.reason else ""
            yield f"was begun at {_at(run.started_at)} and ended at {_at(until)}: {state}{reason}"
    yield from _going_on(run, now)


def _going_on(run: RunRow, now: datetime) -> Iterator[str]:
    broken = RunState(run.state).may_go_on or (run.state == RunState.RUNNING and not is_alive(run, now))
    if broken and given_up(run):
        yield f"given up after {run.attempts} attempts"
    elif broken:
        yield f"a scheduler makes it go on, as long as no later slot is due, up to {len(PAUSES) + 1} attempts"


def _figures(counts: RunCounts) -> str:
    named = {
        name: getattr(counts, name) for name in ("found", "new", "changed", "same", "duplicate", "failed", "later")
    }
    named["refused"] = sum(counts.refused.values())
    return ", ".join(f"{name} {number}" for name, number in named.items() if number or name == "found")


def _unclaimed(slot: Slot, plan: Plan, had: Sequence[SchedulerRow], store: Store, now: datetime) -> Iterator[str]:
    """Why nobody has claimed a slot: the first that is said is the reason."""
    if slot.due > now:
        yield f"is not due yet: it begins at {_at(slot.due)}"
    alive = next((run for run in store.ledger.running() if run.job == plan.job and is_alive(run, now)), None)
    if alive is not None and plan.latest(now) == slot:
        yield f"waits for run {alive.run}, of slot {alive.slot}, which is being made since {_at(alive.started_at)}"
    on_watch = [each for each in had if _was_there(each, slot)]
    if not on_watch:
        yield _nobody(slot, had)
    if now - slot.due < _SOON:
        yield "is due: a scheduler begins it any moment"
    yield from _other_run(slot, plan, store)
    host = on_watch[0].host if on_watch else "?"
    yield f"was not made, though a scheduler was running on {host}: its log tells why"


def _had(plan: Plan, store: Store, day: datetime) -> list[SchedulerRow]:
    """The schedulers of the weeks around that had the plan."""
    near = store.schedulers.between(day - 30 * _DAY, day + 30 * _DAY)
    return [each for each in near if any(one.name == plan.name for one in from_json(each.plans).plans)]


def _was_there(scheduler: SchedulerRow, slot: Slot) -> bool:
    until = scheduler.ended_at or scheduler.seen_at + (_SIGN if scheduler.resident else QUIET)
    return scheduler.started_at <= slot.due <= until


def _nobody(slot: Slot, others: Sequence[SchedulerRow]) -> str:
    before = max((each.seen_at for each in others if each.seen_at <= slot.due), default=None)
    after = min((each.started_at for each in others if each.started_at > slot.due), default=None)
    words = ["no scheduler with this plan was running then"]
    words += [f"the last sign of life before was at {_at(before)}"] if before else []
    return "; ".join([*words, *([f"the next one began at {_at(after)}"] if after else [])])


def _other_run(slot: Slot, plan: Plan, store: Store) -> Iterator[str]:
    """A run of the plan that stood in the way, or was made in its place."""
    for run in store.ledger.runs_of(plan.job, 200):
        until = run.finished_at or run.heartbeat_at
        if run.started_at <= slot.due <= until:
            yield f"was passed over: run {run.run}, of slot {run.slot}, was under way until {_at(until)}"
        if run.started_at > slot.due and run.slot > slot.name:
            yield f"was passed over: what is missed is caught up once, by run {run.run} of slot {run.slot}"


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
