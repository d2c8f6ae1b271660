"""XML of strangers, read safely: entities stay closed, no network, broken markup survives, sizes are bounded."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

UNPACKED = 50 * 1024 * 1024
"""At most so many bytes of a gzipped file are read, which is what a sitemap may have."""
KEPT = 200_000
"""A file is read no further after so many elements in a row none of which is wanted."""
PIECE = 1024 * 1024


def unpacked(body: bytes) -> bytes:
    """The body, gunzipped if it is gzip; what a cut stream still holds, and never more than UNPACKED bytes."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, UNPACKED)
    except zlib.error:
        return b""


def elements(body: bytes, *names: str) -> Iterator[Any]:
    """Every element with one of these local names, complete, in order; its content is freed afterwards.

    Reads on after faults, as far as the markup can be made sense of. A file without XML brings nothing.
    """
    wanted, kept = frozenset(names), 0
    reader = etree.iterparse(
        BytesIO(body.lstrip()), events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in reader:
            kept += 1
            if local(element) in wanted:
                yield element
                _free(element)
                kept = 0
            elif kept > KEPT:
                return
    except etree.XMLSyntaxError:
        return


def _free(element: Any) -> None:
    """Free an element's content, and all that stood before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def fragment(body: bytes) -> Any:
    """A piece of XML as an element, as far as it can be read, within PIECE bytes; None if not at all."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(body[:PIECE], parser)
    except etree.XMLSyntaxError:
        return None


def local(element: Any) -> str:
    """The element's name without its namespace, in lower case."""
    tag = element.tag
    return re.split("[}:]", tag)[-1].lower() if isinstance(tag, str) else ""


def child_text(element: Any, *names: str) -> str:
    """Text of the first child that has one of these local names and any text."""
    for name in names:
        for child in element:
            if local(child) == name and (text := "".join(child.itertext()).strip()):
                return text
    return ""
