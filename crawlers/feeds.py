"""A feed becomes a Harvest: RSS, Atom, RDF and JSON, well-formed or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import feedparser

from cleaning import Layout, Page
from crawlers.links import distinct, link, moment
from crawlers.sources import Harvest, Link, Place
from crawlers.xml import child_text, elements, local, unpacked

ENTRIES = 100_000
"""At most so many entries of one feed are read."""
_SECOND_OPINION = 2 * 1024 * 1024
_NO_LAYOUT = Layout()


def read_feed(page: Page, layout: Layout = _NO_LAYOUT) -> Harvest:
    """The articles a feed names. What is no feed brings nothing; never raises for bad markup."""
    body = unpacked(page.body)
    base = page.final_url
    reader = _json_links if body.lstrip()[:1] == b"{" else _xml_links
    links = distinct(reader(body, base, layout)) or distinct(_any_links(body, base, layout))
    return Harvest(links=links)


def _xml_links(body: bytes, base: str, layout: Layout) -> Iterator[Link | None]:
    for count, entry in enumerate(elements(body, "item", "entry")):
        if count >= ENTRIES:
            return
        dates = child_text(entry, "pubdate", "published", "date", "updated", "modified")
        yield link(base, _address(entry), layout, Place.FEED, title=child_text(entry, "title"), modified=moment(dates))


def _address(entry: Any) -> str:
    """The article's own address: not the counting redirect of a feed service, where the feed tells both."""
    return child_text(entry, "origlink") or _atom_link(entry) or child_text(entry, "link") or _guid(entry)


def _atom_link(entry: Any) -> str:
    """The href of an Atom link to the entry itself (not to comments, media or an edit address)."""
    hrefs = {e.get("rel", "alternate"): e.get("href") for e in reversed(entry) if local(e) == "link" and e.get("href")}
    return str(hrefs.get("alternate", ""))


def _guid(entry: Any) -> str:
    """RSS's guid where it is an address, or the `about` of an RDF item, or Atom's id."""
    about = next((value for name, value in entry.attrib.items() if name.endswith("}about")), "")
    text = child_text(entry, "guid", "id") or about
    return text if text.startswith(("http://", "https://")) else about


def _json_links(body: bytes, base: str, layout: Layout) -> Iterator[Link | None]:
    try:
        items = json.loads(body).get("items", [])
    except (ValueError, AttributeError, RecursionError):
        return
    for item in items[:ENTRIES] if isinstance(items, list) else []:
        if isinstance(item, dict):
            date = moment(str(item.get("date_modified") or item.get("date_published") or ""))
            title = str(item.get("title") or "")
            yield link(base, str(item.get("url") or ""), layout, Place.FEED, title=title, modified=date)


def _any_links(body: bytes, base: str, layout: Layout) -> Iterator[Link | None]:
    """A second opinion on feeds so broken that no entry came out."""
    if b"<item" not in body and b"<entry" not in body:
        return
    parsed = feedparser.parse(BytesIO(body[:_SECOND_OPINION]), sanitize_html=False, resolve_relative_uris=False)
    for entry in parsed.entries:
        yield link(base, str(entry.get("link", "")), layout, Place.FEED, title=str(entry.get("title", "")))
