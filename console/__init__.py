"""What a person sees and types: tables, progress, explanations, and the files and pages that a door reads."""

from console import commands
from console.out import complain, say, table
from console.reports import BUSY
from console.work import DEFAULT_DATABASE, Busy

__all__ = ["BUSY", "DEFAULT_DATABASE", "Busy", "commands", "complain", "say", "table"]
