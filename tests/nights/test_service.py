"""The scheduler at work: what is due is begun, as far as there is room, by one of however many schedulers."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
from planning import a_plan, local, plans, until
from sqlalchemy.exc import OperationalError

from nights import Due, Plans, Service, Shift, Slot, as_json, once
from nights.rhythm import Every
from nights.service import worst
from storage import RunState, Store

ROOT = Path(__file__).parent.parent.parent
NIGHT = local("2026-05-04T03:30")
HOUR = timedelta(hours=1)
RUN = """
import os, signal, sys
from datetime import UTC, datetime
sys.path.insert(0, sys.argv[1])
from storage import RunState, Store
signal.signal(signal.SIGTERM, signal.SIG_IGN)
with Store(os.environ["DATABASE_URL"]) as store:
    run = store.start_run(sys.argv[2], sys.argv[3], datetime.now(UTC))
    if run is None: sys.exit(4)
    with open(sys.argv[4], "a") as notes: print(sys.argv[2], sys.argv[3], file=notes)
    store.finish_run(run, RunState.DONE, "", datetime.now(UTC))
"""


class Rehearsal(Shift):
    """A shift that only notes what it is told to begin, and calls it done at once."""

    def __init__(self, store: Store, statuses: dict[str, int] | None = None) -> None:
        super().__init__(store, lambda due: [], {})
        self.begun: list[str] = []
        self.given = statuses or {}

    def begin(self, due: Due) -> bool:
        self.begun.append(f"{due.plan.name} {due.slot.name}")
        self._note(due, self.given.get(due.plan.name, 0), float("inf"))
        return True


def on_watch(store: Store, of: Plans, since: datetime) -> None:
    store.schedulers.began("here", as_json(of), since, resident=True)


def test_a_look_begins_what_is_due_as_far_as_there_is_room(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    harbour, quay, mill = (a_plan(name=name) for name in ("harbour", "quay", "mill"))
    all_of_them = plans(harbour, quay, mill, parallel=2)
    on_watch(store, all_of_them, NIGHT - HOUR)
    shift = Rehearsal(store)
    monkeypatch.setattr(Rehearsal, "__len__", lambda self: len(self.begun))
    service = Service(all_of_them, store, shift, lambda: NIGHT)
    service.look()
    assert shift.begun == ["harbour 2026-05-04", "quay 2026-05-04"]


def test_what_was_tried_a_moment_ago_rests(store: Store) -> None:
    all_of_them = plans(a_plan())
    on_watch(store, all_of_them, NIGHT - HOUR)
    shift = Rehearsal(store)
    service = Service(all_of_them, store, shift, lambda: NIGHT)
    service.look()
    service.look()
    assert len(shift.begun) == 1


def test_a_database_that_does_not_answer_ends_no_service(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the disk is gone"))

    service = Service(plans(a_plan()), store, Rehearsal(store), lambda: NIGHT)
    monkeypatch.setattr("nights.service.due", fail)
    service.look()
    assert "the ledger cannot be read" in caplog.text


def test_a_service_that_is_asked_to_end_while_the_database_is_away_ends_well(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("the server is gone"))

    service = Service(plans(a_plan()), store, Rehearsal(store), lambda: NIGHT)
    monkeypatch.setattr(store.schedulers, "ended", fail)
    stopper = Thread(target=lambda: (until(lambda: store.schedulers.latest() != []), service.stop()))
    stopper.start()
    service.run()
    stopper.join()
    assert "the end could not be written" in caplog.text


def test_once_makes_all_that_is_due_and_tells_the_worst(store: Store) -> None:
    all_of_them = plans(a_plan(), a_plan(name="quay"))
    shift = Rehearsal(store, {"quay": 3})
    assert once(all_of_them, store, shift, lambda: NIGHT) == 3
    assert shift.begun == ["harbour 2026-05-04", "quay 2026-05-04"]
    assert [row.resident for row in store.schedulers.latest(5)] == [False]


@pytest.mark.parametrize(
    ("statuses", "told"), [([], 0), ([0, 4], 0), ([0, 1], 1), ([1, 3, 0], 3), ([-9], 1), ([3, 130], 130)]
)
def test_of_several_exit_statuses_the_worst_counts(statuses: list[int], told: int) -> None:
    assert worst(statuses) == told


def test_a_look_that_breaks_off_ends_no_service(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, seen = count(), Event()

    def look(self: Service) -> None:
        if next(looks) == 0:
            raise RuntimeError("can't start new thread")
        seen.set()

    monkeypatch.setattr(Service, "look", look)
    monkeypatch.setattr("nights.service.LOOK_EVERY", 0.01)
    service = Service(plans(a_plan()), store, Rehearsal(store), lambda: NIGHT)
    thread = Thread(target=service.run)
    thread.start()
    assert seen.wait(60)
    service.stop()
    thread.join()


def test_a_service_that_goes_on_for_years_remembers_of_each_plan_its_latest_run(store: Store) -> None:
    shift, plan = Rehearsal(store, {"quay": 3}), a_plan()
    slots = [Slot(str(number), NIGHT) for number in range(400)]
    for slot in slots:
        shift.begin(Due(plan, slot, plan.publishers))
    assert [shift.tried(Due(plan, slot, ())) is not None for slot in slots] == [False] * 399 + [True]
    assert shift.statuses() == [0]


# Several at once


@contextmanager
def at_work(of: Plans, database: str, notes: Path) -> Iterator[Service]:
    """A service in a thread, with a store of its own, as in a process of its own."""

    def line(due: Due) -> list[str]:
        return [sys.executable, "-c", RUN, str(ROOT), due.plan.job, due.slot.name, str(notes)]

    with Store(database) as store:
        service = Service(of, store, Shift(store, line, {**os.environ, "DATABASE_URL": database}))
        thread = Thread(target=service.run)
        thread.start()
        try:
            yield service
        finally:
            service.stop()
            thread.join()


def test_three_schedulers_at_work_make_one_run_of_each_slot(store: Store, database: str, tmp_path: Path) -> None:
    began, notes = datetime.now(UTC), tmp_path / "notes"
    of = plans(a_plan(Every(2)), a_plan(Every(3), name="quay"))
    with ExitStack() as services:
        for _ in range(3):
            services.enter_context(at_work(of, database, notes))
        until(lambda: len({run.slot for run in store.runs(100) if run.state == RunState.DONE}) >= 4)
    made = notes.read_text().splitlines()
    assert Counter(made) == Counter(f"{run.job} {run.slot}" for run in store.runs(100))
    assert {run.job for run in store.runs(100)} == {"schedule harbour", "schedule quay"}
    watched = store.schedulers.between(began - HOUR, datetime.now(UTC))
    assert len(watched) == 3 and all(each.ended_at is not None for each in watched)
