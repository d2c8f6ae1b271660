"""Counts of a run: each address once, where it ended."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from cleaning import Outcome
from storage.engine import upsert
from storage.schema import run_count, run_spent
from storage.standing import Address

LONGEST_REASON = 200
_STORED = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.DUPLICATE})


def count(
    connection: Connection, run_id: int | None, address: Address, outcome: Outcome, reason: str, *, merged: bool = False
) -> dict[str, Any]:
    """Count the address in this run, and return the columns of its row that remember it.

    A second touch in one run moves the address to its new outcome; but what was stored is not forgotten when a
    second look finds it the same (unless it was `merged`), and "later" says nothing about what was asked already.
    """
    reason = reason[:LONGEST_REASON]
    if run_id is None:
        return {}
    if address.run_id == run_id and address.counted:
        if (address.counted, address.counted_for) == (outcome, reason) or _stands(address.counted, outcome, merged):
            return {}
        _add(connection, run_id, address.publisher, address.counted, address.counted_for, -1)
    _add(connection, run_id, address.publisher, outcome.value, reason, 1)
    return {"run_id": run_id, "counted": outcome.value, "counted_for": reason}


def spend(connection: Connection, run_id: int | None, publisher: str, size: int, seconds: float) -> None:
    """Add bytes and seconds to a publisher's part of the run."""
    if run_id is None or not (size or seconds):
        return
    insert = upsert(connection, run_spent)
    more = {
        "bytes": run_spent.c.bytes + insert.excluded.bytes,
        "seconds": run_spent.c.seconds + insert.excluded.seconds,
    }
    row = {"run_id": run_id, "publisher": publisher, "bytes": size, "seconds": seconds}
    connection.execute(insert.on_conflict_do_update(index_elements=["run_id", "publisher"], set_=more), row)


def _stands(before: str, now: Outcome, merged: bool) -> bool:
    if now is Outcome.LATER:
        return True
    return before in _STORED and now is Outcome.SAME and not merged


def _add(connection: Connection, run_id: int, publisher: str, outcome: str, reason: str, pages: int) -> None:
    insert = upsert(connection, run_count)
    statement = insert.on_conflict_do_update(
        index_elements=["run_id", "publisher", "outcome", "reason"],
        set_={"pages": run_count.c.pages + insert.excluded.pages},
    )
    row = {"run_id": run_id, "publisher": publisher, "outcome": outcome, "reason": reason, "pages": pages}
    connection.execute(statement, row)
