"""Runs: each slot once, one alive per job, dead ones taken over."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from material import MONDAY, NIGHT, SITE
from sqlalchemy.exc import OperationalError

from cleaning import Outcome
from storage import Ended, Fetch, Heart, RunState, Store, heart
from storage.process import is_dead, this_process

ROOT = Path(__file__).parent.parent.parent


def test_a_slot_is_claimed_once(store: Store) -> None:
    first = store.start_run("harbour", "2026-03-02", MONDAY)
    assert first is not None
    store.finish_run(first, RunState.DONE, "", MONDAY)
    assert store.start_run("harbour", "2026-03-02", MONDAY) is None
    assert store.start_run("harbour", "2026-03-03", MONDAY) is not None


def test_a_run_beside_another_that_takes_over_its_addresses_is_not_called_miscounted(store: Store) -> None:
    crawl, refetch = store.start_run("crawl harbour", "1", MONDAY), store.start_run("refetch", "2", MONDAY + NIGHT)
    assert crawl is not None and refetch is not None
    for run in (refetch, crawl):
        store.record(Fetch(url=SITE + "/one", publisher="harbour", outcome=Outcome.FAILED, at=MONDAY + NIGHT), run)
    assert store.watch.miscounted(refetch) == []


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
    assert (dead.state, dead.reason, dead.finished_at) == ("lost", "its process died", MONDAY + NIGHT)
    assert (latest.state, latest.slot) == ("running", "2")


def test_a_dead_run_goes_on_in_its_own_slot(store: Store) -> None:
    run = store.start_run("harbour", "1", MONDAY)
    assert store.start_run("harbour", "1", MONDAY + NIGHT) == run


def test_a_run_whose_process_was_killed_is_taken_over_at_once(store: Store, database: str) -> None:
    command = (
        "import os, sys; from datetime import datetime; from storage import Store;"
        "Store(sys.argv[1]).start_run('harbour', '1', datetime.fromisoformat(sys.argv[2])); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", command, database, MONDAY.isoformat()], cwd=ROOT, check=False)
    (run,) = store.runs()
    assert run.state == "running"
    dead = store.ledger.broken_off("harbour", MONDAY)
    assert dead is not None and (dead.run, dead.slot) == (run.run, "1")
    assert store.start_run("harbour", "1", MONDAY) == run.run
    assert store.ledger.broken_off("harbour", MONDAY) is None
    assert store.start_run("harbour", "1", MONDAY) is None


def test_of_a_process_on_another_machine_nothing_is_known() -> None:
    name = this_process()
    other = f"elsewhere {name.partition(' ')[2]}"
    assert name and not is_dead(name)
    assert not is_dead(other) and not is_dead("") and not is_dead("?")
    assert is_dead(f"{name}0")


@pytest.mark.parametrize(
    ("state", "goes_on"), [(RunState.INTERRUPTED, True), (RunState.FAILED, True), (RunState.DONE, False)]
)
def test_only_a_run_that_was_broken_off_is_told_as_such(store: Store, state: RunState, goes_on: bool) -> None:
    assert store.ledger.broken_off("harbour", MONDAY) is None
    run = store.start_run("harbour", "1", MONDAY) or 0
    assert store.ledger.broken_off("harbour", MONDAY) is None
    store.finish_run(run, state, "", MONDAY)
    assert (store.ledger.broken_off("harbour", MONDAY) is not None) is goes_on


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
