"""What is known of a publisher, read for the cleaner now and then, and for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final, NamedTuple

from sqlalchemy import Connection, select

from cleaning import KNOWN_CARDS, KNOWN_FURNITURE, NOTHING_KNOWN, Layout, Memory, Page, Sighting, settled
from storage.learning import Epoch, current
from storage.raw import bodies
from storage.schema import dropped as dropped_table
from storage.schema import publisher_block as block_table
from storage.standing import Spot, find

AGAIN: Final = 2
"""Pages on which a block must stand to be worth knowing."""
MOST: Final = 1000
"""Blocks of a publisher that are known at a time, those of most pages first."""
SELDOM: Final = 20
"""So many times a publisher is read anew whenever a page taught, and then each time so many did."""
READ_FOR: Final = 200
"""Pages after which what was read of a publisher is read anew, whoever taught meanwhile."""
_b, _d = block_table.c, dropped_table.c
_ROWS = (_b.hash, _b.pages, _b.earlier, _b.since, _b.last_seen, _b.text, _b.kept)


class Learned(NamedTuple):
    """A block that stood on two pages or more, or that was corrected by hand."""

    hash: int
    pages: int
    of: int
    """Pages that taught since it was first seen."""
    since: datetime
    last_seen: datetime
    text: str
    kept: bool
    """By hand: never dropped."""


def learned(connection: Connection, publisher: str) -> list[Learned]:
    """What was learned of a publisher, what stands on most pages first."""
    epoch = current(connection, publisher)
    return _learned(connection, epoch, kept=True) if epoch else []


def known(connection: Connection, publisher: str) -> Memory:
    """The same for the cleaner."""
    epoch = current(connection, publisher)
    rows = _learned(connection, epoch, kept=False) if epoch else ()
    return Memory({row.hash: _sighting(row) for row in rows}) if rows else NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class Look:
    """What we have at the address of a page that was fetched just now."""

    unchanged: bool
    """Whether these very bytes were cleaned by this version of the cleaner the last time all went well."""
    outdated: str = ""
    """The capture that the article here was made of, if by another version of the cleaner."""
    memory: Memory = NOTHING_KNOWN
    """What its stored article was cleaned with; of a new one, what its publisher's pages taught."""


def look(connection: Connection, page: Page, layout: Layout, version: str) -> Look:
    """Look at what we have there, what a new page's publisher taught apart; `version` is that of the cleaner."""
    spots = find(connection, dict.fromkeys((page.url, page.final_url)), layout)
    asked = spots[page.url]
    row, mine = asked.address, asked.have
    lives_here = row is not None and (mine is None or mine.page_id == row.id)
    known = row is not None and lives_here and row.cleaner == version and row.digest == bodies(page).digest
    if known and page.final_url == page.url:  # a redirect is to be written down, whatever came with it
        return Look(unchanged=True)
    outdated = mine.capture if mine and mine.cleaner != version else ""
    return Look(False, outdated, _settled_at(connection, spots) or NOTHING_KNOWN)


def of_stored(connection: Connection, page: Page, layout: Layout) -> Memory | None:
    """What the stored article of this page was cleaned with; None if the page is new."""
    return _settled_at(connection, find(connection, dict.fromkeys((page.url, page.final_url)), layout))


def _settled_at(connection: Connection, spots: Mapping[str, Spot]) -> Memory | None:
    have = next((spot.have for spot in spots.values() if spot.have), None)
    return settled_of(connection, have.article_id) if have else None


def settled_of(connection: Connection, article_id: int) -> Memory:
    """What was known when a stored article was cleaned, as far as its page had it: that stays, whatever is learned."""
    mine = (_d.article_id == article_id) & _d.rule.in_((KNOWN_FURNITURE, KNOWN_CARDS))
    rows = connection.execute(select(_d.rule, _d.text, _d.evidence).where(mine))
    return settled((row.rule, row.text, row.evidence) for row in rows)


def _learned(connection: Connection, epoch: Epoch, kept: bool) -> list[Learned]:
    wanted = select(*_ROWS).where(_b.memory_id == epoch.id, (_b.pages >= AGAIN) & ~_b.kept)
    rows = list(connection.execute(wanted.order_by(_b.pages.desc(), _b.hash).limit(MOST)))
    if kept:
        rows += connection.execute(select(*_ROWS).where(_b.memory_id == epoch.id, _b.kept))
    return [Learned(r.hash, r.pages, epoch.pages - r.earlier, r.since, r.last_seen, r.text or "", r.kept) for r in rows]


def _sighting(row: Learned) -> Sighting:
    return Sighting(row.pages, f"on {row.pages} of {row.of} pages since {row.since:%Y-%m-%d}")


@dataclass(slots=True)
class _Read:
    """What was read of a publisher, and what happened since."""

    memory: Memory
    times: int
    used: int = 0
    taught: int = 0

    @property
    def stale(self) -> bool:
        """Whether it is to be read anew: at first whenever a page taught, later seldom."""
        return self.used >= READ_FOR or self.taught >= (1 if self.times < SELDOM else SELDOM)


class Recall:
    """What was read of each publisher, for all threads of a process."""

    def __init__(self) -> None:
        self._read: dict[str, _Read] = {}
        self._gate = Lock()

    def of(self, publisher: str, read: Callable[[], Memory]) -> Memory:
        """What is known of the publisher; read when it was not yet, or not for long."""
        with self._gate:
            have = self._read.get(publisher)
            if have and not have.stale:
                have.used += 1
                return have.memory
        fresh = _Read(read(), have.times + 1 if have else 1)
        with self._gate:
            self._read[publisher] = fresh
        return fresh.memory

    def taught(self, publisher: str) -> None:
        """A page of this publisher was stored for the first time."""
        with self._gate:
            if have := self._read.get(publisher):
                have.taught += 1

    def forget(self, publisher: str) -> None:
        """Somebody corrected what is known."""
        with self._gate:
            self._read.pop(publisher, None)
