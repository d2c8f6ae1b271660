"""The raw archive: page bodies by content, compressed against an earlier page of the same host."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, bindparam, delete, select, update
from zstandard import ZstdCompressionDict

from cleaning import Page
from storage.archive_schema import capture, dictionary, raw
from storage.engine import insert_new, reading, upsert
from storage.packing import lesson, pack, unpack
from storage.trouble import is_trouble
from storage.writer import Writer

EXAMPLE_BYTES = range(2_000, 500_000)
"""A page shorter or longer than this is no example for others."""


class Packed(NamedTuple):
    """A body ready to be written, and the host's first dictionary when this body becomes it."""

    blob: dict[str, Any]
    teaches: dict[str, Any] | None = None


class Bodies(NamedTuple):
    """What names the bytes of a page with its continued pages. Digests cost time, so they are made once."""

    digests: tuple[str, ...]
    """Of the page's body and of each continued page's."""
    digest: str
    """One for all of them."""
    capture: str
    """Of the bodies as fetched at this address."""
    earlier: frozenset[str]
    """The captures made while the continued pages were not all there yet."""


def bodies(page: Page) -> Bodies:
    """The names of this page's bytes."""
    digests = tuple(each.digest for each in (page, *page.continued))
    joined = ["-".join(digests[:count]) for count in range(1, len(digests) + 1)]
    *earlier, capture = (_capture_id(page, each) for each in joined)
    return Bodies(digests, joined[-1], capture, frozenset(earlier))


def _capture_id(page: Page, digest: str) -> str:
    named = "\n".join((page.url, page.final_url, digest))
    return blake2b(named.encode("utf-8", "replace"), digest_size=16).hexdigest()


class Archive:
    """Keeps raw pages and gives them back. Dictionaries are never deleted, so a blob stays decodable."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = Writer(engine, "winnow-raw")
        self._lesson = lru_cache(maxsize=64)(self._read_lesson)
        self._newest: dict[str, str] = {}

    def close(self) -> None:
        """Finish what is queued."""
        self._writer.close()

    def keep(self, page: Page, named: Bodies) -> None:
        """Store the bodies of a page and its continued pages; committed on return. Known ones stay as they are."""
        pages = (page, *page.continued)
        packed = [self._pack(each, digest) for each, digest in zip(pages, named.digests, strict=True)]
        rows = [_capture_row(named, position, each) for position, each in enumerate(pages)]
        self._writer.do(lambda connection: _write(connection, packed, rows))

    def keep_anew(self, page: Page, named: Bodies) -> None:
        """Say of a capture that is kept what its latest fetch said: another status, another type of content."""
        rows = [_capture_row(named, position, each) for position, each in enumerate((page, *page.continued))]
        self._writer.do(lambda connection: _rewrite(connection, rows))

    def rename(self, before: str, name: str) -> None:
        """Captures of one publisher are another one's."""
        named = update(capture).where(capture.c.publisher == before).values(publisher=name)
        self._writer.do(lambda connection: connection.execute(named))

    def pages(self, names: Iterable[str]) -> dict[str, Page]:
        """The captures of these names that are kept, each with its continued pages."""
        blob = (raw.c.data, raw.c.size, raw.c.dictionary)
        wanted = select(capture, *blob).join(raw, raw.c.digest == capture.c.digest).where(capture.c.id.in_(list(names)))
        wanted = wanted.order_by(capture.c.id, capture.c.position)
        rows = reading(self.engine, lambda connection: connection.execute(wanted).all())
        found: dict[str, Page] = {}
        for row in rows:
            page = self._page(row)
            found[row.id] = found[row.id].with_next(page) if row.id in found else page
        return found

    def kept_since(self, moment: datetime, publisher: str) -> dict[str, str]:
        """Address -> name of the latest capture of this publisher that was fetched at that moment or later."""
        c = capture.c
        wanted = select(c.url, c.id).where(c.fetched_at >= moment, c.publisher == publisher, c.position == 0)
        rows = reading(self.engine, lambda connection: connection.execute(wanted.order_by(c.fetched_at)).all())
        return {row.url: row.id for row in rows}

    def discard(self, names: Iterable[str]) -> None:
        """Forget captures that nothing refers to, and bodies that no capture holds any more."""
        doomed = [name for name in names if name]
        if doomed:
            self._writer.do(lambda connection: discard(connection, doomed))

    def let_go(self, names: Iterable[str]) -> None:
        """The same after what mattered is committed: what a failure leaves here is swept later."""
        try:
            self.discard(names)
        except Exception as error:
            if not is_trouble(error):
                raise

    def _pack(self, page: Page, digest: str) -> Packed:
        host = urlsplit(page.final_url).hostname or page.publisher
        known, teaches = self._dictionary_of(host), None
        if known is None and len(page.body) in EXAMPLE_BYTES:
            known = digest
            teaches = {"digest": known, "host": host, "made_at": datetime.now(UTC), "data": pack(page.body)}
        taught = None if known is None else lesson(page.body) if teaches else self._lesson(known)
        blob = {"digest": digest, "size": len(page.body), "dictionary": known, "data": pack(page.body, taught)}
        return Packed(blob, teaches)

    def _dictionary_of(self, host: str) -> str | None:
        """The digest of the host's first dictionary, once it is committed."""
        if host not in self._newest:
            first = select(dictionary.c.digest).where(dictionary.c.host == host).order_by(dictionary.c.made_at).limit(1)
            found = reading(self.engine, lambda connection: connection.execute(first).scalar())
            if found is None:
                return None
            self._newest[host] = found
        return self._newest[host]

    def _read_lesson(self, digest: str) -> ZstdCompressionDict:
        wanted = select(dictionary.c.data).where(dictionary.c.digest == digest)
        data = reading(self.engine, lambda connection: connection.execute(wanted).scalar_one())
        return lesson(unpack(data, EXAMPLE_BYTES.stop))

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


