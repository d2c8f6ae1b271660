"""From an address as it stands in a source to a Link: absolute, canonical, with its identity."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from cleaning import Layout, canonicalize, identity
from crawlers.sources import Link, Place

LONGEST = 2000
"""Addresses longer than this many characters are traps, not articles."""

REPEATED = 2
DEEPEST = 20
"""A path with one segment more than twice, or with more segments than that, is a trap."""
_WHOLE = re.compile(r"https?://[\w.:-]+/(?!.*/\.)[\w/.%?=&#,;~+-]*$", re.ASCII)
"""An address that nothing need be joined to, and that no dots shorten: most of those in feeds and sitemaps."""
STAMPED, MANY = timedelta(hours=1), 5


def absolute(base: str, href: str) -> str | None:
    """The http(s) address that `href` means on the page `base`; None for anything else."""
    href = href.strip()
    try:
        url = canonicalize(href if _WHOLE.match(href) else urljoin(base, href))
        parts = urlsplit(url)
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= LONGEST
    return url if good and not _goes_in_circles(parts.path) else None


def _goes_in_circles(path: str) -> bool:
    """Whether a path names the same folder again and again, as relative links on an endless site do."""
    names = Counter(part for part in path.split("/") if part and not part.isdigit())
    return path.count("/") > DEEPEST or max(names.values(), default=0) > REPEATED


def link(
    base: str, href: str, layout: Layout, place: Place, *, title: str = "", modified: datetime | None = None
) -> Link | None:
    """A Link to what `href` means on the page `base`; None if it is no address to crawl."""
    url = absolute(base, href) if href.strip() else None
    if url is None:
        return None
    return Link(url=url, key=identity(url, layout), title=" ".join(title.split()), modified=modified, place=place)


def distinct(links: Iterable[Link | None]) -> tuple[Link, ...]:
    """The links with each identity once, in order: the longest title, the latest date and the best place stay."""
    best: dict[str, Link] = {}
    for one in links:
        if one is not None:
            best[one.key] = _merged(best[one.key], one) if one.key in best else one
    return tuple(best.values())


def dated(links: Sequence[Link], now: datetime) -> Sequence[Link]:
    """The links, without their dates if most were dated within the hour: such a source stamps the time of its making.

    Believed, each of its old articles would be asked again every night.
    """
    told = [one.modified for one in links if one.modified]
    fresh = sum(now - when < STAMPED for when in told)
    stamped = len(told) >= MANY and fresh * 2 > len(told)
    return [replace(one, modified=None) for one in links] if stamped else links


def moment(text: str) -> datetime | None:
    """The instant a date of a feed or sitemap means (aware, UTC); None when it can't be read."""
    text = text.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            when = read(text)
            return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _merged(a: Link, b: Link) -> Link:
    dates = [when for when in (a.modified, b.modified) if when]
    title = max(a.title, b.title, key=len)
    place = b.place if a.place is Place.MENU else a.place
    return replace(a, title=title, modified=max(dates, default=None), place=place)
