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
from console.out import complain, note, silence
from console.reports import BUSY, FAILED
from console.work import Busy, Misunderstood
from storage import NewerDatabase, Store, UnknownDatabase, is_there, place_of, told

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
        try:
            start_log()
            with _store(database) as store:
                status = command(store, **arguments)
            sys.stdout.flush()
        except KeyboardInterrupt:
            complain("interrupted")
            status = INTERRUPTED
        except Exception as error:
            status = _told(error, database)
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


def _told(error: Exception, database: str) -> int:
    """Says what went wrong, and returns the exit status. What nobody expected is a bug, and is raised."""
    match error:
        case Busy():
            complain(str(error))
            return BUSY
        case Misunderstood() | UnknownFile() | UnknownDatabase() | UnknownForm():
            complain(str(error))
            return NOT_UNDERSTOOD
        case _Unopened() | DBAPIError() | NoConnection() | NewerDatabase():
            complain(f"database {place_of(database)}: {told(error)}")
            return NO_DATABASE
        case OSError() if error.errno in _FULL:
            silence()
            complain(f"{error.filename or 'output'}: {error.strerror}")
            return FAILED
        case OSError() if error.filename:
            complain(f"{error.filename}: {error.strerror}")
            return FAILED
    raise error
