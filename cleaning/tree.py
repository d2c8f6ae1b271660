"""Text to a tree: the one parse that everything else reads."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError
from lxml.etree import _Element as Element
from lxml.html import HtmlElement, HtmlElementClassLookup

from cleaning.blocks import MARK
from cleaning.page import Layout

# huge_tree: without it libxml2 stops at 256 nested elements and loses what stands deeper.
_EMPTY = "<html><body></body></html>"


def parse_html(text: str) -> Element:
    """The root element of a page, comments and processing instructions left out. Never raises.

    Its elements are lxml's plain ones: those of lxml.html take twice as long to walk. See `html_copy`.
    """
    parser = etree.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, recover=True, collect_ids=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return root if root is not None else etree.fromstring(_EMPTY.encode(), parser)


def html_copy(root: Element) -> HtmlElement:
    """A copy of a parsed page with elements of lxml.html, for libraries that work with nothing else."""
    if parser := root.getroottree().parser:
        parser.set_element_class_lookup(HtmlElementClassLookup())  # it makes the elements of the copy
    copy: HtmlElement = deepcopy(root)  # made so by the line above
    return copy


def mark_layout(root: Element, layout: Layout) -> None:
    """Marks in the tree what a publisher's layout points at; a selector that matches nothing changes nothing.

    Raises ValueError for a selector that is not CSS: a mistake in the publisher's file, not in the page.
    """
    for mark, selectors in (("body", (layout.body,)), ("title", (layout.title,)), ("remove", layout.remove)):
        for element in (found for selector in selectors if selector for found in _select(root, selector)):
            element.set(MARK, mark)


def _select(root: Element, selector: str) -> list[Element]:
    try:
        return list(CSSSelector(selector, translator="html")(root))
    except SelectorError as error:
        raise ValueError(f"layout: {selector!r} is not a CSS selector ({error})") from error
