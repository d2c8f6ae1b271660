"""A page on its way to becoming an article: what still stands, and which rule dropped the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cleaning.block import Block, Kind
from cleaning.boxnames import BoxName, named
from cleaning.folding import fold
from cleaning.memory import NOTHING_KNOWN, Memory
from cleaning.sheet import Node, Row, Sheet, row_of
from cleaning.telling import telling
from cleaning.weights import words, worth

_PAGE = ("html", "body", "main")
_TEXT = 40.0
"""Words of prose beside some blocks that may be the article."""
_LEAST = 0.2
"""How much it says at least, beside what those blocks say."""
_ABOUT = 0.5
"""The share of the headline's telling words that the article says, if others are to be known by saying few."""
Drops = Iterator[tuple[int, str]]
"""What a rule yields: the index of a block to drop, and the evidence."""


@dataclass
class Draft:
    """The blocks of one page, in page order, under the rules."""

    sheet: Sheet
    title: str = ""
    authors: tuple[str, ...] = ()
    """Names that the page's head gives as its authors."""
    summary: str = ""
    """What the page's head says in a sentence or two of its article."""
    continues: bool = False
    """Whether the article goes on on another page."""
    memory: Memory = NOTHING_KNOWN
    """What is known of the publisher."""
    dropped: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Index of a block -> name of the rule that dropped it, evidence."""
    doubts: dict[int, tuple[float, str]] = field(default_factory=dict)
    """Index of a block inside the main region that the scorecard speaks against -> its points, the reasons."""
    blocks: list[Block] = field(init=False, repr=False)
    homes: list[Node] = field(init=False, repr=False)
    _told: dict[int, frozenset[str]] = field(init=False, repr=False, default_factory=dict)
    _standing: list[int] = field(init=False, repr=False)
    """Indexes of the blocks that no rule has dropped."""

    def __post_init__(self) -> None:
        self.blocks, self.homes = self.sheet.blocks, self.sheet.homes
        self._stand()

    def _stand(self) -> None:
        self._standing = [index for index in range(len(self.blocks)) if index not in self.dropped]

    @cached_property
    def folded(self) -> list[str]:
        """Each block's text folded for comparison, a headline without the topic above it."""
        folded = [fold(block.text) for block in self.blocks]
        for index in self.sheet.kickers:
            if (below := fold(self.sheet.below_kicker(index))) == self.folded_title:
                folded[index] = below
        return folded

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
        places = self.titled() if self.folded_title else ()
        return next((index for index in places if self.homes[index].within("h1")), -1)

    @cached_property
    def folded_title(self) -> str:
        """The title folded for comparison."""
        return fold(self.title)

    def titled(self) -> list[int]:
        """Indexes of the blocks that say the title and nothing else."""
        title = self.folded_title
        return [index for index, text in enumerate(self.folded) if text == title]

    @cached_property
    def named(self) -> Mapping[BoxName, Mapping[str, list[Node]]]:
        """The boxes that say by class, id or tag what they are, by that name; one that holds the headline is no
        furniture."""
        found: dict[BoxName, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        headline = self.headline
        boxes = [node for node in self.sheet.nodes if not node.start <= headline < node.stop and node.tag not in _PAGE]
        for node, names in named(boxes):
            for thing, name in names.items():
                found[thing][name].append(node)
        return found

    @cached_property
    def rows(self) -> Mapping[Row, list[Node]]:
        """All boxes, those of each row together."""
        rows: dict[Row, list[Node]] = defaultdict(list)
        for node in self.sheet.nodes:
            rows[row_of(node)].append(node)
        return rows

    def apply(self, rule: str, drops: Iterable[tuple[int, str]], most: float = 1.0) -> None:
        """Marks what a rule yields; a block belongs to the first rule that took it.

        A rule that would take more than `most` of the prose that still stands is mistaken about this page and takes
        nothing, unless it is the rest that is about the headline.
        """
        found = {index: (rule, evidence) for index, evidence in list(drops)}
        if not found:
            return
        if most < 1 and self._gain(found) > most * self._gain(self.standing()) and not self.beside_text(found):
            return
        self.dropped = {**found, **self.dropped}
        self._standing = [index for index in self._standing if index not in found]

    def choose(self, chosen: Collection[int], rule: str, evidence: str) -> None:
        """Lets just these blocks stand, whatever the rules said; the others that stood are dropped."""
        others = {index: (rule, evidence) for index in range(len(self.blocks)) if index not in chosen}
        self.dropped = others | {index: why for index, why in self.dropped.items() if index not in chosen}
        self._stand()

    def _gain(self, indexes: Iterable[int]) -> float:
        return sum([self.gains[index] for index in indexes if index not in self.dropped])

    def stands(self, index: int) -> bool:
        return index not in self.dropped

    def standing(self, start: int = 0, stop: int | None = None) -> Iterator[int]:
        """Indexes of the blocks that no rule has dropped, in page order."""
        found = self._standing
        first = bisect_left(found, start)
        last = len(found) if stop is None else bisect_left(found, stop, first)
        return map(found.__getitem__, range(first, last))

    def standing_above(self, index: int) -> Iterator[int]:
        """The same for the blocks above one, nearest first."""
        found = self._standing
        return map(found.__getitem__, range(bisect_left(found, index) - 1, -1, -1))

    def prose(self, index: int) -> bool:
        """Whether a block reads as running text: long enough, hardly linked, no heading."""
        return self.worths[index] > 0 and self.blocks[index].kind is not Kind.HEADING

    def told(self, index: int) -> frozenset[str]:
        """The telling words of a block."""
        if (known := self._told.get(index)) is None:
            known = self._told[index] = telling(self.folded[index])
        return known

    @cached_property
    def subject(self) -> frozenset[str]:
        """The telling words of the headline."""
        return telling(self.title)

    def beside_text(self, indexes: Container[int]) -> bool:
        """Whether the prose beside some blocks says half of the headline's telling words, and theirs not half of that.

        However much longer than the article they are, they are then about something else.
        """
        own, rest = self._split_prose(indexes)
        if self.headline in indexes or self._gain(rest) < max(_TEXT, _LEAST * self._gain(own)):
            return False
        said = self._share_told(rest)
        return said >= _ABOUT and said > 2 * self._share_told(own)

    def _split_prose(self, indexes: Container[int]) -> tuple[list[int], list[int]]:
        """The standing prose among some blocks, and beside them."""
        own, rest = list[int](), list[int]()
        for index in self.standing():
            if self.prose(index):
                (own if index in indexes else rest).append(index)
        return own, rest

    def _share_told(self, indexes: Iterable[int]) -> float:
        """The share of the headline's telling words that some blocks say together; 0 if it has fewer than two."""
        said = {word for index in indexes for word in self.told(index) & self.subject}
        return len(said) / len(self.subject) if len(self.subject) > 1 else 0.0

    def line(self, index: int) -> str:
        """A block's text with its parts set apart, for reading names and dates out of it; not for storage."""
        return self.sheet.spaced.get(index, self.blocks[index].text)

    def kept(self) -> tuple[Block, ...]:
        return tuple(self.blocks[index] for index in self.standing())

    def thrown(self) -> tuple[Block, ...]:
        """The dropped blocks, each with its rule and evidence, in page order."""
        dropped = self.dropped
        return tuple([block.dropped(*dropped[index]) for index, block in enumerate(self.blocks) if index in dropped])
