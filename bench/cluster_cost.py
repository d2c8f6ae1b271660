"""What sketching, finding and placing an article costs, as an SQLite database fills with made-up ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import fmean, median
from time import process_time

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from bench.in_memory import InMemory
from bench.stocked import APART, START, bare, stock
from bench.stories import Story, stories
from cleaning import sketch
from storage import Store
from storage.clusters import Arrival, join
from storage.engine import open_engine, read_url, writing

_BATCH = 50


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
    database: Path,
    count: int,
    steps: int = 10,
    words: int = 400,
    peers: Sequence[InMemory] = (),
    before: int = 0,
) -> Iterator[Step]:
    """Stores so many articles, and tells the cost a tenth at a time. The peers take turns with us, 50 texts each.

    `before`: so many made-up ones stand there first.
    """
    Store(str(database)).close()
    for peer in peers:
        peer.stock(before)
    stock(database, before)
    engine, coming = open_engine(read_url(str(database))), _later(stories(count, words=words), before)
    size, stored = max(_BATCH, count // steps), before
    while batch := list(islice(coming, size)):
        sketching, placing, committing = list[float](), list[float](), 0.0
        for at in range(0, len(batch), _BATCH):
            chunk = batch[at : at + _BATCH]
            for peer in peers:
                peer.add([story.text for story in chunk])
            with writing(engine) as connection:
                bare(connection, chunk)
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


def sizes(database: Path, words: int = 400, before: int = 0) -> Sizes:
    """What `filling` left. Bytes and rows are of all articles, the rest without those that stood there `before`.

    Bytes are 0 where SQLite is built without its table of pages (dbstat)."""
    engine = open_engine(read_url(str(database)))
    with engine.connect() as connection:
        members = text("SELECT article_id, cluster_id FROM membership WHERE article_id > :before")
        clusters = {row.article_id: row.cluster_id for row in connection.execute(members, {"before": before})}
        rows = connection.execute(text("SELECT count(*) FROM sketch")).scalar_one()
        near = connection.execute(text("SELECT count(near_id) FROM membership")).scalar_one()
        try:
            whole = connection.execute(_BYTES).scalar_one()
        except OperationalError:
            whole = 0
    engine.dispose()
    later = _later(stories(len(clusters), words=words), before)
    versions = [each for each in later if each.story != each.number]
    right = sum(clusters[each.number + 1] == clusters[each.story + 1] for each in versions)
    articles = before + len(clusters)
    return Sizes(articles, rows, near, right, len(versions), whole / max(1, articles))


_BYTES = text("SELECT sum(pgsize) FROM dbstat WHERE name IN ('sketch', 'membership') OR name LIKE 'ix_membership%'")


def _later(coming: Iterator[Story], before: int) -> Iterator[Story]:
    return (replace(each, number=each.number + before, story=each.story + before) for each in coming)


def _timed(connection: Connection, story: Story) -> tuple[float, float]:
    began = process_time()
    drawn = sketch(story.text)
    between = process_time()
    appeared = START + story.number * APART
    join(connection, Arrival(story.number + 1, "Harbour news", story.text, drawn, appeared, None))
    return between - began, process_time() - between
