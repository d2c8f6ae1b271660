"""Files as Pages: plain text, HTML, WARC archives and JSON lines, for import and for explaining."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from cleaning import Page, record_page
from console.warc import BrokenArchive, archived

LARGEST = 64 * 1024 * 1024
"""Bytes of a page, or of a line; what is longer is none, and would not fit into memory some day."""
_BEGINNING = 1000
FILES = "files"
"""The publisher of plain files."""
_TYPES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html"}
_ARCHIVES = (".warc", ".warc.gz")
_RECORDS = tuple(f"{name}{packed}" for name in (".jsonl", ".ndjson") for packed in ("", ".gz", ".xz"))


class UnknownFile(ValueError):
    """The file is of no kind that can be read."""


def files_in(path: Path) -> list[Path]:
    """The file itself, or every file of a folder that can be read, in order of name.

    Raises UnknownFile for a single file of another kind; in a folder such files are passed over.
    """
    if path.is_dir():
        return sorted(inner for inner in path.rglob("*") if inner.is_file() and _readable(inner))
    if not _readable(path):
        raise UnknownFile(f"{path}: not a .txt, .html, .jsonl or .warc file")
    return [path]


def is_archive(path: Path) -> bool:
    """Whether the file holds any number of pages."""
    return path.name.lower().endswith((*_ARCHIVES, *_RECORDS))


def pages_in(path: Path) -> Iterator[Page]:
    """The pages of one file. Raises UnknownFile for an archive that is none, OSError."""
    if path.name.lower().endswith(_RECORDS):
        yield from _records(path)
    elif is_archive(path):
        try:
            yield from archived(path)
        except BrokenArchive as error:
            raise UnknownFile(f"{path}: not a WARC archive, or a broken one: {error}") from error
    else:
        yield Page(
            url=path.resolve().as_uri(),
            body=_whole(path),
            content_type=_TYPES[path.suffix.lower()],
            fetched_at=_changed(path),
            publisher=FILES,
        )


def _whole(path: Path) -> bytes:
    """What is in the file. Raises UnknownFile for one that no page can be."""
    with path.open("rb") as file:
        body = file.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise UnknownFile(f"{path}: longer than {LARGEST} bytes")
    return body


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file. Of one that is too long for a record only the beginning comes, which is none."""
    while line := file.readline(LARGEST + 1):
        rest = line
        while len(rest) > LARGEST and not rest.endswith(b"\n"):
            rest = file.readline(LARGEST + 1)
        yield line if rest is line else line[:_BEGINNING]


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _unpacked(path: Path) -> IO[bytes]:
    match path.suffix.lower():
        case ".gz":
            return cast(IO[bytes], gzip.open(path))
        case ".xz":
            return lzma.open(path)
    return path.open("rb")


def _records(path: Path) -> Iterator[Page]:
    """The lines of a file of articles; empty ones are passed over."""
    place, at = path.resolve().as_uri(), _changed(path)
    try:
        with _unpacked(path) as lines:
            for number, line in enumerate(_lines(lines), start=1):
                if line.strip():
                    yield record_page(line.strip(), place, number, at, FILES)
    except (EOFError, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise UnknownFile(f"{path}: packed wrongly, or cut: {error}") from error


def _readable(path: Path) -> bool:
    return path.suffix.lower() in _TYPES or is_archive(path)
