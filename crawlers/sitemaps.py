"""A sitemap becomes a Harvest: index or list of addresses, XML, plain text or a feed, gzipped or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from cleaning import Layout, Page
from crawlers.feeds import read_feed
from crawlers.links import absolute, distinct, link, moment
from crawlers.sources import Harvest, Link, Place
from crawlers.xml import child_text, elements, fragment, local, unpacked

ENTRIES = 100_000
"""At most so many entries of one sitemap are read (the protocol allows 50,000)."""
PARTS = 1000
"""At most so many sitemaps of one index, the newest first."""
_OPENING = re.compile(rb"(?=<(?:url|sitemap)[\s>])")
_NO_LAYOUT = Layout()


def read_sitemap(page: Page, layout: Layout = _NO_LAYOUT) -> Harvest:
    """The addresses and further sitemaps that a sitemap names. What is none brings nothing; never raises."""
    body = unpacked(page.body)
    base = page.final_url
    if body.lstrip()[:1] == b"{":
        return read_feed(page, layout)
    if b"<" not in body[:1000]:
        return Harvest(links=distinct(_text_links(body, base, layout)))
    links: list[Link | None] = []
    parts: list[tuple[str, str]] = []
    for element in _entries(body):
        if local(element) == "sitemap":
            parts.append((child_text(element, "lastmod"), child_text(element, "loc")))
        else:
            links.append(_link(element, base, layout))
    if not links and not parts:
        return read_feed(page, layout)
    return Harvest(links=distinct(links), sitemaps=_newest_first(parts, base))


def _entries(body: bytes) -> Iterator[Any]:
    """The entries that have an address; where not all could be read in one go, each by itself."""
    read = 0
    for element in islice(elements(body, "url", "sitemap"), ENTRIES):
        read += 1
        if child_text(element, "loc"):
            yield element
    if read < min(len(_OPENING.findall(body)), ENTRIES):
        pieces = map(fragment, _OPENING.split(body)[1 : ENTRIES + 1])
        yield from (entry for entry in pieces if entry is not None and child_text(entry, "loc"))


def _link(entry: Any, base: str, layout: Layout) -> Link | None:
    news = next((child for child in entry if local(child) == "news"), None)
    title = child_text(news, "title") if news is not None else ""
    date = child_text(entry, "lastmod") or (child_text(news, "publication_date") if news is not None else "")
    place = Place.SITEMAP if news is None else Place.NEWS_SITEMAP
    return link(base, child_text(entry, "loc"), layout, place, title=title, modified=moment(date))


def _text_links(body: bytes, base: str, layout: Layout) -> Iterator[Link | None]:
    lines = body.decode("utf-8-sig", "replace").split()
    for line in lines[:ENTRIES]:
        yield link(base, line, layout, Place.SITEMAP) if line.startswith("http") else None


def _newest_first(parts: list[tuple[str, str]], base: str) -> tuple[str, ...]:
    """Parts with a date first, the newest ahead; the order of the file decides among equals."""
    ordered = sorted(parts, key=lambda part: part[0], reverse=True)[:PARTS]
    urls = (absolute(base, loc) for _, loc in ordered)
    return tuple(dict.fromkeys(url for url in urls if url))
