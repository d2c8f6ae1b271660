"""Text to a tree: the one parse that everything else reads."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

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
