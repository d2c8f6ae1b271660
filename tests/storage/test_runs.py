"""Runs: each slot once, one alive per job, dead ones taken over."""

from __future__ import annotations

from datetime import timedelta

from material import MONDAY, NIGHT

from storage import Store


def test_a_slot_is_claimed_once(store: Store) -> None:
    first = store.start_run("harbour", "2026-03-02", MONDAY)
    assert first is not None
    store.finish_run(first, "done", "", MONDAY)
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


def test_a_finished_run_tells_how_it_ended(store: Store) -> None:
    run = store.start_run("harbour", "1", MONDAY, version="0.1") or 0
    store.finish_run(run, "failed", "the disk is full", MONDAY + NIGHT)
    (row,) = store.runs(1)
    assert (row.run, row.job, row.version, row.state, row.reason) == (
        run,
        "harbour",
        "0.1",
        "failed",
        "the disk is full",
    )
