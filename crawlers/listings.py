"""A list page becomes a Harvest: its links with the place they stand in, its next page, the feeds it announces."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HTMLParser, document_fromstring
from w3lib.encoding import html_to_unicode

from cleaning import Layout, Page
from crawlers.links import absolute, distinct, link
from crawlers.paging import incremented, next_page
from crawlers.places import places
from crawlers.sources import Harvest, Link, Place

LINKS = 5_000
"""At most so many links of one page are read."""
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
_NO_LAYOUT = Layout()
_WHOLE = re.compile(rb"<(?:!doctype|html|head|body|title)\b", re.I)
_HEAD = 4096


def read_listing(page: Page, layout: Layout = _NO_LAYOUT) -> Harvest:
    """The links, the next page and the announced feeds of a list page: HTML, or JSON that holds HTML or addresses."""
    start = page.body.lstrip()[:1]
    if start in (b"{", b"[") and (data := _json(page.body)) is not None:
        return _continued(_read_json(data, page, layout), page.final_url)
    root = _tree(page)
    if root is None:
        return Harvest()
    harvest = _read_html(root, page.final_url, layout)
    return harvest if _WHOLE.search(page.body[:_HEAD]) else _continued(harvest, page.final_url)


def _tree(page: Page) -> Any:
    """The page as lxml's tree; None for a page without any element."""
    _, text = html_to_unicode(page.content_type, page.body)
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _read_html(root: Any, address: str, layout: Layout) -> Harvest:
    base = _base(root, address)
    links = distinct(_links(root, base, layout))
    return Harvest(links=links, next_page=next_page(root, base, address), feeds=_feeds(root, base))


def _continued(harvest: Harvest, address: str) -> Harvest:
    """A piece of a list that doesn't say where it goes on goes on at its own address, one page further."""
    return replace(harvest, next_page=incremented(address)) if harvest.links and not harvest.next_page else harvest


def _base(root: Any, address: str) -> str:
    """What relative addresses are relative to: <base href> where the page has one of this web."""
    href = next((e.get("href") for e in root.iter("base") if e.get("href")), "")
    return absolute(address, href) or address


def _links(root: Any, base: str, layout: Layout) -> Iterator[Link | None]:
    where = places(root)
    for count, anchor in enumerate(root.iter("a", "area")):
        if count >= LINKS:
            return
        href = anchor.get("href", "")
        if href and not href.startswith("#"):
            yield link(base, href, layout, where.get(anchor, Place.MAIN), title=_title(anchor))


def _title(anchor: Any) -> str:
    """The words of a link; of a link that is only an image, its description."""
    text = " ".join("".join(anchor.itertext()).split())
    return text or next((image.get("alt", "") for image in anchor.iter("img")), "") or anchor.get("title", "")


def _feeds(root: Any, base: str) -> tuple[str, ...]:
    """Feeds announced in the head, without those of comments."""
    found = dict.fromkeys(
        urljoin(base, e.get("href"))
        for e in root.iter("link")
        if e.get("href") and "alternate" in e.get("rel", "").lower().split()
        and e.get("type", "").split(";")[0].strip().lower() in _FEED_TYPES
    )  # fmt: skip
    return tuple(url for url in found if "comment" not in url.lower() and absolute(base, url))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _read_json(data: Any, page: Page, layout: Layout) -> Harvest:
    """A "load more" answer: markup inside it is read as a page, addresses as links, a key like `next` as next page."""
    links: list[Link | None] = []
    following: str | None = None
    for key, text in _strings(data):
        if "<a " in text:
            part = read_listing(Page(url=page.url, final_url=page.final_url, body=text.encode()), layout)
            links.extend(part.links)
            following = following or part.next_page
        elif key in ("url", "link", "permalink", "href", "canonical_url"):
            links.append(link(page.final_url, text, layout, Place.MAIN))
        elif key.startswith("next"):
            following = following or _page_address(page.final_url, text)
    return Harvest(links=distinct(links), next_page=following)


def _page_address(base: str, text: str) -> str | None:
    return absolute(base, text) if "/" in text or "?" in text else None


def _strings(data: Any) -> Iterator[tuple[str, str]]:
    """Every text in the data with the key it stands under, in order."""
    pile: list[tuple[str, Any]] = [("", data)]
    while pile:
        key, value = pile.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            pile.extend((str(name).lower(), inner) for name, inner in reversed(value.items()))
        elif isinstance(value, list):
            pile.extend((key, inner) for inner in reversed(value))
