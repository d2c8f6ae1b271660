"""A page as read: its Blocks in page order, the Nodes of its tree that hold them, and what stands in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from lxml.etree import _Element as Element

from cleaning.block import Block, Kind
from cleaning.weights import words

SEAM = "\u2063"
"""Stands in the texts of `Sheet.signed` where an element begins or ends."""
_HOME = re.compile(
    r"(?:(?:https?:)?//([^/?#]+))?/(?:index\.(?:html?|php))?|(?:https?:)?//([^/?#]+)|\./|index\.html?", re.I
)
"""Addresses of the front page."""
_MOST_HOME = 4
_TOP_LINKS = 60
"""Among so many links at the top of a page the site's name is looked for."""
_LONGEST_SITE = 60
_ALL_LINK = 0.9
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
    part: str = ""
    """What part of the page it is by an attribute for the site's own scripts, lower case."""

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
    parted: dict[int, list[str]] = field(default_factory=dict)
    """The texts that short blocks are made of, where those are several: one before, in and after each element."""
    kickers: dict[int, str] = field(default_factory=dict)
    """The topic that stands in a top heading before the headline, if the markup says so."""
    pictured: list[str] = field(default_factory=list)
    """What pictures in top headings say."""
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

    def pieces(self, index: int) -> tuple[str, ...]:
        """What a short block says before, in and after each element inside it, white space tidied."""
        return tuple(filter(None, (" ".join(part.split()) for part in self.parted.get(index, ()))))

    def links(self, start: int, stop: int) -> Iterator[tuple[str, str]]:
        """(text, address as written) of the links that stand in blocks `start` to `stop`."""
        for index, address, anchor in self.anchors:
            if start <= index < stop:
                yield " ".join("".join(anchor.itertext()).split()), address

    def headlines(self, host: str = "") -> list[str]:
        """Texts of the page's top headings, in page order, first those with a topic above the headline, without it.

        A top heading that is a link to the front page of `host` is the site's name.
        """
        logos = {index for index, _ in self._links_home(host) if self.blocks[index].links > _ALL_LINK}
        tops = (node for node in self.nodes if node.tag == "h1")
        marked = [at for node in tops for at in range(node.start, node.stop) if at not in logos]
        below = [self.below_kicker(at) for at in marked if at in self.kickers]
        return below + [self.blocks[at].text for at in marked]

    def site_names(self, host: str) -> tuple[str, ...]:
        """What the page calls its links to the front page."""
        said = (" ".join("".join(link.itertext()).split()) or _picture_in(link) for _, link in self._links_home(host))
        return tuple(dict.fromkeys(name for name in said if 0 < len(name) <= _LONGEST_SITE))

    def _links_home(self, host: str) -> Iterator[tuple[int, Element]]:
        home = (each for each in self.anchors[:_TOP_LINKS] if _leads_home(each[1], host))
        return ((index, link) for index, _, link in islice(home, _MOST_HOME) if index < len(self.blocks))

    def below_kicker(self, index: int) -> str:
        """A block's text without the topic that stands in it before a headline."""
        text, kicker = self.blocks[index].text, self.kickers.get(index, "")
        return text.removeprefix(kicker).lstrip(" :|-–—·") or text


def _picture_in(link: Element) -> str:
    """What the picture in a link says."""
    return next((" ".join((picture.get("alt") or "").split()) for picture in link.iter("img")), "")


def _leads_home(address: str, host: str) -> bool:
    """Whether a link leads to the front page of a host."""
    found = _HOME.fullmatch(address)
    named = (found[1] or found[2] or host) if found else ""
    return found is not None and named.lower().removeprefix("www.").partition(":")[0] == host
