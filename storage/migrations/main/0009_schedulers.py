"""Schedulers leave a sign of life, and a run tells how often it was begun."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("crawl_run", sa.Column("attempts", sa.Integer(), server_default="1", nullable=False, comment=BEGUN))
    op.create_table(
        "scheduler",
        sa.Column("id", Id, nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("plans", sa.Text(), nullable=False, comment="what it was to run, and when: JSON"),
        sa.Column("resident", sa.Boolean(), nullable=False, comment="a service; else one that looked in now and then"),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False, comment="its latest sign of life"),
        sa.Column("ended_at", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_scheduler"),
    )
    op.create_index("ix_scheduler_seen_at", "scheduler", ["seen_at"])


BEGUN = "how often it was begun; interrupts aside"
