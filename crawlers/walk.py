"""Reading a publisher's sources: feeds, lists page by page until one brings nothing new, and sitemaps."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.http import Response

from cleaning import Layout, Page
from crawlers.faults import TOO_LARGE
from crawlers.feeds import read_feed
from crawlers.links import dated
from crawlers.listings import read_listing
from crawlers.noise import Spellings, cleared
from crawlers.robots import Disallowed
from crawlers.sitemaps import read_sitemap
from crawlers.sourcebook import BadStatus, SourceBook
from crawlers.sources import Feed, Harvest, Link, Listing, Sitemap
from crawlers.stop import Stopped
from storage import Found

if TYPE_CHECKING:
    from crawlers.spider import ArticleSpider

Reader = Callable[[Page, Layout], Harvest]
Reading = Callable[[Reader, str, bool], Coroutine[Any, Any, Harvest | None]]

KINDS: dict[Reader, str] = {read_feed: "feed", read_sitemap: "sitemap", read_listing: "list"}
_NOT_MODIFIED = 304

SITEMAPS = 300
"""At most so many sitemap files are read in one crawl, the newest first."""
MISSED = 20
"""After so many files in a row that an index names and that cannot be read, the others are left."""
LIST_PAGES = 3000
"""At most so many list pages are read in one crawl."""
SHARE_OF_TIME = 0.5
"""Of a crawl's time limit, at most this share goes into reading sources."""


