"""Network: listings in, Pages out. Finds a publisher's articles, asks for them politely and hands them to the line.

A public name is loaded when it is asked for: worker processes come in here for the readers of feeds and lists, and
need no Scrapy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawlers.agent import code_version
    from crawlers.decoding import CutStream, TooLarge, Unreadable, decoded
    from crawlers.doors import Knock, knock
    from crawlers.report import Report, Tally
    from crawlers.run import Options, crawl
    from crawlers.sources import Feed, Listing, Sitemap
    from crawlers.spider import ArticleSpider
    from crawlers.stop import Early
    from crawlers.targets import Target, UnknownPublisher, known_publishers, refetch_targets, target
    from crawlers.vetting import Allowed

__all__ = (
    "Allowed",
    "ArticleSpider",
    "CutStream",
    "Early",
    "Feed",
    "Knock",
    "Listing",
    "Options",
    "Report",
    "Sitemap",
    "Tally",
    "Target",
    "TooLarge",
    "UnknownPublisher",
    "Unreadable",
    "code_version",
    "crawl",
    "decoded",
    "knock",
    "known_publishers",
    "refetch_targets",
    "target",
)

_HOMES = {
    "agent": ("code_version",),
    "decoding": ("CutStream", "TooLarge", "Unreadable", "decoded"),
    "doors": ("Knock", "knock"),
    "report": ("Report", "Tally"),
    "run": ("Options", "crawl"),
    "sources": ("Feed", "Listing", "Sitemap"),
    "spider": ("ArticleSpider",),
    "stop": ("Early",),
    "targets": ("Target", "UnknownPublisher", "known_publishers", "refetch_targets", "target"),
    "vetting": ("Allowed",),
}


def __getattr__(name: str) -> object:
    """A public name, from the file where it is at home."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
