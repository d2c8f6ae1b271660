"""Gates: what keeps readers out of a page, told by its elements (a riddle to solve, a password, a form around it)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from cleaning.announcement import announced_signs
from cleaning.block import Block
from cleaning.head import Head
from cleaning.sheet import Sheet
from cleaning.signs import Sign
from cleaning.telling import telling
from cleaning.weights import words

_LOOKED_AT: Final = ("form", "input", "iframe", "script", "meta")
_RIDDLE: Final = re.compile(r"captcha|turnstile|challenge|(?<![a-z])px-cloud|arkose")
_RIDDLE_MARKS: Final = ("captcha", "turnstile", "challenge", "px-cloud", "arkose")
_RIDDLE_BOX: Final = re.compile(r"captcha|turnstile|challenge-(?:form|stage|running|error)")
_RIDDLES: Final = ("captcha", "turnstile", "challenge-")
_PAYWALL: Final = re.compile(r"(?<![a-z])(?:pay|reg|meter)-?wall(?![\w-]*(?:header|nav|free))")
_FENCE: Final = re.compile(
    r"/(?:form|dialog)(?=[./]|$)|[./_-](?:consent|cookies?|gdpr|cmp|captcha|interstitial|(?:alert)?dialog)(?=[./_-]|$)"
)
_UNLISTED: Final = re.compile(r"\bnoindex\b|\bnone\b", re.I)
_ROBOTS: Final = ("robots", "googlebot")
_REFRESH: Final = re.compile(r"\s*(\d{1,5})")
_SOON, _FEW_LINKS, _FENCED_LINKS, _MOST, _LONGEST = 60, 4, 30, 4000, 500
_LONGEST_LINE, _FEWEST = 300, 2


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells of itself that the verdict on it needs."""

    markup: str = ""
    """The type that its head declares."""
    signs: tuple[Sign, ...] = ()
    words: int = 0
    """How many words its article has, by its own count; 0 if it does not say."""
    headline: str = ""
    """The headline of its article, as it announces it to other machines, else as it shows it."""
    asks: bool = False
    """Whether a form or a button stands right below its text."""
    listed: int = 0
    """How many other articles it lists, if it does nothing else."""


def gates(
    root: Element, head: Head, sheet: Sheet, kept: Sequence[Block], title: str, shown: str, asks: bool
) -> tuple[Sign, ...]:
    """The signs on a page that its readers are kept out.

    `kept`: the blocks of its text; `title`: the headline it announces, empty if it has none of its own; `shown`: the
    line of the page that was taken for its headline, empty if none was; `asks`: whether something is asked for right
    below the text.
    """
    found = {*_of_elements(root), *_of_boxes(sheet)}
    if title and title != shown and not _shown(title, shown, sheet):
        found.add(Sign.UNSHOWN)
    if title and shown:
        found.update(announced_signs(head, (title, shown), sheet, kept, asks))
    if not all(each.free for each in head.articles):
        found.add(Sign.NOT_FREE)
    if len(sheet.anchors) <= _FENCED_LINKS and _share_fenced(kept) > 0.5:
        found.add(Sign.FENCED)
    if len(sheet.anchors) <= _FEW_LINKS:
        found.add(Sign.BARE)
    if not title:
        found.add(Sign.NAMELESS)
    if any(map(_is_front_page, head.claimed)):
        found.add(Sign.FRONT_PAGE)
    return tuple(sign for sign in Sign if sign in found)


def _shown(title: str, shown: str, sheet: Sheet) -> bool:
    """Whether a line of the page has a third of the headline's telling words."""
    name = telling(title)
    lines = (block.text for block in sheet.blocks if len(block.text) <= _LONGEST_LINE)
    return len(name) < _FEWEST or any(len(name & telling(line)) * 3 >= len(name) for line in chain((shown,), lines))


def _of_elements(root: Element) -> Iterator[Sign]:
    named = []
    for element in islice(root.iter(*_LOOKED_AT), _MOST):
        if element.tag == "meta":
            yield from _of_meta(element)
        elif element.tag == "input" and (element.get("type") or "").lower() == "password":
            yield Sign.PASSWORD
        else:
            named.append(_named(element)[:_LONGEST])
    if _holds(_RIDDLE, _RIDDLE_MARKS, "\n".join(named).lower()):
        yield Sign.RIDDLE


def _holds(pattern: re.Pattern[str], marks: Iterable[str], names: str) -> bool:
    """Whether names hold a pattern; `marks`: strings of which it needs one, found in a hundredth of its time."""
    return any(mark in names for mark in marks) and pattern.search(names) is not None


def _named(element: Element) -> str:
    """What an element would call a riddle by: a form all its attributes, a field its name, others their source."""
    if element.tag == "form":
        return " ".join(element.values())
    return element.get("name" if element.tag == "input" else "src") or ""


def _of_boxes(sheet: Sheet) -> Iterator[Sign]:
    labels = "\n".join({node.label for node in sheet.nodes})
    if _holds(_PAYWALL, ("wall",), labels):
        yield Sign.PAYWALL
    if _holds(_RIDDLE_BOX, _RIDDLES, labels):
        yield Sign.RIDDLE


def _of_meta(meta: Element) -> Iterator[Sign]:
    content = meta.get("content") or ""
    if (meta.get("name") or "").lower() in _ROBOTS and _UNLISTED.search(content):
        yield Sign.UNLISTED
    if (meta.get("http-equiv") or "").lower() == "refresh":
        seconds = _REFRESH.match(content)
        if seconds and int(seconds[1]) < _SOON:
            yield Sign.RELOAD


def _share_fenced(kept: Sequence[Block]) -> float:
    """Share of the text that stands in forms, dialogs, and boxes that are named after consent or riddles."""
    lengths = [(words(block.text), _FENCE.search("/" + block.place.lower()) is not None) for block in kept]
    return sum(length for length, fenced in lengths if fenced) / max(sum(length for length, _ in lengths), 1.0)


def _is_front_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return not parts.path.strip("/") and not parts.query
