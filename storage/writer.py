"""The one writer: a thread that commits whole jobs in batches; each caller waits for its own job."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.engine import writing

BATCH = 50
TRIES = 4
_PAUSES = (0.05, 0.2, 0.8)
"""Seconds before a job is tried again that the database could not take."""
T = TypeVar("T")


class Closed(RuntimeError):
    """The store is closed: open a new one."""


class Job:
    """One piece of writing: its function, its outcome, and the caller who waits for it."""

    __slots__ = ("error", "future", "result", "work")

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()
        self.result: Any = None
        self.error: Exception | None = None

    def settle(self) -> None:
        """Tell the caller. Only called when the transaction is committed or given up."""
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Runs jobs in order on one thread. `close` lets what is queued finish."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def do(self, work: Callable[[Connection], T]) -> T:
        """Run `work` inside a transaction and return its result once it is committed.

        What `work` raises is raised here, and leaves other jobs alone. `work` may run more than once. Raises Closed.
        """
        job = Job(work)
        with self._gate:
            if self._closed:
                raise Closed("the store is closed")
            self._jobs.put(job)
        result: T = job.future.result()
        return result

    def close(self) -> None:
        """Finish what is queued, then end the thread."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch, last = self._gather(first)
            self._commit(batch)
            if last:
                return

    def _gather(self, first: Job) -> tuple[list[Job], bool]:
        """What is queued now, up to a batch; and whether the end was reached."""
        batch = [first]
        while len(batch) < BATCH:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return batch, False
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    def _commit(self, batch: Sequence[Job]) -> None:
        try:
            self._together(batch)
        except Exception:
            for job in batch:  # one bad job or a passing fault must not cost the others their commit
                self._alone(job)
        for job in batch:
            job.settle()

    def _together(self, batch: Sequence[Job]) -> None:
        """All in one transaction, in good hope: it takes everything back when one of them fails."""
        with writing(self._engine) as connection:
            for job in batch:
                job.result = job.work(connection)

    def _alone(self, job: Job) -> None:
        """One job, tried again after a fault of the database, and when another process was first with a unique row."""
        faults, clashes = iter(_PAUSES), iter([0.0] * (TRIES - 1))
        pause: float | None = 0.0
        while pause is not None:
            time.sleep(pause)
            try:
                self._together([job])
            except OperationalError as error:  # disk full, deadlock, connection gone
                job.error, pause = error, next(faults, None)
            except IntegrityError as error:
                job.error, pause = error, next(clashes, None)
            except Exception as error:
                job.error, pause = error, None
            else:
                job.error, pause = None, None
