"""Near copies: how well clusters match the truth, and what they cost as the database fills.

python -m bench.near_copies [--articles 200000] [--before 800000] [--collection FILE] [--pairs FILE] [--venv DIR]
                            [--keep FILE]

`--collection` is a file of records as `winnow load` takes them, each with the true `cluster`; `--pairs` has one
object a line: two records `a` and `b`, whether they are the `same`, and the `weight` of the pair. With `--venv`,
peers are installed there and sketch, find and insert the same texts in turns with us, in memory.
"""

from __future__ import annotations

import argparse
import json
import resource
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text

from bench.cluster_cost import Sizes, Step, filling, sizes
from bench.clustering import Found, adjusted_rand, pairs_found
from bench.copy_peer import PEERS
from bench.in_memory import InMemory
from bench.tables import markdown, number
from cleaning import clean, record_page
from storage import Store
from storage.engine import open_engine, read_url

_AT = datetime(2026, 3, 2, tzinfo=UTC)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000, help="to fill a database with (default: %(default)s)")
    parser.add_argument(
        "--before", type=int, default=0, help="made-up sketches that stand there first, also in the peers"
    )
    parser.add_argument("--collection", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--venv", type=Path)
    parser.add_argument("--peers", nargs="*", choices=tuple(PEERS), default=["datasketch"])
    parser.add_argument("--keep", type=Path, help="the database to fill; must not exist (default: one that is removed)")
    told = parser.parse_args()
    if told.collection:
        print(of_collection(_lines(told.collection)))
    if told.pairs:
        print(of_pairs(_lines(told.pairs)))
    with TemporaryDirectory() as folder, ExitStack() as running:
        database = told.keep or Path(folder) / "full.db"
        peers = [running.enter_context(InMemory(name, told.venv)) for name in told.peers if told.venv]
        steps = list(filling(database, told.articles, peers=peers, before=told.before))
        print(of_cost(steps, sizes(database, before=told.before)))
        print(of_peers(steps, peers))


def clusters_of(records: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Address -> cluster, after all records went into an empty database in their order."""
    with TemporaryDirectory() as folder:
        database = str(Path(folder) / "copies.db")
        with Store(database) as store:
            for at, record in enumerate(records):
                page = record_page(json.dumps(record).encode(), "file:///records", at, _AT, "files")
                store.keep(page)
                store.save(page, clean(page), None)
        engine = open_engine(read_url(database))
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT url, cluster FROM v1_article"))
            found = {row.url: row.cluster for row in rows}
        engine.dispose()
    return found


def of_collection(records: Sequence[Mapping[str, Any]]) -> str:
    """How the clusters of a collection match its truth."""
    found = clusters_of(records)
    truth, answer = ([of[each] for each in found] for of in ({r["url"]: r["cluster"] for r in records}, found))
    right = pairs_found(truth, answer)
    row = ("clusters", str(len(found)), *_scores(right), number(adjusted_rand(truth, answer), 4))
    return markdown("a collection of copies", ("", "articles", "precision", "recall", "F1", "ARI"), [row])


def of_pairs(pairs: Sequence[Mapping[str, Any]]) -> str:
    """How many judged pairs stand in one cluster when all their articles are in one database; by weight."""
    found = clusters_of({each["url"]: each for pair in pairs for each in (pair["a"], pair["b"])}.values())
    sums = {(True, True): 0.0, (True, False): 0.0, (False, True): 0.0, (False, False): 0.0}
    for pair in pairs:
        joined = found.get(pair["a"]["url"]) == found.get(pair["b"]["url"])
        sums[bool(pair["same"]), joined] += pair["weight"]
    right = Found(sums[True, True], sums[False, True], sums[True, False])
    columns = ("", "articles", "precision", "recall", "F1")
    return markdown("judged pairs, by weight", columns, [("clusters", str(len(found)), *_scores(right))])


def of_cost(steps: Sequence[Step], held: Sizes) -> str:
    """The cost, a tenth at a time, and what the tables hold."""
    rows = [
        (each.stored, *(number(ms) for ms in (each.sketching, each.placing, each.usual, each.slow, each.committing)))
        for each in steps
    ]
    columns = ("stored", "sketch", "find and write, mean", "median", "95 %", "commit")
    told = (
        f"{held.sketch_rows / max(1, held.articles):.1f} rows and {held.bytes:.0f} bytes an article; "
        f"{held.right} of {held.versions} versions beside their story, {held.near} articles found near to another"
    )
    return f"{markdown('CPU ms an article', columns, rows)}\n\n{told}"


def of_peers(steps: Sequence[Step], peers: Sequence[InMemory]) -> str:
    """The same texts through each peer, and our rate as a multiple of its."""
    rows = []
    for step in steps:
        theirs = (cell for cost in step.peers for cell in (number(cost), number(cost / step.whole, 2)))
        rows.append((str(step.stored), number(step.whole), *theirs))
    columns = ("stored", "winnow, SQLite", *(cell for peer in peers for cell in (f"{peer.name}, in memory", "×")))
    held = "; ".join(f"{peer.name} held {peer.megabytes:.0f} MB" for peer in peers)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{markdown('CPU ms an article, all told', columns, rows)}\n\nwinnow held {own:.0f} MB; {held}"


def _scores(found: Found) -> tuple[str, str, str]:
    return number(found.precision), number(found.recall), number(found.f1)


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
