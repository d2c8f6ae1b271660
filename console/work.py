"""What the commands have in common: the database, the workers, and one run in the ledger around the work."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from cleaning import Layout
from console.files import FILES
from console.interrupts import ended_at_once
from crawlers import code_version
from storage import Heart, RunState, Store

DEFAULT_DATABASE = "sqlite:///winnow.db"


class Busy(RuntimeError):
    """The same work was done already, or is under way in another process."""


class NotThere(LookupError):
    """What was asked for is not stored; the message says what."""


class Misunderstood(ValueError):
    """What was asked for, or a setting, makes no sense; the message says what."""


@dataclass(slots=True)
class Run:
    """A run of the ledger. How it ended may be set; an exception has the last word."""

    id: int
    state: RunState = RunState.DONE


def worker_count(most: int | None = None) -> int:
    """One worker for each processor that this process may use, but not more than `most`."""
    return max(1, len(list(os.sched_getaffinity(0))[:most]))


def layout_of(publisher: str) -> Layout:
    """The layout of a stored publisher: that of its file, if any. "NAME@host" is NAME's rules at another host."""
    if publisher == FILES:
        return Layout()
    from crawlers import known_publishers  # here: it brings Scrapy along, and plain files need none

    spider = known_publishers().get(publisher.partition("@")[0])
    return spider.layout if spider else Layout()


@contextmanager
def ledger(store: Store, job: str, slot: str = "") -> Iterator[Run]:
    """A row in the ledger of runs around some work, whose heart beats meanwhile.

    `slot` names the time the run is for; a job has at most one run a slot, and one running at a time. Raises Busy.
    An interrupt that the work does not take ends the process at once. A run that was taken over by another process,
    because this one was stopped for long, is interrupted.
    """
    now = datetime.now(UTC)
    number = store.start_run(job, slot or now.isoformat(), now, code_version())
    if number is None:
        raise Busy(f"{job}: this run was made already, or another one is still running")
    run, close = Run(number), partial(_close, store, number)
    try:
        with (
            Heart(partial(store.heartbeat, number), _interrupt),
            ended_at_once(partial(close, RunState.INTERRUPTED, "at once")),
        ):
            yield run
    except KeyboardInterrupt:
        close(RunState.INTERRUPTED)
        raise
    except BaseException as error:
        close(RunState.FAILED, f"{type(error).__name__}: {error}"[:500])
        raise
    close(run.state)


def _interrupt() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def tidied(store: Store) -> None:
    """Lets the store discard what runs that were broken off left in its archive, once they are too old to go on."""
    now = datetime.now(UTC)
    if store.ledger.broke_off_between(now - timedelta(days=3), now - timedelta(days=1)):
        store.sweep(now)


def _close(store: Store, number: int, state: RunState, reason: str = "") -> None:
    store.finish_run(number, state, reason, datetime.now(UTC))
