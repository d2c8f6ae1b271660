"""Runs: a job's slot is claimed once, one run of a job is alive at a time, and its counts can be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select, update

from cleaning import Outcome
from storage.engine import insert_new
from storage.nouns import RunCounts, RunRow
from storage.schema import crawl_run, run_count

LEASE = timedelta(minutes=5)
"""A run whose heartbeat is older than this is dead."""
RUNNING, LOST = "running", "lost"


def start(connection: Connection, job: str, slot: str, now: datetime, version: str) -> int | None:
    """Claim the slot: the run's id, or None when the slot was claimed before or a run of this job is alive.

    A run whose heartbeat stopped is taken over: the same slot goes on under its id, another slot buries it as "lost".
    """
    c = crawl_run.c
    alive = connection.execute(select(c.id, c.slot, c.heartbeat_at).where(c.job == job, c.state == RUNNING)).first()
    if alive is not None and now - alive.heartbeat_at < LEASE:
        return None
    if alive is not None and alive.slot == slot:
        heartbeat(connection, alive.id, now)
        return int(alive.id)
    if alive is not None:
        finish(connection, alive.id, LOST, "its heartbeat stopped", now)
    row = {
        "job": job,
        "slot": slot,
        "state": RUNNING,
        "version": version,
        "started_at": now,
        "heartbeat_at": now,
    }
    made = connection.execute(insert_new(connection.dialect.name, crawl_run).returning(c.id), row).scalar()
    return made if made is None else int(made)


def heartbeat(connection: Connection, run_id: int, now: datetime) -> None:
    """Say that the run is alive."""
    connection.execute(update(crawl_run).where(crawl_run.c.id == run_id).values(heartbeat_at=now))


def finish(connection: Connection, run_id: int, state: str, reason: str, now: datetime) -> None:
    """Close the run: "done", "failed"..."""
    columns = {"state": state, "reason": reason, "finished_at": now, "heartbeat_at": now}
    connection.execute(update(crawl_run).where(crawl_run.c.id == run_id).values(**columns))


def counts(connection: Connection, run_id: int) -> list[RunCounts]:
    """The run's figures per publisher, in their order of name."""
    c = run_count.c
    found = connection.execute(select(run_count).where(c.run_id == run_id).order_by(c.publisher, c.outcome, c.reason))
    return [_counts(name, list(rows)) for name, rows in groupby(found, key=lambda row: str(row.publisher))]


def rows(connection: Connection, limit: int) -> list[RunRow]:
    """The latest runs, newest first."""
    c = crawl_run.c
    names = [name for name in RunRow.__dataclass_fields__ if name != "run"]
    found = connection.execute(select(c.id, *(c[name] for name in names)).order_by(c.id.desc()).limit(limit))
    return [RunRow(run=row.id, **{name: getattr(row, name) for name in names}) for row in found]


def _counts(publisher: str, rows: Sequence[Any]) -> RunCounts:
    pages = {(row.outcome, row.reason): row.pages for row in rows if row.pages > 0}

    def total(outcome: Outcome) -> int:
        return sum(number for (ended, _), number in pages.items() if ended == outcome)

    def reasons(*outcomes: Outcome) -> dict[str, int]:
        return {why or ended: number for (ended, why), number in pages.items() if ended in outcomes}

    plain = (outcome for outcome in Outcome if outcome is not Outcome.REFUSED)
    return RunCounts(
        publisher=publisher,
        found=sum(pages.values()),
        refused=reasons(Outcome.REFUSED),
        failures=reasons(Outcome.FAILED, Outcome.FORBIDDEN),
        not_modified=pages.get((Outcome.SAME.value, "not modified"), 0),
        bytes=sum(row.bytes for row in rows),
        seconds=sum(row.seconds for row in rows),
        **{outcome.value: total(outcome) for outcome in plain},
    )
