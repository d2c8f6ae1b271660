"""Spellings of one host: case, punycode, www/mobile/AMP names, and which hosts are one site."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from tldextract import TLDExtract

_COPY_LABELS = frozenset({"www", "m", "mobile", "amp"})
_PLAIN_HOST = re.compile(r"[a-z0-9._-]+")
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*")


@lru_cache(maxsize=16384)
def plain_host(host: str) -> str:
    """The host in one spelling: lower case, punycode, no final dot. Empty if it cannot be a host."""
    host = host.lower()
    if host.startswith("["):
        return _plain_ipv6(host)
    return host if _is_plain(host) else _punycode(host)


@lru_cache(maxsize=16384)
def folded_host(host: str) -> str:
    """A plain host without the labels that name a copy of the site: www, m, mobile, amp (also `en.m.example.org`)."""
    if len(host) > 253:
        return host
    labels = host.split(".")
    while len(labels) > 2 and not is_ip(host):
        shorter = _without_copy_label(labels)
        if shorter == labels or not registered_domain(".".join(shorter)):
            break
        labels = shorter
    return ".".join(labels)


@lru_cache(maxsize=16384)
def registered_domain(host: str) -> str:
    """The part of a host that was registered ("bbc.co.uk"), by the bundled public suffix list; empty if there is none.

    Names below a shared hoster (a.github.io, b.github.io) count as registered of their own.
    """
    return "" if is_ip(host) else _suffixes().extract_str(host).top_domain_under_public_suffix


def is_ip(host: str) -> bool:
    """Whether a host is an address in numbers, in any spelling that a resolver takes, rather than a name."""
    return host.startswith("[") or _NUMERIC.fullmatch(host) is not None


def _without_copy_label(labels: list[str]) -> list[str]:
    if labels[0] in _COPY_LABELS:
        return labels[1:]
    if labels[1] == "m" and len(labels) > 3:
        return [labels[0], *labels[2:]]
    return labels


@cache
def _suffixes() -> TLDExtract:
    """The bundled list: no network, no cache on disk. Read on first use, in about 20 ms."""
    from tldextract import (
        TLDExtract,  # here: it loads an HTTP client, and takes a third of the whole room's time to load
    )

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _is_plain(host: str) -> bool:
    return _PLAIN_HOST.fullmatch(host) is not None and not host.endswith(".")


def _punycode(host: str) -> str:
    name = unquote(host).rstrip(".")
    if not name.isascii():
        name = _ascii(name)
    return name.lower() if _is_plain(name.lower()) else ""


def _ascii(name: str) -> str:
    """Punycode by today's rules, else by those of 2003, which know names such as "i❤.example"."""
    import idna  # here: few hosts need it

    try:
        return idna.encode(name, uts46=True).decode("ascii").rstrip(".")
    except (idna.IDNAError, UnicodeError):
        pass
    try:
        return name.encode("idna").decode("ascii").rstrip(".")
    except UnicodeError:
        return ""


def _plain_ipv6(host: str) -> str:
    try:
        return f"[{IPv6Address(host[1:].removesuffix(']'))}]"
    except ValueError:
        return ""
