"""One database of a server, emptied again and again."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

from storage.engine import open_engine, read_url


def tables(database: str) -> Iterator[str]:
    """The same database each time, without any table."""
    while True:
        engine = open_engine(read_url(database))
        with engine.begin() as connection:
            _empty(connection)
        engine.dispose()
        yield database


def _empty(connection: Connection) -> None:
    kept = inspect(connection)
    for view in kept.get_view_names():
        connection.execute(text(f"DROP VIEW {view} CASCADE"))
    for table in kept.get_table_names():
        connection.execute(text(f"DROP TABLE {table} CASCADE"))
