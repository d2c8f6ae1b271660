"""Each due address is asked for once, conditionally where it is known, and ends in exactly one Outcome."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from cleaning import Outcome, Page
from crawlers.faults import TOO_LARGE, told
from crawlers.parts import asked_conditionally, conditions, parts_unchanged
from crawlers.redirects import Astray
from crawlers.resuming import fetched_before, page_of
from crawlers.retries import retry_after
from crawlers.stop import Stopped
from storage import Due

if TYPE_CHECKING:
    from crawlers.spider import ArticleSpider

_AT_ONCE, _AT_ONCE_WITH_DELAY = 24, 4
_TOGETHER = 500
_LONGEST_PAUSE = 30 * 86400.0


async def visit_all(spider: ArticleSpider, *, going_on: bool = False) -> None:
    """Ask for every address that is due, a few at once; what the crawl's limits leave over is counted LATER.

    `going_on`: the run was broken off, and what it had fetched need not be asked for.
    """
    dues = await _due(spider)
    have = await fetched_before(spider) if going_on else {}
    spider.job.tally.due = spider.job.tally.done + len(dues)
    allowed = len(dues) if spider.job.max_pages is None else spider.job.max_pages
    dues = shared_out(dues, allowed)
    waiting = iter(dues[:allowed])
    over = [due.url for due in dues[allowed:]]
    width = _AT_ONCE_WITH_DELAY if spider.job.delay else _AT_ONCE
    spared: defaultdict[str, list[str]] = defaultdict(list)
    async with asyncio.TaskGroup() as group:
        for _ in range(min(width, len(dues))):
            group.create_task(_visit_in_turn(spider, waiting, have, spared))
    for reason, urls in spared.items():
        await _leave_for_later(spider, urls, reason)
    await _leave_for_later(spider, over, "page limit")
    await _leave_for_later(spider, [due.url for due in waiting], spider.job.stop.reason)


def shared_out(dues: list[Due], allowed: int) -> list[Due]:
    """The addresses in an order in which a page limit is shared: half of it at least is for what was never stored."""
    if len(dues) <= allowed:
        return dues
    known, fresh = [due for due in dues if due.known], [due for due in dues if not due.known]
    checks = max(allowed // 2, allowed - len(fresh))
    return [*known[:checks], *fresh, *known[checks:]]


async def _due(spider: ArticleSpider) -> list[Due]:
    line, now = spider.job.line, datetime.now(UTC)
    if spider.urls is not None:
        return list(await line.call(line.store.due_for, spider.urls, now, spider.layout))
    return list(await line.call(line.store.due, spider.publisher, now, besides=line.run_id))


async def _leave_for_later(spider: ArticleSpider, urls: list[str], reason: str) -> None:
    for start in range(0, len(urls), _TOGETHER):
        await spider.leave_all(urls[start : start + _TOGETHER], Outcome.LATER, reason)


async def _visit_in_turn(
    spider: ArticleSpider, waiting: Iterator[Due], have: Mapping[str, str], spared: Mapping[str, list[str]]
) -> None:
    """One of the few at once: takes the next address as long as there is one and the crawl goes on.

    `spared`: reason -> addresses that are not worth asking for in this crawl.
    """
    while not spider.job.stop.asked and (due := next(waiting, None)) is not None:
        page = await page_of(spider, have.get(due.url, ""))
        if page is not None:
            await _store(spider, page)
        elif due.known or spider.urls is not None or not (reason := spider.job.fruit.barren(due.url, due.source)):
            await visit(spider, due)
        else:
            spared[reason].append(due.url)
            await asyncio.sleep(0)  # there may be very many of them


async def visit(spider: ArticleSpider, due: Due) -> None:
    """Ask for one address and see that it ends in exactly one Outcome."""
    if not await _visited(spider, due):
        async with spider.job.line.large:
            await _visited(spider, due, large=True)


async def _visited(spider: ArticleSpider, due: Due, *, large: bool = False) -> bool:
    """Whether the address came to its end; it did not if the answer is large and that was not allowed for."""
    try:
        response = await spider.fetch(due.url, conditions(due.etag, due.last_modified), large=large)
    except Stopped as stopped:
        await spider.leave(due.url, Outcome.LATER, str(stopped))
    except Astray as lost:
        await spider.leave(due.url, Outcome.FAILED, str(lost), evidence=lost.where)
    except IgnoreRequest as refused:
        await spider.leave(due.url, Outcome.FORBIDDEN, str(refused))
    except Exception as fault:  # whatever a stranger's answer breaks, it costs this address alone
        if isinstance(fault, TOO_LARGE) and not large:
            return False
        await spider.leave(due.url, Outcome.FAILED, told(fault))
    else:
        await _answered(spider, due, response)
    return True


async def _answered(spider: ArticleSpider, due: Due, response: Response) -> None:
    status, size = response.status, len(response.body)
    if status == 304 and asked_conditionally(response):
        await _not_modified(spider, due)
    elif 200 <= status < 300:
        await _store(spider, spider.page(due.url, response))
    elif status in (404, 410):
        await spider.leave(due.url, Outcome.GONE, f"status {status}", status=status, bytes=size)
    else:
        later = retry_after(response)
        retry_at = datetime.now(UTC) + timedelta(seconds=min(later, _LONGEST_PAUSE)) if later else None
        await spider.leave(due.url, Outcome.FAILED, f"status {status}", status=status, bytes=size, retry_at=retry_at)


async def _not_modified(spider: ArticleSpider, due: Due) -> None:
    """Page 1 is unchanged. So is the article, unless one of its further pages changed: then it is fetched anew."""
    try:
        unchanged = await parts_unchanged(spider, due)
    except Stopped as stopped:
        await spider.leave(due.url, Outcome.LATER, str(stopped))
        return
    if unchanged:
        await spider.leave(due.url, Outcome.SAME, "not modified", status=304)
    else:
        await visit(spider, Due(url=due.url, known=due.known, publisher=due.publisher))


async def _store(spider: ArticleSpider, page: Page) -> None:
    """Hand a page to the item pipeline and wait until it is stored, so that pages don't pile up in memory."""
    await spider.crawler.engine.scraper.start_itemproc_async(page, response=None)
