"""Engines and transactions: one way to read and one way to write, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import (
    URL,
    Connection,
    Dialect,
    Engine,
    PoolProxiedConnection,
    Select,
    Table,
    TextClause,
    create_engine,
    event,
    insert,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.sql.compiler import SQLCompiler

from storage.trouble import patiently

T = TypeVar("T")

BUSY_SECONDS = 30
LOG_BYTES = 64 * 1024 * 1024
"""To so much the write-ahead log shrinks again, once a long reader that kept it growing has ended."""
LOG_PAGES = 4000
"""Pages in the log (16 MB) after which it is written back: of 50 articles, each page of the sketches has one row."""
CACHE_KIB = 8000
"""What a connection may keep in memory: all pages that one batch touches, or they would be written twice."""
_SYNCHRONOUS = "synchronous"
WRITERS_TURN = 0x57494E4E4F57
"""PostgreSQL advisory lock that lets one process write at a time, so that change cursors grow in commit order."""

_LIMITS = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds after which PostgreSQL's server counts as away, where the database's address says nothing else."""

_WORDS = {"client_encoding": "utf8"}
"""Whatever the environment or the address says: it is how we speak."""
_ISOLATION = "READ COMMITTED"
"""Whatever the server's default is: who waited for the turn must see what was written before it."""

_MISTYPED = re.compile(r"(?:sqlite|file|postgres(?:ql)?|mysql|mariadb)(?:\+\w+)?:(?!//)")
"""An address without its slashes, which would pass for a file's name."""

Upsert: TypeAlias = sqlite.Insert | postgresql.Insert


class UnknownDatabase(ValueError):
    """The address names no database that Winnow can use."""


class UnfitDatabase(RuntimeError):
    """The database is none that this program can work with; the message says why."""


def read_url(database: str) -> URL:
    """The database's URL; a plain path means SQLite. Raises UnknownDatabase, which does not quote the address."""
    try:
        if _MISTYPED.match(database):
            raise ValueError
        url = make_url(database if "://" in database else f"sqlite:///{database}")
    except (ArgumentError, ValueError):  # its words may hold the password
        raise UnknownDatabase("the address of the database cannot be read: sqlite:///... or postgresql://...") from None
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise UnknownDatabase("Winnow needs a database file: sqlite:///winnow.db")
    if url.get_backend_name() not in ("sqlite", "postgresql", "postgres"):
        raise UnknownDatabase(f"Winnow works with SQLite and PostgreSQL, not with {url.get_backend_name()}")
    if url.get_backend_name() == "sqlite" and _synchronous(url) not in ("NORMAL", "FULL"):
        raise UnknownDatabase("synchronous is NORMAL or FULL")
    return url if url.get_backend_name() == "sqlite" else url.set(drivername="postgresql+psycopg")


def place_of(database: str) -> str:
    """Where a database is, to be told: without user, password and options. Raises UnknownDatabase."""
    url = read_url(database)
    if url.get_backend_name() == "sqlite":
        return database
    return f"{url.host or ''}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def is_there(database: str) -> bool:
    """Whether there is a file already; a server is asked nothing. Raises UnknownDatabase."""
    url = read_url(database)
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


def raw_url(url: URL) -> URL:
    """Where raw pages are kept: a file of its own beside an SQLite database, else the same database.

    That file is always synchronous: after a power failure, too, it has what the other one refers to.
    """
    if url.get_backend_name() != "sqlite":
        return url
    path = Path(str(url.database))
    beside = str(path.with_name(f"{path.stem}.raw{path.suffix or '.db'}"))
    return url.update_query_dict({_SYNCHRONOUS: "FULL"}).set(database=beside)


