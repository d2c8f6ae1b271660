"""What an element of the tree holds: a row of a table, the beginning of a text, a page that it should not hold."""

from __future__ import annotations

from itertools import islice

from lxml.etree import _Element as Element

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb rt s samp small "
    "span strike strong sub sup time tt u var wbr blink".split()
)
CELLS = ("td", "th")
_LONGEST_CELL = 120
_OFTEN_OPEN = ("head", "button", "svg", "select", "object", "video", "audio", "canvas", "math")


def is_row(element: Element) -> bool:
    """Whether a table's row holds figures or short texts, and is no means of laying out a page."""
    if len(element) < 2 or not all(part.tag in INLINE or part.tag in CELLS for part in element.iterdescendants()):
        return False
    texts = [text_of(cell) for cell in element]
    return sum(map(bool, texts)) > 1 and all(len(text) <= _LONGEST_CELL for text in texts)


def text_of(cell: Element) -> str:
    """All text in a cell, as written."""
    return "".join(cell.itertext()).strip()


def beginning(element: Element, most: int, seam: str = "") -> str:
    """The text of an element, but little more than `most` characters of it: one that was not closed holds the page.

    `seam`: what is put where an element begins or ends."""
    parts, said = [], 0
    for part in element.itertext():
        parts.append(part)
        said += sum(map(len, part.split()))
        if said > most:
            break
    return " ".join(seam.join(parts).split())


def swallowed_page(tag: str, element: Element) -> bool:
    """Whether a button or picture that was never closed, or a head that was never ended, has swallowed the text.

    One paragraph is what a player says to those who cannot play it.
    """
    return tag in _OFTEN_OPEN and len(list(islice(element.iter("p"), 2))) > 1
