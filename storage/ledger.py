"""The ledger of runs, for those who watch over runs that other processes make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from storage import runs, watch
from storage.nouns import RunRow, RunState

T = TypeVar("T")


class Access(Protocol):
    """Runs a function in a transaction, and returns what it returns."""

    def __call__(self, work: Callable[[Connection], T]) -> T:
        """Returns when it is committed."""


class Ledger:
    """Which runs were made, and which are being made."""

    def __init__(self, read: Access, write: Access) -> None:
        self._read, self._write = read, write

    def run_of(self, job: str, slot: str) -> RunRow | None:
        """The run of a job's slot; None if nobody has claimed it."""
        return self._read(lambda c: runs.of_slot(c, job, slot))

    def runs_of(self, job: str, limit: int = 1) -> list[RunRow]:
        """The latest runs of a job, newest first."""
        return self._read(lambda c: runs.of_job(c, job, limit))

    def of_publisher(self, publisher: str, limit: int) -> list[RunRow]:
        """The latest runs in which a publisher was crawled, newest first."""
        return self._read(lambda c: runs.of_publisher(c, publisher, limit))

    def broken_off(self, job: str, now: datetime) -> RunRow | None:
        """The job's latest run, if it was broken off (interrupted, failed, died): its slot may be claimed again."""
        return self._read(lambda c: runs.broken_off(c, job, now))

    def broke_off_between(self, since: datetime, until: datetime) -> bool:
        """Whether a run that began in this time was broken off, whatever its job."""
        return self._read(lambda c: runs.broke_off_between(c, since, until))

    def running(self) -> list[RunRow]:
        """The runs that are not closed; their processes may be dead."""
        return self._read(runs.running)

    def pass_over(self, job: str, slot: str, reason: str, now: datetime) -> bool:
        """Claim a slot in which there is nothing to do, and close its run; whether it was to be had.

        In one transaction: the run is nobody's at any time, and its process is none that somebody would end for it.
        """
        silent = watch.silent(lambda: self._read(lambda c: runs.suspect(c, job, now)))
        return self._write(lambda c: runs.passed_over(c, job, slot, reason, now, silent))

    def close_for(self, process: str, state: RunState, reason: str, now: datetime) -> bool:
        """Close the run of a process that was ended from outside and could not say so. Whether there was one."""
        return self._write(lambda c: runs.closed_for(c, process, state, reason, now))
