"""The first tables and views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "crawl_run",
        sa.Column("id", Id, nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="running, done, failed..."),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("heartbeat_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_crawl_run"),
        sa.UniqueConstraint("job", "slot", name="uq_crawl_run_job_slot"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_crawl_run_alive",
        "crawl_run",
        ["job"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "page",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="identity: one row per key"),
        sa.Column("url", sa.Text(), nullable=False, comment="address to ask"),
        sa.Column("address", sa.Text(), nullable=False, comment="digest of url"),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False, comment="as its listing says"),
        sa.Column("source", sa.Text(), server_default="", nullable=False, comment="listing where it was found"),
        sa.Column("found_at", sa.Text(), nullable=False),
        sa.Column("listed_at", sa.Text(), comment="last seen in a listing"),
        sa.Column("lastmod", sa.Text(), comment="last change, as its listing says"),
        sa.Column("status", sa.Integer()),
        sa.Column("outcome", sa.Text(), comment="empty: never asked"),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("fetched_at", sa.Text()),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("last_modified", sa.Text(), server_default="", nullable=False),
        sa.Column("digest", sa.Text(), server_default="", nullable=False, comment="of the last good body"),
        sa.Column(
            "cleaner", sa.Text(), server_default="", nullable=False, comment="version that cleaned the last good body"
        ),
        sa.Column("next_attempt", sa.Text()),
        sa.Column("hold_until", sa.Text(), comment="the server asked to wait until then"),
        sa.Column(
            "not_modified",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="304 answers since the last full one",
        ),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False, comment="since the last good fetch"),
        sa.Column(
            "missing", sa.Integer(), server_default="0", nullable=False, comment="runs in which it was not found (404)"
        ),
        sa.Column("article_id", Id, comment="no foreign key: article points back to page"),
        sa.Column("part_of", Id, comment="a page 2..n of that address"),
        sa.Column("moved_to", Id),
        sa.Column("parts", sa.Text(), server_default="[]", nullable=False, comment="addresses of its pages 2..n"),
        sa.Column("capture", sa.Text(), server_default="", nullable=False, comment="raw pages of the current article"),
        sa.Column(
            "refused_capture", sa.Text(), server_default="", nullable=False, comment="raw pages refused since then"
        ),
        sa.Column("run_id", Id),
        sa.Column("counted", sa.Text(), server_default="", nullable=False),
        sa.Column("counted_for", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["moved_to"], ["page.id"], name="fk_page_moved_to"),
        sa.ForeignKeyConstraint(["part_of"], ["page.id"], name="fk_page_part_of"),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name="fk_page_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_page"),
        sa.UniqueConstraint("key", name="uq_page_key"),
    )
    op.create_index("ix_page_address", "page", ["address"], unique=False)
    op.create_index("ix_page_article_id", "page", ["article_id"], unique=False)
    op.create_index("ix_page_due", "page", ["publisher", "next_attempt"], unique=False)
    op.create_table(
        "run_count",
        sa.Column("run_id", Id, nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name="fk_run_count_run_id"),
        sa.PrimaryKeyConstraint("run_id", "publisher", "outcome", "reason", name="pk_run_count"),
    )
    op.create_table(
        "article",
        sa.Column("id", Id, nullable=False),
        sa.Column("page_id", Id, comment="its address; empty once merged"),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("canonical_url", sa.Text(), server_default="", nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="of the current text"),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("published", sa.Text()),
        sa.Column("published_precision", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("image", sa.Text()),
        sa.Column("section", sa.Text()),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("source_url", sa.Text()),
        sa.Column("evidence", sa.Text(), server_default="{}", nullable=False),
        sa.Column("first_seen", sa.Text(), nullable=False),
        sa.Column("last_changed", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cleaner", sa.Text(), nullable=False, comment="version that made the dropped blocks"),
        sa.Column("duplicate_of", Id),
        sa.Column("merged_into", Id),
        sa.Column("gone_at", sa.Text()),
        sa.ForeignKeyConstraint(["duplicate_of"], ["article.id"], name="fk_article_duplicate_of"),
        sa.ForeignKeyConstraint(["merged_into"], ["article.id"], name="fk_article_merged_into"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_article_page_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("page_id", name="uq_article_page_id"),
    )
    op.create_index("ix_article_duplicate_of", "article", ["duplicate_of"], unique=False)
    op.create_index("ix_article_fingerprint", "article", ["fingerprint"], unique=False)
    op.create_index("ix_article_first_seen", "article", ["first_seen"], unique=False)
    op.create_table(
        "change",
        sa.Column("cursor", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="at that time"),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("run_id", Id),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_change_article_id"),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name="fk_change_run_id"),
        sa.PrimaryKeyConstraint("cursor", name="pk_change"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "dropped",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_dropped_article_id"),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_dropped"),
    )
    op.create_table(
        "revision",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="new, changed or recleaned"),
        sa.Column("cleaner", sa.Text(), nullable=False),
        sa.Column("capture", sa.Text(), nullable=False, comment="raw pages it was made of"),
        sa.Column("run_id", Id),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_revision_article_id"),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name="fk_revision_run_id"),
        sa.PrimaryKeyConstraint("article_id", "number", name="pk_revision"),
    )
    for view in VIEWS:
        op.execute(view)


VIEWS = (
    """
    CREATE VIEW v1_article AS SELECT page.url, article.canonical_url, article.publisher, latest.title,
    latest.text, article.authors, article.published, article.published_precision, article.language,
    article.image, article.section, article.tags, article.source, article.source_url, article.first_seen,
    article.last_changed, article.revision, original_page.url AS duplicate_of, coalesce(article.duplicate_of,
    article.id) AS cluster, article.gone_at, article.evidence, article.cleaner AS cleaner_version, article.id
    AS article_id FROM article JOIN page ON page.id = article.page_id JOIN revision AS latest ON
    latest.article_id = article.id AND latest.number = article.revision LEFT OUTER JOIN article AS original ON
    original.id = article.duplicate_of LEFT OUTER JOIN page AS original_page ON original_page.id =
    original.page_id
    """,
    """
    CREATE VIEW v1_revision AS SELECT page.url, revision.number AS revision, revision.title, revision.text,
    revision.created_at, revision.reason, revision.cleaner AS cleaner_version, revision.run_id AS run,
    revision.article_id FROM revision JOIN article ON article.id = revision.article_id JOIN page ON page.id =
    article.page_id
    """,
    """
    CREATE VIEW v1_dropped AS SELECT page.url, dropped.text, dropped.rule, dropped.evidence, dropped.kind,
    dropped.position, dropped.article_id FROM dropped JOIN article ON article.id = dropped.article_id JOIN
    page ON page.id = article.page_id
    """,
    """
    CREATE VIEW v1_run AS SELECT crawl_run.id AS run, crawl_run.job, crawl_run.slot, crawl_run.state,
    crawl_run.reason, crawl_run.started_at, crawl_run.heartbeat_at, crawl_run.finished_at, crawl_run.version
    FROM crawl_run
    """,
    """
    CREATE VIEW v1_run_count AS SELECT run_count.run_id AS run, run_count.publisher, run_count.outcome,
    run_count.reason, run_count.pages FROM run_count WHERE run_count.pages > 0
    """,
    """
    CREATE VIEW v1_fetch AS SELECT page.url, page.publisher, page.status, page.outcome, page.reason,
    page.evidence, page.fetched_at, page.run_id AS run, page.next_attempt, page.found_at, page.article_id FROM
    page
    """,
    """
    CREATE VIEW v1_change AS SELECT change.cursor, change.kind, change.url, change.at, change.run_id AS run,
    change.article_id FROM change
    """,
)
