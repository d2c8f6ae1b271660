"""A page's tree to its Blocks: one walk, in page order, and the Nodes that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from cleaning.attributes import hides, label_of, leads_to_author, names_author
from cleaning.block import Block, Kind
from cleaning.elements import CELLS, INLINE, beginning, is_row, swallowed_page, text_of
from cleaning.weights import words

MARK = "data-winnow-layout"
"""Attribute by which a publisher's layout marks elements before the walk."""
SKIPPED = frozenset(
    "head title script style noscript template svg math iframe object embed canvas audio video select option button "
    "textarea input datalist map area rp frameset applet".split()
)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Kind.HEADING),
    "li": Kind.ITEM,
    "dd": Kind.ITEM,
    "blockquote": Kind.QUOTE,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    "pre": Kind.CODE,
}
_CODE, _ROW, _PARAGRAPH = Kind.CODE, Kind.ROW, Kind.PARAGRAPH  # it takes long to find a member of an enumeration
_ALONE = ("br", "hr", "img")
_BETWEEN_CELLS = " | "
_SIGNING = frozenset(("a", "span", "time", "cite", "b", "strong"))
_LONGEST_NAME = 120
_LONGEST_TIME = 400
_LONGEST_LINE = 300
_LONGEST_HEADING = 300
_TOP_LINES = 12
_LONGEST_TITLE = 40.0
_MANY, _MANY_NODES, _LONG_LINE = 20_000, 50_000, 60
"""Of pages with more blocks or boxes only the longer lines are read, and boxes that hold something are kept."""


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
    anchors: list[tuple[int, Element]] = field(default_factory=list)
    """Links, with the index of the block each stands in."""
    spaced: dict[int, str] = field(default_factory=dict)
    """Short blocks with a space wherever an element ends, if that differs: many pages run "By Ann Roe" into "4 May"."""
    pictures: list[Node] = field(default_factory=list)
    """The node that each picture stands in."""

    def top_lines(self) -> list[str]:
        """Short unlinked lines before the first long paragraph, and all headings: one of them may be the headline."""
        lines = []
        for block in self.blocks:
            if words(block.text) > _LONGEST_TITLE:
                break
            if not block.links and block.kind in (Kind.HEADING, Kind.PARAGRAPH):
                lines.append(block.text)
        return lines[-_TOP_LINES:] + [block.text for block in self.blocks if block.kind is Kind.HEADING]

    def links(self, start: int, stop: int) -> Iterator[tuple[str, str]]:
        """(text, address as written) of the links that stand in blocks `start` to `stop`."""
        for index, anchor in self.anchors:
            if start <= index < stop:
                yield " ".join("".join(anchor.itertext()).split()), anchor.get("href") or ""

    def headlines(self) -> list[str]:
        """Texts of the page's top headings, in page order."""
        tops = (node for node in self.nodes if node.tag == "h1")
        return [block.text for node in tops for block in self.blocks[node.start : node.stop]]


def read_blocks(root: Element) -> Sheet:
    """The blocks of a page, from one walk over its tree."""
    walk = _Walk()
    for event, element in (steps := etree.iterwalk(root, events=("start", "end"))):
        tag: str = element.tag  # in HTML a tag is nothing else
        if event == "end":
            walk.leave(tag, element)
        elif tag in SKIPPED and not swallowed_page(tag, element):
            steps.skip_subtree()
        else:
            walk.enter(tag, element)
    walk.flush()
    walk.node.stop = walk.sheet.nodes[0].stop = len(walk.sheet.blocks)
    return walk.sheet


def _long(kind: Kind) -> Kind:
    """The kind of a long block: a heading that was never closed holds the article."""
    return Kind.PARAGRAPH if kind is Kind.HEADING else kind


