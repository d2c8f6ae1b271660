"""Sketches and clusters: near copies stand together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sketch",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", Id, autoincrement=False, nullable=False, comment="no foreign key: 16 rows an article"),
        sa.PrimaryKeyConstraint("hash", "article_id", name="pk_sketch"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "membership",
        sa.Column("article_id", Id, autoincrement=False, nullable=False),
        sa.Column("cluster_id", Id, nullable=False, comment="id of the article that founded the cluster"),
        sa.Column("near_id", Id, comment="the article of the cluster that it was found near to"),
        sa.Column("relation", sa.Text(), comment="exact, copy, cut or extended, to that article"),
        sa.Column("containment", sa.Float(), comment="share of the shorter text that the longer one holds"),
        sa.Column(
            "appeared", sa.BigInteger(), nullable=False, comment="published, else first seen: seconds since 1970"
        ),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the sketch; 0: not sketched"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_membership_article_id"),
        sa.PrimaryKeyConstraint("article_id", name="pk_membership"),
    )
    op.create_index("ix_membership_cluster_id", "membership", ["cluster_id"])
    only = sa.text("near_id IS NOT NULL")
    op.create_index("ix_membership_near", "membership", ["near_id"], sqlite_where=only, postgresql_where=only)
    op.execute(PLACES.format(seconds=SECONDS[op.get_bind().dialect.name]))
    op.execute("DROP VIEW v1_article")
    for view in VIEWS:
        op.execute(view)


SECONDS = {
    "sqlite": "CAST(strftime('%s', first_seen) AS INTEGER)",
    "postgresql": "CAST(extract(epoch FROM CAST(first_seen AS timestamptz)) AS bigint)",
}
PLACES = """
    INSERT INTO membership (article_id, cluster_id, near_id, relation, containment, appeared, version)
    SELECT id, coalesce(duplicate_of, id), duplicate_of, CASE WHEN duplicate_of IS NOT NULL THEN 'exact' END,
    CASE WHEN duplicate_of IS NOT NULL THEN 1.0 END, {seconds}, 0 FROM article WHERE merged_into IS NULL
"""
"""What was known of clusters before: exact copies. Sketches are drawn when the pages are cleaned again."""
VIEWS = (
    """
    CREATE VIEW v1_article AS SELECT page.url, article.canonical_url, article.publisher, latest.title,
    latest.text, article.authors, article.published, article.published_precision, article.language, article.image,
    article.section, article.tags, article.source, article.source_url, article.first_seen, article.last_changed,
    article.revision, original_page.url AS duplicate_of, membership.cluster_id AS cluster, article.gone_at,
    article.evidence, article.cleaner AS cleaner_version, article.id AS article_id FROM article JOIN page ON
    page.id = article.page_id JOIN revision AS latest ON latest.article_id = article.id AND latest.number =
    article.revision JOIN membership ON membership.article_id = article.id LEFT OUTER JOIN article AS original ON
    original.id = article.duplicate_of LEFT OUTER JOIN page AS original_page ON original_page.id =
    original.page_id
    """,
    """
    CREATE VIEW v1_duplicate AS SELECT page.url, near_page.url AS near_url, membership.relation,
    membership.containment, membership.cluster_id AS cluster, article.publisher, membership.article_id,
    membership.near_id AS near_article_id FROM membership JOIN article ON article.id = membership.article_id JOIN
    page ON page.id = article.page_id JOIN article AS near ON near.id = membership.near_id JOIN page AS near_page
    ON near_page.id = near.page_id
    """,
    """
    CREATE VIEW v1_cluster AS SELECT ranked.cluster_id AS cluster, ranked.url, ranked.publisher, ranked.published,
    ranked.articles, ranked.first_seen, ranked.last_seen, ranked.article_id FROM (SELECT membership.cluster_id AS
    cluster_id, membership.article_id AS article_id, page.url AS url, article.publisher AS publisher,
    article.published AS published, count(*) OVER (PARTITION BY membership.cluster_id) AS articles,
    min(article.first_seen) OVER (PARTITION BY membership.cluster_id) AS first_seen, max(article.first_seen) OVER
    (PARTITION BY membership.cluster_id) AS last_seen, row_number() OVER (PARTITION BY membership.cluster_id ORDER
    BY membership.appeared, article.first_seen, article.id) AS place FROM membership JOIN article ON article.id =
    membership.article_id JOIN page ON page.id = article.page_id) AS ranked WHERE ranked.place = 1
    """,
)
