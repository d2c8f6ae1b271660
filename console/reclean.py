"""Cleaning the archive again: all stored pages through today's cleaner, over all cores, without the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from cleaning import Page
from console.progress import Watched
from console.work import layout_of, ledger, worker_count
from ingest import reingest
from storage import Store
from workers import Workers

_AHEAD = 4
"""Pages under way for each worker."""


def reclean(store: Store, publisher: str | None, dry_run: bool, quiet: bool = False) -> dict[str, int]:
    """Cleans every stored page again; returns how many came to which outcome. A dry run writes nothing."""
    count = worker_count()
    with Watched(quiet) as watched, Workers(count) as workers, ThreadPoolExecutor(count * _AHEAD) as threads:
        if dry_run:
            return _counted(store, workers, threads, watched, publisher, None)
        with ledger(store, "reclean") as run:
            return _counted(store, workers, threads, watched, publisher, run)


def _counted(
    store: Store,
    workers: Workers,
    threads: ThreadPoolExecutor,
    watched: Watched,
    publisher: str | None,
    run: int | None,
) -> dict[str, int]:
    counts: Counter[str] = Counter()

    def one(page: Page) -> str:
        return reingest(page, layout_of(page.publisher), store, workers, run).outcome

    pages = store.stored_pages(publisher)
    under_way = [threads.submit(one, page) for page in islice(pages, worker_count() * _AHEAD)]
    for done in _in_turn(under_way, (threads.submit(one, page) for page in pages)):
        counts[done.result()] += 1
        watched("reclean", counts.total(), None)
    return dict(counts)


def _in_turn(under_way: list[Future[str]], more: Iterator[Future[str]]) -> Iterator[Future[str]]:
    """Each future in order; as one ends the next is begun, so that only so many pages are in memory."""
    while under_way:
        yield under_way.pop(0)
        under_way.extend(islice(more, 1))
