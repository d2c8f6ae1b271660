"""What is due: each slot once, what was missed once, what broke off again, and nothing twice when the clock is set."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from planning import a_plan, local, plans

from nights import Due, Plan, as_json, due
from nights.due import PAUSES
from nights.rhythm import Every
from storage import RunState, Store, process_name

PLAN = a_plan()
NIGHT = local("2026-05-04T03:30")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ROOT = Path(__file__).parent.parent.parent


def slots(store: Store, now: datetime, plan: Plan = PLAN, *, first: bool = False) -> list[str]:
    return [each.slot.name for each in due([plan], store, now, first=first)]


def made(store: Store, slot: str, now: datetime, state: RunState = RunState.DONE, plan: Plan = PLAN) -> int:
    run = store.start_run(plan.job, slot, now)
    assert run is not None
    store.finish_run(run, state, "", now)
    return run


def on_watch(store: Store, since: datetime, plan: Plan = PLAN) -> None:
    store.schedulers.began("here", as_json(plans(plan)), since, resident=True)


def test_a_slot_is_due_from_its_time_on_until_it_is_made(store: Store) -> None:
    on_watch(store, NIGHT - HOUR)
    assert slots(store, NIGHT - MINUTE) == []
    assert slots(store, NIGHT) == ["2026-05-04"]
    made(store, "2026-05-04", NIGHT)
    assert slots(store, NIGHT + HOUR) == []
    assert slots(store, NIGHT + DAY) == ["2026-05-05"]


def test_a_run_under_way_keeps_its_slot_and_the_next(store: Store) -> None:
    run = store.start_run(PLAN.job, "2026-05-04", NIGHT) or 0
    assert slots(store, NIGHT + MINUTE) == []
    store.heartbeat(run, NIGHT + DAY)
    assert slots(store, NIGHT + DAY + MINUTE) == []


def test_what_was_missed_is_caught_up_once_and_only_the_latest_of_it(store: Store) -> None:
    made(store, "2026-05-04", NIGHT)
    back = NIGHT + 9 * DAY + 5 * HOUR
    assert slots(store, back) == ["2026-05-13"]
    made(store, "2026-05-13", back)
    assert slots(store, back + HOUR) == []
    assert slots(store, NIGHT + 10 * DAY) == ["2026-05-14"]


def test_a_plan_that_nobody_had_then_has_missed_nothing(store: Store) -> None:
    on_watch(store, NIGHT + HOUR)
    assert slots(store, NIGHT + 2 * HOUR) == []
    assert slots(store, NIGHT + 2 * HOUR, first=True) == ["2026-05-04"]
    assert slots(store, NIGHT + DAY) == ["2026-05-05"]


def test_a_plan_that_a_scheduler_had_before_the_machine_went_off_is_caught_up(store: Store) -> None:
    on_watch(store, NIGHT - HOUR)
    assert slots(store, NIGHT + 7 * HOUR) == ["2026-05-04"]
    other = a_plan(name="quay")
    assert slots(store, NIGHT + 7 * HOUR, other) == []


# Clocks that are set


def test_a_clock_set_back_an_hour_makes_no_second_run(store: Store) -> None:
    on_watch(store, NIGHT - 2 * DAY)
    made(store, "2026-05-04", NIGHT)
    for minutes in range(0, 120, 5):
        assert slots(store, NIGHT - HOUR + minutes * MINUTE) == []


def test_a_clock_set_forward_an_hour_makes_no_second_run(store: Store) -> None:
    on_watch(store, NIGHT - 2 * DAY)
    made(store, "2026-05-03", NIGHT - DAY)
    early = NIGHT - 30 * MINUTE
    assert slots(store, early) == []
    assert slots(store, early + HOUR) == ["2026-05-04"]
    made(store, "2026-05-04", early + HOUR)
    for minutes in range(0, 120, 5):
        assert slots(store, early + minutes * MINUTE) == []


@pytest.mark.parametrize("leap", [HOUR, -HOUR, 300 * DAY])
def test_a_run_that_beats_is_not_taken_over_however_the_clock_leaps(
    store: Store, leap: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage import watch

    run = store.start_run(PLAN.job, "2026-05-04", NIGHT) or 0
    monkeypatch.setattr(watch, "SECONDS", 60.0)
    monkeypatch.setattr(watch.time, "sleep", lambda seconds: store.heartbeat(run, NIGHT + leap + MINUTE))
    assert store.start_run(PLAN.job, "2026-05-04", NIGHT + leap) is None
    assert store.start_run(PLAN.job, "2026-05-05", NIGHT + leap) is None


# What broke off


@pytest.mark.parametrize("state", [RunState.FAILED, RunState.LOST])
def test_a_run_that_broke_off_goes_on_after_ever_longer_pauses_and_is_given_up(store: Store, state: RunState) -> None:
    now = NIGHT
    run = made(store, "2026-05-04", now, state)
    for pause in PAUSES:
        assert slots(store, now + pause - timedelta(seconds=1)) == []
        now += pause
        (found,) = due([PLAN], store, now)
        assert found.before is not None and found.before.run == run
        assert made(store, "2026-05-04", now, state) == run
    assert slots(store, now + 20 * HOUR) == []
    assert slots(store, NIGHT + DAY) == ["2026-05-05"]


def test_an_interrupted_run_goes_on_at_once_and_however_often(store: Store) -> None:
    for _ in range(2 * len(PAUSES)):
        made(store, "2026-05-04", NIGHT, RunState.INTERRUPTED)
        assert slots(store, NIGHT) == ["2026-05-04"]


def test_a_run_that_had_its_time_does_not_go_on(store: Store) -> None:
    made(store, "2026-05-04", NIGHT, RunState.TIME_LIMIT)
    assert slots(store, NIGHT + HOUR) == []


def test_a_killed_run_is_due_at_once_and_the_run_of_another_machine_when_it_is_silent(
    store: Store, database: str
) -> None:
    begin = (
        "import os, sys; from datetime import datetime; from storage import Store;"
        "Store(sys.argv[1]).start_run(sys.argv[2], '2026-05-04', datetime.fromisoformat(sys.argv[3])); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", begin, database, PLAN.job, NIGHT.isoformat()], cwd=ROOT, check=False)
    assert slots(store, NIGHT) == ["2026-05-04"]


def test_the_run_of_another_machine_is_due_when_it_is_silent(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = process_name(1).replace("pid:", "elsewhere:") or "elsewhere"
    monkeypatch.setattr("storage.runs.this_process", lambda: elsewhere)
    run = store.start_run(PLAN.job, "2026-05-04", NIGHT)
    monkeypatch.undo()
    monkeypatch.setattr("storage.watch.SECONDS", 0.0)
    assert slots(store, NIGHT + 4 * MINUTE) == []
    assert store.start_run(PLAN.job, "2026-05-04", NIGHT + 4 * MINUTE) is None
    assert slots(store, NIGHT + 6 * MINUTE) == ["2026-05-04"]
    assert store.start_run(PLAN.job, "2026-05-04", NIGHT + 6 * MINUTE) == run


def test_each_plan_has_slots_of_its_own(store: Store) -> None:
    often = a_plan(Every(60), name="quay")
    on_watch(store, NIGHT - HOUR)
    store.schedulers.began("here", as_json(plans(often)), NIGHT - HOUR, resident=True)
    made(store, "2026-05-04", NIGHT)
    found: list[Due] = due([PLAN, often], store, NIGHT)
    assert [(each.plan.name, each.slot.name) for each in found] == [("quay", "2026-05-04T01:30:00Z")]
    assert found[0].publishers == often.publishers


# Signs of life


def test_looks_that_are_near_each_other_are_one_watch(store: Store) -> None:
    told = as_json(plans(PLAN))
    first = store.schedulers.began("here", told, NIGHT, resident=False)
    assert store.schedulers.began("here", told, NIGHT + 5 * MINUTE, resident=False) == first
    assert store.schedulers.began("there", told, NIGHT + 6 * MINUTE, resident=False) != first
    assert store.schedulers.began("here", told, NIGHT + 3 * HOUR, resident=False) != first
    assert store.schedulers.began("here", told, NIGHT, resident=True) != first


def test_old_signs_of_life_are_forgotten(store: Store) -> None:
    on_watch(store, NIGHT)
    on_watch(store, NIGHT + 401 * DAY)
    assert len(store.schedulers.latest(5)) == 1
