"""The raw archive: page bodies by content, compressed against an earlier page of the same host."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, delete, select
from zstandard import ZstdCompressionDict

from cleaning import Page
from storage.archive_schema import capture, dictionary, raw
from storage.engine import upsert
from storage.packing import lesson, pack, unpack
from storage.writer import Writer

EXAMPLE_BYTES = range(2_000, 500_000)
"""A page shorter or longer than this is no example for others."""


class Packed(NamedTuple):
    """A body ready to be written, and the host's first dictionary when this body becomes it."""

    blob: dict[str, Any]
    teaches: dict[str, Any] | None = None


def capture_id(page: Page) -> str:
    """What names the raw bytes of a page with its continued pages, as fetched at its address: 32 hex digits."""
    named = "\n".join((page.url, page.final_url, body_digest(page)))
    return blake2b(named.encode("utf-8", "replace"), digest_size=16).hexdigest()


def body_digest(page: Page) -> str:
    """One digest for the bodies of a page and its continued pages."""
    return "-".join((page.digest, *(part.digest for part in page.continued)))


def earlier_captures(page: Page) -> set[str]:
    """The captures made of this page while its continued pages were not all there yet."""
    return {capture_id(replace(page, continued=page.continued[:count])) for count in range(len(page.continued))}


class Archive:
    """Keeps raw pages and gives them back. Dictionaries are never deleted, so a blob stays decodable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = Writer(engine, "winnow-raw")
        self._lesson = lru_cache(maxsize=64)(self._read_lesson)
        self._newest: dict[str, str] = {}

    def close(self) -> None:
        """Finish what is queued."""
        self._writer.close()

    def keep(self, page: Page) -> None:
        """Store the bodies of a page and its continued pages; committed on return. Known ones cost one look."""
        name, pages = capture_id(page), (page, *page.continued)
        with self._engine.connect() as connection:
            if connection.execute(select(capture.c.id).where(capture.c.id == name).limit(1)).first():
                return
        packed = [self._pack(each) for each in pages]
        self._writer.do(lambda connection: _write(connection, name, pages, packed))

    def pages(self, names: Iterable[str]) -> dict[str, Page]:
        """The captures of these names that are kept, each with its continued pages."""
        blob = (raw.c.data, raw.c.size, raw.c.dictionary)
        wanted = select(capture, *blob).join(raw, raw.c.digest == capture.c.digest).where(capture.c.id.in_(list(names)))
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(capture.c.id, capture.c.position)).all()
        found: dict[str, Page] = {}
        for row in rows:
            page = self._page(row)
            found[row.id] = found[row.id].with_next(page) if row.id in found else page
        return found

    def discard(self, names: Iterable[str]) -> None:
        """Forget captures that nothing refers to, and bodies that no capture holds any more."""
        doomed = [name for name in names if name]
        if doomed:
            self._writer.do(lambda connection: _discard(connection, doomed))

    def _pack(self, page: Page) -> Packed:
        host = urlsplit(page.final_url).hostname or page.publisher
        known, teaches = self._dictionary_of(host), None
        if known is None and len(page.body) in EXAMPLE_BYTES:
            known = page.digest
            teaches = {"digest": known, "host": host, "made_at": datetime.now(UTC), "data": pack(page.body)}
        taught = None if known is None else lesson(page.body) if teaches else self._lesson(known)
        blob = {"digest": page.digest, "size": len(page.body), "dictionary": known, "data": pack(page.body, taught)}
        return Packed(blob, teaches)

    def _dictionary_of(self, host: str) -> str | None:
        """The digest of the host's first dictionary, once it is committed."""
        if host not in self._newest:
            first = select(dictionary.c.digest).where(dictionary.c.host == host).order_by(dictionary.c.made_at).limit(1)
            with self._engine.connect() as connection:
                found = connection.execute(first).scalar()
            if found is None:
                return None
            self._newest[host] = found
        return self._newest[host]

    def _read_lesson(self, digest: str) -> ZstdCompressionDict:
        wanted = select(dictionary.c.data).where(dictionary.c.digest == digest)
        with self._engine.connect() as connection:
            return lesson(unpack(connection.execute(wanted).scalar_one(), EXAMPLE_BYTES.stop))

    def _page(self, row: Any) -> Page:
        taught = self._lesson(row.dictionary) if row.dictionary else None
        return Page(
            url=row.url,
            final_url=row.final_url,
            body=unpack(row.data, row.size, taught),
            publisher=row.publisher,
            status=row.status,
            content_type=row.content_type,
            etag=row.etag,
            last_modified=row.last_modified,
            fetched_at=row.fetched_at,
        )


def _write(connection: Connection, name: str, pages: Sequence[Page], packed: Sequence[Packed]) -> None:
    for each in packed:
        if each.teaches:
            connection.execute(upsert(connection, dictionary).on_conflict_do_nothing(), each.teaches)
    connection.execute(upsert(connection, raw).on_conflict_do_nothing(), [each.blob for each in packed])
    rows = [_capture_row(name, position, page) for position, page in enumerate(pages)]
    connection.execute(upsert(connection, capture).on_conflict_do_nothing(), rows)


def _capture_row(name: str, position: int, page: Page) -> dict[str, Any]:
    return {
        "id": name,
        "position": position,
        "digest": page.digest,
        "url": page.url,
        "final_url": page.final_url,
        "publisher": page.publisher,
        "status": page.status,
        "content_type": page.content_type,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "fetched_at": page.fetched_at,
    }


def _discard(connection: Connection, names: Sequence[str]) -> None:
    theirs = select(capture.c.digest).where(capture.c.id.in_(names))
    digests = list(connection.execute(theirs).scalars())
    connection.execute(delete(capture).where(capture.c.id.in_(names)))
    held = select(capture.c.digest).where(capture.c.digest == raw.c.digest).exists()
    connection.execute(delete(raw).where(raw.c.digest.in_(digests), ~held))
