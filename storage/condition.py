"""The condition a database is in: how big, how sound, and what stands in the way of the next write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DatabaseError

from storage.schema import crawl_run

QUICK = 2 * 1024**3
"""Bytes; a bigger file is only read whole when that is asked for."""
FIRST = 5
"""So many faults are told; there may be more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A database as it was found."""

    engine: str
    """Such as "SQLite 3.46.1"."""
    folder: str
    """Where its files are; "" for a database on a server."""
    bytes: int
    """Of its files, or of its tables on the server; the raw archive included."""
    since: datetime | None
    """When the first run began."""
    problems: tuple[str, ...]
    """What is broken in it."""
    notes: tuple[str, ...] = ()
    """What is not as Winnow would have it, though nothing is broken."""


def condition(engine: Engine, archive: Engine, *, thorough: bool = False) -> Condition:
    """Look at both files, or at the server. `thorough` reads every page of them and takes minutes for a big one."""
    look = _sqlite if engine.dialect.name == "sqlite" else _postgresql
    with engine.connect() as connection:
        since = connection.execute(select(func.min(crawl_run.c.started_at))).scalar()
        found = look(connection, thorough)
    if archive is not engine:
        with archive.connect() as connection:
            found = _joined(found, look(connection, thorough))
    return Condition(**found, since=since)


def _sqlite(connection: Connection, thorough: bool) -> dict[str, Any]:
    path = Path(str(connection.engine.url.database))
    size = sum(each.stat().st_size for each in (path, path.with_name(f"{path.name}-wal")) if each.exists())
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    notes = [] if mode == "wal" else [f"journal mode is {mode}: readers wait for writers"]
    if thorough or size < QUICK:
        wrong = _damage(connection, "integrity_check" if thorough else "quick_check")
    else:
        wrong, notes = [], [*notes, f"{path.name} is too big for a quick look: --deep reads it whole"]
    version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
    return {"engine": f"SQLite {version}", "folder": str(path.absolute().parent), "bytes": size,
            "problems": tuple(wrong), "notes": tuple(notes)}  # fmt: skip


def _damage(connection: Connection, check: str) -> list[str]:
    try:
        rows = connection.exec_driver_sql(f"PRAGMA {check}({FIRST})").scalars().all()
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(FIRST)
    except DatabaseError as error:
        return [str(error.orig)]
    wrong = [str(row) for row in rows if row != "ok"]
    return wrong + [f"a row of {row[0]} refers to nothing in {row[2]}" for row in lost]


def _postgresql(connection: Connection, thorough: bool) -> dict[str, Any]:
    size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    version = connection.execute(text("SHOW server_version")).scalar_one()
    commit = connection.execute(text("SHOW synchronous_commit")).scalar_one()
    notes = [] if commit != "off" else ["synchronous_commit is off: a power cut may lose the last second"]
    invalid = connection.execute(text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")).scalars()
    broken = tuple(f"index {name} is not valid" for name in invalid)
    return {
        "engine": f"PostgreSQL {version}",
        "folder": "",
        "bytes": int(size),
        "problems": broken,
        "notes": tuple(notes),
    }


def _joined(main: dict[str, Any], raw: dict[str, Any]) -> dict[str, Any]:
    problems = main["problems"] + tuple(f"raw archive: {problem}" for problem in raw["problems"])
    notes = main["notes"] + tuple(f"raw archive: {note}" for note in raw["notes"])
    return {**main, "bytes": main["bytes"] + raw["bytes"], "problems": problems, "notes": notes}
