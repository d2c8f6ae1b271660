"""Adaptive plans: who publishes often is asked often, who fails more rarely, and nobody is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from planning import a_plan, local

from cleaning import Outcome
from nights import Due, Plan, Shift, due
from nights.rhythm import Every
from storage import Ailment, Fetch, RunState, SourceRow, Store

BEGAN = local("2026-05-04T00:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOURLY, MONTHLY = "http://127.0.0.1:9/", "http://127.0.0.2:9/"
NAMES = {HOURLY: "127.0.0.1:9", MONTHLY: "127.0.0.2:9"}
PLAN = a_plan(Every(3600), name="watch", publishers=(HOURLY, MONTHLY), adaptive=True)


def crawl(store: Store, found: Due, now: datetime, fresh: dict[str, int]) -> None:
    """Make a run that brings so many new articles of each publisher whose turn it is."""
    run = store.start_run(found.plan.job, found.slot.name, now) or 0
    for publisher in found.publishers:
        urls = [f"{publisher}{found.slot.name}/{number}" for number in range(fresh[publisher])]
        name = NAMES[publisher]
        store.record_all([Fetch(url=u, publisher=name, outcome=Outcome.NEW, at=now) for u in urls], run)
        store.spend(run, name, 1.0)
    store.finish_run(run, RunState.DONE, "", now)


def lived(store: Store, hours: int, plan: Plan = PLAN) -> dict[str, list[int]]:
    """Hours in which each publisher is asked, in a world where one publishes hourly and the other once a month."""
    asked: dict[str, list[int]] = {HOURLY: [], MONTHLY: []}
    for hour in range(hours):
        now = BEGAN + hour * HOUR + timedelta(minutes=3 * (hour % 5))
        for found in due([plan], store, now, first=True):
            for publisher in found.publishers:
                asked[publisher].append(hour)
            crawl(store, found, now, {HOURLY: 40 if hour == 0 else 1, MONTHLY: 40 if hour == 0 else hour == 400})
    return asked


def test_an_hourly_publisher_is_asked_hourly_and_a_monthly_one_once_a_day(store: Store) -> None:
    asked = lived(store, 98)
    assert len(asked[HOURLY]) == 98
    later = [hour for hour in asked[MONTHLY] if hour > 25]
    assert len(later) == 3, "hourly only while nothing was known"
    assert {b - a for a, b in pairwise(later)} <= {24, 25}


def test_a_plan_that_is_not_adaptive_asks_everybody(store: Store) -> None:
    plan = a_plan(Every(3600), publishers=(HOURLY, MONTHLY))
    assert {len(hours) for hours in lived(store, 12, plan).values()} == {12}


def test_a_clock_that_was_a_year_ahead_for_a_night_keeps_nobody_from_being_asked(store: Store) -> None:
    lived(store, 3)
    ahead = BEGAN + 365 * DAY
    (found,) = due([PLAN], store, ahead, first=True)
    crawl(store, found, ahead, {HOURLY: 1, MONTHLY: 1})
    (found,) = due([PLAN], store, BEGAN + 3 * HOUR + timedelta(minutes=1), first=True)
    assert found.publishers == (HOURLY, MONTHLY)


def test_a_publisher_whose_sources_all_rest_rests_with_them_but_not_for_ever(store: Store) -> None:
    lived(store, 3)
    feeds = [SourceRow(publisher=NAMES[HOURLY], url=f"{HOURLY}{name}", kind="feed") for name in ("a", "b")]
    ill = feeds[0]
    for day in range(40):
        ill = ill.failed(BEGAN + 3 * HOUR + day * DAY, Ailment.MISSING, "status 404")
    now = BEGAN + 3 * HOUR + 40 * DAY
    store.sources.note([ill, feeds[1]])
    assert due([PLAN], store, now, first=True)[0].publishers == (HOURLY, MONTHLY), "one source is well"
    store.sources.note([ill])
    store.sources.note([feeds[1].failed(now, Ailment.WITHDRAWN, "410").failed(now + DAY, Ailment.WITHDRAWN, "410")])
    assert due([PLAN], store, now + DAY, first=True)[0].publishers == (MONTHLY,)
    assert HOURLY in due([PLAN], store, now + 8 * DAY, first=True)[0].publishers


def test_a_slot_in_which_it_is_nobodys_turn_is_claimed_and_told(store: Store) -> None:
    plan = a_plan(Every(3600), name="rare", publishers=(MONTHLY,), adaptive=True)
    lived(store, 3)
    now = BEGAN + 4 * HOUR
    store.start_run("crawl by hand", "1", now)
    store.spend(store.runs(1)[0].run, NAMES[MONTHLY], 1.0)
    (found,) = due([plan], store, now, first=True)
    assert found.publishers == ()
    shift = Shift(store, lambda each: ["no such program"], {})
    assert shift.begin(found) and shift.wait(1, 30)
    assert shift.statuses() == [0] and due([plan], store, now, first=True) == []
    assert (store.runs(1)[0].state, store.runs(1)[0].reason) == ("done", "it was nobody's turn")
