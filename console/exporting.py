"""`winnow export`: the articles as JSON lines or CSV, one after the other, however many there are."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, Final

from console.out import complain, silence
from console.reports import OK
from console.safe import STEERING
from console.whole import whole
from storage import EXPORTED, Store, Wanted

_FORMULA: Final = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")
"""How a cell begins that a spreadsheet would take for a formula."""
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
"""What JSON leaves as it is, and no line of text should hold."""


def wanted(publishers: tuple[str, ...], since: datetime | None, until: datetime | None, **more: Any) -> Wanted:
    """The wish as it was typed; times without a zone are UTC."""
    return Wanted(publishers=publishers, since=_in_utc(since), until=_in_utc(until), **more)


def _in_utc(time: datetime | None) -> datetime | None:
    return time and (time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC))


def export(store: Store, wanted: Wanted, form: str, output: Path | None) -> int:
    """Writes the articles, and says on standard error how many there were, and after which cursor to go on."""
    cursor, rows = store.newest_cursor(), store.exported(wanted)
    try:
        with _opened(output) as file:
            said = _write_csv(file, rows, wanted) if form == "csv" else _write_lines(file, rows)
    except BrokenPipeError:  # who reads has enough
        silence()
        return OK
    complain(f"{said}; go on with --cursor {cursor}", style=None)
    return OK


def _write_lines(file: IO[str], rows: Iterable[dict[str, Any]]) -> str:
    count, shown = 0, STEERING if file.isatty() else _CONTROLS
    for row in rows:
        line = json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False)
        file.write(shown.sub(_escaped, line) + "\n")
        count += 1
    return f"{count} articles"


def _write_csv(file: IO[str], rows: Iterable[dict[str, Any]], wanted: Wanted) -> str:
    """Formulas are written with an apostrophe before them: a title may begin with "=", and a spreadsheet obeys it."""
    names = (*EXPORTED, "change") if wanted.cursor is not None else EXPORTED
    table, count, tamed = csv.writer(file, lineterminator="\n"), 0, 0
    table.writerow(names)
    for row in rows:
        cells = [_cell(row.get(name)) for name in names]
        safe = [f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells]
        tamed += sum(a != b for a, b in zip(cells, safe, strict=True))
        table.writerow([STEERING.sub("\N{REPLACEMENT CHARACTER}", cell) for cell in safe] if file.isatty() else safe)
        count += 1
    return f"{count} articles; {tamed} cells begin like a formula and have ' before them"


def _cell(value: Any) -> str:
    plain = _plain(value)
    text = plain if isinstance(plain, str) else "" if plain is None else json.dumps(plain, ensure_ascii=False)
    return _CONTROLS.sub("", text)


def _plain(value: Any) -> Any:
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value


def _escaped(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[str]]:
    """The file to write: there under its name once it is whole. Standard output without a name."""
    if output is None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout
        sys.stdout.flush()
        return
    with whole(output) as file:
        yield file
