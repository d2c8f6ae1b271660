"""What readers may rely on: the v1_* views, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import FromClause, Join, MetaData, Select, func, select
from sqlalchemy.sql.ddl import CreateView

from storage.schema import article, change, crawl_run, dropped, membership, page, revision, run_count, source
from storage.sentinel_schema import quarantine
from storage.watch_schema import FIGURES, alarm, run_report

metadata = MetaData()

_original = article.alias("original")
_original_page = page.alias("original_page")
_latest = revision.alias("latest")


def _with_current_text() -> FromClause:
    """Articles with their address, current revision, cluster, and the article they duplicate."""
    with_page = Join(article, page, page.c.id == article.c.page_id)
    same_number = (_latest.c.article_id == article.c.id) & (_latest.c.number == article.c.revision)
    with_text = Join(with_page, _latest, same_number)
    with_cluster = Join(with_text, membership, membership.c.article_id == article.c.id)
    with_original = Join(with_cluster, _original, _original.c.id == article.c.duplicate_of, isouter=True)
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
        membership.c.cluster_id.label("cluster"),
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
        r.edits,
        r.cleaner.label("cleaner_version"),
        r.run_id.label("run"),
        r.article_id,
    ).select_from(joined)


def _duplicates() -> Select[Any]:
    m, near = membership.c, article.alias("near")
    near_page = page.alias("near_page")
    joined = Join(Join(membership, article, article.c.id == m.article_id), page, page.c.id == article.c.page_id)
    joined = Join(Join(joined, near, near.c.id == m.near_id), near_page, near_page.c.id == near.c.page_id)
    return select(
        page.c.url,
        near_page.c.url.label("near_url"),
        m.relation,
        m.containment,
        m.cluster_id.label("cluster"),
        article.c.publisher,
        m.article_id,
        m.near_id.label("near_article_id"),
    ).select_from(joined)


def _clusters() -> Select[Any]:
    """Each cluster by its canonical article: earliest published, then first seen."""
    a, cluster = article.c, membership.c.cluster_id
    members = Join(Join(membership, article, a.id == membership.c.article_id), page, page.c.id == a.page_id)
    ranked = (
        select(
            membership.c.cluster_id,
            membership.c.article_id,
            page.c.url,
            a.publisher,
            a.published,
            func.count().over(partition_by=cluster).label("articles"),
            func.min(a.first_seen).over(partition_by=cluster).label("first_seen"),
            func.max(a.first_seen).over(partition_by=cluster).label("last_seen"),
            func.row_number()
            .over(partition_by=cluster, order_by=(membership.c.appeared, a.first_seen, a.id))
            .label("place"),
        )
        .select_from(members)
        .subquery("ranked")
    )
    c = ranked.c
    return select(
        c.cluster_id.label("cluster"),
        c.url,
        c.publisher,
        c.published,
        c.articles,
        c.first_seen,
        c.last_seen,
        c.article_id,
    ).where(c.place == 1)


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


def _sources() -> Select[Any]:
    s = source.c
    return select(
        s.publisher, s.url, s.kind, s.moved_to, s.asked_at, s.answered_at, s.fresh_at, s.named, s.failures,
        s.failing_since, s.reason, s.next_attempt,
    )  # fmt: skip


def _changes() -> Select[Any]:
    c = change.c
    return select(c.cursor, c.kind, c.url, c.at, c.run_id.label("run"), c.article_id)


def _quarantine() -> Select[Any]:
    q = quarantine.c
    return select(
        page.c.url,
        q.publisher,
        q.reason,
        q.evidence,
        q.title,
        q.excerpt,
        q.held_at,
        q.state,
        q.decided_at,
        q.run_id.label("run"),
    ).select_from(Join(quarantine, page, page.c.id == q.page_id))


def _alarms() -> Select[Any]:
    a = alarm.c
    return select(
        a.publisher,
        a.kind,
        a.cause,
        a.figures,
        a.url,
        a.excerpt,
        a.opened_at,
        a.closed_at,
        a.run_id.label("run"),
        a.last_run_id.label("last_run"),
        a.notified_at,
    )


def _reports() -> Select[Any]:
    c, r = run_report.c, crawl_run.c
    figures = (c[name] for name in FIGURES)
    told = (c.run_id.label("run"), r.job, r.slot, *figures, c.seconds, c.finish, r.version, c.report)
    return select(*told).select_from(Join(run_report, crawl_run, r.id == c.run_id))


VIEWS = tuple(
    CreateView(selected, name, metadata=metadata)
    for name, selected in (
        ("v1_article", _articles()),
        ("v1_revision", _revisions()),
        ("v1_duplicate", _duplicates()),
        ("v1_cluster", _clusters()),
        ("v1_dropped", _dropped()),
        ("v1_run", _runs()),
        ("v1_run_count", _run_counts()),
        ("v1_fetch", _fetches()),
        ("v1_source", _sources()),
        ("v1_change", _changes()),
        ("v1_quarantine", _quarantine()),
        ("v1_alarm", _alarms()),
        ("v1_run_report", _reports()),
    )
)

_TABLES = {view.table.name: view.table for view in VIEWS}
v1_article, v1_revision = _TABLES["v1_article"], _TABLES["v1_revision"]
