"""Runs: a job's slot is claimed once, one run of a job is alive at a time, and its counts can be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select, update

from cleaning import Layout, Outcome
from storage.engine import insert_new
from storage.nouns import Ended, RunCounts, RunRow, RunState
from storage.schema import crawl_run, run_count
from storage.standing import known

LEASE = timedelta(minutes=5)
"""A run whose heartbeat is older than this is dead."""


def start(connection: Connection, job: str, slot: str, now: datetime, version: str) -> int | None:
    """Claim the slot: the run's id, or None when the slot's run was made, or a run of this job is alive.

    A run that was broken off goes on under its id when its slot is claimed again: it was interrupted, it failed, or
    its heartbeat stopped. Another slot buries one whose heartbeat stopped as "lost".
    """
    c = crawl_run.c
    alive = connection.execute(
        select(c.id, c.slot, c.heartbeat_at).where(c.job == job, c.state == RunState.RUNNING)
    ).first()
    if alive is not None and now - alive.heartbeat_at < LEASE:
        return None
    if alive is not None and alive.slot != slot:
        finish(connection, alive.id, RunState.LOST, "its heartbeat stopped", now)
    before = connection.execute(select(c.id, c.state).where(c.job == job, c.slot == slot)).first()
    if before is None:
        return _begun(connection, job, slot, now, version)
    state = RunState(before.state)
    return _resumed(connection, before.id, now, version) if state.may_go_on or state is RunState.RUNNING else None


def _begun(connection: Connection, job: str, slot: str, now: datetime, version: str) -> int | None:
    row = {
        "job": job,
        "slot": slot,
        "state": RunState.RUNNING.value,
        "version": version,
        "started_at": now,
        "heartbeat_at": now,
    }
    made = connection.execute(insert_new(connection.dialect.name, crawl_run).returning(crawl_run.c.id), row).scalar()
    return made if made is None else int(made)


def _resumed(connection: Connection, run_id: int, now: datetime, version: str) -> int:
    columns = {"state": RunState.RUNNING.value, "reason": "", "version": version, "heartbeat_at": now}
    connection.execute(update(crawl_run).where(crawl_run.c.id == run_id).values(**columns, finished_at=None))
    return run_id


def heartbeat(connection: Connection, run_id: int, now: datetime) -> None:
    """Say that the run is alive."""
    connection.execute(update(crawl_run).where(crawl_run.c.id == run_id).values(heartbeat_at=now))


def finish(connection: Connection, run_id: int, state: RunState, reason: str, now: datetime) -> None:
    """Close the run."""
    columns = {"state": state.value, "reason": reason, "finished_at": now, "heartbeat_at": now}
    connection.execute(update(crawl_run).where(crawl_run.c.id == run_id).values(**columns))


def counts(connection: Connection, run_id: int) -> list[RunCounts]:
    """The run's figures per publisher, in their order of name."""
    c = run_count.c
    found = connection.execute(select(run_count).where(c.run_id == run_id).order_by(c.publisher, c.outcome, c.reason))
    return [_counts(name, list(rows)) for name, rows in groupby(found, key=lambda row: str(row.publisher))]


def ended(connection: Connection, run_id: int, url: str, layout: Layout) -> Ended | None:
    """Where this address ended in the run; None if the run, or a later one, did not count it so."""
    address = known(connection, url, layout)
    if address is None or address.run_id != run_id or not address.counted:
        return None
    return Ended(Outcome(address.counted), address.counted_for)


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
