"""Why a publisher was not crawled: every answer in words, from the rows alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from planning import a_plan, local, plans

from nights import Answer, Plan, as_json, why
from nights.rhythm import Cron
from storage import RunState, Store

PLAN = a_plan()
OTHER = a_plan(name="quay", publishers=("https://quay.example/",))
NIGHT = local("2026-05-04T03:30")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def asked(store: Store, now: datetime, day: str = "2026-05-04", publisher: str = "127.0.0.1:9") -> Answer:
    return why(publisher, date.fromisoformat(day), store, now)


def words(store: Store, now: datetime, day: str = "2026-05-04") -> str:
    (slot,) = asked(store, now, day).slots
    return slot.words


def on_watch(store: Store, since: datetime, until: datetime, plan: Plan = PLAN) -> None:
    me = store.schedulers.began("kiln", as_json(plans(plan, OTHER)), since, resident=True)
    store.schedulers.seen(me, until)


def made(store: Store, now: datetime, state: RunState, reason: str = "", slot: str = "2026-05-04") -> int:
    run = store.start_run(PLAN.job, slot, now) or 0
    store.spend(run, "127.0.0.1:9", 4.0)
    store.finish_run(run, state, reason, now + HOUR)
    return run


def test_a_database_without_a_scheduler_is_told(store: Store) -> None:
    assert "no scheduler has ever run" in asked(store, NIGHT).words
    assert not asked(store, NIGHT).made


def test_a_publisher_in_no_plan_is_told(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + DAY)
    answer = asked(store, NIGHT, publisher="mill.example")
    assert "no plan covers it" in answer.words and not answer.plan


def test_a_publisher_is_asked_for_by_any_of_its_names(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + DAY)
    assert {asked(store, NIGHT, publisher=name).plan for name in ("quay.example", "https://quay.example/")} == {"quay"}


def test_a_slot_that_is_still_to_come_is_told(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT - MINUTE)
    assert words(store, NIGHT - MINUTE) == "is not due yet: it begins at 2026-05-04 01:30:00 UTC"


def test_a_run_that_was_made_is_told_with_its_figures(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + DAY)
    run = made(store, NIGHT, RunState.DONE)
    answer = asked(store, NIGHT + DAY)
    assert answer.made and answer.slots[0].run == run
    assert answer.slots[0].words == "was made from 2026-05-04 01:30:00 UTC to 2026-05-04 02:30:00 UTC; found 0"


def test_a_run_without_the_publisher_is_told(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + DAY)
    store.finish_run(store.start_run(PLAN.job, "2026-05-04", NIGHT) or 0, RunState.DONE, "", NIGHT)
    assert words(store, NIGHT + DAY).endswith("this publisher was not crawled in it")
    assert not asked(store, NIGHT + DAY).made


def test_a_publisher_whose_turn_had_not_come_is_told(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + DAY, a_plan(adaptive=True))
    store.finish_run(store.start_run(PLAN.job, "2026-05-04", NIGHT) or 0, RunState.DONE, "", NIGHT)
    assert words(store, NIGHT + DAY).endswith("it was not this publisher's turn")
    assert asked(store, NIGHT + DAY).made


@pytest.mark.parametrize(
    ("state", "reason", "told"),
    [
        (
            RunState.FAILED,
            "OSError: no room",
            "ended at 2026-05-04 02:30:00 UTC: failed: OSError: no room; a scheduler",
        ),
        (RunState.LOST, "its process was killed by signal 9", "lost: its process was killed by signal 9; a scheduler"),
        (RunState.INTERRUPTED, "", "interrupted; a scheduler makes it go on"),
        (RunState.TIME_LIMIT, "over its limit of 5 s; killed", "time limit: over its limit of 5 s; killed; found 0"),
    ],
)
def test_a_run_that_ended_otherwise_is_told_with_its_reason(
    store: Store, state: RunState, reason: str, told: str
) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + DAY)
    made(store, NIGHT, state, reason)
    assert told in words(store, NIGHT + 2 * HOUR)


def test_a_run_that_was_given_up_is_told(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + DAY)
    for _ in range(5):
        made(store, NIGHT, RunState.FAILED, "no room")
    assert "given up after 5 attempts" in words(store, NIGHT + 2 * HOUR)


def test_a_run_under_way_is_told_with_its_sign_of_life(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + DAY)
    run = store.start_run(PLAN.job, "2026-05-04", NIGHT) or 0
    store.heartbeat(run, NIGHT + HOUR)
    assert words(store, NIGHT + HOUR + MINUTE).startswith(
        "is being made since 2026-05-04 01:30:00 UTC, last sign of life at 2026-05-04 02:30:00 UTC"
    )
    assert "its process died after 2026-05-04 02:30:00 UTC" in words(store, NIGHT + DAY)


def test_that_no_scheduler_was_running_is_told(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT - HOUR)
    on_watch(store, NIGHT + 6 * HOUR, NIGHT + DAY)
    assert words(store, NIGHT + DAY) == (
        "no scheduler with this plan was running then; the last sign of life before was at 2026-05-04 00:30:00 UTC; "
        "the next one began at 2026-05-04 07:30:00 UTC"
    )


def test_a_slot_passed_over_for_a_later_one_is_told(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + 3 * DAY)
    run = made(store, NIGHT + DAY, RunState.DONE, slot="2026-05-05")
    assert words(store, NIGHT + 2 * DAY).endswith(f"caught up once, by run {run} of slot 2026-05-05")


def test_a_slot_that_waits_for_a_longer_run_is_told(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + 3 * DAY)
    run = store.start_run(PLAN.job, "2026-05-03", NIGHT - HOUR) or 0
    store.heartbeat(run, NIGHT + HOUR)
    assert words(store, NIGHT + HOUR).startswith(f"waits for run {run}, of slot 2026-05-03")
    store.finish_run(run, RunState.DONE, "", NIGHT + HOUR)
    assert words(store, NIGHT + HOUR).startswith(f"was passed over: run {run}, of slot 2026-05-03, was under way until")


def test_what_nobody_can_explain_is_told_as_such(store: Store) -> None:
    on_watch(store, NIGHT - DAY, NIGHT + DAY)
    assert words(store, NIGHT + MINUTE) == "is due: a scheduler begins it any moment"
    assert words(store, NIGHT + HOUR) == "was not made, though a scheduler was running on kiln: its log tells why"


def test_a_day_without_a_run_is_told_and_one_with_many_counts_them(store: Store) -> None:
    sundays = a_plan(Cron("0 4 * * 0"))
    on_watch(store, NIGHT - DAY, NIGHT + DAY, sundays)
    assert asked(store, NIGHT).words == "its plan has no run on this day; the next is at 2026-05-10 02:00:00 UTC"
    often = a_plan(Cron("0 */6 * * *"))
    on_watch(store, NIGHT, NIGHT + DAY, often)
    assert asked(store, NIGHT).words == "0 of 4 planned runs were made"
