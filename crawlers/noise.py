"""Query parameters that change while the article stays: learned from one headline under several spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from cleaning import Layout, identity, slug
from crawlers.sources import Link

_FEW = 3
_TOKEN = re.compile(r"(?<=[^/:])/(?=[^/]*\d)(?=[^/]*[A-Za-z])[0-9A-Za-z]{8,}(?=/|$)")
"""A part of a path that may be a session id: letters and digits, without any order to be seen."""


def noisy_parameters(links: Iterable[Link]) -> frozenset[str]:
    """Names of parameters (session ids, referrers) that may be left out of this site's addresses.

    Such a parameter has several values beside one and the same rest of the address, under one and the same headline,
    for several headlines. An id has another headline for each value, so it stays.
    """
    values: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    titles: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for link in links:
        for name, value in _pairs(link.url):
            values[name, without(link.url, {name})].add(value)
            titles[name, without(link.url, {name})].add(link.title.casefold())
    proofs: defaultdict[str, int] = defaultdict(int)
    for (name, rest), seen in values.items():
        proofs[name] += len(seen) > 1 and len(titles[name, rest]) == 1
    refuted = {name for (name, rest), seen in titles.items() if len(seen) > 1}
    return frozenset(name for name, number in proofs.items() if number >= _FEW and name not in refuted)


class Spellings:
    """Addresses that differ only in a session id between their slashes, under one headline: the first one stays."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], Link] = {}

    def first(self, link: Link) -> Link:
        """The link as it was spelled first."""
        head, _, last = link.url.rpartition("/")
        bare = _TOKEN.sub("/", head)
        if bare == head or not link.title or not slug(link.url):
            return link
        first = self._first.setdefault((f"{bare}/{last}", link.title), link)
        return replace(link, url=first.url, key=first.key)


def cleared(link: Link, noisy: Iterable[str], layout: Layout) -> Link:
    """The link without these parameters."""
    names = set(noisy)
    if not names or not names & {name for name, _ in _pairs(link.url)}:
        return link
    url = without(link.url, names)
    return replace(link, url=url, key=identity(url, layout))


def without(url: str, names: Iterable[str]) -> str:
    """The address without these query parameters."""
    gone = set(names)
    pairs = [pair for pair in _pairs(url) if pair[0] not in gone]
    return urlunsplit(urlsplit(url)._replace(query=urlencode(pairs)))


def _pairs(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True) if "?" in url else []
