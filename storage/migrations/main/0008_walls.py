"""Walls: a mark by which texts are found again that differ in numbers only, and the texts known to be walls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    mark = "of its words without numbers and those of the title"
    op.add_column("article", sa.Column("gist", sa.BigInteger(), comment=mark))
    op.create_index("ix_article_gist", "article", ["gist"])
    op.create_table(
        "wall",
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("gist", sa.BigInteger(), autoincrement=False, nullable=False, comment="of the text: article.gist"),
        sa.Column("url", sa.Text(), nullable=False, comment="one of the addresses that it came from"),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("publisher", "gist", name="pk_wall"),
        sqlite_with_rowid=False,
    )
