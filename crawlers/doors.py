"""Knocking at doors: asks each site for its robots.txt and nothing else, to see whether it answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from cleaning import publisher_name
from crawlers.faults import told
from crawlers.job import Job, Line
from crawlers.pace import Paces
from crawlers.run import Options, settings_for
from crawlers.spider import ArticleSpider, header
from storage import Store
from workers import Workers


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """What came of asking one site."""

    site: str
    seconds: float = 0.0
    status: int | None = None
    problem: str = ""
    """Why there was no answer."""
    ahead: timedelta | None = None
    """How far the server's clock is ahead of ours, to the second; None where it tells no time."""


class _Visitor(ArticleSpider):
    """Asks for robots.txt at each door."""

    name = "doctor"
    allowed_domains = ("doctor.invalid",)

    def __init__(self, *, doors: Sequence[str], knocks: list[Knock], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.doors, self.knocks = doors, knocks

    async def start(self) -> AsyncIterator[Any]:
        """Knock everywhere at once."""
        self.knocks += await asyncio.gather(*map(self._knock, self.doors))
        if not self.doors:
            yield  # never: Scrapy wants a generator

    async def _knock(self, door: str) -> Knock:
        began, meta = monotonic(), {"is_robots_txt": True, "allow_offsite": True}
        request = Request(f"{door}/robots.txt", callback=NO_CALLBACK, meta=meta)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as fault:  # whatever a stranger's answer breaks, it is told
            return Knock(
                site=door, seconds=monotonic() - began, problem=" ".join(f"{told(fault)} {fault}".split())[:200]
            )
        return Knock(site=door, seconds=monotonic() - began, status=response.status, ahead=_ahead(response))


def knock(doors: Sequence[str], store: Store, workers: Workers, options: Options) -> list[Knock]:
    """Ask each of these sites ("https://site.example"). Runs an event loop that a process can have only once."""
    knocks: list[Knock] = []
    process = AsyncCrawlerProcess(settings_for(options))
    with ThreadPoolExecutor(1) as threads:
        line = Line(store=store, workers=workers, run_id=None, threads=threads)
        process.crawl(_Visitor, job=Job(line=line, paces=Paces()), doors=tuple(doors), knocks=knocks)
        process.start()
    return sorted(knocks, key=lambda each: publisher_name(each.site))


def _ahead(response: Response) -> timedelta | None:
    with suppress(ValueError):
        said = parsedate_to_datetime(header(response, "Date"))
        return said - datetime.now(UTC) if said.tzinfo else None
    return None
