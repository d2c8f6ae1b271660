"""`winnow doctor` finds what will go wrong tonight, and says what to do."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from terminal import Terminal

from console import checks
from console.findings import Finding, Grade, Patient
from crawlers import Knock, Options
from storage import Ailment, Found, RunState, SourceRow, Store

ROOT = Path(__file__).parent.parent.parent
NOW = datetime.now(UTC)
Examine = Callable[[checks.Check], list[Finding]]


@pytest.fixture
def store(terminal: Terminal) -> Any:
    with Store(terminal.database) as opened:
        yield opened


@pytest.fixture
def examine(store: Store) -> Examine:
    patient = Patient(store=store, options=Options(contact="ops@desk.example"), offline=True, deep=True)
    return lambda check: list(check(patient))


def ill(findings: list[Finding]) -> list[str]:
    return [finding.told for finding in findings if finding.grade is Grade.ILL]


def test_a_sound_installation_is_well(terminal: Terminal) -> None:
    told = terminal.read("doctor", "--offline", "--contact", "ops@desk.example")["findings"]
    assert {finding["grade"] for finding in told} <= {"well", "note"}
    assert {"contact", "versions", "workers", "database", "disk"} <= {finding["about"] for finding in told}


def test_no_contact_is_noted(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WINNOW_CONTACT", raising=False)
    assert "WINNOW_CONTACT" in terminal.type("doctor", "--offline").stdout


def test_a_missing_and_an_outdated_library_are_ill(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    demands = SimpleNamespace(requires=["lxml>=99", "no-such-library>=1", "rich", 'colorama; sys_platform == "win32"'])
    monkeypatch.setattr(checks, "distribution", lambda name: demands)
    told = ill(examine(checks.versions))
    assert len(told) == 2 and told[0].startswith("lxml is") and told[1] == "no-such-library is missing"


def test_a_full_disk_and_one_that_will_be_full_are_ill(
    examine: Examine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.start_run("crawl harbour", "1", NOW - timedelta(days=2))
    grown = store.condition().bytes / 2
    for free, nights in ((100, 0), (grown * 20, 20)):
        monkeypatch.setattr(shutil, "disk_usage", lambda folder, free=free: SimpleNamespace(free=free))
        monkeypatch.setattr(checks, "LEAST_FREE", 50)
        (told,) = ill(examine(checks.database))
        assert f"enough for {nights} nights" in told
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=grown * 400))
    assert ill(examine(checks.database)) == []


def test_a_damaged_database_is_ill(terminal: Terminal, tmp_path: Path) -> None:
    with Store(terminal.database) as store:
        for number in range(300):
            run = store.start_run(f"crawl {number}", "a slot " * 40, NOW) or 0
            store.finish_run(run, RunState.DONE, "", NOW)
    file = tmp_path / "winnow.db"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        named = "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'crawl_run' AND name LIKE 'sqlite_autoindex%'"
        (root,) = connection.execute(named).fetchone()
    body = bytearray(file.read_bytes())
    start = (root - 1) * int.from_bytes(body[16:18], "big")
    body[start + 12 : start + 40] = b"\xff" * 28
    file.write_bytes(body)
    with Store(terminal.database) as store:
        assert store.condition(thorough=True).problems


def test_rows_that_break_a_rule_are_ill(terminal: Terminal, store: Store, examine: Examine, tmp_path: Path) -> None:
    store.discover("harbour", [Found("https://harbour.example.com/1", "1")], NOW)
    assert ill(examine(checks.database)) == []
    with sqlite3.connect(tmp_path / "winnow.db") as connection:
        connection.execute("UPDATE page SET article_id = 4711")
    assert ill(examine(checks.database))


def test_a_lost_run_and_a_publisher_that_fails_are_ill(examine: Examine, store: Store) -> None:
    run = store.start_run("crawl harbour", "1", NOW) or 0
    store.spend(run, "harbour", 1.0)
    feed = SourceRow(publisher="harbour", url="https://harbour.example.com/feed", kind="feed")
    dead = feed.failed(NOW - timedelta(days=5), Ailment.MISSING, "404").failed(NOW, Ailment.MISSING, "404")
    store.sources.note([dead])
    store.finish_run(run, RunState.DONE, "", NOW)
    assert ill(examine(checks.ledger)) == ["source dead"]
    store.finish_run(run, RunState.FAILED, "disk full", NOW)
    assert ill(examine(checks.ledger)) == ["crawl harbour: failed disk full", "failing"]


def test_a_clock_that_is_off_is_ill(examine: Examine, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.start_run("crawl harbour", "1", NOW + timedelta(hours=3))
    assert "began in the future" in ill(examine(checks.ledger))[0]
    assert checks._clock(3).grade is Grade.WELL
    assert checks._clock(-7200).told == "7200 s ahead of the servers'"


def test_silent_doors_are_told_apart_from_busy_ones() -> None:
    answers = (Knock(site="https://a.example", status=404), Knock(site="https://b.example", status=503))
    silent = Knock(site="https://c.example", problem="timeout")
    assert [checks._answer(each).grade for each in (*answers, silent)] == [Grade.WELL, Grade.NOTE, Grade.ILL]


def test_doors_are_knocked_at_and_clocks_compared(terminal: Terminal, tmp_path: Path) -> None:
    """In a process of its own, against a server whose clock is an hour ahead."""
    late = format_datetime(NOW + timedelta(hours=1), usegmt=True)
    script = tmp_path / "server.py"
    script.write_text(
        "import http.server, sys\n"
        "class Door(http.server.BaseHTTPRequestHandler):\n"
        f"    def date_time_string(self, timestamp=None): return {late!r}\n"
        "    def do_GET(self): self.send_error(404)\n"
        "    def log_message(self, *args): pass\n"
        "server = http.server.HTTPServer(('127.0.0.1', 0), Door)\n"
        "print(server.server_port, flush=True)\n"
        "server.serve_forever()\n"
    )
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        port = int(server.stdout.readline())
        with Store(terminal.database) as store:
            store.discover("door", [Found(f"http://127.0.0.1:{port}/1", "door")], NOW)
        environment = {**os.environ, "WINNOW_ALLOW_PRIVATE": "127.0.0.0/8"}
        command = [sys.executable, ROOT / "cli.py", "doctor", "--json", "--database", terminal.database]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
        server.kill()
    told = {finding["about"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert done.returncode == 1
    assert told[f"127.0.0.1:{port}"]["told"].startswith("status 404")
    assert "behind the servers'" in told["clock"]["told"]
