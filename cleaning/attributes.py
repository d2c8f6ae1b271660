"""What the attributes of an element say: its label, whether it is hidden, whether it names the author."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

Get: TypeAlias = Callable[[str], str | None]
"""Gives the value of an attribute, None where there is none: `get` of an element or of a dict."""
_NAMING = ("id", "role", "itemprop")
_AUTHOR = re.compile(
    r"(?i)(?<![a-z])(?:authors?|bylines?|writers?|reporters?|contributors?|autor(?:en|es|i|a|in|ka)?|auteurs?|autore|yazar|"
    r"szerz[oő]k?|verfasser|muhabir)(?:[_-]*(?:name|link|s))?(?![a-z])"
    r"(?![_-]+(?:bio|role|job|position|photo|image|img|picture|social|follow|email))"
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|profiles?|by|people|staff|contributors?|reporters?|writers?|columnist(?:s|as)?|autor(?:en|es|i|a|ka|in)?|"
    r"auteurs?|redakteure?|verfasser|journalist(?:s|e|es|en|i)?|giornalist[ai]|periodistas?|firmas?|avtory?|yazar(?:lar)?|"
    r"skribent|forfatter|experts?|fellows?|scholars?|signataires?|szerzok?|correspondents?|journalistes)/[^/]"
)

_CAPTION = re.compile(
    r"(?<![a-z])(?:(?:img|image|photo|pic|picture|foto|bild)[-_]*(?:desc|description|legend|credits?)|"
    r"cutline|bildunterschrift|bildtext|bildlegende)(?![a-z-])"
)
_DATED = re.compile(
    r"(?<![a-z])(?:dc:date|(?:\w+:)?(?:datepublished|created|issued)|published|pubdate|dt-published)(?![a-z])"
)
_KICKER = re.compile(
    r"(?i)(?<![a-z])(?:kicker|over-?line|over-?title|dachzeile|top-?line|roof-?line|pre-?(?:title|headline)|super-?title|eyebrow|"
    r"antet[ií]tulo|occhiello|spitzmarke|sur-?titre|title-prefix|vignette|nadtitul)(?![a-z])"
)
_LONGEST_DATE = 40


def label_of(get: Get) -> str:
    """Class, id, role and itemprop, lower case, with a space between them."""
    label = get("class") or ""
    for name in _NAMING:
        if value := get(name):
            label = f"{label} {value}" if label else value
    return label.lower()


@lru_cache(maxsize=4096)
def captions(label: str) -> bool:
    """Whether a lower-case label says that what has it stands under a picture. Remembered: pages repeat them."""
    return "caption" in label or _CAPTION.search(label) is not None


def hides(given: dict[str, str]) -> bool:
    """Whether the element itself is not to be shown."""
    style = given.get("style")
    return "hidden" in given or bool(style and "display:none" in style.replace(" ", "").lower())


def names_author(get: Get) -> bool:
    """Whether an element says that its text is the author's name."""
    if (name := get("class")) and _is_author(name):
        return True
    if (name := get("itemprop")) and _is_author(name):
        return True
    return ((name := get("data-testid")) is not None and _is_author(name)) or get("rel") == "author"


def dated(given: dict[str, str]) -> str:
    """The date of publication that an element holds for machines (microdata, RDFa, hAtom); "" if it holds none."""
    value = given["content"] if "content" in given else given.get("title")
    if not value or not value[:4].isdecimal() or len(value) > _LONGEST_DATE:
        return ""
    named = f"{given.get('itemprop')} {given.get('property')} {given.get('class')}".lower()
    return value if _DATED.search(named) else ""


def is_kicker(name: str) -> bool:
    """Whether an element in a heading says that it holds the topic above the headline."""
    return bool(name) and _KICKER.search(name) is not None


def leads_to_author(address: str) -> bool:
    """Whether a link leads to the page about an author: "/author/jane", or "/@jane" of the same site."""
    return _AUTHOR_PATH.search(address.lower()) is not None or (address[:2] == "/@" and "/" not in address[2:])


def may_name_author(low: str) -> bool:
    """Whether a lower-case name may be that of an author: spares most names the pattern."""
    return (
        "aut" in low
        or "byline" in low
        or "writer" in low
        or "reporter" in low
        or "contributor" in low
        or "yazar" in low
        or "szerz" in low
        or "verfass" in low
        or "muhabir" in low
    )


@lru_cache(maxsize=2048)
def _is_author(name: str) -> bool:
    return may_name_author(name.lower()) and _AUTHOR.search(name) is not None
