"""What dead processes left in the archive: captures that were kept and never saved, or let go and never discarded."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection, Engine, select

from storage.nouns import RunState
from storage.process import is_dead
from storage.raw import Archive, discard
from storage.runs import LEASE
from storage.schema import crawl_run
from storage.violations import loose

AGE = timedelta(days=1)
"""What was fetched later than this may still be taken up by the run that fetched it."""
CHUNK = 500


def sweep(connection: Connection, engine: Engine, archive: Archive, now: datetime) -> int:
    """Discard what nothing refers to; returns how many captures. To be run in a transaction that holds the turn.

    Nothing is done while a run is alive: it may have kept pages that it is about to save. None can begin meanwhile.
    """
    if _anybody_works(connection, now):
        return 0
    names, swept = loose(engine, archive.engine, before=now - AGE), 0
    while chunk := list(islice(names, CHUNK)):
        if archive.engine is engine:
            discard(connection, chunk)
        else:
            archive.discard(chunk)
        swept += len(chunk)
    return swept


def _anybody_works(connection: Connection, now: datetime) -> bool:
    running = select(crawl_run.c.heartbeat_at, crawl_run.c.process).where(crawl_run.c.state == RunState.RUNNING)
    return any(now - run.heartbeat_at < LEASE and not is_dead(run.process) for run in connection.execute(running))
