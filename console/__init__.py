"""What a person sees and types: commands, tables, progress, explanations, and the files and pages that a door reads."""

from console import watching
from console.door import opened, winnow
from console.interrupts import INTERRUPTED
from console.options import common
from console.out import as_json, complain, say, table
from console.reports import BUSY
from console.work import DEFAULT_DATABASE

__all__ = [
    "BUSY",
    "DEFAULT_DATABASE",
    "INTERRUPTED",
    "as_json",
    "common",
    "complain",
    "opened",
    "say",
    "table",
    "watching",
    "winnow",
]
