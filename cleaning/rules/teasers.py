"""Runs of teasers: linked titles with a line or two of text under each, one after the other, whatever their markup."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cleaning.boxes import Prose
from cleaning.draft import Draft, Drops

_TITLES = 4
_LINK = 0.8
_SHORTEST_TITLE = 2.5
_LONGEST_TEASER = 80.0
_MOST_LINES = 3
_ENOUGH = 40.0
"""Words of prose outside the run that make an article of its own."""


def teaser_run(draft: Draft) -> Drops:
    """Four or more linked titles in a row, each with at most three short blocks under it, in a box of their own."""
    prose = Prose(draft)
    for run in _runs(draft):
        box = next(node for node in draft.homes[run[0]].chain() if node.stop > run[-1])
        own = prose.between(run[0], run[-1] + 1)
        if prose.whole - own > _ENOUGH and prose.within(box) - own < _ENOUGH:
            for index in draft.standing(run[0], run[-1] + 1):
                yield index, f"in a run of {len(run)} linked titles with teasers"


def _runs(draft: Draft) -> Iterator[list[int]]:
    """Positions of linked titles that follow each other closely."""
    titles = [index for index in draft.standing() if _is_title(draft, index)]
    run = titles[:1]
    for before, index in pairwise(titles):
        if not _are_teaser(draft, before, index):
            yield from [run] if len(run) >= _TITLES else []
            run = []
        run.append(index)
    yield from [run] if len(run) >= _TITLES else []


def _is_title(draft: Draft, index: int) -> bool:
    """Whether a block is a link of some words."""
    block = draft.blocks[index]
    return block.links >= _LINK and draft.lengths[index] >= _SHORTEST_TITLE and "://" not in block.text


def _are_teaser(draft: Draft, start: int, stop: int) -> bool:
    """Whether the blocks between two linked titles are no more than a teaser of the first."""
    between = list(draft.standing(start + 1, stop))
    alike = draft.blocks[start].place == draft.blocks[stop].place
    return alike and len(between) <= _MOST_LINES and all(draft.lengths[i] < _LONGEST_TEASER for i in between)
