"""What a person sees and types: commands, tables, progress, explanations, and the files and pages that a door reads."""

from importlib import import_module
from typing import TYPE_CHECKING

from console import ledger, watching
from console.door import winnow
from console.interrupts import INTERRUPTED
from console.opening import opened
from console.options import Seconds, common
from console.out import as_json, complain, say, speak_any_language, table
from console.reports import BUSY
from console.work import DEFAULT_DATABASE, Misunderstood

if TYPE_CHECKING:
    from console.metrics import served_metrics

__all__ = [
    "BUSY",
    "DEFAULT_DATABASE",
    "INTERRUPTED",
    "Misunderstood",
    "Seconds",
    "as_json",
    "common",
    "complain",
    "ledger",
    "opened",
    "say",
    "served_metrics",
    "speak_any_language",
    "table",
    "watching",
    "winnow",
]


def __getattr__(name: str) -> object:
    """`served_metrics` is loaded when it is asked for, because few want its library."""
    if name == "served_metrics":
        return import_module("console.metrics").served_metrics
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
