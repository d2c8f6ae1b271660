"""A page's tree to its Sheet: one walk, in page order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from lxml import etree
from lxml.etree import _Element as Element

from cleaning.attributes import (
    captions,
    dated,
    hides,
    is_kicker,
    label_of,
    leads_to_author,
    may_name_author,
    names_author,
)
from cleaning.block import Block, Kind
from cleaning.elements import CELLS, INLINE, beginning, is_row, swallowed_page, text_of
from cleaning.sheet import SEAM, Node, Sheet, TimeTag

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
_CONTROLS = frozenset(("button", "input"))
_BETWEEN_CELLS = " | "
_LONGEST_NAME = 120
_LONGEST_TIME = 400
_LONGEST_LINE = 300
_LONGEST_HEADING = 300
_LONGEST_PLACE = 10_000
_MANY, _MANY_NODES, _LONG_LINE = 20_000, 50_000, 60
"""Of pages with more blocks or boxes only the longer lines are read, and boxes that hold something are kept."""


def read_blocks(root: Element) -> Sheet:
    """The blocks of a page, from one walk over its tree."""
    walk = _Walk()
    for event, element in (steps := etree.iterwalk(root, events=("start", "end"))):
        if event == "end":
            walk.leave(element)
            continue
        tag: str = element.tag  # in HTML a tag is nothing else
        if tag in SKIPPED and not swallowed_page(tag, element):
            if tag in _CONTROLS and not walk.node.hidden:
                walk.sheet.controls.append((len(walk.sheet.blocks), element))
            steps.skip_subtree()
        else:
            walk.enter(tag, element)
    walk.flush()
    walk.node.stop = walk.sheet.nodes[0].stop = len(walk.sheet.blocks)
    return walk.sheet


def _long(kind: Kind) -> Kind:
    """The kind of a long block: a heading that was never closed holds the article."""
    return Kind.PARAGRAPH if kind is Kind.HEADING else kind


def _place(around: str, step: str) -> str:
    """The place of a box in the tree; one in very many boxes has that of the box around it."""
    place = f"{around}/{step}" if around else step
    return place if len(place) < _LONGEST_PLACE else around


class _Named(NamedTuple):
    """What a label tells of the box that has it."""

    step: str
    """How it is written in a place, after the tag."""
    captioned: bool
    may_sign: bool


class _Walk:
    """Gathers running text until the next block boundary."""

    __slots__ = ("blocks", "closed", "in_link", "labels", "linked", "node", "nodes", "opened", "parts", "sheet")

    def __init__(self) -> None:
        self.sheet = Sheet()
        self.blocks, self.nodes = self.sheet.blocks, self.sheet.nodes
        self.node = self.closed = Node("html", "", None, Kind.PARAGRAPH, 0)
        self.nodes.append(self.node)
        self.opened: list[Element | None] = [None]
        self.labels: dict[str, _Named] = {}
        self.parts: list[str] = []
        self.linked = self.in_link = 0

    def enter(self, tag: str, element: Element) -> None:
        if step := _STEPS.get(tag, _OPEN):
            step(self, tag, element)
        if text := element.text:
            self.say(text)

    def leave(self, element: Element) -> None:
        if self.opened[-1] is element:
            self._close()
        elif self.in_link and element.tag == "a":
            self.in_link -= 1
        if tail := element.tail:
            self.say(tail)

    def enter_link(self, tag: str, element: Element) -> None:
        """Counts links, and remembers those that the markup or their address calls an author."""
        address = element.get("href") or ""
        self.in_link += 1
        self.sheet.anchors.append((len(self.blocks), address, element))
        if names_author(element.get) or leads_to_author(address):
            self._sign(element)

    def enter_signing(self, tag: str, element: Element) -> None:
        """Remembers what the attributes of an element in running text call an author, or a date; a caption is a box."""
        if attributes := element.items():
            given = dict(attributes)
            if self.node.tag == "h1" and not self.parts and is_kicker(given.get("class", "")):
                kicker = beginning(element, _LONGEST_NAME)
                if not kicker.endswith(":"):
                    self.sheet.kickers[len(self.blocks)] = kicker
            if "class" in given and captions(given["class"].lower()):
                self.open(tag, element)
            elif names_author(given.get):
                self._sign(element)
            elif ("content" in given or "title" in given) and (when := dated(given)):
                self._date(when, element)

    def enter_cell(self, tag: str, element: Element) -> None:
        """A cell is a part of its row, where the row is a block."""
        if self.node.kind is not _ROW:
            self.open(tag, element)
            return
        self.say(_BETWEEN_CELLS if self.parts and text_of(element) else " ")
        self.enter_signing(tag, element)

    def pass_break(self, tag: str, element: Element) -> None:
        self.flush()

    def pass_picture(self, tag: str, element: Element) -> None:
        self.sheet.pictures.append(self.node)
        if self.node.tag == "h1" and not self.in_link and (said := " ".join((element.get("alt") or "").split())):
            self.sheet.pictured.append(said)

    def note_time(self, tag: str, element: Element) -> None:
        """Remembers a date that the markup itself marks as such."""
        self._date(element.get("datetime") or "", element)

    def _date(self, when: str, element: Element) -> None:
        text = beginning(element, _LONGEST_TIME)
        label = (element.get("class") or "") + " " + (element.get("itemprop") or "")
        self.sheet.times.append(TimeTag(when, text, label.strip().lower(), len(self.blocks)))

    def _sign(self, element: Element) -> None:
        text = beginning(element, _LONGEST_NAME, f" {SEAM} ")
        if 0 < len(text.replace(f" {SEAM} ", " ").strip(f" {SEAM}")) <= _LONGEST_NAME:
            self.sheet.signed.append((len(self.blocks), text))

    def open(self, tag: str, element: Element) -> None:
        """Begins a box, and with it a block."""
        if self.parts:
            self.flush()
        self.opened.append(element)
        parent = self.node
        kind = _ROW if tag == "tr" and is_row(element) else _KINDS.get(tag, parent.kind)
        self.node = node = Node(tag, "", parent, kind, len(self.blocks), 0, parent.hidden)
        attributes = element.items()
        step = self._describe(node, element, dict(attributes)) if attributes else ""
        above = self.closed
        alike = above.parent is parent and above.tag == tag and above.label == node.label
        node.place = above.place if alike else _place(parent.place, tag + step)
        self.nodes.append(node)

    def _describe(self, node: Node, element: Element, given: dict[str, str]) -> str:
        """Adds to a node what its attributes say, and returns how they are written in a place."""
        node.label = label = label_of(given.get)
        named = self.labels.get(label) or self._read_label(label)
        if named.captioned and node.kind is _PARAGRAPH:
            node.kind = Kind.CAPTION
        if "style" in given or "hidden" in given:
            node.hidden = node.hidden or hides(given)
        if "data-component" in given or "data-testid" in given:
            node.part = f"{given.get('data-component', '')} {given.get('data-testid', '')}".lower()
        if MARK in given:
            node.mark = given[MARK]
        if (named.may_sign or "rel" in given or "data-testid" in given) and names_author(given.get):
            self._sign(element)
        if ("content" in given or "title" in given) and (when := dated(given)):
            self._date(when, element)
        return named.step

    def _read_label(self, label: str) -> _Named:
        step = f".{label.replace(' ', '.')}" if label else ""
        named = self.labels[label] = _Named(step, captions(label), may_name_author(label))
        return named

    def _close(self) -> None:
        """Goes back to the box around; on a page of very many boxes the empty ones are let go."""
        if self.parts:
            self.flush()
        self.opened.pop()
        nodes = self.nodes
        self.closed = node = self.node
        node.stop = len(self.blocks)
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
        text = "".join(self.parts)
        text = text.strip("\n") if self.node.kind is _CODE else " ".join(text.split())
        if text and not text.isspace():
            self._add(text)
        self.parts = []
        self.linked = 0

    def _add(self, text: str) -> None:
        node, blocks = self.node, self.blocks
        if len(blocks) >= _MANY and len(text) < _LONG_LINE:
            return
        kind = node.kind if len(text) <= _LONGEST_HEADING else _long(node.kind)
        if len(self.parts) > 1 and len(text) <= _LONGEST_LINE:
            self._note_seams(text)
        blocks.append(Block(text, kind, min(1.0, self.linked / len(text)), node.place, len(blocks)))
        self.sheet.homes.append(node)

    def _note_seams(self, text: str) -> None:
        self.sheet.parted[len(self.blocks)] = self.parts
        spaced = " ".join(" ".join(self.parts).split())
        if spaced != text:
            self.sheet.spaced[len(self.blocks)] = spaced


_Step: TypeAlias = Callable[[_Walk, str, Element], None]
_OPEN: Final[_Step] = _Walk.open
_STEPS: Final[dict[str, _Step | None]] = {
    **dict.fromkeys(("html", *INLINE)),
    **dict.fromkeys(("span", "em", "cite", "b", "strong"), _Walk.enter_signing),
    **dict.fromkeys(CELLS, _Walk.enter_cell),
    **dict.fromkeys(("br", "hr"), _Walk.pass_break),
    "a": _Walk.enter_link,
    "abbr": _Walk.enter_signing,
    "time": _Walk.note_time,
    "img": _Walk.pass_picture,
}
"""What is done where an element begins; nothing for None. All others open a box."""
