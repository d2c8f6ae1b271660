"""What a new page teaches about its publisher: its blocks, counted once a page, in the transaction that stores it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, literal_column, select, update

from cleaning import Article, Lesson, disproved, lessons
from storage.columns import READABLE, storable
from storage.engine import insert_plain, read_plain
from storage.schema import article as article_table
from storage.schema import publisher_block as block_table
from storage.schema import publisher_memory as memory_table

FRESH_WORDS: Final = 20.0
"""Words of the article in blocks never seen on this publisher that a page must bring: what is less is a reprint."""
ONCE_FOR, KNOWN_FOR = timedelta(days=30), timedelta(days=60)
"""How long a block is remembered that was seen once, and one that was seen more often, after it was last seen."""
REDESIGN: Final = 10
"""So many pages in a row without any of the steady blocks are a redesign."""
_LONGEST_TEXT = 300
_PRUNED_EVERY = timedelta(days=1)
_m, _b = memory_table.c, block_table.c
_NEW = ("memory_id", "hash", "pages", "earlier", "since", "last_seen")


@dataclass(frozen=True, slots=True)
class Epoch:
    """What is known of a publisher since its last redesign: the row of `publisher_memory`."""

    id: int
    publisher: str
    epoch: int
    pages: int
    strangers: int
    pruned_at: datetime


class Had(NamedTuple):
    """A block that was met before."""

    hash: int
    pages: int
    earlier: int
    told: bool


_EPOCH = select(*(_m[name] for name in Epoch.__dataclass_fields__)).where(_m.publisher == bindparam("name"))
_EPOCH = _EPOCH.order_by(_m.epoch.desc()).limit(1)
_SLOTS = tuple(f"hash{number}" for number in range(64))
_SEEN = select(_b.hash, _b.pages, _b.earlier, _b.text.is_not(None).label("told")).where(
    _b.memory_id == bindparam("memory"), _b.hash.in_(list(map(bindparam, _SLOTS)))
)
_AGAIN = (
    update(block_table)
    .where(_b.memory_id == bindparam("memory"), _b.hash.in_(bindparam("hashes", expanding=True)))
    .values(pages=_b.pages + 1, last_seen=bindparam("at"))
)
_TELL = (
    update(block_table)
    .where(_b.memory_id == bindparam("memory"), _b.hash == bindparam("number"))
    .values(text=bindparam("words"))
)
_OFTEN = _b.pages >= literal_column("2")  # word for word as the index has it
_STEADY = select(_b.hash).where(_b.memory_id == bindparam("memory"), _OFTEN, _b.pages >= REDESIGN)
_STEADY = _STEADY.where(_b.pages * 2 >= bindparam("since") - _b.earlier).limit(1)
_CHANGE = update(memory_table).where(_m.id == bindparam("row_id"))
_TAUGHT = _CHANGE.values(pages=_m.pages + 1, strangers=bindparam("strangers"))
_LET_GO = delete(block_table).where(
    _b.memory_id == bindparam("memory"), _b.hash.in_(bindparam("hashes", expanding=True)), ~_b.kept
)
_WHOSE = select(article_table.c.publisher).where(article_table.c.id == bindparam("row_id"))


def learn(connection: Connection, publisher: str, near_id: int | None, article: Article, at: datetime) -> None:
    """Count the blocks of a page that was stored for the first time, unless it copies a text of this publisher.

    `near_id`: the article that it was found near to, if any.
    """
    told, wrong = article.lessons or lessons(article), disproved(article)
    if not told or _is_from(connection, publisher, near_id):
        return
    epoch = current(connection, publisher) or _begin(connection, publisher, 1, at)
    seen, known = _seen(connection, epoch, told, wrong)
    if sum(lesson.words for lesson in told if lesson.hash not in seen) < FRESH_WORDS:
        return
    met = any(_is_steady(row.pages, row.earlier, epoch.pages) for row in seen.values())
    strangers = 0 if met else min(epoch.strangers + 1, REDESIGN)
    if strangers == REDESIGN and _has_steady(connection, epoch):
        epoch, strangers = _redesigned(connection, epoch, at), 0
        seen, known = _seen(connection, epoch, told, wrong)
    _count(connection, epoch, told, seen, at, strangers)
    if known:  # these places hold articles: they begin anew, if they ever hold nothing but lists again
        connection.execute(_LET_GO, {"memory": epoch.id, "hashes": list(known)})
    _prune(connection, epoch, at)


def current(connection: Connection, publisher: str) -> Epoch | None:
    """The publisher's newest epoch; None as long as it taught nothing."""
    row = connection.execute(_EPOCH, {"name": storable(publisher)}).first()
    return Epoch(**row._mapping) if row else None


