"""A page as read: its Blocks in page order, the Nodes of its tree that hold them, and what stands in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml.etree import _Element as Element

from cleaning.block import Block, Kind
from cleaning.weights import words

_TOP_LINES = 12
_LONGEST_TITLE = 40.0


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


Row: TypeAlias = tuple[int, str, str]


def row_of(node: Node) -> Row:
    """What boxes of a row have in common: the box around them, their tag and their first class name."""
    return id(node.parent), node.tag, node.label.partition(" ")[0]


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
    anchors: list[tuple[int, str, Element]] = field(default_factory=list)
    """Links: the index of the block each stands in, its address as written, and the element."""
    spaced: dict[int, str] = field(default_factory=dict)
    """Short blocks with a space wherever an element ends, if that differs: many pages run "By Ann Roe" into "4 May"."""
    pictures: list[Node] = field(default_factory=list)
    """The node that each picture stands in."""
    controls: list[tuple[int, Element]] = field(default_factory=list)
    """Buttons and fields to fill in, with the number of blocks before each."""

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
        for index, address, anchor in self.anchors:
            if start <= index < stop:
                yield " ".join("".join(anchor.itertext()).split()), address

    def headlines(self) -> list[str]:
        """Texts of the page's top headings, in page order."""
        tops = (node for node in self.nodes if node.tag == "h1")
        return [block.text for node in tops for block in self.blocks[node.start : node.stop]]
