"""Text to a tree: the one parse that everything else reads."""

from __future__ import annotations

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError
from lxml.html import HtmlElement, HTMLParser

from cleaning.blocks import MARK
from cleaning.page import Layout

# huge_tree: without it libxml2 stops at 256 nested elements and loses what stands deeper.
_EMPTY = "<html><body></body></html>"


def parse_html(text: str) -> HtmlElement:
    """The root element of a page, comments and processing instructions left out. Never raises."""
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, recover=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return root if root is not None else etree.fromstring(_EMPTY.encode(), parser)


def mark_layout(root: HtmlElement, layout: Layout) -> None:
    """Marks in the tree what a publisher's layout points at; a selector that matches nothing changes nothing.

    Raises ValueError for a selector that is not CSS: a mistake in the publisher's file, not in the page.
    """
    for mark, selectors in (("body", (layout.body,)), ("title", (layout.title,)), ("remove", layout.remove)):
        for element in (found for selector in selectors if selector for found in _select(root, selector)):
            element.set(MARK, mark)


def _select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    try:
        return list(CSSSelector(selector, translator="html")(root))
    except SelectorError as error:
        raise ValueError(f"layout: {selector!r} is not a CSS selector ({error})") from error
