"""What a spider needs to do its work: the line that takes its pages, the pace of its hosts, its limits and its stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from scrapy.crawler import Crawler

from crawlers.fruit import Fruit
from crawlers.pace import Pace, Paces
from crawlers.report import Tally
from crawlers.stop import Stop, Stopped
from storage import Store, is_trouble, told
from workers import Workers

P = ParamSpec("P")
R = TypeVar("R")


class Breakdown:
    """The trouble of the database that ended a crawl, if one did: every spider of the run ends with it."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self._stops: list[Stop] = []

    def ends(self, stop: Stop) -> None:
        """This wish to end will be asked."""
        self._stops.append(stop)

    def met(self, error: Exception) -> Stopped:
        """The database is in trouble: whatever is tried next would fail alike. The first trouble is the one told."""
        self.error = self.error or error
        for stop in self._stops:
            stop.ask(f"database: {told(self.error)}")
        return Stopped(f"database: {told(self.error)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The way from page to row that all spiders of a run share: storage, worker processes, waiting threads."""

    store: Store
    workers: Workers
    run_id: int | None
    threads: ThreadPoolExecutor
    large: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held from asking for a large answer until it is done with."""
    breakdown: Breakdown = field(default_factory=Breakdown)

    async def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What a blocking function returns, awaited in a thread; their number is bounded.

        Raises Stopped when the database is in trouble, now or since an earlier call.
        """
        if self.breakdown.error is not None:
            raise self.breakdown.met(self.breakdown.error)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.threads, lambda: function(*args, **kwargs))
        except Exception as error:
            if not is_trouble(error):
                raise
            raise self.breakdown.met(error) from error


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
    fruit: Fruit = field(default_factory=Fruit)
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
