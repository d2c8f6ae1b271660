"""An upgrade of an old database dies at its N-th call, for every N: readers have the old database or the new one.

python -m bench.dying_upgrade [--every 1] [--database postgresql://...]

A database with rows of all kinds is made as the first version of the tables had it. Then a process opens it, upgrades
it, and is killed (SIGKILL) before or after a call to the database, each in turn; the next one opens it as if nothing
had been. Exit status 1 if anything is lost, or neither old nor new. `--database`: an empty database for tables.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from alembic import command
from sqlalchemy import Engine, MetaData, Table, insert, text
from sqlalchemy.exc import DBAPIError

from bench.emptied import tables
from bench.failing_calls import Faults, heard, written
from storage import Store, archive_schema, migrate, schema
from storage.engine import open_engine, raw_url, read_url, writing

OLD: Final = "0001"
_COPIED: Final = ("crawl_run", "page", "run_count", "article", "revision", "dropped", "change")
_ARCHIVED: Final = ("raw_dictionary", "raw", "capture")


def made_old(rich: str, old: str) -> None:
    """Give an empty database the first version of the tables, and the rows of another one."""
    here, there = read_url(rich), read_url(old)
    archive, engine = open_engine(raw_url(there)), open_engine(there)
    migrate.upgrade(archive, "raw", archive_schema.metadata)
    config = migrate._config("main")
    with writing(engine) as connection:
        attributes = {"connection": connection, "metadata": schema.metadata, "version_table": "winnow_main_version"}
        config.attributes.update(attributes)
        command.upgrade(config, OLD)
    for source, target, names in ((here, engine, _COPIED), (raw_url(here), archive, _ARCHIVED)):
        _copy(open_engine(source), target, names)
    for each in (engine, archive):
        each.dispose()


def _copy(source: Engine, target: Engine, tables: tuple[str, ...]) -> None:
    """The columns that both have; addresses that refer to each other go in order of their ids."""
    with source.connect() as here, writing(target) as there:
        if target.dialect.name == "postgresql":
            there.execute(text("SET LOCAL session_replication_role = replica"))  # rows refer to later ones
        else:
            there.execute(text("PRAGMA defer_foreign_keys = ON"))
        for name in tables:
            table = Table(name, MetaData(), autoload_with=there)
            rows = [dict(row) for row in here.execute(text(f"SELECT * FROM {name} ORDER BY 1")).mappings()]
            there.execute(insert(table), [{key: row[key] for key in row if key in table.c} for row in rows])
    source.dispose()


@dataclass(frozen=True, slots=True)
class Look:
    """What a reader finds."""

    version: str
    articles: tuple[Any, ...]
    changes: int


def look(database: str) -> Look:
    """A reader's look, in one transaction."""
    engine = open_engine(read_url(database))
    with engine.connect() as connection:
        version = str(connection.execute(text("SELECT version_num FROM winnow_main_version")).scalar_one())
        texts = connection.execute(text("SELECT url, title, text, revision FROM v1_article ORDER BY url")).all()
        changes = connection.execute(text("SELECT count(*) FROM v1_change")).scalar_one()
    engine.dispose()
    return Look(version, tuple(map(tuple, texts)), int(changes))


def opened(database: str, last: int) -> int:
    """Open the database in a process that dies at this event (0: at none); returns how many there were, if it lived."""
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        _die_at(database, last, write)
    os.close(write)
    with os.fdopen(read) as pipe:
        events = pipe.read()
    os.waitpid(child, 0)
    return int(events or 0)


def _die_at(database: str, last: int, pipe: int) -> None:
    met = [0]

    def count(_afterwards: bool) -> None:
        met[0] += 1
        if met[0] == last:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        with heard(count):
            Store(database).close()
        os.write(pipe, str(met[0]).encode())
    finally:
        os._exit(0)


def trials(rich: str, databases: Iterator[str], every: int) -> tuple[int, list[str]]:
    """How many deaths there were, and what they broke."""
    database = next(databases)
    made_old(rich, database)
    before, events, broken, deaths = look(database), opened(database, 0), list[str](), 0
    after = look(database)
    for last in range(1, events + 1, every):
        database = next(databases)
        made_old(rich, database)
        opened(database, last)
        deaths += 1
        if (found := look(database)) not in (before, after):
            broken.append(f"death at {last} of {events}: neither old nor new: {found.version}")
        with Store(database) as store:
            broken += [f"death at {last}: {each}" for each in store.violations(deep=True)]
        if look(database) != after:
            broken.append(f"death at {last}: not upgraded by the next one")
    return deaths, broken


def files(folder: Path) -> Iterator[str]:
    """SQLite databases; only the latest is kept."""
    number = 0
    while True:
        for old in folder.glob("old*"):
            old.unlink()
        number += 1
        yield f"sqlite:///{folder / f'old{number}.db'}"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only every so-and-so-many-th call")
    parser.add_argument("--database", default="")
    told = parser.parse_args()
    with TemporaryDirectory() as folder:
        rich = f"sqlite:///{Path(folder) / 'rich.db'}"
        written(rich, Faults())
        databases = tables(told.database) if told.database else files(Path(folder))
        try:
            deaths, broken = trials(rich, databases, told.every)
        except DBAPIError as error:
            deaths, broken = 0, [str(error)]
    for each in broken:
        print(each)
    print(f"{deaths} deaths in an upgrade, {len(broken)} violations")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
