"""Boxes: the parts of a page's tree, what they hold and how much of the page's prose stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from cleaning.boxnames import BoxName
from cleaning.draft import Draft
from cleaning.sheet import Node

WRAPPER_SHARE = 0.4
"""A box with more of the page's prose than this is a wrapper, whatever its class names say."""


class Sums:
    """What any stretch of a draft's standing blocks adds up to, from running sums of one number a block."""

    def __init__(self, draft: Draft, values: Sequence[float]) -> None:
        standing = [0.0] * len(values)
        for index in draft.standing():
            standing[index] = values[index]
        self.before = [0.0, *accumulate(standing)]
        """What the blocks before each block add up to, and at the end all of them."""

    def within(self, node: Node) -> float:
        return self.before[node.stop] - self.before[node.start]

    def between(self, start: int, stop: int) -> float:
        """The sum over blocks `start` to `stop` (exclusive)."""
        return self.before[stop] - self.before[start]

    @property
    def whole(self) -> float:
        return self.before[-1]


class Prose(Sums):
    """How much prose stands in any stretch of a draft."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft, draft.gains)

    def is_wrapper(self, node: Node) -> bool:
        """Whether a box holds so much of the page that its class names must mean something else."""
        return self.within(node) >= WRAPPER_SHARE * self.whole > 0


def named_boxes(draft: Draft, name: BoxName, most: float = WRAPPER_SHARE) -> Iterator[Node]:
    """Boxes whose class, id or tag says that they are one thing.

    A name under which more than `most` of the page's prose stands means something else on this page (a page builder
    calls every paragraph a "widget"), so all boxes of that name are left alone; unless it is what stands beside them
    that is about the headline.
    """
    if groups := draft.named.get(name):
        prose = Prose(draft)
        for boxes in groups.values():
            outer = list(_outermost(boxes))
            if sum(map(prose.within, outer)) < most * prose.whole or not prose.whole or _beside_text(draft, outer):
                yield from boxes


def _beside_text(draft: Draft, boxes: list[Node]) -> bool:
    return draft.beside_text({index for box in boxes for index in inside(draft, box)})


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
