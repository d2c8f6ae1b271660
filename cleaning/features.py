"""What a block looks like to the scorecard: its own shape, its neighbours, its boxes, the main region, the page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import accumulate

from cleaning.block import Kind
from cleaning.boxes import Prose
from cleaning.draft import Draft
from cleaning.sheet import Node
from cleaning.telling import telling

OWN = ("words", "links", "sentence_end", "kind")
"""Length in words (at most 300), share of links, whether it ends as sentences do, its Kind's number."""
SUBJECT = ("title_overlap", "summary_overlap")
"""Share of the telling words of the headline, and of the head's description, that it says (-1: there is none)."""
NEIGHBOURS = ("prose_above", "prose_below", "dropped_below")
"""Words of prose in the three blocks above and below; how many of the five below are dropped."""
PLACES = ("kin_share", "path_blocks")
"""Share of the page's prose that stands in boxes alike (tag and classes of the block's own box and of the one around),
and how many blocks stand at the same path of tags, whatever their classes."""
REGION = ("inside", "position", "after", "levels_down", "region_share")
"""Whether it stands in the main region, how far down (in prose, 0 to 1), how many blocks below the region's last
prose, how many levels below the nearest box that also holds the region, and the region's share of the page's prose."""
BOXES = ("levels_up", "box_share", "outer_share", "box_mean")
"""How far above the region that nearest common box is; the share of the page's prose in the box around the block's
own and in the next; mean words of prose of a block in the former."""
PAGE = ("page_prose",)
"""Words of prose on the whole page."""
NAMES = (*OWN, *SUBJECT, *NEIGHBOURS, *PLACES, *REGION, *BOXES, *PAGE)

_KINDS = {kind: float(number) for number, kind in enumerate(Kind)}
_SENTENCE_ENDS = frozenset(".!?…。！？؟”\"»'’)")
_CLASSES = re.compile(r"\.[^/]*")
"""What follows the tag in a step of a place."""
_LONGEST = 300.0
_NEAR = 3
_FAR = 5
_BoxFeatures = tuple[float, tuple[float, float, float, float]]


class Features:
    """The features of the standing blocks of a draft, given its main region."""

    def __init__(self, draft: Draft, region: Node) -> None:
        self._draft, self._region = draft, region
        self._prose = prose = Prose(draft)
        self._said, self._count = prose.before, len(draft.blocks)
        self._whole = prose.whole or 1.0
        self._above, self._in_region = prose.before[region.start], prose.within(region) or 1.0
        self._down = [0, *accumulate([int(index in draft.dropped) for index in range(self._count)])]
        told = [index for index in draft.standing(region.start, region.stop) if draft.prose(index)]
        self._last = told[-1] if told else region.stop - 1
        self._around = {id(node): (0.0, float(level)) for level, node in enumerate(region.chain())}
        """Of boxes: how many levels below the nearest that also holds the region, how far above the region that is."""
        self._title, self._summary = draft.subject, telling(draft.summary)
        self._share_of_kin: defaultdict[str, float] = defaultdict(float)
        self._blocks_on: Counter[str] = Counter()
        self._ways: dict[str, tuple[str, str]] = {}
        """Of places: their last two steps, and their path of tags."""
        self._boxes: dict[int, _BoxFeatures] = {}
        for index in draft.standing():
            kin, path = self._way(draft.blocks[index].place)
            self._share_of_kin[kin] += draft.gains[index] / self._whole
            self._blocks_on[path] += 1

    def of(self, index: int) -> tuple[float, ...]:
        """What is known of one standing block, in the order of NAMES."""
        kin, path = self._ways[self._draft.blocks[index].place]
        levels_down, boxes = self._of_boxes(self._draft.homes[index])
        return (
            *self._own(index),
            *self._subject(index),
            *self._neighbours(index),
            self._share_of_kin[kin],
            self._blocks_on[path],
            *self._to_region(index),
            levels_down,
            self._in_region / self._whole,
            *boxes,
            self._whole,
        )

    def _way(self, place: str) -> tuple[str, str]:
        if (known := self._ways.get(place)) is None:
            known = self._ways[place] = ("/".join(place.rsplit("/", 2)[-2:]), _CLASSES.sub("", place))
        return known

    def _own(self, index: int) -> tuple[float, ...]:
        block = self._draft.blocks[index]
        return (
            min(self._draft.lengths[index], _LONGEST),
            block.links,
            float(block.text[-1] in _SENTENCE_ENDS),
            _KINDS[block.kind],
        )

    def _subject(self, index: int) -> tuple[float, ...]:
        said, title, summary = self._draft.told(index), self._title, self._summary
        return (
            len(said & title) / (len(title) or 1),
            len(said & summary) / len(summary) if summary else -1.0,
        )

    def _neighbours(self, index: int) -> tuple[float, ...]:
        said, down, below = self._said, self._down, index + 1
        return (
            said[index] - said[max(0, index - _NEAR)],
            said[min(self._count, below + _NEAR)] - said[below],
            down[min(self._count, below + _FAR)] - down[below],
        )

    def _to_region(self, index: int) -> tuple[float, ...]:
        inside = self._region.start <= index < self._region.stop
        return float(inside), (self._said[index] - self._above) / self._in_region, max(0.0, index - self._last)

    def _of_boxes(self, home: Node) -> _BoxFeatures:
        """What all blocks of one box share."""
        if (known := self._boxes.get(id(home))) is None:
            box = home.parent or home
            outer = box.parent or box
            down, up = self._levels(home)
            own = self._prose.within(box)
            mean = own / max(1, box.stop - box.start)
            shares = (up, own / self._whole, self._prose.within(outer) / self._whole, mean)
            known = self._boxes[id(home)] = (down, shares)
        return known

    def _levels(self, home: Node) -> tuple[float, float]:
        """How many levels below the nearest box that also holds the region, and how far above the region that is."""
        below, node = [], home
        while id(node) not in self._around and node.parent:
            below.append(node)
            node = node.parent
        down, up = self._around[id(node)]
        for level, box in enumerate(reversed(below), 1):
            self._around[id(box)] = (down + level, up)
        return self._around[id(home)]
