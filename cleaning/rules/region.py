"""The main region, the subtree whose blocks are together worth most, and what the scorecard says of each block."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Container
from itertools import takewhile

from cleaning.block import Kind
from cleaning.draft import Draft, Drops
from cleaning.features import Features
from cleaning.scorecard import points_of, reasons, score
from cleaning.sheet import Node, row_of

_LINES = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd blockquote pre figure figcaption tr summary label".split())
"""Elements that are lines of a text, never the whole of it."""
_PRICE_OF_LEVEL = 10.0
"""What it costs to take the box around a box for the region."""
_PRICE_OF_BOX = 40.0
"""What a further box of prose must be worth to be drawn in beside the best: a slogan and an imprint are not."""
_ROW = 3
_BELOW_HEADLINE = 60.0
"""What it is worth to hold the first prose under the headline: the text begins there, however short it is."""
_ABOUT_HEADLINE = 100.0
"""What it is worth to say every telling word of the headline: a legal notice longer than the article says none."""
_LEAD = 2
"""The most paragraphs that a lead in a box of its own has."""
_MOSTLY = 0.5
_LISTED = (Kind.ITEM, Kind.ROW, Kind.QUOTE, Kind.CODE)
_LINKED = 0.3
_LINK_ONLY = 0.8
"""Share of links from which a line is a link and hardly anything else."""
_DRAWN_IN = 0.4
"""Points that a block outside the main region needs to be drawn in."""
_GOES_ON = -0.6
"""The same where it stands at the very place of the text: a body in several boxes of one name."""
_CERTAIN = -1.5
"""Points from which on the scorecard needs no second sign."""
_JUNK_BOX = -20.0
"""The most that one box of junk can count against the box around it: a body may be split by many."""


def outside_article(draft: Draft) -> Drops:
    """What is about something else than the headline, and what the scorecard takes for furniture, given the region.

    Where the layout names the body, or where there is no tree (plain text), the region alone decides.
    """
    region = main_region(draft)
    by_points = region.mark != "body" and len(draft.sheet.nodes) > 1
    yield from _scored(draft, *_narrowed(draft, region)) if by_points else _outside(draft, region)


def _outside(draft: Draft, region: Node) -> Drops:
    for index in draft.standing():
        if not region.start <= index < region.stop:
            yield index, f"outside {region.place[-80:]}"


def _scored(draft: Draft, region: Node, others: Container[int]) -> Drops:
    """Blocks outside the region that the scorecard speaks against; those inside are left to `unlike_article`."""
    features, usual = Features(draft, region), _usual_places(draft, region)
    for index in list(draft.standing()):
        if index in others:
            yield index, "below the text about the headline, and hardly about it"
            continue
        known = features.of(index)
        points, inside = points_of(known), region.start <= index < region.stop
        total = score(points)
        if total > (0.0 if inside else _GOES_ON if draft.blocks[index].place in usual else _DRAWN_IN):
            continue
        evidence = f"{total:.1f} points: {reasons(known, points)}"
        if inside:
            draft.doubts[index] = (total, evidence)
        else:
            yield index, evidence


def _usual_places(draft: Draft, region: Node) -> set[str]:
    """The place at which most of the region's prose stands, if there is one; places are paths of tags and classes."""
    said = defaultdict[str, float](float)
    for index in draft.standing(region.start, region.stop):
        said[draft.blocks[index].place] += draft.gains[index]
    whole = sum(said.values())
    return {place for place, gain in said.items() if gain > _MOSTLY * whole}


def unlike_article(draft: Draft) -> Drops:
    """Blocks inside the main region that the scorecard takes for furniture and that no rule knows better.

    One that it hardly speaks against stays beside a block of the same box that it speaks for.
    """
    for index, (points, evidence) in draft.doubts.items():
        if draft.stands(index) and (points <= _CERTAIN or not _in_company(draft, index)):
            yield index, evidence


def _in_company(draft: Draft, index: int) -> bool:
    """Whether a block beside it in its box is beyond doubt; for prose, all beside it; for a list, its opening."""
    if draft.blocks[index].links >= _LINK_ONLY:
        return False
    first = _list_start(draft, index)
    above = next(draft.standing_above(first), first)
    below = next(draft.standing(index + 1), index)
    near = {above, below} - {first, index}
    sure = [i for i in near if i not in draft.doubts]
    box = draft.homes[first].parent
    beside = any(draft.homes[i].parent is box for i in sure)
    opened = first != index or draft.blocks[index].kind in _LISTED
    return beside or (len(sure) == len(near) and draft.prose(index)) or (opened and above in sure)


def _list_start(draft: Draft, index: int) -> int:
    """The first entry of the list or table that a block stands in, if it is not linked; else the block itself."""
    kind = draft.blocks[index].kind
    while kind in _LISTED and index and draft.blocks[index - 1].kind is kind and draft.blocks[index].links < _LINKED:
        index -= 1
    return index


