"""What a spider needs to do its work: the line that takes its pages, the pace of its hosts, its limits and its stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from scrapy.crawler import Crawler

from crawlers.pace import Pace, Paces
from crawlers.report import Tally
from crawlers.stop import Stop
from storage import Store
from workers import Workers

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The way from page to row that all spiders of a run share: storage, worker processes, waiting threads."""

    store: Store
    workers: Workers
    run_id: int | None
    threads: ThreadPoolExecutor
    large: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held from asking for a large answer until it is done with."""

    async def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What a blocking function returns, awaited in a thread; their number is bounded."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, lambda: function(*args, **kwargs))


@dataclass(slots=True, kw_only=True)
class Job:
    """One publisher's part of a run."""

    line: Line
    paces: Paces
    delay: float = 1.0
    """Seconds between requests to one host, unless its Crawl-delay is longer."""
    max_pages: int | None = None
    """At most so many article addresses are asked for."""
    time_limit: float | None = None
    """Seconds after which the crawl ends."""
    tally: Tally = field(default_factory=Tally)
    stop: Stop = field(default_factory=Stop)

    def pace(self, url: str) -> Pace:
        """The pace of the host at this address."""
        return self.paces.of(url, self.delay)


def job_of(crawler: Crawler) -> Job:
    """The job of the crawler's spider. Raises TypeError for a spider that is no ArticleSpider."""
    job = getattr(crawler.spider, "job", None)
    if not isinstance(job, Job):
        raise TypeError(f"{crawler.spider} is no ArticleSpider: it has no job")
    return job
