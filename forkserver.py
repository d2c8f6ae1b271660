"""The server process that workers are forked from: started first, it reads the cleaner while others read the rest."""

from __future__ import annotations

import fcntl
import os
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any, Final

_SHORT: Final = str(Path("/", "tmp"))
_LONGEST: Final = 60
"""Bytes of the folder for temporary files: two names of the library's follow."""
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
    """Start it, unless it runs, and do not wait until it is ready."""
    with _told(_path()), _short_names():
        forkserver.ensure_running()


def _path() -> dict[str, str]:
    """Environment in which a process reads our modules, and none that happen to lie where the command is typed."""
    folder, before = str(Path(__file__).parent), os.environ.get("PYTHONPATH")
    installed = folder in sysconfig.get_paths().values()
    places = [each for each in ("" if installed else folder, before) if each]
    return {"PYTHONSAFEPATH": "1"} | ({"PYTHONPATH": os.pathsep.join(places)} if places else {})


@contextmanager
def _short_names() -> Iterator[None]:
    """While something is named: the name of a socket has 108 bytes at most, which a long TMPDIR leaves no room in."""
    before = tempfile.tempdir
    if len(os.fsencode(tempfile.gettempdir())) > _LONGEST:
        tempfile.tempdir = _SHORT
    try:
        yield
    finally:
        tempfile.tempdir = before


@contextmanager
def _told(environment: dict[str, str]) -> Iterator[None]:
    """The processes that are started in here have this environment besides ours."""
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
