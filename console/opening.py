"""What every command on a database begins and ends with: it is opened, and what goes wrong becomes the exit status."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from console.files import UnknownFile
from console.interrupts import INTERRUPTED
from console.logs import UnknownForm, start_log
from console.out import as_json, complain, note, silence
from console.reports import BUSY, FAILED
from console.work import Busy, Misunderstood, NotThere
from storage import Store, UnfitDatabase, UnknownDatabase, is_there, place_of, told

NOT_UNDERSTOOD: Final = 2
NO_DATABASE: Final = 3
READING: Final = frozenset(
    "status runs report why-not-run metrics export history explain freeze memory quarantine release reject reclean "
    "check-upgrade doctor".split()
)
"""The commands that can do nothing with a database that was not there."""


def opened(command: Callable[..., int]) -> Callable[..., None]:
    """Opens the database for a command, and turns what it returns, or what goes wrong, into the exit status."""

    @wraps(command)
    def run(database: str, **arguments: Any) -> None:
        made: int | None = None
        try:
            start_log()
            with _store(database) as store:
                made = status = command(store, **arguments)
            sys.stdout.flush()
        except KeyboardInterrupt:
            status, words = INTERRUPTED, "interrupted"
        except Exception as error:
            status, words = _told(error, database)
        else:
            sys.exit(status)
        complain(words)
        if made is None and arguments.get("machine") and click.get_current_context().info_name != "export":
            as_json({"error": words, "status": status})
        sys.exit(status)

    return run


_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _Unopened(Exception):
    """The file of the database cannot be made or read."""


def _store(database: str) -> Store:
    """The database, made if it is not there. Who only reads is told of that: the address may be mistyped."""
    was_there = is_there(database)
    try:
        store = Store(database)
    except OSError as error:
        raise _Unopened(str(error)) from error
    if not was_there and click.get_current_context().info_name in READING:
        note(f"database {place_of(database)}: there was none; an empty one was made")
    return store


def _told(error: Exception, database: str) -> tuple[int, str]:
    """The exit status, and what went wrong in words. What nobody expected is a bug, and is raised."""
    match error:
        case Busy():
            return BUSY, str(error)
        case NotThere():
            return FAILED, str(error)
        case Misunderstood() | UnknownFile() | UnknownDatabase() | UnknownForm():
            return NOT_UNDERSTOOD, str(error)
        case _Unopened() | DBAPIError() | NoConnection() | UnfitDatabase():
            return NO_DATABASE, f"database {place_of(database)}: {told(error)}"
        case OSError() if error.filename:
            return FAILED, f"{error.filename}: {error.strerror}"
        case OSError() if error.errno in _FULL:
            silence()
            return FAILED, f"output: {error.strerror}"
    raise error
