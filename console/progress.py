"""Long work shows that it moves: a bar on a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from console.out import errors, note
from console.safe import printable

_EVERY = 10.0


class Watched:
    """Counts of several jobs at once, shown on standard error. `with Watched() as watched: watched("name", 3, 10)`."""

    def __init__(self, quiet: bool = False, clock: Callable[[], float] = monotonic) -> None:
        self._quiet = quiet
        self._clock = clock
        self._began = clock()
        self._bars: dict[str, TaskID] = {}
        self._told: dict[str, float] = {}
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=errors,
            transient=True,
            disable=quiet or not errors.is_terminal,
        )

    def __call__(self, name: str, done: int, total: int | None) -> None:
        """Job `name` has done so many of so many (None: not known yet)."""
        if self._quiet:
            return
        if errors.is_terminal:
            with suppress(OSError):  # the terminal is gone, and the work goes on
                self._draw(name, done, total)
        elif done and (now := self._clock()) - self._told.get(name, self._began) >= _EVERY:
            self._told[name] = now
            note(f"{name}: {done}" + (f" of {total}" if total else ""))

    def _draw(self, name: str, done: int, total: int | None) -> None:
        if name not in self._bars:
            self._bars[name] = self._progress.add_task(printable(name), total=total)
        self._progress.update(self._bars[name], completed=done, total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._progress.stop()
