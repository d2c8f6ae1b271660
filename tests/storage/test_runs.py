"""Runs: each slot once, one alive per job, dead ones taken over."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event

import pytest
from material import MONDAY, NIGHT, SITE
from sqlalchemy.exc import OperationalError

from cleaning import Outcome
from storage import Ended, Fetch, Heart, RunState, Store, heart


def test_a_slot_is_claimed_once(store: Store) -> None:
    first = store.start_run("harbour", "2026-03-02", MONDAY)
    assert first is not None
    store.finish_run(first, RunState.DONE, "", MONDAY)
    assert store.start_run("harbour", "2026-03-02", MONDAY) is None
    assert store.start_run("harbour", "2026-03-03", MONDAY) is not None


def test_one_run_of_a_job_is_alive_at_a_time(store: Store) -> None:
    assert store.start_run("harbour", "1", MONDAY) is not None
    assert store.start_run("harbour", "2", MONDAY) is None
    assert store.start_run("quay", "1", MONDAY) is not None


def test_a_run_whose_heart_beats_is_not_taken_over(store: Store) -> None:
    run = store.start_run("harbour", "1", MONDAY) or 0
    store.heartbeat(run, MONDAY + timedelta(hours=9))
    assert store.start_run("harbour", "2", MONDAY + timedelta(hours=9, minutes=4)) is None


def test_a_dead_run_is_buried_and_another_slot_goes_on(store: Store) -> None:
    run = store.start_run("harbour", "1", MONDAY)
    assert store.start_run("harbour", "2", MONDAY + NIGHT) not in (None, run)
    latest, dead = store.runs()
    assert (dead.state, dead.reason, dead.finished_at) == ("lost", "its heartbeat stopped", MONDAY + NIGHT)
    assert (latest.state, latest.slot) == ("running", "2")


def test_a_dead_run_goes_on_in_its_own_slot(store: Store) -> None:
    run = store.start_run("harbour", "1", MONDAY)
    assert store.start_run("harbour", "1", MONDAY + NIGHT) == run


@pytest.mark.parametrize("state", [RunState.INTERRUPTED, RunState.FAILED])
def test_a_run_that_was_broken_off_goes_on_when_its_slot_is_claimed_again(store: Store, state: RunState) -> None:
    run = store.start_run("harbour", "1", MONDAY, version="0.1") or 0
    store.finish_run(run, state, "the plug was pulled", MONDAY)
    assert store.start_run("harbour", "1", MONDAY + NIGHT, version="0.2") == run
    (row,) = store.runs()
    assert (row.state, row.reason, row.version, row.started_at) == (RunState.RUNNING, "", "0.2", MONDAY)
    assert (row.heartbeat_at, row.finished_at) == (MONDAY + NIGHT, None)
    assert store.start_run("harbour", "1", MONDAY + NIGHT) is None


@pytest.mark.parametrize("state", [RunState.DONE, RunState.TIME_LIMIT])
def test_a_run_that_ended_by_its_plan_is_not_made_again(store: Store, state: RunState) -> None:
    store.finish_run(store.start_run("harbour", "1", MONDAY) or 0, state, "", MONDAY)
    assert store.start_run("harbour", "1", MONDAY + NIGHT) is None


def test_a_lost_run_goes_on_when_no_other_is_alive(store: Store) -> None:
    run = store.start_run("harbour", "1", MONDAY)
    other = store.start_run("harbour", "2", MONDAY + NIGHT) or 0
    assert store.start_run("harbour", "1", MONDAY + NIGHT) is None
    store.finish_run(other, RunState.DONE, "", MONDAY + NIGHT)
    assert store.start_run("harbour", "1", MONDAY + NIGHT) == run


def test_where_an_address_ended_is_told_for_the_run_that_asked_it(store: Store) -> None:
    first = store.start_run("harbour", "1", MONDAY) or 0
    missed = Fetch(url=f"{SITE}/one", publisher="harbour", outcome=Outcome.FAILED, at=MONDAY, reason="status 500")
    store.record(missed, first)
    assert store.ended(first, f"{SITE}/one") == Ended(Outcome.FAILED, "status 500")
    assert store.ended(first, f"{SITE}/other") is None
    second = store.start_run("other", "1", MONDAY) or 0
    assert store.ended(second, f"{SITE}/one") is None


def test_a_heart_beats_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    beats, enough = list[datetime](), Event()

    def beat(now: datetime) -> None:
        beats.append(now)
        if len(beats) == 1:
            raise OperationalError("UPDATE", {}, Exception("locked"))
        enough.set()

    monkeypatch.setattr(heart, "EVERY", 0.001)
    with Heart(beat) as beating:
        assert enough.wait(60), "a beat that fails is not the last"
    beating.stop()
    told = len(beats)
    assert told >= 2 and enough.is_set()
    assert len(beats) == told


def test_a_finished_run_tells_how_it_ended(store: Store) -> None:
    run = store.start_run("harbour", "1", MONDAY, version="0.1") or 0
    store.finish_run(run, RunState.FAILED, "the disk is full", MONDAY + NIGHT)
    (row,) = store.runs(1)
    assert (row.run, row.job, row.version, row.state, row.reason) == (
        run,
        "harbour",
        "0.1",
        "failed",
        "the disk is full",
    )
