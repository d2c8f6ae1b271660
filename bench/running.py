"""Programs under a clock: how long each ran, and how much CPU it took with all the processes that came of it.

python -m bench.running FILE COMMAND...     runs the command as this process's child, and writes its times into FILE
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile

ROOT = Path(__file__).parent.parent
_DONE = (0, 1)
"""Exit statuses of programs that did their work; 1 says that some page could not be had."""
_SUBREAPER = 36
"""prctl's option by which orphans become this process's children."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that ended well."""

    seconds: float
    cpu: float
    """CPU seconds, of the program and of all processes that came of it."""
    said: str
    aside: str = ""
    """The end of what it wrote to its standard error."""


def timed(command: Sequence[str], cores: Sequence[int], env: Mapping[str, str] | None = None) -> Ran:
    """Runs a program on these cores. Raises RuntimeError, with its last words, if it ends badly."""
    with TemporaryFile() as aside, NamedTemporaryFile() as times:
        watched = [sys.executable, "-m", "bench.running", times.name, *command]
        ended = subprocess.run(
            ["taskset", "-c", ",".join(map(str, cores)), *watched],
            stdout=subprocess.PIPE,
            stderr=aside,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
        )
        aside.seek(0)
        complaint = aside.read().decode(errors="replace")[-500:]
        if ended.returncode not in _DONE:
            raise RuntimeError(f"{command[-1]} ended with {ended.returncode}: {complaint}")
        seconds, cpu = json.loads(Path(times.name).read_text("utf-8"))
    return Ran(seconds, cpu, ended.stdout.decode(errors="replace"), complaint)


def watch(file: str, command: Sequence[str]) -> int:
    """Runs a program, writes the seconds it took and its CPU seconds into a file; its exit status.

    Workers are children of a server process, which outlives the program by a moment and is nobody's child then: the
    times of both would be lost to who only waits for the program.
    """
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    began = time.perf_counter()
    status = subprocess.call(command)
    seconds = time.perf_counter() - began
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    Path(file).write_text(json.dumps([seconds, used.ru_utime + used.ru_stime]), "utf-8")
    return status


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


if __name__ == "__main__":
    sys.exit(watch(sys.argv[1], sys.argv[2:]))
