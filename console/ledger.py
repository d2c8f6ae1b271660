"""The commands that ask the ledger of runs: which were made, and why one was not."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

import click

from console.door import winnow
from console.naming import is_known
from console.opening import opened
from console.options import LARGEST, common, in_our_times
from console.out import as_json, say, table
from console.reports import FAILED, OK
from console.work import Misunderstood
from nights import Answer, stored_name, why
from storage import RunCounts, RunRow, Store

_SHOWN: Final = ("found", "new", "changed", "same", "duplicate", "failed", "later")
_MANY: Final = 24
"""Of more slots only those that were not made are shown."""


@winnow.command()
@click.option("--limit", type=click.IntRange(1, LARGEST), default=20, show_default=True, help="How many.")
@click.option("--publisher", help="Only runs in which this publisher was crawled; its figures.")
@common
@opened
def runs(store: Store, limit: int, publisher: str | None, machine: bool) -> int:
    """The latest runs: of what, for which slot, how each stands or ended, and its figures."""
    name = stored_name(publisher) if publisher else None
    found = store.ledger.of_publisher(name, limit) if name else store.runs(limit)
    told = [
        _record(run, [each for each in store.run_counts(run.run) if name in (None, each.publisher)]) for run in found
    ]
    if machine:
        as_json(told)
        return OK
    columns = ("run", "job", "slot", "state", "attempts", "started_at", "seconds", *_SHOWN, "refused", "reason")
    table([column.removesuffix("_at") for column in columns], [[run[column] for column in columns] for run in told])
    return OK


def _record(run: RunRow, counts: list[RunCounts]) -> dict[str, Any]:
    ended = run.finished_at or run.heartbeat_at
    totals = {name: sum(getattr(each, name) for each in counts) for name in _SHOWN}
    told = {
        **asdict(run),
        "seconds": (ended - run.started_at).total_seconds(),
        **totals,
        "refused": sum(sum(each.refused.values()) for each in counts),
        "publishers": [each.publisher for each in counts],
    }
    del told["process"]
    return told


@winnow.command()
@click.argument("publisher")
@click.argument("day", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), callback=in_our_times)
@common
@opened
def why_not_run(store: Store, publisher: str, day: datetime, machine: bool) -> int:
    """Why a publisher was not crawled on a local date of its plan, or how it was. Exit status 0 if it was, else 1."""
    now = datetime.now(UTC)
    answer = why(publisher, day.date(), store, now)
    by_hand = _elsewhere(store, answer)
    if not (answer.plan or by_hand or is_known(answer.publisher, store)):
        raise Misunderstood(f"{publisher}: no plan, no run and no article is of this name")
    if machine:
        as_json({**asdict(answer), "made": answer.made, "other_runs": by_hand})
    else:
        _show(answer, by_hand)
    return OK if answer.made else FAILED


def _elsewhere(store: Store, answer: Answer) -> list[dict[str, Any]]:
    """The runs of the day in which the publisher was crawled by other ways than its plan's."""
    planned = {slot.run for slot in answer.slots}
    found = store.ledger.of_publisher(answer.publisher, 500)
    other = [run for run in found if run.started_at.date() == answer.day and run.run not in planned]
    return [{"run": run.run, "job": run.job, "slot": run.slot, "state": run.state} for run in other]


def _show(answer: Answer, by_hand: list[dict[str, Any]]) -> None:
    plan = f", plan {answer.plan}" if answer.plan else ""
    say(f"{answer.publisher} on {answer.day}{plan}: {answer.words}", "bold")
    shown = answer.slots if len(answer.slots) <= _MANY else [slot for slot in answer.slots if not slot.made]
    for words, alike in groupby(shown, key=lambda slot: slot.words):
        first, *more = alike
        until = f" to {more[-1].slot} ({len(more) + 1} slots)" if more else ""
        say(f"{first.slot}{until}{f' (run {first.run})' if first.run else ''}: {words}")
    for each in by_hand:
        say(f"also crawled that day (UTC) in run {each['run']}: {each['job']}, {each['state']}")
