"""Sketches of the second version: fewer and smaller numbers. Those of the first are let go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What is stored stays in its cluster; new copies find it once it is cleaned again."""
    op.drop_table("sketch")
    op.create_table(
        "sketch",
        sa.Column("hash", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", Id, autoincrement=False, nullable=False, comment="no foreign key: 12 rows an article"),
        sa.PrimaryKeyConstraint("hash", "article_id", name="pk_sketch"),
        sqlite_with_rowid=False,
    )
