"""Publisher memory: the blocks that stand on many pages of a publisher."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "publisher_memory",
        sa.Column("id", Id, nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False, comment="from 1; the next one begins with a redesign"),
        sa.Column("pages", sa.Integer(), nullable=False, comment="that taught"),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("strangers", sa.Integer(), nullable=False, comment="pages in a row on which nothing known was met"),
        sa.Column("pruned_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publisher_memory"),
        sa.UniqueConstraint("publisher", "epoch", name="uq_publisher_memory_publisher_epoch"),
    )
    op.create_table(
        "publisher_block",
        sa.Column("memory_id", Id, autoincrement=False, nullable=False, comment="no foreign key: many rows a page"),
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False, comment="on which it stood"),
        sa.Column("earlier", sa.Integer(), nullable=False, comment="pages that taught before it was first seen"),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("last_seen", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), comment="its beginning, once it was seen again"),
        sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.false(), comment="by hand: never dropped"),
        sa.PrimaryKeyConstraint("memory_id", "hash", name="pk_publisher_block"),
        sqlite_with_rowid=False,
    )
    again = sa.text("pages >= 2")
    op.create_index(
        "ix_publisher_block_known",
        "publisher_block",
        ["memory_id", "pages"],
        sqlite_where=again,
        postgresql_where=again,
    )
