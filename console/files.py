"""Files as Pages: plain text, HTML and WARC archives, for import and for explaining."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from cleaning import Page, publisher_name

_TYPES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html"}
_ARCHIVES = (".warc", ".warc.gz")


class UnknownFile(ValueError):
    """The file is of no kind that can be read."""


def pages_in(path: Path) -> Iterator[Page]:
    """The pages of a file, or of every file of a folder, in order of name.

    Raises UnknownFile for a single file of another kind (in a folder such files are passed over), OSError.
    """
    if path.is_dir():
        for inner in sorted(p for p in path.rglob("*") if p.is_file() and _readable(p)):
            yield from _pages_of(inner)
    else:
        yield from _pages_of(path)


def _readable(path: Path) -> bool:
    return path.suffix.lower() in _TYPES or path.name.lower().endswith(_ARCHIVES)


def _pages_of(path: Path) -> Iterator[Page]:
    if path.name.lower().endswith(_ARCHIVES):
        yield from _pages_of_archive(path)
    elif path.suffix.lower() in _TYPES:
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        yield Page(
            url=path.resolve().as_uri(),
            body=path.read_bytes(),
            content_type=_TYPES[path.suffix.lower()],
            fetched_at=changed,
            publisher="files",
        )
    else:
        raise UnknownFile(f"{path}: not a .txt, .html or .warc file")


def _pages_of_archive(path: Path) -> Iterator[Page]:
    """The HTML responses with status 200 of a WARC file."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and record.http_headers and record.http_headers.get_statuscode() == "200":
                page = _page_of(record)
                if "html" in page.content_type:
                    yield page


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
