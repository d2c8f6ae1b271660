"""Articles for programs that take them elsewhere: rows of v1_article, a few hundred at a time, in a stable order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from storage.schema import change as change_table
from storage.views import v1_article

EXPORTED: Final = tuple(column.name for column in v1_article.columns)
"""The columns, in the order of the view."""
CHUNK: Final = 200
Row = dict[str, Any]
Chunk = tuple[list[Row], int]
"""Rows, and the id that the next ones are above; -1 at the end."""
Read = Callable[[Callable[[Connection], Chunk]], Chunk]
_a, _c = v1_article.c, change_table.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which articles; everything by default."""

    publishers: Sequence[str] = ()
    since: datetime | None = None
    """First stored then or later."""
    until: datetime | None = None
    """First stored before then."""
    unique: bool = False
    """Each text once: no duplicates."""
    cursor: int | None = None
    """Only what changed after this change of v1_change."""


def exported(read: Read, wanted: Wanted) -> Iterator[Row]:
    """The rows, by id, each chunk in a transaction of its own: no reader holds the database for long.

    With a cursor each row has its last `change`; of what is no article any more only id, address and change are left.
    """
    last, chunk = 0, _all if wanted.cursor is None else _changed
    while last >= 0:
        rows, last = read(lambda c, above=last: chunk(c, wanted, above))  # type: ignore[misc]  # a default binds it
        yield from rows


def newest_cursor(connection: Connection) -> int:
    """The cursor of the last change; 0 if there is none."""
    return connection.execute(select(func.max(_c.cursor))).scalar() or 0


def _all(connection: Connection, wanted: Wanted, above: int) -> Chunk:
    query = select(v1_article).where(_a.article_id > above, *_conditions(wanted)).order_by(_a.article_id).limit(CHUNK)
    rows = [dict(row._mapping) for row in connection.execute(query)]
    return rows, rows[-1]["article_id"] if rows else -1


def _changed(connection: Connection, wanted: Wanted, above: int) -> Chunk:
    """The next articles with a change after the cursor, as they are now, each once."""
    latest = (
        select(func.max(_c.cursor).label("cursor"))
        .where(_c.cursor > wanted.cursor, _c.article_id > above)
        .group_by(_c.article_id)
        .order_by(_c.article_id)
        .limit(CHUNK)
        .subquery("latest")
    )
    told = select(_c.article_id, _c.kind, _c.url).join(latest, latest.c.cursor == _c.cursor).order_by(_c.article_id)
    changes = connection.execute(told).all()
    ids = [change.article_id for change in changes]
    alive = set(connection.execute(select(_a.article_id).where(_a.article_id.in_(ids))).scalars())
    wished = select(v1_article).where(_a.article_id.in_(ids), *_conditions(wanted))
    rows = {row.article_id: dict(row._mapping) for row in connection.execute(wished)}
    rows |= {
        each.article_id: {"article_id": each.article_id, "url": each.url}
        for each in changes
        if each.article_id not in alive
    }
    chosen = [{**rows[each.article_id], "change": each.kind} for each in changes if each.article_id in rows]
    return chosen, ids[-1] if ids else -1


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.publishers:
        yield _a.publisher.in_(wanted.publishers)
    if wanted.since:
        yield _a.first_seen >= wanted.since
    if wanted.until:
        yield _a.first_seen < wanted.until
    if wanted.unique:
        yield _a.duplicate_of.is_(None)
