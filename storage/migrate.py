"""Brings a database to the tables of this program: Alembic's revisions, run on open, from any folder."""

from __future__ import annotations

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, MetaData, inspect, text

from storage.engine import writing

HERE = Path(__file__).parent / "migrations"
_ALEMBIC = threading.Lock()
"""Alembic keeps its state in module globals: one upgrade at a time in a process."""


class NewerDatabase(RuntimeError):
    """The database was made by a newer Winnow: upgrade the program, not the data."""


def upgrade(engine: Engine, line: str, metadata: MetaData) -> None:
    """Run what is missing of the revisions of `line` ("main" or "raw"), in one transaction.

    Two processes may open a new database at once: one waits and finds the work done. Raises NewerDatabase.
    """
    config = _config(line)
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        if _current(connection, line) == head:
            return
    with _ALEMBIC, writing(engine) as connection:
        config.attributes.update(connection=connection, metadata=metadata, version_table=_table(line))
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise NewerDatabase(f"made by a newer Winnow ({error}): upgrade Winnow") from error


def _config(line: str) -> Config:
    config = Config()
    config.set_main_option("script_location", _escaped(HERE))
    config.set_main_option("version_locations", _escaped(HERE / line))
    config.set_main_option("path_separator", "newline")
    return config


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def _table(line: str) -> str:
    return f"winnow_{line}_version"


def _current(connection: Connection, line: str) -> str | None:
    if not inspect(connection).has_table(_table(line)):
        return None
    return connection.execute(text(f"SELECT version_num FROM {_table(line)}")).scalar()
