"""Quarantine: suspect pages wait for somebody to look."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", Id, nullable=False),
        sa.Column("page_id", Id, nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("capture", sa.Text(), nullable=False, comment="the raw pages that wait"),
        sa.Column("run_id", Id),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("excerpt", sa.Text(), server_default="", nullable=False),
        sa.Column("held_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="held, released, rejected or passed"),
        sa.Column("decided_at", sa.Text()),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_quarantine_page_id"),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name="fk_quarantine_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
    )
    for column in ("page_id", "capture", "run_id"):
        op.create_index(f"ix_quarantine_{column}", "quarantine", [column])
    waits = sa.text("state = 'held'")
    op.create_index(
        "ix_quarantine_open", "quarantine", ["page_id"], unique=True, sqlite_where=waits, postgresql_where=waits
    )
    op.execute(VIEW)


VIEW = """
    CREATE VIEW v1_quarantine AS SELECT page.url, quarantine.publisher, quarantine.reason, quarantine.evidence,
    quarantine.title, quarantine.excerpt, quarantine.held_at, quarantine.state, quarantine.decided_at,
    quarantine.run_id AS run FROM quarantine JOIN page ON page.id = quarantine.page_id
"""
