"""Publisher memory: what the earlier pages of a publisher taught about the boilerplate on its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Final, NamedTuple

from cleaning.article import Article, Lesson
from cleaning.folding import fold
from cleaning.weights import words

LESSONS: Final = 200
"""Blocks that one page teaches at most."""
OTHER_PAGES: Final = 2
"""Other pages on which a block must stand to be furniture."""
KNOWN_FURNITURE: Final = "known_furniture"
"""The name of the rule that drops what is known."""
KNOWN_CARDS: Final = "known_cards"
"""The name of the rule that drops what stands where nothing but cards did."""
CARDS: Final = 3
"""Blocks at one place of a page's tree that make it a list of cards."""
PLACE: Final = "list at "
"""How the place of a list is told from the words of a block, where both are learned."""
_SHORT, _SEVERAL, _EVERYWHERE = 25.0, 3, 10
_TEACHING: Final = frozenset(
    {KNOWN_FURNITURE, KNOWN_CARDS, "outside_article", "unlike_article", "loose_end", "lone_heading"}
)
"""Rules whose blocks teach, too: what no rule knew by its markup, its words or its shape."""
_LISTS: Final = _TEACHING | {"card_list", "teaser_run", "more_from_list"}
"""Rules by whose drops a place is known to hold cards."""


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


def settled(taken: Iterable[tuple[str, str, str]]) -> Memory:
    """The memory that takes from a page what was taken when it was stored: rule, text and evidence of those blocks.

    Of cards it is the place: there the page may have others by now.
    """
    blocks = {
        card_hash(_place(evidence)) if rule == KNOWN_CARDS else text_hash(text): Sighting(OTHER_PAGES, evidence)
        for rule, text, evidence in taken
        if rule in (KNOWN_FURNITURE, KNOWN_CARDS)
    }
    return Memory(blocks, settled=True)


def list_evidence(place: str, seen: str) -> str:
    """The evidence for a card: where lists stood, and on how many pages."""
    return f"{PLACE}{place}, {seen}"


def _place(evidence: str) -> str:
    return evidence.removeprefix(PLACE).rpartition(", ")[0]


def text_hash(text: str) -> int:
    """The hash under which a block is known, whatever its case and signs."""
    return folded_hash(fold(text))


def folded_hash(folded: str) -> int:
    """The same of a text that is folded already: 64 bits with a sign, which every database holds."""
    digest = blake2b(folded.encode("utf-8", "replace"), digest_size=8, person=b"winnow-block-1").digest()
    return int.from_bytes(digest, signed=True)


def card_hash(place: str) -> int:
    """The hash under which the place of a list is known."""
    return folded_hash(f"{PLACE}\n{place}")


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
    lists = (Lesson(card_hash(place), f"{PLACE}{place}", 0.0) for place in article.lists)
    return (*found.values(), *lists)


def disproved(article: Article) -> frozenset[int]:
    """The hashes of the places that hold text of this article, and so are no lists."""
    return frozenset(card_hash(place) for place in article.places)


def with_places(article: Article) -> Article:
    """The article with the places where nothing but lists stood, and those that hold its text."""
    places = dict.fromkeys(block.place for block in article.blocks if block.place)
    dropped = Counter(block.place for block in article.dropped if block.place and block.dropped_by in _LISTS)
    lists = tuple(place for place, count in dropped.items() if count >= CARDS and place not in places)
    return replace(article, places=tuple(places), lists=lists)
