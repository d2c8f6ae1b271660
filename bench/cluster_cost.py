"""What sketching, finding and placing an article costs, as an SQLite database fills with made-up ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import fmean, median
from time import process_time

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from bench.in_memory import InMemory
from bench.stories import Story, stories
from cleaning import sketch
from storage import Store, schema
from storage.clusters import Arrival, join
from storage.engine import insert_plain, open_engine, read_url, writing

_BATCH = 50
_START, _APART = 1_772_400_000, 60
"""The first article appears then, the next ones so many seconds apart."""
_MOMENT = "2026-03-02T01:00:00Z"


@dataclass(frozen=True, slots=True)
class Step:
    """Milliseconds of CPU an article, when so many were stored."""

    stored: int
    sketching: float
    placing: float
    """Finding and writing, mean."""
    usual: float
    """The same, median: an article without near ones."""
    slow: float
    """The same, 95th percentile."""
    committing: float
    peers: tuple[float, ...] = ()
    """What the same texts cost the peers, in all."""

    @property
    def whole(self) -> float:
        """All of it."""
        return self.sketching + self.placing + self.committing


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the tables of clusters hold."""

    articles: int
    sketch_rows: int
    near: int
    right: int
    """Versions that stand in the cluster of their story."""
    versions: int
    bytes: float
    """An article, in all tables and indexes of sketches and clusters."""


def filling(
    database: Path, count: int, steps: int = 10, words: int = 400, peers: Sequence[InMemory] = ()
) -> Iterator[Step]:
    """Stores so many articles, and tells the cost a tenth at a time. The peers take turns with us, 50 texts each."""
    Store(str(database)).close()
    engine, coming = open_engine(read_url(str(database))), stories(count, words=words)
    size, stored = max(_BATCH, count // steps), 0
    while batch := list(islice(coming, size)):
        sketching, placing, committing = list[float](), list[float](), 0.0
        for at in range(0, len(batch), _BATCH):
            chunk = batch[at : at + _BATCH]
            for peer in peers:
                peer.add([story.text for story in chunk])
            with writing(engine) as connection:
                _bare(connection, chunk)
                for story in chunk:
                    drawn, placed = _timed(connection, story)
                    sketching.append(drawn)
                    placing.append(placed)
                began = process_time()
            committing += process_time() - began
        stored += len(batch)
        cost, each = sorted(seconds * 1000 for seconds in placing), 1000 / len(batch)
        theirs = tuple(peer.cost() * each for peer in peers)
        slow = cost[int(len(cost) * 0.95)]
        yield Step(stored, fmean(sketching) * 1000, fmean(cost), median(cost), slow, committing * each, theirs)
    engine.dispose()


def sizes(database: Path, words: int = 400) -> Sizes:
    """What `filling` left. Bytes are 0 where SQLite is built without its table of pages (dbstat)."""
    engine = open_engine(read_url(str(database)))
    with engine.connect() as connection:
        members = connection.execute(text("SELECT article_id, cluster_id FROM membership"))
        clusters = {row.article_id: row.cluster_id for row in members}
        rows = connection.execute(text("SELECT count(*) FROM sketch")).scalar_one()
        near = connection.execute(text("SELECT count(near_id) FROM membership")).scalar_one()
        try:
            whole = connection.execute(_BYTES).scalar_one()
        except OperationalError:
            whole = 0
    engine.dispose()
    versions = [each for each in stories(len(clusters), words=words) if each.story != each.number]
    right = sum(clusters[each.number + 1] == clusters[each.story + 1] for each in versions)
    return Sizes(len(clusters), rows, near, right, len(versions), whole / max(1, len(clusters)))


_BYTES = text("SELECT sum(pgsize) FROM dbstat WHERE name IN ('sketch', 'membership') OR name LIKE 'ix_membership%'")


def _timed(connection: Connection, story: Story) -> tuple[float, float]:
    began = process_time()
    drawn = sketch(story.text)
    between = process_time()
    appeared = _START + story.number * _APART
    join(connection, Arrival(story.number + 1, "Harbour news", story.text, drawn, appeared, None))
    return between - began, process_time() - between


def _bare(connection: Connection, chunk: Sequence[Story]) -> None:
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
