"""A peer that runs beside us in a process of its own, and gets the texts that we get, a few at a time."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.environment import environment, installed

_PROGRAM = Path(__file__).with_name("copy_peer.py")


class InMemory:
    """One peer: `add` texts to it, ask what that `cost`. `with` ends its process."""

    def __init__(self, name: str, venv: Path) -> None:
        interpreter = environment(venv)
        self.name = f"{name} {installed(interpreter, [name])}"
        self.megabytes, self._seconds, self._stocking = 0.0, 0.0, False
        self._process = subprocess.Popen(
            [str(interpreter), str(_PROGRAM), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def stock(self, count: int) -> None:
        """Begin to insert so many made-up sketches; the next `add` waits for the end. Their cost is not counted."""
        self._ask(count)
        self._stocking = True

    def add(self, texts: Sequence[str]) -> None:
        """Hash, find and insert; returns when that is done. Raises RuntimeError if the peer has ended."""
        if self._stocking:
            self._stocking = False
            self._answer()
        self._ask(texts)
        self._seconds += self._answer()

    def _ask(self, told: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{json.dumps(told)}\n")
        self._process.stdin.flush()

    def _answer(self) -> float:
        assert self._process.stdout
        answer = self._process.stdout.readline().split()
        if len(answer) != 2:
            raise RuntimeError(f"{self.name} has ended")
        self.megabytes = float(answer[1])
        return float(answer[0])

    def cost(self) -> float:
        """Seconds of CPU since this was last asked."""
        spent, self._seconds = self._seconds, 0.0
        return spent

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
