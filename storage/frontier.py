"""The frontier: addresses found, and which of them to ask for in a crawl that starts now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from cleaning import Layout, Outcome, canonicalize
from storage.engine import upsert
from storage.nouns import Due, Found
from storage.patience import FARTHEST, YOUNG, wants_full_check
from storage.schema import article, page
from storage.standing import address_digest, fold_key, home_id
from storage.tally import NOT_COUNTED

CHUNK = 500


def discover(connection: Connection, publisher: str, found: Sequence[Found], now: datetime) -> int:
    """Add the addresses that are not known yet, refresh the hints of those that are; returns how many are new."""
    named = {fold_key(each.key): each for each in reversed(found)}  # of two spellings the first one stays
    ordered = {fold_key(each.key): named[fold_key(each.key)] for each in found}
    new = 0
    for keys in _chunks(list(ordered)):
        known = set(connection.execute(select(page.c.key).where(page.c.key.in_(keys))).scalars())
        new += len(keys) - len(known)
        rows = [_row(publisher, key, ordered[key], now) for key in keys]
        insert = upsert(connection.dialect.name, page)
        hints = {
            "listed_at": insert.excluded.listed_at,
            "lastmod": func.coalesce(insert.excluded.lastmod, page.c.lastmod),
        }
        connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_=hints), rows)
    return new


def due(
    connection: Connection, publisher: str, now: datetime, limit: int | None, besides: int | None = None
) -> list[Due]:
    """Addresses to ask now: known ones (longest unseen first), then ones to try again, then new ones (newest first).

    `besides`: a run that goes on; where it has come to an end with an address, that one is left out.
    """
    chosen: list[Due] = []
    for wanted in (_known(now), _again(now), _new()):
        left = None if limit is None else limit - len(chosen)
        held = or_(page.c.hold_until.is_(None), page.c.hold_until <= now)
        left_out = () if besides is None else (_open_in(besides),)
        query = wanted.where(page.c.publisher == publisher, page.c.part_of.is_(None), held, *left_out).limit(left)
        chosen += [_due(row) for row in connection.execute(query)]
    return chosen


def due_for(connection: Connection, urls: Iterable[str], layout: Layout) -> list[Due]:
    """These addresses as due ones, each once: an alias or a part stands for its article, as long as that one lives.
    Validators are left empty.
    """
    wanted = []
    for url in map(canonicalize, urls):
        row = _home(connection, url, layout)
        known = row is not None and row.article_id is not None
        wanted.append(Due(row.url, known=known, parts=row.parts, publisher=row.publisher) if row else Due(url))
    return list(dict.fromkeys(wanted))


_COLUMNS = (
    page.c.url,
    page.c.etag,
    page.c.last_modified,
    page.c.not_modified,
    page.c.article_id,
    page.c.parts,
    page.c.publisher,
    page.c.source,
)
_target = page.alias("target")


def _known(now: datetime) -> Select[Any]:
    """Articles to check: young ones always, others when their listing says so or their time has come."""
    young = and_(article.c.first_seen >= now - YOUNG, article.c.gone_at.is_(None))
    return (
        select(*_COLUMNS)
        .join(article, article.c.page_id == page.c.id)
        .where(page.c.moved_to.is_(None), or_(young, _changed_since(), _has_come(now)))
        .order_by(page.c.fetched_at, page.c.id)
    )


def _again(now: datetime) -> Select[Any]:
    """Addresses that brought no article when last asked; and those that lead to one that is gone."""
    fruitless = and_(page.c.article_id.is_(None), page.c.moved_to.is_(None))
    lost = and_(page.c.moved_to.is_not(None), or_(article.c.gone_at.is_not(None), _target.c.outcome == Outcome.GONE))
    return (
        select(*_COLUMNS)
        .outerjoin(_target, _target.c.id == page.c.moved_to)
        .outerjoin(article, article.c.page_id == _target.c.id)
        .where(page.c.fetched_at.is_not(None), or_(fruitless, lost), or_(_changed_since(), _has_come(now)))
        .order_by(page.c.fetched_at, page.c.id)
    )


def _new() -> Select[Any]:
    """Addresses never asked."""
    newest = func.coalesce(page.c.lastmod, page.c.found_at).desc()
    return select(*_COLUMNS).where(page.c.fetched_at.is_(None), page.c.moved_to.is_(None)).order_by(newest, page.c.id)


def _open_in(run_id: int) -> ColumnElement[bool]:
    return or_(page.c.run_id.is_distinct_from(run_id), page.c.counted.in_((NOT_COUNTED, Outcome.LATER)))


def _has_come(now: datetime) -> ColumnElement[bool]:
    return or_(page.c.next_attempt <= now, page.c.next_attempt > now + FARTHEST)


def _changed_since() -> ColumnElement[bool]:
    return page.c.lastmod > page.c.fetched_at


def _due(row: Any) -> Due:
    whole = wants_full_check(row.not_modified) or row.article_id is None
    etag, modified = ("", "") if whole else (row.etag, row.last_modified)
    return Due(row.url, etag, modified, row.article_id is not None, row.parts, row.publisher, row.source)


def _home(connection: Connection, url: str, layout: Layout) -> Any:
    home = home_id(connection, url, layout, alive=True)
    return connection.execute(select(*_COLUMNS).where(page.c.id == home)).first()


def _row(publisher: str, key: str, found: Found, now: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "url": found.url,
        "address": address_digest(found.url),
        "publisher": publisher,
        "title": found.title,
        "source": found.source,
        "found_at": now,
        "listed_at": now,
        "lastmod": found.modified,
        "parts": (),
    }


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    left = iter(keys)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
