"""The history of an article as it is told: each revision, and what was done since the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cleaning import Change, Wording, changes
from console.diff import colour, diff_lines
from console.out import as_json, say
from console.reports import OK
from console.work import NotThere
from storage import RECLEANED, RevisionRow, Store


@dataclass(frozen=True, slots=True)
class Step:
    """A revision, and its changes since the one before."""

    row: RevisionRow
    changes: tuple[Change, ...]


def history(store: Store, url: str, machine: bool) -> int:
    """Shows the revisions of the article at this address, oldest first. Raises NotThere."""
    told = list(steps(store.history(url)))
    if not told:
        raise NotThere(f"{url}: no article of this address is stored")
    if machine:
        as_json([_record(step) for step in told])
    else:
        _show(told)
    return OK


def steps(rows: Sequence[RevisionRow]) -> Iterator[Step]:
    """The revisions with their changes; the first one has none."""
    for before, row in zip((None, *rows), rows, strict=False):
        yield Step(row, _since(before, row) if before else ())


def _since(before: RevisionRow, row: RevisionRow) -> tuple[Change, ...]:
    old, new = Wording(before.title, before.text), Wording(row.title, row.text)
    return changes(old, new, recleaned=row.reason == RECLEANED)


def _show(told: Sequence[Step]) -> None:
    for step in told:
        row, edited = step.row, step.changes
        at = f"{row.created_at:%Y-%m-%d %H:%M}"
        say(f"revision {row.revision}  {at}  {row.reason}  cleaner {row.cleaner_version}", "bold")
        if not edited:
            say(f"  {row.title or ''} ({len(row.text)} characters)")
        for change in edited:
            say(f"  {change.kind}")
            for line in diff_lines([change]):
                say(f"    {line}", colour(line))


def _record(step: Step) -> dict[str, Any]:
    row = step.row
    return {
        "url": row.url,
        "revision": row.revision,
        "created_at": row.created_at,
        "reason": row.reason,
        "cleaner_version": row.cleaner_version,
        "run": row.run,
        "title": row.title,
        "characters": len(row.text),
        "changes": [{"kind": each.kind, "before": each.before, "after": each.after} for each in step.changes],
    }
