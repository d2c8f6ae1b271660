"""Addresses a page gives for itself: which may be believed, and which is its next part."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, urldefrag, urlsplit

from cleaning.urls import absolute, same_site

_NUMBER: Final = re.compile(
    r"[/?&_-]*(?:(?:page|pagina|seite|pag|pg|p|part|s|start)[=/_-]?)?(\d{1,2})(/|\.[a-z]{3,5})?", re.I
)
_NUMBERED: Final = re.compile(r"\d(?:/|\.[A-Za-z]{3,5})?\s*$")
"""What every address of a further page ends like."""
_LONGEST_NUMBER: Final = 20
_END: Final = re.compile(r"(?:/|\.[a-z]{3,5})?", re.I)
_SLUG: Final = re.compile(r"\d{3}|.[-_].*.[-_].|\.[a-z]{3,5}$|[^\x00-\x7f]{4}|%[0-9A-F]{2}.*%[0-9A-F]{2}", re.I)
_ID: Final = re.compile(r"^(?:\w*id|p|a|n|no|nr|num|article|story|news|item|key|code|cod|seq|t|v|doc)$|_id$|idx", re.I)


def own_canonical(href: str, url: str) -> str:
    """`href` without fragment if it can be the address of the page at `url`; else empty.

    Other sites, home pages and section pages cannot be.
    """
    try:
        address = urldefrag(href.strip()).url
        own, page = urlsplit(address), urlsplit(url)
        believable = own.scheme in ("http", "https") and same_site(address, url)
    except ValueError:
        return ""
    if not believable or any(sign.isspace() for sign in address):
        return ""
    if _looks_general(own.path, own.query, page.path) or _loses_id(own.query, page.query, own.path, page.path):
        return ""
    return address


def _looks_general(path: str, query: str, page_path: str) -> bool:
    """A home page, or a shorter path that names a section rather than an article."""
    own, page = [part for part in path.split("/") if part], [part for part in page_path.split("/") if part]
    if own == page:
        return not own and not query
    if not own:
        return not query
    return len(own) < len(page) and not _SLUG.search(own[-1]) and not query


def _loses_id(query: str, page_query: str, path: str, page_path: str) -> bool:
    """The page is told apart by an id in the query, and this address has it no more."""
    if query or path.rstrip("/") != page_path.rstrip("/"):
        return False
    return any(_ID.search(name) and any(sign.isdigit() for sign in value) for name, value in parse_qsl(page_query))


def next_part(url: str, hrefs: Iterable[str], first: bool = False) -> str | None:
    """The first of some links on the page at `url`, made absolute, that is its next part; None if there is none."""
    likely = (href for href in dict.fromkeys(hrefs) if _may_be_part(url, href))
    return next((address for href in likely if is_next_part(url, address := absolute(url, href), first)), None)


def _may_be_part(url: str, href: str) -> bool:
    """Whether a link as written can be a further page: cheap, because it is asked of every link of a page."""
    return href[:-_LONGEST_NUMBER].lstrip("./ ") in url and bool(_NUMBERED.search(href, max(0, len(href) - 12)))


def is_next_part(url: str, href: str, first: bool = False) -> bool:
    """Whether `href` is the page after `url` of the same article: the same but for a page number that is one more.

    `first`: `url` is the article's first page, so that a number it ends in is its own ("/news/12"), no page number.
    """
    shorter = min(len(url), len(href))
    end = next((n for n in range(shorter) if url[n] != href[n]), shorter)
    start = end
    while start and url[start - 1].isdigit():
        start -= 1
    return end > len("https://x.y/z") and any(_counts_on(url, href, place, first) for place in {start, end})


def _counts_on(url: str, href: str, place: int, first: bool) -> bool:
    """Whether from some place on both addresses are page numbers, and that of `href` is one more."""
    after, before = _NUMBER.fullmatch(href, place), _NUMBER.fullmatch(url, place)
    if not after:
        return False
    if before:
        return not first and int(after[1]) == int(before[1]) + 1
    return bool(_END.fullmatch(url, place)) and after[1] in ("2", "1" if "=" in after[0] else "2")
