"""In hindsight: at the end of a run, what came before its publisher's usual pages were known is judged by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from cleaning import Outcome
from storage.alarms import Kind
from storage.alone import DOUBTED, others
from storage.quarantine import HoldState, decision
from storage.schema import page as page_table
from storage.watch_schema import trait
from storage.withdrawal import Doubt, withdraw

_t, _p = trait.c, page_table.c
_DOUBTED = (
    select(_p.article_id, _p.capture, _t.chars, _t.odd)
    .join(trait, _t.page_id == _p.id)
    .where(_t.run_id == bindparam("run"), _t.publisher == bindparam("name"), _t.good, ~_t.known)
    .where(_t.odd.op("&")(DOUBTED.value) != 0, _p.article_id.is_not(None))
    .order_by(_p.article_id)
)


def take_back(connection: Connection, publisher: str, run_id: int, at: datetime) -> Iterator[Outcome]:
    """What the run has stored of a publisher's new pages that may be walls waits; yields how each was counted."""
    rows = connection.execute(_DOUBTED, {"run": run_id, "name": publisher}).all()
    known = others(connection, publisher) if rows else None
    for row in rows:
        evidence = known.doubt(row.chars, row.odd) if known else ""
        if evidence and not _is_released(connection, row.capture):
            doubt = Doubt(reason=Kind.SUSPECT, evidence=evidence, at=at, run_id=run_id)
            counted = withdraw(connection, row.article_id, doubt)
            yield from (counted,) if counted is not None else ()


def _is_released(connection: Connection, capture: str) -> bool:
    decided = decision(connection, capture)
    return decided is not None and decided[0] is HoldState.RELEASED