def main_region(draft: Draft) -> Node:
    """The node whose standing blocks have the greatest sum of worths.

    A box of junk counts at most `_JUNK_BOX`; every box of prose but the best of those in one box pays a price for
    being drawn in, unless it is one of a row.
    """
    nodes = _holding(draft)
    if told := [node for node in nodes if node.mark == "body"]:
        return max(told, key=lambda node: node.stop - node.start)
    totals, largest, first = _own_worths(draft), defaultdict[int, float](float), _below_headline(draft)
    about = _About(draft)
    best, top = draft.sheet.nodes[0], float("-inf")
    for node in reversed(nodes[1:]):
        total, parent = totals[id(node)], id(node.parent)
        score = total + (_BELOW_HEADLINE if node.start <= first < node.stop else 0.0)
        score += _ABOUT_HEADLINE * about.share(node) if score + _ABOUT_HEADLINE > top else 0.0
        if score > top and node.tag not in _LINES:
            best, top = node, score
        if total > 0 and node.tag not in _LINES and len(draft.rows[row_of(node)]) < _ROW:
            smaller = min(total, largest[parent])
            free = largest[parent] or _wraps_one_of_row(draft, node)
            gained = max(total - largest[parent], 0.0) - (0.0 if free else _PRICE_OF_LEVEL)
            totals[parent] += gained + max(smaller - _PRICE_OF_BOX, 0.0)
            largest[parent] = max(largest[parent], total)
        else:
            totals[parent] += max(total, _JUNK_BOX)
    return best


def _wraps_one_of_row(draft: Draft, node: Node) -> bool:
    """Whether a box is all that stands in one of a row: the levels are but the way a paragraph is written."""
    around = node.parent
    while around and (around.start, around.stop) == (node.start, node.stop):
        if around.tag not in _LINES and len(draft.rows[row_of(around)]) >= _ROW:
            return True
        around = around.parent
    return False


def _narrowed(draft: Draft, region: Node) -> tuple[Node, set[int]]:
    """The box in the region around the prose that says most of the headline, if what stands beside it says little.

    That is then about something else: a legal notice, readers' opinions, other news. Not so what stands in boxes like
    those of the text, which goes on there, nor what follows a lead at once, nor a few lines above, which are the lead.
    Returns as well what is left outside below that box.
    """
    told, others = [index for index in draft.standing(region.start, region.stop) if draft.prose(index)], set[int]()
    if not told:
        return region, others
    about = max(told, key=lambda index: len(draft.told(index) & draft.subject))
    way = takewhile(lambda node: node is not region, draft.homes[about].chain())
    for box in reversed([node for node in way if node.tag not in _LINES]):
        own = [index for index in told if box.start <= index < box.stop]
        rest = set(told).difference(own)
        goes_on = not rest or not _is_apart(draft, own, rest) or _in_flow(draft, box, rest) or _alike(draft, own, rest)
        if not goes_on and draft.beside_text(rest):
            region, told = box, own
            others |= {index for index in rest if index >= box.stop}
    return region, others


def _is_apart(draft: Draft, own: list[int], rest: Collection[int]) -> bool:
    """Whether the prose beside a box is no lead above it, and the box no lead that it follows at once."""
    led = max(rest) < own[0] and sum([draft.gains[index] for index in rest]) <= _PRICE_OF_BOX
    leads = len(own) <= _LEAD and own[-1] + 1 in rest
    return not (led or leads)


def _alike(draft: Draft, own: Collection[int], others: Collection[int]) -> bool:
    """Whether any of some blocks of prose stands in boxes named like those around the prose of a box."""
    names = {_box_name(draft, index) for index in own}
    return any(_box_name(draft, index) in names for index in others)


def _in_flow(draft: Draft, box: Node, others: Collection[int]) -> bool:
    """Whether lines of a text stand beside a box in the box around both: the text goes on there."""
    lines = [draft.homes[index] for index in others if draft.homes[index].tag in _LINES]
    return any(line.parent is box.parent for line in lines)


def _box_name(draft: Draft, index: int) -> tuple[str, ...]:
    home = draft.homes[index]
    around = home.parent or home
    return home.tag, _first(home.label), around.tag, _first(around.label)


def _first(label: str) -> str:
    """The first class of a box, which it shares with others like it; an id it has for itself."""
    return label.partition(" ")[0]


def _holding(draft: Draft) -> list[Node]:
    """The nodes that hold standing blocks, in page order: the first is the page itself."""
    holding: set[int] = set()
    for index in draft.standing():
        node: Node | None = draft.homes[index]
        while node is not None and id(node) not in holding:
            holding.add(id(node))
            node = node.parent
    return [node for node in draft.sheet.nodes if id(node) in holding]


class _About:
    """Where on a page the prose stands that says what the headline tells."""

    def __init__(self, draft: Draft) -> None:
        self._places: dict[str, list[int]] = {word: [] for word in draft.subject}
        for index in draft.standing():
            for word in self._places.keys() & draft.told(index) if draft.prose(index) else ():
                self._places[word].append(index)

    def share(self, node: Node) -> float:
        """The share of the headline's telling words that the prose of a box says."""
        found = sum(_any_within(places, node) for places in self._places.values())
        return found / len(self._places) if len(self._places) > 1 else 0.0


def _any_within(places: list[int], node: Node) -> bool:
    at = bisect_left(places, node.start)
    return at < len(places) and places[at] < node.stop


def _own_worths(draft: Draft) -> defaultdict[int, float]:
    """For each node the worth of the standing blocks that stand directly in it."""
    totals = defaultdict[int, float](float)
    for index in draft.standing():
        totals[id(draft.homes[index])] += draft.worths[index]
    return totals


def _below_headline(draft: Draft) -> int:
    """Index of the first prose under the page's marked headline; -1 without one."""
    below = (index for index in draft.standing(draft.headline + 1) if draft.prose(index))
    return next(below, -1) if draft.headline >= 0 else -1
