"""The one writer: a thread that commits whole jobs in batches; each caller waits for its own job."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from storage.engine import name_of, was_committed, writing
from storage.trouble import Patience, is_trouble

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

    def settle(self) -> None:
        """Tell the caller. Only called when the transaction is committed or given up."""
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class _Doubt:
    """The transaction of which nobody knows how it ended; nothing as long as none was tried."""

    __slots__ = ("transaction",)

    def __init__(self) -> None:
        self.transaction = ""


class Writer:
    """Runs jobs in order on one thread. `close` lets what is queued finish."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._patience = Patience()
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

    def hurry(self) -> None:
        """From now on wait for no database that is away: who writes is told at once."""
        self._patience.end()

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
        error = self._together(batch)
        if error is None or is_trouble(error) or len(batch) == 1:
            for job in batch:
                job.error = error
        else:
            for job in batch:  # one bad job must not cost the others their commit
                job.error = self._together([job])
        for job in batch:
            job.settle()

    def _together(self, batch: Sequence[Job]) -> Exception | None:
        """All in one transaction; what went wrong, if it could not be had. What passes is waited for.

        A batch is begun in good hope: the transaction takes everything back when one of its jobs fails. A job alone
        that meets a row which another process has made meanwhile looks again.
        """
        clashes, doubt = TRIES - 1 if len(batch) == 1 else 0, _Doubt()
        while True:
            try:
                self._transact(batch, doubt)
            except IntegrityError as clash:
                if not clashes:
                    return clash
                clashes -= 1
            except Exception as error:
                if not self._patience.lasts(error):
                    return error
            else:
                self._patience.well()
                return None

    def _transact(self, batch: Sequence[Job], doubt: _Doubt) -> None:
        with writing(self._engine) as connection:
            if was_committed(connection, doubt.transaction):
                return  # the connection was lost when all was done; the results are those of that time
            doubt.transaction = name_of(connection)
            for job in batch:
                job.result = job.work(connection)
