"""Programs under a clock: how long each ran, and how much CPU it and all its children took."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).parent.parent
_DONE = (0, 1)
"""Exit statuses of programs that did their work; 1 says that some page could not be had."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that ended well."""

    seconds: float
    cpu: float
    """CPU seconds, of the program and of its children that it waited for."""
    said: str
    aside: str = ""
    """The end of what it wrote to its standard error."""


def timed(command: Sequence[str], cores: Sequence[int], env: Mapping[str, str] | None = None) -> Ran:
    """Runs a program on these cores. Raises RuntimeError, with its last words, if it ends badly."""
    pinned = ["taskset", "-c", ",".join(map(str, cores)), *command]
    with TemporaryFile() as aside:
        began = time.perf_counter()
        process = subprocess.Popen(
            pinned, stdout=subprocess.PIPE, stderr=aside, cwd=ROOT, env={**os.environ, **(env or {})}
        )
        assert process.stdout
        said = process.stdout.read().decode(errors="replace")
        process.stdout.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        aside.seek(0)
        complaint = aside.read().decode(errors="replace")[-500:]
    if process.returncode not in _DONE:
        raise RuntimeError(f"{command[-1]} ended with {process.returncode}: {complaint}")
    return Ran(seconds, used.ru_utime + used.ru_stime, said, complaint)


@contextmanager
def served(command: Sequence[str], cores: Sequence[int]) -> Iterator[None]:
    """While inside, a server runs; it says a line when it is ready."""
    server = subprocess.Popen(
        ["taskset", "-c", ",".join(map(str, cores)), *command], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert server.stdout
    try:
        if not server.stdout.readline():
            raise RuntimeError(f"{command} does not start")
        yield
    finally:
        server.terminate()
        server.communicate()
