"""Which links of an unknown site lead to articles: learned from what feeds, sitemaps and lists have in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from urllib.parse import parse_qsl, unquote, urlsplit

from crawlers.paging import is_later_page
from crawlers.shapes import Shape, is_media, shape
from crawlers.sources import Link, Place
from crawlers.words import ASKING, ITSELF, is_list_word

_FEW, _LONG_TITLE, _SHARE = 3, 16, 0.02


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The shapes that a site's articles have."""

    exact: frozenset[str] = frozenset()
    """Shapes of feed entries and of other groups that are articles."""
    loose: frozenset[str] = frozenset()
    """The same without the words, so that another section's articles are known too."""
    sure: frozenset[str] = frozenset()
    """Shapes of feed entries: articles, whatever words they hold."""

    def is_article(self, link: Link) -> bool:
        """Whether a link leads to an article of this site."""
        if link.place in (Place.FEED, Place.NEWS_SITEMAP):
            return not is_media(link.url)
        if is_media(link.url) or not worth_asking(link.url):
            return False
        form = shape(link.url)
        if form.exact in self.sure:
            return form.telling or link.place is not Place.MENU
        known = form.exact in self.exact or (form.loose in self.loose and link.place is not Place.MENU)
        return known and form.telling and not is_list(form)


def worth_asking(url: str) -> bool:
    """Whether an address may be an article at all: no home page, no search, no page 2, no "About us"."""
    parts = urlsplit(url)
    segments = [s.lower() for s in parts.path.split("/") if s]
    if not segments and not parts.query:
        return False
    asks = any(ASKING.fullmatch(key.lower()) for key, _ in parse_qsl(parts.query))
    last = re.sub(r"\.\w{2,5}$", "", unquote(segments[-1])) if segments else ""
    return not asks and ITSELF.fullmatch(last) is None and not is_later_page(url)


def is_list(form: Shape) -> bool:
    """Whether a word in the path says that it names a list: tags, authors, categories."""
    return any(is_list_word(word) for word in form.words)


def learn(announced: Iterable[Link], listed: Iterable[Link]) -> Knowledge:
    """What the addresses of a site's articles look like, from what feeds and sitemaps announce and lists name.

    Entries of feeds and of news sitemaps are articles. Other groups of equal shape are, if no menu entry could look so
    and there are enough of them: in sitemaps by number alone, in lists if they also have titles as long as headlines.
    """
    announced = list(announced)
    trusted = {shape(link.url) for link in announced if link.place in (Place.FEED, Place.NEWS_SITEMAP)}
    sure = {form for form in trusted if form.exact != "/"}
    mapped = [link for link in announced if link.place is Place.SITEMAP]
    good = set(sure)
    for links in _groups(mapped):
        good |= set(links.values()) if len(links) >= _enough(len(mapped)) else set()
    for links in _groups(listed):
        good |= set(links.values()) if _looks_like_headlines(links) else set()
    return Knowledge(
        exact=frozenset(form.exact for form in good),
        loose=frozenset(form.loose for form in good if form.telling),
        sure=frozenset(form.exact for form in sure),
    )


def _groups(links: Iterable[Link]) -> list[dict[Link, Shape]]:
    """Links that may be articles, with their shapes, by loose shape; those in menus and to lists are left out."""
    groups: defaultdict[str, dict[Link, Shape]] = defaultdict(dict)
    for link in links:
        if link.place is not Place.MENU and not is_media(link.url) and worth_asking(link.url):
            form = shape(link.url)
            if form.telling and not is_list(form):
                groups[form.loose][link] = form
    return list(groups.values())


def _enough(entries: int) -> int:
    return max(_FEW, int(entries * _SHARE)) if entries >= _FEW else 1


def _looks_like_headlines(links: Iterable[Link]) -> bool:
    widths = {link.key: width(link.title) for link in links}
    return len(widths) >= _FEW and median(widths.values()) >= _LONG_TITLE


def width(title: str) -> int:
    """Length of a title; a character of a script without spaces counts as two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in title)
