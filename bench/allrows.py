"""All rows of a database and its archive, so that two databases can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, text

from storage import schema
from storage.engine import open_engine, raw_url, read_url

_TABLES: Final = (
    *("page", "article", "revision", "dropped", "change", "membership", "sketch", "publisher_memory"),
    *("publisher_block", "quarantine", "crawl_run", "run_count", "source"),
)
Key = tuple[str, str]
_KEYS: Final[Sequence[Key]] = (
    *(("page", "id"), ("article", "id"), ("change", "cursor"), ("publisher_memory", "id")),
    *(("quarantine", "id"), ("crawl_run", "id")),
)
"""Columns that a sequence numbers."""
_LOOSE: Final[Mapping[str, Key]] = {
    "article_id": ("article", "id"),
    "cluster_id": ("article", "id"),
    "near_id": ("article", "id"),
    "memory_id": ("publisher_memory", "id"),
}
"""Columns that refer to others without a foreign key."""
_RAW_TABLES: Final = ("capture", "raw", "raw_dictionary")
_OF_THE_CLOCK: Final = frozenset({"process", "made_at"})


def rows(database: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, but for what the clock wrote; numbers that a sequence gave are counted from 1 on.

    A sequence of PostgreSQL takes no number back when its transaction fails.
    """
    url = read_url(database)
    found: dict[str, list[tuple[Any, ...]]] = {}
    for each, names in ((url, _TABLES), (raw_url(url), _RAW_TABLES)):
        engine = open_engine(each)
        with engine.connect() as connection:
            numbers = {key: _numbers(connection, key) for key in _KEYS if key[0] in names}
            found |= {table: _rows(connection, table, numbers) for table in names}
        engine.dispose()
    return found


def _numbers(connection: Connection, key: Key) -> Mapping[Any, int]:
    table, column = key
    told = connection.execute(text(f"SELECT {column} FROM {table} ORDER BY {column}")).scalars()
    return {value: number for number, value in enumerate(told, 1)}


def _rows(connection: Connection, table: str, numbers: Mapping[Key, Mapping[Any, int]]) -> list[tuple[Any, ...]]:
    told = connection.execute(text(f"SELECT * FROM {table}"))
    names = [name for name in told.keys() if name not in _OF_THE_CLOCK]  # noqa: SIM118
    counted = [numbers.get(_refers(table, name), {}) for name in names]
    kept = (row._mapping for row in told)
    return sorted((tuple(map(_counted, map(row.__getitem__, names), counted)) for row in kept), key=repr)


def _counted(value: Any, numbers: Mapping[Any, int]) -> Any:
    return numbers.get(value, value) if numbers else value


def _refers(table: str, name: str) -> Key:
    """The number that a column holds: its own table's, or another's."""
    known = schema.metadata.tables.get(table)
    foreign = known.c[name].foreign_keys if known is not None else ()
    return next(((other.column.table.name, other.column.name) for other in foreign), _LOOSE.get(name, (table, name)))
