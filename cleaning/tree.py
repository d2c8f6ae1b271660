"""Text to a tree: the one parse that everything else reads."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from lxml import etree
from lxml.etree import _Element as Element

from cleaning.blocks import MARK
from cleaning.page import Layout

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# huge_tree: without it libxml2 stops at 256 nested elements and loses what stands deeper; with it, at 2,048.
_EMPTY = "<html><body></body></html>"
_TOO_DEEP: Final = "ERR_RESOURCE_LIMIT"
_FLAT: Final = frozenset(
    "html head body title meta link base script style noscript template p h1 h2 h3 h4 h5 h6 br hr img a time input "
    "textarea select option button".split()
)
"""Elements that hold no boxes, or that mean something in the head: they stay when a page is flattened."""
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
_LARGE, _ENDLESS, _MOST_ATTRIBUTES = 300_000, 60_000, 2_000
_ENDLESS_TAG: Final = re.compile(rf"<([a-zA-Z][\w:-]*)(\s[^<>]{{{_ENDLESS},}})>")


def parse_html(text: str) -> Element:
    """The root element of a page, comments and processing instructions left out. Never raises.

    Its elements are lxml's plain ones: those of lxml.html take twice as long to walk. See `html_copy`.
    """
    root, too_deep = _parsed(_without_endless_tags(text))
    if too_deep:
        root, _ = _parsed(_flattened(text))
    return root if root is not None else etree.fromstring(_EMPTY.encode(), etree.HTMLParser())


def _parsed(text: str) -> tuple[Element | None, bool]:
    """The tree, None if there is nothing in it; and whether it was cut off because it is nested too deep."""
    parser = etree.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, recover=True, collect_ids=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    fault = parser.error_log.last_error
    return root, fault is not None and fault.type_name == _TOO_DEEP


def _without_endless_tags(text: str) -> str:
    """The page without the attributes of tags that have thousands: libxml2 compares each with all others."""
    if len(text) < _LARGE:
        return text
    return _ENDLESS_TAG.sub(lambda tag: f"<{tag[1]}>" if len(tag[2].split()) > _MOST_ATTRIBUTES else tag[0], text)


def _flattened(text: str) -> str:
    """The page with a paragraph for each box, so that it can be nested as deep as it likes: its words stay in order."""
    return _TAG.sub(lambda tag: tag[0] if tag[2].lower() in _FLAT else "" if tag[1] else "<p>", text)


def html_copy(root: Element) -> HtmlElement:
    """A copy of a parsed page with elements of lxml.html, for libraries that work with nothing else."""
    from lxml.html import HtmlElementClassLookup  # here: few pages need it

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
    from lxml.cssselect import CSSSelector, SelectorError  # here: few publishers need it

    try:
        return list(CSSSelector(selector, translator="html")(root))
    except SelectorError as error:
        raise ValueError(f"layout: {selector!r} is not a CSS selector ({error})") from error
