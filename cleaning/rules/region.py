"""The main region: the subtree whose blocks are together worth most as article text."""

from __future__ import annotations

from collections import Counter

from cleaning.blocks import Node
from cleaning.boxes import row_of
from cleaning.draft import Draft, Drops

_LINES = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd blockquote pre figure figcaption tr summary label".split())
"""Elements that are lines of a text, never the whole of it."""
_PRICE_OF_LEVEL = 10.0
"""What it costs to take the box around a box for the region."""
_PRICE_OF_BOX = 40.0
"""What a further box of prose must be worth to be drawn in beside the best: a slogan and an imprint are not."""
_ROW = 3
_BELOW_HEADLINE = 60.0
"""What it is worth to hold the first prose under the headline: the text begins there, however short it is."""
_JUNK_BOX = -20.0
"""The most that one box of junk can count against the box around it: a body may be split by many."""


def outside_article(draft: Draft) -> Drops:
    """Everything that stands outside the main region."""
    region = main_region(draft)
    for index in draft.standing():
        if not region.start <= index < region.stop:
            yield index, f"outside {region.place[-80:]}"


def main_region(draft: Draft) -> Node:
    """The node whose standing blocks have the greatest sum of worths.

    A box of junk counts at most `_JUNK_BOX`; every box of prose but the best of those in one box pays a price for
    being drawn in, unless it is one of a row.
    """
    nodes = draft.sheet.nodes
    totals, largest = _own_worths(draft), dict.fromkeys(map(id, nodes), 0.0)
    if told := [node for node in nodes if node.mark == "body" and _holds(draft, node)]:
        return max(told, key=lambda node: node.stop - node.start)
    alike, first = Counter(map(row_of, nodes)), _below_headline(draft)
    best, top = nodes[0], float("-inf")
    for node in reversed(nodes[1:]):
        total, parent = totals[id(node)], id(node.parent)
        score = total + (_BELOW_HEADLINE if node.start <= first < node.stop else 0.0)
        if score > top and node.tag not in _LINES and _holds(draft, node):
            best, top = node, score
        if total > 0 and node.tag not in _LINES and alike[row_of(node)] < _ROW:
            smaller = min(total, largest[parent])
            gained = max(total - largest[parent], 0.0) - (0.0 if largest[parent] else _PRICE_OF_LEVEL)
            totals[parent] += gained + max(smaller - _PRICE_OF_BOX, 0.0)
            largest[parent] = max(largest[parent], total)
        else:
            totals[parent] += max(total, _JUNK_BOX)
    return best


def _holds(draft: Draft, node: Node) -> bool:
    return any(True for _ in draft.standing(node.start, node.stop))


def _own_worths(draft: Draft) -> dict[int, float]:
    """For each node the worth of the standing blocks that stand directly in it."""
    totals = dict.fromkeys(map(id, draft.sheet.nodes), 0.0)
    for index in draft.standing():
        totals[id(draft.homes[index])] += draft.worths[index]
    return totals


def _below_headline(draft: Draft) -> int:
    """Index of the first prose under the page's marked headline; -1 without one."""
    below = (index for index in draft.standing(draft.headline + 1) if draft.prose(index))
    return next(below, -1) if draft.headline >= 0 else -1
