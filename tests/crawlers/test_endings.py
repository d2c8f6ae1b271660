"""Addresses that end at the same moment are recorded together, and each learns what became of itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest

from cleaning import Outcome
from crawlers.endings import Endings
from crawlers.job import Job, Line
from crawlers.pace import Paces
from crawlers.spider import ArticleSpider
from crawlers.stop import Stopped
from storage import Fetch

MONDAY = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


class Post(ArticleSpider):
    name = "post"
    base_url = "https://post.example"


def fetch(number: int) -> Fetch:
    outcome = Outcome.SAME if number % 2 else Outcome.FAILED
    return Fetch(url=f"https://post.example/{number}", publisher="post.example", outcome=outcome, at=MONDAY)


def test_addresses_that_end_together_are_recorded_together_each_with_its_own_outcome() -> None:
    written: list[int] = []

    async def write(fetches: Sequence[Fetch]) -> Sequence[Outcome]:
        written.append(len(fetches))
        return [each.outcome for each in fetches]

    async def crawl() -> list[Outcome]:
        endings = Endings(write)
        first = await asyncio.gather(*(endings.record(fetch(number)) for number in range(9)))
        return [*first, await endings.record(fetch(9))]

    assert asyncio.run(crawl()) == [fetch(number).outcome for number in range(10)]
    assert written == [9, 1]


def test_what_could_not_be_written_is_told_to_everyone_who_waits_and_the_next_ones_go_on() -> None:
    full = iter([True])

    async def write(fetches: Sequence[Fetch]) -> Sequence[Outcome]:
        if next(full, False):
            raise Stopped("the disk is full")
        return [each.outcome for each in fetches]

    async def crawl() -> None:
        endings = Endings(write)
        told = await asyncio.gather(*(endings.record(fetch(number)) for number in range(3)), return_exceptions=True)
        assert [str(each) for each in told] == ["the disk is full"] * 3
        assert await endings.record(fetch(1)) is Outcome.SAME

    asyncio.run(crawl())


def test_one_that_cannot_be_written_costs_no_other() -> None:
    async def write(fetches: Sequence[Fetch]) -> Sequence[Outcome]:
        if any(each.url.endswith("/2") for each in fetches):
            raise OverflowError("no row can hold it")
        return [each.outcome for each in fetches]

    async def crawl() -> list[object]:
        endings = Endings(write)
        return await asyncio.gather(*(endings.record(fetch(number)) for number in range(4)), return_exceptions=True)

    told = asyncio.run(crawl())
    assert isinstance(told.pop(2), OverflowError)
    assert told == [fetch(number).outcome for number in (0, 1, 3)]


def test_one_that_gives_up_waiting_takes_no_other_with_it() -> None:
    async def write(fetches: Sequence[Fetch]) -> Sequence[Outcome]:
        return [each.outcome for each in fetches]

    async def crawl() -> None:
        endings = Endings(write)
        impatient = asyncio.ensure_future(endings.record(fetch(0)))
        patient = asyncio.ensure_future(endings.record(fetch(1)))
        await asyncio.sleep(0)
        impatient.cancel()
        assert await patient is Outcome.SAME
        with pytest.raises(asyncio.CancelledError):
            await impatient

    asyncio.run(crawl())


def test_an_address_whose_end_cannot_be_written_is_counted_and_told_and_ends_no_crawl() -> None:
    async def refuse(fetch: Fetch) -> Outcome:
        raise OverflowError("no row can hold it")

    job, url = Job(line=cast(Line, None), paces=Paces()), "https://post.example/1"
    spider = Post(job=job)
    spider._endings = cast(Endings, SimpleNamespace(record=refuse))
    asyncio.run(spider.leave(url, Outcome.FAILED, "status 500"))
    assert job.tally.outcomes == {Outcome.FAILED: 1}
    assert job.tally.problems == [f"{url}: could not be recorded: OverflowError: no row can hold it"]
