"""Articles, revisions, dropped blocks and changes: the rows that a verdict writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count, repeat
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from cleaning import Article, Details, Kind
from storage.columns import all_storable
from storage.engine import insert_plain
from storage.judge import Cleaned, Have
from storage.membership import absorb
from storage.schema import article as article_table
from storage.schema import change as change_table
from storage.schema import dropped as dropped_table
from storage.schema import page as page_table
from storage.schema import revision as revision_table

_INSERT_ARTICLE, _INSERT_REVISION = insert(article_table), insert(revision_table)
_INSERT_CHANGE = insert(change_table)
_KINDS = {kind: kind.value for kind in Kind}
_DROPPED = ("article_id", "position", "text", "rule", "evidence", "kind")
_UPDATE_ARTICLE = update(article_table).where(article_table.c.id == bindparam("row_id"))


def create(connection: Connection, cleaned: Cleaned, at: datetime, **more: Any) -> int:
    """A new article, whose first revision is still to be added; its id."""
    row = cleaned.details.by_name() | {
        "fingerprint": cleaned.fingerprint,
        "gist": cleaned.gist,
        "first_seen": at,
        "last_changed": at,
        "revision": 1,
        **more,
    }
    made = connection.execute(_INSERT_ARTICLE, row).inserted_primary_key
    assert made is not None
    return int(made[0])


def add_revision(connection: Connection, article_id: int, number: int, cleaned: Cleaned, **made: Any) -> None:
    """One more text of the article, its current one. `made` says when, why, by which cleaner, from which capture."""
    row = {
        "article_id": article_id,
        "number": number,
        "title": cleaned.title,
        "text": cleaned.text,
        "fingerprint": cleaned.fingerprint,
        **made,
    }
    connection.execute(_INSERT_REVISION, row)


def forget_dropped(connection: Connection, article_id: int) -> None:
    """The blocks left out of a text that is no longer the current one."""
    connection.execute(delete(dropped_table).where(dropped_table.c.article_id == article_id))


def add_dropped(connection: Connection, article_id: int, article: Article) -> None:
    """The blocks left out of the current text; captions are among them under the rule "caption"."""
    blocks = (*article.captions, *article.dropped)
    rules = ["caption"] * len(article.captions) + [block.dropped_by for block in article.dropped]
    told = ([block.text for block in blocks], rules, [block.evidence for block in blocks])
    kinds = [_KINDS[block.kind] for block in blocks]
    rows = list(zip(repeat(article_id), count(), *map(all_storable, told), kinds, strict=False))
    if rows:
        insert_plain(connection, dropped_table, _DROPPED, rows)


def change_article(connection: Connection, article_id: int, **columns: Any) -> None:
    """Set these columns of one article."""
    connection.execute(_UPDATE_ARTICLE, {"row_id": article_id, **columns})


def amend(connection: Connection, article_id: int, details: Details, evidence: Mapping[str, str]) -> None:
    """Write the metadata in place."""
    change_article(connection, article_id, **details.by_name(), evidence=evidence)


def append_change(
    connection: Connection, kind: str, article_id: int, url: str, at: datetime, run_id: int | None
) -> None:
    """Tell the readers who follow the cursor."""
    row = {"kind": kind, "article_id": article_id, "url": url, "at": at, "run_id": run_id}
    connection.execute(_INSERT_CHANGE, row)


def merge(connection: Connection, younger: Have, article_id: int, at: datetime, run_id: int | None) -> None:
    """Two articles were one: the younger stands no more for itself, and all that pointed to it points to the other."""
    url = connection.execute(select(page_table.c.url).where(page_table.c.id == younger.page_id)).scalar_one()
    change_article(connection, younger.article_id, page_id=None, merged_into=article_id, duplicate_of=None)
    for table, column in ((page_table, "article_id"), (article_table, "duplicate_of"), (article_table, "merged_into")):
        pointing = table.c[column] == younger.article_id
        connection.execute(update(table).where(pointing).values({column: article_id}))
    itself = (article_table.c.id == article_id) & (article_table.c.duplicate_of == article_id)
    connection.execute(update(article_table).where(itself).values(duplicate_of=None))
    moved = absorb(connection, younger, article_id)
    append_change(connection, "merged", younger.article_id, url, at, run_id)
    tell_moved(connection, moved, at, run_id)


def tell_moved(connection: Connection, articles: Sequence[int], at: datetime, run_id: int | None) -> None:
    """These articles stand in another cluster now, which is a column that readers see."""
    a = article_table.c
    wanted = select(a.id, page_table.c.url).join(page_table, page_table.c.id == a.page_id).where(a.id.in_(articles))
    for row in connection.execute(wanted.order_by(a.id)).all():
        append_change(connection, "metadata", row.id, row.url, at, run_id)


def settle_duplicates(
    connection: Connection, have: Have, fingerprint: str, twin: int | None, at: datetime, run_id: int | None
) -> None:
    """After a new text: copies of the old one follow their eldest, which now stands for itself."""
    change_article(connection, have.article_id, duplicate_of=twin)
    a = article_table.c
    copies = connection.execute(
        select(a.id, a.fingerprint, page_table.c.url)
        .join(page_table, page_table.c.id == a.page_id)
        .where(a.duplicate_of == have.article_id)
        .order_by(a.id)
    ).all()
    left = [copy for copy in copies if copy.fingerprint != fingerprint]
    for copy in left:
        leader = None if copy is left[0] else left[0].id
        change_article(connection, copy.id, duplicate_of=leader)
    if left:
        append_change(connection, "metadata", left[0].id, left[0].url, at, run_id)
