"""A crawl that was broken off goes on: its counts stand, its sources are read, what it had fetched is not asked again.

The page that a dead process had fetched is in the archive, even if nothing was made of it yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cleaning import Outcome, Page
from storage import RunCounts

if TYPE_CHECKING:
    from crawlers.report import Tally
    from crawlers.spider import ArticleSpider


async def read_before(spider: ArticleSpider) -> bool:
    """Whether this run has read the publisher's sources already. What it has counted since is counted here too."""
    line, name = spider.job.line, spider.publisher
    if line.run_id is None:
        return False
    for counts in await line.call(line.store.run_counts, line.run_id):
        if counts.publisher == name:
            take_over(counts, spider.job.tally)
    return await line.call(line.store.resume.knows_sources, line.run_id, name)


async def note_read(spider: ArticleSpider) -> None:
    """The sources are read: a run that is broken off from here on need not read them again. Unless some failed."""
    line = spider.job.line
    if line.run_id is not None and not spider.job.stop.asked and not spider.job.tally.problems:
        await line.call(line.store.resume.note_sources, line.run_id, spider.publisher)


async def fetched_before(spider: ArticleSpider) -> Mapping[str, str]:
    """Address -> name of the page that this run has fetched there."""
    line = spider.job.line
    return {} if line.run_id is None else await line.call(line.store.resume.fetched, line.run_id, spider.publisher)


async def page_of(spider: ArticleSpider, name: str) -> Page | None:
    """The page of this name in the archive, if it is there."""
    line = spider.job.line
    return await line.call(line.store.resume.page, name) if name else None


def take_over(counts: RunCounts, tally: Tally) -> None:
    """Count what the run has brought to an end. What it had left for later is asked now."""
    for outcome in Outcome:
        if outcome not in (Outcome.REFUSED, Outcome.LATER) and (pages := getattr(counts, outcome.value)):
            tally.outcomes[outcome] += pages
    if counts.refused:
        tally.outcomes[Outcome.REFUSED] += sum(counts.refused.values())
    tally.refused.update(counts.refused)
    tally.failures.update(counts.failures)
