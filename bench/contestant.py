"""An extractor as the benchmark holds it: a process on one core, asked page by page, and replaced when it dies."""

from __future__ import annotations

import json
import os
import select
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.corpus import Gold
from bench.running import ROOT

_SECONDS = 30.0
_TO_START = 90.0
_BYTES = 1 << 16


@dataclass(slots=True)
class Contestant:
    """One extractor. `name` is empty for our own cleaner; `python` is the interpreter that has it."""

    name: str
    python: Path
    core: int
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def ask(self, gold: Gold) -> dict[str, Any]:
        """Its answer to a page, with "ms" and "error"; "timeout" and "crash" are errors too."""
        limit = _SECONDS if self.process else _SECONDS + _TO_START
        process = self.process or self._start()
        try:
            _send(process, json.dumps({"path": str(gold.path), "url": gold.url}))
            answer: dict[str, Any] = json.loads(_line(process, limit))
            return answer
        except (TimeoutError, BrokenPipeError, EOFError) as failure:
            self.stop()
            error = "timeout" if isinstance(failure, TimeoutError) else "crash"
            return {"ms": limit * 1e3, "error": error, "text": "", "title": "", "author": "", "date": ""}

    def stop(self) -> None:
        """Ends its process."""
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def _start(self) -> subprocess.Popen[bytes]:
        pinned = ["taskset", "-c", str(self.core)]
        self.process = subprocess.Popen(
            [*pinned, str(self.python), "-m", "bench.page_worker", self.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        return self.process


def _send(process: subprocess.Popen[bytes], line: str) -> None:
    assert process.stdin
    process.stdin.write(line.encode() + b"\n")
    process.stdin.flush()


def _line(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """The next line. Raises TimeoutError, EOFError."""
    assert process.stdout
    got = b""
    while not got.endswith(b"\n"):
        if not select.select([process.stdout], [], [], seconds)[0]:
            raise TimeoutError
        piece = os.read(process.stdout.fileno(), _BYTES)
        if not piece:
            raise EOFError
        got += piece
    return got
