"""What the commands have in common: the database, the workers, and one run in the ledger around the work."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from cleaning import Layout
from console.progress import Watched
from crawlers import Options, Report, Tally, Target, crawl, publishers
from storage import Store
from workers import Workers

DEFAULT_DATABASE = "sqlite:///winnow.db"


class Busy(RuntimeError):
    """The same work is under way in another process."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """A finished crawl: its reports, and how many articles each publisher had before it."""

    run: int
    reports: list[Report]
    stored_before: dict[str, int]


def worker_count() -> int:
    """One worker for each processor that this process may use."""
    return max(1, len(os.sched_getaffinity(0)))


def layout_of(publisher: str) -> Layout:
    """The layout of a stored publisher: that of its file, if any. "NAME@host" is NAME's rules at another host."""
    spider = publishers().get(publisher.partition("@")[0])
    return spider.layout if spider else Layout()


@contextmanager
def ledger(store: Store, job: str, slot: str = "") -> Iterator[int]:
    """A row in the ledger of runs around some work: done, failed, or interrupted.

    `slot` names the time the run is for; a job has at most one run a slot, and one running at a time. Raises Busy.
    """
    now = datetime.now(UTC)
    run = store.start_run(job, slot or now.isoformat(), now)
    if run is None:
        raise Busy(f"{job}: this run was made already, or another one is still running")
    try:
        yield run
    except BaseException as error:
        store.finish_run(run, "failed", f"{type(error).__name__}: {error}"[:500], datetime.now(UTC))
        raise
    store.finish_run(run, "done", "", datetime.now(UTC))


def run_crawl(
    store: Store, targets: Sequence[Target], options: Options, job: str, slot: str = "", quiet: bool = False
) -> Crawled:
    """Crawls the targets as one run of the ledger, showing progress. Raises Busy."""
    before = {status.publisher: status.articles for status in store.status()}
    with Watched(quiet) as watched, Workers(worker_count()) as workers, ledger(store, job, slot) as run:

        def progress(name: str, tally: Tally) -> None:
            watched(name, tally.done, max(tally.due, tally.done) or None)

        reports = crawl(targets, store, workers, options, run_id=run, progress=progress)
    return Crawled(run, reports, before)
