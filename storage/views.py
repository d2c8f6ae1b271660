"""What readers may rely on: the v1_* views, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import FromClause, Join, MetaData, Select, func, select
from sqlalchemy.sql.ddl import CreateView

from storage.schema import article, change, crawl_run, dropped, page, revision, run_count

metadata = MetaData()

_original = article.alias("original")
_original_page = page.alias("original_page")
_latest = revision.alias("latest")


def _with_current_text() -> FromClause:
    """Articles with their address, current revision, and the article they duplicate."""
    with_page = Join(article, page, page.c.id == article.c.page_id)
    same_number = (_latest.c.article_id == article.c.id) & (_latest.c.number == article.c.revision)
    with_text = Join(with_page, _latest, same_number)
    with_original = Join(with_text, _original, _original.c.id == article.c.duplicate_of, isouter=True)
    return Join(with_original, _original_page, _original_page.c.id == _original.c.page_id, isouter=True)


def _articles() -> Select[Any]:
    a = article.c
    return select(
        page.c.url,
        a.canonical_url,
        a.publisher,
        _latest.c.title,
        _latest.c.text,
        a.authors,
        a.published,
        a.published_precision,
        a.language,
        a.image,
        a.section,
        a.tags,
        a.source,
        a.source_url,
        a.first_seen,
        a.last_changed,
        a.revision,
        _original_page.c.url.label("duplicate_of"),
        func.coalesce(a.duplicate_of, a.id).label("cluster"),
        a.gone_at,
        a.evidence,
        a.cleaner.label("cleaner_version"),
        a.id.label("article_id"),
    ).select_from(_with_current_text())


def _revisions() -> Select[Any]:
    r = revision.c
    joined = Join(Join(revision, article, article.c.id == r.article_id), page, page.c.id == article.c.page_id)
    return select(
        page.c.url,
        r.number.label("revision"),
        r.title,
        r.text,
        r.created_at,
        r.reason,
        r.cleaner.label("cleaner_version"),
        r.run_id.label("run"),
        r.article_id,
    ).select_from(joined)


def _dropped() -> Select[Any]:
    d = dropped.c
    joined = Join(Join(dropped, article, article.c.id == d.article_id), page, page.c.id == article.c.page_id)
    return select(page.c.url, d.text, d.rule, d.evidence, d.kind, d.position, d.article_id).select_from(joined)


def _runs() -> Select[Any]:
    r = crawl_run.c
    return select(
        r.id.label("run"),
        r.job,
        r.slot,
        r.state,
        r.reason,
        r.started_at,
        r.heartbeat_at,
        r.finished_at,
        r.version,
    )


def _run_counts() -> Select[Any]:
    c = run_count.c
    return select(c.run_id.label("run"), c.publisher, c.outcome, c.reason, c.pages).where(c.pages > 0)


def _fetches() -> Select[Any]:
    p = page.c
    return select(
        p.url,
        p.publisher,
        p.status,
        p.outcome,
        p.reason,
        p.evidence,
        p.fetched_at,
        p.run_id.label("run"),
        p.next_attempt,
        p.found_at,
        p.article_id,
    )


def _changes() -> Select[Any]:
    c = change.c
    return select(c.cursor, c.kind, c.url, c.at, c.run_id.label("run"), c.article_id)


VIEWS = tuple(
    CreateView(selected, name, metadata=metadata)
    for name, selected in (
        ("v1_article", _articles()),
        ("v1_revision", _revisions()),
        ("v1_dropped", _dropped()),
        ("v1_run", _runs()),
        ("v1_run_count", _run_counts()),
        ("v1_fetch", _fetches()),
        ("v1_change", _changes()),
    )
)

v1_article, v1_revision, v1_dropped, v1_run, v1_run_count, v1_fetch, v1_change = (view.table for view in VIEWS)
