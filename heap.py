"""The C heap of a process that takes large bodies in and out: what they took is given back to the system."""

from __future__ import annotations

import ctypes
import gc
import sys
from pathlib import Path
from traceback import clear_frames
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
_LARGE: Final = 1024 * 1024
_GROWN: Final = 24 * 1024 * 1024
_STATM: Final = Path("/proc/self/statm")
_PAGE: Final = 4096


def tighten() -> None:
    """Large pieces come straight from the system and go straight back; threads share two heaps. Linux with glibc only.

    glibc would learn from the first large body to keep the place of all later ones.
    """
    mallopt = getattr(_c_library(), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGE)
        mallopt(_TRIM_THRESHOLD, _LARGE)
        mallopt(_ARENA_MAX, 2)


def trim_if_grown(before: int) -> None:
    """Give back what is free, if the process has grown much since `before` (bytes): an unusual page made it so."""
    if resident() - before > _GROWN:
        gc.collect()
        give_back = getattr(_c_library(), "malloc_trim", None)
        if give_back is not None:
            give_back(0)


def empty_frames(error: BaseException) -> None:
    """Let go of what was at work when an error was raised: it, and those behind it, hold their frames while they live.

    What is told of it stays: where it was raised, and by what line.
    """
    emptied, waiting = set[int](), [error]
    while waiting:
        each = waiting.pop()
        emptied.add(id(each))
        clear_frames(each.__traceback__)
        behind = (each.__cause__, each.__context__, *getattr(each, "exceptions", ()))
        waiting += [other for other in behind if other is not None and id(other) not in emptied]


def resident() -> int:
    """Bytes of this process in memory; 0 where the system does not tell."""
    try:
        return int(_STATM.read_bytes().split()[1]) * _PAGE
    except OSError:
        return 0


def data_size() -> int:
    """Bytes of private memory that this process has asked for; 0 where the system does not tell."""
    try:
        return int(_STATM.read_bytes().split()[5]) * _PAGE
    except OSError:
        return 0


def _c_library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None
