"""What is stored, for those who read: articles, their history, and a status per publisher."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, case, func, select

from cleaning import Layout, Outcome
from storage.nouns import ArticleRow, PublisherStatus, RevisionRow
from storage.schema import article as article_table
from storage.schema import page as page_table
from storage.standing import known
from storage.views import v1_article, v1_revision


def article(connection: Connection, url: str, layout: Layout) -> ArticleRow | None:
    """The article at this address, whichever of its addresses it is; None when there is none."""
    article_id = _article_id(connection, url, layout)
    names = ArticleRow.__dataclass_fields__
    wanted = select(*(v1_article.c[name] for name in names)).where(v1_article.c.article_id == article_id)
    row = None if article_id is None else connection.execute(wanted).first()
    return None if row is None else ArticleRow(**row._mapping)


def history(connection: Connection, url: str, layout: Layout) -> list[RevisionRow]:
    """The article's texts, oldest first."""
    article_id = _article_id(connection, url, layout)
    columns = (v1_revision.c[name] for name in RevisionRow.__dataclass_fields__)
    wanted = select(*columns).where(v1_revision.c.article_id == article_id).order_by(v1_revision.c.revision)
    return [] if article_id is None else [RevisionRow(**row._mapping) for row in connection.execute(wanted)]


_PUBLISHER = func.coalesce(page_table.c.publisher, "")
"""The same, but no index has it: all pages in the order in which they lie are read four times as fast."""


def status(connection: Connection) -> list[PublisherStatus]:
    """One row per publisher, in order of name."""
    p, a = page_table.c, article_table.c
    query = (
        select(
            _PUBLISHER.label("publisher"),
            func.count().label("addresses"),
            _number(p.fetched_at.is_(None), "waiting"),
            _number(a.id.is_not(None), "articles"),
            _number(a.duplicate_of.is_not(None), "duplicates"),
            _number(a.gone_at.is_not(None), "gone"),
            _number(p.outcome == Outcome.REFUSED, "refused"),
            _number(p.outcome.in_([Outcome.FAILED, Outcome.FORBIDDEN]), "failing"),
            func.max(a.first_seen).label("last_new"),
            func.max(p.fetched_at).label("last_fetch"),
        )
        .outerjoin(article_table, (a.id == p.article_id) & (a.page_id == p.id))
        .group_by(_PUBLISHER)
        .order_by(_PUBLISHER)
    )
    return [PublisherStatus(**row._mapping) for row in connection.execute(query)]


def is_unexplored(connection: Connection, publisher: str) -> bool:
    """Whether no address of the publisher is known, or one was never asked for; reads what is its own alone."""
    p = page_table.c
    mine = select(p.id).where(p.publisher == publisher).limit(1)
    waiting = mine.where(p.fetched_at.is_(None))
    return connection.execute(mine).first() is None or connection.execute(waiting).first() is not None


def with_articles(connection: Connection, publishers: Iterable[str]) -> frozenset[str]:
    """Those of the publishers of which an article is stored."""
    p, a = page_table.c, article_table.c
    one = select(p.id).join(article_table, (a.id == p.article_id) & (a.page_id == p.id)).limit(1)
    return frozenset(name for name in publishers if connection.execute(one.where(p.publisher == name)).first())


def homes(connection: Connection) -> dict[str, str]:
    """The site of each publisher ("https://site.example"), as one of its addresses has it; not of imported files."""
    query = select(_PUBLISHER, func.min(page_table.c.url)).group_by(_PUBLISHER)
    parts = {publisher: urlsplit(url) for publisher, url in connection.execute(query)}
    return {name: f"{url.scheme}://{url.netloc}" for name, url in parts.items() if url.scheme in ("http", "https")}


def _number(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0)).label(name)


def _article_id(connection: Connection, url: str, layout: Layout) -> int | None:
    """The article of this address itself, else of the address that it is a part of."""
    address = known(connection, url, layout)
    if address is None:
        return None
    if address.article_id is not None:
        return address.article_id
    whole = select(page_table.c.part_of).where(page_table.c.id == address.id).scalar_subquery()
    return connection.execute(select(page_table.c.article_id).where(page_table.c.id == whole)).scalar()
