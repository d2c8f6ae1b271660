"""Rows of the sketches and of the clusters' members: read and written, without a judgement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    func,
    select,
    text,
    tuple_,
    update,
)

from cleaning import SKETCH_SIZE, SKETCH_VERSION, Relation, sketch
from storage.engine import insert_plain, read_plain
from storage.judge import Have
from storage.schema import article as article_table
from storage.schema import membership as table
from storage.schema import revision as revision_table
from storage.schema import sketch as sketch_table

HOT = 64
"""Rows read of one hash, the newest: a phrase of every page of a site must not cost more and more."""
SHARED = 2
"""Hashes that two near texts have in common at least."""
MOST = 16
"""Texts that are read at once, at most."""
_HASHES = tuple(f"hash{number}" for number in range(SKETCH_SIZE))
_IDS = tuple(f"id{number}" for number in range(MOST))
_COLUMNS = ("article_id", "cluster_id", "near_id", "relation", "containment", "appeared", "version")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands: its cluster, and what it is to the article it was found near to, if any."""

    cluster_id: int
    near_id: int | None = None
    relation: Relation | None = None
    containment: float | None = None


class Known(NamedTuple):
    """An article to compare with, in its current words."""

    article_id: int
    cluster_id: int
    appeared: int
    title: str
    text: str


Carriers: TypeAlias = list[tuple[int, int]]
"""A hash, and an article that has it."""


class Member(NamedTuple):
    """An article's cluster, and the version of its sketch."""

    cluster_id: int
    version: int


_ROWS = """
    SELECT * FROM (SELECT hash, article_id FROM sketch WHERE hash = :{0} ORDER BY article_id DESC LIMIT {1}) AS {0}"""
_m = table.c
_NEWEST = text(" UNION ALL ".join(_ROWS.format(name, HOT) for name in _HASHES))
_STANDING = select(_m.article_id, _m.cluster_id).where(
    _m.article_id.in_(bindparam("ids", expanding=True)), _m.appeared.between(bindparam("since"), bindparam("until"))
)
_TEXTS = (
    select(_m.article_id, _m.cluster_id, _m.appeared, func.coalesce(revision_table.c.title, ""), revision_table.c.text)
    .join(article_table, article_table.c.id == _m.article_id)
    .join(
        revision_table,
        (revision_table.c.article_id == article_table.c.id) & (revision_table.c.number == article_table.c.revision),
    )
    .where(_m.article_id.in_([bindparam(name) for name in _IDS]))
)
_MEMBER = select(_m.cluster_id, _m.version).where(_m.article_id == bindparam("row_id"))
_UPDATE = update(table).where(_m.article_id == bindparam("row_id"))


def carriers(connection: Connection, hashes: Sequence[int]) -> Carriers:
    """Each of these hashes with each article that has it, or with the newest of these."""
    found = read_plain(connection, _NEWEST, dict(zip_longest(_HASHES, hashes))) if hashes else ()
    return [(row[0], row[1]) for row in found]


def sharing(found: Carriers) -> list[int]:
    """The articles that share two of the hashes or more; those that share most first, then the eldest."""
    shared = Counter(article_id for _, article_id in found)
    enough = [(-times, article_id) for article_id, times in shared.items() if times >= SHARED]
    return [article_id for _, article_id in sorted(enough)]


def likeliest(
    connection: Connection, found: Carriers, articles: Sequence[int], since: int, until: int
) -> list[tuple[int, int]]:
    """Those of the articles that appeared between these seconds, each with its cluster; first those that share most.

    A hash counts the less the more articles have it: where many carry one phrase, it tells nothing.
    """
    having, shared = Counter(number for number, _ in found), defaultdict[int, float](float)
    for number, article_id in found:
        shared[article_id] += 1 / having[number]
    standing = connection.execute(_STANDING, {"ids": articles, "since": since, "until": until})
    ordered = sorted(standing, key=lambda row: (-shared[row.article_id], row.article_id))
    return [(row.article_id, row.cluster_id) for row in ordered]


def texts(connection: Connection, ids: Sequence[int]) -> list[Known]:
    """Cluster, time and current words of these articles (16 at most), in this order; merged ones are left out."""
    rows = read_plain(connection, _TEXTS, dict(zip_longest(_IDS, ids))) if ids else ()
    found = {row[0]: Known._make(row) for row in rows}
    return [found[each] for each in ids if each in found]


def member(connection: Connection, article_id: int) -> Member:
    """Where the article stands. Every article that is not merged does somewhere."""
    return Member(*connection.execute(_MEMBER, {"row_id": article_id}).one())


def others(connection: Connection, cluster_id: int, article_id: int) -> list[int]:
    """The members of a cluster but this one, eldest first."""
    wanted = select(_m.article_id).where(_m.cluster_id == cluster_id, _m.article_id != article_id)
    return list(connection.execute(wanted.order_by(_m.article_id)).scalars())


def add(connection: Connection, article_id: int, place: Place, hashes: Sequence[int], appeared: int) -> None:
    """The rows of a new article."""
    relation = place.relation and place.relation.value
    row = (article_id, place.cluster_id, place.near_id, relation, place.containment, appeared, SKETCH_VERSION)
    insert_plain(connection, table, _COLUMNS, [row])
    add_sketch(connection, article_id, hashes)


def add_sketch(connection: Connection, article_id: int, hashes: Sequence[int]) -> None:
    """The article can be found by these hashes."""
    if hashes:
        rows = [(each, article_id) for each in hashes]
        insert_plain(connection, sketch_table, ("hash", "article_id"), rows)


def forget_sketch(connection: Connection, article_id: int, text: str) -> None:
    """The article cannot be found by this text any more."""
    s = sketch_table.c
    pairs = [(each, article_id) for each in sketch(text)]
    connection.execute(delete(sketch_table).where(tuple_(s.hash, s.article_id).in_(pairs)))


def change_member(connection: Connection, article_id: int, **columns: Any) -> None:
    """Set these columns of the article's row."""
    connection.execute(_UPDATE, {"row_id": article_id, **columns})


def relabel(connection: Connection, cluster_id: int, members: Sequence[int]) -> None:
    """These articles go on under the eldest's name, which was found near to nobody."""
    eldest = members[0]
    guests = (_m.cluster_id == cluster_id) & (_m.article_id != cluster_id)
    connection.execute(update(table).where(guests).values(cluster_id=eldest))
    change_member(connection, eldest, near_id=None, relation=None, containment=None)


def absorb(connection: Connection, younger: Have, article_id: int) -> list[int]:
    """Two articles were one, and the younger is found no more; returns those whose cluster it had founded."""
    company = _depart(connection, younger, near_id=article_id)
    itself = (_m.article_id == article_id) & (_m.near_id == article_id)
    connection.execute(update(table).where(itself).values(near_id=None, relation=None, containment=None))
    return company


def leave(connection: Connection, have: Have) -> list[int]:
    """The article is found no more, and nobody takes its place; returns those whose cluster it had founded."""
    return _depart(connection, have, near_id=None, relation=None, containment=None)


def _depart(connection: Connection, have: Have, **instead: Any) -> list[int]:
    """Out of its cluster; those that were found near to it get these columns instead."""
    forget_sketch(connection, have.article_id, have.text)
    cluster_id = member(connection, have.article_id).cluster_id
    company = others(connection, cluster_id, have.article_id) if cluster_id == have.article_id else []
    connection.execute(delete(table).where(_m.article_id == have.article_id))
    connection.execute(update(table).where(_m.near_id == have.article_id).values(**instead))
    if company:
        relabel(connection, cluster_id, company)
    return company
