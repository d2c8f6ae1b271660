"""A run's heart: a thread that says every few seconds that the run is alive, so that nobody else takes its place.

A process that was stopped for long may come back to find that its place was taken. Then its heart tells it to end.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event, Thread
from types import TracebackType
from typing import Final, Self

from sqlalchemy.exc import SQLAlchemyError

EVERY: Final = 20.0
"""Seconds from beat to beat: many fit into the lease of a run."""


class Heart:
    """Beats until it is stopped, or a beat says False: then it calls `lost`, from its thread, and is still.

    `with Heart(partial(store.heartbeat, run_id)): ...`.
    """

    def __init__(self, beat: Callable[[datetime], object], lost: Callable[[], object] = lambda: None) -> None:
        self._beat, self._lost = beat, lost
        self._stopped = Event()
        self._thread = Thread(target=self._live, name="heart", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """The last beat is done when this returns. May be called twice."""
        self._stopped.set()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _live(self) -> None:
        while not self._stopped.wait(EVERY):
            with suppress(SQLAlchemyError):  # one beat that fails costs nothing; the work itself will tell
                if self._beat(datetime.now(UTC)) is False:
                    self._lost()
                    return
