"""A site that gets a publisher's file: what was stored under its host's name is the publisher's from then on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Table, Update, and_, exists, select, update

from storage import schema, sentinel_schema, watch_schema
from storage.articles import tell_moved

OWNED: Final[Sequence[tuple[Table, tuple[str, ...] | None]]] = (
    (schema.page, None),
    (schema.article, None),
    (schema.run_count, ("run_id", "outcome", "reason")),
    (schema.source, ("digest",)),
    (schema.publisher_memory, ()),
    (sentinel_schema.wall, ("gist",)),
    (sentinel_schema.quarantine, None),
    (watch_schema.trait, None),
    (watch_schema.template, ("skeleton",)),
    (watch_schema.usual_since, ("oddity",)),
    (watch_schema.alarm, ("kind",)),
)
"""The tables that name a publisher, and what else must differ there: what the new name has already stays as it is."""


def has_pages(connection: Connection, publisher: str) -> bool:
    """Whether any address is stored under this name."""
    mine = select(schema.page.c.id).where(schema.page.c.publisher == publisher).limit(1)
    return connection.execute(mine).first() is not None


def adopt(connection: Connection, before: str, name: str, at: datetime) -> None:
    """Give what is stored under one name to another one. Readers are told of each article."""
    a = schema.article.c
    told = connection.execute(select(a.id).where(a.publisher == before, a.page_id.is_not(None))).scalars().all()
    for table, key in OWNED:
        connection.execute(_renamed(table, key, before, name))
    tell_moved(connection, told, at, None)


def _renamed(table: Table, key: tuple[str, ...] | None, before: str, name: str) -> Update:
    mine = table.c.publisher == before
    if key is not None:
        other = table.alias("other")
        same = and_(other.c.publisher == name, *(other.c[column] == table.c[column] for column in key))
        mine &= ~exists().where(same)
    return update(table).where(mine).values(publisher=name)
