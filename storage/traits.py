"""What can be seen of any article page without reading it, and in what it is odd among its publisher's pages. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag
from math import prod
from typing import Final

from cleaning import Article
from storage.judge import Cleaned, Have
from storage.odds import WEIGHT, share_tail

ENOUGH: Final = 8
"""Pages of a publisher below which nothing about it is usual."""
SHORT_SHARE, SHORT_QUANTILE = 0.6, 0.1
"""A short text has less than this share of the median, and is among the shortest tenth."""
LEANER: Final = 0.2
"""A page is lean when the share of its words that was dropped is so far above the highest that is usual."""
HALF, FROM = 0.5, 400
"""A known article is lost when less than this share of its paragraphs is left, if it had so many characters."""
STUB: Final = 0.5
"""A stub has less than this share of the shortest text there was."""
UNHEARD_OF: Final = 1.5e-6
"""A page is unlike its publisher's when its oddities together are less likely than that."""
COMMON: Final = 0.25
"""An oddity of a larger share of a publisher's pages is none: it comes and goes by the day."""
IMPROBABLE: Final = 1e-5
"""A run is out of line when as many odd pages are less likely than that."""


class Oddity(IntFlag):
    """In what a page differs from what its publisher's pages are."""

    SHORT = 1
    UNTITLED = 2
    UNDATED = 4
    UNSIGNED = 8
    TEMPLATE = 16
    LEAN = 32
    LOST = 64
    STUB = 128
    GATED = 256


NOTHING_ODD: Final = Oddity(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """One page."""

    chars: int
    dropped: float
    """Share of the page's words that was dropped, 0 to 1."""
    titled: bool
    dated: bool
    signed: bool
    skeleton: int
    gated: bool
    """Whether it shows signs that readers are kept out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """A publisher's latest good pages in figures, from earlier runs."""

    publisher: str
    pages: int = 0
    median: float = 0.0
    """Characters of the usual text."""
    shortest: float = 0.0
    """Characters below which a text is short."""
    stub: float = 0.0
    """Characters below which a text is a stub."""
    leanest: float = 1.0
    """Below which the share dropped stays on nineteen pages of twenty."""
    dropped: float = 0.0
    """Median of that share."""
    skeletons: Collection[int] = ()
    odd: Mapping[Oddity, float] = field(default_factory=dict)
    """How many of them were odd in each way."""
    of: Mapping[Oddity, int] = field(default_factory=dict)
    """Of how many; fewer where something was accepted as usual meanwhile."""
    worst: Mapping[Oddity, float] = field(default_factory=dict)
    """The highest share of odd pages that one day had."""
    since: datetime | None = None

    def share(self, oddity: Oddity) -> float:
        """Share of odd pages, 0 to 1."""
        return self.odd.get(oddity, 0.0) / max(self.of.get(oddity, 0), 1)


def lengths(chars: Sequence[int]) -> tuple[float, float, float]:
    """Of texts of these lengths, sorted: the usual one, the one below which a text is short, and a stub."""
    usual = chars[len(chars) // 2] if chars else 0.0
    if len(chars) < ENOUGH:
        return usual, 0.0, 0.0
    return usual, min(SHORT_SHARE * usual, chars[int(len(chars) * SHORT_QUANTILE)]), STUB * chars[0]


def traits_of(article: Article, cleaned: Cleaned) -> Traits:
    """What is seen of a page."""
    gone = sum(len(block.text) for block in article.dropped)
    told = cleaned.details
    return Traits(
        chars=len(cleaned.text),
        dropped=gone / max(gone + len(cleaned.text), 1),
        titled=bool(cleaned.title),
        dated=article.published is not None,
        signed=bool(told.authors or told.source),
        skeleton=article.skeleton,
        gated=bool(article.signs),
    )


def oddities(page: Traits, text: str, usual: Usual, have: Have | None) -> Oddity:
    """In what the page with this text is odd. One whose article is stored is measured by what it said before.

    As long as hardly anything is known of the publisher nothing is odd.
    """
    if usual.pages < ENOUGH:
        return NOTHING_ODD
    signs = {Oddity.TEMPLATE: page.skeleton not in usual.skeletons, Oddity.GATED: page.gated}
    if have is None:
        signs |= {
            Oddity.SHORT: page.chars < usual.shortest,
            Oddity.STUB: page.chars < usual.stub,
            Oddity.UNTITLED: not page.titled,
            Oddity.UNDATED: not page.dated,
            Oddity.UNSIGNED: not page.signed,
            Oddity.LEAN: page.dropped > usual.leanest + LEANER,
        }
    else:
        signs |= {Oddity.LOST: len(have.text) >= FROM and left_of(have.text, text) < HALF}
    return _joined(oddity for oddity, shown in signs.items() if shown)


def left_of(before: str, now: str) -> float:
    """Share of a text that is left, by paragraphs, 0 to 1."""
    here = set(now.split("\n\n"))
    return sum(len(each) for each in before.split("\n\n") if each in here) / max(len(before), 1)


def unlike(found: Oddity, usual: Usual) -> float:
    """How likely so many oddities are on one page of this publisher at most, each by its share.

    None counts as rarer than one in a hundred, so that it takes three at least.
    """
    if usual.pages < ENOUGH:
        return 1.0
    found &= ~Oddity.SHORT if Oddity.STUB in found else found
    return prod(max((usual.odd.get(each, 0.0) + 1) / (usual.of.get(each, 0) + 1), 1 / WEIGHT) for each in found)


def out_of_line(oddity: Oddity, odd: int, pages: int, usual: Usual, counted: int = 0) -> float:
    """Probability of so many odd pages among these; 1 if it is common, or if some day had nearly as large a share.

    `counted`: how many of the odd pages are among the usual ones.
    """
    if usual.of.get(oddity, 0) < ENOUGH or usual.share(oddity) > COMMON:
        return 1.0
    if odd <= beyond(usual.worst.get(oddity, 0.0)) * pages:
        return 1.0
    before = max(usual.odd.get(oddity, 0.0) - counted, 0.0)
    return share_tail(odd, pages, before, max(usual.of.get(oddity, 0) - counted, before))


def beyond(worst: float) -> float:
    """The share that is more than the worst one there was, and then some: the next record is no breakage."""
    return 1.5 * worst + 0.1 if worst else 0.0


def _joined(found: Iterable[Oddity]) -> Oddity:
    told = NOTHING_ODD
    for each in found:
        told |= each
    return told
