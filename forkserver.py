"""The server process that workers are forked from: started first, it reads the cleaner while others read the rest."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Any, Final

_PIPE: Final = 1024 * 1024
"""Bytes that a pipe takes before its reader comes; Linux allows everybody so much."""


class _Context(ForkServerContext):
    """Processes whose pipes hold whole pages: the next one is there when a worker is done with the last one."""

    def Pipe(self, duplex: bool = True) -> tuple[Connection[Any, Any], Connection[Any, Any]]:
        """Two ends, as the library has it."""
        reader, writer = super().Pipe(duplex)
        with suppress(OSError, AttributeError):  # not on this system: as wide as usual
            fcntl.fcntl(writer.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
        return reader, writer


CONTEXT: Final = _Context()
# what runs pages, and with it the whole cleaner
CONTEXT.set_forkserver_preload(["workers", "shared_model", "cleaning.loaded"])


def start() -> None:
    """Start it, and do not wait until it is ready. Where it is not started, the first worker starts it."""
    forkserver.ensure_running()
