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
from storage.process import is_dead, this_process
from storage.schema import crawl_run, run_count
from storage.standing import known

LEASE = timedelta(minutes=5)
"""A run whose heartbeat is older than this is dead, wherever it ran; on this machine its process is asked for."""


def start(connection: Connection, job: str, slot: str, now: datetime, version: str) -> int | None:
    """Claim the slot: the run's id, or None when the slot's run was made, or a run of this job is alive.

    A run that was broken off goes on under its id when its slot is claimed again: it was interrupted, it failed, or
    its process died. Another slot buries one whose process died as "lost".
    """
    c = crawl_run.c
    alive = connection.execute(
        select(c.id, c.slot, c.heartbeat_at, c.process).where(c.job == job, c.state == RunState.RUNNING)
    ).first()
    if alive is not None and now - alive.heartbeat_at < LEASE and not is_dead(alive.process):
        return None
    if alive is not None and alive.slot != slot:
        finish(connection, alive.id, RunState.LOST, "its process died", now)
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
        "process": this_process(),
    }
    made = connection.execute(insert_new(connection.dialect.name, crawl_run).returning(crawl_run.c.id), row).scalar()
    return made if made is None else int(made)


def _resumed(connection: Connection, run_id: int, now: datetime, version: str) -> int:
    columns = {"state": RunState.RUNNING.value, "reason": "", "version": version, "heartbeat_at": now}
    columns["process"] = this_process()
    connection.execute(update(crawl_run).where(crawl_run.c.id == run_id).values(**columns, finished_at=None))
    return run_id


def broken_off(connection: Connection, job: str, now: datetime) -> RunRow | None:
    """The job's latest run, if it was broken off and may go on in its slot."""
    c = crawl_run.c
    latest = connection.execute(select(*_ROW, c.process).where(c.job == job).order_by(c.id.desc()).limit(1)).first()
    if latest is None:
        return None
    alive = latest.state == RunState.RUNNING and now - latest.heartbeat_at < LEASE and not is_dead(latest.process)
    goes_on = RunState(latest.state).may_go_on or (latest.state == RunState.RUNNING and not alive)
    return _row(latest) if goes_on else None


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
    return [_row(row) for row in connection.execute(select(*_ROW).order_by(crawl_run.c.id.desc()).limit(limit))]


_NAMES = [name for name in RunRow.__dataclass_fields__ if name != "run"]
_ROW = (crawl_run.c.id, *(crawl_run.c[name] for name in _NAMES))


def _row(row: Any) -> RunRow:
    return RunRow(run=row.id, **{name: getattr(row, name) for name in _NAMES})


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
