"""Troubles of the database itself, which are no page's fault: how to tell them, and how long to wait for their end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection

T = TypeVar("T")

AWAY: Final = 120.0
"""Seconds to wait for a database that cannot be reached, or that others hold: a server is started again in less."""
BRIEF: Final = 1.5
"""Seconds to wait for the end of anything else: a full disk is seldom emptied by itself."""
_PAUSES: Final = (0.05, 0.2, 0.8, 2.0)
"""Seconds between two tries; the last goes on."""
_OF_THE_WORK: Final = (IntegrityError, DataError, ProgrammingError, NotSupportedError)
_GONE: Final = ("08", "57P", "53300", "40", "55P03", "57014")
"""How PostgreSQL's codes begin for: connection lost, server ends or begins, too many connections; and for those who
wait for others: deadlock, and the limits that a server may set to waiting for a lock and to a statement."""


def is_trouble(error: BaseException) -> bool:
    """Whether the database is at fault, and not what was to be written: whatever is tried next fails alike."""
    return isinstance(error, DBAPIError | NoConnection) and not isinstance(error, _OF_THE_WORK)


def told(error: BaseException) -> str:
    """What the database says, in one line."""
    cause = getattr(error, "orig", None) or error
    return " ".join(str(cause).split()) or type(cause).__name__


class Patience:
    """How long a trouble may last before it is told: counted from the first failure since all was well."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._tries = 0
        self._ended = False

    def end(self) -> None:
        """From now on nothing is waited for."""
        self._ended = True

    def well(self) -> None:
        """All is well again."""
        self._since, self._tries = None, 0

    def lasts(self, error: BaseException) -> bool:
        """Wait a moment and return True if it is worth another try; False for what will not pass, or lasts too long."""
        if self._ended or not is_trouble(error):
            return False
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        pause = _PAUSES[min(self._tries, len(_PAUSES) - 1)]
        if now + pause - self._since > (AWAY if _passes(error) else BRIEF):
            return False
        self._tries += 1
        time.sleep(pause)
        return True


def patiently(work: Callable[[], T]) -> T:
    """What `work` returns, tried again as long as the database is only away. Raises what it raised at last."""
    patience = Patience()
    while True:
        try:
            return work()
        except (DBAPIError, NoConnection) as error:
            if not patience.lasts(error):
                raise


def _passes(error: BaseException) -> bool:
    """Whether the database is only away, or busy with others."""
    if not isinstance(error, OperationalError):
        return isinstance(error, NoConnection) or getattr(error, "connection_invalidated", False)
    cause: Any = error.orig
    if (name := getattr(cause, "sqlite_errorname", None)) is not None:
        return str(name).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    code = getattr(cause, "sqlstate", None)
    return error.connection_invalidated or (code is None and hasattr(cause, "sqlstate")) or str(code).startswith(_GONE)