class Walk:
    """One crawl's way through a publisher's sources.

    Lists come before sitemaps, so that a list can tell what is new since the last crawl.
    """

    conditional = True
    """Whether a source that did not change need not be read again."""

    def __init__(self, spider: ArticleSpider) -> None:
        self.spider = spider
        self.job = spider.job
        self._asked: set[str] = set()
        self._began = asyncio.get_running_loop().time()
        self._sitemaps = self._list_pages = 0
        self._to_the_end = True
        self._maybe_new: set[str] = set()
        self.noisy: frozenset[str] = frozenset()
        self._spellings = Spellings()
        self.book = SourceBook(spider.publisher, [], datetime.now(UTC))

    async def run(self) -> None:
        """Read every source and remember the articles they name; then note how each was found."""
        await self.prepare()
        await self.read_all()
        await self.job.line.call(self.job.line.store.sources.note, self.book.seen())

    async def read_all(self) -> None:
        """Read the sources that the publisher's file names."""
        sources = self.spider.listings
        async with asyncio.TaskGroup() as group:
            for source in sources:
                if isinstance(source, Feed):
                    group.create_task(self.feed(self.spider.absolute(source.url)))
                elif isinstance(source, Listing):
                    group.create_task(self.listing(self.spider.absolute(source.url), source))
        await self.sitemaps(self.spider.absolute(source.url) for source in sources if isinstance(source, Sitemap))

    async def prepare(self) -> None:
        """Find out how the sources were found the last time, and whether lists must be read to their end.

        They must as long as addresses are waiting that were never asked for: the crawl that found them may have been
        ended while it read the lists. Otherwise a list is read until a page names nothing that is new.
        """
        line, name = self.job.line, self.spider.publisher
        self.book = SourceBook(name, await line.call(line.store.sources.of, name), datetime.now(UTC))
        self._to_the_end = await line.call(line.store.is_unexplored, name)

    async def feed(self, url: str, *, essential: bool = True) -> None:
        """Read a feed and remember its articles."""
        harvest = await self.read(read_feed, url, essential=essential)
        if harvest is not None:
            await self.remember(harvest.links, url)

    async def sitemaps(self, urls: Iterable[str], *, essential: bool = True) -> None:
        """Read sitemaps, and those they name, and remember their articles."""
        waiting = deque(urls)
        own, missed = len(waiting), 0
        while waiting and self._sitemaps < SITEMAPS and missed < MISSED:
            self._sitemaps += 1
            own, url = own - 1, waiting.popleft()
            harvest = await self.read(read_sitemap, url, essential=essential)
            missed = missed + 1 if harvest is None and own < 0 else 0
            if harvest is not None:
                waiting.extend(harvest.sitemaps[: max(0, SITEMAPS - self._sitemaps - len(waiting))])
                await self.remember(harvest.links, url)

    async def listing(self, url: str, source: Listing, first: Harvest | None = None) -> None:
        """Read a list page by page, until one brings nothing new or the budget is spent. `first`: page 1, if read."""
        seen: set[str] = set()
        harvest, address, number = first or await self.read(read_listing, url), url, 1
        while harvest is not None and await self._brings_new(harvest, seen, address) and number < source.pages:
            number += 1
            following = self.spider.absolute(source.page_address(number)) if source.more else harvest.next_page
            harvest = await self._later_page(following)
            address = following or ""

    async def _later_page(self, url: str | None) -> Harvest | None:
        self._list_pages += 1
        if url is None or self._list_pages > LIST_PAGES or not self.spider.is_own(url):
            return None
        return await self.read(read_listing, url, essential=False)

    async def _brings_new(self, harvest: Harvest, seen: set[str], source: str) -> bool:
        """Remember a list page's articles. Whether it names any that justify asking for the next page."""
        articles = await self.job.line.call(self.articles, harvest.links)
        fresh = {link.key for link in articles} - seen
        seen |= fresh
        told_elsewhere = bool(fresh & self._maybe_new)
        new = await self.remember(articles, source)
        if new:
            self._maybe_new |= fresh
        return bool(fresh) and (self._to_the_end or told_elsewhere or new > 0)

    def articles(self, links: Iterable[Link]) -> list[Link]:
        """The links that lead to articles of this publisher, without what is noise in their addresses."""
        return [self._spellings.first(link) for link in map(self.clear, links) if self.spider.is_article(link)]

    def clear(self, link: Link) -> Link:
        """The link without parameters that are known to be noise on this site."""
        return cleared(link, self.noisy, self.spider.layout)

    async def remember(self, links: Iterable[Link], source: str) -> int:
        """Put articles into the frontier. Returns how many addresses were not known before."""
        new = await self.job.line.call(self._discover, links, source)
        self.job.tally.new_addresses += new
        if new:
            self.book.brought(source)
        return new

    def _discover(self, links: Iterable[Link], source: str) -> int:
        """In a thread: a sitemap may name 50,000 addresses, and each is looked at."""
        store, now = self.job.line.store, datetime.now(UTC)
        named = dated(self.articles(links), now)
        found = [Found(link.url, link.key, link.modified, link.title, source) for link in named]
        return store.discover(self.spider.publisher, found, now) if found else 0

    async def read(self, reader: Reader, url: str, *, essential: bool = True) -> Harvest | None:
        """What a source names; None if it can't be had, or was read already. An essential source that fails is told."""
        if url in self._asked or self._late():
            return None
        self._asked.add(url)
        try:
            return await self._attempt(self._read_known if essential else self._read, reader, url)
        except Stopped:
            return None
        except Exception as error:  # whatever a stranger's file breaks, it costs this source alone
            if essential:
                self._complain(reader, url, error)
        return None

    async def _attempt(self, read: Reading, reader: Reader, url: str) -> Harvest | None:
        """What the source names; a large one is read when it is the only one."""
        try:
            return await read(reader, url, False)
        except TOO_LARGE:
            async with self.job.line.large:
                return await read(reader, url, True)

    def _complain(self, reader: Reader, url: str, error: Exception) -> None:
        """Tell that a source could not be read. That robots.txt forbids it is no fault of the source."""
        if isinstance(error, Disallowed):
            self.job.tally.note(f"{url}: {error}")
        else:
            self.job.tally.trouble(f"{url}: {self.book.failed(url, KINDS[reader], error)}")

    async def _read_known(self, reader: Reader, url: str, large: bool) -> Harvest | None:
        """A source of which earlier crawls know something: asked where it is now, and only for what changed."""
        if resting := self.book.rests(url):
            self.job.tally.trouble(f"{url}: {resting}")
            return None
        kind, conditionally = KINDS[reader], self.conditional and reader is not read_listing
        headers = self.book.conditions(url) if conditionally else None
        response = await self._asked_for(reader, self.book.address(url), headers, large)
        if response.status == _NOT_MODIFIED:
            self.book.unchanged(url)
            return Harvest()
        harvest = await self._harvest(reader, url, response)
        self.book.answered(url, kind, response, len(harvest.links) + len(harvest.sitemaps))
        return harvest

    async def _read(self, reader: Reader, url: str, large: bool) -> Harvest | None:
        return await self._harvest(reader, url, await self._asked_for(reader, url, None, large))

    async def _asked_for(self, reader: Reader, url: str, headers: dict[str, str] | None, large: bool) -> Response:
        response = await self.spider.fetch(url, headers, anywhere=reader is not read_listing, large=large)
        if not (200 <= response.status < 300 or (headers and response.status == _NOT_MODIFIED)):
            raise BadStatus(response.status)
        return response

    async def _harvest(self, reader: Reader, url: str, response: Response) -> Harvest:
        self.job.tally.sources += 1
        self.job.tally.source_bytes += len(response.body)
        line = self.job.line
        return await line.call(line.workers.run, reader, self.spider.page(url, response), self.spider.layout)

    def _late(self) -> bool:
        """Whether reading sources has had its share of the crawl's time."""
        limit = self.job.time_limit
        spent = asyncio.get_running_loop().time() - self._began
        return self.job.stop.asked or (limit is not None and spent > limit * SHARE_OF_TIME)
