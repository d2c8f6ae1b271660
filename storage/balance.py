"""The sum of a run: what it counted against the state that each of its addresses is in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, or_, select

from storage.nouns import RunState
from storage.schema import crawl_run, run_count
from storage.schema import page as page_table

_c, _p, _r = run_count.c, page_table.c, crawl_run.c


def balance(connection: Connection, run_id: int) -> list[str]:
    """Where both differ, in words. Publishers that another run touched since this one began are left out: one that is
    under way may have done so since its heart beat last.
    """
    counted = select(_c.publisher, _c.outcome, _c.reason, _c.pages).where(_c.run_id == run_id, _c.pages != 0)
    state = select(_p.publisher, _p.counted, _p.counted_for, func.count()).where(_p.run_id == run_id, _p.counted != "")
    state = state.group_by(_p.publisher, _p.counted, _p.counted_for)
    told = {tuple(row[:3]): row[3] for row in connection.execute(counted)}
    found = {tuple(row[:3]): row[3] for row in connection.execute(state)}
    if told == found:
        return []
    shared = _shared(connection, run_id)
    differing = sorted(key for key in told.keys() | found.keys() if told.get(key, 0) != found.get(key, 0))
    return [_words(key, told.get(key, 0), found.get(key, 0)) for key in differing if key[0] not in shared]


def _words(key: tuple[Any, ...], told: int, found: int) -> str:
    publisher, outcome, reason = key
    return f"{publisher}: {told} addresses are counted as {outcome} ({reason or 'no reason'}), and {found} are"


def _shared(connection: Connection, run_id: int) -> set[str]:
    began = select(_r.started_at).where(_r.id == run_id).scalar_subquery()
    meanwhile = or_(_r.heartbeat_at >= began, _r.state == RunState.RUNNING)
    others = select(_c.publisher).join(crawl_run, _r.id == _c.run_id).where(_r.id != run_id, meanwhile)
    return set(connection.execute(others.distinct()).scalars())
