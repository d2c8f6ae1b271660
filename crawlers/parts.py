"""Pages 2..n of an article: fetched when it goes on, and asked conditionally when its first page did not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import Response

from cleaning import Page
from crawlers.stop import Stopped
from storage import Due

if TYPE_CHECKING:
    from crawlers.spider import ArticleSpider

PARTS = 50
"""An article has at most so many pages."""
BYTES = 16 * 1024 * 1024
"""When its pages have more bytes than that, no further one is asked for."""


async def next_part(spider: ArticleSpider, page: Page, url: str) -> Page | None:
    """The article's page at this address; None if it can't be had, or the article has no end."""
    if len(page.continued) >= PARTS or sum(len(part.body) for part in (page, *page.continued)) > BYTES:
        return None
    return await _asked(spider, url)


def asked_conditionally(response: Response) -> bool:
    """Whether an answer of 304 was asked for. A redirect takes the conditions away."""
    asked = response.request.headers if response.request else {}
    return b"If-None-Match" in asked or b"If-Modified-Since" in asked


async def parts_unchanged(spider: ArticleSpider, due: Due) -> bool:
    """Whether all further pages are as they are stored, by the server's word or byte by byte. True without any."""
    if not due.parts:
        return True
    line = spider.job.line
    stored = await line.call(lambda: next(line.store.stored_pages(urls=[due.url], layout=spider.layout), None))
    if stored is None or len(stored.continued) != len(due.parts):
        return False
    for part in stored.continued:
        answer = await _asked(spider, part.url, conditions(part.etag, part.last_modified))
        if answer is None or (answer.status != 304 and answer.digest != part.digest):
            return False
    return True


def conditions(etag: str, last_modified: str) -> dict[str, str]:
    """Headers that ask for a page only if it is not the one with these validators."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


async def _asked(spider: ArticleSpider, url: str, headers: dict[str, str] | None = None) -> Page | None:
    try:
        response = await spider.fetch(url, headers)
    except Stopped:
        raise
    except Exception:  # whatever a stranger's answer breaks, the part can't be had
        return None
    whole = response.status == 200 or (response.status == 304 and asked_conditionally(response))
    return spider.page(url, response) if whole else None
