"""A page on its way to becoming an article: what still stands, and which rule dropped the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from cleaning.block import Block, Kind
from cleaning.boxnames import Named, named
from cleaning.folding import fold
from cleaning.memory import NOTHING_KNOWN, Memory
from cleaning.sheet import Node, Sheet
from cleaning.weights import words, worth

_PAGE = ("html", "body", "main")
Drops = Iterator[tuple[int, str]]
"""What a rule yields: the index of a block to drop, and the evidence."""


@dataclass
class Draft:
    """The blocks of one page, in page order, under the rules."""

    sheet: Sheet
    title: str = ""
    authors: tuple[str, ...] = ()
    """Names that the page's head gives as its authors."""
    continues: bool = False
    """Whether the article goes on on another page."""
    memory: Memory = NOTHING_KNOWN
    """What is known of the publisher."""
    dropped: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Index of a block -> name of the rule that dropped it, evidence."""
    doubts: dict[int, tuple[float, str]] = field(default_factory=dict)
    """Index of a block inside the main region that the scorecard speaks against -> its points, the reasons."""

    @property
    def blocks(self) -> list[Block]:
        return self.sheet.blocks

    @property
    def homes(self) -> list[Node]:
        return self.sheet.homes

    @cached_property
    def folded(self) -> list[str]:
        """Each block's text folded for comparison."""
        return [fold(block.text) for block in self.blocks]

    @cached_property
    def lengths(self) -> list[float]:
        """How many words each block says."""
        return [words(block.text) for block in self.blocks]

    @cached_property
    def worths(self) -> list[float]:
        """What each block is worth as article text."""
        return list(map(worth, self.blocks, self.lengths))

    @cached_property
    def gains(self) -> list[float]:
        """What each block adds to the prose of a page: its worth, if it has any."""
        return [max(0.0, value) for value in self.worths]

    @cached_property
    def headline(self) -> int:
        """Index of the page's headline where it is marked as its top heading; -1 where it is not."""
        title = fold(self.title)
        places = (index for index, text in enumerate(self.folded) if title and text == title)
        return next((index for index in places if self.homes[index].within("h1")), -1)

    @cached_property
    def named(self) -> list[Named]:
        """The boxes that say by class, id or tag what they are; one that holds the headline is no furniture."""
        boxes = (node for node in self.sheet.nodes if not node.start <= self.headline < node.stop)
        return named(node for node in boxes if node.tag not in _PAGE)

    def apply(self, rule: str, drops: Iterable[tuple[int, str]], most: float = 1.0) -> None:
        """Marks what a rule yields; a block belongs to the first rule that took it.

        A rule that would take more than `most` of the prose that still stands is mistaken about this page and takes
        nothing.
        """
        found = {index: (rule, evidence) for index, evidence in list(drops)}
        if not found:
            return
        if most < 1 and self._gain(found) > most * self._gain(self.standing()):
            return
        self.dropped = {**found, **self.dropped}

    def _gain(self, indexes: Iterable[int]) -> float:
        return sum([self.gains[index] for index in indexes if index not in self.dropped])

    def stands(self, index: int) -> bool:
        return index not in self.dropped

    def standing(self, start: int = 0, stop: int | None = None) -> Iterator[int]:
        """Indexes of the blocks that no rule has dropped, in page order."""
        end, dropped = len(self.blocks) if stop is None else min(stop, len(self.blocks)), self.dropped
        return (index for index in range(start, end) if index not in dropped)

    def standing_above(self, index: int) -> Iterator[int]:
        """The same for the blocks above one, nearest first."""
        return (above for above in range(index - 1, -1, -1) if above not in self.dropped)

    def prose(self, index: int) -> bool:
        """Whether a block reads as running text: long enough, hardly linked, no heading."""
        return self.worths[index] > 0 and self.blocks[index].kind is not Kind.HEADING

    def line(self, index: int) -> str:
        """A block's text with its parts set apart, for reading names and dates out of it; not for storage."""
        return self.sheet.spaced.get(index, self.blocks[index].text)

    def kept(self) -> tuple[Block, ...]:
        return tuple(self.blocks[index] for index in self.standing())

    def thrown(self) -> tuple[Block, ...]:
        """The dropped blocks, each with its rule and evidence, in page order."""
        dropped = ((self.blocks[index], rule, evidence) for index, (rule, evidence) in sorted(self.dropped.items()))
        return tuple(block.dropped(rule, evidence) for block, rule, evidence in dropped)
