"""Network: listings in, Pages out. Finds a publisher's articles, asks for them politely and hands them to the line."""

from crawlers.crawl import Options, crawl
from crawlers.report import Report, Tally
from crawlers.sources import Feed, Listing, Sitemap
from crawlers.spider import ArticleSpider
from crawlers.targets import Target, UnknownPublisher, publishers, refetch_targets, target

__all__ = (
    "ArticleSpider",
    "Feed",
    "Listing",
    "Options",
    "Report",
    "Sitemap",
    "Tally",
    "Target",
    "UnknownPublisher",
    "crawl",
    "publishers",
    "refetch_targets",
    "target",
)
