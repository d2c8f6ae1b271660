"""Rows of the sketches and of the clusters' members: read and written, without a judgement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
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
_HASHES = tuple(f"hash{number}" for number in range(SKETCH_SIZE))
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


class Member(NamedTuple):
    """An article's cluster, and the version of its sketch."""

    cluster_id: int
    version: int


def _rows_of(number: int) -> Any:
    s = sketch_table.alias(f"s{number}")
    newest = select(s.c.hash, s.c.article_id).where(s.c.hash == bindparam(f"hash{number}"))
    newest = newest.order_by(s.c.article_id.desc()).limit(literal_column(str(HOT)))
    return select(newest.subquery(f"newest{number}"))


_m = table.c
_NEWEST: CompoundSelect[Any] = union_all(*map(_rows_of, range(SKETCH_SIZE)))
_found = _NEWEST.subquery("found")
_SHARING = select(_found.c.article_id).group_by(_found.c.article_id).having(func.count() >= SHARED)
_SHARING = _SHARING.order_by(func.count().desc(), _found.c.article_id)
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
    .where(_m.article_id.in_(bindparam("ids", expanding=True)))
)
_MEMBER = select(_m.cluster_id, _m.version).where(_m.article_id == bindparam("row_id"))
_UPDATE = update(table).where(_m.article_id == bindparam("row_id"))


def sharing(connection: Connection, hashes: Sequence[int]) -> list[int]:
    """The articles that share two of these hashes or more; those that share most first."""
    return [row.article_id for row in read_plain(connection, _SHARING, _asked(hashes))]


def likeliest(
    connection: Connection, hashes: Sequence[int], articles: Sequence[int], since: int, until: int
) -> list[tuple[int, int]]:
    """Those of the articles that appeared between these seconds, each with its cluster; first those that share most.

    A hash counts the less the more articles have it: where many carry one phrase, it tells nothing.
    """
    rows = read_plain(connection, _NEWEST, _asked(hashes))
    having, shared = Counter(row.hash for row in rows), defaultdict[int, float](float)
    for row in rows:
        shared[row.article_id] += 1 / having[row.hash]
    standing = connection.execute(_STANDING, {"ids": articles, "since": since, "until": until})
    ordered = sorted(standing, key=lambda row: (-shared[row.article_id], row.article_id))
    return [(row.article_id, row.cluster_id) for row in ordered]


def _asked(hashes: Sequence[int]) -> dict[str, int | None]:
    """A text of few words has fewer hashes; what equals NULL is nothing."""
    return dict(zip_longest(_HASHES, hashes))


def texts(connection: Connection, ids: Sequence[int]) -> list[Known]:
    """Cluster, time and current words of these articles, in this order; merged ones are left out."""
    rows = connection.execute(_TEXTS, {"ids": ids}) if ids else ()
    found = {row.article_id: Known(*row) for row in rows}
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
