"""Clusters: each article stands beside those that tell its story. Found by sketch, told by nearness, never merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from cleaning import SKETCH_VERSION, Details, Relation, nearness, read_closely
from storage.articles import tell_moved
from storage.membership import (
    Known,
    Place,
    add,
    add_sketch,
    carriers,
    change_member,
    forget_sketch,
    likeliest,
    member,
    others,
    relabel,
    sharing,
    texts,
)
from storage.schema import article as article_table
from storage.schema import membership as membership_table

DAY: Final = 86_400
WINDOW: Final = 90 * DAY
"""Seconds between two versions of a story, at most."""
COMPARED, OF_ONE_CLUSTER = 10, 3
"""How many articles are compared word by word, and how many of them may stand in one cluster."""
ENOUGH = 0.95
"""Containment at which nothing nearer is looked for."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article with a text that has no place yet."""

    article_id: int
    title: str
    text: str
    sketch: tuple[int, ...]
    appeared: int
    twin: int | None
    """The article elsewhere that has exactly this text."""


def appeared(details: Details, first_seen: datetime) -> int:
    """When the article appeared, in seconds since 1970: published, if at least the day is known, else first seen."""
    try:
        told = datetime.fromisoformat(details.published or "")
    except ValueError:  # the year or the month alone, or nothing
        told = first_seen
    return int((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp())


def join(connection: Connection, arrival: Arrival) -> Place:
    """A new article takes its place in the best cluster, or founds one."""
    place = _twin_place(connection, arrival) or _nearest(connection, arrival, ()) or Place(arrival.article_id)
    add(connection, arrival.article_id, place, arrival.sketch, arrival.appeared)
    return place


def rejoin(connection: Connection, arrival: Arrival, before: str, at: datetime, run_id: int | None) -> None:
    """An article with a new text stays in its cluster if it is near to it, else takes another place.

    Those that it founded a cluster for go on without it. `before`: the text that it had.
    """
    article_id, own = arrival.article_id, member(connection, arrival.article_id)
    forget_sketch(connection, article_id, before)
    company = others(connection, own.cluster_id, article_id)
    place = _twin_place(connection, arrival) or _nearest(connection, arrival, company) or Place(article_id)
    if own.cluster_id == article_id and company:
        if place.cluster_id != article_id or not _is_near(place):
            relabel(connection, article_id, company)
            tell_moved(connection, company, at, run_id)
        elif place.relation is not Relation.EXACT:
            place = Place(article_id)  # the others are told by what they are to it, not the other way round
    columns = {name: getattr(place, name) for name in Place.__dataclass_fields__}
    change_member(connection, article_id, **columns, appeared=arrival.appeared, version=SKETCH_VERSION)
    add_sketch(connection, article_id, arrival.sketch)
    _tell_copies(connection, arrival)


def refresh(connection: Connection, arrival: Arrival, at: datetime, run_id: int | None) -> None:
    """Bring an article whose text stayed to today's kind of sketch."""
    if member(connection, arrival.article_id).version != SKETCH_VERSION:
        rejoin(connection, arrival, arrival.text, at, run_id)


def redate(connection: Connection, article_id: int, seconds: int) -> None:
    """The article turned out to have appeared at another time."""
    change_member(connection, article_id, appeared=seconds)


def _is_near(place: Place) -> bool:
    return place.near_id is not None


def _twin_place(connection: Connection, arrival: Arrival) -> Place | None:
    """Beside the article that has the same text: equal texts stand together, however far apart they appeared."""
    if arrival.twin is None:
        return None
    return Place(member(connection, arrival.twin).cluster_id, arrival.twin, Relation.EXACT, 1.0)


def _nearest(connection: Connection, arrival: Arrival, company: Sequence[int]) -> Place | None:
    """The place beside the nearest article, if any is near; its own company comes first."""
    chosen = dict.fromkeys([*company[:OF_ONE_CLUSTER], *_likely(connection, arrival)])
    found: list[Place] = []
    for other in texts(connection, list(chosen)):
        in_time = abs(other.appeared - arrival.appeared) <= WINDOW or other.article_id in company
        if in_time and (place := _compared(arrival, other)):
            found.append(place)
            if (place.containment or 0) >= ENOUGH:
                break
    return max(found, key=lambda place: (place.near_id in company, place.containment), default=None)


def _likely(connection: Connection, arrival: Arrival) -> list[int]:
    """Those to compare. Where they are many, a story that everybody runs must not push the others out."""
    found = carriers(connection, arrival.sketch)
    shared = sharing(found)
    if len(shared) <= COMPARED:
        return shared
    since, until = arrival.appeared - WINDOW, arrival.appeared + WINDOW
    of_cluster, chosen = Counter[int](), list[int]()
    for article_id, cluster_id in likeliest(connection, found, shared, since, until):
        of_cluster[cluster_id] += 1
        if of_cluster[cluster_id] <= OF_ONE_CLUSTER and len(chosen) < COMPARED:
            chosen.append(article_id)
    return chosen


def _compared(arrival: Arrival, other: Known) -> Place | None:
    """The place beside this article, if it is near."""
    days = abs(arrival.appeared // DAY - other.appeared // DAY)
    ours, theirs = read_closely(arrival.title, arrival.text), read_closely(other.title, other.text)
    found = nearness(ours, theirs, days)
    return Place(other.cluster_id, other.article_id, found.relation, found.containment) if found else None


def _tell_copies(connection: Connection, arrival: Arrival) -> None:
    """Exact copies of the text before: one of them stands for the others now, and is compared with the new text."""
    a, m = article_table.c, membership_table.c
    exact = (m.near_id == arrival.article_id) & (m.relation == Relation.EXACT.value)
    copies = select(a.id, a.duplicate_of).join(membership_table, m.article_id == a.id).where(exact)
    for copy in connection.execute(copies).all():
        told = {"near_id": copy.duplicate_of} if copy.duplicate_of else _told_anew(connection, copy.id, arrival)
        change_member(connection, copy.id, **told)


def _told_anew(connection: Connection, copy: int, arrival: Arrival) -> dict[str, Any]:
    ours, changed = texts(connection, [copy, arrival.article_id])
    leader = Arrival(copy, ours.title, ours.text, (), ours.appeared, None)
    place = _compared(leader, changed) or Place(ours.cluster_id)
    return {"near_id": place.near_id, "relation": place.relation, "containment": place.containment}
