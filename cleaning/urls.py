"""Addresses: which spellings name one page, and what of an address is needed to fetch it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urljoin

from cleaning.address import PLAIN_IN_PATH, PLAIN_IN_QUERY, TRIMMED, WEB, Address, fetchable, mark, one_encoding, split
from cleaning.copies import asks_for_copy, cached_by_amp, of_original, parameter, without_session
from cleaning.hosts import folded_host, registered_domain
from cleaning.page import Layout
from cleaning.tracking import is_noise

_WORD_ENDS = re.compile(r"[^-_+.~,%]+")
_ID_DIGITS, _SLUG_WORDS, _SLUG_LETTERS = 4, 3, 6


@lru_cache(maxsize=8192)
def canonicalize(url: str) -> str:
    """The address to store and to fetch: as given, without fragment, tracking parameters and session ids.

    Scheme, host and order stay; `#!` fragments stay, because they name another page. Idempotent, never raises;
    what is no address with a scheme and host comes back trimmed.
    """
    address = split(url)
    if address is None or not address.scheme:
        return url.strip(TRIMMED)
    path = without_session(address.path) or "/"
    rest = fetchable(path + mark("?", _without_noise(address.query)) + mark("#", address.state))
    userinfo = f"{address.userinfo}@" if address.userinfo else ""
    return f"{address.scheme}://{userinfo}{address.host_and_port}{rest}"


@lru_cache(maxsize=8192)
def url_key(url: str) -> str:
    """The identity of an address, without a scheme: two addresses of one article have the same key.

    Folds what names the same page (www, mobile and AMP hosts, AMP caches, print views, index pages, order of
    parameters, percent-encoding...) and keeps what may name another (`id`, `page`, `lang`, case of the path...).
    Idempotent; never raises.
    """
    address = split(url)
    if address is None:
        return url.strip(TRIMMED)
    address, host, segments = _original(address)
    scheme = "" if address.scheme in WEB else f"{address.scheme}://"
    path = "".join(f"/{segment}" for segment in of_original(segments))
    state = one_encoding(address.state, PLAIN_IN_QUERY)
    return f"{scheme}{host}{address.port_mark}{path}{mark('?', _query_key(address.query))}{mark('#', state)}"


def absolute(base: str, href: str) -> str:
    """`href` as it stands on the page at `base`, as an absolute http address; empty if it is none."""
    try:
        joined = urljoin(base, href.strip())
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) and " " not in joined else ""


def identity(url: str, layout: Layout) -> str:
    """The publisher's own article id, "id:<host>/<id>", where `layout.identity` finds one; else the address's key."""
    key = url_key(url)
    found = re.search(layout.identity, url) if layout.identity else None
    if found is None or not found.group(1):
        return key
    return f"id:{re.split('[/?#]', key, maxsplit=1)[0]}/{found.group(1)}"


@lru_cache(maxsize=16384)
def slug(url: str) -> str:
    """The last part of an address's path, where it is long enough to name one article: an id, or several words.

    Empty for others. Two addresses of one story usually share it, whatever sections or session ids stand before it.
    """
    last = url_key(url).partition("?")[0].partition("#")[0].rpartition("/")[2].lower()
    telling = sum(c.isdigit() for c in last) >= _ID_DIGITS or len(_WORD_ENDS.findall(last)) >= _SLUG_WORDS
    return last if telling and len(last) >= _SLUG_LETTERS else ""


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one site: the same registered domain, or the same IP (or bare name) and port."""
    return _site(a) == _site(b) != ""


def publisher_name(url: str) -> str:
    """What to call the publisher at this address: the host without www, and the port if it is not the default one."""
    address = split(url)
    if address is None:
        return ""
    bare = address.host.removeprefix("www.")
    return (bare if registered_domain(bare) else address.host) + address.port_mark


def _original(address: Address) -> tuple[Address, str, list[str]]:
    """The address behind any AMP cache, its folded host and its path's segments."""
    host, segments = folded_host(address.host), _segments(address.path)
    while (inner := cached_by_amp(host, segments, address)) is not None:
        address = inner
        host, segments = folded_host(address.host), _segments(address.path)
    return address, host, segments


def _site(url: str) -> str:
    address = split(url)
    return "" if address is None else registered_domain(address.host) or address.host_and_port


def _segments(path: str) -> list[str]:
    """The path's segments, without empty ones and dots; "http://" inside a path keeps its slashes."""
    kept: list[str] = []
    for segment in without_session(one_encoding(path, PLAIN_IN_PATH)).split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment != "." and (segment or (kept and kept[-1].endswith(":"))):
            kept.append(segment)
    return kept


def _without_noise(query: str) -> str:
    """The query as written, without the parameters that are tracking or session ids."""
    return "&".join(p for p in query.split("&") if p and not is_noise(*parameter(p))) if query else ""


def _query_key(query: str) -> str:
    """The parameters that may name another page, sorted by name; equal names keep their order."""
    if not query:
        return ""
    return "&".join(name + mark("=", value) for name, value in sorted(_parameters(query), key=lambda pair: pair[0]))


def _parameters(query: str) -> Iterator[tuple[str, str]]:
    for text in one_encoding(query.replace("+", "%20"), PLAIN_IN_QUERY).split("&"):
        name, value = parameter(text)
        if (name or value) and not is_noise(name, value) and not asks_for_copy(name.lower(), value.lower()):
            yield name, value
