"""The pipeline: a Page goes down the line in a thread; what the article continues on is fetched and goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.crawler import Crawler

from cleaning import Outcome, Page
from crawlers.parts import next_part
from crawlers.stop import Stopped
from ingest import Ingested, goes_on, incomplete, ingest

if TYPE_CHECKING:
    from crawlers.spider import ArticleSpider


class IngestPipeline:
    """Item pipeline: keeps, cleans, judges and stores each Page by `ingest`, and counts where it ended."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> IngestPipeline:
        """Scrapy's way to make one."""
        return cls(crawler)

    async def process_item(self, item: Page) -> Page:
        """The page, stored. What goes wrong in the line is counted as failed, and raised."""
        spider = self._spider
        try:
            ingested = await self._whole(item)
        except Stopped as stopped:
            await spider.leave(item.url, Outcome.LATER, str(stopped))
            return item
        except Exception as error:
            await spider.leave(item.url, Outcome.FAILED, f"{type(error).__name__}: {error}")
            raise
        spider.job.tally.withdraw(ingested.withdrawn)
        spider.ended(item.url, ingested.outcome, ingested.reason)
        return item

    @property
    def _spider(self) -> ArticleSpider:
        spider: ArticleSpider = self.crawler.spider  # type: ignore[assignment]
        return spider

    async def _whole(self, page: Page) -> Ingested:
        """Ingest the page, and as long as its article goes on, the page with its next one."""
        spider, line = self._spider, self._spider.job.line
        ingested = await line.call(ingest, page, spider.layout, line.store, line.workers, line.run_id)
        while ingested.next_page is not None:
            missing = ingested.next_page
            part = await next_part(spider, page, missing)
            if part is None or not await line.call(goes_on, page, part, spider.layout, line.workers):
                return await line.call(incomplete, page, missing, spider.layout, line.store, line.workers, line.run_id)
            page = page.with_next(part)
            ingested = await line.call(ingest, page, spider.layout, line.store, line.workers, line.run_id)
        return ingested
