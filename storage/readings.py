"""The part of the store that readers ask: articles, their history, stored pages, and how each publisher stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine

from cleaning import Layout, Page
from storage import exports, readers, stock
from storage.alarms import open_alarms
from storage.engine import reading
from storage.exports import Row, Wanted
from storage.nouns import ArticleRow, PublisherStatus, RevisionRow
from storage.raw import Archive
from storage.sources import Sources
from storage.standing import USUAL
from storage.yields import LOOKED_BACK, Pulse, RunYield, pulse, yields

T = TypeVar("T")


class Readings:
    """Questions that change nothing."""

    _engine: Engine
    _archive: Archive
    sources: Sources

    def _read(self, work: Callable[[Connection], T]) -> T:
        return reading(self._engine, work)

    def article(self, url: str, layout: Layout = USUAL) -> ArticleRow | None:
        """The article at any of its addresses, or None."""
        return self._read(lambda c: readers.article(c, url, layout))

    def history(self, url: str, layout: Layout = USUAL) -> list[RevisionRow]:
        """The article's texts, oldest first."""
        return self._read(lambda c: readers.history(c, url, layout))

    def stored_pages(
        self,
        publisher: str | None = None,
        urls: Iterable[str] | None = None,
        layout: Layout = USUAL,
        *,
        besides: int | None = None,
    ) -> Iterator[Page]:
        """Raw pages to clean again: those behind the articles, and those refused since.

        `besides`: a run whose pages are left out, because they were cleaned in it.
        """
        names = self._read(lambda c: list(stock.captures(c, publisher, urls, layout, besides)))
        return stock.pages(self._archive, names)

    def page_count(self, publisher: str | None = None, *, besides: int | None = None) -> int:
        """How many of them there are."""
        return self._read(lambda c: stock.count(c, publisher, besides))

    def sampled_pages(self, size: int, publisher: str | None = None) -> Iterator[Page]:
        """So many of the pages behind the articles, spread over all of them; the same as long as the pages are."""
        return stock.pages(self._archive, self._read(lambda c: stock.sample(c, size, publisher)))

    def status(self) -> list[PublisherStatus]:
        """What is stored, per publisher."""
        return self._read(readers.status)

    def is_unexplored(self, publisher: str) -> bool:
        """Whether no address of the publisher is known, or one was never asked for."""
        return self._read(lambda c: readers.is_unexplored(c, publisher))

    def with_articles(self, publishers: Sequence[str]) -> frozenset[str]:
        """Those of the publishers of which an article is stored."""
        return self._read(lambda c: readers.with_articles(c, publishers))

    def exported(self, wanted: Wanted) -> Iterator[Row]:
        """The articles for programs that take them elsewhere, a few hundred in memory at a time."""
        return exports.exported(self._read, wanted)

    def newest_cursor(self) -> int:
        """The cursor of the last change."""
        return self._read(exports.newest_cursor)

    def homes(self) -> dict[str, str]:
        """The site of each publisher that is stored."""
        return self._read(readers.homes)

    def crawls(self, now: datetime) -> dict[str, list[RunYield]]:
        """What the crawls of the last 60 days brought, by publisher, newest first."""
        return self._read(lambda c: yields(c, now - LOOKED_BACK))

    def pulses(self, now: datetime) -> list[Pulse]:
        """How each publisher's latest crawls went against what they usually bring, in order of name."""
        crawls = self.crawls(now)
        names = sorted({*crawls, *(row.publisher for row in self._read(readers.status))})
        sources, alarms = _by_publisher(self.sources.of()), _by_publisher(self._read(open_alarms))
        return [
            pulse(name, crawls.get(name, []), sources[name], [alarm.kind for alarm in alarms[name]], now)
            for name in names
        ]


class _OfPublisher(Protocol):
    @property
    def publisher(self) -> str: ...


Owned = TypeVar("Owned", bound=_OfPublisher)


def _by_publisher(owned: Iterable[Owned]) -> defaultdict[str, list[Owned]]:
    found: defaultdict[str, list[Owned]] = defaultdict(list)
    for each in owned:
        found[each.publisher].append(each)
    return found
