"""Where articles are announced: Feed, Sitemap, Listing; and the Harvest that reading one of them brings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS, Atom, RDF or JSON feed. `url` may be relative to the publisher's `base_url`."""

    url: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or an index of sitemaps, gzipped or not. `url` may be relative to the publisher's `base_url`."""

    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists articles, and its pages 2..n. `url` may be relative to the publisher's `base_url`.

    `more` is the address that brings further entries ("load more"), with the places {page} (2, 3, ...) or {from} and
    {to} (entries). Without it the next page is what the page itself points to.
    """

    url: str
    more: str = ""
    step: int = 10
    """Entries of one page, for {from} and {to}."""
    pages: int = 500
    """At most so many pages are read in one crawl."""

    def page_address(self, number: int) -> str:
        """The address of page `number` (2, 3, ...) after the template in `more`."""
        start = (number - 1) * self.step
        places = {"{page}": number, "{from}": start, "{to}": start + self.step}
        address = self.more
        for place, value in places.items():
            address = address.replace(place, str(value))
        return address


Source = Feed | Sitemap | Listing


class Place(StrEnum):
    """Where a link stood, which tells how likely it leads to an article."""

    FEED = "feed"
    SITEMAP = "sitemap"
    NEWS_SITEMAP = "news sitemap"
    MAIN = "main"
    MENU = "menu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that a source names, in its canonical spelling."""

    url: str
    key: str
    """Identity of the address: two links with one key lead to one article."""
    title: str = ""
    modified: datetime | None = None
    place: Place = Place.MAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What one feed, sitemap or list page names."""

    links: tuple[Link, ...] = ()
    next_page: str | None = None
    feeds: tuple[str, ...] = field(default=())
    sitemaps: tuple[str, ...] = field(default=())
