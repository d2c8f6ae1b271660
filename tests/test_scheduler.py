"""The scheduler's door: what it starts, what it refuses, what it shows, and how it ends; real processes throughout."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from press import Press

import scheduler
from cli import winnow
from nights import Due, Slot
from scheduler import chosen, command, schedule
from storage import RunState, Store

FACTS = dict.fromkeys(("at", "cron", "every", "timezone", "jitter", "limit"))


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'winnow.db'}"


def environment(database: str) -> Mapping[str, str]:
    return {**os.environ, "DATABASE_URL": database, "WINNOW_ALLOW_PRIVATE": "127.0.0.0/8"}


def started(database: str, *words: str) -> subprocess.Popen[str]:
    line = [sys.executable, scheduler.__file__, *words]
    return subprocess.Popen(line, env=environment(database), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def finished(database: str, *words: str) -> tuple[int, str]:
    """Its exit status, and what it said to standard error."""
    with started(database, *words) as door:
        said = door.communicate()[1]
        return door.returncode, said


# What it starts


def a_due(**facts: object) -> Due:
    (plan,) = chosen(None, {**FACTS, "publishers": ("https://post.example/", "kcna_watch"), **facts}).plans
    return Due(plan, Slot("2026-05-04", datetime(2026, 5, 4, tzinfo=UTC)), plan.publishers)


def test_the_child_is_a_crawl_of_the_plans_publishers_for_its_slot() -> None:
    python, door, *rest = command(False, None)(a_due(limit="2h"))
    assert (python, Path(door).name, Path(door).exists()) == (sys.executable, "cli.py", True)
    assert rest[:3] == ["crawl", "https://post.example/", "kcna_watch"]
    assert rest[3:] == [
        *("--job", "schedule nightly https://post.example/ kcna_watch", "--slot", "2026-05-04", "--time-limit", "7200")
    ]
    assert command(True, 0.5)(a_due())[-3:] == ["--json", "--delay", "0.5"]


def test_without_a_publisher_the_plan_is_the_nightly_one_of_all() -> None:
    (plan,) = chosen(None, {**FACTS, "publishers": ()}).plans
    assert (plan.name, plan.rhythm.words(), plan.jitter) == ("nightly", "03:30", 900)
    assert {"kcna_watch", "iuvm_press"} <= {*plan.publishers}


# What it refuses


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--at", "half past"], "not a time such as 03:30"),
        (["--timezone", "Europe/Atlantis"], "not a time zone"),
        (["--publisher", "nobody"], "nobody is neither an address nor among"),
        (["--jitter", "-1"], "jitter"),
        (["--limit", "0"], "limit"),
        (["--cron", "0 99 * * *"], "Bad hour"),
        (["--cron", "0 3 * * *", "--at", "04:00"], "exclude each other"),
        (["--every", "often"], "every"),
        (["--plans", "no such file"], "does not exist"),
    ],
)
def test_a_wrong_plan_is_refused_before_anything_starts(words: Sequence[str], complaint: str, tmp_path: Path) -> None:
    database = tmp_path / "winnow.db"
    result = CliRunner().invoke(schedule, [*words, "--database", str(database)])
    assert (result.exit_code, complaint in result.stderr, database.exists()) == (2, True, False), result.stderr


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "<+03>-3", "Central European Time"])
def test_a_machine_without_a_time_zone_is_told_unless_one_is_named(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setattr("tzlocal.unix._cache_tz", None)
    result = CliRunner().invoke(schedule, ["--show"], catch_exceptions=False)
    assert (result.exit_code, "time zone cannot be told, name one" in result.stderr) == (2, True)
    assert CliRunner().invoke(schedule, ["--show", "--timezone", "Asia/Seoul"], catch_exceptions=False).exit_code == 0


def test_a_file_of_plans_and_options_for_one_exclude_each_other(tmp_path: Path) -> None:
    file = tmp_path / "winnow.toml"
    file.write_text("[plan.kcna_watch]\nevry = '1h'")
    assert "there is no 'evry'" in CliRunner().invoke(schedule, ["--plans", str(file)]).stderr
    assert "--plans and --at exclude" in CliRunner().invoke(schedule, ["--plans", str(file), "--at", "03:30"]).stderr


def test_a_database_that_cannot_be_opened_is_told_by_the_exit_status(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert CliRunner().invoke(schedule, ["--once", "--database", str(tmp_path / "file" / "a.db")]).exit_code == 3
    assert CliRunner().invoke(schedule, ["--once", "--database", "mysql://a/b"]).exit_code == 2


# What it shows


def test_it_shows_each_plan_with_its_next_runs(tmp_path: Path) -> None:
    file = tmp_path / "winnow.toml"
    file.write_text("[plan.kcna_watch]\nevery = '2h'\njitter = 0\n[nightly]\nat = '02:15'\ntimezone = 'Asia/Seoul'")
    shown = CliRunner().invoke(winnow, ["schedule", "--plans", str(file), "--show", "--json"])
    own, nightly = json.loads(shown.stdout)
    assert (own["plan"], own["when"], nightly["plan"], nightly["timezone"]) == (
        *("kcna_watch", "every 2:00:00", "nightly", "Asia/Seoul"),
    )
    assert [next_run["slot"][13:] for next_run in own["next"]] == [":00:00Z"] * 3
    told = CliRunner().invoke(schedule, ["--plans", str(file), "--show"]).stdout
    assert "02:15" in told and "+0900" in told


# How it ends


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_service_tells_its_next_run_and_ends_when_asked(number: signal.Signals, database: str) -> None:
    with started(database, "--at", "04:15", "--timezone", "UTC", "--jitter", "0") as service:
        assert service.stderr is not None
        assert "04:15:00+0000" in service.stderr.readline()
        service.send_signal(number)
        assert "asked to end" in service.stderr.read()
        assert service.wait() == 0


def test_three_at_once_make_one_run_and_a_second_look_makes_none(database: str, press: Press) -> None:
    words = ("--once", "--publisher", press.home, "--jitter", "0", "--delay", "0")
    three = [started(database, *words) for _ in range(3)]
    told = [each.communicate()[1] for each in three]
    assert [each.returncode for each in three] == [0, 0, 0], told
    assert finished(database, *words) == (0, "")
    with Store(database) as store:
        (run,) = store.runs()
        assert (run.state, run.job) == (RunState.DONE, f"schedule nightly {press.home}")
        (counts,) = store.run_counts(run.run)
        assert counts.new == 3


def test_an_interrupted_look_ends_its_run_politely_and_the_next_one_goes_on(database: str, press: Press) -> None:
    stuck = next(path for path in press.pages if path.startswith("/2026"))
    press.stuck.add(stuck)
    words = ("--once", "--publisher", press.home, "--jitter", "0", "--delay", "0")
    with started(database, *words) as door:
        press.wait_for(stuck)
        door.send_signal(signal.SIGTERM)
        assert door.communicate()[1] and door.returncode == 130
    with Store(database) as store:
        (run,) = store.runs()
        assert run.state == RunState.INTERRUPTED
        press.stuck.clear()
        assert finished(database, *words)[0] == 0
        (again,) = store.runs()
        assert (again.run, again.state, again.attempts) == (run.run, RunState.DONE, 1)


# Whom it tells


def test_it_answers_prometheus_and_logs_as_it_is_told(database: str) -> None:
    line = [
        sys.executable,
        scheduler.__file__,
        "--every",
        "1h",
        "--metrics-port",
        "0",
        "--publisher",
        "https://post.example/",
    ]
    log = {**environment(database), "WINNOW_LOG": "json"}
    with subprocess.Popen(line, env=log, stderr=subprocess.PIPE, text=True) as door:
        assert door.stderr
        told = next(said["message"] for each in door.stderr if "metrics at" in (said := json.loads(each))["message"])
        with urlopen(told.removeprefix("metrics at ")) as answer:
            figures = answer.read().decode()
        door.send_signal(signal.SIGTERM)
        assert door.wait(30) == 0
    assert "winnow_scheduler_seen_timestamp_seconds" in figures
