"""Which process a run is: told so that the death of one on this machine is known at once, not after its lease."""

from __future__ import annotations

import os
import time
from functools import cache
from pathlib import Path

_SYSTEM = Path("/proc")


def this_process() -> str:
    """Names this process among all that this kernel ran since it was started; empty where there is no /proc."""
    return process_name(os.getpid())


def process_name(number: int) -> str:
    """The same for another process of this machine; empty when there is none."""
    place, born = _place(), _born(number)
    return f"{place} {number} {born}" if place and born else ""


def is_dead(name: str) -> bool:
    """Whether the process of this name certainly runs no more. Of those on other machines nothing is known."""
    number = process_number(name)
    return number is not None and process_name(number) != name


def age(name: str) -> float | None:
    """Seconds that a process of this machine has lived, by a count that goes on when the clock is set; None if dead."""
    number = process_number(name)
    if number is None or process_name(number) != name:
        return None
    return time.clock_gettime(time.CLOCK_BOOTTIME) - int(name.rpartition(" ")[2]) / os.sysconf("SC_CLK_TCK")


def process_number(name: str) -> int | None:
    """The number of a process, if it was started on this machine since that was; whether it lives or not."""
    place, _, number = name.rpartition(" ")[0].rpartition(" ")
    return int(number) if place and place == _place() and number.isdigit() else None


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
