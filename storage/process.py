"""Which process a run is: told so that the death of one on this machine is known at once, not after its lease."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

_SYSTEM = Path("/proc")


def this_process() -> str:
    """Names this process among all that this kernel ran since it was started; empty where there is no /proc."""
    place, born = _place(), _born(os.getpid())
    return f"{place} {os.getpid()} {born}" if place and born else ""


def is_dead(name: str) -> bool:
    """Whether the process of this name certainly runs no more. Of those on other machines nothing is known."""
    place, _, process = name.rpartition(" ")[0].rpartition(" ")
    if not place or place != _place() or not process.isdigit():
        return False
    return _born(int(process)) != name.rpartition(" ")[2]


@cache
def _place() -> str:
    """This start of this machine, and the name space in which its processes have their numbers."""
    try:
        started = (_SYSTEM / "sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{started} {(_SYSTEM / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _born(process: int) -> str:
    """When it was started, in the kernel's ticks: numbers of processes come again. Empty when there is none."""
    try:
        told = (_SYSTEM / str(process) / "stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    state, *rest = told.rpartition(")")[2].split()
    return "" if state in "ZX" else rest[18]
