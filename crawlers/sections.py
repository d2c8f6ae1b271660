"""Which links of an unknown site lead to lists of articles: what its menus name, and is no page by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from crawlers.judging import Knowledge, width
from crawlers.paging import is_later_page
from crawlers.shapes import Part, is_media, shape
from crawlers.sources import Link, Place
from crawlers.words import ASKING, ITSELF, NEVER, STRAY

_LONGEST_NAME = 36


def section_links(links: Iterable[Link], known: Knowledge) -> Iterator[Link]:
    """Links to what may be a list of articles, those in menus first; without tags and authors."""
    candidates = [link for link in links if _may_be_list(link, known) and not _has(link, STRAY)]
    yield from (link for link in candidates if link.place is Place.MENU)
    yield from (link for link in candidates if link.place is not Place.MENU)


def stray_links(links: Iterable[Link], known: Knowledge) -> Iterator[Link]:
    """Links to tags and authors: lists too, but many, and short."""
    return (link for link in links if _may_be_list(link, known) and _has(link, STRAY))


def _may_be_list(link: Link, known: Knowledge) -> bool:
    parts = urlsplit(link.url)
    last = re.sub(r"\.\w{2,5}$", "", unquote(parts.path).rstrip("/").rpartition("/")[2].lower())
    asked = [key.lower() for key, _ in parse_qsl(parts.query)]
    if not (last or asked) or ITSELF.fullmatch(last) or any(ASKING.fullmatch(key) for key in asked):
        return False
    if is_media(link.url) or is_later_page(link.url) or _is_calendar(link.url):
        return False
    return not _has(link, NEVER) and not known.is_article(link) and not _is_headline(link, known)


def _is_headline(link: Link, known: Knowledge) -> bool:
    """A long title over an address that may be an article's: a card, or one of the "most read" in a menu."""
    form = shape(link.url)
    likely = form.telling and (form.loose in known.loose or link.place is not Place.MENU)
    return likely and width(link.title) > _LONGEST_NAME


def _has(link: Link, words: re.Pattern[str]) -> bool:
    return any(words.fullmatch(word) for word in shape(link.url).words)


def _is_calendar(url: str) -> bool:
    """A path that ends in a year, a month or a day: there is one for every day, for ever."""
    loose = shape(url).loose.partition("&")[0]
    return loose.endswith((f"/{Part.YEAR}", f"/{Part.DATE}"))
