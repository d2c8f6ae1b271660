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

    def attempt(self, connection: Connection) -> None:
        """Do the work in a savepoint. Another process may have been first with a unique row: then look again."""
        for _ in range(TRIES):
            self.error = None
            try:
                with connection.begin_nested():
                    self.result = self.work(connection)
                return
            except IntegrityError as error:
                self.error = error
            except OperationalError:
                raise  # the whole transaction is lost: disk full, deadlock, connection gone
            except Exception as error:
                self.error = error
                return

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
        with writing(self._engine) as connection:
            for job in batch:
                job.attempt(connection)

    def _alone(self, job: Job) -> None:
        for pause in (0.05, 0.2, 0.8, None):
            try:
                self._together([job])
                return
            except OperationalError as error:
                job.error = error
            except Exception as error:
                job.error = error
                return
            if pause is not None:
                time.sleep(pause)
