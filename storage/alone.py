"""A short text alone among its publisher's longer ones, not about its headline or above an offer: it may be a wall.

No other address has its text, and the page may wear the article's own header, so only the publisher's other pages can
tell. It waits in quarantine: a short article under a clever headline is no wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from statistics import median
from typing import Final

from sqlalchemy import Connection, bindparam, select

from cleaning import Article, Sign
from storage.judge import Cleaned
from storage.traits import ENOUGH
from storage.watch_schema import trait

_SHORT, _LONGEST = 0.3, 1_500
"""A text with less than this share of the usual characters is short, if it is no longer than that anyhow."""
_FEW = 0.1
"""What more of a publisher's pages have is its way: short notices, headlines that tell nothing, a form below."""
_t = trait.c
_LATEST = select(_t.chars, _t.odd).where(_t.publisher == bindparam("name"), _t.good)
_LATEST = _LATEST.order_by(_t.at.desc(), _t.page_id.desc()).limit(300)


class Mark(IntFlag):
    """What is remembered of a page beside its oddities, in the same column."""

    ASTRAY = 1 << 16
    BEGUN = 1 << 17
    ASKS = 1 << 18
    """A form or a button stands below its text."""


DOUBTED: Final = Mark.ASTRAY | Mark.BEGUN


def marks(article: Article) -> Mark:
    """What is remembered of a page."""
    said = Mark.ASKS if article.asks else Mark(0)
    for sign, mark in ((Sign.ASTRAY, Mark.ASTRAY), (Sign.BEGUN, Mark.BEGUN)):
        said |= mark if sign in article.signs else Mark(0)
    return said


@dataclass(frozen=True, slots=True)
class Others:
    """The latest good pages of a publisher."""

    pages: int
    usual: float
    """Characters."""
    short: int
    """How many are shorter by far."""
    asking: int
    """How many have a form or a button below their text."""
    astray: int
    """How many are not about their headline: some publishers' headlines tell nothing of the text."""

    def doubt(self, chars: int, marked: int) -> str:
        """What is told of a text of so many characters that hardly any of them is like; empty if some are."""
        few = max(1.0, _FEW * self.pages)
        if self.pages < ENOUGH or chars >= min(_SHORT * self.usual, _LONGEST) or self.short > few:
            return ""
        if marked & Mark.ASTRAY and self.astray <= few:
            return f"{chars} characters about something else than the headline; {self._told()}"
        if marked & Mark.BEGUN and self.asking <= few:
            return f"{chars} characters above a form or a button; {self._told()}"
        return ""

    def _told(self) -> str:
        return f"usual are {self.usual:.0f}, of {self.pages} pages"


def doubt(connection: Connection, publisher: str, article: Article, cleaned: Cleaned) -> str:
    """The evidence that a new page may be a wall; empty if it is none, or if too little is known to tell."""
    marked = marks(article) & DOUBTED
    return others(connection, publisher).doubt(len(cleaned.text), marked) if marked else ""


def others(connection: Connection, publisher: str) -> Others:
    """What the publisher's pages are."""
    rows = connection.execute(_LATEST, {"name": publisher}).all()
    usual = median(row.chars for row in rows) if rows else 0.0
    short = sum(row.chars < _SHORT * usual for row in rows)
    asking, astray = (sum(bool(row.odd & mark) for row in rows) for mark in (Mark.ASKS, Mark.ASTRAY))
    return Others(len(rows), usual, short, asking, astray)
