"""Counts of a run: each address once, where it ended, and what it cost."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

from cleaning import Outcome
from storage.engine import Upsert, upsert
from storage.schema import run_count
from storage.standing import Address

LONGEST_REASON = 200
NOT_COUNTED = ""
"""The outcome of what no single address accounts for."""
_STORED = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.DUPLICATE})


class Cost(NamedTuple):
    """What asking took."""

    bytes: int = 0
    seconds: float = 0.0


FREE = Cost()


def count(
    connection: Connection,
    run_id: int | None,
    address: Address,
    outcome: Outcome,
    reason: str = "",
    cost: Cost = FREE,
    *,
    merged: bool = False,
) -> dict[str, Any]:
    """Count the address in this run, and return the columns of its row that remember it.

    A second touch in one run moves the address to its new outcome; but what was stored is not forgotten when a
    second look finds it the same (unless it was `merged`), and "later" says nothing about what was asked already.
    """
    if run_id is None:
        return {}
    before, now = (address.counted, address.counted_for), (outcome.value, reason[:LONGEST_REASON])
    if address.run_id == run_id and address.counted:
        if before == now or _stands(address.counted, outcome, merged):
            spend(connection, run_id, address.publisher, cost, before)
            return {}
        add(connection, run_id, address.publisher, before, -1, FREE)
    add(connection, run_id, address.publisher, now, 1, cost)
    return {"run_id": run_id, "counted": now[0], "counted_for": now[1]}


def spend(
    connection: Connection, run_id: int, publisher: str, cost: Cost, ended: tuple[str, str] = (NOT_COUNTED, "")
) -> None:
    """Add bytes and seconds to a publisher's part of the run."""
    if any(cost):
        add(connection, run_id, publisher, ended, 0, cost)


def _stands(before: str, now: Outcome, merged: bool) -> bool:
    if now is Outcome.LATER:
        return True
    return before in _STORED and now is Outcome.SAME and not merged


def add(connection: Connection, run_id: int, publisher: str, ended: tuple[str, str], pages: int, cost: Cost) -> None:
    """Add to one row of the run's figures; it is made if it is not there."""
    outcome, reason = ended
    row = {"run_id": run_id, "publisher": publisher, "outcome": outcome, "reason": reason, "pages": pages}
    connection.execute(_adding(connection.dialect.name), row | cost._asdict())


@cache
def _adding(dialect: str) -> Upsert:
    insert, c = upsert(dialect, run_count), run_count.c
    sums = {name: c[name] + insert.excluded[name] for name in ("pages", "bytes", "seconds")}
    return insert.on_conflict_do_update(index_elements=["run_id", "publisher", "outcome", "reason"], set_=sums)
