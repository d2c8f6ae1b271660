"""The first tables of the archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "raw0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "raw_dictionary",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False, comment="zstd, without a dictionary"),
        sa.PrimaryKeyConstraint("digest", name="pk_raw_dictionary"),
    )
    op.create_index("ix_raw_dictionary_host", "raw_dictionary", ["host"], unique=False)
    op.create_table(
        "raw",
        sa.Column("digest", sa.Text(), nullable=False, comment="BLAKE2b-128 of the body"),
        sa.Column("size", sa.Integer(), nullable=False, comment="of the body, in bytes"),
        sa.Column("dictionary", sa.Text()),
        sa.Column("data", sa.LargeBinary(), nullable=False, comment="zstd"),
        sa.ForeignKeyConstraint(["dictionary"], ["raw_dictionary.digest"], name="fk_raw_dictionary"),
        sa.PrimaryKeyConstraint("digest", name="pk_raw"),
    )
    op.create_table(
        "capture",
        sa.Column("id", sa.Text(), nullable=False, comment="of the page with its continued pages"),
        sa.Column(
            "position", sa.Integer(), autoincrement=False, nullable=False, comment="0: the page; 1..n: continued pages"
        ),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["raw.digest"], name="fk_capture_digest"),
        sa.PrimaryKeyConstraint("id", "position", name="pk_capture"),
    )
    op.create_index("ix_capture_digest", "capture", ["digest"], unique=False)
