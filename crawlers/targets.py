"""What to crawl: a publisher by name, a publisher's rules at another address, any site, or single addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from cleaning import publisher_name, same_site
from crawlers.discover import SiteSpider
from crawlers.spider import ArticleSpider


class UnknownPublisher(LookupError):
    """There is no publisher of this name."""


@dataclass(frozen=True, slots=True)
class Target:
    """A spider, and what to start it with."""

    spider: type[ArticleSpider]
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def publisher(self) -> str:
        """The publisher's name, as stored."""
        return publisher_name(self.arguments.get("base_url") or self.spider.home())


def publishers() -> dict[str, type[ArticleSpider]]:
    """Every publisher that has a file, by name."""
    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    loader = get_spider_loader(settings)
    spiders = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: spider for name, spider in spiders.items() if issubclass(spider, ArticleSpider)}


def target(name: str, at: str = "") -> Target:
    """What NAME means: a publisher's name or the address of any site. `at`: the publisher's rules at this address.

    Raises UnknownPublisher.
    """
    if "://" in name and not at:
        return Target(SiteSpider, {"base_url": name})
    spider = publishers().get(name)
    if spider is None:
        raise UnknownPublisher(name)
    return Target(spider, {"base_url": at} if at else {})


def refetch_targets(urls: Sequence[str]) -> list[Target]:
    """Targets that ask for these addresses and nothing else: one for each site, by its publisher's rules."""
    sites: dict[str, list[str]] = {}
    for url in urls:
        home = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
        sites.setdefault(next((known for known in sites if same_site(known, home)), home), []).append(url)
    return [Target(_spider_of(home), {"base_url": home, "urls": tuple(of)}) for home, of in sites.items()]


def _spider_of(home: str) -> type[ArticleSpider]:
    return next((s for s in publishers().values() if same_site(s.home(), home)), SiteSpider)
