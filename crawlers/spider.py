"""ArticleSpider: reads a publisher's sources, then asks for what is due. A publisher only states facts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from cleaning import Layout, Outcome, Page, publisher_name, same_site
from crawlers.endings import Endings
from crawlers.job import Job
from crawlers.resuming import note_read, read_before
from crawlers.shapes import is_media
from crawlers.sources import Link, Source
from crawlers.stop import Early, Stopped
from crawlers.visits import visit_all
from crawlers.walk import Walk
from storage import Fetch

USUAL = 2 * 1024 * 1024
"""Bytes of an answer; a longer one is asked for again when it is the only one, so that memory is bounded."""


class ArticleSpider(Spider):
    """The spider of one publisher.

    A publisher states `name`, `base_url`, `listings` and `article_urls`, and `layout` only where the general rules
    need help; everything else has a good default. An odd publisher overrides a method.
    """

    base_url: str = ""
    """Where the publisher is; addresses in `listings` are relative to it."""
    allowed_domains: Sequence[str] = ()
    listings: tuple[Source, ...] = ()
    article_urls: str = ""
    """Regular expression; an address whose path (with query) it is found in is an article."""
    layout: Layout = Layout()

    def __init__(self, *, job: Job, base_url: str = "", urls: Iterable[str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.base_url = base_url or self.home()
        self.urls = None if urls is None else tuple(urls)
        self.publisher = self.stored_as(self.base_url)
        self._endings = Endings(self._record)

    @classmethod
    def stored_as(cls, base_url: str) -> str:
        """The publisher's name in the database: its own; with "@" and the host where its rules are used elsewhere."""
        return cls.name if same_site(base_url, cls.home()) else f"{cls.name}@{publisher_name(base_url)}"

    @classmethod
    def home(cls) -> str:
        """The publisher's own base address."""
        return cls.base_url or f"https://{cls.allowed_domains[0]}"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make one. `scrapy crawl NAME` gives no job: then the settings make one."""
        if "job" not in kwargs:
            from crawlers.alone import own_job  # only for this door

            kwargs["job"] = own_job(crawler, cls.name)
        kwargs["job"].delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        crawler.settings.set("DOWNLOAD_DELAY", 0.0, priority="cmdline")  # the pace keeps it: Scrapy's wait has no alarm
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """The whole crawl: sources first, then what is due. Pages go to the item pipeline as they come."""
        began, timer = monotonic(), self._timer()
        try:
            await self._crawl()
            await self._spend(monotonic() - began)
        except* Stopped:  # the database is in trouble, and who runs us tells it
            pass
        finally:
            timer.cancel()
        if self.urls is None and not self.base_url:
            yield  # never: pages take the way through the item pipeline, and Scrapy wants a generator

    async def _crawl(self) -> None:
        """Read the sources, unless this run has done so before it was broken off; then ask for what is due."""
        going_on = self.urls is None and await read_before(self)
        if self.urls is None and not going_on:
            await self.walk().run()
            await note_read(self)
        await visit_all(self, going_on=going_on)

    def walk(self) -> Walk:
        """How this publisher's sources are read."""
        return Walk(self)

    def is_article(self, link: Link) -> bool:
        """Whether a link of a source leads to an article of this publisher."""
        path = link.url.partition("://")[2].partition("/")[2]
        return self.is_own(link.url) and re.search(self.article_urls, "/" + path) is not None and not is_media(link.url)

    def is_own(self, url: str) -> bool:
        """Whether an address belongs to this publisher's site."""
        return same_site(url, self.base_url)

    def absolute(self, url: str) -> str:
        """An address of `listings` as a whole address."""
        return urljoin(self.base_url if urlsplit(self.base_url).path else self.base_url + "/", url)

    async def fetch(
        self, url: str, headers: Mapping[str, str] | None = None, *, anywhere: bool = False, large: bool = False
    ) -> Response:
        """The response to this address, after robots.txt, turn, retries and redirects.

        Raises Stopped, Forbidden or another IgnoreRequest when it was not asked, any other exception when it failed.
        `anywhere`: redirects may leave the site, as those of feeds do. `large`: up to DOWNLOAD_MAXSIZE and not only
        up to USUAL bytes; who asks so holds `line.large` until the response is done with.
        """
        self.job.pace(url).check()
        request = Request(url, headers=headers, callback=NO_CALLBACK, meta={"allow_offsite": anywhere})
        if not large:
            request.meta["download_maxsize"] = min(USUAL, self.crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        return await self.crawler.engine.download_async(request)

    def page(self, url: str, response: Response) -> Page:
        """The Page that a response is; `url` is the address that was asked for."""
        return Page(
            url=url,
            final_url=response.url,
            body=response.body,
            status=response.status,
            fetched_at=datetime.now(UTC),
            publisher=self.publisher,
            content_type=header(response, "Content-Type"),
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
        )

    async def leave(self, url: str, outcome: Outcome, reason: str, **facts: Any) -> None:
        """Count and record an address that brought no page to store."""
        fetch = self._fetch(url, outcome, reason, facts)
        try:
            self.ended(url, await self._endings.record(fetch), reason)
        except Stopped as stopped:  # not written, so it stays due
            self.ended(url, Outcome.LATER, str(stopped))
        except Exception as fault:  # nor was this: a mistake of ours, told as such, that costs this address alone
            self.job.tally.trouble(f"{url}: could not be recorded: {type(fault).__name__}: {fault}"[:500])
            self.ended(url, Outcome.FAILED, "could not be recorded")

    async def leave_all(self, urls: Sequence[str], outcome: Outcome, reason: str, **facts: Any) -> None:
        """The same for several addresses that ended alike. Storage has the last word on the outcome."""
        try:
            endings = await self._record([self._fetch(url, outcome, reason, facts) for url in urls])
        except Stopped:
            endings = [Outcome.LATER] * len(urls)
        for url, ended in zip(urls, endings, strict=True):
            self.ended(url, ended, reason)

    def ended(self, url: str, outcome: Outcome, reason: str = "") -> None:
        """Count an address that came to its end."""
        self.job.tally.count(outcome, reason)
        self.job.fruit.ended(url, outcome)

    def _fetch(self, url: str, outcome: Outcome, reason: str, facts: Mapping[str, Any]) -> Fetch:
        now = datetime.now(UTC)
        return Fetch(url=url, publisher=self.publisher, outcome=outcome, reason=reason, at=now, **facts)

    async def _record(self, fetches: Sequence[Fetch]) -> Sequence[Outcome]:
        line = self.job.line
        return await line.call(line.store.record_all, fetches, line.run_id, layout=self.layout)

    async def _spend(self, seconds: float) -> None:
        """Add the time of the crawl, and the bytes of its sources, to the run's figures."""
        line = self.job.line
        if line.run_id is not None:
            await line.call(line.store.spend, line.run_id, self.publisher, seconds, self.job.tally.source_bytes)

    def _timer(self) -> asyncio.TimerHandle:
        limit = self.job.time_limit
        loop = asyncio.get_running_loop()
        return loop.call_later(limit if limit is not None else 10**8, self.job.stop.ask, Early.TIME_LIMIT)


def header(response: Response, name: str) -> str:
    """A header of the response as text; empty without it."""
    return (response.headers.get(name) or b"").decode("latin-1")
