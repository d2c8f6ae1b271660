"""Many pages through the line together: over all workers, told in their order, only a few in memory at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Final, TypeVar

from cleaning import Page
from console.interrupts import interruptible
from console.progress import Watched
from console.work import worker_count
from workers import Workers

T = TypeVar("T")

_AHEAD: Final = 4
"""Pages under way for each worker."""


def together(
    pages: Iterable[Page], step: Callable[[Page, Workers], T], name: str, quiet: bool, total: int | None = None
) -> list[T]:
    """What `step` makes of each page, in the order of the pages. Progress is shown as `name`, unless `quiet`.

    An interrupt is raised as KeyboardInterrupt once the few pages under way are done.
    """
    made, ahead = list[T](), worker_count() * _AHEAD
    with (
        Watched(quiet) as watched,
        Workers(worker_count()) as workers,
        ThreadPoolExecutor(ahead) as threads,
        interruptible(),
    ):
        coming = (threads.submit(step, page, workers) for page in pages)
        under_way: deque[Future[T]] = deque(islice(coming, ahead))
        while under_way:
            made.append(under_way.popleft().result())
            under_way.extend(islice(coming, 1))
            watched(name, len(made), total)
    return made
