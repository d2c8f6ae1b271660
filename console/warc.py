"""WARC archives as Pages. A record that is broken costs itself: it comes as a page of which a part is missing."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from cleaning import Page, publisher_name
from crawlers import CutStream, TooLarge, Unreadable, decoded

_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a body, unpacked."""
_PARTIAL: Final = 206
_TOLD: Final = 200
"""Characters of what the reader says: it quotes what it does not know."""
_UNKNOWN: Final = datetime.fromtimestamp(0, UTC)
_BROKEN: Final = (ArchiveLoadFailed, AttributeError, ValueError, EOFError, zlib.error)
"""What the reader raises for what is no record: it takes much for granted."""


class BrokenArchive(ValueError):
    """The file is no WARC archive, or from some place on it is none."""


def archived(path: Path) -> Iterator[Page]:
    """The HTML responses with status 200 of a WARC file. Raises BrokenArchive, OSError."""
    with path.open("rb") as stream:
        for record in _records(stream):
            if _is_good_answer(record) and (page := _page_of(record)) and "html" in page.content_type:
                yield page


def _records(stream: IO[bytes]) -> Iterator[ArcWarcRecord]:
    try:
        yield from ArchiveIterator(stream)
    except _BROKEN as error:
        raise BrokenArchive(" ".join(str(error).split())[:_TOLD]) from error


def _is_good_answer(record: ArcWarcRecord) -> bool:
    head = record.http_headers
    return record.rec_type == "response" and head is not None and bool(head.get_statuscode() == "200")


def _page_of(record: ArcWarcRecord) -> Page:
    url = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
    body, status = _body(record)
    return Page(
        url=url,
        body=body,
        status=status,
        content_type=record.http_headers.get_header("Content-Type") or "text/html",
        etag=record.http_headers.get_header("ETag") or "",
        last_modified=record.http_headers.get_header("Last-Modified") or "",
        fetched_at=_moment(record.rec_headers.get_header("WARC-Date") or ""),
        publisher=publisher_name(url),
    )


def _body(record: ArcWarcRecord) -> tuple[bytes, int]:
    """The body unpacked, with the status of the answer. Many archives hold it unpacked already."""
    head = record.http_headers
    chunked = (head.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
    packed = _read(ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream)
    if len(packed) > _LARGEST or _is_cut(record):
        return b"", _PARTIAL
    names = [name.strip() for name in (head.get_header("Content-Encoding") or "").lower().split(",") if name.strip()]
    if packed.lstrip().startswith(b"<"):
        return packed, 200
    with suppress(CutStream, TooLarge, Unreadable):
        return decoded(packed, names, _LARGEST), 200
    return b"", _PARTIAL


def _is_cut(record: ArcWarcRecord) -> bool:
    """Whether the file ended before a record that was read to its end."""
    return bool(getattr(record.raw_stream, "limit", 0))


def _read(stream: Any) -> bytes:
    """All of it, as far as a page can be so long; a byte more of what is longer."""
    parts, left = list[bytes](), _LARGEST + 1
    while left > 0 and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _moment(told: str) -> datetime:
    """The time of the fetch, in UTC where no zone is told; unknown where it cannot be read."""
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        return _UNKNOWN
    return at if at.tzinfo else at.replace(tzinfo=UTC)
