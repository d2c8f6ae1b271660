"""A page's tree to its Blocks: one walk, in page order, and the Nodes that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from cleaning.block import Block, Kind
from cleaning.weights import words

MARK = "data-winnow-layout"
"""Attribute by which a publisher's layout marks elements before the walk."""
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb rt s samp small "
    "span strike strong sub sup time tt u var wbr blink".split()
)
_SKIPPED = frozenset(
    "head title script style noscript template svg math iframe object embed canvas audio video select option button "
    "textarea input datalist map area rp frameset applet".split()
)
_OFTEN_OPEN = ("head", "button", "svg", "select", "object", "video", "audio", "canvas", "math")
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Kind.HEADING),
    "li": Kind.ITEM,
    "dd": Kind.ITEM,
    "blockquote": Kind.QUOTE,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    "pre": Kind.CODE,
}
_CELLS = ("td", "th")
_BETWEEN_CELLS = " | "
_LONGEST_CELL = 120
_SIGNING = ("a", "span", "time", "cite", "b", "strong")
_AUTHOR = re.compile(r"(?i)(?<![a-z])(?:author|authors|byline|writer|reporter)(?:[_-]*(?:name|link|s))?(?![a-z])")
_AUTHOR_PATH = re.compile(r"(?i)/(?:authors?|profiles?|by|people|staff|contributors?|reporters?|writers?)/[^/]")
_LONGEST_NAME = 120
_LONGEST_LINE = 300
_LONGEST_HEADING = 300
_TOP_LINES = 12
_LONGEST_TITLE = 40.0


def _signs(element: HtmlElement) -> bool:
    """Whether the markup of an element says that it names the author."""
    if element.get("rel") == "author" or (element.tag == "a" and _AUTHOR_PATH.search(element.get("href") or "")):
        return True
    named = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return len(named) > 1 and bool(_AUTHOR.search(named))


@dataclass(slots=True, eq=False)
class Node:
    """A block-level element, and which blocks stand in it: `start` to `stop` (exclusive) in page order."""

    tag: str
    label: str
    """Class, id, role and itemprop, lower case."""
    parent: Node | None
    kind: Kind
    start: int
    stop: int = 0
    hidden: bool = False
    place: str = ""
    mark: str = ""
    """What the publisher's layout says of it: "body", "remove" or nothing."""

    def within(self, tag: str) -> bool:
        """Whether this node is, or stands in, an element of that tag."""
        return any(node.tag == tag for node in self.chain())

    def chain(self) -> Iterator[Node]:
        """This node and those around it, innermost first."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True)
class TimeTag:
    """A <time> element: its datetime attribute, its text, its class, and the index of the block it stands in."""

    when: str
    text: str
    label: str
    index: int


@dataclass(slots=True)
class Sheet:
    """All blocks of a page, the node each stands in, and all nodes in page order. Plain text has one node."""

    blocks: list[Block] = field(default_factory=list)
    homes: list[Node] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    times: list[TimeTag] = field(default_factory=list)
    signed: list[tuple[int, str]] = field(default_factory=list)
    """Texts that the markup calls an author, with the index of the block each stands in."""
    anchors: list[tuple[int, HtmlElement]] = field(default_factory=list)
    """Links, with the index of the block each stands in."""
    spaced: dict[int, str] = field(default_factory=dict)
    """Short blocks with a space wherever an element ends, if that differs: many pages run "By Ann Roe" into "4 May"."""
    pictures: list[Node] = field(default_factory=list)
    """The node that each picture stands in."""

    def top_lines(self) -> list[str]:
        """Short unlinked lines before the first long paragraph: where no heading is marked, one is the headline."""
        lines = []
        for block in self.blocks:
            if words(block.text) > _LONGEST_TITLE:
                break
            if not block.links and block.kind in (Kind.HEADING, Kind.PARAGRAPH):
                lines.append(block.text)
        return lines[-_TOP_LINES:]

    def links(self, start: int, stop: int) -> Iterator[tuple[str, str]]:
        """(text, address as written) of the links that stand in blocks `start` to `stop`."""
        for index, anchor in self.anchors:
            if start <= index < stop:
                yield " ".join("".join(anchor.itertext()).split()), anchor.get("href") or ""

    def headlines(self) -> list[str]:
        """Texts of the page's top headings, in page order."""
        tops = (node for node in self.nodes if node.tag == "h1")
        return [block.text for node in tops for block in self.blocks[node.start : node.stop]]


def read_blocks(root: HtmlElement) -> Sheet:
    """The blocks of a page, from one walk over its tree."""
    walk = _Walk()
    for event, element in (steps := etree.iterwalk(root, events=("start", "end"))):
        if event == "start":
            if element.tag in _SKIPPED and not _swallowed_page(element):
                steps.skip_subtree()
            else:
                walk.enter(element)
        else:
            walk.leave(element)
    walk.flush()
    walk.node.stop = walk.sheet.nodes[0].stop = len(walk.sheet.blocks)
    return walk.sheet