class _Walk:
    """Gathers running text until the next block boundary."""

    __slots__ = ("in_link", "linked", "node", "opened", "parts", "sheet")

    def __init__(self) -> None:
        self.sheet = Sheet()
        self.node = Node("html", "", None, Kind.PARAGRAPH, 0)
        self.sheet.nodes.append(self.node)
        self.opened: list[Element | None] = [None]
        self.parts: list[str] = []
        self.linked = self.in_link = 0

    def enter(self, tag: str, element: Element) -> None:
        if tag in INLINE:
            if tag in _SIGNING:
                self._enter_inline(tag, element)
        elif tag in _ALONE:
            self._pass(tag)
        elif tag in CELLS and self.node.kind is _ROW:
            self._enter_cell(element)
        elif tag != "html":
            self._open(tag, element)
        if text := element.text:
            self.say(text)

    def _enter_inline(self, tag: str, element: Element) -> None:
        """Counts links, and remembers dates and names that the markup itself marks as such."""
        if tag == "a":
            self.in_link += 1
            self.sheet.anchors.append((len(self.sheet.blocks), element))
            if names_author(element.items()) or leads_to_author(element.get("href")):
                self._sign(element)
        elif tag == "time":
            self._note_time(element)
        elif names_author(element.items()):
            self._sign(element)

    def _enter_cell(self, element: Element) -> None:
        self.say(_BETWEEN_CELLS if "".join(self.parts).strip() and text_of(element) else " ")
        if names_author(element.items()):
            self._sign(element)

    def _pass(self, tag: str) -> None:
        """Passes an element that holds nothing."""
        if tag == "img":
            self.sheet.pictures.append(self.node)
        else:
            self.flush()

    def _note_time(self, element: Element) -> None:
        text = beginning(element, _LONGEST_TIME)
        label = (element.get("class") or "") + " " + (element.get("itemprop") or "")
        when = element.get("datetime") or ""
        self.sheet.times.append(TimeTag(when, text, label.strip().lower(), len(self.sheet.blocks)))

    def _sign(self, element: Element) -> None:
        text = beginning(element, _LONGEST_NAME)
        if 0 < len(text) <= _LONGEST_NAME:
            self.sheet.signed.append((len(self.sheet.blocks), text))

    def leave(self, tag: str, element: Element) -> None:
        if tag == "a":
            self.in_link -= 1
        elif self.opened[-1] is element:
            self.flush()
            self.opened.pop()
            self.node.stop = len(self.sheet.blocks)
            self._close()
        if tail := element.tail:
            self.say(tail)

    def _close(self) -> None:
        """Goes back to the box around; on a page of very many boxes the empty ones are let go."""
        node, nodes = self.node, self.sheet.nodes
        if len(nodes) > _MANY_NODES and node.start == node.stop and nodes[-1] is node:
            nodes.pop()
        self.node = node.parent or node

    def say(self, text: str) -> None:
        if not self.parts and text.isspace() and self.node.kind is not _CODE:
            return  # the space between two tags, before a block begins
        self.parts.append(text)
        if self.in_link:
            self.linked += len(text.strip())

    def flush(self) -> None:
        """Ends the block that was being gathered, if it has any text."""
        if self.parts:
            text = "".join(self.parts)
            text = text.strip("\n") if self.node.kind is _CODE else " ".join(text.split())
            if text and not text.isspace():
                self._add(text)
            self.parts.clear()
            self.linked = 0

    def _add(self, text: str) -> None:
        node, blocks = self.node, self.sheet.blocks
        if len(blocks) >= _MANY and len(text) < _LONG_LINE:
            return
        kind = node.kind if len(text) <= _LONGEST_HEADING else _long(node.kind)
        if len(self.parts) > 1 and len(text) <= _LONGEST_LINE:
            self._note_seams(text)
        blocks.append(Block(text, kind, min(1.0, self.linked / len(text)), node.place, len(blocks)))
        self.sheet.homes.append(node)

    def _note_seams(self, text: str) -> None:
        spaced = " ".join(" ".join(self.parts).split())
        if spaced != text:
            self.sheet.spaced[len(self.sheet.blocks)] = spaced

    def _open(self, tag: str, element: Element) -> None:
        self.flush()
        self.opened.append(element)
        parent = self.node
        kind = _ROW if tag == "tr" and is_row(element) else _KINDS.get(tag, parent.kind)
        node = Node(tag, "", parent, kind, len(self.sheet.blocks), 0, parent.hidden)
        step = self._describe(node, element, attributes) if (attributes := element.items()) else tag
        node.place = f"{parent.place}/{step}".lstrip("/")
        self.sheet.nodes.append(node)
        self.node = node

    def _describe(self, node: Node, element: Element, attributes: list[tuple[str, str]]) -> str:
        """Adds to a node what its attributes say, and returns how it is written in a place."""
        given = dict(attributes)
        node.label = label = label_of(given)
        if node.kind is _PARAGRAPH and "caption" in label:
            node.kind = Kind.CAPTION
        node.hidden = node.hidden or hides(given)
        node.mark = given.get(MARK, "")
        if names_author(attributes):
            self._sign(element)
        return f"{node.tag}.{label.replace(' ', '.')}" if label else node.tag
