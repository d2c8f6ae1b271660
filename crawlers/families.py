"""Families of sites: publishers on one system share the addresses of feeds, sitemaps and articles."""

from __future__ import annotations

from crawlers.sources import Feed, Listing, Sitemap, Source
from crawlers.spider import ArticleSpider


class WordPress(ArticleSpider):
    """A site on WordPress. Its permalinks are of one of a few kinds; a publisher states its own if it is none."""

    listings: tuple[Source, ...] = (Feed("/feed/"), Sitemap("/sitemap_index.xml"), Listing("/"))
    article_urls = r"^/(\d{4}/\d\d/(\d\d/)?[^/]+|\d+/[^/]+|[^/]+-[^/]+-[^/]+)/?$"


class Varient(ArticleSpider):
    """A site on Varient, a CMS of news and magazines: articles have slugs at the root, lists are below /category/."""

    listings: tuple[Source, ...] = (Feed("/rss/latest-posts"), Sitemap("/sitemap.xml"), Listing("/"))
    article_urls = r"^/[^/?]+-[^/?]+$"
