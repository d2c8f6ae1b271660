"""What most people would write: a Scrapy spider over a list of addresses that fetches only, or extracts at once.

python -m bench.plain_scrapy FILE fetch|trafilatura     prints how many pages it got
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import trafilatura
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class Plain(Spider):
    """Asks for every address; `extracts`: and lets trafilatura make an item of each page, in the callback."""

    name = "plain"
    addresses: tuple[str, ...] = ()
    extracts = False
    got = 0

    async def start(self) -> AsyncIterator[Any]:
        """The requests."""
        for address in self.addresses:
            yield Request(address, dont_filter=True)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[dict[str, Any]]:
        """One page."""
        Plain.got += 1
        if self.extracts:
            found: Any = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
            if found:
                yield {"url": response.url, "title": found.title, "date": found.date, "text": found.text}


def main(file: str, what: str) -> None:
    """Scrapy as it comes, but for talk, ports and its limit of requests in all."""
    Plain.addresses = tuple(Path(file).read_text("utf-8").split())
    Plain.extracts = what == "trafilatura"
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "CRITICAL",
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "CONCURRENT_REQUESTS": 32,
            "DOWNLOAD_DELAY": 0,
        }
    )
    process.crawl(Plain)
    process.start()
    print(Plain.got)


if __name__ == "__main__":
    main(*sys.argv[1:])
