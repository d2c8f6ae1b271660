"""The shape of an address: which of its parts are words, dates, ids, titles. Articles of a site share a few shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit


class Part(StrEnum):
    """What one segment of a path, or one value of a query, looks like."""

    WORD = "w"
    YEAR = "Y"
    DATE = "D"
    SMALL = "n"
    ID = "I"
    TITLE = "T"


@dataclass(frozen=True, slots=True)
class Shape:
    """`exact` keeps the words of the path, `loose` only says that there are words."""

    exact: str
    loose: str
    words: tuple[str, ...]
    """The plain words among its segments, in lower case."""
    telling: bool
    """It holds an id, or a title of several words, or a date with something after it: no menu entry looks so."""


_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|css|js|json|xml|rss|atom|txt|pdf|docx?|xlsx?|pptx?|odt|epub|zip|gz|"
    r"rar|7z|tar|mp[34]|m4[av]|og[gv]|wav|webm|avi|mov|flv|exe|apk|dmg|woff2?|ttf|eot|ics|vcf)$",
    re.I,
)
_ENDING = re.compile(r"\.(?:s?html?|php\d?|aspx?|jspx?|cgi|do|xhtml)$", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d|1[34]\d\d")
_DATE = re.compile(r"(?:19|20)\d{2}[-_.]?(?:0\d|1[0-2])(?:[-_.]?[0-3]\d)?|[01]?\d[-_.]?[0-3]\d")
_SMALL = re.compile(r"\d{1,3}")
_HEX = re.compile(r"(?=[a-z]*\d)[0-9a-f]{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_SPLIT = re.compile(r"[-_+\s.,~]+")
_TITLE_WORDS, _TITLE_LETTERS, _ID_DIGITS = 3, 24, 4


def is_media(url: str) -> bool:
    """Whether the path ends like a picture, a script, a feed or a document."""
    return _MEDIA.search(urlsplit(url).path) is not None


@lru_cache(maxsize=65536)
def shape(url: str) -> Shape:
    """The shape of an address. Its host does not count; the last segment's ending (.html) does not count either."""
    parts = urlsplit(url)
    segments = [_ENDING.sub("", unquote(s)) if s else s for s in parts.path.split("/") if s]
    kinds = _kinds(segments)
    query = sorted((key.lower(), _part(value)) for key, value in parse_qsl(parts.query) if value)
    words = tuple(s.lower() for s, kind in zip(segments, kinds, strict=True) if kind is Part.WORD)
    exact = "/".join(s.lower() if kind is Part.WORD else kind for s, kind in zip(segments, kinds, strict=True))
    tail = "".join(f"&{key}={kind}" for key, kind in query)
    return Shape("/" + exact + tail, "/" + "/".join(kinds) + tail, words, _is_telling(kinds, [k for _, k in query]))


def _kinds(segments: list[str]) -> list[Part]:
    """The kind of each segment. Beside an id or a whole date, what follows as last is the title, however short."""
    kinds = [_dated(kind, kinds_before) for kind, kinds_before in _with_before([_part(s) for s in segments])]
    marked = Part.ID in kinds[:-1] or kinds[:-1].count(Part.DATE) + kinds[:-1].count(Part.YEAR) >= 2
    if kinds and marked and kinds[-1] is Part.WORD:
        kinds[-1] = Part.TITLE
    return kinds


def _with_before(kinds: list[Part]) -> list[tuple[Part, list[Part]]]:
    return [(kind, kinds[:at]) for at, kind in enumerate(kinds)]


def _dated(kind: Part, before: list[Part]) -> Part:
    """A small number after a year, or after one that followed a year, is a month or a day."""
    after_year = bool(before) and (before[-1] is Part.YEAR or before[-2:] == [Part.YEAR, Part.SMALL])
    return Part.DATE if after_year and kind is Part.SMALL else kind


def _part(text: str) -> Part:
    if text.isdigit():
        return _number(text)
    if _HEX.fullmatch(text):
        return Part.ID
    if _DATE.fullmatch(text):
        return Part.DATE
    words = [word for word in _SPLIT.split(text) if word]
    if len(words) >= _TITLE_WORDS or (len(text) >= _TITLE_LETTERS) or _is_long_foreign(text):
        return Part.TITLE
    return Part.ID if sum(c.isdigit() for c in text) >= _ID_DIGITS else Part.WORD


def _number(digits: str) -> Part:
    if len(digits) == 4 and _YEAR.fullmatch(digits):
        return Part.YEAR
    if _SMALL.fullmatch(digits):
        return Part.SMALL
    return Part.DATE if len(digits) in (4, 8) and _DATE.fullmatch(digits) else Part.ID


def _is_long_foreign(text: str) -> bool:
    """Eight characters of a script without spaces say as much as three words."""
    return sum(ord(c) > 0x2E7F for c in text) >= 8


def _is_telling(kinds: list[Part], values: list[Part]) -> bool:
    return Part.ID in kinds or Part.TITLE in kinds or Part.ID in values
