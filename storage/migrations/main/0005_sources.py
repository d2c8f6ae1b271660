"""How each source of a publisher was found from crawl to crawl."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "source",
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, comment="of url"),
        sa.Column("url", sa.Text(), nullable=False, comment="as the publisher's file, or the site, names it"),
        sa.Column("kind", sa.Text(), nullable=False, comment="feed, sitemap or list"),
        sa.Column("moved_to", sa.Text(), nullable=False, comment="for good, as it said itself"),
        sa.Column("asked_at", sa.Text()),
        sa.Column("answered_at", sa.Text(), comment="last read well"),
        sa.Column("fresh_at", sa.Text(), comment="last named an address that was not known"),
        sa.Column("named", sa.Integer(), nullable=False, comment="addresses in it when last read"),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("not_modified", sa.Integer(), nullable=False, comment="304 answers since the last full one"),
        sa.Column("strikes", sa.Integer(), nullable=False, comment="failures by weight since it was last read well"),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("next_attempt", sa.Text()),
        sa.PrimaryKeyConstraint("publisher", "digest", name="pk_source"),
    )
    op.execute(VIEW)


VIEW = """
    CREATE VIEW v1_source AS SELECT source.publisher, source.url, source.kind, source.moved_to, source.asked_at,
    source.answered_at, source.fresh_at, source.named, source.failures, source.failing_since, source.reason,
    source.next_attempt FROM source
"""
