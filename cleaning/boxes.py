"""Boxes: the parts of a page's tree, what they hold and how much of the page's prose stands in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from cleaning.blocks import Node
from cleaning.draft import Draft

_PAGE = ("html", "body", "main")
_WRAPPER_SHARE = 0.4
"""A box with more of the page's prose than this is a wrapper, whatever its class names say."""


class Prose:
    """How much prose stands in any stretch of a draft, from running sums."""

    def __init__(self, draft: Draft) -> None:
        gains = (max(0.0, value) if draft.stands(i) else 0.0 for i, value in enumerate(draft.worths))
        self._sums = [0.0, *accumulate(gains)]

    def within(self, node: Node) -> float:
        return self.between(node.start, node.stop)

    def between(self, start: int, stop: int) -> float:
        """The prose of blocks `start` to `stop` (exclusive)."""
        return self._sums[stop] - self._sums[start]

    @property
    def whole(self) -> float:
        return self._sums[-1]

    def is_wrapper(self, node: Node) -> bool:
        """Whether a box holds so much of the page that its class names must mean something else."""
        return self.within(node) >= _WRAPPER_SHARE * self.whole > 0


def named_boxes(
    draft: Draft, names: re.Pattern[str], tags: tuple[str, ...] = (), most: float = _WRAPPER_SHARE
) -> Iterator[Node]:
    """Boxes whose class, id or tag says what they are.

    A name under which more than `most` of the page's prose stands means something else on this page (a page builder
    calls every paragraph a "widget"), so all boxes of that name are left alone.
    """
    prose = Prose(draft)
    for boxes in _by_name(draft, names, tags).values():
        if sum(map(prose.within, _outermost(boxes))) < most * prose.whole or not prose.whole:
            yield from boxes


def _by_name(draft: Draft, names: re.Pattern[str], tags: tuple[str, ...]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = defaultdict(list)
    for node in draft.sheet.nodes:
        if node.tag in _PAGE or node.start <= draft.headline < node.stop:
            continue  # a box that holds the headline is no furniture
        if node.tag in tags:
            found[f"<{node.tag}>"].append(node)
        elif node.label and (name := _name_in(names, node.label)):
            found[name].append(node)
    return found


@lru_cache(maxsize=32_768)
def _name_in(names: re.Pattern[str], label: str) -> str:
    """The name found in a label, "" if none. Remembered, because a page says the same few labels over and over."""
    found = names.search(label)
    return found[0] if found else ""


def row_of(node: Node) -> tuple[int, str, str]:
    """What boxes of a row have in common: the box around them, their tag and their first class name."""
    return id(node.parent), node.tag, node.label.partition(" ")[0]


def _outermost(boxes: list[Node]) -> Iterator[Node]:
    """Those of some boxes, in page order, that stand in no other of them."""
    end = 0
    for box in boxes:
        if box.start >= end:
            yield box
            end = box.stop


def inside(draft: Draft, node: Node) -> Iterator[int]:
    """Indexes of the standing blocks of a box."""
    return draft.standing(node.start, node.stop)


def show(node: Node) -> str:
    """A box as evidence: its tag and class."""
    return f"<{node.tag} {node.label[:60]}>" if node.label else f"<{node.tag}>"
