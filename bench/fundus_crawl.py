"""Fundus over the same newspapers with one generic rule for all: every paragraph, and what the head declares.

python -m bench.fundus_crawl BASE...     in Fundus's own environment; prints how many articles it got

Its publishers have parsers of their own, each for one site; this one stands for any of them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any


def parser() -> Any:
    """A parser for any site."""
    library, utility = import_module("fundus.parser"), import_module("fundus.parser.utility")
    paragraphs = import_module("lxml.etree").XPath("//p[string-length(normalize-space()) > 40]")

    class V1(library.BaseParser):  # type: ignore[misc, name-defined]  # Fundus is not in this environment
        @library.attribute  # type: ignore[untyped-decorator]
        def body(self) -> Any:
            return utility.extract_article_body_with_selector(self.precomputed.doc, paragraph_selector=paragraphs)

        @library.attribute  # type: ignore[untyped-decorator]
        def title(self) -> Any:
            return self.precomputed.ld.bf_search("headline") or self.precomputed.meta.get("og:title")

        @library.attribute  # type: ignore[untyped-decorator]
        def authors(self) -> Any:
            return utility.generic_author_parsing(self.precomputed.ld.bf_search("author"))

        @library.attribute  # type: ignore[untyped-decorator]
        def publishing_date(self) -> Any:
            return utility.generic_date_parsing(self.precomputed.ld.bf_search("datePublished"))

    return type("Generic", (library.ParserProxy,), {"V1": V1})


def main(*bases: str) -> None:
    """Crawls all sites side by side, a thread each, without pauses."""
    objects, scraping = import_module("fundus.publishers.base_objects"), import_module("fundus.scraping.url")
    crawler = import_module("fundus").Crawler
    rule = parser()
    publishers = [
        objects.Publisher(base, base, rule, sources=[scraping.Sitemap(f"{base}/sitemap.xml")]) for base in bases
    ]
    got = crawler(*publishers, delay=0.0, ignore_crawl_delay=True).crawl(only_complete=False)
    print(sum(1 for _ in got))


if __name__ == "__main__":
    main(*sys.argv[1:])
