"""Brings a database to the tables of this program: Alembic's revisions, run on open, from any folder."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from storage.engine import UnfitDatabase, writing

if TYPE_CHECKING:
    from alembic.config import Config  # loaded below, because most databases are up to date

HERE = Path(__file__).parent / "migrations"
HEADS: Final = {"main": "0011", "raw": "raw0001"}
"""The newest revision of each line."""
_ALEMBIC = threading.Lock()
"""Alembic keeps its state in module globals: one upgrade at a time in a process."""


class NewerDatabase(UnfitDatabase):
    """The database was made by a newer Winnow: upgrade the program, not the data."""


def upgrade(engine: Engine, line: str, metadata: MetaData) -> None:
    """Run what is missing of the revisions of `line` ("main" or "raw"), in one transaction.

    Two processes may open a new database at once: one waits and finds the work done. Raises NewerDatabase.
    """
    with engine.connect() as connection:
        if _current(connection, line) == HEADS[line]:
            return
    from alembic import command
    from alembic.util import CommandError

    config = _config(line)
    with _ALEMBIC, writing(engine) as connection:
        config.attributes.update(connection=connection, metadata=metadata, version_table=_table(line))
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise NewerDatabase(f"made by a newer Winnow ({error}): upgrade Winnow") from error


def _config(line: str) -> Config:
    from alembic.config import Config

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
