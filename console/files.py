"""Files as Pages: plain text, HTML, WARC archives and JSON lines, for import and for explaining."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from cleaning import Page, publisher_name, record_page

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
        yield from _pages_of_archive(path)
    else:
        yield Page(
            url=path.resolve().as_uri(),
            body=path.read_bytes(),
            content_type=_TYPES[path.suffix.lower()],
            fetched_at=_changed(path),
            publisher=FILES,
        )


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
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield record_page(line.strip(), place, number, at, FILES)
    except (EOFError, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise UnknownFile(f"{path}: packed wrongly, or cut: {error}") from error


def _readable(path: Path) -> bool:
    return path.suffix.lower() in _TYPES or is_archive(path)


def _pages_of_archive(path: Path) -> Iterator[Page]:
    """The HTML responses with status 200 of a WARC file."""
    with path.open("rb") as stream:
        try:
            yield from filter(_is_html, map(_page_of, filter(_is_good_answer, ArchiveIterator(stream))))
        except ArchiveLoadFailed as error:
            raise UnknownFile(f"{path}: not a WARC archive, or a broken one: {error}") from error


def _is_good_answer(record: ArcWarcRecord) -> bool:
    head = record.http_headers
    return record.rec_type == "response" and head is not None and bool(head.get_statuscode() == "200")


def _is_html(page: Page) -> bool:
    return "html" in page.content_type


def _page_of(record: ArcWarcRecord) -> Page:
    url = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
    return Page(
        url=url,
        body=record.content_stream().read(),
        content_type=record.http_headers.get_header("Content-Type") or "text/html",
        etag=record.http_headers.get_header("ETag") or "",
        last_modified=record.http_headers.get_header("Last-Modified") or "",
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date").replace("Z", "+00:00")),
        publisher=publisher_name(url),
    )
