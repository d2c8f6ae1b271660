"""What a page becomes: an Article, and the Outcome in which every address ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cleaning.block import Block, Kind


class Precision(StrEnum):
    """How much of a publication date is known."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"
    MONTH = "month"
    YEAR = "year"


class Refusal(StrEnum):
    """Why a page is not an article."""

    NOT_TEXT = "not text"
    EMPTY = "empty"
    STUMP = "stump"
    SECTION = "section page"
    ERROR_PAGE = "error page"
    BLOCK_PAGE = "block page"
    PAYWALL = "paywall"
    BAD_RECORD = "bad record"
    COLLAPSED = "far shorter than before"
    REPLACED = "another page than before"
    SHARED = "same text as other pages"
    INCOMPLETE = "a part is missing"
    TIMEOUT = "cleaning took too long"
    MEMORY = "cleaning took too much memory"
    CRASH = "cleaning crashed"
    REJECTED = "rejected by hand"


class Outcome(StrEnum):
    """Where an address ends in a run: each in exactly one, and each is counted."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    HELD = "held"
    """In quarantine: it may not be what it seems, and waits for somebody to look."""
    PART = "part"
    """A page 2..n, whose text went into its article."""
    MOVED = "moved"
    """Another address of an article: a redirect or a canonical link."""
    GONE = "gone"
    FORBIDDEN = "forbidden"
    """robots.txt or the address guard says no."""
    FAILED = "failed"
    LATER = "later"
    """Found, but not asked for in this run (budget or time was over)."""


class Lesson(NamedTuple):
    """One block of a page, as it is learned."""

    hash: int
    text: str
    words: float
    """How many words of the article it is; 0 for what was dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of an article beside its title and text; empty or None where the page does not tell."""

    canonical_url: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601, as precise as known: "2023-11-30", "2023-10-24T14:39", "2023-10-24T14:39:05+09:00"."""
    published_precision: Precision | None = None
    language: str | None = None
    """ISO 639-1 code."""
    image: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    source: str | None = None
    """For aggregators: the outlet the text was taken from."""
    source_url: str | None = None

    def by_name(self) -> dict[str, Any]:
        """Its fields by name, as a row holds them and as an Article is made with them; no others."""
        return {name: getattr(self, name) for name in DETAILS}


DETAILS: Final = tuple(each.name for each in fields(Details))
"""The names of those fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Details):
    """A cleaned page. Fields that the page does not tell are empty or None, never guessed."""

    url: str
    publisher: str = ""
    title: str | None = None
    blocks: tuple[Block, ...] = ()
    """The article's text, in order."""
    captions: tuple[Block, ...] = ()
    dropped: tuple[Block, ...] = ()
    """Everything else on the page, each with the rule that dropped it."""
    next_page: str | None = None
    """Address of the article's next page, when it is split."""
    evidence: Mapping[str, str] = field(default_factory=dict)
    """Field name -> where its value came from, such as {"published": "JSON-LD datePublished"}."""
    sketch: tuple[int, ...] = ()
    """Of the text, to find near copies by: cleaning.sketch. Empty if it was not drawn."""
    gist: int = 0
    """Equal for texts that differ only in numbers and the words of their titles; 0 if it was not taken."""
    signs: tuple[str, ...] = ()
    """Signs that the page keeps its readers out, too weak alone to refuse it: cleaning.signs."""
    asks: bool = False
    """Whether a form or a button stands right below the text."""
    skeleton: int = 0
    """In which boxes of the page the text stands: cleaning.skeleton. 0 for plain text."""
    places: tuple[str, ...] = ()
    """Where in the page's tree its text stands, as `Block.place` has it; empty if that was not looked for."""
    lists: tuple[str, ...] = ()
    """Where lists of dropped blocks stood, and nothing else."""
    lessons: tuple[Lesson, ...] = ()
    """What the page can teach about its publisher: cleaning.lessons. Empty if that was not asked for."""
    refusal: Refusal | None = None
    """Why this page is not an article; None when it is one."""
    refusal_evidence: str = ""

    @property
    def text(self) -> str:
        """The text: an empty line between blocks, a line break between entries of one list and rows of one table."""
        return "".join(_joint(a, b) + b.text for a, b in zip((None, *self.blocks), self.blocks, strict=False))


def _joint(before: Block | None, block: Block) -> str:
    if before is None:
        return ""
    together = before.kind == block.kind and block.kind in (Kind.ITEM, Kind.ROW)
    return "\n" if together else "\n\n"
