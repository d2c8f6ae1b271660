"""Runs as processes: asked to end, killed, over their limit; whatever happens nobody is left behind and it is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import pytest
from planning import a_plan, plans, until
from sqlalchemy import Connection

from nights import Due, Plan, Shift, Slot, once
from nights.child import Child
from storage import RunRow, RunState, Store, is_dead

ROOT = Path(__file__).parent.parent.parent
CLAIM = f"""
import os, signal, subprocess, sys, threading
from datetime import UTC, datetime
sys.path.insert(0, {str(ROOT)!r})
from storage import RunState, Store
store = Store(os.environ["DATABASE_URL"])
run = store.start_run("schedule harbour", "1", datetime.now(UTC))
def end(state): store.finish_run(run, state, "", datetime.now(UTC))
def up(): open(os.environ["UP"], "w").close()
"""
HANGS = "up(); threading.Event().wait()"
POLITE = "signal.signal(signal.SIGTERM, lambda *_: (end(RunState.INTERRUPTED), os._exit(130)))\n" + HANGS
DEAF = "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
WITH_CHILD = """
def forks():
    if os.fork() == 0:
        if os.fork() == 0: threading.Event().wait()
        threading.Event().wait()
forks()
"""


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Processes are the same with any database."""
    return f"sqlite:///{tmp_path / 'winnow.db'}"


def a_due(limit: int = 60) -> Due:
    plan = a_plan(limit=limit)
    return Due(plan, Slot("1", datetime.now(UTC)), plan.publishers)


@pytest.fixture
def up(tmp_path: Path) -> Path:
    """A pipe whose other end the process opens when it is ready."""
    os.mkfifo(tmp_path / "up")
    return tmp_path / "up"


def shift_of(code: str, store: Store, database: str, up: Path | None = None, **more: float) -> Shift:
    """A shift whose runs are a piece of Python."""
    environment = {**os.environ, "DATABASE_URL": database, "UP": str(up)}
    command: Callable[[Due], Sequence[str]] = lambda due: [sys.executable, "-c", CLAIM + code]  # noqa: E731
    return Shift(store, command, environment, **{"grace": 0.0, "patience": 30.0, **more})


def members(leader: int) -> list[int]:
    """The living processes of a session."""
    return [number for number, session in _sessions() if session == leader]


