"""A database in which many articles stand already: their sketches are drawn by lot, their text is one and the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from sqlalchemy import Connection, Engine

from bench.stories import Story, stories
from cleaning import SKETCH_SIZE
from storage import schema
from storage.engine import insert_plain, open_engine, read_url, writing
from storage.membership import Place, add

START, APART = 1_772_400_000, 60
"""The first article appears then, the next ones so many seconds apart."""
_MOMENT: Final = "2026-03-02T01:00:00Z"
_AT_ONCE: Final = 5_000


def stock(database: Path, count: int) -> None:
    """Store so many, as fast as that goes: nobody looks for near copies. The tables must be there, and empty."""
    engine, chance = open_engine(read_url(str(database))), Random(2)
    (pattern,) = stories(1, seed=2)
    for at in range(0, count, _AT_ONCE):
        _store(engine, chance, [replace(pattern, number=each) for each in range(at, min(count, at + _AT_ONCE))])
    engine.dispose()


def bare(connection: Connection, chunk: list[Story]) -> None:
    """The rows of page, article and revision, as far as clusters need them."""
    numbers = [(each.number + 1, str(each.number)) for each in chunk]
    pages = [(number, name, name, name, "harbour", _MOMENT) for number, name in numbers]
    insert_plain(connection, schema.page, ("id", "key", "url", "address", "publisher", "found_at"), pages)
    articles = [(number, number, "harbour", name, "[]", "[]", _MOMENT, _MOMENT, 1, "1") for number, name in numbers]
    names = ("id", "page_id", "publisher", "fingerprint", "authors", "tags", "first_seen", "last_changed")
    insert_plain(connection, schema.article, (*names, "revision", "cleaner"), articles)
    texts = [(each.number + 1, 1, each.text, "", _MOMENT, "new", "1", "") for each in chunk]
    names = ("article_id", "number", "text", "fingerprint", "created_at", "reason", "cleaner", "capture")
    insert_plain(connection, schema.revision, names, texts)


def _store(engine: Engine, chance: Random, chunk: list[Story]) -> None:
    with writing(engine) as connection:
        bare(connection, chunk)
        for each in chunk:
            numbers = {chance.getrandbits(32) - 2**31 for _ in range(SKETCH_SIZE)}
            add(connection, each.number + 1, Place(each.number + 1), sorted(numbers), START + each.number * APART)
