"""The main region: the subtree whose blocks are together worth most as article text."""

from __future__ import annotations

from cleaning.blocks import Node
from cleaning.draft import Draft, Drops

_LINES = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd blockquote pre figure figcaption tr summary label".split())
"""Elements that are lines of a text, never the whole of it."""
_PRICE_OF_BOX = 4.0
"""What a box must be worth before it draws those around it into the region: a slogan and an imprint are not."""
_JUNK_BOX = -20.0
"""The most that one box of junk can count against the box around it: a body may be split by many."""


def outside_article(draft: Draft) -> Drops:
    """Everything that stands outside the main region."""
    region = main_region(draft)
    for index in draft.standing():
        if not region.start <= index < region.stop:
            yield index, f"outside {region.place[-80:]}"


def main_region(draft: Draft) -> Node:
    """The node whose standing blocks have the greatest sum of worths, a box of junk counting at most `_JUNK_BOX`."""
    nodes = draft.sheet.nodes
    totals = _own_worths(draft)
    if told := [node for node in nodes if node.mark == "body" and _holds(draft, node)]:
        return max(told, key=lambda node: node.stop - node.start)
    best, top = nodes[0], float("-inf")
    for node in reversed(nodes[1:]):
        total = totals[id(node)]
        if total > top and node.tag not in _LINES and _holds(draft, node):
            best, top = node, total
        price = _PRICE_OF_BOX if total > 0 and node.tag not in _LINES else 0.0
        totals[id(node.parent)] += max(total - price, _JUNK_BOX)
    return best


def _holds(draft: Draft, node: Node) -> bool:
    return any(True for _ in draft.standing(node.start, node.stop))


def _own_worths(draft: Draft) -> dict[int, float]:
    """For each node the worth of the standing blocks that stand directly in it."""
    totals = dict.fromkeys(map(id, draft.sheet.nodes), 0.0)
    for index in draft.standing():
        totals[id(draft.homes[index])] += draft.worths[index]
    return totals