def _sessions() -> Iterator[tuple[int, int]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, _, session = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[:4]
            except OSError:
                continue
            if state not in "ZX":
                yield int(entry.name), int(session)


@contextmanager
def nobody_left(children: list[Child]) -> Iterator[None]:
    yield
    assert children
    until(lambda: not any(members(child.number) for child in children))


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[Child]:
    """The processes that the shift starts."""
    made: list[Child] = []

    def child(*given: object) -> Child:
        made.append(Child(*given))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr("nights.shift.Child", child)
    return made


@pytest.fixture
def overdue(monkeypatch: pytest.MonkeyPatch, children: list[Child], up: Path) -> None:
    """Every run is over its limit once it is up, however long it took to come up."""
    usual = Child.wait

    def wait(child: Child, timeout: float | None = None) -> bool:
        up.read_text()
        return usual(child, 0.1)

    monkeypatch.setattr(Child, "wait", wait)


def the_run(store: Store) -> RunRow:
    (run,) = store.runs()
    return run


def test_a_run_that_ends_well_is_left_as_it_wrote_itself(store: Store, database: str, children: list[Child]) -> None:
    shift = shift_of("end(RunState.DONE)", store, database)
    with nobody_left(children):
        assert shift.begin(a_due())
        assert not shift.begin(a_due()), "a plan has one run at a time"
        assert shift.wait(1, 60)
    assert shift.statuses() == [0]
    assert (the_run(store).state, the_run(store).reason) == (RunState.DONE, "")


def test_a_run_for_which_there_was_no_thread_is_begun_the_next_time(
    store: Store, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Thread) -> None:
        raise RuntimeError("can't start new thread")

    shift = shift_of("end(RunState.DONE)", store, database)
    with monkeypatch.context() as crowded, pytest.raises(RuntimeError):
        crowded.setattr(Thread, "start", refuse)
        shift.begin(a_due())
    assert len(shift) == 0
    assert shift.begin(a_due())
    assert shift.wait(1, 60)


def test_a_run_that_is_killed_is_told_with_its_signal_and_its_workers_die(
    store: Store, database: str, up: Path, children: list[Child]
) -> None:
    shift = shift_of(WITH_CHILD + HANGS, store, database, up)
    with nobody_left(children):
        shift.begin(a_due())
        up.read_text()
        until(lambda: len(members(children[0].number)) == 3)
        os.kill(children[0].number, signal.SIGKILL)
        assert shift.wait(1, 60)
    assert shift.statuses() == [-signal.SIGKILL]
    assert (the_run(store).state, the_run(store).reason) == (RunState.LOST, "its process was killed by signal 9")


@pytest.mark.usefixtures("overdue")
def test_a_run_over_its_limit_is_asked_to_end_and_told_as_such(
    store: Store, database: str, up: Path, children: list[Child]
) -> None:
    shift = shift_of(POLITE, store, database, up)
    with nobody_left(children):
        shift.begin(a_due(limit=2))
        assert shift.wait(1, 60)
    assert shift.statuses() == [1]
    assert (the_run(store).state, the_run(store).reason) == (
        RunState.TIME_LIMIT,
        "over its limit of 2 s; ended when asked to",
    )


@pytest.mark.usefixtures("overdue")
def test_a_hung_run_is_killed_with_its_grandchildren_and_told_as_such(
    store: Store, database: str, up: Path, children: list[Child]
) -> None:
    shift = shift_of(DEAF + WITH_CHILD + HANGS, store, database, up, patience=0.5)
    with nobody_left(children):
        shift.begin(a_due(limit=2))
        assert shift.wait(1, 60)
    assert (the_run(store).state, the_run(store).reason) == (
        RunState.TIME_LIMIT,
        "over its limit of 2 s; did not end when asked to: killed with all its processes",
    )


@pytest.mark.parametrize(("code", "status"), [(POLITE, 130), (DEAF + WITH_CHILD + HANGS, -9)])
def test_stopping_asks_the_run_to_end_and_kills_what_does_not(
    store: Store, database: str, up: Path, children: list[Child], code: str, status: int
) -> None:
    shift = shift_of(code, store, database, up, patience=30 if status > 0 else 0.5)
    with nobody_left(children):
        shift.begin(a_due())
        up.read_text()
        shift.stop()
    assert shift.statuses() == [status]
    assert not shift.begin(a_due()), "no other begins"


def test_a_run_that_cannot_be_started_failed(store: Store, database: str) -> None:
    shift = Shift(store, lambda due: ["/nonexistent"], {})
    shift.begin(a_due())
    assert shift.wait(1, 60)
    assert shift.statuses() == [1]


def test_a_process_that_nobody_could_wait_for_is_not_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Started(subprocess.Popen[bytes]):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            started.append(self)

    def refuse(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(subprocess, "Popen", Started)
    monkeypatch.setattr(Thread, "start", refuse)
    with pytest.raises(RuntimeError):
        Child(["sleep", "60"], os.environ)
    assert started[0].returncode == -signal.SIGKILL


def nobodys_turn(slot: str) -> Due:
    return Due(a_plan(adaptive=True), Slot(slot, datetime.now(UTC)), ())


def test_a_slot_in_which_it_is_nobodys_turn_is_never_a_run_of_the_scheduler_itself(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any scheduler on the machine would find that run over its limit, and end the scheduler for it."""
    seen: list[int] = []
    usual = store._write

    def watched(work: Callable[[Connection], object]) -> object:
        made = usual(work)
        seen.append(len(store.ledger.running()))
        return made

    for room in (store, store.ledger):
        monkeypatch.setattr(room, "_write", watched)
    shift = Shift(store, lambda due: [], {})
    shift.begin(nobodys_turn("1"))
    assert shift.wait(1, 60)
    assert (the_run(store).state, the_run(store).slot, sum(seen)) == (RunState.DONE, "1", 0)
    assert shift.statuses() == [0]


# Runs whose scheduler is gone


@contextmanager
def an_orphan(code: str, database: str, up: Path) -> Iterator[Child]:
    """A run that somebody else began."""
    child = Child([sys.executable, "-c", CLAIM + code], {**os.environ, "DATABASE_URL": database, "UP": str(up)})
    try:
        up.read_text()
        yield child
    finally:
        child.kill()


def test_an_orphan_within_its_limit_is_left_alone(store: Store, database: str, up: Path) -> None:
    with an_orphan(HANGS, database, up) as orphan:
        shift_of("", store, database).look_after_orphans([a_plan(limit=3600)])
        assert not orphan.wait(0)
        assert the_run(store).state == RunState.RUNNING


@pytest.mark.parametrize(
    ("code", "patience", "how"),
    [(POLITE, 60, "ended when asked to"), (DEAF + WITH_CHILD + HANGS, 0.5, "did not end when asked to")],
)
def test_an_orphan_over_its_limit_is_ended(
    store: Store, database: str, up: Path, code: str, patience: float, how: str
) -> None:
    with an_orphan(code, database, up) as orphan:
        long_over = a_plan(limit=-1000)
        shift_of("", store, database, patience=patience).look_after_orphans([long_over])
        until(lambda: the_run(store).state == RunState.TIME_LIMIT)
        assert how in the_run(store).reason
        assert orphan.wait(30)
        until(lambda: not members(orphan.number))


def test_an_orphan_over_its_limit_is_asked_to_end_once(
    store: Store, database: str, up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked a second time, as each look would, a crawl ends at once and loses what is under way."""
    asked, enough = Queue[str](), Event()
    monkeypatch.setattr("nights.shift.end_orphan", lambda name, _: asked.put(name) or enough.wait(60))
    with an_orphan(HANGS, database, up):
        shift, long_over = shift_of("", store, database), a_plan(limit=-1000)
        for _ in range(3):
            shift.look_after_orphans([long_over])
        enough.set()
        shift.wait_for_orphans()
    assert asked.qsize() == 1


def test_a_single_look_stays_until_an_orphan_is_ended(store: Store, database: str, up: Path) -> None:
    """Else a hung run whose scheduler was killed is never more than asked, as long as cron looks in."""
    with an_orphan(DEAF + HANGS, database, up) as orphan:
        shift = shift_of("", store, database, patience=0.5)
        once(plans(a_plan(limit=-1000)), store, shift)
        assert is_dead(orphan.name)
        (ended,) = (run for run in store.runs() if run.process == orphan.name)
        assert ended.state == RunState.TIME_LIMIT


def test_what_a_dead_run_left_behind_is_swept_away(store: Store, database: str, up: Path) -> None:
    starter = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', sys.argv[1]], start_new_session=True)\n"
        "print(child.pid, flush=True)\n"
        "child.wait()"
    )
    found: list[int] = []
    code, environment = CLAIM + WITH_CHILD + HANGS, {**os.environ, "DATABASE_URL": database, "UP": str(up)}

    def scheduler() -> None:
        child = Child([sys.executable, "-c", starter, code], environment)
        up.read_text()
        found.append(
            next(number for number, session in _sessions() if number == session and _parent(number) == child.number)
        )
        child.kill()

    thread = Thread(target=scheduler)
    thread.start()
    thread.join()
    (leader,) = found
    until(lambda: len(members(leader)) == 3)  # the run lives on when its scheduler is killed
    os.kill(leader, signal.SIGKILL)
    until(lambda: leader not in members(leader))
    shift_of("", store, database).look_after_orphans([a_plan()])
    until(lambda: members(leader) == [])
    assert (the_run(store).state, the_run(store).reason) == (RunState.LOST, "its process died")


def _parent(number: int) -> int:
    return int(Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])


def test_runs_of_other_plans_are_not_looked_after(store: Store) -> None:
    other = Plan(name="quay", publishers=("a",), rhythm=a_plan().rhythm, zone=a_plan().zone)
    store.start_run("schedule harbour", "1", datetime.now(UTC))
    Shift(store, lambda due: [], {}).look_after_orphans([other])
    assert the_run(store).state == RunState.RUNNING
