"""A child process in a session of its own: its end is noticed, and nobody of its group outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Final

from storage import is_dead, process_name, process_number

_LOOK: Final = 0.2


class Child:
    """A process that was started, and is waited for."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
        self.number = self._process.pid
        self.name = process_name(self.number)
        """As it calls itself in the ledger."""
        self.status = 0
        """Its exit status, once it has ended; of a killed one the signal, negative."""
        self._ended, self._reaping = Event(), Lock()
        try:
            Thread(target=self._await, name=f"child {self.number}", daemon=True).start()
        except RuntimeError:  # no room for it: nobody would notice the end of this process
            _kill_group(self.number)
            self._process.wait()
            raise

    def wait(self, timeout: float | None = None) -> bool:
        """Whether it has ended, with all its group, within so many seconds."""
        return self._ended.wait(timeout)

    def end(self, patience: float) -> bool:
        """Asks it to end, and kills it with its group after so many seconds. Returns whether it ended by itself.

        Only the leader is asked: its workers end with it.
        """
        with self._reaping:
            if self._process.returncode is None:
                os.kill(self.number, signal.SIGTERM)
        ended = self._ended.wait(patience)
        self.kill()
        return ended

    def kill(self) -> None:
        """Kills it with its group, unless it has ended; returns when it is gone."""
        with self._reaping:
            if self._process.returncode is None:
                _kill_group(self.number)
        self._ended.wait()

    def _await(self) -> None:
        """As long as it is not reaped its number, which is its group's too, belongs to nobody else."""
        os.waitid(os.P_PID, self.number, os.WEXITED | os.WNOWAIT)
        with self._reaping:
            _kill_group(self.number)
            self.status = self._process.wait()
        self._ended.set()


def end_orphan(name: str, patience: float) -> bool:
    """Ends a process that another scheduler started, as `Child.end` does. Returns whether it ended by itself."""
    number = process_number(name)
    if number is None or is_dead(name):
        return True
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while not is_dead(name) and time.monotonic() < deadline:
        time.sleep(_LOOK)
    ended = is_dead(name)
    if not ended:
        _kill_group(number)
    sweep(name)
    return ended


def sweep(name: str) -> None:
    """Kills what a dead leader of a group has left behind."""
    number = process_number(name)
    if number is not None and is_dead(name) and not process_name(number):
        _kill_group(number)


def _kill_group(number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(number, signal.SIGKILL)