def keep_block(connection: Connection, publisher: str, number: int, words: str, at: datetime) -> None:
    """By hand: this block is text of the articles and never dropped, however often it stands there."""
    epoch = current(connection, publisher) or _begin(connection, publisher, 1, at)
    mine = (_b.memory_id == epoch.id) & (_b.hash == number)
    if not connection.execute(update(block_table).where(mine).values(kept=True)).rowcount:
        row = {"memory_id": epoch.id, "hash": number, "pages": 0, "earlier": epoch.pages, "since": at, "kept": True}
        connection.execute(insert(block_table), {**row, "last_seen": at, "text": storable(words)[:_LONGEST_TEXT]})


def forget_block(connection: Connection, publisher: str, number: int) -> bool:
    """By hand: nothing is known of this block; it is learned anew if it goes on standing there."""
    epoch = current(connection, publisher)
    mine = (_b.memory_id == (epoch.id if epoch else None)) & (_b.hash == number)
    return connection.execute(delete(block_table).where(mine)).rowcount > 0


def _is_from(connection: Connection, publisher: str, article_id: int | None) -> bool:
    """Whether this is an article of the publisher."""
    return article_id is not None and connection.execute(_WHOSE, {"row_id": article_id}).scalar() == publisher


def _seen(
    connection: Connection, epoch: Epoch, told: Sequence[Lesson], wrong: Set[int]
) -> tuple[dict[int, Had], Set[int]]:
    """The rows of those blocks that are known already, by hash; and those of the wrong ones that are."""
    asked, rows = [*(lesson.hash for lesson in told), *wrong], dict[int, Had]()
    for start in range(0, len(asked), len(_SLOTS)):
        slots = zip_longest(_SLOTS, asked[start : start + len(_SLOTS)])  # what equals NULL is nothing
        found = read_plain(connection, _SEEN, {"memory": epoch.id, **dict(slots)})
        rows |= {row[0]: Had._make(row) for row in found}
    return {number: row for number, row in rows.items() if number not in wrong}, rows.keys() & wrong


def _begin(connection: Connection, publisher: str, number: int, at: datetime) -> Epoch:
    row = {"publisher": publisher, "epoch": number, "pages": 0, "since": at, "strangers": 0, "pruned_at": at}
    made = connection.execute(insert(memory_table), row).inserted_primary_key
    assert made is not None
    return Epoch(made[0], publisher, number, 0, 0, at)


def _is_steady(pages: int, earlier: int, total: int) -> bool:
    """Whether a block stood on at least half of the pages since it was first seen, and on enough of them to tell."""
    return pages >= REDESIGN and pages * 2 >= total - earlier


def _has_steady(connection: Connection, epoch: Epoch) -> bool:
    """Whether anything was steady before the last pages, which had nothing of it."""
    asked = {"memory": epoch.id, "since": epoch.pages - REDESIGN}
    return connection.execute(_STEADY, asked).first() is not None


def _redesigned(connection: Connection, epoch: Epoch, at: datetime) -> Epoch:
    """A new epoch, which takes over what was corrected by hand; what the old one knew is let go."""
    fresh = _begin(connection, epoch.publisher, epoch.epoch + 1, at)
    old = _b.memory_id == epoch.id
    connection.execute(delete(block_table).where(old, ~_b.kept))
    connection.execute(update(block_table).where(old).values(memory_id=fresh.id, pages=0, earlier=0))
    return fresh


def _count(
    connection: Connection,
    epoch: Epoch,
    told: Sequence[Lesson],
    seen: Mapping[int, Had],
    at: datetime,
    strangers: int,
) -> None:
    """One more page for each block; what is seen a second time gets its words, for people."""
    when = at.strftime(READABLE)
    if seen:
        connection.execute(_AGAIN, {"memory": epoch.id, "hashes": list(seen), "at": at})
    second = [lesson for lesson in told if lesson.hash in seen and not seen[lesson.hash].told]
    rows = [{"number": a.hash, "words": a.text[:_LONGEST_TEXT], "memory": epoch.id} for a in second]
    if rows:
        connection.execute(_TELL, rows)
    fresh = [(epoch.id, n.hash, 1, epoch.pages, when, when) for n in told if n.hash not in seen]
    insert_plain(connection, block_table, _NEW, fresh)
    connection.execute(_TAUGHT, {"row_id": epoch.id, "strangers": strangers})


def _prune(connection: Connection, epoch: Epoch, at: datetime) -> None:
    """Once a day: forget what was not met for long, unless it was corrected by hand."""
    if at - epoch.pruned_at < _PRUNED_EVERY:
        return
    rare = (_b.pages < 2) & (_b.last_seen < at - ONCE_FOR)
    old = rare | (_b.last_seen < at - KNOWN_FOR)
    connection.execute(delete(block_table).where(_b.memory_id == epoch.id, ~_b.kept, old))
    connection.execute(_CHANGE.values(pruned_at=at), {"row_id": epoch.id})
