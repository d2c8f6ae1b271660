"""Publisher memory: what the earlier pages of a publisher taught about the boilerplate on its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, NamedTuple

from cleaning.article import Article
from cleaning.folding import fold
from cleaning.weights import words

LESSONS: Final = 200
"""Blocks that one page teaches at most."""
OTHER_PAGES: Final = 2
"""Other pages on which a block must stand to be furniture."""
KNOWN_FURNITURE: Final = "known_furniture"
"""The name of the rule that drops what is known."""
_SHORT, _SEVERAL, _EVERYWHERE = 25.0, 3, 10
_TEACHING: Final = frozenset({KNOWN_FURNITURE, "outside_article", "unlike_article", "loose_end", "lone_heading"})
"""Rules whose blocks teach, too: what no rule knew by its markup, its words or its shape."""


class Sighting(NamedTuple):
    """Where a block was seen before."""

    pages: int
    """On how many pages of the publisher."""
    evidence: str
    """The same for people: "on 38 of 41 pages since 2026-10-02"."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of one publisher: the blocks that stood on two of its pages or more, by `text_hash`."""

    blocks: Mapping[int, Sighting] = field(default_factory=dict)
    own: int = 0
    """How many of the pages counted are the page itself: 1 when a stored page is cleaned again."""
    settled: bool = False
    """Whether these very blocks were dropped from the page when it was stored: they go, and nothing else does."""


NOTHING_KNOWN: Final = Memory()


class Lesson(NamedTuple):
    """One block of a page, as it is learned."""

    hash: int
    text: str
    words: float
    """How many words of the article it is; 0 for what was dropped."""


def text_hash(text: str) -> int:
    """The hash under which a block is known, whatever its case and signs."""
    return folded_hash(fold(text))


def folded_hash(folded: str) -> int:
    """The same of a text that is folded already: 64 bits with a sign, which every database holds."""
    digest = blake2b(folded.encode("utf-8", "replace"), digest_size=8, person=b"winnow-block-1").digest()
    return int.from_bytes(digest, signed=True)


def says_something(folded: str) -> bool:
    """Whether a folded block has a letter: bare numbers stand on other pages because those count, too."""
    return bool(folded) and not folded.replace(" ", "").isdecimal()


def goes_everywhere(length: float, pages: int) -> bool:
    """Whether a block of so many words that stood on so many other pages goes between paragraphs, too."""
    return pages >= (_SEVERAL if length < _SHORT else _EVERYWHERE)


def lessons(article: Article) -> tuple[Lesson, ...]:
    """What the article's page can teach, each block once: those kept, then those that stood when memory spoke."""
    title, found = fold(article.title or ""), dict[int, Lesson]()
    told = [(block, words(block.text)) for block in article.blocks]
    told += [(block, 0.0) for block in article.dropped if block.dropped_by in _TEACHING]
    for block, length in told:
        folded = fold(block.text)
        if says_something(folded) and folded != title and len(found) < LESSONS:
            number = folded_hash(folded)
            found.setdefault(number, Lesson(number, block.text, length))
    return tuple(found.values())
