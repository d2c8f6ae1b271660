"""What is usual of a publisher: its latest good pages, read from the rows that each of them left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from storage.engine import upsert
from storage.traits import ENOUGH, LEANER, Oddity, Traits, Usual, lengths
from storage.watch_schema import trait as table
from storage.watch_schema import usual_since

LATEST, MOST, SPAN = 300, 3000, timedelta(days=28)
"""So many pages are looked at, or those of so long a time, weekends included, if these are more; but never more."""
_EDITED, _A_DAY, _MET = 50, 3, 5
"""Edited articles of which none was lost, as far as we know; pages that a day must have to be compared with; pages
that make a template known: with fewer, a redesign would be usual before it is noticed."""
_t = table.c
_ROWS = (
    select(_t.at, _t.odd, _t.known, *(_t[name] for name in Traits.__dataclass_fields__))
    .where(_t.publisher == bindparam("name"), _t.good, _t.run_id.is_distinct_from(bindparam("besides")))
    .order_by(_t.at.desc(), _t.page_id.desc())
    .limit(bindparam("most"))
)
_NEWEST = select(func.max(_t.at)).where(_t.publisher == bindparam("name"))
_LATELY = _ROWS.where(_t.at > bindparam("since"))
_SINCE = select(usual_since.c.oddity, usual_since.c.at).where(usual_since.c.publisher == bindparam("name"))


def usual(connection: Connection, publisher: str, besides: int | None) -> Usual:
    """What is usual of a publisher, as its pages before the run `besides` have it."""
    asked = {"name": publisher, "besides": besides}
    newest = connection.execute(_NEWEST, {"name": publisher}).scalar()
    lately = {**asked, "most": MOST, "since": newest - SPAN} if newest else None
    rows = connection.execute(_LATELY, lately).all() if lately else []
    if len(rows) < LATEST:
        rows = connection.execute(_ROWS, {**asked, "most": LATEST}).all()
    since = {Oddity(row.oddity): row.at for row in connection.execute(_SINCE, {"name": publisher})}
    return summary(publisher, rows, since)


def summary(publisher: str, rows: Sequence[Any], since: dict[Oddity, datetime]) -> Usual:
    """The figures of these rows. What was accepted as usual some time is measured from then on."""
    chars, dropped = sorted(row.chars for row in rows), sorted(row.dropped for row in rows)
    usually, shortest, stub = lengths(chars)
    met = Counter(row.skeleton for row in rows)
    plain = Usual(
        publisher=publisher,
        pages=len(rows),
        median=usually,
        shortest=shortest,
        stub=stub,
        leanest=dropped[int(len(dropped) * 0.95)] if len(rows) >= ENOUGH else 1.0,
        dropped=median(dropped) if dropped else 0.0,
        skeletons=frozenset(skeleton for skeleton, pages in met.items() if pages >= _MET),
        since=rows[-1].at if rows else None,
    )
    signs = _signs(plain)
    counted = {each: _counted(rows, sign, since.get(each)) for each, sign in signs.items()}
    return replace(
        plain,
        odd={each: odd for each, (odd, _, _) in counted.items()},
        of={each: of + (_EDITED if each is Oddity.LOST else 0) for each, (_, of, _) in counted.items()},
        worst={each: worst for each, (_, _, worst) in counted.items()},
    )


def accept(connection: Connection, publisher: str, oddity: Oddity, at: datetime) -> None:
    """By hand: from then on the publisher's pages are as they are in this respect; NOTHING_ODD: its rhythm is."""
    insert = upsert(connection.dialect.name, usual_since)
    into = insert.on_conflict_do_update(index_elements=["publisher", "oddity"], set_={"at": insert.excluded.at})
    connection.execute(into, {"publisher": publisher, "oddity": oddity.value, "at": at})


def _signs(usual: Usual) -> dict[Oddity, Callable[[Any], bool]]:
    """How a row shows each oddity. Templates that were hardly met stand for those never met (Good and Turing)."""
    return {
        Oddity.SHORT: lambda row: row.chars < usual.shortest,
        Oddity.STUB: lambda row: row.chars < usual.stub,
        Oddity.GATED: lambda row: row.gated,
        Oddity.UNTITLED: lambda row: not row.titled,
        Oddity.UNDATED: lambda row: not row.dated,
        Oddity.UNSIGNED: lambda row: not row.signed,
        Oddity.TEMPLATE: lambda row: row.skeleton not in usual.skeletons,
        Oddity.LOST: lambda row: bool(row.known and row.odd & Oddity.LOST),
        Oddity.LEAN: lambda row: row.dropped > usual.leanest + LEANER,
    }


def _counted(rows: Iterable[Any], odd: Callable[[Any], bool], since: datetime | None) -> tuple[float, int, float]:
    """(odd rows, rows, the highest share of odd ones that a day had) from then on."""
    days: defaultdict[Any, list[bool]] = defaultdict(list)
    for row in rows:
        if since is None or row.at >= since:
            days[row.at.date()].append(odd(row))
    told = [each for day in days.values() for each in day]
    worst = max((sum(day) / len(day) for day in days.values() if len(day) >= _A_DAY), default=0.0)
    return float(sum(told)), len(told), worst
