"""Where a command's words go: tables on a terminal, plain lines in a pipe, JSON for machines."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import datetime
from io import TextIOWrapper
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from console.safe import printable

screen = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def speak_any_language() -> None:
    """What a terminal or a pipe of another encoding than UTF-8 cannot show is shown as \\u0436, and ends nothing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str, style: str | None = None) -> None:
    """One line to the person; markup in the text is shown as it is."""
    screen.print(escape(printable(text)), style=style, soft_wrap=True)


def complain(text: str, style: str | None = "bold red") -> None:
    """One line to standard error."""
    errors.print(escape(printable(text)), style=style, soft_wrap=True)


def note(text: str) -> None:
    """One line to standard error that is no complaint."""
    errors.print(escape(printable(text)), soft_wrap=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """A table; columns whose every cell is a number stand to the right. A pipe gets tab-separated lines."""
    shown = [[printable(_cell(value)) for value in row] for row in rows]
    if not screen.is_terminal:
        for row in (list(columns), *shown):
            print("\t".join(row))
        return
    drawn = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(columns):
        numeric = all(row[number].replace(".", "").replace("–", "").isdigit() or not row[number] for row in shown)
        drawn.add_column(name, justify="right" if numeric and shown else "left", overflow="fold")
    for row in shown:
        drawn.add_row(*map(escape, row))
    screen.print(drawn)


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