def open_engine(url: URL) -> Engine:
    """An engine whose connections are set up for many readers and one writer."""
    if url.get_backend_name() != "sqlite":
        limits = {name: value for name, value in _LIMITS.items() if name not in url.query}
        pool = {"pool_size": 4, "max_overflow": 16, "pool_pre_ping": True}
        engine = create_engine(url, **pool, isolation_level=_ISOLATION, connect_args={**limits, **_WORDS})
        event.listen(engine, "connect", _check_words)
        return engine
    Path(str(url.database)).absolute().parent.mkdir(parents=True, exist_ok=True)
    bare = url.difference_update_query([_SYNCHRONOUS])
    engine = create_engine(bare, pool_size=16, max_overflow=64, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", partial(_set_up, _synchronous(url)))
    engine.dialect.do_begin = _begin  # type: ignore[assignment]  # an event would cost each statement a look
    return engine


def reading(engine: Engine, work: Callable[[Connection], T]) -> T:
    """What `work` reads; tried again as long as the database is away."""

    def read() -> T:
        with engine.connect() as connection:
            return work(connection)

    return patiently(read)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the writer's turn; committed at the end, rolled back on an exception."""
    with engine.connect() as connection:
        connection.info[_WRITES] = engine.dialect.name == "sqlite"
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.info[_NAME] = connection.execute(_TAKE_TURN, {"turn": WRITERS_TURN}).scalar()
            yield connection


def name_of(connection: Connection) -> str:
    """The name by which PostgreSQL remembers how this transaction ended; "" for SQLite, which leaves no doubt."""
    return str(connection.info.get(_NAME, ""))


def was_committed(connection: Connection, transaction: str) -> bool:
    """Whether that transaction was committed, though its connection was lost before we heard of it."""
    return bool(transaction) and connection.execute(_ENDED, {"name": transaction}).scalar() == "committed"


def upsert(dialect: str, table: Table) -> Upsert:
    """An INSERT that knows ON CONFLICT, in this dialect."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def insert_new(dialect: str, table: Table) -> Upsert:
    """An INSERT that leaves rows alone that are there already."""
    return upsert(dialect, table).on_conflict_do_nothing()


def insert_plain(connection: Connection, table: Table, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Insert rows whose values are what the database takes: for the many small rows of a page, at half the usual cost.

    The types of the columns do nothing here, so text must be `storable`, and times and names written out.
    """
    statement, positional = _plain_insert(connection.dialect, table, columns)
    named = rows if positional else [dict(zip(columns, row, strict=True)) for row in rows]
    connection.exec_driver_sql(statement, named)


def read_plain(
    connection: Connection, statement: Select[Any] | TextClause, values: Mapping[str, Any]
) -> Sequence[Sequence[Any]]:
    """Rows of a statement that is asked for every article, at a third of the usual cost; inside a transaction.

    The types of the columns do nothing here either. SQLite's driver is asked by itself; what it cannot answer is asked
    again in the usual way, so that a failure is told as any other.
    """
    words, names, fixed = _plain_select(connection.dialect, statement)
    named = {**fixed, **values}
    told = tuple([named[name] for name in names]) if names else named
    if connection.dialect.name == "sqlite" and connection.in_transaction():
        with suppress(sqlite3.Error):
            rows: list[tuple[Any, ...]] = connection.connection.cursor().execute(words, told).fetchall()
            return rows
    return connection.exec_driver_sql(words, told).all()


@cache
def _plain_select(
    dialect: Dialect, statement: Select[Any] | TextClause
) -> tuple[str, Sequence[str], Mapping[str, Any]]:
    """The statement in the driver's words, the names of its values where they go by position, and those it has."""
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return compiled.string, compiled.positiontup or () if compiled.positional else (), compiled.params


@cache
def _plain_insert(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> tuple[str, bool]:
    """The statement in the driver's words, and whether its values go by position, in the order of the columns."""
    compiled = insert(table).compile(dialect=dialect, column_keys=columns)
    return str(compiled), bool(compiled.positional)


_NAME, _WRITES = "winnow_transaction", "winnow_writes"
_TAKE_TURN = text("SELECT CAST(pg_current_xact_id() AS text) FROM (SELECT pg_advisory_xact_lock(:turn)) AS taken")
_ENDED = text("SELECT pg_xact_status(CAST(:name AS xid8))")


def _synchronous(url: URL) -> str:
    told = url.query.get(_SYNCHRONOUS, "NORMAL")
    return told.upper() if isinstance(told, str) else ""


def _set_up(synchronous: str, connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the begin event below opens transactions, not the driver
    pragmas = (f"busy_timeout={BUSY_SECONDS * 1000}", f"synchronous={synchronous}", "foreign_keys=ON")
    sizes = (f"journal_size_limit={LOG_BYTES}", f"wal_autocheckpoint={LOG_PAGES}", f"cache_size=-{CACHE_KIB}")
    for pragma in (*pragmas, *sizes):
        connection.execute(f"PRAGMA {pragma}")
    _use_wal(connection)


def _check_words(connection: Any, _record: Any) -> None:
    """Raises UnfitDatabase for a database that cannot hold the words of every language."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise UnfitDatabase(f"its encoding is {encoding}: make one whose encoding is UTF8")


def _use_wal(connection: sqlite3.Connection, tries: int = 50) -> None:
    """Switch to write-ahead logging. SQLite does not wait for others here: who is second tries again."""
    for _ in range(tries):
        try:
            if connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
        time.sleep(0.1)


def _begin(connection: PoolProxiedConnection) -> None:
    connection.cursor().execute("BEGIN IMMEDIATE" if connection.info.pop(_WRITES, False) else "BEGIN")