def _write(connection: Connection, packed: Sequence[Packed], rows: list[dict[str, Any]]) -> None:
    dialect = connection.dialect.name
    lessons = [each.teaches for each in packed if each.teaches]
    if lessons:
        connection.execute(insert_new(dialect, dictionary), lessons)
    connection.execute(insert_new(dialect, raw), [each.blob for each in packed])
    connection.execute(insert_new(dialect, capture), rows)


def _rewrite(connection: Connection, rows: list[dict[str, Any]]) -> None:
    telling = upsert(connection.dialect.name, capture)
    said = {name: telling.excluded[name] for name in _SAID}
    connection.execute(telling.on_conflict_do_update(index_elements=["id", "position"], set_=said), rows)


_SAID = ("status", "content_type", "etag", "last_modified", "fetched_at")


def _capture_row(named: Bodies, position: int, page: Page) -> dict[str, Any]:
    return {
        "id": named.capture,
        "position": position,
        "digest": named.digests[position],
        "url": page.url,
        "final_url": page.final_url,
        "publisher": page.publisher,
        "status": page.status,
        "content_type": page.content_type,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "fetched_at": page.fetched_at,
    }


_NAMED = capture.c.id.in_(bindparam("names", expanding=True))
_THEIRS = select(capture.c.digest).where(_NAMED)
_FORGET = delete(capture).where(_NAMED)
_HELD = select(capture.c.id).where(capture.c.digest == raw.c.digest).exists()
_FREE = delete(raw).where(raw.c.digest.in_(bindparam("digests", expanding=True)), ~_HELD)


def discard(connection: Connection, names: Sequence[str]) -> None:
    """Forget these captures, and the bodies that no other one holds."""
    digests = connection.execute(_THEIRS, {"names": names}).scalars().all()
    connection.execute(_FORGET, {"names": names})
    connection.execute(_FREE, {"digests": digests})