def _long(kind: Kind) -> Kind:
    """The kind of a long block: a heading that was never closed holds the article."""
    return Kind.PARAGRAPH if kind is Kind.HEADING else kind


def _is_row(element: HtmlElement) -> bool:
    """Whether a table's row holds figures or short texts, and is no means of laying out a page."""
    cells = list(element)
    plain = len(cells) > 1 and all(part.tag in _INLINE or part.tag in _CELLS for part in element.iterdescendants())
    return plain and sum(map(bool, map(_says, cells))) > 1 and all(len(_says(cell)) <= _LONGEST_CELL for cell in cells)


def _says(cell: HtmlElement) -> str:
    return "".join(cell.itertext()).strip()


def _swallowed_page(element: HtmlElement) -> bool:
    """Whether a button or picture that was never closed, or a head that was never ended, has swallowed the text.

    One paragraph is what a player says to those who cannot play it.
    """
    return element.tag in _OFTEN_OPEN and len(element.findall(".//p")) > 1


class _Walk:
    """Gathers running text until the next block boundary."""

    __slots__ = ("in_link", "linked", "node", "opened", "parts", "sheet")

    def __init__(self) -> None:
        self.sheet = Sheet()
        self.node = Node("html", "", None, Kind.PARAGRAPH, 0)
        self.sheet.nodes.append(self.node)
        self.opened: list[HtmlElement | None] = [None]
        self.parts: list[str] = []
        self.linked = self.in_link = 0

    def enter(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if tag == "br" or tag == "hr":
            self.flush()
        elif tag == "img":
            self.sheet.pictures.append(self.node)
        elif tag == "a":
            self.in_link += 1
            self.sheet.anchors.append((len(self.sheet.blocks), element))
        elif tag in _CELLS and self.node.kind is Kind.ROW:
            self.say(_BETWEEN_CELLS if "".join(self.parts).strip() and _says(element) else " ")
        elif tag not in _INLINE and tag != "html":
            self.flush()
            self.opened.append(element)
            self._open(tag, element)
        if tag in _SIGNING or tag not in _INLINE:
            self._note(tag, element)
        if element.text:
            self.say(element.text)

    def _note(self, tag: str, element: HtmlElement) -> None:
        """Remembers dates and names that the markup itself marks as such."""
        if tag == "time":
            text = " ".join("".join(element.itertext()).split())
            label = (element.get("class") or "") + " " + (element.get("itemprop") or "")
            self.sheet.times.append(
                TimeTag(element.get("datetime") or "", text, label.strip().lower(), len(self.sheet.blocks))
            )
        elif _signs(element):
            text = " ".join("".join(element.itertext()).split())
            if 0 < len(text) <= _LONGEST_NAME:
                self.sheet.signed.append((len(self.sheet.blocks), text))

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "a":
            self.in_link -= 1
        elif self.opened[-1] is element:
            self.flush()
            self.opened.pop()
            self.node.stop = len(self.sheet.blocks)
            self.node = self.node.parent or self.node
        if element.tail:
            self.say(element.tail)

    def say(self, text: str) -> None:
        self.parts.append(text)
        if self.in_link:
            self.linked += len(text.strip())

    def flush(self) -> None:
        """Ends the block that was being gathered, if it has any text."""
        if self.parts:
            text = "".join(self.parts)
            text = text.strip("\n") if self.node.kind is Kind.CODE else " ".join(text.split())
            if text and not text.isspace():
                share = min(1.0, self.linked / len(text))
                kind = self.node.kind if len(text) <= _LONGEST_HEADING else _long(self.node.kind)
                self._note_seams(text)
                self.sheet.blocks.append(Block(text, kind, share, self.node.place, len(self.sheet.blocks)))
                self.sheet.homes.append(self.node)
            self.parts.clear()
            self.linked = 0

    def _note_seams(self, text: str) -> None:
        if len(self.parts) > 1 and len(text) <= _LONGEST_LINE:
            spaced = " ".join(" ".join(self.parts).split())
            if spaced != text:
                self.sheet.spaced[len(self.sheet.blocks)] = spaced

    def _open(self, tag: str, element: HtmlElement) -> None:
        get = element.get
        names = [name for name in (get("class"), get("id"), get("role"), get("itemprop")) if name]
        label = " ".join(names).lower() if names else ""
        parent = self.node
        kind = Kind.ROW if tag == "tr" and _is_row(element) else _KINDS.get(tag, parent.kind)
        if kind is Kind.PARAGRAPH and "caption" in label:
            kind = Kind.CAPTION
        style = (get("style") or "").replace(" ", "").lower()
        hidden = parent.hidden or get("hidden") is not None or "display:none" in style
        place = f"{parent.place}/{tag}" + (f".{label.replace(' ', '.')}" if label else "")
        mark = get(MARK) or ""
        self.node = Node(tag, label, parent, kind, len(self.sheet.blocks), 0, hidden, place.lstrip("/"), mark)
        self.sheet.nodes.append(self.node)
