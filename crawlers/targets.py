"""What to crawl: a publisher by name, a publisher's rules at another address, any site, or single addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
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
        return self.spider.stored_as(self.arguments.get("base_url") or self.spider.home())

    @property
    def formerly(self) -> str:
        """The name under which the site of a publisher's file was stored before it had one; "" for other targets."""
        home = self.arguments.get("base_url") or self.spider.home()
        has_file = self.publisher == self.spider.name and _spider_of(home) is self.spider
        return publisher_name(home) if has_file else ""


@cache
def known_publishers() -> dict[str, type[ArticleSpider]]:
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
        return Target(_spider_of(name), {"base_url": name})
    spider = known_publishers().get(name)
    if spider is None:
        raise UnknownPublisher(name)
    return Target(spider, {"base_url": at} if at else {})


def refetch_targets(urls: Sequence[str], stored: Mapping[str, str] | None = None) -> list[Target]:
    """Targets that ask for these addresses and nothing else: one for each site, by its publisher's rules.

    `stored`: address -> the publisher under whose name it is stored, for those that are.
    """
    sites: dict[tuple[type[ArticleSpider], str], list[str]] = {}
    for url in urls:
        home = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
        spider = _stored_by((stored or {}).get(url, "")) or _spider_of(home)
        known = next((base for rules, base in sites if rules is spider and same_site(base, home)), home)
        sites.setdefault((spider, known), []).append(url)
    return [Target(spider, {"base_url": home, "urls": tuple(of)}) for (spider, home), of in sites.items()]


def _stored_by(publisher: str) -> type[ArticleSpider] | None:
    """The spider by whose rules a publisher's pages were stored, if it has a file."""
    return known_publishers().get(publisher.partition("@")[0])


def _spider_of(home: str) -> type[ArticleSpider]:
    """The spider of a site: that of its file, else the one for any site."""
    return next((s for s in known_publishers().values() if same_site(s.home(), home)), SiteSpider)
