"""A site without a file of its own: finds its feeds, sitemaps and lists, and tells its articles from the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urljoin

from cleaning import publisher_name
from crawlers.judging import Knowledge, learn
from crawlers.listings import read_listing
from crawlers.noise import noisy_parameters
from crawlers.robots import Robots
from crawlers.sections import section_links, stray_links
from crawlers.sources import Harvest, Link, Listing, Place
from crawlers.spider import ArticleSpider
from crawlers.walk import Walk

SECTIONS = 60
"""At most so many lists are looked for in menus."""
STRAY = 20
"""At most so many lists (tags, authors...) are looked for on a site that announces neither feed nor sitemap."""
FEEDS = 20
HELD = 50_000
"""So many links of feeds and sitemaps are enough to learn from."""
_USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/sitemap-index.xml", "/news-sitemap.xml")
_USUAL_FEEDS = ("/feed/", "/rss.xml", "/rss", "/feed.xml", "/atom.xml", "/index.xml", "/index.rdf")


class SiteSpider(ArticleSpider):
    """The spider of any site that has no file of its own."""

    name = "site"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.knowledge = Knowledge()

    @classmethod
    def home(cls) -> str:
        """None of its own: it is told where to go."""
        return ""

    @classmethod
    def stored_as(cls, base_url: str) -> str:
        """The site's host."""
        return publisher_name(base_url)

    def walk(self) -> Walk:
        """How an unknown site's sources are found and read."""
        return Discovery(self)

    def is_article(self, link: Link) -> bool:
        """Whether the link looks like the articles of this site, by what was learned so far."""
        return self.is_own(link.url) and self.knowledge.is_article(link)


class Discovery(Walk):
    """The way through an unknown site.

    1. What the site announces: sitemaps in robots.txt, feeds in its home page; the usual addresses if it doesn't.
    2. The first pages of the lists that its menus lead to.
    3. What articles look like is learned from all that was read.
    4. Every list is read on to its end, then what feeds and sitemaps named is remembered.
    """

    def __init__(self, spider: SiteSpider) -> None:
        super().__init__(spider)
        self.site = spider
        self._lists: dict[str, Harvest] = {}
        self._held: dict[str, list[Link]] = {}
        self._learning = True

    conditional = False
    """What an article's address looks like is learned from every source in every crawl."""

    async def read_all(self) -> None:
        """Find, read, learn, read on, remember."""
        base = self.spider.absolute(self.spider.base_url)
        home = await self.read(read_listing, base) or Harvest()
        self._lists[base] = home
        await self._announced(home)
        await self.job.line.call(self._learn)
        await self._sections()
        await self.job.line.call(self._learn)
        self._learning = False
        await self._read_on()
        for source, links in self._held.items():
            await self.remember(links, source)

    async def remember(self, links: Iterable[Link], source: str) -> int:
        """As long as nothing is learned, links are only held, and looked at."""
        if not self._learning or sum(map(len, self._held.values())) > HELD:
            return await super().remember(links, source)
        self._held.setdefault(source, []).extend(links)
        return 0

    async def _announced(self, home: Harvest) -> None:
        robots = self.spider.crawler.get_downloader_middleware(Robots)
        rules = await robots.rules(self.spider.base_url) if robots else None
        await self.sitemaps(
            _whole(url, self.spider.absolute("/robots.txt")) for url in (rules.sitemaps if rules else ())
        )
        for path in _USUAL_SITEMAPS:
            if not self._holds(Place.SITEMAP, Place.NEWS_SITEMAP):
                await self.sitemaps([self.spider.absolute(path)], essential=False)
        async with asyncio.TaskGroup() as group:
            for url in home.feeds[:FEEDS]:
                group.create_task(self.feed(url))
        for path in _USUAL_FEEDS:
            if not self._held:
                await self.feed(self.spider.absolute(path), essential=False)

    def _holds(self, *places: Place) -> bool:
        return any(link.place in places for links in self._held.values() for link in links)

    def _learn(self) -> None:
        """Look at all addresses; in a thread, because a big site has very many."""
        announced = [link for links in self._held.values() for link in links if self.spider.is_own(link.url)]
        listed = self._links()
        self.noisy = noisy_parameters([*announced, *listed])
        self.site.knowledge = learn(announced, [self.clear(link) for link in listed])

    async def _sections(self) -> None:
        """Read the first pages of the lists that menus name; twice, because a section's menu names its own sections."""
        for _ in range(2):
            await self._first_pages(await self._chosen(section_links), SECTIONS)
        if not self._held:
            await self._first_pages(await self._chosen(stray_links), len(self._lists) + STRAY)

    async def _chosen(self, choose: Callable[[Iterable[Link], Knowledge], Iterator[Link]]) -> list[Link]:
        """The links that lead to lists; in a thread, because the lists may name very many."""
        return await self.job.line.call(lambda: list(choose(self._links(), self.site.knowledge)))

    def _links(self) -> list[Link]:
        links = (link for harvest in self._lists.values() for link in harvest.links)
        return [self.clear(link) for link in links if self.spider.is_own(link.url)]

    async def _first_pages(self, links: Iterable[Link], limit: int) -> None:
        wanted = [link.url for link in links if link.url not in self._lists][: max(0, limit - len(self._lists))]
        async with asyncio.TaskGroup() as group:
            for url in wanted:
                group.create_task(self._first_page(url))

    async def _first_page(self, url: str) -> None:
        self._lists[url] = Harvest()
        harvest = await self.read(read_listing, url, essential=False)
        if harvest is not None:
            self._lists[url] = harvest

    async def _read_on(self) -> None:
        async with asyncio.TaskGroup() as group:
            for url, first in self._lists.items():
                group.create_task(self.listing(url, Listing(url), first))


def _whole(url: str, base: str) -> str:
    """An address as robots.txt means it: many leave out the host. What cannot be read is told once it is asked for."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url
