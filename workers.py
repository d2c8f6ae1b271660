"""A small pool of worker processes in which pages are parsed: each page under a limit of time and memory.

A page that hangs, crashes or eats memory loses itself only, and its caller is told which of the three it was.
Workers are forked from a small server process that has read the cleaner and nothing else: so a new one is there at
once, and shares that memory. Each still imports the file that was run, so what runs should import little.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import re
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as Overtime
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from threading import Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Any, Final, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

import heap
from cleaning import Article, Block, Layout, Memory, Page, Refusal, clean, lessons
from forkserver import CONTEXT, start

P = ParamSpec("P")
R = TypeVar("R")

_PAGES_A_WORKER: Final = 2000
"""A worker is replaced after so many pages, so that memory lost in C libraries returns."""
_DEATHS: Final = (ProcessExpired, BrokenProcessPool)
_LOOK: Final = 5.0
"""Seconds after which who waits looks whether the pool still works."""
_YOUNG: Final = (20_000, 10, 10)
"""A page is made of some ten thousand objects that die with it: to look for dead circles more often finds nothing."""


_allowed: Final = [0]
"""In a worker: bytes of private memory that it may have while a page is at work."""
_NO_PART: Final = (Refusal.NOT_TEXT, Refusal.ERROR_PAGE)
_MUCH: Final = 600
"""Characters: walls that pass for articles say less."""
_DIGITS: Final = re.compile(r"\d+")
_BYTES_A_SECOND: Final = 128 * 1024
_LONGEST: Final = 60.0
_LARGE: Final = 512 * 1024
"""Larger pages are cleaned one at a time, so that not all workers grow at once."""


class CleaningFailed(Exception):
    """A page could not be cleaned at all; `refusal` says which limit it broke."""

    def __init__(self, refusal: Refusal, evidence: str) -> None:
        super().__init__(f"{refusal}: {evidence}")
        self.refusal = refusal
        self.evidence = evidence


class Workers:
    """Processes that run pure functions. Thread-safe; `with Workers() as workers:` ends them."""

    def __init__(self, count: int = 2, *, seconds: float = 20.0, megabytes: int = 512) -> None:
        """`megabytes`: how much more memory than an idle worker has a page may take."""
        self._count, self._seconds, self._megabytes = count, seconds, megabytes
        self._one_large_page, self._gate = Lock(), Lock()
        self._closed = False
        self._pool = self._new_pool()

    def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `function(*args)` returns, run in a worker; blocks until then.

        Raises CleaningFailed when it takes longer than the limit, more memory than the limit, or ends two processes;
        any exception of the function itself is a bug and is raised as it is, or as RuntimeError if it cannot travel.
        """
        with self._one_large_page if _size(args) > _LARGE else nullcontext():
            try:
                return self._once(function, args, kwargs)
            except _DEATHS:  # somebody else may have ended it: the page has a second chance
                pass
            try:
                return self._once(function, args, kwargs)
            except _DEATHS as death:
                raise CleaningFailed(Refusal.CRASH, f"worker ended with {getattr(death, 'exitcode', None)}") from None

    def _once(self, function: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
        """Raises one of _DEATHS when its process ended."""
        pool, began = self._working_pool(), monotonic()
        future = pool.schedule(_answer, args=(function, args, kwargs), timeout=self._time_for(args))
        while not wait((future,), _LOOK).done:
            if not pool.active:  # what it had not begun is never told
                raise BrokenProcessPool("all workers ended")
        try:
            answer: R = future.result()
        except Overtime:
            if monotonic() - began < self._time_for(args):  # the clock was set, or the machine slept
                raise BrokenProcessPool("ended before its time") from None
            raise CleaningFailed(Refusal.TIMEOUT, f"more than {self._time_for(args):.0f} s") from None
        except MemoryError:
            raise CleaningFailed(Refusal.MEMORY, f"more than {self._megabytes} MB") from None
        return answer

    def _time_for(self, args: Iterable[object]) -> float:
        """Seconds that a call may take: more for a larger page, such as a sitemap of 50,000 entries."""
        return max(self._seconds, min(self._seconds + _size(args) / _BYTES_A_SECOND, _LONGEST))

    def _new_pool(self) -> ProcessPool:
        start()
        return ProcessPool(
            max_workers=self._count,
            max_tasks=_PAGES_A_WORKER,
            initializer=_set_limits,
            initargs=(self._megabytes,),
            context=CONTEXT,
        )

    def _working_pool(self) -> ProcessPool:
        """The pool; a new one if it broke: Pebble's does when a worker is killed that has nothing to do."""
        with self._gate:
            if not self._closed and not self._pool.active:
                _end(self._pool)
                self._pool = self._new_pool()
            return self._pool

    def close(self) -> None:
        """Stops the workers; what they had not begun is not done."""
        with self._gate:
            self._closed = True
            _end(self._pool)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # Pebble is typed but for this
    pool.join()


def _size(args: Iterable[object]) -> int:
    """Bytes of the pages among these arguments."""
    pages = (part for arg in args if isinstance(arg, Page) for part in (arg, *arg.continued))
    return sum(len(page.body) for page in pages)


def clean_to_store(page: Page, layout: Layout, memory: Memory) -> Article:
    """To be run in a worker: the page's article without the places of its blocks, which are nine tenths of its size.

    No row holds them, and `winnow explain` cleans for itself. An article that is not stored yet has its lessons with
    it, so that the one writer need not draw them.
    """
    article = clean(page, layout, memory)
    stored = memory.settled or memory.own
    return replace(
        article,
        blocks=tuple(map(_without_place, article.blocks)),
        captions=tuple(map(_without_place, article.captions)),
        dropped=tuple(map(_without_place, article.dropped)),
        lessons=() if stored or article.refusal else lessons(article),
    )


def is_part(page: Page, part: Page, layout: Layout) -> bool:
    """To be run in a worker: whether what came as a further page of an article is one, and no file, wall or list.

    A short last page may be no article by itself; a wall may pass for one, dated by its address. So it counts whether
    it stands in a box in which the first one's text stands, unless it is an article with much to say.
    """
    alone = clean(part, layout)
    if alone.refusal in _NO_PART:
        return False
    if alone.refusal is None and len(alone.text) >= _MUCH:
        return True
    return not _boxes(clean(replace(page, continued=()), layout)).isdisjoint(_boxes(alone))


def _boxes(article: Article) -> set[str]:
    """Where the text stands. Digits belong to one page ("page-2")."""
    return {_DIGITS.sub("", block.place.rpartition("/")[0]) for block in article.blocks}


def _without_place(b: Block) -> Block:
    return Block(b.text, b.kind, b.links, "", b.position, b.dropped_by, b.evidence)


def _answer(function: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
    """In a worker: what the function returns or raises. An exception that the parent could not read ends the pool."""
    before = heap.resident()
    try:
        with _bounded():
            return function(*args, **kwargs)
    except Exception as error:
        heap.empty_frames(error)  # they would hold what was made of the page until the next one is done
        if _travels(error):
            raise
        raise RuntimeError(f"{type(error).__name__}: {error}") from None
    finally:
        from shared_model import let_go  # here: the parent has no use for it

        let_go()
        heap.trim_if_grown(before)


@contextmanager
def _bounded() -> Iterator[None]:
    """As long as a page is at work memory is limited. What brings pages and takes answers must not stop half-way."""
    most = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(
        resource.RLIMIT_DATA, (_allowed[0] if most == resource.RLIM_INFINITY else min(_allowed[0], most), most)
    )
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _travels(error: Exception) -> bool:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return False
    return True


def _set_limits(megabytes: int) -> None:
    """In a new worker: the memory its pages may take, and its life: no interrupt at the terminal ends it, but its
    parent's end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    heap.tighten()
    wanted, most = heap.data_size() + megabytes * 1024 * 1024, resource.getrlimit(resource.RLIMIT_DATA)[1]
    _allowed[0] = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    gc.freeze()
    gc.set_threshold(*_YOUNG)


def _end_with_parent() -> None:
    """In a thread of a worker: a page that hangs would otherwise outlive a parent that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
