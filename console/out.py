"""Where a command's words go: tables on a terminal, plain lines in a pipe, JSON for machines."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from console.safe import printable

_GAP: Final = 2
"""Columns of the terminal between those of a table."""
_FOLDED: Final = 30
"""To so many of them the widest column of a table may be folded."""
_NOTHING: Final = ("", "0", "0.0")


class _Aside(Console):
    """Standard error: when nobody listens there any more, the work goes on."""

    def on_broken_pipe(self) -> None:
        """The usual console would end the process from within whatever it is doing."""
        self.quiet = True


screen = Console(highlight=False, emoji=False)  # ":100:" is no sign, but a piece of an address
errors = _Aside(stderr=True, highlight=False, emoji=False)
_STREAMS: Final = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def speak_any_language() -> None:
    """What a terminal or a pipe of another encoding than UTF-8 cannot show is shown as \\u0436, and ends nothing; nor
    does a stream that was closed before we began.
    """
    for name, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115  # to the end of the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def silence() -> None:
    """From now on standard output goes nowhere: who reads it has enough, or it is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str, style: str | None = None) -> None:
    """One line to the person; markup in the text is shown as it is."""
    screen.print(escape(printable(text)), style=style, soft_wrap=True)


def complain(text: str, style: str | None = "bold red") -> None:
    """One line to standard error."""
    with suppress(OSError):
        errors.print(escape(printable(text)), style=style, soft_wrap=True)


def note(text: str) -> None:
    """One line to standard error that is no complaint."""
    complain(text, style=None)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """A table; columns whose every cell is a number stand to the right. A pipe gets tab-separated lines.

    A terminal that is too narrow for it is spared columns that are empty or zero; if that does not help, each row
    becomes a short paragraph.
    """
    shown = [[printable(_cell(value)) for value in row] for row in rows]
    if not screen.is_terminal:
        for row in (list(columns), *shown):
            print("\t".join(row))
        return
    if not _fits(columns, shown):
        told = [at for at in range(len(columns)) if not at or any(row[at] not in _NOTHING for row in shown)]
        columns, shown = [columns[at] for at in told], [[row[at] for at in told] for row in shown]
    if _fits(columns, shown):
        screen.print(_drawn(columns, shown, title))
        return
    for row in shown:
        _paragraph(columns, row)


def _fits(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the columns stand side by side, if the widest one is folded."""
    widths = [max(map(cell_len, cells)) for cells in zip(columns, *rows, strict=True)]
    return sum(widths) - max(widths) + min(max(widths), _FOLDED) + _GAP * (len(widths) - 1) <= screen.width


def _drawn(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> Table:
    drawn = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(columns):
        numeric = all(row[number].replace(".", "").replace("–", "").isdigit() or not row[number] for row in rows)
        drawn.add_column(name, justify="right" if numeric and rows else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*map(escape, row))
    return drawn


def _paragraph(columns: Sequence[str], row: Sequence[str]) -> None:
    name, head = columns[0], row[0]
    say(f"{name} {head}" if head.isdigit() else head, "bold")
    told = [f"{name}\u00a0{cell}" for name, cell in zip(columns[1:], row[1:], strict=True) if cell not in _NOTHING]
    screen.print(Padding(escape(", ".join(told)), (0, 0, 0, 2)))


def as_json(value: Any) -> None:
    """One JSON document on standard output."""
    in_ascii = codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8"
    json.dump(value, sys.stdout, ensure_ascii=in_ascii, indent=2, default=_plain)
    sys.stdout.write("\n")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)
