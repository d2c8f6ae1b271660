"""A `winnow` command that is killed at random times, with all the processes that came of it, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final
from uuid import uuid4

ROOT: Final = Path(__file__).parent.parent
MARK: Final = "WINNOW_BENCH_MARK"
_PATIENCE: Final = 60.0
"""Seconds in which processes whose parent was killed must be gone."""
_LONGEST: Final = 600.0
Way = Callable[["Victim", int], None]


@dataclass(slots=True)
class Victim:
    """The command, its database, and what became of its lives."""

    words: Sequence[str]
    database: str
    chance: Random
    mark: str = field(default_factory=lambda: uuid4().hex)
    statuses: list[int] = field(default_factory=list)
    """Of the lives that came to their end."""
    complaints: list[str] = field(default_factory=list)
    """What each of these said to standard error."""

    def live(self, moment: Callable[[], bool], ways: Sequence[Way]) -> bool:
        """One life, killed in one of these ways when the moment has come; True if it came to its end before."""
        environment = {**os.environ, MARK: self.mark, "WINNOW_ALLOW_PRIVATE": "127.0.0.0/8"}
        command = [sys.executable, "-m", "cli", *self.words, "--database", self.database]
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, **pipes) as child:  # type: ignore[call-overload]
            end = time.monotonic() + _LONGEST
            while child.poll() is None and time.monotonic() < end and not moment():
                time.sleep(0.002)
            if child.poll() is None:
                self.chance.choice(ways)(self, child.pid)
                return False
            self.statuses.append(child.returncode)
            self.complaints.append(child.stderr.read())
        return True

    def processes(self) -> list[int]:
        """All that live of it, workers and servers of workers too."""
        return [pid for pid in _all_processes() if f"{MARK}={self.mark}".encode() in _environment(pid)]

    def orphans(self) -> list[int]:
        """Who still lives when all should be gone."""
        end = time.monotonic() + _PATIENCE
        while (living := self.processes()) and time.monotonic() < end:
            time.sleep(0.02)
        return living


def whole_group(victim: Victim, leader: int) -> None:
    """Kill all of it at one stroke."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def leader_alone(victim: Victim, leader: int) -> None:
    """Kill the first process: its workers must end with it."""
    os.kill(leader, signal.SIGKILL)


def a_child(victim: Victim, leader: int) -> None:
    """Kill one of the processes that the first one uses, let all go on for a moment, then kill the rest."""
    one_child(victim, leader)
    time.sleep(victim.chance.uniform(0, 0.5))
    whole_group(victim, leader)


def one_child(victim: Victim, leader: int) -> None:
    """Kill one of the processes that the first one uses, and nothing else."""
    others = [pid for pid in victim.processes() if pid != leader]
    with suppress(ProcessLookupError, IndexError):
        os.kill(victim.chance.choice(others), signal.SIGKILL)


WAYS: Final[Sequence[Way]] = (whole_group, whole_group, leader_alone, a_child)


def _all_processes() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _environment(pid: int) -> bytes:
    with suppress(OSError):
        if "State:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8", "replace"):
            return Path(f"/proc/{pid}/environ").read_bytes()
    return b""
