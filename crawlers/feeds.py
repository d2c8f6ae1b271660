"""A feed becomes a Harvest: RSS, Atom, RDF and JSON, well-formed or not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from cleaning import Layout, Page
from crawlers.links import distinct, link, moment
from crawlers.sources import Harvest, Link, Place
from crawlers.xml import child_text, elements, fragment, local, unpacked

ENTRIES = 100_000
"""At most so many entries of one feed are read."""
_OPENING = re.compile(rb"(?=<(?:item|entry)[\s>])")
_NO_LAYOUT = Layout()


def read_feed(page: Page, layout: Layout = _NO_LAYOUT) -> Harvest:
    """The articles a feed names. What is no feed brings nothing; never raises for bad markup."""
    body = unpacked(page.body)
    base = page.final_url
    reader = _json_links if body.lstrip()[:1] == b"{" else _xml_links
    links = [found for found in reader(body, base, layout) if found is not None]
    if len(links) < len(_OPENING.findall(body)):
        links += [found for found in _piece_links(body, base, layout) if found is not None]
    return Harvest(links=distinct(links))


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


def _piece_links(body: bytes, base: str, layout: Layout) -> Iterator[Link | None]:
    """Entries read one by one, cut at their opening tags: a fault in one can't swallow the next."""
    for piece in _OPENING.split(body)[1 : ENTRIES + 1]:
        entry = fragment(piece)
        if entry is not None:
            inner = [entry, *(e for e in entry.iter() if len(e))]
            href = next((found for e in inner if (found := _address(e))), "")
            yield link(base, href, layout, Place.FEED, title=child_text(entry, "title"))
