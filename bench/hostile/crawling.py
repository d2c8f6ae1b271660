"""A crawl by the real command in a real process, watched: its memory with all its processes, its time, its rows."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.05


@dataclass(frozen=True)
class Crawled:
    """A crawl that has ended."""

    status: int
    seconds: float
    megabytes: int
    """The most that all its processes had resident together, as far as sampling sees."""
    report: Mapping[str, Any]
    complaint: str
    database: Path

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with sqlite3.connect(self.database) as connection:
            return connection.execute(query, values).fetchall()

    def endings(self) -> dict[str, tuple[str, str]]:
        """Path -> outcome and reason of every address that the last crawl asked for."""
        found = self.rows("SELECT url, outcome, coalesce(reason, '') FROM v1_fetch WHERE outcome IS NOT NULL")
        return {_path(url): (outcome, reason) for url, outcome, reason in found}

    def texts(self) -> dict[str, str]:
        """Path -> text of every article."""
        return {_path(url): text for url, text in self.rows("SELECT url, text FROM v1_article")}


def crawl(database: Path, *what: str, limit: float = 600.0, **environment: str) -> Crawled:
    """Runs `winnow crawl`; a longer one than `limit` seconds is killed, and ends with a negative status."""
    command = [sys.executable, str(ROOT / "cli.py"), "crawl", "--delay", "0", "--json", *what]
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(ROOT), **environment}
    began, most = time.monotonic(), 0
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        while True:
            with suppress(subprocess.TimeoutExpired):
                said, complaint = run.communicate(timeout=_EVERY)
                break
            most = max(most, resident(run.pid))
            if time.monotonic() - began > limit:
                run.kill()
    report: dict[str, Any] = next(iter(json.loads(said)["reports"]), {}) if said.startswith("{") else {}
    return Crawled(run.returncode, time.monotonic() - began, most, report, complaint, database)


def resident(root: int) -> int:
    """MiB that a process and all that came of it have resident, each counted whole."""
    return sum(_resident(process) for process in family(root)) * _PAGE // 1024**2


def family(root: int) -> set[int]:
    """A process and all that came of it."""
    parents = dict(_parents())
    found = {root}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _parents() -> Iterator[tuple[int, int]]:
    for entry in _processes():
        with suppress(OSError, ValueError):
            yield int(entry.name), int((entry / "stat").read_text().rpartition(")")[2].split()[1])


def _processes() -> Iterable[Path]:
    return (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _resident(process: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return 0


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]
