"""Fixtures of the hostile web: a crawl by the real command in a real process, and what it must have survived."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.hostile.beset import MEGABYTES, Beset, complaints
from bench.hostile.crawling import Crawled, crawl
from bench.hostile.wire import Site, serving

Crawl = Callable[..., Crawled]


@pytest.fixture
def crawled(tmp_path: Path) -> Crawl:
    """Crawls a site that is being served, into the test's database. It may not take longer than a minute."""

    def run(site: Site, *what: str, **environment: str) -> Crawled:
        allowed = {"WINNOW_ALLOW_PRIVATE": site.base.partition("://")[2], "WINNOW_TIMEOUT": "1", **environment}
        return crawl(tmp_path / "hostile.db", *(what or (site.base + "/",)), limit=60, **allowed)

    return run


@pytest.fixture
def survived(crawled: Crawl) -> Callable[[Beset], Crawled]:
    """Crawls a beset site: every good article is stored whole, every attack ended where it may, memory was kept."""

    def run(beset: Beset, **environment: str) -> Crawled:
        with serving(beset.site):
            done = crawled(beset.site, **environment)
        assert (done.status, complaints(beset, done)) == (0, []), done.complaint
        assert done.megabytes <= MEGABYTES
        return done

    return run
