"""A file that is there under its name once it is whole, whoever reads it meanwhile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def whole(path: Path) -> Iterator[IO[str]]:
    """A text file to write; it takes its place, and the mode of what was there, at the end of the block.

    A link is followed. What is no file (a pipe, /dev/null) is written to as it is. Raises OSError.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as device:
            yield device
        return
    part = path.with_name(f"{path.name}.{os.getpid()}.part")  # another process may be writing the same file
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        with suppress(FileNotFoundError):
            shutil.copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
