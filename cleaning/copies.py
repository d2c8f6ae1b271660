"""What in an address marks only a copy of the page: AMP and print views, AMP caches, index pages, session ids."""

from __future__ import annotations

import re

from cleaning.address import Address, split
from cleaning.hosts import is_ip
from cleaning.tracking import SESSION_NAMES, is_random, looks_like_session, words

_INDEX = re.compile(r"(?:index|default)\.(?:html?|xhtml|shtml|php\d?|aspx?|jsp|cfm)", re.IGNORECASE)
_AMP_FILE = re.compile(r"(?<=[^.])(?:\.amp)+(?=(?:\.html?)?$)", re.IGNORECASE)
_SEGMENTS = frozenset({"amp", "print"})
_FLAGS = words("""
    amp isamp is_amp noamp nonamp mobile ismobile is_mobile print printable printview printerfriendly printer-friendly
""")
_YES = frozenset({"", "1", "true", "yes", "y", "on", "amp", "print", "mobile"})
_SWITCHES = words("outputtype output format mode view layout display type do action tmpl style")
_COPIES = frozenset({"amp", "print", "printable", "printview", "printer"})
_COOKIELESS = re.compile(r"\([A-Z]\([0-9A-Za-z]{16,}\)\)", re.IGNORECASE)
_NAMED_SESSION = re.compile(rf"(?:{'|'.join(sorted(SESSION_NAMES - {'s'}))})[=:](.+)", re.IGNORECASE)
_SESSION_KEYS = words("sid sessid sessionid session_id phpsessid jsessionid")
_GOOGLE_OR_BING = re.compile(r"google\.(?:com?\.)?[a-z]{2,3}|bing\.com")


def without_session(path: str) -> str:
    """The path without `;jsessionid=...` and without ASP.NET's `/(S(...))`: still fetchable."""
    if ";" not in path and "(" not in path:
        return path
    return "/".join(_without_session_parameter(s) for s in path.split("/") if not _COOKIELESS.fullmatch(s))


def asks_for_copy(name: str, value: str) -> bool:
    """Whether a parameter (in lower case) asks for the AMP or print copy of the page."""
    if name in _FLAGS:
        return value in _YES
    return name in _SWITCHES and value in _COPIES


def parameter(text: str) -> tuple[str, str]:
    """Name and value of "name=value"."""
    name, _, value = text.partition("=")
    while name.startswith("amp;"):  # an address copied from the page's source: "?id=1&amp;page=2"
        name = name[4:]
    return name, value


def of_original(segments: list[str]) -> list[str]:
    """The path's segments without session, index page, AMP and print marks at either end.

    A lone `/amp` or `/print` is a section of the site: it stays.
    """
    parts = _without_session_segments(segments)
    while parts:
        parts[-1] = _AMP_FILE.sub("", parts[-1])
        if not _INDEX.fullmatch(parts[-1]) and not _is_copy_mark(parts, -1):
            break
        del parts[-1]
    while parts and _is_copy_mark(parts, 0):
        del parts[0]
    return parts


def cached_by_amp(host: str, segments: list[str], address: Address) -> Address | None:
    """The publisher's own address, when this one is a copy in an AMP cache or viewer."""
    if _GOOGLE_OR_BING.fullmatch(host):
        inner = segments[1:] if segments[:1] == ["amp"] else []
    elif host.endswith((".ampproject.org", ".bing-amp.com", ".amp.cloudflare.com")):
        inner = segments[1:] if segments[:1] in (["c"], ["v"], ["wp"]) else []
    else:
        return None
    secure = inner[:1] == ["s"]
    inner = inner[1:] if secure else inner
    if not inner or "." not in inner[0] or is_ip(inner[0]):
        return None
    target = split(f"{'https' if secure else 'http'}://{'/'.join(inner)}")
    return target._replace(query=address.query, fragment=address.fragment) if target else None


def _without_session_parameter(segment: str) -> str:
    head, *parameters = segment.split(";")
    return ";".join([head, *(p for p in parameters if not looks_like_session(*parameter(p)))])


def _without_session_segments(segments: list[str]) -> list[str]:
    """Without `/sid=4f3a.../`, and without `/sid/4f3a.../` when more follows (a last segment is the page's own id)."""
    kept: list[str] = []
    for at, segment in enumerate(segments):
        named = _NAMED_SESSION.fullmatch(segment)
        if named and is_random(named.group(1)):
            continue
        if kept and kept[-1].lower() in _SESSION_KEYS and is_random(segment) and at + 1 < len(segments):
            del kept[-1]
        else:
            kept.append(segment)
    return kept


def _is_copy_mark(parts: list[str], at: int) -> bool:
    return len(parts) > 1 and parts[at].lower() in _SEGMENTS
