"""The scheduler: when it strikes, what it starts, and what it says; no test waits for a clock."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from apscheduler.schedulers.blocking import BlockingScheduler
from click.testing import CliRunner

import scheduler
from cli import winnow
from scheduler import Nights, Plan, schedule, serve
from storage import Store

BERLIN = ZoneInfo("Europe/Berlin")
PLAN = Plan(at=time(3, 30), zone=BERLIN)


def local(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def says(code: str) -> list[str]:
    """A command line that runs some Python in place of a crawl."""
    return [sys.executable, "-c", code]


class Rehearsal(Plan):
    """A plan whose crawl is a line of Python."""

    code = ""

    def command(self, slot: str) -> list[str]:
        return [*says(self.code), slot]


def rehearsal(script: str, database: str = "sqlite:///winnow.db") -> Plan:
    kind = type("Once", (Rehearsal,), {"code": script})
    plan = kind(at=time(3, 30), zone=BERLIN, database=database)
    assert isinstance(plan, Plan)
    return plan


# When


def strikes(plan: Plan, start: datetime, count: int) -> list[datetime]:
    """The next times at which the clock strikes."""
    struck: list[datetime] = []
    while len(struck) < count:
        last = struck[-1] if struck else None
        struck.append(plan.trigger.get_next_fire_time(last, last or start))
    return struck


def test_it_strikes_every_night_at_the_planned_local_time() -> None:
    struck = strikes(PLAN, local("2026-03-27T12:00"), 4)
    assert [f"{when:%d %H:%M%z}" for when in struck] == [
        "28 03:30+0100",
        "29 03:30+0200",
        "30 03:30+0200",
        "31 03:30+0200",
    ]


def test_jitter_begins_a_run_later_and_never_sooner() -> None:
    plan = Plan(at=time(3, 30), zone=BERLIN, jitter=900)
    for when in strikes(plan, local("2026-05-01T12:00"), 30):
        assert timedelta() <= when - when.replace(hour=3, minute=30, second=0, microsecond=0) <= timedelta(seconds=900)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-05-04T03:30", "2026-05-04"),
        ("2026-05-04T03:44:59", "2026-05-04"),
        ("2026-05-04T03:29:59", "2026-05-03"),
        ("2026-05-04T00:00", "2026-05-03"),
        ("2026-05-04T23:59", "2026-05-04"),
    ],
)
def test_a_run_is_for_the_latest_night_whose_time_has_come(now: str, night: str) -> None:
    assert PLAN.slot(local(now)) == night


def test_a_run_that_jitter_pushes_past_midnight_is_for_the_day_it_was_planned() -> None:
    assert Plan(at=time(23, 55), zone=BERLIN).slot(local("2026-05-05T00:07")) == "2026-05-04"


def test_the_night_is_counted_in_the_planned_zone() -> None:
    now = datetime(2026, 5, 3, 20, 0, tzinfo=UTC)
    assert Plan(at=time(3, 30), zone=ZoneInfo("Asia/Seoul")).slot(now) == "2026-05-04"
    assert Plan(at=time(3, 30), zone=ZoneInfo("America/New_York")).slot(now) == "2026-05-03"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Seoul", "UTC"])
def test_every_night_of_a_year_has_a_slot_of_its_own(zone: str) -> None:
    plan = Plan(at=time(3, 30), zone=ZoneInfo(zone))
    slots = [plan.slot(when) for when in strikes(plan, local("2026-01-01T00:00", ZoneInfo(zone)), 365)]
    assert slots == [(date(2026, 1, 1) + timedelta(days=number)).isoformat() for number in range(365)]


def test_an_hour_that_comes_twice_makes_one_slot() -> None:
    plan = Plan(at=time(2, 30), zone=BERLIN)
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    assert plan.slot(first) == plan.slot(first.replace(fold=1)) == "2026-10-25"


# What


def test_the_child_is_a_crawl_of_the_named_publishers_for_that_night() -> None:
    plan = Plan(at=time(3, 30), zone=BERLIN, publishers=("kcna_watch", "https://post.example/"))
    python, door, *rest = plan.command("2026-05-04")
    assert (python, Path(door).name, Path(door).exists()) == (sys.executable, "cli.py", True)
    assert rest == ["crawl", "kcna_watch", "https://post.example/", "--slot", "2026-05-04"]


def test_the_command_line_does_not_show_the_database_and_its_password() -> None:
    plan = Plan(at=time(3, 30), zone=BERLIN, database="postgresql://winnow:sesame@db/news")
    assert "sesame" not in " ".join(plan.command("2026-05-04"))


def test_the_child_is_told_the_database_by_environment(tmp_path: Path) -> None:
    script = "import os, sys; sys.exit(os.environ['DATABASE_URL'] != 'sqlite:///told.db')"
    assert Nights(rehearsal(script, "sqlite:///told.db")).run() == 0


def test_the_child_has_a_process_group_of_its_own() -> None:
    assert Nights(rehearsal("import os, sys; sys.exit(os.getpgid(0) != os.getpid())")).run() == 0


def test_the_child_is_told_the_night() -> None:
    nights = Nights(rehearsal("import sys; sys.exit(sys.argv[1] != '2026-05-04')"), lambda: local("2026-05-04T09:00"))
    assert nights.run() == 0


# How it is told


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "winnow.scheduler")
    return caplog


def test_a_run_is_told_at_its_start_and_its_end(said: pytest.LogCaptureFixture) -> None:
    Nights(rehearsal(""), lambda: local("2026-05-04T03:31")).run()
    start, end = said.messages
    assert start.startswith("night 2026-05-04: started as process ") and start.endswith(": all")
    assert end.startswith("night 2026-05-04: ended with exit status 0 after ")


def test_an_exit_status_that_is_not_0_is_an_error_in_the_log_and_is_returned(said: pytest.LogCaptureFixture) -> None:
    assert Nights(rehearsal("import sys; sys.exit(3)")).run() == 3
    assert said.records[-1].levelno == logging.ERROR
    assert "exit status 3" in said.messages[-1]


def test_a_child_that_is_killed_is_an_error_too(said: pytest.LogCaptureFixture) -> None:
    assert Nights(rehearsal("import os; os.kill(os.getpid(), 9)")).run() == -signal.SIGKILL
    assert said.records[-1].levelno == logging.ERROR


def test_an_interrupted_run_is_told_as_such(said: pytest.LogCaptureFixture) -> None:
    assert Nights(rehearsal("import sys; sys.exit(130)")).run() == 130
    assert "interrupted after" in said.messages[-1]
    assert said.records[-1].levelno == logging.INFO


def test_a_run_that_another_scheduler_made_is_no_failure(said: pytest.LogCaptureFixture) -> None:
    assert Nights(rehearsal("import sys; sys.exit(4)")).run() == 0
    assert said.messages[-1].endswith("already made, or still being made")
    assert said.records[-1].levelno == logging.INFO


# Once


def crawl_of_night(database: str, slot: str) -> subprocess.CompletedProcess[str]:
    """The child as the scheduler starts it, on a site that is not there."""
    plan = Plan(at=time(3, 30), zone=BERLIN, publishers=("http://127.0.0.1:9/",), database=database)
    environment = {**os.environ, "DATABASE_URL": database, "WINNOW_ALLOW_PRIVATE": ""}
    return subprocess.run(plan.command(slot), env=environment, capture_output=True, text=True, check=False)


def test_the_ledger_refuses_a_second_run_of_a_night(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    first, second, next_night = (crawl_of_night(database, slot) for slot in ("2026-05-04", "2026-05-04", "2026-05-05"))
    assert (first.returncode, second.returncode, next_night.returncode) == (1, 4, 1), second.stderr
    assert "made already" in second.stderr
    with Store(database) as store:
        assert [run.slot for run in store.runs()] == ["2026-05-05", "2026-05-04"]


# Stopping


def test_a_run_under_way_is_asked_to_end_and_no_other_begins(tmp_path: Path, said: pytest.LogCaptureFixture) -> None:
    up = tmp_path / "up"
    os.mkfifo(up)
    script = (
        "import signal, sys, threading\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
        f"open({str(up)!r}, 'w').close()\n"
        "threading.Event().wait()"
    )
    nights, statuses = Nights(rehearsal(script)), list[int]()
    thread = Thread(target=lambda: statuses.append(nights.run()))
    thread.start()
    up.read_text()  # waits until the child listens
    nights.stop()
    thread.join()
    assert statuses == [7]
    assert nights.run() == 0
    assert sum("started as process" in message for message in said.messages) == 1


def test_a_run_that_does_not_end_is_killed_with_its_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "_PATIENCE", 0.05)
    up = tmp_path / "up"
    os.mkfifo(up)
    stubborn = f"import threading; open({str(up)!r}, 'w').close(); threading.Event().wait()"
    script = (
        "import signal, subprocess, sys\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"subprocess.run([sys.executable, '-c', {stubborn!r}])"
    )
    nights, statuses = Nights(rehearsal(script)), list[int]()
    thread = Thread(target=lambda: statuses.append(nights.run()))
    thread.start()
    with up.open() as pipe:
        pipe.read()
    nights.stop()
    thread.join()
    assert statuses == [-signal.SIGKILL]


def test_stopping_when_nothing_runs_is_nothing() -> None:
    nights = Nights(rehearsal(""))
    nights.run()
    nights.stop()


# The door


def test_the_clock_forgives_any_delay_and_makes_up_for_many_nights_by_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int | None, bool]] = []

    def start(clock: BlockingScheduler) -> None:
        (job,) = clock.get_jobs()
        seen.append((str(job.trigger), job.misfire_grace_time, job.coalesce))
        raise KeyboardInterrupt

    monkeypatch.setattr(BlockingScheduler, "start", start)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert serve(PLAN) == 0
    finally:
        signal.signal(signal.SIGTERM, before)
    assert seen == [("cron[hour='3', minute='30']", None, True)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_service_tells_its_next_run_and_ends_when_asked(number: signal.Signals) -> None:
    command = [sys.executable, scheduler.__file__, "--at", "04:15", "--timezone", "UTC", "--jitter", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as service:
        assert service.stderr is not None
        assert "04:15:00+00:00" in service.stderr.readline()
        service.send_signal(number)
        assert "asked to end" in service.stderr.readline()
        assert service.wait() == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--at", "half past"], "not a time such as 03:30"),
        (["--timezone", "Europe/Atlantis"], "not a time zone"),
        (["--publisher", "nobody"], "nobody is not among"),
        (["--jitter", "-1"], "jitter"),
    ],
)
def test_a_wrong_plan_is_refused_at_once(words: Sequence[str], complaint: str) -> None:
    result = CliRunner().invoke(schedule, words)
    assert (result.exit_code, complaint in result.stderr) == (2, True)


def test_winnow_schedule_and_scheduler_py_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Plan] = []

    def listen(plan: Plan) -> int:
        served.append(plan)
        return 0

    monkeypatch.setattr(scheduler, "serve", listen)
    words = ["--at", "04:15", "--timezone", "Asia/Seoul", "--publisher", "kcna_watch", "--database", "sqlite:///a.db"]
    assert CliRunner().invoke(winnow, ["schedule", *words]).exit_code == 0
    assert CliRunner().invoke(schedule, words).exit_code == 0
    assert served[0] == served[1]
    assert served[0] == Plan(
        at=time(4, 15), zone=ZoneInfo("Asia/Seoul"), jitter=900, publishers=("kcna_watch",), database="sqlite:///a.db"
    )


def test_json_is_passed_on_to_the_run() -> None:
    plan = Plan(at=time(3, 30), zone=BERLIN, machine=True)
    assert plan.command("2026-05-04")[-1] == "--json"


def test_once_passes_an_interrupt_on_to_its_run(tmp_path: Path) -> None:
    up = tmp_path / "up"
    os.mkfifo(up)
    listens = (
        "import signal, sys, threading\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
        f"open({str(up)!r}, 'w').write('up')\n"
        "threading.Event().wait()"
    )
    program = (
        "import sys, scheduler\n"
        f"scheduler.Plan.command = lambda plan, slot: [sys.executable, '-c', {listens!r}]\n"
        "scheduler.schedule(['--once'])"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).parent.parent) as door:
        up.read_text()
        door.send_signal(signal.SIGTERM)
        assert door.wait(60) == 130


def test_once_makes_the_run_that_is_due_and_returns_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plan, "command", lambda plan, slot: says("import sys; sys.exit(3)"))
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert CliRunner().invoke(schedule, ["--once"]).exit_code == 3
    finally:
        signal.signal(signal.SIGTERM, before)
