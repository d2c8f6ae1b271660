"""Runs: a job's slot is claimed once, one run of a job is alive at a time, and its counts can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from cleaning import Outcome
from storage.engine import upsert
from storage.nouns import RunCounts, RunRow
from storage.schema import crawl_run, run_count, run_spent

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
    made = connection.execute(upsert(connection, crawl_run).on_conflict_do_nothing().returning(c.id), row).scalar()
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
    outcomes: defaultdict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    c, s = run_count.c, run_spent.c
    rows = connection.execute(select(c.publisher, c.outcome, c.reason, c.pages).where(c.run_id == run_id, c.pages > 0))
    for row in rows:
        outcomes[row.publisher][row.outcome, row.reason] = row.pages
    spent = connection.execute(select(s.publisher, s.bytes, s.seconds).where(s.run_id == run_id)).all()
    cost = {row.publisher: (row.bytes, row.seconds) for row in spent}
    return [_counts(name, outcomes[name], *cost.get(name, (0, 0.0))) for name in sorted({*outcomes, *cost})]


def rows(connection: Connection, limit: int) -> list[RunRow]:
    """The latest runs, newest first."""
    c = crawl_run.c
    names = [name for name in RunRow.__dataclass_fields__ if name != "run"]
    found = connection.execute(select(c.id, *(c[name] for name in names)).order_by(c.id.desc()).limit(limit))
    return [RunRow(run=row.id, **{name: getattr(row, name) for name in names}) for row in found]


def _counts(publisher: str, pages: Mapping[tuple[str, str], int], size: int, seconds: float) -> RunCounts:
    def total(outcome: Outcome) -> int:
        return sum(number for (ended, _), number in pages.items() if ended == outcome)

    def reasons(*outcomes: Outcome) -> dict[str, int]:
        return {why or ended: number for (ended, why), number in sorted(pages.items()) if ended in outcomes}

    return RunCounts(
        publisher=publisher,
        found=sum(pages.values()),
        new=total(Outcome.NEW),
        changed=total(Outcome.CHANGED),
        same=total(Outcome.SAME),
        duplicate=total(Outcome.DUPLICATE),
        refused=reasons(Outcome.REFUSED),
        part=total(Outcome.PART),
        moved=total(Outcome.MOVED),
        gone=total(Outcome.GONE),
        forbidden=total(Outcome.FORBIDDEN),
        failed=total(Outcome.FAILED),
        later=total(Outcome.LATER),
        not_modified=pages.get((Outcome.SAME.value, "not modified"), 0),
        failures=reasons(Outcome.FAILED, Outcome.FORBIDDEN),
        bytes=size,
        seconds=seconds,
    )
