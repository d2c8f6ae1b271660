"""Quarantine: suspect pages wait, raw and unread, until somebody releases or rejects them, or a good page comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from cleaning import Layout
from storage.schema import page as page_table
from storage.sentinel_schema import quarantine as table
from storage.standing import home_id

EXCERPT: Final = 300
"""Characters of a suspect page's text that are shown."""
_q = table.c


class HoldState(StrEnum):
    """What became of a suspect page."""

    HELD = "held"
    RELEASED = "released"
    REJECTED = "rejected"
    PASSED = "passed"
    """Its address brought a good page since, so that nobody need look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One suspect page: the row that somebody decides about."""

    id: int
    page_id: int
    url: str
    publisher: str
    capture: str
    run: int | None
    reason: str
    evidence: str
    title: str | None
    excerpt: str
    held_at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A page about to be held."""

    page_id: int
    publisher: str
    capture: str
    run_id: int | None
    reason: str
    evidence: str
    title: str | None
    text: str
    at: datetime


_WAITING = (_q.page_id == bindparam("row_id")) & (_q.state == HoldState.HELD.value)
_OPEN = select(_q.capture).where(_WAITING)
_RENEW = update(table).where(_WAITING)
_INSERT = insert(table)
_LATEST = select(_q.state, _q.reason, _q.evidence).where(_q.capture == bindparam("name"))
_LATEST = _LATEST.order_by(_q.id.desc()).limit(1)


def hold(connection: Connection, suspect: Suspect) -> None:
    """The page waits from now on; of one address only the newest page does."""
    row = {
        "capture": suspect.capture,
        "run_id": suspect.run_id,
        "reason": suspect.reason,
        "evidence": suspect.evidence,
        "title": suspect.title,
        "excerpt": suspect.text[:EXCERPT],
    }
    if not connection.execute(_RENEW.values(**row), {"row_id": suspect.page_id}).rowcount:
        new = {"page_id": suspect.page_id, "publisher": suspect.publisher, "held_at": suspect.at, "state": "held"}
        connection.execute(_INSERT, row | new)


def waiting(connection: Connection, page_id: int) -> str:
    """The capture that waits at this address; empty if none does."""
    return connection.execute(_OPEN, {"row_id": page_id}).scalar() or ""


def settle(connection: Connection, page_ids: Iterable[int], state: HoldState, at: datetime) -> None:
    """What waited at these addresses waits no more."""
    for page_id in page_ids:
        connection.execute(_RENEW.values(state=state.value, decided_at=at), {"row_id": page_id})


def decision(connection: Connection, capture: str) -> tuple[HoldState, str, str] | None:
    """What was decided about these very bytes, with the reason and evidence they were held for; None if nothing was."""
    row = connection.execute(_LATEST, {"name": capture}).first()
    return (HoldState(row.state), row.reason, row.evidence) if row else None


def holds(connection: Connection, publisher: str | None, run: int | None, pages: Sequence[int] | None) -> list[Hold]:
    """The pages that wait, oldest first: all, or a publisher's, or a run's, or those of these addresses."""
    named = {"run": _q.run_id, "url": page_table.c.url}
    columns = [(named[name] if name in named else _q[name]).label(name) for name in Hold.__dataclass_fields__]
    wanted = select(*columns).join(page_table, page_table.c.id == _q.page_id).where(_q.state == HoldState.HELD)
    if publisher is not None:
        wanted = wanted.where(_q.publisher == publisher)
    if run is not None:
        wanted = wanted.where(_q.run_id == run)
    if pages is not None:
        wanted = wanted.where(_q.page_id.in_(pages))
    return [Hold(**row._mapping) for row in connection.execute(wanted.order_by(_q.id))]


def addresses(connection: Connection, urls: Iterable[str], layout: Layout) -> list[int]:
    """The rows of these addresses, as far as they are known."""
    found = (home_id(connection, url, layout) for url in urls)
    return [each for each in dict.fromkeys(found) if each is not None]


def reject(connection: Connection, hold: Hold, reason: str, at: datetime) -> None:
    """The page is none to keep: the same bytes are refused from now on."""
    settle(connection, [hold.page_id], HoldState.REJECTED, at)
    p = page_table.c
    mine = (p.id == hold.page_id) & (p.refused_capture == hold.capture)
    connection.execute(update(page_table).where(mine).values(outcome="refused", reason=reason))
