"""A crawl as it is told: the table a publisher a line, the problems, and the exit status."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from cleaning import Outcome
from console.out import complain, note, screen, table
from crawlers import Report

OK, FAILED, BUSY = 0, 1, 4

_COLUMNS = (
    "publisher",
    "found",
    "new",
    "changed",
    "same",
    "duplicate",
    "moved",
    "gone",
    "forbidden",
    "failed",
    "later",
    "held",
    "refused",
    "seconds",
)
_COUNTED = (
    Outcome.NEW,
    Outcome.CHANGED,
    Outcome.SAME,
    Outcome.DUPLICATE,
    Outcome.MOVED,
    Outcome.GONE,
    Outcome.FORBIDDEN,
    Outcome.FAILED,
    Outcome.LATER,
    Outcome.HELD,
)


def show_reports(reports: Sequence[Report]) -> None:
    """The table of a crawl, then what went wrong. A terminal is narrow: it is spared what happened to no address."""
    rows = [_row(report) for report in reports]
    shown = [at for at in range(len(_COLUMNS)) if not screen.is_terminal or any(row[at] for row in rows)]
    table([_COLUMNS[at] for at in shown], [[row[at] for at in shown] for row in rows])
    for report in reports:
        for problem in report.problems:
            complain(f"{report.publisher}: {problem}")
        for reason, count in sorted(report.failures.items()):
            complain(f"{report.publisher}: {count} x {reason}")
        for said in report.notes:
            note(f"{report.publisher}: {said}")
        if report.stopped:
            complain(f"{report.publisher}: stopped early: {report.stopped}")


def _row(report: Report) -> tuple[Any, ...]:
    refused = ", ".join(f"{count} {reason}" for reason, count in sorted(report.refused.items())) or 0
    counts = [report.outcomes.get(outcome, 0) for outcome in _COUNTED]
    return (report.publisher, report.found, *counts, refused, report.seconds)


def as_record(report: Report) -> dict[str, Any]:
    """A report for machines."""
    return {
        "publisher": report.publisher,
        "found": report.found,
        **{outcome.value: report.outcomes.get(outcome, 0) for outcome in Outcome},
        "refused_by_reason": dict(report.refused),
        "failures": dict(report.failures),
        "new_addresses": report.new_addresses,
        "fetched": report.fetched,
        "bytes": report.bytes,
        "seconds": round(report.seconds, 3),
        "problems": list(report.problems),
        "notes": list(report.notes),
        "stopped": report.stopped,
    }


def exit_status(reports: Sequence[Report], stored_before: Set[str]) -> int:
    """0 if every publisher's crawl did its work.

    1 if a source could not be read, if addresses failed and none succeeded, or if a publisher that has articles in
    the database brought none: neither new nor known.
    """
    return FAILED if any(_went_wrong(report, report.publisher in stored_before) for report in reports) else OK


def _went_wrong(report: Report, stored_before: bool) -> bool:
    good = sum(report.outcomes.get(o, 0) for o in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.DUPLICATE))
    closed = report.found == 0 and bool(report.notes)  # robots.txt asks us to stay away, and we do
    failed = report.outcomes.get(Outcome.FAILED, 0) > 0 or report.found == 0
    return bool(report.problems) or (not good and not closed and failed) or (not good and stored_before)
