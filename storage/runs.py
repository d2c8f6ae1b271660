"""Runs: a job's slot is claimed once, one run of a job is alive at a time, and its counts can be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from cleaning import Layout, Outcome
from storage.engine import insert_new
from storage.nouns import Ended, RunCounts, RunRow, RunState
from storage.process import is_dead, this_process
from storage.schema import crawl_run, run_count
from storage.standing import known

LEASE = timedelta(minutes=5)
"""A run whose heartbeat is older than this is silent. On this machine its process is asked for before that."""


OTHER_WORK = ("refetch", "load", "reclean", "release")
"""How the jobs begin that read no sources: what they bring says nothing about a publisher's night."""


def reads_sources(job: str) -> bool:
    """Whether runs of this job are crawls: by hand, by Scrapy's command, or as a plan has them."""
    return not job.startswith(OTHER_WORK)


def start(
    connection: Connection, job: str, slot: str, now: datetime, version: str, silent: datetime | None = None
) -> int | None:
    """Claim the slot: the run's id, or None when the slot's run was made, or a run of this job is alive.

    A run that was broken off goes on under its id when its slot is claimed again: it was interrupted, it failed, or
    its process died. Another slot buries one whose process died as "lost". `silent`: the heartbeat of a run that was
    watched, and did not beat; see `suspect`.
    """
    c = crawl_run.c
    running = _running(connection, job)
    if running is not None and running.heartbeat_at != silent and not is_dead(running.process):
        return None
    if running is not None and running.slot != slot:
        _close(connection, c.id == running.id, RunState.LOST, "its process died", now)
    before = connection.execute(select(c.id, c.state).where(c.job == job, c.slot == slot)).first()
    if before is None:
        return _begun(connection, job, slot, now, version)
    state = RunState(before.state)
    return _resumed(connection, before.id, state, now, version) if _goes_on(state) else None


def passed_over(
    connection: Connection, job: str, slot: str, reason: str, now: datetime, silent: datetime | None
) -> bool:
    """Claim the slot as `start` does, and close its run. False when it was not to be had."""
    run_id = start(connection, job, slot, now, "", silent)
    if run_id is not None:
        finish(connection, run_id, RunState.DONE, reason, now)
    return run_id is not None


def suspect(connection: Connection, job: str, now: datetime) -> datetime | None:
    """The heartbeat of the job's running run, if it may have died: by the clock, it did not beat for a lease.

    Clocks are set, and differ from machine to machine: whoever wants the run's place must watch it for a while first.
    """
    running = _running(connection, job)
    if running is None or is_dead(running.process) or abs(now - running.heartbeat_at) < LEASE:
        return None
    return running.heartbeat_at if isinstance(running.heartbeat_at, datetime) else None


def _running(connection: Connection, job: str) -> Any:
    c = crawl_run.c
    columns = (c.id, c.slot, c.heartbeat_at, c.process)
    return connection.execute(select(*columns).where(c.job == job, c.state == RunState.RUNNING)).first()


def _goes_on(state: RunState) -> bool:
    return state.may_go_on or state is RunState.RUNNING


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


def _resumed(connection: Connection, run_id: int, before: RunState, now: datetime, version: str) -> int:
    c = crawl_run.c
    columns = {"state": RunState.RUNNING.value, "reason": "", "version": version, "heartbeat_at": now}
    columns["process"] = this_process()
    attempts = c.attempts + (0 if before is RunState.INTERRUPTED else 1)
    changed = update(crawl_run).where(c.id == run_id).values(**columns, attempts=attempts, finished_at=None)
    connection.execute(changed)
    return run_id


def broken_off(connection: Connection, job: str, now: datetime) -> RunRow | None:
    """The job's latest run, if it was broken off and may go on in its slot."""
    c = crawl_run.c
    latest = connection.execute(select(*_ROW).where(c.job == job).order_by(c.id.desc()).limit(1)).first()
    if latest is None:
        return None
    goes_on = _goes_on(RunState(latest.state)) and not is_alive(_row(latest), now)
    return _row(latest) if goes_on else None


def broke_off_between(connection: Connection, since: datetime, until: datetime) -> bool:
    """Whether a run that began in this time was broken off."""
    c, broken = crawl_run.c, [state for state in RunState if state.may_go_on]
    wanted = select(c.id).where(c.started_at > since, c.started_at < until, c.state.in_(broken)).limit(1)
    return connection.execute(wanted).first() is not None


def is_alive(run: RunRow, now: datetime) -> bool:
    """Whether a run is running, as far as its row, its process and the clock tell."""
    beats = abs(now - run.heartbeat_at) < LEASE
    return run.state == RunState.RUNNING and beats and not is_dead(run.process)


def heartbeat(connection: Connection, run_id: int, now: datetime) -> bool:
    """Say that the run is alive. False if it is not this process's run any more: another one took it over."""
    c = crawl_run.c
    mine = (c.id == run_id) & (c.process == this_process()) & (c.state == RunState.RUNNING)
    return connection.execute(update(crawl_run).where(mine).values(heartbeat_at=now)).rowcount == 1


def finish(connection: Connection, run_id: int, state: RunState, reason: str, now: datetime) -> None:
    """Close the run, unless another process took it over."""
    c = crawl_run.c
    _close(connection, (c.id == run_id) & (c.process == this_process()), state, reason, now)


def _close(connection: Connection, which: ColumnElement[bool], state: RunState, reason: str, now: datetime) -> bool:
    columns = {"state": state.value, "reason": reason, "finished_at": now, "heartbeat_at": now}
    return connection.execute(update(crawl_run).where(which).values(**columns)).rowcount > 0


# for those who watch over runs of other processes


def of_slot(connection: Connection, job: str, slot: str) -> RunRow | None:
    """The run of a job's slot."""
    c = crawl_run.c
    row = connection.execute(select(*_ROW).where(c.job == job, c.slot == slot)).first()
    return None if row is None else _row(row)


def of_job(connection: Connection, job: str, limit: int) -> list[RunRow]:
    """The latest runs of a job, newest first."""
    c = crawl_run.c
    return [_row(r) for r in connection.execute(select(*_ROW).where(c.job == job).order_by(c.id.desc()).limit(limit))]


def of_publisher(connection: Connection, publisher: str, limit: int) -> list[RunRow]:
    """The latest runs in which a publisher was crawled, newest first."""
    its = select(run_count.c.run_id).where(run_count.c.publisher == publisher)
    latest = select(*_ROW).where(crawl_run.c.id.in_(its)).order_by(crawl_run.c.id.desc()).limit(limit)
    return [_row(row) for row in connection.execute(latest)]


def running(connection: Connection) -> list[RunRow]:
    """The runs that nobody has closed yet; their processes may be dead."""
    return [_row(row) for row in connection.execute(select(*_ROW).where(crawl_run.c.state == RunState.RUNNING))]


def closed_for(connection: Connection, process: str, state: RunState, reason: str, now: datetime) -> bool:
    """Close the run of a process that was ended from outside, and could not say so. Whether there was one.

    A run that took itself for interrupted is told as what it was.
    """
    c = crawl_run.c
    open_or_interrupted = c.state.in_([RunState.RUNNING, RunState.INTERRUPTED])
    return process != "" and _close(connection, (c.process == process) & open_or_interrupted, state, reason, now)


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
