"""robots.txt before everything: what it forbids is never asked, and where it can't be read nothing is (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http.request import NO_CALLBACK

from crawlers.faults import told
from crawlers.job import job_of

LIMIT = 512 * 1024
"""Bytes of robots.txt that are read; rules beyond are not seen (RFC 9309 asks for at least 500 KiB)."""
SLOWEST = 300.0
"""A longer Crawl-delay, in seconds, is kept as this long."""
_BUSY = 429


class Forbidden(IgnoreRequest):
    """This may not be asked."""


class Disallowed(Forbidden):
    """robots.txt says no."""


class Unreadable(Forbidden):
    """robots.txt can't be read, so nothing may be asked."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt says. `problem` tells why nothing may be asked, if that is so."""

    parser: Protego | None = None
    problem: str = ""

    def check(self, url: str, agent: str) -> None:
        """Raises Unreadable or Disallowed if the address may not be asked."""
        if self.problem:
            raise Unreadable(self.problem)
        if self.parser is not None and not self.parser.can_fetch(url, agent):
            raise Disallowed("robots.txt forbids it")

    def crawl_delay(self, agent: str) -> float:
        """Seconds between requests that the site asks for; 0 if it doesn't."""
        delay = self.parser.crawl_delay(agent) if self.parser else None
        return min(max(delay or 0.0, 0.0), SLOWEST)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps the file names."""
        return tuple(dict.fromkeys(self.parser.sitemaps)) if self.parser else ()


class Robots:
    """Downloader middleware: asks a site's robots.txt once, before its first page, and stops what it forbids."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent = crawler.settings.get("ROBOTSTXT_USER_AGENT") or crawler.settings["USER_AGENT"]
        self._rules: dict[str, asyncio.Task[Rules]] = {}
        crawler.signals.connect(self._enough, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        """Scrapy's way to make one."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass; raises Forbidden otherwise."""
        if request.meta.get("is_robots_txt"):
            return
        rules = await self.rules(request.url)
        rules.check(request.url, self.agent)

    async def rules(self, url: str) -> Rules:
        """The rules of the site at this address, asked for when they are needed first."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = asyncio.ensure_future(self._fetched(site))
        return await asyncio.shield(self._rules[site])

    async def _fetched(self, site: str) -> Rules:
        rules = await self._read(site)
        job_of(self.crawler).pace(site).obey(rules.crawl_delay(self.agent))
        return rules

    async def _read(self, site: str) -> Rules:
        meta = {"is_robots_txt": True, "allow_offsite": True, "download_maxsize": 0}
        headers = {"Accept-Encoding": "identity"}  # so that the beginning of a long one can be read
        request = Request(f"{site}/robots.txt", callback=NO_CALLBACK, meta=meta, headers=headers, priority=1000)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever kept us from reading it, the answer is: stay away
            return Rules(problem=f"robots.txt can't be read: {_why(error)}")
        if response.status >= 500 or response.status == _BUSY or 300 <= response.status < 400:
            return Rules(problem=f"robots.txt can't be read: status {response.status}")
        return await _parsed(response.body) if response.status < 300 else Rules()

    def _enough(self, data: bytes, request: Request) -> None:
        """Of a robots.txt no more is read than counts, however long it is."""
        if request.meta.get("is_robots_txt"):
            request.meta["bytes"] = request.meta.get("bytes", 0) + len(data)
            if request.meta["bytes"] > LIMIT:
                raise StopDownload(fail=False)


async def _parsed(body: bytes) -> Rules:
    text = body[:LIMIT].decode("utf-8-sig", "replace").replace("\x00", "")
    parse: Callable[[str], Protego] = Protego.parse
    return Rules(parser=await asyncio.to_thread(parse, text))


def _why(error: Exception) -> str:
    return " ".join(f"{told(error)} {error}".split())[:200]
