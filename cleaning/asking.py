"""Where a page asks its reader for something: fields, buttons, and links that are drawn as buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, islice
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from cleaning.attributes import label_of
from cleaning.block import Block
from cleaning.boxnames import COMMENTS, NAVIGATION, RELATED, SHARE
from cleaning.sheet import Sheet

_UNASKING: Final = frozenset(("hidden", "radio", "checkbox", "image"))
"""Fields that are not shown, or belong to polls."""
_DRAWN: Final = re.compile(r"(?<![a-z])(?:btn|button|cta)(?![a-z])")
_BESIDE: Final = (COMMENTS, SHARE, RELATED, NAVIGATION)
"""Boxes that ask for something beside the text, as those of any article do."""
_AROUND, _BELOW = 4, 3


def asks_below(sheet: Sheet, kept: Sequence[Block], url: str) -> bool:
    """Whether anything is asked for right below the text, or its last line is a button."""
    last = kept[-1].position if kept else 0
    stop = last + 1 + _BELOW
    return bool(kept) and (_has_control(sheet, last + 1, stop) or _has_button(sheet, last, stop, url))


def asks_among(sheet: Sheet, kept: Sequence[Block], url: str) -> bool:
    """Whether anything is asked for between the lines of the text."""
    first, last = kept[0].position, kept[-1].position
    return _has_control(sheet, first, last) or _has_button(sheet, first, last, url)


def _has_control(sheet: Sheet, start: int, stop: int) -> bool:
    return any(start <= index <= stop and _is_control(element) for index, element in sheet.controls)


def _has_button(sheet: Sheet, start: int, stop: int, url: str) -> bool:
    return any(start <= index <= stop and _is_button(anchor, url) for index, _, anchor in sheet.anchors)


def _is_control(element: Element) -> bool:
    if (element.get("type") or "").lower() in _UNASKING:
        return False
    return not any(map(_is_beside, islice(chain((element,), element.iterancestors()), _AROUND)))


def _is_beside(box: Element) -> bool:
    label = label_of(box.get)
    return box.tag in NAVIGATION.tags or bool(label and any(name.found_in(label) for name in _BESIDE))


def _is_button(anchor: Element, url: str) -> bool:
    """Whether a link is drawn as a button, and leads to another page of the same site."""
    label = f"{anchor.get('class') or ''} {anchor.get('role') or ''}".lower()
    if not _DRAWN.search(label) or not _is_control(anchor):
        return False
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, anchor.get("href") or "#"))
    except ValueError:
        return False
    return there.scheme in ("http", "https") and there.netloc == here.netloc and there.path != here.path
