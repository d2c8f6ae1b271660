"""When runs are planned: every local night once, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planning import BERLIN, a_plan, local

from nights.rhythm import BadRhythm, Cron, Every, Nightly, instant

ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Seoul", "UTC", "America/Havana")
HOURS = [time(hour, minute) for hour in (0, 1, 2, 3, 23) for minute in (0, 30)]
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", HOURS, ids=str)
def test_a_year_has_one_run_a_local_night_and_no_gap_above_25_hours_and_the_jitter(zone: str, at: time) -> None:
    plan = a_plan(Nightly(at), zone, jitter=900)
    slots = list(plan.slots(local("2026-01-01T00:00", zone), local("2027-01-01T00:00", zone)))
    first = datetime(2026, 1, 1)
    assert [slot.name for slot in slots] == [f"{first + timedelta(days=n):%Y-%m-%d}" for n in range(365)]
    gaps = [after.due - before.due for before, after in pairwise(slots)]
    assert timedelta(hours=22, minutes=45) <= min(gaps) <= max(gaps) <= timedelta(hours=25, minutes=15)


def test_a_time_that_does_not_exist_is_the_first_moment_after_the_gap() -> None:
    assert instant(datetime(2026, 3, 29, 2, 30), BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert instant(datetime(2026, 3, 29, 0, 0), ZoneInfo("Asia/Beirut")) == datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    assert instant(datetime(2011, 12, 30, 5, 0), ZoneInfo("Pacific/Apia")) == datetime(2011, 12, 30, 10, 0, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    assert instant(datetime(2026, 10, 25, 2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(
    zone=st.sampled_from([*map(ZoneInfo, ZONES), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")]),
    moment=st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1)),
    minutes=st.sampled_from([0, 17, 30, 59]),
    hour=st.integers(0, 23),
)
def test_the_latest_and_the_next_are_neighbours(zone: ZoneInfo, moment: datetime, minutes: int, hour: int) -> None:
    now, at = moment.replace(tzinfo=UTC), Nightly(time(hour, minutes))
    latest, coming = next(at.until(now, zone)), next(at.after(now, zone))
    assert latest.at <= now < coming.at
    assert latest.until == coming.at
    assert next(at.after(latest.at, zone)) == coming
    assert next(at.until(coming.at, zone)) == coming


def test_a_cron_expression_is_read_as_cron_reads_it() -> None:
    sundays = Cron("15 4 * * 0").after(local("2026-05-04T00:00"), BERLIN)
    assert [planned.slot for planned in islice(sundays, 2)] == ["2026-05-10T04:15", "2026-05-17T04:15"]
    assert [planned.slot for planned in islice(Cron("0 0 1 1 mon").after(local("2026-05-04T00:00"), BERLIN), 2)] == [
        "2027-01-01T00:00",
        "2027-01-04T00:00",
    ]


def test_a_sixth_field_in_front_has_the_seconds() -> None:
    every_ten = Cron("*/10 * * * * *").until(local("2026-05-04T03:30:25"), BERLIN)
    assert [planned.slot for planned in islice(every_ten, 3)] == [
        "2026-05-04T03:30:20",
        "2026-05-04T03:30:10",
        "2026-05-04T03:30",
    ]


@pytest.mark.parametrize("expression", ["", "* * * *", "61 * * * *", "0 3 * * * * *", "at noon", "0 0 31 2 *"])
def test_what_is_no_cron_expression_or_never_comes_is_refused(expression: str) -> None:
    with pytest.raises(BadRhythm):
        Cron(expression)


def test_hourly_runs_make_one_run_of_the_hour_that_is_left_out() -> None:
    hourly = Cron("*/30 * * * *").after(local("2026-03-29T01:29"), BERLIN)
    assert [(planned.slot, f"{planned.at:%H:%M}") for planned in islice(hourly, 3)] == [
        ("2026-03-29T01:30", "00:30"),
        ("2026-03-29T03:00", "01:00"),
        ("2026-03-29T03:30", "01:30"),
    ]


def test_equal_steps_know_no_clocks() -> None:
    steps = list(islice(Every(1800).after(datetime(2026, 10, 24, 22, 59, tzinfo=UTC), BERLIN), 12))
    assert {later.at - sooner.at for sooner, later in pairwise(steps)} == {timedelta(minutes=30)}
    assert steps[0].slot == "2026-10-24T23:00:00Z"
    with pytest.raises(BadRhythm):
        Every(0)


# Jitter


@pytest.mark.parametrize("rhythm", [Nightly(time(2, 30)), Cron("*/20 * * * *"), Every(600)])
def test_jitter_begins_a_run_later_and_never_sooner_and_keeps_the_order(rhythm: Nightly | Cron | Every) -> None:
    plan, exact = a_plan(rhythm, jitter=3600), a_plan(rhythm)
    since, until = local("2026-03-28T12:00"), local("2026-04-02T12:00")
    drawn, planned = list(plan.slots(since, until)), list(exact.slots(since, until))
    assert [slot.name for slot in drawn] == [slot.name for slot in planned]
    assert all(a.due <= b.due <= a.due + timedelta(hours=1) for a, b in zip(planned, drawn, strict=True))
    assert all(sooner.due < later.due for sooner, later in pairwise(drawn))
    assert len({a.due - b.due for a, b in zip(planned, drawn, strict=True)}) > 2


def test_at_every_moment_the_latest_slot_is_the_last_that_began_with_its_jitter() -> None:
    plan = a_plan(Every(600), jitter=500)
    for slot in plan.slots(local("2026-05-04T00:00"), local("2026-05-04T06:00")):
        assert plan.latest(slot.due) == slot
        assert plan.latest(slot.due - A_SECOND) != slot
        assert plan.next(slot.due - A_SECOND) == slot


def test_a_plan_has_the_same_jitter_everywhere_and_another_installation_another() -> None:
    now = local("2026-05-04T00:00")
    one, same, other = (a_plan(jitter=900, salt=salt).next(now) for salt in ("a", "a", "b"))
    assert one == same != other


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-05-04T03:30", "2026-05-04"),
        ("2026-05-04T03:29:59", "2026-05-03"),
        ("2026-05-04T00:00", "2026-05-03"),
        ("2026-05-04T23:59", "2026-05-04"),
    ],
)
def test_a_run_is_for_the_latest_night_whose_time_has_come(now: str, night: str) -> None:
    latest = a_plan().latest(local(now))
    assert latest is not None and latest.name == night


def test_a_run_that_jitter_pushes_past_midnight_is_for_the_day_it_was_planned() -> None:
    plan = a_plan(Nightly(time(23, 55)), jitter=3600, salt="d")
    (slot,) = plan.slots(local("2026-05-04T00:00"), local("2026-05-05T00:00"))
    assert slot.name == "2026-05-04" and slot.due > local("2026-05-05T00:00")
    assert plan.latest(slot.due) == slot
